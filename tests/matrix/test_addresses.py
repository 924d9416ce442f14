"""Every address × role: who gets in, who is not told that a row exists, and whose POST leaves a trace."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts.access import Access
from accounts.tests.sign_in import signed_in
from law.clock import moved
from ledger.models import Step
from tests.matrix.country import ROLES, Country, forked
from tests.matrix.doors import ANONYMOUS, DOORS, MISSING, Door
from tests.matrix.scenes import SCENES, Scene

pytestmark = pytest.mark.django_db
METHODS = ("get", "post")
SIGN_IN = "/hesap/login/"


def addresses(where: list[Any], namespace: str = "") -> Iterator[tuple[str, Access]]:
    """Yield the name and the mark of every address of ours."""
    for one in where:
        if isinstance(one, URLResolver):
            yield from addresses(one.url_patterns, f"{one.namespace}:" if one.namespace else namespace)
        elif isinstance(one, URLPattern) and isinstance(getattr(one.callback, "access", None), Access):
            mark: Access = one.callback.access  # type: ignore[attr-defined]  # just asked
            yield f"{namespace}{one.name}", mark


MARKS = dict(addresses(get_resolver().url_patterns))


def test_every_address_has_a_door_and_every_door_an_address():
    assert set(MARKS) == set(DOORS), "every address has a Door in tests/matrix/doors.py"


def test_an_address_that_names_a_row_hides_it():
    for name, access in MARKS.items():
        assert (DOORS[name].locked == 404) or access.model is None, name
        assert (ANONYMOUS in DOORS[name].who) == (access.who == "public"), name


def came_of(response: Any) -> str:
    """Return what a visitor met: in, sign-in, second factor, or the status of a closed door."""
    target = response.headers.get("Location", "")
    if response.status_code == 302 and target.startswith(SIGN_IN):
        return "sign in"
    if response.status_code == 302 and target.startswith("/hesap/2fa/"):
        return "second factor"
    told = response.status_code == 503 and response.headers["Content-Type"] == "application/json"  # the health report
    assert response.status_code < 500 or told, response.status_code
    return str(response.status_code) if response.status_code in {403, 404, 405} else "in"


def client_of(role: str, here: Scene, *, second_factor: bool = True) -> Client:
    """Return a browser in a role; its second factor was shown just now."""
    client = Client()
    if role == ANONYMOUS:
        return client
    return signed_in(client, here.country.actor(role, here.story), second_factor=second_factor)


def visited(visitor: Client, address: str, method: str) -> tuple[str, int]:
    """Visit an address and take everything back; return what came of it, and how many Steps were written."""
    with forked():
        client = Client()
        client.cookies = deepcopy(visitor.cookies)
        before = Step.objects.count()
        outcome = came_of(getattr(client, method)(address))
        return outcome, Step.objects.count() - before


def expected(door: Door, role: str) -> str:
    """Return what a visitor must meet."""
    if role in door.who:
        return "in"
    if role == ANONYMOUS:
        return "sign in"
    return "403" if role in door.sees else str(door.locked)


def wrongs(name: str, here: Scene, address: str, role: str) -> Iterator[str]:
    """Yield what a visitor met that the door does not say."""
    door, wanted = DOORS[name], expected(DOORS[name], role)
    outcomes, visitor = set(), client_of(role, here)
    for method in METHODS:
        outcome, steps = visited(visitor, address, method)
        outcomes.add(outcome)
        allowed = {wanted, "405"} | ({"403"} if method == "post" and role not in door.does else set())
        if outcome not in allowed or (wanted != "in" and outcome == "403" != wanted):
            yield f"{role} {method}: {outcome}, not {wanted}"
        if bool(steps) != (method == "post" and role in door.does):
            yield f"{role} {method}: wrote {steps} Steps"
    if wanted not in outcomes and not (wanted == "in" and outcomes == {"405", "403"} and role not in door.does):
        yield f"{role}: {outcomes}, never {wanted}"


def opened(country: Country, name: str) -> Scene:
    """Bring about the scene of a door."""
    kind, state = DOORS[name].on
    here = SCENES[kind][state](country)
    here.story.at = here.at
    return here


@pytest.mark.parametrize("name", DOORS)
def test_an_address_for_every_role(country, name):
    here = opened(country, name)
    with moved(here.at):
        address = reverse(name, kwargs=DOORS[name].rest(here))
        wrong = [it for role in (ANONYMOUS, *ROLES) for it in wrongs(name, here, address, role)]
    assert not wrong, "\n".join(wrong)


WITH_ROWS = [name for name, door in DOORS.items() if MARKS.get(name) and MARKS[name].model]


@pytest.mark.parametrize("name", WITH_ROWS)
def test_a_row_that_does_not_exist_is_answered_like_a_foreign_one(country, name):
    here = opened(country, name)
    with moved(here.at):
        kwargs = DOORS[name].rest(here)
        missing = [{**kwargs, key: MISSING[key]} for key in kwargs if key in MISSING]
        assert missing
        pages = {}
        for role in (min(DOORS[name].who), "foreign", "nobody"):
            visitor = client_of(role, here)
            for method in METHODS:
                strange = visited(visitor, reverse(name, kwargs=missing[0]), method)
                assert strange in {("404", 0), ("405", 0)}, (role, method, strange)
                pages[role, method] = strange[0]
        if "foreign" not in DOORS[name].who:
            real, visitor = reverse(name, kwargs=kwargs), client_of("foreign", here)
            for method in METHODS:
                assert visited(visitor, real, method)[0] == pages["foreign", method], method


@pytest.mark.parametrize("name", [name for name, door in DOORS.items() if door.strangers])
def test_a_word_that_nobody_knows_is_not_found(country, name):
    door = DOORS[name]
    here = opened(country, name)
    with moved(here.at):
        address = reverse(name, kwargs=door.rest(here) | dict(door.strangers))
        for role in sorted(door.who - {ANONYMOUS}):
            visitor = client_of(role, here)
            found = {visited(visitor, address, method)[0] for method in METHODS}
            assert found <= {"404", "405"}, (role, found)
            assert "404" in found, role


FRESH = [name for name, access in MARKS.items() if access.fresh]


def test_approving_and_drawing_secrets_want_a_fresh_second_factor():
    assert set(FRESH) >= {"desk_approve", "registry:portal_draw"}


@pytest.mark.parametrize("name", FRESH)
def test_a_fresh_second_factor_is_asked_for(country, name):
    door = DOORS[name]
    here = opened(country, name)
    with moved(here.at):
        address = reverse(name, kwargs=door.rest(here))
        role = min(door.does)
        before = Step.objects.count()
        client = client_of(role, here, second_factor=False)
        assert came_of(client.post(address)) == "second factor"
        assert Step.objects.count() == before
