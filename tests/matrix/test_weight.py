"""What a page costs: bytes over the wire with everything it links, and questions to the database."""

from __future__ import annotations

import gzip
import re

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from law.clock import moved
from tests.matrix.country import forked
from tests.matrix.doors import ANONYMOUS, DOORS
from tests.matrix.test_addresses import client_of, opened

pytestmark = pytest.mark.django_db
HEAVIEST, QUERIES = 100_000, 12
LINKED = re.compile(r"""(?:href|src)="/static/([\w./-]+\.(?:css|js))\"""")
MANY = {
    "registry:desk_integrator": 25,
    "desk_application": 24,
    "portal_application": 21,
    "portal": 19,
    "portal_agreement": 17,
    "desk_firm": 17,
    "portal_firm": 13,
}
"""Pages that show a whole matter, each with what they ask (docs/decisions/0034): the list may only grow shorter."""


def weight(page: str) -> int:
    """Return the bytes of a page's HTML, CSS and scripts, each compressed; fonts and pictures are kept by browsers."""
    linked = set(LINKED.findall(page))
    assert linked
    files = [(settings.BASE_DIR / "static" / name).read_bytes() for name in linked]
    return sum(len(gzip.compress(part)) for part in (page.encode(), *files))


def visitors(name: str) -> list[str]:
    """Return one visitor of each kind who gets in: of the ministry, of the firm, of the public."""
    kinds = (("officer", "administrator", "approver"), ("own",), (ANONYMOUS,))
    return [next(role for role in kind if role in DOORS[name].who) for kind in kinds if DOORS[name].who & set(kind)]


@pytest.mark.parametrize("name", DOORS)
def test_a_page_is_light_and_asks_little(country, name):
    here = opened(country, name)
    with moved(here.at):
        address = reverse(name, kwargs=DOORS[name].rest(here))
        for role in visitors(name):
            with forked():
                client = client_of(role, here)
                client.get(address)  # what is asked once a session
                with CaptureQueriesContext(connection) as asked:
                    response = client.get(address)
            if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
                assert weight(response.content.decode()) < HEAVIEST
                assert len(asked) <= MANY.get(name, QUERIES), f"{len(asked)} questions: {name}"
