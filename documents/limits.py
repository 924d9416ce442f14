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


def limited(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Answer 429 to an address that asks too often."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        key = f"verify:{get_adapter().get_client_ip(request)}:{int(now().timestamp()) // 60}"
        cache.add(key, 0, timeout=120)
        if cache.incr(key) > MOST_A_MINUTE:
            response = render(request, "documents/too_many.html", status=429)
            response["Retry-After"] = "60"
            return response
        return view(request, *args, **kwargs)

    return guarded
