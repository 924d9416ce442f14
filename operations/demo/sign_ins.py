"""How to sign in to the demo."""

from __future__ import annotations

from collections.abc import Iterator

from accounts.models import Role, User
from operations.demo.people import DOMAIN, PASSWORD

SHOWN_FIRMS = ("isik", "hisar", "erciyes", "uludag")


def sign_ins() -> Iterator[str]:
    """Yield lines that name people, their roles and the one password."""
    yield f"password of everybody: {PASSWORD}"
    for user in User.objects.filter(role_grants__ended_at=None, role_grants__role__in=Role).order_by("pk"):
        yield f"  {user.email:38} {', '.join(sorted(user.roles))}"
    for local in SHOWN_FIRMS:
        yield f"  {local}@{DOMAIN:{37 - len(local)}} firm"
