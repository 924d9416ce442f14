"""The text of a PDF, laid out as on its pages: read by a process of its own, within bounds of time and size.

What comes from outside may take a parser for hours or fill the memory; a child that is stopped hurts nobody. The file
is also the child's program: it reads a PDF from its input and writes JSON.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import unicodedata
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

PAGES, CHARACTERS = 12, 80_000
"""How much of a file is read: a certificate with its annexes has fewer."""
SECONDS, MEMORY = 10, 1 << 30
LEGIBLE = 20
"""Letters and digits below which a file counts as a scan: a stamp or a page number is no text."""


@dataclass(frozen=True)
class Text:
    """What a file says, page by page; `readable` is false where its pages could not be read at all."""

    pages: tuple[str, ...] = ()
    readable: bool = True

    @property
    def is_scan(self) -> bool:
        """Whether the pages show pictures only."""
        return sum(it.isalnum() for page in self.pages for it in page) < LEGIBLE


def text_of(pdf: bytes) -> Text:
    """Return the text of a PDF's first pages; never longer than some seconds, whatever the bytes are."""
    command = [sys.executable, "-I", str(Path(__file__).resolve())]
    try:
        done = subprocess.run(command, input=pdf, capture_output=True, timeout=2 * SECONDS, check=True)  # noqa: S603  # our own file; the bytes go to its input
        pages: list[str] = json.loads(done.stdout)
    except (subprocess.SubprocessError, OSError, ValueError):
        return Text(readable=False)
    return Text(tuple(pages))


def plain(text: str) -> str:
    """Return text without ligatures and signs that nobody sees, its lines and gaps kept."""
    kept = unicodedata.normalize("NFKC", text).expandtabs(4)
    return "".join(it for it in kept if it == "\n" or unicodedata.category(it)[0] != "C")


def _pages(pdf: bytes) -> list[str]:
    from pypdf import PdfReader  # noqa: PLC0415  # the child alone needs it

    found, left = list[str](), CHARACTERS
    for page in PdfReader(BytesIO(pdf)).pages[:PAGES]:
        said = plain(page.extract_text(extraction_mode="layout", layout_mode_strip_rotated=True))[:left]
        left -= len(said)
        found.append(said)
    return found


def _within_bounds() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


if __name__ == "__main__":
    _within_bounds()
    json.dump(_pages(sys.stdin.buffer.read()), sys.stdout)
