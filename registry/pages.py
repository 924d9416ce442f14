"""What the pages about integrators show."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page, Paginator
from django.db.models import F, Q, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts.turkish import search_key, sort_key
from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import explained
from documents.queries import documents_of
from ledger.acts import may
from ledger.edge import one_of
from ledger.models import Outcome
from ledger.offers import Offer, act_module, offers
from ledger.sorting import Column, sorted_by
from ledger.timeline import lines
from registry.drawing import drawn
from registry.feed import events
from registry.forms import PROPOSABLE
from registry.lifecycle import Standing
from registry.listing import read
from registry.models import Certificate, Integrator, Publication
from registry.publication import grounds_public
from registry.queries import (
    active,
    applied_in,
    certificates_of,
    facts_of,
    product_names,
    terms_of,
    with_facts,
    with_grounds,
)
from registry.showing import everything_shown
from registry.standing import history, standing
from registry.terms import VERIFICATION
from registry.uncounted import missing_years

if TYPE_CHECKING:
    from accounts.models import Firm, User

PER_PAGE = 50
COLUMNS = (
    Column(_("Dossier"), "dosya", "dossier__number"),
    Column(_("Legal name"), "ad", "firm__name_order"),
    Column(_("Standing")),
    Column(_("Next lapse"), "son", "active_until"),
)
CERTIFICATE_BESIDE = ("document", "dossier", "firm", "certifier__accredited_by")
CERTIFICATE_ACTS = {
    "kabul": "registry.accept_certificate",
    "ret": "registry.refuse_certificate",
    "dogrula": "registry.verify_certificate",
    "kurulus": "registry.assign_body",
}
"""The acts on a certificate, by the last word of their address."""


@dataclass(frozen=True)
class Listed:
    """A published list made ready for searching: its entries, the folded text of each, and their provinces."""

    entries: tuple[Mapping[str, Any], ...]
    texts: tuple[str, ...]
    provinces: tuple[str, ...]


@lru_cache(maxsize=2)
def listed(as_json: bytes) -> Listed:
    """Return published bytes ready for searching. The same bytes are read and folded once in a process."""
    entries = sorted(read(as_json), key=lambda entry: str(entry["standing"]))  # active before passive
    provinces = sorted({entry["province"] for entry in entries if entry["province"]}, key=sort_key)
    return Listed(tuple(entries), tuple(_text(entry) for entry in entries), tuple(provinces))


def _text(entry: Mapping[str, Any]) -> str:
    return search_key(" ".join((entry["legal_name"], entry["province"], *entry["products"])))


def list_page(publication: Publication, asked: QueryDict) -> dict[str, Any]:
    """Return the public list as a page: searched, filtered, the active before the passive, in Turkish order."""
    held = listed(bytes(publication.as_json))
    words = search_key(asked.get("q", "")).split()
    within = zip(held.entries, held.texts, strict=True)
    found = [entry for entry, text in within if _asked_for(entry, asked) and all(word in text for word in words)]
    return {
        "publication": publication,
        "total": len(held.entries),
        "active": (active_ones := sum(entry["standing"] == Standing.ACTIVE for entry in held.entries)),
        "passive": len(held.entries) - active_ones,
        "found": len(found),
        "provinces": held.provinces,
        "asked": {name: asked.get(name, "") for name in ("q", "durum", "il")},
        "page": paged(found, asked),
    }


def _asked_for(entry: Mapping[str, Any], asked: QueryDict) -> bool:
    return asked.get("durum", "") in {"", entry["standing"]} and asked.get("il", "") in {"", entry["province"]}


def paged(rows: Sequence[Any] | QuerySet[Any], asked: QueryDict) -> Page[Any]:
    """Return the asked page of some rows; a page that is not there is the last one."""
    return Paginator(rows, PER_PAGE).get_page(asked.get("sayfa"))


def firm_page(integrator: Integrator, at: datetime) -> dict[str, Any]:
    """Return what the public reads of one integrator, ended ones included."""
    public = grounds_public(at)
    (shown,) = everything_shown(Integrator.objects.filter(pk=integrator.pk))
    told, told_pieces = events(shown, at, grounds_public=public), history(shown.facts, at)
    return {
        "integrator": integrator,
        "products": shown.products,
        "standing": standing(shown.facts, at),
        "history": told_pieces,
        "bars": drawn(told_pieces, at),
        "grounds_public": public,
        "corrections": [event for event in told if event.correction],
    }


def portal_page(firms: Sequence[Firm], person: User, at: datetime, number: str = "") -> dict[str, Any]:
    """Return what a firm sees of its integrator: of the one with this dossier number, else of the one that lapses next.

    Raises:
        Http404: none of these firms' integrators has this number.
    """
    rows = list(with_facts().filter(firm__in=firms).order_by(F("active_until").asc(nulls_last=True), "pk"))
    shown, others = one_of(rows, number)
    return {"card": _portal_card(shown, person, at) if shown else None, "others": others}


def _portal_card(integrator: Integrator, person: User, at: datetime) -> dict[str, Any]:
    pieces = history(facts_of(integrator), at)
    certificates = Certificate.objects.filter(firm=integrator.firm_id).select_related("dossier")
    return {
        "integrator": integrator,
        "application": applied_in(integrator, certificates),
        "now": pieces[-1],
        "certificates": certificates,
        "deadlines": [(row, told) for row, told in running(integrator) if row.term != VERIFICATION],
        "secret": integrator.secrets.filter(revoked_at=None).first(),
        "draw": next(offers(("registry.draw_secret",), integrator, person, at), None),
        "steps": lines(integrator.dossier, ministry=False),
    }


def running(integrator: Integrator) -> Iterator[tuple[Deadline, str]]:
    """Yield the running terms of an integrator, each with the sentence that explains it."""
    for deadline in terms_of(integrator):
        if deadline.status == DeadlineStatus.OPEN:
            yield deadline, explained(deadline)


def desk_list(asked: QueryDict, at: datetime) -> dict[str, Any]:
    """Return the ministry's integrators, the next lapse first."""
    rows = with_facts().order_by(F("active_until").asc(nulls_last=True), "firm__name_order", "pk")
    if text := asked.get("q", "").strip():
        key = search_key(text)
        rows = rows.filter(Q(firm__name_key__contains=key) | Q(dossier__number=text) | Q(firm_code=text))
    now = {"active": active(at), "ended": Integrator.objects.filter(ended_at__lte=at)}
    match asked.get("durum", ""):
        case "active" | "ended" as wanted:
            rows = rows.filter(pk__in=now[wanted])
        case "passive":
            rows = rows.exclude(pk__in=now["active"]).exclude(pk__in=now["ended"])
    rows, headings = sorted_by(rows, COLUMNS, asked)
    page = paged(rows, asked)
    cards = [{"integrator": row, "standing": standing(facts_of(row), at)} for row in page]
    return {"page": page, "cards": cards, "headings": headings}


