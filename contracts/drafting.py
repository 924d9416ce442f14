"""Reading a version's text out of a Word file, at the edge, before any act: what it cannot hold is refused, in words.

Word's own numbers and letters are not taken over: articles, paragraphs and items are numbered by their place, and a
number that somebody typed must be the one of its place. Nothing is left out silently: whatever the body of the file
holds beside plain paragraphs is refused by name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.utils.translation import gettext_lazy as _
from docx import Document as WordFile
from docx.opc.exceptions import PackageNotFoundError

from contracts.wording import LETTERS, SLOTS, WORDS
from documents import store
from documents.intake import Received
from ledger.errors import Obstacle, Refused
from ledger.text import clean

FIELD = "file"
MOST_BYTES, MOST_ARTICLES, LONGEST = 2 << 20, 100, 4000
"""A text that is longer is no text: so many bytes of a file, articles, characters of a paragraph."""
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PLAIN = frozenset(
    f"{W}{name}"
    for name in (
        *("body", "p", "r", "t", "pPr", "rPr", "tab", "br", "cr", "sectPr", "hyperlink", "noBreakHyphen", "softHyphen"),
        *("bookmarkStart", "bookmarkEnd", "proofErr", "lastRenderedPageBreak", "smartTag"),
    )
)
TRACKED = frozenset(f"{W}{name}" for name in ("ins", "del", "moveFrom", "moveTo", "pPrChange", "rPrChange"))
WITHIN = frozenset(f"{W}{name}" for name in ("pPr", "rPr", "sectPr"))
"""What says how a paragraph looks; nothing of it is read but tracked changes."""
HELD = {
    "tbl": ("tables", _("The file contains a table; write it as paragraphs or lettered items.")),
    "drawing": ("pictures", _("The file contains a picture or a drawing; take it out.")),
    "pict": ("pictures", _("The file contains a picture or a drawing; take it out.")),
    "object": ("pictures", _("The file contains a picture or a drawing; take it out.")),
    "footnoteReference": ("notes", _("The file contains footnotes or endnotes; put their text into the paragraphs.")),
    "endnoteReference": ("notes", _("The file contains footnotes or endnotes; put their text into the paragraphs.")),
    "commentReference": ("comments", _("The file contains comments; settle and delete them.")),
    "commentRangeStart": ("comments", _("The file contains comments; settle and delete them.")),
    "commentRangeEnd": ("comments", _("The file contains comments; settle and delete them.")),
    "fldSimple": ("fields", _("The file contains fields that Word fills (cross-references, dates); type the text.")),
    "fldChar": ("fields", _("The file contains fields that Word fills (cross-references, dates); type the text.")),
    "instrText": ("fields", _("The file contains fields that Word fills (cross-references, dates); type the text.")),
}
OTHER = ("foreign", _("The file contains something beside plain paragraphs, such as a form field; type it as text."))
CHANGES = ("tracked", _("The file contains tracked changes; accept or reject all of them first."))
SLOT = re.compile(r"\{\{\s*(\w+)\s*\}\}")
ARTICLE = re.compile(r"madde\s+(\d+)\s*[–—:.-]*\s*(.*)", re.IGNORECASE)
NUMBER = re.compile(r"(\d+)\.(\d+)\.?\s+(.*)")
ITEM = re.compile(rf"(?:([{LETTERS}])\)|[-–•])\s+(.*)")


@dataclass
class _Reading:
    """What was read so far, as the lines of a text, and what stands in its way."""

    kind: str
    title: str = ""
    lines: list[str] = field(default_factory=list)
    articles: int = 0
    paragraphs: int = 0
    items: int = 0
    closed: bool = False
    slots: list[str] = field(default_factory=list)
    found: list[Obstacle] = field(default_factory=list)

    def refuse(self, code: str, message: object, **said: object) -> None:
        """Put down a reason; the sentence is filled with what it speaks of."""
        self.found.append(Obstacle(code, str(message) % said if said else str(message), field=FIELD))


def read_draft(received: Received, kind: str) -> bytes:
    """Return the words of a received Word file in the form of `contracts/texts`, for a version of a kind.

    Raises:
        Refused: every reason at once, each at the form's field `file`.
    """
    if received.size > MOST_BYTES:
        said = _("A text has at most %(most)s MB; this file is no text alone.") % {"most": MOST_BYTES >> 20}
        raise Refused([Obstacle("too_long", said, field=FIELD)])
    word = _opened(store.read(received.sha256))
    reading = _Reading(kind)
    for code, message in dict(_held(word.element.body)).items():
        reading.refuse(code, message)
    for paragraph in word.paragraphs:
        _take(reading, paragraph)
    _judge(reading)
    if reading.found:
        raise Refused(reading.found)
    return ("\n".join([reading.title, *reading.lines]) + "\n").encode()


def _opened(data: bytes) -> Any:
    try:
        with ZipFile(BytesIO(data)) as parts:
            parts.read("word/document.xml")
        return WordFile(BytesIO(data))
    except (PackageNotFoundError, KeyError, ValueError, SyntaxError) as error:  # lxml's errors are SyntaxErrors
        raise Refused([Obstacle("unreadable", _("Word's own reader cannot open this file."), field=FIELD)]) from error


def _held(body: Any) -> Iterator[tuple[str, object]]:
    """Yield what the body holds beside plain paragraphs, by code and sentence."""
    for element in body.iter():
        if not isinstance(element.tag, str):
            continue
        if element.tag in TRACKED:
            yield CHANGES
        elif any(it.tag in WITHIN for it in element.iterancestors()):
            continue
        elif element.tag not in PLAIN:
            yield HELD.get(element.tag.removeprefix(W), _other(element))


def _other(element: Any) -> tuple[str, object]:
    """Name what stands within a picture or a table by these, and everything else as foreign."""
    names = [it.tag.removeprefix(W) for it in element.iterancestors() if isinstance(it.tag, str)]
    return next((HELD[name] for name in names if name in HELD), OTHER)


def _take(reading: _Reading, paragraph: Any) -> None:
    text = SLOT.sub(r"{{\1}}", " ".join(clean(paragraph.text).split()))
    if not text:
        return
    style = str(paragraph.style.name) if paragraph.style is not None else ""
    if len(text) > LONGEST:
        reading.refuse("long_paragraph", _("A paragraph is longer than 4000 characters: “%(text)s…”"), text=text[:40])
    elif not reading.title:
        reading.title = text
    elif style.startswith("Heading"):
        _article(reading, text)
    elif slot := SLOT.fullmatch(text):
        _slot(reading, slot.group(1))
    elif not reading.articles:
        reading.refuse("before_articles", _("“%(text)s” stands before the first article."), text=text[:60])
    elif _is_item(paragraph, style) or ITEM.fullmatch(text):
        _item(reading, paragraph, text)
    else:
        _paragraph(reading, text)


def _is_item(paragraph: Any, style: str) -> bool:
    return style.startswith("List") or bool(_of(paragraph, "./w:pPr/w:numPr"))


def _of(paragraph: Any, path: str) -> list[Any]:
    """Return what a paragraph's own XML holds under a path."""
    found: list[Any] = paragraph._element.xpath(path)  # noqa: SLF001  # python-docx shows no numbering in another way
    return found


