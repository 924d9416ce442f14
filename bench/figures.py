"""Figures, their bounds and verdicts, and the page that holds them."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection

from law.clock import legal_day, now


@dataclass(frozen=True)
class Figure:
    """One line of a table; `kept` tells whether it is within its bound, None where it has none."""

    cells: tuple[str, ...]
    kept: bool | None = None

    @property
    def line(self) -> str:
        """The line in Markdown, with its verdict."""
        verdict = {True: "kept", False: "**MISSED**", None: "–"}[self.kept]
        return _row((*self.cells, verdict))


@dataclass
class Table:
    """Figures of one kind."""

    title: str
    columns: tuple[str, ...]
    figures: list[Figure] = field(default_factory=list)
    verdict: str = "verdict"

    @property
    def text(self) -> str:
        """The table in Markdown."""
        head = (*self.columns, self.verdict)
        return "\n".join(
            [f"## {self.title}\n", _row(head), _row("---" for _ in head), *(it.line for it in self.figures)]
        )


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def missed(tables: Sequence[Table]) -> list[str]:
    """Return the lines that are not within their bounds."""
    return [figure.line for table in tables for figure in table.figures if figure.kept is False]


def page(tables: Sequence[Table], *, seed: int, load: float) -> str:
    """Return the whole page of `make bench` in Markdown."""
    asked = f'make bench ARGS="{"--sqlite " if connection.vendor == "sqlite" else ""}--seed {seed}"'
    return sheet("The registry at its size", asked, tables, load=load, seed=str(seed))


def sheet(title: str, command: str, tables: Sequence[Table], *, load: float, **more: str) -> str:
    """Return a page in Markdown: where its figures come from, then the figures."""
    machine = f"{os.cpu_count()} cores, load {load:.1f} at the start; Python {platform.python_version()}, {engine()}"
    known = {"command": f"`{command}`", "commit": commit(), "date": f"{legal_day(now()):%d.%m.%Y}", "machine": machine}
    head = "\n".join(f"- {name}: {value}" for name, value in {**known, **more}.items())
    return f"# {title}\n\n{head}\n\n" + "\n\n".join(table.text for table in tables) + "\n"


def engine() -> str:
    """Return the database engine and its version."""
    if connection.vendor == "postgresql":
        major, minor = divmod(connection.pg_version, 10_000)
        return f"PostgreSQL {major}.{minor}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT sqlite_version()")
        return f"SQLite {cursor.fetchone()[0]}"


def commit() -> str:
    """Return the commit that was measured; a tree that differs from it is said to."""
    return _git("rev-parse", "--short", "HEAD") + ("+changes" if _git("status", "--porcelain") else "")


def _git(*words: str) -> str:
    done = subprocess.run(["git", *words], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True)
    return done.stdout.strip()
