"""The edge: where a request meets an act, and a refusal becomes a page."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, TypeVar

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from law.calendar import CalendarGap
from law.clock import now
from ledger.acts import InDossier
from ledger.errors import NotAllowed, Obstacle, Refused, TryLater
from ledger.timeline import told_to

if TYPE_CHECKING:
    from django import forms


R = TypeVar("R", bound=InDossier)
LONGEST_SEEN = 9
"""Digits of a Step's number: it is stored as an integer of four bytes."""


def received_at(request: HttpRequest) -> datetime:
    """Return the instant the last byte of the request arrived: read after its body, before any lock."""
    if request.method == "POST":
        request.POST  # noqa: B018  # reading it makes Django take in the body, files included
    return now()


def seen_in(request: HttpRequest) -> int | None:
    """Return the number of the last Step that the person's page showed, from the form's `seen` field.

    What is no number, or larger than any history, is -1: the page was not ours, so it is stale.
    """
    # templates may group thousands; a number that is not understood must not pass for a fresh page
    text = request.POST.get("seen", "").replace(".", "").replace(",", "")
    if not text:
        return None
    return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_SEEN else -1


def one_of(rows: Sequence[R], number: str) -> tuple[R | None, list[R]]:
    """Return the row whose dossier has a number, or the first where none is asked for; and all others, in their order.

    Raises:
        Http404: none of them has this number.
    """
    chosen = next((it for it in rows if not number or it.dossier.number == number), None)
    if number and chosen is None:
        raise Http404
    return chosen, [it for it in rows if it is not chosen]


def show(refused: Refused, form: forms.Form) -> None:
    """Put a refusal's reasons where they belong: at the fields they name, else above the form.

    The form then carries what happened since its page was drawn (`since`), and its template lists it: whoever sends it
    again has read it.

    Raises:
        NotAllowed: what the person has no right to is no matter of a form.
    """
    if isinstance(refused, NotAllowed):
        raise refused
    form.since = refused.since  # type: ignore[attr-defined]  # a form's own type does not know of Steps
    for obstacle in refused.obstacles:
        form.add_error(obstacle.field if obstacle.field in form.fields else None, str(obstacle.message))


@contextmanager
def refusals_on(form: forms.Form) -> Iterator[None]:
    """Do a form's act within the block, and return from there; what is refused goes on below, shown on the form.

    Raises:
        NotAllowed: as `show`.
    """
    try:
        yield
    except Refused as refused:
        show(refused, form)


class RefusedMiddleware:
    """Turn an act's answer that no view has caught into a page: 403, 409 with all reasons, or 503.

    A day that cannot be counted, since the year's holidays are unknown, is an answer too, whoever asked for it.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass the request on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer for an act."""
        if isinstance(error, NotAllowed):
            return render(request, "403.html", {"refused": error}, status=403)
        if isinstance(error, CalendarGap):
            error = Refused([Obstacle("calendar_gap", error.text)])
        if isinstance(error, Refused):
            context = {
                "refused": error,
                "since": told_to(request.user, error.since),
                "back": request.headers.get("Referer", "/"),
            }
            return render(request, "refused.html", context, status=409)
        if isinstance(error, TryLater):
            response = render(request, "503.html", status=503)
            response["Retry-After"] = "5"
            return response
        return None


def done(request: HttpRequest, message: object) -> None:
    """Tell the person what was done and what comes next."""
    messages.success(request, str(message))
