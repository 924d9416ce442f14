"""The agreement's and the commitment's texts: numbered articles, read from plain files or from a drafted text.

The first line is the title. `# ` begins an article, `- ` a lettered item of the paragraph before it, `@` a place that
the firm's data fills. Any other line is a paragraph; one in lower case ends the items before it. Within a line,
`{{unvan}}` and its like (`WORDS`) stand for one word of the firm's data. A published text is never edited: its digest
stands in the version, and a new version is a new file or a new draft.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "texts"
LETTERS = "abcçdefgğhıijklmnoöprsştuüvyz"
SLOTS = {"agreement": ("taraflar", "imzalar"), "commitment": ("firma", "imza")}
"""The places that a text of each kind must have, once: who its parties are, and where they sign."""
WORDS = {"unvan": "legal_name", "vkn": "vkn", "mersis": "mersis", "adres": "address", "kep": "kep"}
"""The words of a firm's data that may stand within a sentence, as a text spells them, and as a copy keeps them."""


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
    """A text as it was written; `sha256` is the digest of its bytes, in hex, `name` the file's or empty for a draft."""

    name: str
    title: str
    articles: tuple[Article, ...]
    sha256: str


def names(kind: str) -> list[str]:
    """Return the names of the texts of one kind in the repository, oldest first."""
    found = [path.stem for path in FOLDER.glob(f"{kind}_v*.txt")]
    return sorted(found, key=lambda name: int(name.removeprefix(f"{kind}_v")))


@cache
def wording(name: str) -> Wording:
    """Read one text of the repository.

    Raises:
        NoSuchText: the repository has none of that name.
    """
    path = FOLDER / f"{name}.txt"
    if path.name not in {it.name for it in FOLDER.glob("*.txt")}:
        raise NoSuchText(name)
    return read(path.read_bytes(), name)


def read(data: bytes, name: str = "") -> Wording:
    """Read the bytes of a text."""
    title, *lines = [line for line in data.decode().splitlines() if line.strip()]
    return Wording(name, title, tuple(_articles(lines)), hashlib.sha256(data).hexdigest())


def filled(articles: tuple[Article, ...], words: Callable[[str], str]) -> tuple[Article, ...]:
    """Return articles with every `{{…}}` within a sentence replaced by what `words` says of it."""

    def fill(text: str) -> str:
        for word in WORDS:
            mark = f"{{{{{word}}}}}"
            if mark in text:
                text = text.replace(mark, words(word))
        return text

    return tuple(replace(it, paragraphs=[_mapped(one, fill) for one in it.paragraphs]) for it in articles)


def _mapped(paragraph: Paragraph, fill: Callable[[str], str]) -> Paragraph:
    items = [(letter, fill(text)) for letter, text in paragraph.items]
    return replace(paragraph, text=fill(paragraph.text), items=items, tail=fill(paragraph.tail))


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
    elif line[0].islower() and last and last.items and not last.tail:
        last.tail = line
    else:
        count = sum(1 for it in article.paragraphs if not it.slot)
        article.paragraphs.append(Paragraph(f"{article.number}.{count + 1}", line))
