"""Who writes the letters: what SICIL_INSTITUTION says, over values made up for the demo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True)
class Institution:
    """What an official letter says of its sender. Production refuses to serve while one of MADE_UP is left as it is.

    `detsis` is the unit's number in the register of state organisations, `file_plan` the code of the standard file plan
    under which correspondence with integrators is kept.
    """

    state: str = "T.C."
    name: str = "ÇALIŞMA VE SOSYAL GÜVENLİK BAKANLIĞI"
    unit: str = "İş Sağlığı ve Güvenliği Genel Müdürlüğü"
    detsis: str = "00000000"
    file_plan: str = "235.02"
    address: str = "Emek Mahallesi 17. Cadde No: 13 06520 Çankaya/ANKARA"
    phone: str = "0 312 000 00 00"
    email: str = "isggm@ornek.invalid"
    kep: str = "isggm@hs01.kep.tr"
    website: str = "www.csgb.gov.tr/isggm"
    contact: str = "Entegratör İşlemleri Birimi"


MADE_UP = ("detsis", "phone", "email", "kep")


def left_made_up(said: Mapping[str, str]) -> list[str]:
    """Return which values made up for the demo an installation has not replaced, or has emptied."""
    demo, ours = Institution(), Institution(**said)
    return [name for name in MADE_UP if getattr(ours, name).strip() in ("", getattr(demo, name))]


INSTITUTION = Institution(**settings.INSTITUTION)
