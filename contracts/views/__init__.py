"""Views by who looks."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User


def person_of(request: HttpRequest) -> User:
    """Return the person who is signed in."""
    return cast("User", request.user)
