"""A firm's file for both sides: its chronology, the same on paper, and the calendar of its terms."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.access import person_of
from documents.limits import at_most
from ledger.edge import done, received_at, seen_in
from registry.actions.draw_calendar import draw_calendar
from registry.actions.revoke_calendar import revoke_calendar
from registry.calendar_keys import calendar_of, opened
from registry.file_pages import CALENDAR_ACTS, address_of, calendar_offers, file_page, printed_file
from registry.models import CalendarKey, Integrator

BESIDE = ("dossier__firm", "firm__dossier")
FEEDS_A_MINUTE, PRINTS_A_MINUTE = 60, 6
mine = access.row(Integrator, "registry.see_own", key="dossier__number", beside=BESIDE)
ours = access.row(Integrator, "registry.see_desk", key="dossier__number", beside=BESIDE, personal=True)


@mine
@require_safe
def portal_file(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Show the firm what comes and everything that happened."""
    return _file(request, integrator, ministry=False)


@ours
@require_safe
def desk_file(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Show the ministry the same, with what is its own."""
    return _file(request, integrator, ministry=True)


def _file(request: HttpRequest, integrator: Integrator, *, ministry: bool) -> HttpResponse:
    context = file_page(integrator, request.GET, received_at(request), ministry=ministry)
    return render(request, "registry/file.html", context)


@mine
@require_safe
@at_most(PRINTS_A_MINUTE, "file")
def portal_paper(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Hand the firm its file on paper."""
    return _paper(request, integrator, ministry=False)


@ours
@require_safe
@at_most(PRINTS_A_MINUTE, "file")
def desk_paper(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Hand the ministry the firm's file on paper."""
    return _paper(request, integrator, ministry=True)


def _paper(request: HttpRequest, integrator: Integrator, *, ministry: bool) -> HttpResponse:
    data = printed_file(integrator, received_at(request), ministry=ministry)
    response = HttpResponse(data, content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="dosya-{integrator.dossier.number}.pdf"'
    response["Cache-Control"] = "private, no-store"
    return response


@mine
@require_safe
def calendar_page(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Say what the calendar is, and let the person draw or revoke the address of their own."""
    return _calendar_page(request, integrator)


@require_POST
@never_cache
@mine
def calendar_act(request: HttpRequest, integrator: Integrator, verb: str) -> HttpResponse:
    """Draw the person's calendar address and show it this once, or revoke it."""
    if verb not in CALENDAR_ACTS:
        raise Http404
    by, at, seen = person_of(request), received_at(request), seen_in(request)
    if verb == "olustur":
        secret = draw_calendar(integrator.pk, by=by, at=at, seen=seen)
        return _calendar_page(request, integrator, address=address_of(secret))
    revoke_calendar(integrator.pk, by=by, at=at, seen=seen)
    done(request, _("The calendar address no longer works."))
    return redirect("registry:portal_calendar", integrator.dossier.number)


def _calendar_page(request: HttpRequest, integrator: Integrator, *, address: str = "") -> HttpResponse:
    person, at = person_of(request), received_at(request)
    integrator.dossier.refresh_from_db()
    key = CalendarKey.objects.filter(integrator=integrator, person=person, revoked_at=None).first()
    draw, revoke = calendar_offers(integrator, person, at)
    context = {"integrator": integrator, "address": address, "key": key, "offers": [draw, revoke] if key else [draw]}
    return render(request, "registry/calendar.html", context)


@access.public
@require_safe
@at_most(FEEDS_A_MINUTE, "calendar")
def calendar(request: HttpRequest, token: str) -> HttpResponse:
    """Hand a calendar program the terms that its secret address shows; nobody learns whether an address ever worked."""
    integrator = opened(token)
    if integrator is None:
        raise Http404
    data = calendar_of(integrator, received_at(request))
    response = HttpResponse(data, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'inline; filename="sureler.ics"'
    response["Cache-Control"] = "private, max-age=3600"
    response["X-Robots-Tag"] = "noindex"
    return response
