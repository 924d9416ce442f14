"""Certificates with what is printed on them: how a printed value is compared with what was read."""

from __future__ import annotations

import json
import re
from datetime import date
from pathlib import Path

from accounts.turkish import search_key
from registry.certificate_days import Days
from registry.certificate_kinds import EDITIONS
from registry.certificate_layout import folded
from registry.certificate_reading import DAYS
from registry.certificate_words import ACCREDITORS, whole


def expected(folder: Path) -> dict[str, tuple[str, ...]]:
    """Return what a specimen prints, by field: the value, and others that are as right; without what is not printed."""
    said = json.loads((folder / "expected.json").read_text())
    printed = {name: "\n".join(it) if isinstance(it, list) else it for name, it in said["fields"].items()}
    return {name: (it, *said.get("alternatives", {}).get(name, ())) for name, it in printed.items()}


def another(folder: Path) -> bool:
    """Tell whether a specimen certifies another standard, so that nothing is to be read of it."""
    return not json.loads((folder / "expected.json").read_text()).get("is_iso27001", True)


def says(field: str, printed: str, read: str) -> bool:
    """Tell whether what was read is what is printed: days as days, editions as editions, else letter by letter."""
    if field in DAYS or field == "soa_on":
        return _day(printed) == date.fromisoformat(read)
    if field == "edition":
        years = re.findall(r"20\d\d", printed)
        return bool(years) and EDITIONS.get(years[-1]) == read
    if field == "soa_version":
        return _figures(printed) == _figures(read)
    if field == "accreditation_body":
        return _letters(printed) == _letters(read) or whole(ACCREDITORS[read]).search(folded(printed)) is not None
    return _letters(printed) == _letters(read)


def _day(printed: str) -> date | None:
    try:
        return date.fromisoformat(printed)
    except ValueError:
        return next((it.day for it in Days([folded(printed), "31/12/2026"]).within(folded(printed))), None)


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", search_key(text))


def _figures(text: str) -> list[str]:
    return [it.lstrip("0") for it in re.findall(r"\d+", text)]