def desk_page(integrator: Integrator, person: User, at: datetime) -> dict[str, Any]:
    """Return everything that the ministry sees of one integrator, with what the person may do."""
    facts, dossier = facts_of(with_grounds(integrator)), integrator.dossier
    certificates = [it for it in certificates_of(integrator.firm) if it.dossier.shown_at is not None]
    return {
        "integrator": integrator,
        "standing": standing(facts, at),
        "history": (pieces := history(facts, at)),
        "bars": drawn(pieces, at),
        "kep": integrator.firm.kep_on(at),
        "application": applied_in(integrator, certificates),
        "certificates": [(it, list(_certificate_offers(it, integrator, person, at))) for it in certificates],
        "grounds": integrator.grounds.all(),
        "documents": documents_of(dossier),
        "may_file": may(person, "registry.file_document", integrator),
        "deadlines": list(running(integrator)),
        "missing_years": [str(year) for year in missing_years(integrator, at)],
        "may_load": may(person, "policies.propose"),
        "proposals": [
            (it, act_module(it.act).ACT.label)
            for it in dossier.proposals.filter(outcome=Outcome.OPEN, expires_at__gt=at).select_related("proposed_by")
        ],
        "products": product_names(integrator),
        "listing_changes": integrator.listing_changes.all(),
        "offers": [*_offers(integrator, person, at), *_proposable(integrator, person, at)],
        "steps": lines(dossier, ministry=True),
        "assignable": may(person, "ledger.hand_over", dossier),
        "seen": dossier.head_n,
    }


def _certificate_offers(
    certificate: Certificate, integrator: Integrator, person: User, at: datetime
) -> Iterator[tuple[Offer, str]]:
    words = {name: word for word, name in CERTIFICATE_ACTS.items()}
    for offer in offers(tuple(words), certificate, person, at):
        where = [integrator.dossier.number, certificate.pk, words[offer.act.name]]
        yield offer, reverse("registry:desk_certificate", args=where)


INTEGRATOR_ACTS = {"registry.change_listing": "registry:desk_listing"}
"""The acts of one person on an integrator, each with its address."""


def _offers(integrator: Integrator, person: User, at: datetime) -> Iterator[tuple[Offer, str]]:
    for offer in offers(tuple(INTEGRATOR_ACTS), integrator, person, at):
        yield offer, reverse(INTEGRATOR_ACTS[offer.act.name], args=[integrator.dossier.number])


def _proposable(integrator: Integrator, person: User, at: datetime) -> Iterator[tuple[Offer, str]]:
    for offer in offers(tuple(f"registry.{verb}" for verb in PROPOSABLE), integrator, person, at):
        verb = offer.act.name.removeprefix("registry.")
        yield offer, reverse("registry:propose", args=[integrator.dossier.number, verb])
