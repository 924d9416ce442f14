"""A firm code's secret: recognisable by its prefix and checksum, shown once, kept as a keyed digest."""

import hashlib
import hmac
import secrets
import string
import zlib

from django.conf import settings

PREFIX = "isg_"
_DIGITS = string.digits + string.ascii_uppercase + string.ascii_lowercase
_RANDOM = 27  # 62^27 is more than 2^160
_CHECK = 6  # 62^6 is more than 2^32


def make() -> str:
    """Return a new secret: `isg_`, 160 random bits in base 62, and their CRC-32, so that scanners know it."""
    body = "".join(secrets.choice(_DIGITS) for _ in range(_RANDOM))
    return PREFIX + body + _checksum(body)


def well_formed(secret: str) -> bool:
    """Tell whether a text can be a secret of ours, without asking the database."""
    body = secret[len(PREFIX) : -_CHECK]
    shape = secret.startswith(PREFIX) and len(body) == _RANDOM and all(character in _DIGITS for character in body)
    return shape and secret[-_CHECK:] == _checksum(body)


def digest(secret: str) -> str:
    """Return the keyed digest under which a secret is stored and looked up, in hex."""
    return hmac.new(settings.CODES_KEY, secret.encode(), hashlib.sha256).hexdigest()


def _checksum(body: str) -> str:
    rest, characters = zlib.crc32(body.encode()), []
    for _ in range(_CHECK):
        rest, place = divmod(rest, 62)
        characters.append(_DIGITS[place])
    return "".join(reversed(characters))
