"""Every policy there is: its name, default, shape and the reason for the default."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from policies.checks import (
    falling_days,
    grace,
    one_of,
    sentence,
    sentence_or_nothing,
    some_of,
    whole,
    yes_or_no,
)
from policies.keeping import KEEPING
from policies.kinds import PolicyKind
from policies.measures import Measure

CERTIFICATE_CYCLE_YEARS = 3
"""For how long a certificate is given (ISO/IEC 17021-1, 9.1.3.2)."""


AUTOMATIC, ALONE, TWO_PERSONS = "automatic", "approver_alone", "two_persons"
any_mode = one_of(AUTOMATIC, ALONE, TWO_PERSONS)
by_calendar = one_of(AUTOMATIC, TWO_PERSONS)
"""A day that is over is seen by a rule; nothing is urgent for one person to decide alone."""
by_judgement = one_of(ALONE, TWO_PERSONS)
"""What persons must weigh, no rule can run (docs/decisions/0029-modes-of-passivation.md)."""

CHALLENGE = "letter.challenge"


def challenge_of(letter: str, title: str | Promise, clause: str) -> PolicyKind:
    """Return the policy of one kind of burdening letter: its own text on challenges, empty for the general one."""
    reason = (
        "Anayasa 40/2: süre veya merci bu yazı türünde farklıysa buraya yazılır; "
        "boşsa bütün yazılar için yazılan metin geçerlidir."
    )
    return PolicyKind(f"{CHALLENGE}.{letter}", title, "", sentence_or_nothing, reason, clause)


def shown(value: Any) -> Any:
    """Return a value as it is put before people: a text left empty says that the general one counts."""
    return "general_text" if value == "" else value


KINDS = (
    PolicyKind(
        "passivation.document_lapsed",
        _("Who makes passive: a document lapsed"),
        AUTOMATIC,
        by_calendar,
        "Madde 2 süre tanımıyor; son geçerli günün sonunda kendiliğinden.",
        "2",
    ),
    PolicyKind(
        "passivation.document_not_shown",
        _("Who makes passive: a document not shown on demand"),
        TWO_PERSONS,
        by_judgement,
        "Madde 2 ve 3/a; istemin usulünce yapıldığı ve belgenin ibraz edilmediği takdir ister, kendiliğinden olmaz.",
        "2",
    ),
    PolicyKind(
        "passivation.contract_breach",
        _("Who makes passive: contract breach proven"),
        TWO_PERSONS,
        one_of(TWO_PERSONS),
        "Madde 2; sözleşmeye aykırılık ispat ister, iki kişi karar verir.",
        "2",
    ),
    PolicyKind(
        "passivation.agreement_not_returned",
        _("Who makes passive: a renewed agreement not sent back in time"),
        AUTOMATIC,
        by_calendar,
        "Madde 3/b yaptırım yazmıyor; madde 2 ile birlikte okunur.",
        "3/b",
    ),
    PolicyKind(
        "passivation.finding_unanswered",
        _("Who makes passive: an ordinary finding to which nothing was sent in time"),
        AUTOMATIC,
        by_calendar,
        "Madde 3/d: belirtilen sürede giderilmeyen eksiklik.",
        "3/d",
    ),
    PolicyKind(
        "passivation.security_unanswered",
        _("Who makes passive: a security finding to which nothing was sent in time"),
        ALONE,
        any_mode,
        "Madde 3/d 'derhal' diyor; onaylayan tek başına karar verir, ikinci kişi sonradan inceler.",
        "3/d",
    ),
    PolicyKind(
        "passivation.security_review_days",
        _("Working days within which a second person reviews a decision taken alone"),
        2,
        whole(1, 10),
        "Tek kişinin kararı iki iş günü içinde denetlenir.",
        "3/d",
        Measure.WORKING_DAYS,
    ),
    PolicyKind(
        "passivation.remedy_insufficient",
        _("Who makes passive: a remedy judged insufficient"),
        TWO_PERSONS,
        by_judgement,
        "Giderimin yeterliliği takdir ister; kendiliğinden olmaz.",
        "3/d",
    ),
    PolicyKind(
        "reactivation.persons",
        _("Who reactivates"),
        TWO_PERSONS,
        one_of(TWO_PERSONS),
        "Bütün nedenler kapanmış, belgeler güncel olmalı; iki kişi karar verir, şifreler yenilenir.",
        "2",
    ),
    PolicyKind(
        "listing.event",
        _("Which event lists a firm"),
        "approval",
        one_of("approval"),
        "Madde 2 'sözleşme yapmalarının ardından' der; onay, Bakanlığın imzasını bağlar.",
        "2",
    ),
    PolicyKind(
        "passive.operations",
        _("What a passive firm may still do"),
        ["sign_in", "read", "send_documents", "sandbox"],
        some_of("sign_in", "read", "send_documents", "sandbox"),
        "Pasif firma canlı bildirim gönderemez; eksiğini giderebilmelidir.",
        "2",
    ),
    PolicyKind(
        "service.kep",
        _("When a KEP notice counts as served"),
        "fifth_day",
        one_of("fifth_day", "delivery_day", "opening_day"),
        "Tebligat Kanunu 7/a kıyasen: delil 40'tan sonraki beşinci günün sonu; firma için en güvenlisi.",
        "3/a",
    ),
    PolicyKind(
        "service.kep_silent_days",
        _("Days without conclusive evidence after which a KEP letter may be served by another means"),
        7,
        whole(1, 60),
        "Sonucu belirsiz ileti sahipsiz kalmasın; sonradan gelen delil yine incelenir.",
        "3/a",
        Measure.DAYS,
    ),
    PolicyKind(
        "service.clocks_apart_minutes",
        _("Minutes by which the KEP provider's clock may differ from ours"),
        5,
        whole(0, 60),
        "Yazının imzalanmasından önceki bir ana ait delil o yazının olamaz; saatlerin farkı kadar pay bırakılır.",
        "3/a",
        Measure.MINUTES,
    ),
    PolicyKind(
        "service.most_per_run",
        _("Letters that may leave by KEP in one run before a person has looked"),
        100,
        whole(1, 10_000),
        "Bir hata yüzlerce firmaya yazı göndermesin; fazlası bir görevlinin onayını bekler.",
        "3/a",
        Measure.LETTERS,
    ),
    PolicyKind(
        "service.least_credit",
        _("Letters left in the credit at the KEP provider below which the desk is warned"),
        250,
        whole(0, 1_000_000),
        "Kontör bitince tebligat durur; satın alma işlemleri haftalar sürebilir, uyarı önceden gelmelidir.",
        "3/a",
        Measure.LETTERS,
    ),
    PolicyKind(
        "calendar.half_days_close",
        _("Half-day holidays count as holiday for rolling"),
        True,
        yes_or_no,
        "Öğleden sonrası tatil olan gün iş günü sayılmaz; firma lehine.",
        "3/a",
    ),
    PolicyKind(
        "finding.security_hours",
        _("Security finding: hours meant by “immediately”"),
        24,
        whole(0, 72),
        "Madde 3/d 'derhal' diyor, saat vermiyor.",
        "3/d",
        Measure.HOURS,
    ),
    PolicyKind(
        "document.grace",
        _("Grace after a document lapses"),
        {"days": 0, "working": False},
        grace,
        "Madde 2 ek süre yazmıyor.",
        "2",
    ),
    PolicyKind(
        "document.hold_days",
        _("Days for which a lapse waits while a renewal that came in time is judged"),
        0,
        whole(0, 60),
        "Madde 2 ek süre yazmıyor; süresinde gönderilen belgenin değerlendirilmesi firmaya yüklenmesin denirse.",
        "2",
        Measure.DAYS,
    ),
    PolicyKind(
        "document.kep_warnings",
        _("Warnings by KEP before a document lapses, days before"),
        [30, 7],
        falling_days,
        "Süre sonunda kendiliğinden doğacak sonuç, resmî yazıyla da önceden bildirilsin.",
        "2",
        Measure.DAYS,
    ),
    PolicyKind(
        "demand.days",
        _("Days within which a document is shown on demand"),
        15,
        whole(1, 90),
        "Madde 3/a süre yazmıyor; belgeyi bulup göndermeye yetecek bir süre.",
        "3/a",
        Measure.DAYS,
    ),
    PolicyKind(
        "demand.reminders",
        _("Reminders before the term to show a document ends, days before"),
        [5, 1],
        falling_days,
        "Hatırlatma nezakettir; hukuki sonucu yoktur.",
        "3/a",
        Measure.DAYS,
    ),
    PolicyKind(
        "document.warnings",
        _("Warnings before a document lapses, days before"),
        [90, 60, 30, 7, 1],
        falling_days,
        "Firmanın yenilemeye zamanı olsun.",
        "2",
        Measure.DAYS,
    ),
    PolicyKind(
        "application.reminders",
        _("Reminders before the completion term ends, days before"),
        [30, 7, 1],
        falling_days,
        "Hatırlatma nezakettir; hukuki sonucu yoktur.",
        "3/a",
        Measure.DAYS,
    ),
    PolicyKind(
        "agreement.reminders",
        _("Reminders before the term to sign a renewed agreement ends, days before"),
        [20, 10, 5, 3, 1],
        falling_days,
        "Hatırlatma nezakettir; süre yayımla başlar, hatırlatma olmasa da işler.",
        "3/b",
        Measure.DAYS,
    ),
    PolicyKind(
        "application.completion_months",
        _("Months after which existing documents may be asked to be refreshed"),
        3,
        whole(3, 3),
        "Madde 3/a 'üç ay' diyor; başlangıcı tebliğ sayılır.",
        "3/a",
        Measure.MONTHS,
    ),
    PolicyKind(
        "list.grounds",
        _("Publicity of grounds on the list"),
        "clause_and_kind",
        one_of("clause_and_kind", "none"),
        "Madde 2 pasif firmaların ilanını ister; ayrıntı istemez.",
        "2",
    ),
    PolicyKind(
        "certificate.verification_days",
        _("Days after which a certificate's verification is repeated"),
        90,
        whole(1, 366),
        "Askıya alma belge üzerinde görünmez.",
        "2/b",
        Measure.DAYS,
    ),
    PolicyKind(
        "certificate.surveillance_days",
        _("Days after a planned surveillance audit until the desk is asked to hear of it"),
        30,
        whole(0, 366),
        "Ara tetkik belge üzerinde görünmez; günü geçince kuruluştan sorulur, yetki kendiliğinden etkilenmez.",
        "2/b",
        Measure.DAYS,
    ),
    PolicyKind(
        "certificate.longest_years",
        _("Years beyond which a certificate's term is taken for a slip of the pen"),
        10,
        whole(CERTIFICATE_CYCLE_YEARS, 50),
        "Belgelendirme döngüsü üç yıldır (ISO/IEC 17021-1); çok daha uzunu yazım yanlışıdır, girişte düzelttirilir.",
        "2/b",
        Measure.YEARS,
    ),
    PolicyKind(
        "address.change_days",
        _("Working days within which an address change is told"),
        5,
        whole(1, 30),
        "Sözleşme yükümlülüğü.",
        "3/b",
        Measure.WORKING_DAYS,
    ),
    PolicyKind(
        CHALLENGE,
        _("Where and within how many days a burdening letter can be challenged"),
        "Bu işleme karşı, tebliğ tarihinden itibaren altmış (60) gün içinde yetkili idare mahkemesinde "
        "dava açılabilir.",
        sentence,
        "Anayasa 40/2 ve İYUK 7.",
        "2",
    ),
    *KEEPING,
)

_KNOWN = {kind.key: kind for kind in KINDS}
CATALOGUE: Mapping[str, PolicyKind] = MappingProxyType(_KNOWN)


def known(kind: PolicyKind) -> None:
    """Let a room above declare a policy of its own, while it is loaded."""
    _KNOWN[kind.key] = kind
