"""What happens around every request: one log line with a random id, no names and no bodies; clean text only."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from functools import partial

import structlog
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from structlog.contextvars import bind_contextvars, clear_contextvars, get_contextvars

from law.clock import monotonic
from ledger.models import Step
from ledger.signals import moved
from ledger.text import clean

log = structlog.get_logger("sicil.request")

HEADER = "X-Request-Id"


class RequestLog:
    """Bind a random id to everything that is logged during a request, and log the request itself at its end.

    The address is logged as its route (`firma/<slug:slug>/`), for addresses carry names and one-time secrets.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        clear_contextvars()
        began, name = monotonic(), secrets.token_hex(8)
        bind_contextvars(request=name)
        try:
            response = self.get_response(request)
            route = request.resolver_match.route if request.resolver_match else ""
            took = round((monotonic() - began) * 1000)
            log.info("request", method=request.method, route=route, status=response.status_code, ms=took)
        finally:
            clear_contextvars()
        response.headers[HEADER] = name
        return response


class NoNul:
    """Answer 400 to an address that holds a NUL character: no page of ours has one, and PostgreSQL stores none."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass every other request on."""
        if "\0" in request.path or "%00" in request.META.get("QUERY_STRING", ""):
            return render(request, "400.html", status=400)
        return self.get_response(request)


class CleanText:
    """Clean what people post before any view reads it: every form and act gets text that paper and feed can carry.

    Passwords stay as they were typed: nobody prints them, and what signs in today must sign in tomorrow.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *view: object) -> None:
        """Clean the fields of a form, once the check against forgery has read them."""
        if request.method == "POST":
            cleaned = request.POST.copy()
            for name, values in request.POST.lists():
                if "password" not in name:
                    cleaned.setlist(name, [clean(value) for value in values])
            request.POST = cleaned  # type: ignore[assignment]  # the stubs want one that cannot be changed


def name_step(sender: type, step: Step, **more: object) -> None:
    """Bind a Step's place to what is logged from its commit on; one that is rolled back is never named."""
    transaction.on_commit(partial(_bind, f"{step.dossier.number}/{step.n}"))


def _bind(place: str) -> None:
    bind_contextvars(steps=[*get_contextvars().get("steps", ()), place])


def listen() -> None:
    """Hear of every Step."""
    moved.connect(name_step, dispatch_uid="operations.requests")
