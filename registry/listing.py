"""The public list as data: what may be shown of an integrator, and its three spellings. Pure.

`Entry` is the allow-list: what it does not name never leaves the registry. Days are legal days in Istanbul, instants
RFC 3339 with Istanbul's offset. `feed.py` spells the third, the Atom feed.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from accounts.turkish import sort_key
from law.clock import ISTANBUL, legal_day
from registry.lifecycle import Standing
from registry.standing import IntegratorFacts, Interval, history

COLUMNS = (
    "slug",
    "legal_name",
    "standing",
    "since",
    "products",
    "province",
    "website",
    "standing_from",
    "clause",
    "ground",
)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


@dataclass(frozen=True)
class Piece:
    """One stretch of an entry's history; `from` in its public spelling."""

    standing: str
    since: str
    clause: str | None
    ground: str | None


@dataclass(frozen=True)
class Entry:
    """One line of the public list: everything that the public may read of a listed integrator."""

    slug: str
    legal_name: str
    standing: str
    since: str
    products: tuple[str, ...]
    province: str
    website: str
    history: tuple[Piece, ...]


@dataclass(frozen=True)
class Shown:
    """What an entry is made of."""

    slug: str
    legal_name: str
    products: tuple[str, ...]
    province: str
    website: str
    facts: IntegratorFacts


def day_text(at: datetime) -> str:
    """Spell the legal day of an instant."""
    return legal_day(at).isoformat()


def instant_text(at: datetime) -> str:
    """Spell an instant as RFC 3339 in Istanbul's time, to the second."""
    return at.astimezone(ISTANBUL).isoformat(timespec="seconds")


def entries(shown: Iterable[Shown], at: datetime, *, grounds_public: bool) -> list[Entry]:
    """Return the list's entries at an instant in Turkish order; ended firms and those to come are not on it."""
    made = (_entry(it, at, grounds_public=grounds_public) for it in shown if it.facts.approved_at <= at)
    listed = [entry for entry in made if entry.standing in {Standing.ACTIVE, Standing.PASSIVE}]
    return sorted(listed, key=lambda entry: (sort_key(entry.legal_name), entry.slug))


def _entry(shown: Shown, at: datetime, *, grounds_public: bool) -> Entry:
    pieces = tuple(_piece(it, grounds_public=grounds_public) for it in history(shown.facts, at))
    return Entry(
        slug=shown.slug,
        legal_name=shown.legal_name,
        standing=pieces[-1].standing,
        since=day_text(shown.facts.approved_at),
        products=shown.products,
        province=shown.province,
        website=shown.website,
        history=pieces,
    )


def _piece(interval: Interval, *, grounds_public: bool) -> Piece:
    clause, ground = (interval.clause, interval.ground) if grounds_public else (None, None)
    return Piece(str(interval.standing.value), day_text(interval.since), clause, ground)


def as_mapping(entry: Entry) -> dict[str, Any]:
    """Return an entry in its published shape, where a piece's first day is called `from`."""
    return {
        "slug": entry.slug,
        "legal_name": entry.legal_name,
        "standing": entry.standing,
        "since": entry.since,
        "products": entry.products,
        "province": entry.province,
        "website": entry.website,
        "history": [
            {"standing": it.standing, "from": it.since, "clause": it.clause, "ground": it.ground}
            for it in entry.history
        ],
    }


def as_json(sequence: int, issued_at: datetime, listed: Iterable[Entry]) -> bytes:
    """Spell the list as JSON: `{sequence, issued_at, entries}`, one entry a line; indenting takes much longer."""
    head = json.dumps({"sequence": sequence, "issued_at": instant_text(issued_at)})
    lines = ",\n".join(json.dumps(as_mapping(entry), ensure_ascii=False) for entry in listed)
    return f'{head[:-1]}, "entries": [\n{lines}\n]}}\n'.encode()


def as_csv(listed: Iterable[Entry]) -> bytes:
    """Spell the list as CSV for spreadsheets: UTF-8 with its mark, semicolons, no cell that a sheet would calculate."""
    text = io.StringIO()
    sheet = csv.writer(text, delimiter=";", lineterminator="\r\n")
    sheet.writerow(COLUMNS)
    sheet.writerows([plain_cell(value) for value in _row(entry)] for entry in listed)
    return text.getvalue().encode("utf-8-sig")


def _row(entry: Entry) -> Iterator[str]:
    last = entry.history[-1]
    yield from (entry.slug, entry.legal_name, entry.standing, entry.since, ", ".join(entry.products))
    yield from (entry.province, entry.website, last.since, last.clause or "", last.ground or "")


def plain_cell(value: str) -> str:
    """Return a value as a sheet shows it and never calculates it."""
    return f"'{value}" if value.startswith(_FORMULA) else value


def read(as_json: bytes) -> list[Mapping[str, Any]]:
    """Return the entries of published bytes."""
    content: dict[str, list[Mapping[str, Any]]] = json.loads(as_json)
    return content["entries"]
