"""The clauses that the system rests on, each in one sentence: circular 2018-1's, and those of the law on personal data.

A source's own text binds; a gloss only says what the clause does here.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

CIRCULAR = "2018-1 sayılı Genelge"
DATA_LAW = "6698 sayılı Kanun"
DATA_BOARD = "Kişisel Verileri Koruma Kurulunun 24.01.2019 tarihli ve 2019/10 sayılı Kararı"


class UnknownClause(KeyError):
    """No source has a clause under that key."""


@dataclass(frozen=True)
class Clause:
    """One clause.

    `key` as we cite it ("3/b"; of another source with its short name, "KVKK 12/5"), `place`
    where it stands in its source, in the source's own headings, `gloss_tr` and `gloss_en`
    what it says, in our words.
    """

    key: str
    place: str
    gloss_tr: str
    gloss_en: str
    source: str = CIRCULAR

    @property
    def cited(self) -> str:
        """The citation for a letter: `2018-1 sayılı Genelge m. 3/b`, `6698 sayılı Kanun m. 12/5`."""
        if self.key == "preamble":
            return f"{CIRCULAR}, giriş bölümü"
        if self.source == DATA_BOARD:
            return DATA_BOARD
        return f"{self.source} m. {self.key.rpartition(' ')[2]}"


def clause(key: str) -> Clause:
    """The clause under `key`. Raises UnknownClause."""
    try:
        return CLAUSES[key]
    except KeyError:
        raise UnknownClause(key) from None


_DEFINITIONS = "1. Tanımlar ve Kısaltmalar"
_STANDARDS = "2. Entegratör Firma Standartları"
_CONDITIONS = "3. Entegrasyon Koşulları"
_OTHER = "7. Diğer Hükümler"

_ALL = (
    Clause(
        "preamble",
        "Giriş, üçüncü paragraf, birinci ve ikinci cümle",
        "İSG profesyonelleri ile hizmeti kendisi üstlenen işverenler verileri "
        "elektronik ortamda gönderir; diğer bildirim yükümlülükleri sürer.",
        "OSH professionals, and employers who provide the service themselves, send "
        "data electronically; other notification duties stay.",
    ),
    Clause(
        "1/c",
        f"{_DEFINITIONS}, c bendi",
        "Veri seti, bildirilecek içeriği ve hangi alanın zorunlu olduğunu gösteren, sitede yayımlanan belgedir.",
        "A data set is the published document that says what is notified and which fields are mandatory.",
    ),
    Clause(
        "1/d",
        f"{_DEFINITIONS}, d bendi",
        "Metot, veri setlerinin hangi iş kuralıyla gönderileceğini gösteren, sitede yayımlanan yöntemdir.",
        "A method is the published rule by which data sets are sent.",
    ),
    Clause(
        "1/i",
        f"{_DEFINITIONS}, i bendi",
        "Entegratör firma, verileri Bakanlığa aktaran ve bunun için kullanılan yazılımları geliştiren firmadır.",
        "An integrator is the firm that transfers the data and develops the software used for it.",
    ),
    Clause(
        "1/j",
        f"{_DEFINITIONS}, j bendi",
        "Firma kodu, Bakanlığın firmaya özel verdiği ve veri paylaşımında anahtar olarak kullanılan koddur.",
        "A firm code is the key that the ministry gives to one firm for data sharing.",
    ),
    Clause(
        "1/k",
        f"{_DEFINITIONS}, k bendi",
        "Gizlilik ve Veri Paylaşım Sözleşmesi, aktarılan bilginin güvenliğini, "
        "içeriğini ve aktarım esaslarını belirler.",
        "The data sharing agreement sets the security, the content and the rules of what is transferred.",
    ),
    Clause(
        "1/m",
        f"{_DEFINITIONS}, m bendi",
        "Yazılım Hizmet Alım Formunu, entegratör firma ile yazılımı kullanacak kişi veya kurum birlikte doldurur.",
        "The software service form is filled together by the integrator and whoever will use the software.",
    ),
    Clause(
        "1/n",
        f"{_DEFINITIONS}, n bendi",
        "Yetkili kurum; OSGB'ler, eğitim kurumları, TSMB'ler ve Bakanlıkla veri paylaşımı protokolü yapan kurumlardır.",
        "Authorised institutions are OSGBs, training institutions, TSMBs and those with a data sharing protocol.",
    ),
    Clause(
        "2",
        f"{_STANDARDS}, birinci paragraf, birinci cümle ile son paragraf",
        "Sözleşme yapan entegratör ilan edilir; belge gösteremeyen, belgesinin "
        "geçerliliğini yitiren veya sözleşmeye aykırı davranan pasife alınır ve "
        "ilan edilir.",
        "An integrator is announced once the contract is made; one that cannot show a "
        "document, lets it lapse or breaks the contract is made passive and announced.",
    ),
    Clause(
        "2/a",
        f"{_STANDARDS}, a bendi",
        "Firma, yayımlanan sözleşmenin şartlarını yerine getirir ve sürdürür.",
        "The firm meets the terms of the published agreement and keeps meeting them.",
    ),
    Clause(
        "2/b",
        f"{_STANDARDS}, b bendi",
        "Firma, başvuru tarihinde ve sonrasında kesintisiz ISO 27001 belgesine sahiptir.",
        "The firm holds ISO 27001 on the application date and ever after.",
    ),
    Clause(
        "2/c",
        f"{_STANDARDS}, c bendi",
        "Firma, veri setlerini üreten ve güvenliği ihlal etmeden metotlara uygun aktaran yazılım altyapısını kurar.",
        "The firm has software that produces the data sets and transfers them by the methods without breach.",
    ),
    Clause(
        "3",
        f"{_CONDITIONS}, giriş paragrafı, birinci ve ikinci cümle",
        "Entegratör, isteyen her yetkili kuruma ve profesyonele yazılım sağlar ve "
        "ilan edilen değişikliğe yayımından itibaren 30 takvim gününde uyar.",
        "An integrator serves every institution and professional that asks, and is "
        "ready for an announced change within 30 calendar days of publication.",
    ),
    Clause(
        "3/a",
        f"{_CONDITIONS}, a. Başvuru, birinci, ikinci ve üçüncü paragraf",
        "Eksikler KEP ile bildirilir ve giderilene kadar başvuru sonlandırılmaz; üç "
        "ayda giderilmezse mevcut belgelerin güncellenmesi istenebilir.",
        "Deficiencies are told by KEP and the application is not ended until they are "
        "completed; after three months fresh documents may be asked for.",
    ),
    Clause(
        "3/b",
        f"{_CONDITIONS}, b. Gizlilik ve Veri Paylaşım Sözleşmesi, birinci ve ikinci paragraf",
        "Güncellenen sözleşme 30 takvim gününde imzalanıp gönderilir; yeni hükümler "
        "duyurudan en az otuz gün sonra yürürlüğe girer.",
        "A renewed agreement is signed and sent within 30 calendar days; its terms "
        "take effect not less than thirty days after being announced.",
    ),
    Clause(
        "3/c",
        f"{_CONDITIONS}, c. Veri Aktarımı, birinci, ikinci ve üçüncü paragraf",
        "Yazılım veri setlerine ve metotlara uyar, istenen diğer web servisleri sağlanır ve veri kaybı yaşanmaz.",
        "Software conforms to data sets and methods, other web services asked for are provided, and no data is lost.",
    ),
    Clause(
        "3/d",
        f"{_CONDITIONS}, d. Denetim, birinci, üçüncü ve dördüncü paragraf",
        "Bakanlık sebep göstermeden denetler; güvenlik ihlali derhal, diğer eksikler "
        "en çok 30 günde giderilir, giderilmezse firma pasife alınıp duyurulur.",
        "The ministry inspects without giving a reason; breaches of security are "
        "remedied at once, others within at most 30 days, or the firm is made passive.",
    ),
    Clause(
        "4",
        "4. İSG Profesyonellerinin Yükümlülükleri, a ve b bentleri",
        "Profesyonel, verileri entegratör yazılımıyla Bakanlığa bildirir ve gizli tutar.",
        "Professionals notify the data through an integrator's software and keep it confidential.",
    ),
    Clause(
        "5",
        "5. Yetkili Kurumlarının Yükümlülükleri, a ve b bentleri",
        "Yetkili kurum, profesyonelin bildirim yapıp yapmadığını izler, yapılmasını "
        "ve verinin gizli tutulmasını sağlar.",
        "Institutions follow up and ensure that their professionals notify and that the data stays confidential.",
    ),
    Clause(
        "6",
        "6. İşveren ve/veya İşveren Vekillerinin Yükümlülükleri, a bendi ile son paragraf",
        "İşveren, entegratör yazılımı kullanıldığını denetler; kendi yazılımını "
        "getirirse kurumun yazılım sağlama sorumluluğu kalkar.",
        "Employers check that an integrator's software is used; one who brings its "
        "own frees the institution from providing any.",
    ),
    Clause(
        "7/a",
        f"{_OTHER}, a bendi",
        "İşverenin yükümlülükleri, 6331 sayılı Kanun m. 6 o işyeri için yürürlüğe girince başlar.",
        "Employers' duties start for a workplace when Law 6331 art. 6 starts for it.",
    ),
    Clause(
        "7/b",
        f"{_OTHER}, b bendi",
        "Bakanlığın istemediği özel veri setleri, firma ile kullanıcı arasında kararlaştırılabilir.",
        "Private data sets outside the ministry's may be agreed between firm and user.",
    ),
    Clause(
        "7/c",
        f"{_OTHER}, c bendi",
        "Bakanlık, entegratör firmaların kodlarını inceleyebilir ve test edebilir.",
        "The ministry may review and test integrators' code.",
    ),
    Clause(
        "7/d",
        f"{_OTHER}, d bendi",
        "Yazılımda e-Devlet dışında hiçbir siteye yönlendirme ve reklam görseli bulunamaz.",
        "The software redirects to no site except e-Devlet and shows no advertising images.",
    ),
    Clause(
        "7/e",
        f"{_OTHER}, e bendi",
        "Bakanlık, entegratör firmalar üzerinden ilgililere duyuru ve bilgilendirme yapabilir.",
        "The ministry may announce and inform people through integrators.",
    ),
    Clause(
        "KVKK 11",
        "Madde 11, birinci fıkra",
        "Herkes, kendisiyle ilgili verilerin işlenip işlenmediğini öğrenmeyi, düzeltilmesini, silinmesini isteyebilir "
        "ve sonuca itiraz edebilir.",
        "Everyone may learn whether their data are processed, want them corrected or erased, and object to a result.",
        DATA_LAW,
    ),
    Clause(
        "KVKK 12/1",
        "Madde 12, birinci fıkra",
        "Veri sorumlusu, verilere hukuka aykırı erişilmesini önleyen tedbirleri alır.",
        "The controller takes the measures that keep data from being read unlawfully.",
        DATA_LAW,
    ),
    Clause(
        "KVKK 12/5",
        "Madde 12, beşinci fıkra",
        "Veriler başkalarınca hukuka aykırı elde edilirse veri sorumlusu bunu en kısa sürede ilgilisine ve Kurula "
        "bildirir.",
        "Where others obtain data unlawfully, the controller tells those concerned and the Board as soon as possible.",
        DATA_LAW,
    ),
    Clause(
        "KVKK 13/2",
        "Madde 13, ikinci fıkra",
        "Veri sorumlusu başvuruyu niteliğine göre en kısa sürede ve en geç otuz gün içinde ücretsiz sonuçlandırır.",
        "The controller answers a request as soon as its nature allows and within thirty days, free of charge.",
        DATA_LAW,
    ),
    Clause(
        "KVKK 13/3",
        "Madde 13, üçüncü fıkra",
        "Veri sorumlusu talebi kabul eder veya gerekçesini açıklayarak reddeder ve cevabını ilgiliye bildirir.",
        "The controller grants a request, or refuses it with its reasons, and tells its answer to the person.",
        DATA_LAW,
    ),
    Clause(
        "Kurul 2019/10",
        "Karar, birinci paragraf, a bendi",
        "En kısa süre, Kurul için ihlalin öğrenildiği andan itibaren yetmiş iki saattir; gecikmenin nedeni bildirilir.",
        "As soon as possible means, for the Board, within seventy-two hours from learning of the breach; what is later "
        "says why.",
        DATA_BOARD,
    ),
)

CLAUSES: Mapping[str, Clause] = MappingProxyType({it.key: it for it in _ALL})
