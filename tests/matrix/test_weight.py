"""What a page costs: bytes over the wire with everything it links, and questions to the database."""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from law.clock import moved
from tests.matrix.country import forked
from tests.matrix.doors import ANONYMOUS, DOORS
from tests.matrix.scenes import SCENES, Scene
from tests.matrix.test_addresses import client_of, opened

pytestmark = pytest.mark.django_db
HEAVIEST, QUERIES = 100_000, 12
LINKED = re.compile(r"""(?:href|src)="/static/([\w./-]+\.(?:css|js))\"""")
IN_EVERY_STATE = [
    ("portal", "application"),
    ("portal", "integrator"),
    ("portal_firm", "firm"),
    ("portal_application", "application"),
    ("portal_agreement", "dossier of an agreement"),
    ("desk_firm", "firm"),
    ("desk_application", "application"),
    ("registry:desk_integrator", "integrator"),
]
"""Pages that show a whole matter ask no more than others (docs/decisions/0034), whatever state the matter is in."""


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


def questions(here: Scene, name: str) -> Iterator[tuple[str, int, Any]]:
    """Open a page of a scene as everybody who gets in; yield who it was, how much was asked and what came."""
    with moved(here.at):
        address = reverse(name, kwargs=DOORS[name].rest(here))
        for role in visitors(name):
            with forked():
                client = client_of(role, here)
                client.get(address)  # what is asked once a session, or once for a process
                with CaptureQueriesContext(connection) as asked:
                    response = client.get(address)
            if response.status_code == 200 and response.headers["Content-Type"].startswith("text/html"):
                yield role, len(asked), response


@pytest.mark.parametrize("name", DOORS)
def test_a_page_is_light_and_asks_little(country, name):
    for role, asked, response in questions(opened(country, name), name):
        assert weight(response.content.decode()) < HEAVIEST
        assert asked <= QUERIES, f"{asked} questions: {name} for {role}"


@pytest.mark.parametrize(
    ("name", "kind", "state"), [(name, kind, state) for name, kind in IN_EVERY_STATE for state in SCENES[kind]]
)
def test_a_matter_asks_little_in_every_state(country, name, kind, state):
    here = SCENES[kind][state](country)
    here.story.at = here.at
    for role, asked, _response in questions(here, name):
        assert asked <= QUERIES, f"{asked} questions: {name} for {role}"
