"""What happens to each firm of the demo: beats of (days to wait, what then), told in the order of their instants."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from applications.models import Application, Asked
from law.clock import legal_day
from operations.demo.duties import answer, concerns, demand, judge, show
from operations.demo.story import Story

Beat = tuple[float, Callable[[Story], object]]
MISSING = "Belge gönderilmemiştir."
ASKING = "Taahhütname ekte sunulmuştur. Tanıtım için uygun bir gün bildirmenizi rica ederiz."


@dataclass(frozen=True)
class Plot:
    """One firm: how many days before today its story begins, and its beats."""

    name: str
    local: str
    province: str
    begins: int
    beats: Sequence[Beat] = field(default_factory=tuple)


def years(story: Story, *, days: int) -> date:
    """Return a last valid day so many days after the story's present day."""
    return legal_day(story.at) + timedelta(days=days)


def applied(*, lasts: int = 800) -> list[Beat]:
    """Register, start, send everything, hand in."""
    return [
        (0, lambda s: s.register().start()),
        (2, lambda s: s.send_all(until=years(s, days=lasts)).submit()),
    ]


def listed(*, lasts: int = 800) -> list[Beat]:
    """Apply and be approved within a fortnight."""
    return [
        *applied(lasts=lasts),
        (3, lambda s: s.take_up().judge()),
        (2, lambda s: s.find_suitable().countersign()),
        (3, lambda s: s.approve()),
        (1, lambda s: s.draw_secret()),
    ]


