"""`make mutants`: one-line bugs in guards and terms, each in a copy of the tree; exit code 1 if tests overlook one."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

import django

from bench.mutations import MUTANTS, Mutant

ROOT = Path(__file__).resolve().parent.parent
FIGURES = ROOT / "docs" / "figures" / "mutants.md"
LEFT_OUT = shutil.ignore_patterns(".venv", ".git", "var", "staticfiles", "__pycache__", ".*_cache", ".hypothesis")
FAILED = re.compile(r"^(?:FAILED|ERROR) (\S+?)(?:\[.*)?(?: - .*)?$", re.MULTILINE)
TESTS_FAILED = 1


def main() -> int:
    """Try each mutant, and write which test found it."""
    asked, load = _asked(), os.getloadavg()[0]
    chosen = [it for it in MUTANTS if asked.only in it.file]
    with tempfile.TemporaryDirectory(prefix="sicil-mutants-") as scratch:
        tree = Path(scratch) / "tree"
        shutil.copytree(ROOT, tree, ignore=LEFT_OUT)
        (tree / ".venv").symlink_to((ROOT / ".venv").resolve())
        named = sorted({test for mutant in chosen for test in mutant.tests})
        control = _tried(tree, named)
        found = [(mutant, *_mutated(tree, mutant)) for mutant in chosen] if control[0] == 0 else []
    text, missed = _page(control, found, load, len(named))
    print(text)
    if asked.write and not asked.only:
        FIGURES.write_text(text)
    for line in missed:
        print(f"missed: {line}", file=sys.stderr)
    return 1 if missed else 0


def _mutated(tree: Path, mutant: Mutant) -> tuple[int, str, float]:
    """Run a mutant's tests with the bug in its place, and take it out again."""
    file = tree / mutant.file
    text = file.read_text()
    if text.count(mutant.old) != 1:
        sys.exit(f"{mutant.file}: this does not stand there once: {mutant.old!r}")
    file.write_text(text.replace(mutant.old, mutant.new))
    try:
        return _tried(tree, mutant.tests)
    finally:
        file.write_text(text)


def _tried(tree: Path, tests: Iterable[str]) -> tuple[int, str, float]:
    """Return the exit code, the first test that failed, and the seconds; the database is migrated once."""
    data = tree.parent / "data"
    settings = {"SICIL_MODE": "test", "SICIL_DATA": str(data), "DATABASE_URL": "", "CELERY_BROKER_URL": "memory://"}
    options = ["-x", "-q", "--reuse-db", "-p", "no:cacheprovider", "-p", "no:randomly"]
    began = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-B", "-m", "pytest", *options, *tests],
        cwd=tree,
        env=os.environ | settings,
        capture_output=True,
        text=True,
        check=False,
    )
    first = FAILED.search(done.stdout)
    said = first[1] if first else done.stdout[-300:] if done.returncode else ""
    return done.returncode, said, time.perf_counter() - began


def _page(
    control: tuple[int, str, float], found: list[tuple[Mutant, int, str, float]], load: float, files: int
) -> tuple[str, list[str]]:
    os.environ |= {"SICIL_MODE": "test", "DATABASE_URL": "", "DJANGO_SETTINGS_MODULE": "config.settings"}
    django.setup()
    from bench.figures import Figure, Table, missed, sheet  # noqa: PLC0415  # the settings stand only now

    bare = Table("Control: the same tests without a bug", ("test files", "first failure", "seconds"))
    bare.figures = [Figure((str(files), control[1] or "none", f"{control[2]:.0f}"), control[0] == 0)]
    each = Table(f"{len(found)} bugs of one line", ("file", "text", "instead", "found by", "seconds"))
    each.figures = [
        Figure(
            (f"`{it.file}`", _code(it.old), _code(it.new), f"`{said.rpartition('::')[2]}`", f"{took:.0f}"),
            code == TESTS_FAILED and "::" in said,
        )
        for it, code, said, took in found
    ]
    tables = (bare, each)
    return sheet("Bugs that the tests must find", "make mutants", tables, load=load), missed(tables)


def _code(text: str) -> str:
    """Show a text as one line of code in a table."""
    line = " ".join(text.split()).replace("|", "\\|")
    return f"`{line}`" if line else "–"


def _asked() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="bench/mutants.py", description=__doc__)
    parser.add_argument("--only", default="", help="mutants of files whose path contains this; writes nothing")
    parser.add_argument("--no-write", dest="write", action="store_false", help="print only")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
