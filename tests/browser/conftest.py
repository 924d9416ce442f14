"""Debian's Chromium, and the small country of the matrix behind a real socket.

A browser is driven from a thread of its own: its driver keeps an event loop there, beside which neither Django's rows nor
signatures can be had.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext

from accounts.models import User
from accounts.tests.sign_in import signed_in
from law.clock import moved
from tests.browser.chromium import chromium
from tests.browser.server import Site, serving
from tests.matrix.country import Country, reached

ROLES = ("", "officer", "approver", "signatory", "administrator", "auditor", "own", "plain")
"""Who comes; `plain` acts for a firm that is registered and nothing more."""


@dataclass
class Visits:
    """Browsers of people in their roles at one site; `""` is the public."""

    browser: Browser
    place: Site
    sessions: dict[str, str]

    @property
    def site(self) -> str:
        """The site's address."""
        return self.place.address

    def context(self, role: str = "", *, language: str = "tr", **given: Any) -> BrowserContext:
        """Open a browser of somebody in a role who reads in a language."""
        context = self.browser.new_context(base_url=self.site, locale=f"{language}-TR", **given)
        cookies = {settings.LANGUAGE_COOKIE_NAME: language}
        if role:
            cookies[settings.SESSION_COOKIE_NAME] = self.sessions[role]
        context.add_cookies([{"name": name, "value": value, "url": self.site} for name, value in cookies.items()])
        return context


Browse = Callable[..., Any]


@pytest.fixture
def country(transactional_db: None) -> Country:
    """The ministry and its five firms, committed, for a browser to see."""
    return reached()


@pytest.fixture
def browse(country: Country) -> Iterator[Browse]:
    """`browse(work)` runs `work(visits)` beside the test, with the product at the country's last instant.

    Who else comes, each under a name of their own, is given as `browse(work, {"name": person})`.
    """
    people = {role: country.actor(role) for role in ROLES if role not in {"", "plain"}}
    people["plain"] = country.plain.person
    with serving(country.at) as site, ThreadPoolExecutor(1) as beside:

        def run(work: Callable[[Visits], Any], more: Mapping[str, User] | None = None) -> Any:
            sessions = {role: _session(person, country) for role, person in {**people, **(more or {})}.items()}
            return beside.submit(chromium, lambda browser: work(Visits(browser, site, sessions))).result()

        yield run


def _session(person: User, country: Country) -> str:
    """Sign a person in with a second factor; return the session's key."""
    with moved(country.at):
        client = signed_in(Client(), User.objects.get(pk=person.pk))
    return client.cookies[settings.SESSION_COOKIE_NAME].value
