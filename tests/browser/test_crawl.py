"""Every page that somebody in a role can reach by links: whole, silent, legible, and open to everybody's eyes and hands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.urls import Resolver404, resolve

from law.clock import moved
from ledger.actions.hand_over import hand_over
from tests.browser.conftest import ROLES, Browse, Visits
from tests.browser.looks import faults, violations
from tests.matrix.country import Country

pytestmark = [pytest.mark.browser]
STARTS = {"": "/", "own": "/portal/", "plain": "/portal/"}
EACH = 2
"""How many pages of one address pattern are opened in a role."""
DOWNLOADS = {"document", "registry:published", "agreement_blank", "desk_letter_word", "health"}
DOWNLOADS |= {"registry:desk_paper", "registry:portal_paper", "registry:calendar", "desk_campaign_export", "kep:proof"}
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


class Tour:
    """All roles' ways through the pages; each page goes before axe where it is met first, in both languages."""

    def __init__(self, visits: Visits) -> None:
        self.visits, self.looked, self.wrong = visits, dict[str, tuple[str, str]](), list[str]()

    def run(self) -> Tour:
        """Go every role's way, then open the same pages in English."""
        for role in ROLES:
            crawl = Crawl(self.visits.context(role), self.visits.site)
            for name, page in crawl.run(STARTS.get(role, "/masa/")):
                if crawl.names[name] == 1:
                    self.look(role, name, page)
            assert len(crawl.names) > 5, crawl.names
            self.wrong.extend(f"{role or 'public'}: {it}" for it in crawl.wrong)
        self.in_english()
        return self

    def look(self, role: str, name: str, page: Any) -> None:
        """Look at a page wide and narrow, and with axe where it is the first of its name."""
        for width in (1280, 320):
            self.wrong.extend(f"{role} {page.url}: {it}" for it in faults(page, width=width))
        if name not in self.looked:
            self.looked[name] = role, page.url
            self.wrong.extend(f"{page.url}: {it}" for it in violations(page))

    def in_english(self) -> None:
        """Open each page once more in English, as whoever met it."""
        pages = {role: self.visits.context(role, language="en").new_page() for role in ROLES}
        for role, address in self.looked.values():
            page = pages[role]
            page.goto(address)
            assert page.evaluate("document.documentElement.lang") == "en"
            self.wrong.extend(f"{address} in English: {it}" for it in violations(page, colours=False))


def broken(visits: Visits) -> tuple[list[str], list[str]]:
    """Return what is found on a page that was spoilt on purpose."""
    page = visits.context().new_page()
    page.goto("/")
    page.evaluate("document.querySelector('h1').textContent = ''")
    page.evaluate("document.querySelector('main').append(document.createElement('img'))")
    page.evaluate("document.querySelector('main > p').style.width = '900px'")
    return faults(page, width=320), list(violations(page))


def by_letters(visits: Visits) -> list[Any]:
    """Work the worklist by single letters; return where the focus was after each, and what the page says at last."""
    page = visits.context("officer").new_page()
    page.goto("/masa/")
    where = "document.activeElement.closest('tbody tr')?.rowIndex ?? 0"
    told = []
    page.keyboard.press("j")
    told.append(page.evaluate(where))
    page.locator(".scroll:has([data-keys])").focus()
    for letter in "jjjk":
        page.keyboard.press(letter)
        told.append(page.evaluate(where))
    counts = [page.locator("nav.jump").inner_text()]
    page.locator("tbody tr:has(button[name=dossier]) a").first.focus()
    with page.expect_navigation():
        page.keyboard.press("u")
    return [*told, *counts, page.locator("nav.jump").inner_text()]


def by_menu(visits: Visits) -> list[str]:
    """Go by both menus of a telephone, without script and by keyboard; return where each led."""
    small = {"width": 320, "height": 640}
    page = visits.context("officer", java_script_enabled=False, viewport=small).new_page()
    page.goto("/masa/")
    led = []
    for menu, address in (("nav.section", "/masa/firma/"), ("nav.main", "/dogrula/")):
        link = page.locator(f'{menu} a[href="{address}"]')
        assert not link.is_visible()
        page.locator(f"{menu} > .menu").focus()
        page.keyboard.press("Enter")
        link.focus()
        with page.expect_navigation():
            page.keyboard.press("Enter")
        led.append(urlsplit(page.url).path)
    return led


def test_every_page_that_a_role_can_reach_is_whole_and_open_to_everybody(browse: Browse, country: Country) -> None:
    free = country.suitable.application.dossier_id
    with moved(country.at):
        hand_over(free, by=country.people["officer"], at=country.at, to=None)
    tour, (seen, heard), letters, led = browse(
        lambda visits: (Tour(visits).run(), broken(visits), by_letters(visits), by_menu(visits))
    )
    assert led == ["/masa/firma/", "/dogrula/"]
    assert letters[:5] == [0, 1, 2, 3, 2], "letters count only while the list has the focus"
    before, after = (int(re.findall(r"Benimkiler \((\d+)\)", text)[0]) for text in letters[5:])
    assert after == before + 1
    assert any("empty H1" in it for it in seen), "a fault made on purpose is found"
    assert any("wider" in it for it in seen)
    assert any("image-alt" in it for it in heard)
    assert len(tour.looked) > 50, tour.looked
    assert not tour.wrong, "\n".join(tour.wrong)
