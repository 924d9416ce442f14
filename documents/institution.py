"""Who writes the letters. These values stand for the ministry in the demo; an installation sets its own here."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Institution:
    """What an official letter says of its sender.

    `detsis` is the unit's number in the register of state organisations, `file_plan` the code of the standard file plan
    under which correspondence with integrators is kept.
    """

    state: str
    name: str
    unit: str
    detsis: str
    file_plan: str
    address: str
    phone: str
    email: str
    kep: str
    website: str
    contact: str


INSTITUTION = Institution(
    state="T.C.",
    name="ÇALIŞMA VE SOSYAL GÜVENLİK BAKANLIĞI",
    unit="İş Sağlığı ve Güvenliği Genel Müdürlüğü",
    detsis="00000000",
    file_plan="235.02",
    address="Emek Mahallesi 17. Cadde No: 13 06520 Çankaya/ANKARA",
    phone="0 312 000 00 00",
    email="isggm@ornek.invalid",
    kep="isggm@hs01.kep.tr",
    website="www.csgb.gov.tr/isggm",
    contact="Entegratör İşlemleri Birimi",
)