def _article(reading: _Reading, text: str) -> None:
    reading.articles += 1
    reading.paragraphs, reading.items, reading.closed = 0, 0, False
    if (typed := ARTICLE.fullmatch(text)) is not None:
        if int(typed.group(1)) != reading.articles:
            said = {"typed": typed.group(1), "place": reading.articles}
            reading.refuse("numbering", _("An article is numbered %(typed)s and stands in place %(place)s."), **said)
        text = typed.group(2)
    if not text:
        reading.refuse("untitled", _("Article %(place)s has no title."), place=reading.articles)
    reading.lines += ["", f"# {text}"]


def _slot(reading: _Reading, name: str) -> None:
    if name in WORDS:  # a word of the firm's that stands alone is a paragraph of its own
        _paragraph(reading, f"{{{{{name}}}}}")
        return
    reading.slots.append(name)
    reading.items, reading.closed = 0, True
    reading.lines.append(f"@{name}")


def _item(reading: _Reading, paragraph: Any, text: str) -> None:
    level = _of(paragraph, "./w:pPr/w:numPr/w:ilvl/@w:val")
    if not reading.paragraphs or reading.closed:
        reading.refuse("item_alone", _("“%(text)s” is an item without a paragraph before it."), text=text[:60])
        return
    if level and int(level[0]) > 0:
        reading.refuse("nested", _("“%(text)s” is an item within an item; use one level."), text=text[:60])
    reading.items += 1
    typed = ITEM.fullmatch(text)
    if reading.items > len(LETTERS):
        reading.refuse("many_items", _("A paragraph has more items than the alphabet has letters."))
    elif typed and typed.group(1) and typed.group(1) != LETTERS[reading.items - 1]:
        said = {"typed": typed.group(1), "letter": LETTERS[reading.items - 1]}
        reading.refuse("numbering", _("An item is lettered %(typed)s) and stands in place %(letter)s)."), **said)
    reading.lines.append(f"- {typed.group(2) if typed else text}")


def _paragraph(reading: _Reading, text: str) -> None:
    if (typed := NUMBER.fullmatch(text)) is not None:
        text, place = typed.group(3), f"{reading.articles}.{reading.paragraphs + 1}"
        if f"{typed.group(1)}.{typed.group(2)}" != place:
            said = {"typed": f"{typed.group(1)}.{typed.group(2)}", "place": place}
            reading.refuse("numbering", _("A paragraph is numbered %(typed)s and stands in place %(place)s."), **said)
    if text[:1] in "#@":
        reading.refuse("bad_start", _("A paragraph begins with # or @: “%(text)s”."), text=text[:60])
    reading.closed = bool(reading.items) and text[:1].islower()  # it ends the items before it
    reading.paragraphs += 0 if reading.closed else 1
    reading.items = 0
    reading.lines.append(text)


def _judge(reading: _Reading) -> None:
    """Refuse a text without articles or without the places to fill, and what stands within braces and is none."""
    if not reading.title:
        reading.refuse("empty", _("The file holds no text."))
    if not reading.articles:
        reading.refuse("no_articles", _("No article was found: give each article's title a heading style in Word."))
    if reading.articles > MOST_ARTICLES:
        reading.refuse("many_articles", _("The text has more than 100 articles."))
    wanted = SLOTS[reading.kind]
    for name in wanted:
        if reading.slots.count(name) != 1:
            reading.refuse("placeholder_missing", _("{{%(name)s}} must stand once, in a line of its own."), name=name)
    spoken = {name for line in [reading.title, *reading.lines] for name in SLOT.findall(line)}
    unknown = sorted((spoken - set(WORDS)) | (set(reading.slots) - set(wanted)))
    if unknown:
        names = ", ".join(f"{{{{{name}}}}}" for name in unknown)
        reading.refuse("placeholder_unknown", _("Nobody knows what to fill in for %(names)s."), names=names)
