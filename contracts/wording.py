"""The agreement's and the commitment's texts: plain files under `texts/`, read into numbered articles.

The first line is the title. `# ` begins an article, `- ` a lettered item of the paragraph before it, `@` a place that
the firm's data fills. Any other line is a paragraph; one in lower case ends the items before it. A published text is
never edited: its digest stands in the version, and a new version is a new file.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
LETTERS = "abcçdefgğhıijklmnoöprsştuüvyz"
AGREEMENT, COMMITMENT = "agreement_v", "commitment_v"


class NoSuchText(LookupError):
    """The repository has no text of that name."""


@dataclass
class Paragraph:
    """One paragraph: its number (`4.2`), its text, lettered items and what follows them, or a place to fill."""

    number: str = ""
    text: str = ""
    items: list[tuple[str, str]] = field(default_factory=list)
    tail: str = ""
    slot: str = ""


@dataclass
class Article:
    """One numbered article."""

    number: int
    title: str
    paragraphs: list[Paragraph] = field(default_factory=list)


@dataclass(frozen=True)
class Wording:
    """A text as it stands in the repository; `sha256` is the digest of the file's bytes, in hex."""

    name: str
    title: str
    articles: tuple[Article, ...]
    sha256: str


def names() -> list[str]:
    """Return the names of all agreement texts, oldest first."""
    found = [path.stem for path in FOLDER.glob(f"{AGREEMENT}*.txt")]
    return sorted(found, key=lambda name: int(name.removeprefix(AGREEMENT)))


@cache
def wording(name: str) -> Wording:
    """Read one text.

    Raises:
        NoSuchText: the repository has none of that name.
    """
    path = FOLDER / f"{name}.txt"
    if path.name not in {it.name for it in FOLDER.glob("*.txt")}:
        raise NoSuchText(name)
    data = path.read_bytes()
    title, *lines = [line for line in data.decode().splitlines() if line.strip()]
    return Wording(name, title, tuple(_articles(lines)), hashlib.sha256(data).hexdigest())


def _articles(lines: list[str]) -> list[Article]:
    articles: list[Article] = []
    for line in lines:
        if line.startswith("# "):
            articles.append(Article(len(articles) + 1, line[2:]))
        else:
            _add(articles[-1], line)
    return articles


def _add(article: Article, line: str) -> None:
    last = article.paragraphs[-1] if article.paragraphs else None
    if line.startswith("@"):
        article.paragraphs.append(Paragraph(slot=line[1:]))
    elif line.startswith("- ") and last:
        last.items.append((LETTERS[len(last.items)], line[2:]))
    elif line[0].islower() and last and last.items:
        last.tail = line
    else:
        count = sum(1 for it in article.paragraphs if not it.slot)
        article.paragraphs.append(Paragraph(f"{article.number}.{count + 1}", line))
