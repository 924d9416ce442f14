"""How to sign in to the demo."""

from __future__ import annotations

from collections.abc import Iterator

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

from accounts.models import Role, User
from operations.demo.people import DOMAIN, PASSWORD, TOTP_SECRET

SHOWN_FIRMS = ("isik", "hisar", "erciyes", "uludag")


def code() -> str:
    """Return the six digits that the demo's authenticator app would show now."""
    counter = next(yield_hotp_counters_from_time())
    return str(format_hotp_value(hotp_value(TOTP_SECRET, counter)))


def sign_ins() -> Iterator[str]:
    """Yield lines that name people, their roles and the one password."""
    yield f"password of everybody: {PASSWORD}"
    yield f"second factor of everybody: {TOTP_SECRET} (in an authenticator app; or: bin/manage demo --code)"
    for user in User.objects.filter(role_grants__ended_at=None, role_grants__role__in=Role).order_by("pk"):
        yield f"  {user.email:38} {', '.join(sorted(user.roles))}"
    for local in SHOWN_FIRMS:
        yield f"  {local}@{DOMAIN:{37 - len(local)}} firm"
