"""`make bench-pages`: how soon a person sees each main page, whether it holds still; exit code 1 if a bound is missed.

The demo is built in a scratch folder and served as `make run` serves it; each load is of a browser with an empty cache.
"""

from __future__ import annotations

import argparse
import os
import sys
from pathlib import Path

import django

from bench.demo import demo

FIGURES = Path(__file__).resolve().parent.parent / "docs" / "figures" / "bench-pages.md"


def main() -> int:
    """Measure, and write what came of it."""
    asked, load = _asked(), os.getloadavg()[0]
    with demo() as site:
        django.setup()

        from bench.faces import measured  # noqa: PLC0415  # the models stand only after the set-up

        text, missed = measured(site, asked.loads, load)
    print(text)
    if asked.write:
        FIGURES.write_text(text)
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if missed else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/seen.py", description=__doc__)
    parser.add_argument("--loads", type=int, default=5, help="of each page at each size")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
