"""What an applicant must show: every shipped version as data, and the version in force on a day."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from django.utils.translation import get_language

from law.clock import legal_day
from ledger.kept import kept
from registry.models import Concerns, Evidenced, Lasting, Requirement, RequirementSet

FIRST = 1
CITATION = (
    "2018-1 sayılı Genelge m. 2 ve m. 3/a; İSGGM'nin yayımladığı başvuru belgeleri, bir başvuru sahibinin "
    "sıraladığı biçimiyle. Bakanlık yeni bir sürüm yayımlayana kadar geçerlidir."
)


@dataclass(frozen=True)
class Wanted:
    """One requirement as shipped."""

    key: str
    title_tr: str
    title_en: str
    help_tr: str
    help_en: str
    clause: str
    evidenced: str = Evidenced.FILE
    mandatory: bool = True
    applies: bool = True
    continues: bool = False
    concerns: str = Concerns.EVERY
    condition_tr: str = ""
    condition_en: str = ""
    first_due_days: int = 0
    lasts: str = Lasting.UNTIL_CHANGED
    months: int | None = None
    renewal_days: int = 90


_FIRST = (
    Wanted(
        "agreement",
        "Gizlilik ve Veri Paylaşım Sözleşmesi (iki asıl)",
        "Data sharing agreement (two originals)",
        "İnternet sitesinde yayımlanan güncel sözleşmeyi, firmayı temsile yetkili kişilerce "
        "imzalanmış iki asıl olarak gönderin. Elektronik imzalıysa tek dosya iki asıl yerine geçer.",
        "Send the current published agreement as two originals signed by those who bind the firm. One "
        "file with secure electronic signatures stands for both.",
        "3/a",
        Evidenced.AGREEMENT,
    ),
    Wanted(
        "application_form",
        "Başvuru formu",
        "Application form",
        "Formun bütün alanlarını doldurup yetkili kişiye imzalatın; unvan, vergi kimlik numarası ve "
        "KEP adresi sicildeki kayıtla aynı olmalıdır.",
        "Fill in every field and have it signed; legal name, tax number and KEP address must be those of the registry.",
        "3/a",
    ),
    Wanted(
        "backup_procedure",
        "Tutulan verilerin yedekleme usulü (form 5)",
        "Backup procedure of kept data (form 5)",
        "Hangi verinin ne sıklıkla, nereye yedeklendiğini, yedeğin nasıl korunduğunu ve geri "
        "yüklemenin nasıl denendiğini yazın.",
        "Say which data is backed up how often and where to, how backups are protected, and how restoring is tried.",
        "3/c",
    ),
    Wanted(
        "data_change_procedure",
        "Veri değişikliği usulü (form 6)",
        "Procedure for data changes (form 6)",
        "Değişikliği yalnızca veri sahibi isteyebilir. İsteğin nasıl alındığını, kimin onayladığını "
        "ve izinin nasıl tutulduğunu yazın.",
        "Only the data owner may ask for a change. Say how a request is taken, who approves it and what trace is kept.",
        "3/c",
    ),
    Wanted(
        "remote_access_form",
        "Uzaktan erişim formu (tek IP adresi)",
        "Remote access form (exactly one IP address)",
        "Bakanlık sistemlerine erişecek tek bir sabit IP adresi bildirin; birden fazla adres kabul edilmez.",
        "Give exactly one fixed IP address from which the ministry's systems will be reached.",
        "3/c",
    ),
    Wanted(
        "product_introduction",
        "Ürünün adı ve tanıtımı",
        "Product name and introduction",
        "Kamuya ilan edilecek ürün adını ve yazılımın hangi veri setlerini nasıl ürettiğini anlatan "
        "bir tanıtım gönderin.",
        "Send the product's name as it will be announced, and an introduction: which data sets it produces, and how.",
        "2/c",
    ),
    Wanted(
        "iso_27001",
        "ISO/IEC 27001 belgesi",
        "ISO/IEC 27001 certificate",
        "Belge başvuru tarihinde geçerli, 2022 sürümünde ve firmanın ticaret unvanına düzenlenmiş "
        "olmalıdır. Belgenin alanlarını da girin.",
        "The certificate must be valid on the application date, of the 2022 edition and in the firm's "
        "legal name. Enter its fields too.",
        "2/b",
        Evidenced.CERTIFICATE,
    ),
    Wanted(
        "signatory_circular",
        "İmza sirküleri",
        "Authorised signatory circular",
        "Sözleşmeyi ve taahhütnameyi imzalayan kişilerin firmayı temsile yetkili olduğunu gösteren "
        "güncel imza sirkülerini gönderin.",
        "Send the current circular that shows that those who signed the agreement and the commitment bind the firm.",
        "3/a",
        Evidenced.SIGNATORY,
    ),
    Wanted(
        "demonstration",
        "Randevu ve tanıtım gösterimi",
        "Appointment and demonstration",
        "İSGGM ile kararlaştırılan günde yazılımın gösterimini yapın ve gösterim tutanağını yükleyin.",
        "Show the software to İSGGM on the appointed day and upload the record of the demonstration.",
        "2/c",
    ),
    Wanted(
        "conformance_result",
        "Uygunluk testi sonucu",
        "Conformance test result",
        "Canlı koddan önce verilen test koduyla yapılan uygunluk testlerinin sonucunu yükleyin.",
        "Upload the result of the conformance tests made with the test code, which comes before the live code.",
        "3/c",
    ),
    Wanted(
        "commitment",
        "Taahhütname",
        "Commitment",
        "Sözleşmenin yanında imzalanır; denetimler buna da dayanır. Yetkili kişilerce imzalanmış olarak gönderin.",
        "Signed beside the agreement; inspections may rest on it. Send it signed by those who bind the firm.",
        "3/d",
    ),
)


_HELD_FOR_EVER = frozenset({"iso_27001", "agreement", "commitment", "signatory_circular", "remote_access_form"})
_CONTINUING = (
    Wanted(
        "static_security_test",
        "Yıllık statik güvenlik testi (kaynak kod taraması)",
        "Yearly static security test (source code analysis)",
        "Yazılımın kaynak kodunun son bir yıl içinde taranmış olduğunu gösteren raporu sunun. Rapor; tarihi, sürümü, "
        "kullanılan aracı ve giderilen bulguları içermelidir. Her yıl yenilenir.",
        "Send the report that the software's source code was analysed within the last year: its date, the version, the "
        "tool and the findings that were remedied. It is renewed every year.",
        "2/c",
        applies=False,
        continues=True,
        first_due_days=365,
        lasts=Lasting.MONTHS,
        months=12,
    ),
    Wanted(
        "dynamic_security_test",
        "Yıllık dinamik güvenlik testi (sızma testi)",
        "Yearly dynamic security test (penetration test)",
        "Çalışan sisteme son bir yıl içinde sızma testi yapıldığını gösteren raporu sunun. Rapor; tarihi, kapsamı, "
        "testi yapanı ve giderilen bulguları içermelidir. Her yıl yenilenir.",
        "Send the report that the running system was tested for penetration within the last year: its date, its scope, "
        "who tested and the findings that were remedied. It is renewed every year.",
        "2/c",
        applies=False,
        continues=True,
        first_due_days=365,
        lasts=Lasting.MONTHS,
        months=12,
    ),
    Wanted(
        "hosting_approval",
        "Barındırma hizmeti belgesi",
        "Document of the hosting service",
        "Verilerin barındırıldığı yerin sözleşmeye uygun olduğunu gösteren, geçerlilik tarihi taşıyan belgeyi sunun.",
        "Send the document, with its last valid day, that shows that the place where data is kept accords with the "
        "agreement.",
        "2",
        applies=False,
        continues=True,
        concerns=Concerns.SOME,
        condition_tr="Sunucularını üçüncü bir kişinin veri merkezinde barındıran firmalar",
        condition_en="Firms whose servers stand in a data centre of a third party",
        first_due_days=30,
        lasts=Lasting.PRINTED,
        renewal_days=60,
    ),
)
_SIGNED = {"commitment": Evidenced.COMMITMENT}
"""What was a file and is from the second set on signed on the copy that was issued."""
_SECOND = (
    *(
        replace(
            it,
            continues=it.key in _HELD_FOR_EVER,
            first_due_days=30 * (it.key in _HELD_FOR_EVER),
            evidenced=_SIGNED.get(it.key, it.evidenced),
        )
        for it in _FIRST
    ),
    *_CONTINUING,
)

SHIPPED: dict[int, tuple[Wanted, ...]] = {FIRST: _FIRST, 2: _SECOND}
"""Each version's requirements by its number, without a gap. The first start stores the first one; two persons bring the
next one into force from a day. A version that has been shipped is never changed."""


def title_of(key: str) -> str:
    """Return a requirement's title in the reader's language, from the newest version that has it."""
    turkish = get_language() == "tr"
    for version in sorted(SHIPPED, reverse=True):
        for wanted in SHIPPED[version]:
            if wanted.key == key:
                return wanted.title_tr if turkish else wanted.title_en
    return key


def load_requirement_set(at: datetime) -> RequirementSet:
    """Store the first shipped set unless it is stored, in force from the day of `at`, and return it."""
    held = RequirementSet.objects.filter(version=FIRST).first()
    return held or store(FIRST, in_force_from=legal_day(at), citation=CITATION)


def store(version: int, *, in_force_from: date, citation: str) -> RequirementSet:
    """Store a shipped set, in force from a day: by the first start, or inside the act of two persons."""
    made = RequirementSet.objects.create(version=version, in_force_from=in_force_from, citation=citation)
    Requirement.objects.bulk_create(
        Requirement(requirement_set=made, place=place, **asdict(wanted))
        for place, wanted in enumerate(SHIPPED[version], 1)
    )
    return made


def newest_set() -> RequirementSet | None:
    """Return the set of the highest stored version, in force or to come."""
    return RequirementSet.objects.order_by("version").last()


def by_key(version: int) -> dict[str, Wanted]:
    """Return what a shipped version wants, by its key; nothing where there is no such version."""
    return {wanted.key: wanted for wanted in SHIPPED.get(version, ())}


def next_version() -> int | None:
    """Return the number of the shipped set that follows the newest stored one; None where none is shipped."""
    newest = newest_set()
    following = FIRST if newest is None else newest.version + 1
    return following if following in SHIPPED else None


def set_in_force(on: date) -> RequirementSet | None:
    """Return the newest set in force on a day; None before the first."""
    return next((wanted for wanted in _sets() if wanted.in_force_from <= on), None)


@kept
def _sets() -> tuple[RequirementSet, ...]:
    """Return every stored set, the one that came into force last first."""
    return tuple(RequirementSet.objects.order_by("-in_force_from", "-version"))