def verified(begins: int) -> list[Beat]:
    """Have the certificate verified every 85 days, as long as the story's days last."""
    return [(85, lambda s: s.verify()) for _n in range((begins - 20) // 85)]


def kept_up(until_owed: int) -> list[Beat]:
    """Show both security tests, the older of which ends soon; `until_owed` days pass before they are owed."""
    return [
        (until_owed, lambda s: show(s, "static_security_test", old=350)),
        (2, lambda s: judge(s, "static_security_test").verify()),
        (3, lambda s: show(s, "dynamic_security_test", old=20)),
        (66, lambda s: s.renew_agreement()),
    ]


def asked_for(until_owed: int) -> list[Beat]:
    """Be asked for the signature circular, and show it."""
    return [
        (until_owed, lambda s: s.verify()),
        (40, lambda s: demand(s, "signatory_circular", "Ticaret Sicili Gazetesinde yetkili değişikliği görülmüştür.")),
        (9, answer),
        (23, lambda s: s.renew_agreement()),
    ]


def decided(until_owed: int) -> list[Beat]:
    """Have its servers elsewhere, show the paper, have it refused and show a better one."""
    return [
        (until_owed, lambda s: concerns(s, "Sunucuların üçüncü bir kişinin veri merkezinde olduğu bildirilmiştir.")),
        (10, lambda s: show(s, "hosting_approval", old=30, lasts=90)),
        (4, lambda s: judge(s, "hosting_approval", "Belgede barındırma yerinin adresi yazmıyor.")),
        (6, lambda s: show(s, "hosting_approval", old=2, lasts=60)),
        (3, lambda s: judge(s, "hosting_approval").verify()),
    ]


def deficient(*keys: str) -> list[Beat]:
    """Apply without some documents, and be written to."""
    return [
        (0, lambda s: s.register().start()),
        (2, lambda s: s.send_all(but=keys).submit()),
        (4, lambda s: s.take_up().judge(dict.fromkeys(keys, MISSING)).write()),
        (1, lambda s: s.sign()),
        (1, lambda s: s.post()),
    ]


def completed(*keys: str) -> list[Beat]:
    """Be written to, complete, and be approved."""

    def answer(s: Story) -> None:
        for key in keys:
            s.send_certificate() if key == "iso_27001" else s.send(key)
        s.complete()

    return [
        *deficient(*keys),
        (20, answer),
        (3, lambda s: s.judge().find_suitable().countersign()),
        (2, lambda s: s.approve()),
        (1, lambda s: s.draw_secret()),
    ]


def unfinished() -> Iterator[Plot]:
    """Yield the firms whose applications are on their way, in every state."""
    yield Plot("Anka Yazılım Ltd. Şti.", "anka", "Ankara", 6, [(0, lambda s: s.register())])
    yield Plot("Başak Bilişim A.Ş.", "basak", "İzmir", 9, [(0, lambda s: s.register().start())])
    yield Plot(
        "Cihan İSG Teknolojileri A.Ş.", "cihan", "İstanbul", 12,
        [(0, lambda s: s.register().start()), (3, lambda s: s.send("backup_procedure").send("application_form"))],
    )  # fmt: skip
    yield Plot("Çamlıca Yazılım A.Ş.", "camlica", "İstanbul", 8, applied())
    yield Plot("Doruk OSGB Yazılımları Ltd. Şti.", "doruk", "Bursa", 5, applied())
    yield Plot("Ege Güvenlik Bilişim A.Ş.", "ege", "İzmir", 15, [*applied(), (3, lambda s: s.take_up())])
    yield Plot(
        "Fırat Sağlık Bilişim A.Ş.", "firat", "Elazığ", 20,
        [*applied(), (3, lambda s: s.take_up()), (2, lambda s: s.judge({"commitment": MISSING}))],
    )  # fmt: skip


def written_to() -> Iterator[Plot]:
    """Yield the firms that lack something and were written to, or are about to be."""
    yield Plot("Güneş Yazılım A.Ş.", "gunes", "Adana", 14, deficient("commitment")[:-1])
    yield Plot(
        "Hisar Teknoloji A.Ş.", "hisar", "Ankara", 10,
        [*deficient("commitment", "demonstration"), (1, lambda s: s.reply(ASKING))],
    )  # fmt: skip
    yield Plot("Irmak Bilişim Ltd. Şti.", "irmak", "Trabzon", 40, deficient("iso_27001"))
    yield Plot("İnci Veri Sistemleri A.Ş.", "inci", "İstanbul", 88, deficient("conformance_result"))
    yield Plot("Jale Yazılım A.Ş.", "jale", "Muğla", 150, deficient("iso_27001", "backup_procedure"))
    yield Plot(
        "Kartal İş Güvenliği Yazılımları A.Ş.", "kartal", "Kocaeli", 190,
        [*deficient("iso_27001"), (120, lambda s: s.write(Asked.REFRESH)), (1, lambda s: s.sign().post())],
    )  # fmt: skip
    yield Plot("Lider Yazılım Ltd. Şti.", "yok", "Konya", 18, deficient("commitment"))
    yield Plot(
        "Mavi Bilişim A.Ş.", "ulasmaz", "Antalya", 45, [*deficient("commitment"), (3, lambda s: s.serve_by_hand())]
    )


def nearly_decided() -> Iterator[Plot]:
    """Yield the firms whose applications are decided, or wait for it."""
    yield Plot("Nehir Sağlık Yazılımları A.Ş.", "nehir", "Ankara", 16, listed()[:-3])
    yield Plot(
        "Okyanus Teknoloji A.Ş.", "okyanus", "İstanbul", 15,
        [*listed()[:-2], (1, lambda s: s.propose("applications.approve", Application, s.application.pk))],
    )  # fmt: skip
    yield Plot("Ömer Usta Yazılım Ltd. Şti.", "omerusta", "Kayseri", 60, [*applied(), (9, lambda s: s.withdraw())])
    yield Plot(
        "Pınar Danışmanlık Ltd. Şti.", "pinar", "Sakarya", 70,
        [*applied(), (4, lambda s: s.take_up()), (5, lambda s: s.reject("no_authority"))],
    )  # fmt: skip


def active() -> Iterator[Plot]:
    """Yield the firms that are active integrators, some of them near the end of a certificate."""
    yield Plot("Akdeniz İSG Yazılım A.Ş.", "akdeniz", "Antalya", 400, listed())
    yield Plot("Anadolu Veri Aktarım A.Ş.", "anadolu", "Ankara", 395, listed())
    yield Plot("Boğaziçi Bilişim Hizmetleri A.Ş.", "bogazici", "İstanbul", 380, completed("iso_27001"))
    yield Plot("Çınar OSGB Yazılımları Ltd. Şti.", "cinar", "Bursa", 370, [*listed(), *kept_up(280)])
    yield Plot("Defne Sağlık Teknolojileri A.Ş.", "defne", "İzmir", 350, [*completed("commitment"), *verified(350)])
    yield Plot("Erciyes Yazılım A.Ş.", "erciyes", "Kayseri", 330, [*listed(lasts=333), *verified(330)])
    yield Plot("Göksu Bilgi Sistemleri Ltd. Şti.", "goksu", "Mersin", 300, [*listed(lasts=325), *verified(300)])
    yield Plot("Ihlara Yazılım A.Ş.", "ihlara", "Nevşehir", 280, [*listed(lasts=305), *verified(280)])
    yield Plot("Işık İSG Yazılım A.Ş.", "isik", "İstanbul", 260, [*listed(), *decided(170)])
    yield Plot("İpekyolu Teknoloji A.Ş.", "ipekyolu", "Gaziantep", 240, [*listed(lasts=330), *verified(240)])
    yield Plot(
        "Karadeniz Bilişim Ltd. Şti.", "karadeniz", "Samsun", 220, [*completed("backup_procedure"), *verified(220)]
    )
    yield Plot("Marmara Uyum Yazılımları A.Ş.", "marmara", "Tekirdağ", 200, [*listed(), *asked_for(110)])
    yield Plot("Söğüt Veri Güvenliği A.Ş.", "sogut", "Bilecik", 120, [*listed(), *verified(120)])
    yield Plot("Toros İş Sağlığı Yazılımları A.Ş.", "toros", "Adana", 60, [*listed(), *verified(60)])


def troubled() -> Iterator[Plot]:
    """Yield the firms whose authority was made passive, and what became of it."""
    yield Plot("Uludağ Yazılım A.Ş.", "uludag", "Bursa", 390, listed(lasts=180))
    yield Plot("Ümit Bilişim Ltd. Şti.", "umit", "Hatay", 310, listed(lasts=290))
    yield Plot("Van Gölü Teknoloji A.Ş.", "vangolu", "Van", 290, [*listed(), (90, lambda s: s.breach())])
    yield Plot(
        "Yakamoz Sağlık Yazılımları A.Ş.", "yakamoz", "Muğla", 340,
        [*listed(lasts=150), (200, lambda s: s.renew(until=years(s, days=1000)).reactivate()),
         (1, lambda s: s.draw_secret())],
    )  # fmt: skip
    yield Plot(
        "Yıldız Entegrasyon A.Ş.", "yildiz", "Ankara", 320,
        [*listed(), (60, lambda s: s.breach()),
         (30, lambda s: s.on_ground("registry.annul_ground", "İptal kararı", "decision"))],
    )  # fmt: skip
    yield Plot(
        "Zeytin Bilişim A.Ş.", "zeytin", "Aydın", 270,
        [*listed(), (40, lambda s: s.breach()),
         (25, lambda s: s.on_ground("registry.suspend_ground", "Yürütmenin durdurulması kararı", "court"))],
    )  # fmt: skip
    yield Plot("Zirve Yazılım Ltd. Şti.", "zirve", "Erzurum", 360, [*listed(), (150, lambda s: s.end())])


def plots() -> list[Plot]:
    """Return every firm of the demo."""
    return [*unfinished(), *written_to(), *nearly_decided(), *active(), *troubled()]
