"""So many requests a minute from one address: enough for people, too few to guess codes."""

from __future__ import annotations

from functools import wraps
from typing import TYPE_CHECKING, Any

from allauth.account.adapter import get_adapter
from django.core.cache import cache
from django.shortcuts import render

from law.clock import now

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse

MOST_A_MINUTE = 30


def at_most(most: int, of: str) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """Answer 429 to an address that asks more than `most` times a minute, counted by the name `of`."""

    def wrap(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            key = f"{of}:{get_adapter().get_client_ip(request)}:{int(now().timestamp()) // 60}"
            cache.add(key, 0, timeout=120)
            if cache.incr(key) > most:
                response = render(request, "documents/too_many.html", status=429)
                response["Retry-After"] = "60"
                return response
            return view(request, *args, **kwargs)

        return guarded

    return wrap


limited = at_most(MOST_A_MINUTE, "verify")
"""For pages that answer to a code that somebody may guess."""
