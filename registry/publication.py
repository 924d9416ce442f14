"""The public list, stored as bytes in the transaction of the public event that changed it, each row chained.

`publish` takes the series' counter as the last lock of its transaction: two events wait for each other there, and the
second one reads what the first one committed.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction

from law.clock import legal_day, now
from ledger import chain
from ledger.numbers import next_number
from policies.queries import value
from registry.feed import as_atom, events
from registry.listing import as_csv, as_json, entries
from registry.models import Publication
from registry.showing import everything_shown

SERIES = "LISTE"
SHAPING = "list.grounds"
"""The policy that says what the list tells of grounds."""
BEGUN = "policies.set_policy"
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


def publish_policy(at: datetime) -> None:
    """Publish where a policy that shapes the list has begun since the newest publication; of two readers one does."""
    with transaction.atomic():
        made = publish(BEGUN, "", at)
        before = Publication.objects.filter(sequence=made.sequence - 1).first()
        if before is None or not shaped_anew(before, at):
            transaction.set_rollback(True)


def shaped_anew(publication: Publication, at: datetime) -> bool:
    """Tell whether the list of a later day tells of grounds by another rule than a publication's own day did."""
    another_day = legal_day(publication.issued_at) < legal_day(at)
    return another_day and grounds_public(publication.issued_at) != grounds_public(at)


def grounds_public(at: datetime) -> bool:
    """Tell whether the list names clause and kind of a ground, by the policy of an instant's day."""
    return bool(value(SHAPING, legal_day(at)) != "none")


def untrue_parts(publication: Publication) -> tuple[str, ...]:
    """Return the spellings in which a publication differs from what the rows say of its instant."""
    fresh = spelled(publication.sequence, publication.issued_at)
    return tuple(part for part in PARTS if bytes(getattr(publication, part)) != fresh[part])


def build(sequence: int, issued_at: datetime, *, event: str = "", slug: str = "", previous: str = "") -> Publication:
    """Return the list at an instant as an unsaved row, derived from the registry's rows and nothing else."""
    parts = spelled(sequence, issued_at)
    made = Publication(
        sequence=sequence,
        issued_at=issued_at,
        event=event,
        event_slug=slug,
        previous=previous,
        **parts,
    )
    made.canonical = chain.canonical(content_of(made))
    made.digest = chain.digest(made.canonical)
    made.mac = chain.mac(made.digest)
    return made


def spelled(sequence: int, issued_at: datetime) -> dict[str, bytes]:
    """Return the three spellings of the list at an instant."""
    public, shown = grounds_public(issued_at), everything_shown()
    listed = entries(shown, issued_at, grounds_public=public)
    told = (event for it in shown for event in events(it, issued_at, grounds_public=public))
    return {
        "as_json": as_json(sequence, issued_at, listed),
        "as_csv": as_csv(listed),
        "as_atom": as_atom(settings.SITE, issued_at, told),
    }


def content_of(publication: Publication) -> dict[str, Any]:
    """Return what a publication's columns say, in the form that its canonical text was made of."""
    return {
        "sequence": publication.sequence,
        "issued_at": chain.instant(publication.issued_at),
        "event": publication.event,
        "event_slug": publication.event_slug,
        "previous": publication.previous,
        **{part: part_digest(publication, part) for part in PARTS},
    }


def part_digest(publication: Publication, part: str) -> str:
    """Return the SHA-256 of one spelling, in hex."""
    return hashlib.sha256(bytes(getattr(publication, part))).hexdigest()
