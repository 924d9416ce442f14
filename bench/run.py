"""`make bench`: fill a scratch database, measure it, write docs/figures; exit code 1 if a bound is missed."""

from __future__ import annotations

import argparse
import logging
import os
import sys
import tempfile
from pathlib import Path

import django

SEED = 20180601


def main() -> int:
    """Measure, and write what came of it."""
    asked = _asked()
    with tempfile.TemporaryDirectory(prefix="sicil-bench-") as scratch:
        os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
        os.environ["SICIL_DATA"] = scratch
        if asked.sqlite:
            os.environ["DATABASE_URL"] = f"sqlite:///{scratch}/bench.sqlite3"
        django.setup()
        logging.disable(logging.WARNING)  # a line for every request would drown the figures

        from bench.measure import measured  # noqa: PLC0415  # the models stand only after the set-up

        text, missed = measured(asked.seed, asked.firms, asked.requests)
    print(text)
    if asked.write:
        _write(text, "bench-sqlite.md" if asked.sqlite else "bench.md")
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if missed else 0


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/run.py", description=__doc__)
    parser.add_argument("--sqlite", action="store_true", help="measure on SQLite instead of DATABASE_URL")
    parser.add_argument("--seed", type=int, default=SEED, help="of everything that is made up")
    parser.add_argument("--firms", type=int, default=1000, help="integrators on the list")
    parser.add_argument("--requests", type=int, default=50, help="for each page")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    return parser.parse_args()


def _write(text: str, name: str) -> None:
    folder = Path(__file__).resolve().parent.parent / "docs" / "figures"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


if __name__ == "__main__":
    sys.exit(main())
