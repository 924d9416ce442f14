"""Running terms as a calendar (RFC 5545): all-day events on their last valid days, each with what explains it. Pure.

Holds no personal data: the matter's number stands for the firm.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from ledger.text import clean

LONGEST = 75
"""Octets of a line before it must be folded, its end not counted (RFC 5545, 3.1)."""
ZONE = (
    "BEGIN:VTIMEZONE",
    "TZID:Europe/Istanbul",
    "BEGIN:STANDARD",
    "DTSTART:20160907T000000",
    "TZOFFSETFROM:+0300",
    "TZOFFSETTO:+0300",
    "TZNAME:+03",
    "END:STANDARD",
    "END:VTIMEZONE",
)
"""A calendar needs a component even on days on which no term runs, and says in whose days it counts."""


@dataclass(frozen=True)
class Entry:
    """One all-day event; `uid` stays for good, `revision` grows whenever the matter moves, `stamped_at` with it."""

    uid: str
    last_on: date
    title: str
    text: str
    revision: int
    stamped_at: datetime


def as_ics(name: str, address: str, entries: Iterable[Entry]) -> bytes:
    """Spell a calendar; `address` is the page that its events point to."""
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//ISGGM//Entegrator Sicili//TR",
        "CALSCALE:GREGORIAN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{escaped(name)}",
        "X-WR-TIMEZONE:Europe/Istanbul",
        "REFRESH-INTERVAL;VALUE=DURATION:PT12H",
        *ZONE,
        *(line for entry in entries for line in _event(entry, address)),
        "END:VCALENDAR",
    ]
    return b"".join(folded(line) for line in lines)


def _event(entry: Entry, address: str) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(entry.uid)}"
    yield f"DTSTAMP:{entry.stamped_at.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"SEQUENCE:{entry.revision}"
    yield f"DTSTART;VALUE=DATE:{_basic(entry.last_on)}"
    yield f"DTEND;VALUE=DATE:{_basic(entry.last_on + timedelta(days=1))}"
    yield f"SUMMARY:{escaped(entry.title)}"
    yield f"DESCRIPTION:{escaped(entry.text)}"
    yield f"URL:{address}"
    yield "CLASS:PRIVATE"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"


def _basic(day: date) -> str:
    return f"{day.year:04}{day.month:02}{day.day:02}"


def escaped(text: str) -> str:
    """Return a text as a value of type TEXT: no bare backslash, comma, semicolon or line break (RFC 5545, 3.3.11)."""
    plain = clean(text)
    for mark in ("\\", ";", ","):
        plain = plain.replace(mark, f"\\{mark}")
    return plain.replace("\n", "\\n")


def folded(line: str) -> bytes:
    """Return a content line with its end, broken after at most 75 octets and never within a character."""
    parts, part = list[bytes](), b""
    for character in line:
        octets = character.encode()
        if len(part) + len(octets) > LONGEST - bool(parts):  # a line that goes on begins with a space
            parts.append(part)
            part = b""
        part += octets
    return b"\r\n ".join([*parts, part]) + b"\r\n"
