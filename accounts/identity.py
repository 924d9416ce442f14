"""Identity numbers of people: kept as a keyed digest and four last digits, enough to compare and to recognise."""

import hashlib
import hmac

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from stdnum.tr import tckimlik, vkn

KEP_DOMAIN = "kep.tr"


def identity_digest(number: str) -> str:
    """Return the keyed digest of a T.C. identity number, in hex."""
    return hmac.new(settings.IDENTITY_KEY, number.strip().encode(), hashlib.sha256).hexdigest()


def check_identity(number: str) -> None:
    """Refuse what is no T.C. identity number (foreigners' begin with 99 and follow the same rule)."""
    if not tckimlik.is_valid(number):
        raise ValidationError(_("This is not a valid T.C. identity number: 11 digits with correct check digits."))


def check_vkn(number: str) -> None:
    """Refuse what is no tax number (VKN)."""
    if not vkn.is_valid(number):
        raise ValidationError(_("This is not a valid tax number (VKN): 10 digits with a correct check digit."))


def check_mersis(number: str) -> None:
    """Refuse what cannot be a MERSİS number: 16 digits."""
    if not (number.isascii() and number.isdigit() and len(number) == 16):
        raise ValidationError(_("A MERSİS number has 16 digits."))


def check_kep(address: str) -> None:
    """Refuse what is no KEP address: a valid e-mail address under kep.tr."""
    domain = address.rpartition("@")[2].lower()
    if not domain.endswith("." + KEP_DOMAIN) and domain != KEP_DOMAIN:
        raise ValidationError(_("A KEP address ends with “.kep.tr”, for example firma@hs01.kep.tr."))
