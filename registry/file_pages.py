"""What the pages and the paper of a firm's file show: what comes, and everything that happened."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import override

from documents.institution import INSTITUTION
from documents.letters import number_of
from documents.models import Document, Letter
from documents.rendering import render_pdf
from ledger.offers import Offer, offers
from ledger.templatetags.matters import page_of
from registry.chronology import Event, chronology, documents_in, dossiers_of, letters_in
from registry.coming import coming, next_automatic
from registry.lifecycle import DemandStatus, Standing
from registry.models import Certificate, Demand, Ground, Integrator, Obligation
from registry.pages import paged
from registry.queries import facts_of, product_names, with_grounds
from registry.standing import history, standing

if TYPE_CHECKING:
    from accounts.models import User

MOST_EVENTS = 1500
"""So many lines of a chronology stand on paper, the newest; the paper says how many it leaves out."""


@dataclass(frozen=True)
class Shown:
    """One event of a chronology with the addresses where it is read; empty where one side has none."""

    event: Event
    address: str
    number: str
    matter: str


def file_page(integrator: Integrator, asked: QueryDict, at: datetime, *, ministry: bool) -> dict[str, Any]:
    """Return the page of a firm's file: what comes on top, then its chronology, the newest first."""
    page = paged(chronology(integrator.firm, ministry=ministry), asked)
    return {
        "integrator": integrator,
        "ministry": ministry,
        **_ahead(integrator, at, ministry=ministry),
        "page": page,
        "events": [_shown(it, ministry=ministry) for it in page],
    }


def _ahead(integrator: Integrator, at: datetime, *, ministry: bool) -> dict[str, Any]:
    ahead = coming(integrator, at, ministry=ministry)
    now = standing(facts_of(with_grounds(integrator)), at)
    return {
        "standing": now,
        "passive": now == Standing.PASSIVE,
        "next": next_automatic(ahead),
        "coming": ahead,
    }


def _shown(event: Event, *, ministry: bool) -> Shown:
    address = number = ""
    if event.letter is not None:
        view = "desk_letter" if ministry else "firm_letter"
        address, number = reverse(view, args=[event.letter.pk]), number_of(event.letter)
    elif event.document is not None:
        address = reverse("document", args=[event.document.pk])
    return Shown(event, address, number, page_of(event.dossier) if ministry else "")


def calendar_offers(integrator: Integrator, person: User, at: datetime) -> Iterator[tuple[Offer, str]]:
    """Yield the acts on a person's own calendar address, each with its address."""
    for word, name in CALENDAR_ACTS.items():
        for offer in offers((name,), integrator, person, at):
            yield offer, reverse("registry:portal_calendar_act", args=[integrator.dossier.number, word])


CALENDAR_ACTS = {"olustur": "registry.draw_calendar", "iptal": "registry.revoke_calendar"}
"""The acts on a person's own calendar address, by the last word of their address."""


def address_of(secret: str) -> str:
    """Return the whole address of a calendar."""
    return f"{settings.SITE}{reverse('registry:calendar', args=[secret])}"


def printed_file(integrator: Integrator, at: datetime, *, ministry: bool) -> bytes:
    """Print a firm's file: facts, standing, grounds, certificates, what is owed and asked, letters, documents, history.

    Takes a second or two: its address is bounded.
    """
    with override("tr"):  # the paper is Turkish, whatever language its reader has
        return render_pdf("registry/pdf/file.html", _paper(integrator, at, ministry=ministry))


def _paper(integrator: Integrator, at: datetime, *, ministry: bool) -> dict[str, Any]:
    firm, owed = integrator.firm, Obligation.objects.filter(integrator=integrator)
    dossiers = {it.pk: it for it in dossiers_of(firm, ministry=ministry)}
    events = chronology(firm, ministry=ministry)
    certificates = Certificate.objects.filter(dossier__in=list(dossiers)).order_by("entered_at", "pk")
    return {
        "institution": INSTITUTION,
        "at": at,
        "integrator": integrator,
        "firm": firm,
        "kep": firm.kep_on(at),
        "postal": firm.post_on(at),
        "products": product_names(integrator),
        "ministry": ministry,
        **_ahead(integrator, at, ministry=ministry),
        "history": history(facts_of(with_grounds(integrator)), at),
        "grounds": _grounds(integrator),
        "certificates": certificates,
        "obligations": owed.select_related("requirement", "deadline").prefetch_related("showings__document"),
        "demands": _demands(integrator),
        "letters": [(it, number_of(it)) for it in _letters(dossiers, ministry=ministry)],
        "documents": _documents(dossiers, ministry=ministry),
        "dossiers": dossiers.values(),
        "events": reversed(events[:MOST_EVENTS]),
        "left_out": max(len(events) - MOST_EVENTS, 0),
    }


def _grounds(integrator: Integrator) -> list[Ground]:
    return list(integrator.grounds.select_related("certificate", "proof", "closing_document").order_by("at", "pk"))


def _demands(integrator: Integrator) -> list[tuple[Demand, str]]:
    rows = integrator.demands.select_related("requirement").order_by("asked_at", "pk")
    return [(it, str(DemandStatus(it.status).label)) for it in rows]


def _letters(dossiers: dict[int, Any], *, ministry: bool) -> list[Letter]:
    return list(letters_in(dossiers, ministry=ministry).select_related("dossier", "document"))


def _documents(dossiers: dict[int, Any], *, ministry: bool) -> list[Document]:
    return list(documents_in(dossiers, ministry=ministry).select_related("dossier"))
