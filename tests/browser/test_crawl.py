"""Every page that somebody in a role can reach by links: whole, silent, legible, and open to everybody's eyes and hands."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from tests.browser.conftest import ROLES, Browse, Visits
from tests.browser.looks import faults, violations

pytestmark = [pytest.mark.browser]
STARTS = {"": "/", "own": "/portal/", "plain": "/portal/"}
EACH = 2
"""How many pages of one address pattern are opened in a role."""
DOWNLOADS = {"document", "registry:published", "agreement_blank", "desk_letter_word", "health"}
LEAVING = {"account_logout", "set_language"}
LINKS = """
() => [...document.querySelectorAll("a[href]")].map((it) => it.href)
  .concat([...document.querySelectorAll("form[method=get] button:not([disabled])")].map((it) => it.form.action))
"""


class Crawl:
    """One role's way through the pages, and what was wrong on it."""

    def __init__(self, context: Any, site: str) -> None:
        self.context, self.site, self.wrong = context, site, list[str]()
        self.page = context.new_page()
        self.heard, self.names = list[str](), Counter[str]()
        self.page.on("console", lambda it: self.heard.extend([it.text] if it.type == "error" else []))
        self.page.on("pageerror", lambda it: self.heard.append(str(it)))

    def name_of(self, address: str) -> str:
        """Return the name of one of our pages; empty for what is none, or leads away."""
        parts = urlsplit(address)
        if f"{parts.scheme}://{parts.netloc}" != self.site:
            return ""
        try:
            name = resolve(parts.path).view_name
        except Resolver404:
            self.wrong.append(f"{address}: leads nowhere")
            return ""
        return "" if name in DOWNLOADS | LEAVING else name

    def run(self, start: str) -> Iterator[tuple[str, Any]]:
        """Yield each page's name once it is open, the first of each pattern in the order of the links."""
        waiting, known = [self.site + start], {self.site + start}
        while waiting:
            address = waiting.pop(0)
            name = self.name_of(address)
            if not name or self.names[name] >= EACH:
                continue
            self.names[name] += 1
            self.heard.clear()
            answer = self.page.goto(address)
            if answer.status != 200:
                self.wrong.append(f"{address}: {answer.status}")
                continue
            yield name, self.page
            self.wrong.extend(f"{address}: {it}" for it in self.heard)
            for link in self.page.evaluate(LINKS):
                plain = link.partition("#")[0]
                if plain not in known:
                    known.add(plain)
                    waiting.append(plain)


def crawled(visits: Visits, role: str) -> list[str]:
    """Return what is wrong with the pages that a role reaches, wide and narrow."""
    crawl = Crawl(visits.context(role), visits.site)
    for name, page in crawl.run(STARTS.get(role, "/masa/")):
        if crawl.names[name] == 1:
            for width in (1280, 320):
                crawl.wrong.extend(f"{page.url}: {it}" for it in faults(page, width=width))
    assert len(crawl.names) > 5, crawl.names
    return crawl.wrong


def test_every_page_that_a_role_can_reach_is_whole(browse: Browse) -> None:
    wrong = browse(lambda visits: [f"{role or 'public'}: {it}" for role in ROLES for it in crawled(visits, role)])
    assert not wrong, "\n".join(wrong)


def accessible(visits: Visits, language: str) -> tuple[set[str], list[str]]:
    """Return the names of the pages that were looked at, and what axe finds on them."""
    wrong, looked = list[str](), set[str]()
    for role in ("", "own", "officer", "administrator"):
        for name, page in Crawl(visits.context(role, language=language), visits.site).run(STARTS.get(role, "/masa/")):
            if name not in looked:
                looked.add(name)
                wrong.extend(f"{page.url}: {it}" for it in violations(page))
    return looked, wrong


def broken(visits: Visits) -> tuple[list[str], list[str]]:
    """Return what is found on a page that was spoilt on purpose."""
    page = visits.context().new_page()
    page.goto("/")
    page.evaluate("document.querySelector('h1').textContent = ''")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    page.evaluate("document.querySelector('main > p').style.width = '900px'")
    return faults(page, width=320), list(violations(page))


def test_every_page_is_open_to_everybody(browse: Browse) -> None:
    def both(visits: Visits) -> tuple[Any, ...]:
        return broken(visits), *(accessible(visits, language) for language in ("tr", "en"))

    (seen, heard), *looks = browse(both)
    assert any("empty H1" in it for it in seen), "a fault made on purpose is found"
    assert any("wider" in it for it in seen)
    assert any("image-alt" in it for it in heard)
    for looked, wrong in looks:
        assert len(looked) > 40, looked
        assert not wrong, "\n".join(sorted(wrong))
