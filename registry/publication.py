"""The public list, stored as bytes in the transaction of the public event that changed it, each row chained.

`publish` takes the series' counter as the last lock of its transaction: two events wait for each other there, and the
second one reads what the first one committed.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings

from law.clock import legal_day, now
from ledger import chain
from ledger.numbers import next_number
from policies.queries import value
from registry.feed import as_atom, events
from registry.listing import Shown, as_csv, as_json, entries
from registry.models import Integrator, Publication
from registry.queries import facts_of, with_facts

SERIES = "LISTE"
PARTS = ("as_json", "as_csv", "as_atom")


def publish(event: str, slug: str, at: datetime) -> Publication:
    """Store the list as it is after a public event; called last in the event's own transaction.

    It is issued now, or at the event's instant where that is still to come (a simulated day).
    """
    issued_at = max(at, now())
    sequence = next_number(SERIES, 0)
    previous = Publication.objects.order_by("-sequence").values_list("digest", flat=True).first() or ""
    publication = build(sequence, issued_at, event=event, slug=slug, previous=previous)
    publication.save(force_insert=True)
    return publication


def build(sequence: int, issued_at: datetime, *, event: str = "", slug: str = "", previous: str = "") -> Publication:
    """Return the list at an instant as an unsaved row, derived from the registry's rows and nothing else."""
    rows = list(with_facts())
    parts = spelled(sequence, issued_at, rows)
    ahead = [it.active_until for it in rows if it.ended_at is None and it.active_until and it.active_until > issued_at]
    made = Publication(
        sequence=sequence,
        issued_at=issued_at,
        event=event,
        event_slug=slug,
        good_until=min(ahead, default=None),
        previous=previous,
        **parts,
    )
    made.canonical = chain.canonical(content_of(made))
    made.digest = chain.digest(made.canonical)
    made.mac = chain.mac(made.digest)
    return made


def spelled(sequence: int, issued_at: datetime, rows: list[Integrator]) -> dict[str, bytes]:
    """Return the three spellings of the list at an instant."""
    grounds_public = value("list.grounds", legal_day(issued_at)) != "none"
    shown = [shown_of(row) for row in rows]
    listed = entries(shown, issued_at, grounds_public=grounds_public)
    told = (event for it in shown for event in events(it, issued_at, grounds_public=grounds_public))
    return {
        "as_json": as_json(sequence, issued_at, listed),
        "as_csv": as_csv(listed),
        "as_atom": as_atom(settings.SITE, issued_at, told),
    }


def shown_of(integrator: Integrator) -> Shown:
    """Return what of an integrator may become public: never its code, numbers or people."""
    return Shown(
        slug=integrator.slug,
        legal_name=integrator.firm.legal_name,
        products=tuple(product.name for product in integrator.products.all()),
        province=integrator.firm.province,
        website=integrator.firm.website,
        facts=facts_of(integrator),
    )


def content_of(publication: Publication) -> dict[str, Any]:
    """Return what a publication's columns say, in the form that its canonical text was made of."""
    until = publication.good_until
    return {
        "sequence": publication.sequence,
        "issued_at": chain.instant(publication.issued_at),
        "event": publication.event,
        "event_slug": publication.event_slug,
        "good_until": None if until is None else chain.instant(until),
        "previous": publication.previous,
        **{part: part_digest(publication, part) for part in PARTS},
    }


def part_digest(publication: Publication, part: str) -> str:
    """Return the SHA-256 of one spelling, in hex."""
    return hashlib.sha256(bytes(getattr(publication, part))).hexdigest()
