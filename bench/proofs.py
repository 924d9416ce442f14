"""`make bench-evidence`: what is said of the whole corpus, and how soon; exit code 1 if a bound is missed.

The corpus is bench/evidence: made-up authorities, genuine pieces of every family, forgeries each with its reasons.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

import django

FIGURES = Path(__file__).resolve().parent.parent / "docs" / "figures" / "evidence.md"
MOST_MS, ROUNDS = 40.0, 5
"""One proof is asked for every five seconds for each message on its way."""


def main() -> int:
    """Judge and measure, and write what came of it."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="sicil-evidence-") as scratch:
        os.environ |= {
            "SICIL_MODE": "test",
            "SICIL_DATA": scratch,
            "DATABASE_URL": "",
            "CELERY_BROKER_URL": "memory://",
        }
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        django.setup()
        text, missed = _measured(load, Path(scratch))
    print(text)
    if _asked().write:
        FIGURES.write_text(text)
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if missed else 0


def _measured(load: float, scratch: Path) -> tuple[str, list[str]]:
    from bench.evidence.corpus import FORGERIES, GENUINE, accepted, made, reasons  # noqa: PLC0415  # as above
    from bench.evidence.switches import off  # noqa: PLC0415  # as above
    from bench.evidence.tools import sound  # noqa: PLC0415  # as above
    from bench.figures import Figure, Table, missed, sheet  # noqa: PLC0415  # the models stand only after the set-up
    from kep_gateway.evidence.reasons import REASONS  # noqa: PLC0415  # as above

    passed, refused = accepted(FORGERIES), [name for name in GENUINE if reasons(name)]
    names = [*FORGERIES, *GENUINE]
    told = [sound(made(name), _place(scratch, n)) == made(name).sound for n, name in enumerate(names)]
    whole = Table("The corpus", ("what", "pieces", "result"))
    whole.figures = [
        Figure(("forgeries accepted", str(len(FORGERIES)), str(len(passed))), not passed),
        Figure(("genuine pieces refused", str(len(GENUINE)), str(len(refused))), not refused),
        Figure(("openssl and xmlsec1 say what is expected of the piece", str(len(names)), str(sum(told))), all(told)),
    ]
    controls = Table("Controls: each check switched off lets forgeries through", ("check", "forgeries", "let through"))
    for code in REASONS:
        meant = [name for name, it in FORGERIES.items() if code in it.codes]
        with off(code):
            through = len(accepted(meant))
        controls.figures.append(Figure((f"`{code}`", str(len(meant)), str(through)), through > 0))
    spent = [_milliseconds(lambda name=name: reasons(name)) for name in GENUINE for _n in range(ROUNDS)]
    speed = Table("Time of one proof", ("what", f"median ms (≤ {MOST_MS:.0f})", "longest ms"))
    speed.figures = [Figure(("genuine pieces", f"{median(spent):.1f}", f"{max(spent):.1f}"), median(spent) <= MOST_MS)]
    tables = (whole, controls, speed)
    return sheet("Evidence: forgeries and genuine pieces", "make bench-evidence", tables, load=load), missed(tables)


def _place(scratch: Path, n: int) -> Path:
    place = scratch / f"piece-{n}"
    place.mkdir()
    return place


def _milliseconds(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return (time.perf_counter() - began) * 1000


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/proofs.py", description=__doc__)
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
