"""The words of an HTML body, without its markup: nothing of it is ever shown as HTML."""

from __future__ import annotations

import re

from lxml import etree

LONGEST = 1_000_000
UNSEEN = ("script", "style", "head", "template", "noscript", "svg", "math")
BLOCKS = frozenset(
    {"address", "blockquote", "br", "dd", "div", "dl", "dt", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "li", "ol"}
    | {"p", "pre", "table", "td", "th", "tr", "ul"}
)


def words_of(html: str) -> str:
    """Return the visible words of HTML, a line for each block; what cannot be parsed is empty."""
    reader = etree.HTMLParser(no_network=True, remove_comments=True, remove_pis=True, encoding="utf-8")
    try:
        root = etree.fromstring(html[:LONGEST].encode(), reader)
    except etree.LxmlError:
        return ""
    if root is None:
        return ""
    etree.strip_elements(root, *UNSEEN, with_tail=False)
    text = "".join(_pieces(root))
    return re.sub(r"\s*\n\s*", "\n", re.sub(r"[^\S\n]+", " ", text)).strip()


def _pieces(root: etree._Element) -> list[str]:
    pieces = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        block = element.tag in BLOCKS
        words = element.text if event == "start" else element.tail
        pieces += ["\n" if block else "", " ".join((words or "").split("\n"))]
    return pieces
