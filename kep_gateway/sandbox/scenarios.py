"""What the sandbox's provider does with a message, by the address it goes to.

The local part decides (SCENARIOS), or `scenario.json` in the KEP folder: `{"<address, local part or *>": …}` with the
evidence as `[[<type>, <seconds after sending>], …]`, or what the provider answers (an `answer` of `Play`), or an object
with any field of `Play`. `"*": "down"` puts the whole provider out of order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

from django.conf import settings

from kep_gateway.sandbox.files import read

Timetable = tuple[tuple[int, int], ...]
DELIVERED: Timetable = ((10, 0), (20, 1), (40, 2), (60, 3600))


@dataclass(frozen=True)
class Play:
    """What happens to messages to an address.

    `evidence` is its timetable: type and seconds after sending. `answer`: `down`; `refuse`, `spent` (no credit), `full`
    (no space), `later` (refused for now); `lost` (no answer, nothing kept), `unanswered` (kept, no answer). `family`
    fixes the family of evidence; `twice` gives each piece twice, `reverse` the last first; pieces of the types in
    `forged` are signed by a stranger.
    """

    evidence: Timetable = DELIVERED
    answer: str = ""
    family: str = ""
    twice: bool = False
    reverse: bool = False
    forged: tuple[int, ...] = ()


SCENARIOS: Mapping[str, Play] = MappingProxyType(
    {
        "ret": Play(((11, 0),)),
        "red": Play(((10, 0), (21, 1))),
        "ulasmaz": Play(((10, 0), (31, 1))),
        "yok": Play(((10, 0), (20, 1), (41, 2))),
        "gec": Play(((10, 0), (20, 1), (40, 2 * 86_400))),
        "mesgul": Play(answer="down"),
        "gecersiz": Play(answer="refuse"),
        "kontorsuz": Play(answer="spent"),
        "dolu": Play(answer="full"),
        "bakimda": Play(answer="later"),
        "kayip": Play(answer="lost"),
        "cevapsiz": Play(answer="unanswered"),
        "cift": Play(twice=True),
        "ters": Play(reverse=True),
        "sahte": Play(forged=(40,)),
    }
)


def play(address: str) -> Play:
    """Return what happens to messages to an address."""
    local = address.partition("@")[0]
    ours = scenarios()
    said = next((ours[key] for key in (address, local, "*") if key in ours), None)
    if said is None:
        return SCENARIOS.get(local, Play())
    if isinstance(said, str):
        return Play(answer=said)
    if isinstance(said, list):
        return Play(evidence=_timetable(said))
    given: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in said.items()}
    return Play(**given | ({"evidence": _timetable(said["evidence"])} if "evidence" in said else {}))


def scenarios() -> dict[str, Any]:
    """Return `scenario.json` of the KEP folder, empty where there is none."""
    path: Path = settings.KEP_FOLDER / "scenario.json"
    return read(path) if path.exists() else {}


def _timetable(said: Any) -> Timetable:
    return tuple((int(code), int(seconds)) for code, seconds in said)
