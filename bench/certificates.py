"""`make bench-certificates`: what is read from certificates that the reader has never seen; exit code 1 if it fails.

Each specimen is a folder with `certificate.pdf` and `expected.json`, its fields as they are printed. Those that are
named `own-*` were made beside the reader and prove nothing; they are listed and not counted. Those that say
`"is_iso27001": false` certify another standard: they are controls, and nothing may be read of them.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

import django

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.figures import Table
    from registry.certificate_reading import Found

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs" / "figures" / "certificates.md"
SPECIMENS = ROOT / "registry" / "tests" / "specimens"
OWN = "own-"
MOST_SECONDS = 3.0
LAYOUTS = 6
BLANK = "<html><body></body></html>"
LETTER = """<html lang="tr"><body><p>Sayın yetkili, 15.03.2024 tarihli yazınızda belirtilen hususlar incelenmiştir.
Toplantı 23 Mart 2026 günü yapılacaktır. Bilgilerinize sunarım.</p><p>Konu: Toplantı</p><p>İlgi: 02.02.2024 tarihli
ve E-123 sayılı yazı</p></body></html>"""


def main() -> int:
    """Read and compare, and write what came of it."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="sicil-certificates-") as scratch:
        os.environ |= {
            "SICIL_MODE": "test",
            "SICIL_DATA": scratch,
            "DATABASE_URL": "",
            "CELERY_BROKER_URL": "memory://",
            "DJANGO_SETTINGS_MODULE": "config.settings",
        }
        django.setup()
        text, missed = _measured(load)
    print(text)
    if _asked().write:
        FIGURES.write_text(text)
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if missed else 0


def outcome(field: str, printed: tuple[str, ...], found: Found | None) -> str:
    """Return `read`, `missed`, `wrong` or `surely wrong` of one field; empty where it is neither printed nor read."""
    from registry.tests.specimens import says  # noqa: PLC0415  # the models stand only after the set-up

    if found is None:
        return "missed" if printed else ""
    if any(says(field, it, found.value) for it in printed):
        return "read"
    return "surely wrong" if found.sure else "wrong"


def _measured(load: float) -> tuple[str, list[str]]:
    from bench.figures import Figure, Table, missed, sheet  # noqa: PLC0415  # as above
    from documents.text import text_of  # noqa: PLC0415  # as above
    from registry.certificate_reading import FIELDS, read  # noqa: PLC0415  # as above
    from registry.tests.specimens import another, expected  # noqa: PLC0415  # as above

    by_field, by_specimen, spent = Counter[tuple[str, str]](), Counter[tuple[str, str]](), list[float]()
    every = sorted(it.parent for it in SPECIMENS.glob("*/expected.json"))
    folders = [it for it in every if not another(it)]
    for folder in folders:
        printed, began = expected(folder), time.perf_counter()
        found = read(text_of((folder / "certificate.pdf").read_bytes()).pages)
        spent.append(time.perf_counter() - began)
        for field in FIELDS:
            said = outcome(field, printed.get(field, ()), found.get(field))
            by_specimen[folder.name, said] += 1
            if not folder.name.startswith(OWN):
                by_field[field, said] += 1
    others = [it for it in folders if not it.name.startswith(OWN)]
    head = ("read", "missed", "wrong, not sure", "wrong, sure (0)")
    kinds = ("read", "missed", "wrong", "surely wrong")

    def row(name: str, counted: Counter[tuple[str, str]], key: str) -> Figure:
        return Figure((name, *(str(counted[key, kind]) for kind in kinds)), not counted[key, "surely wrong"])

    fields = Table(f"By field, over {len(others)} specimens of others", ("field", *head))
    fields.figures = [row(f"`{field}`", by_field, field) for field in FIELDS]
    each = Table("By specimen; those named `own-` are not counted above", ("specimen", *head))
    each.figures = [row(f"`{it.name}`", by_specimen, it.name) for it in folders]
    each.figures.append(
        Figure((f"layouts of others (≥ {LAYOUTS})", str(len(others)), "", "", ""), len(others) >= LAYOUTS)
    )
    controls = _controls([it for it in every if another(it)])
    speed = Table("Time of one reading", ("what", f"median s (≤ {MOST_SECONDS:.0f})", "longest s"))
    speed.figures = [
        Figure(("text and fields", f"{median(spent):.2f}", f"{max(spent):.2f}"), median(spent) <= MOST_SECONDS)
    ]
    tables = (fields, each, controls, speed)
    return sheet("Certificates: what is read", "make bench-certificates", tables, load=load), missed(tables)


def _controls(others: Sequence[Path]) -> Table:
    """Return what is read of pages that are no certificate, and of specimens that certify another standard."""
    from weasyprint import HTML  # noqa: PLC0415  # as above

    from bench.figures import Figure, Table  # noqa: PLC0415  # as above
    from documents.text import text_of  # noqa: PLC0415  # as above
    from registry.certificate_reading import read  # noqa: PLC0415  # as above

    controls = Table("Controls: nothing is read where no certificate of ISO/IEC 27001 is", ("page", "fields read"))
    drawn = {name: HTML(string=it).write_pdf() for name, it in (("blank", BLANK), ("a letter with days in it", LETTER))}
    drawn |= {f"`{it.name}`": (it / "certificate.pdf").read_bytes() for it in others}
    for name, page in drawn.items():
        nothing = read(text_of(page).pages)
        controls.figures.append(Figure((name, str(len(nothing))), not nothing))
    return controls


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/certificates.py", description=__doc__)
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
