"""`close_day --simulate` over a small country: it lists what four hundred days bring, and changes no row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from accounts.actions.register_firm import register_firm
from accounts.models import User
from conftest import T0, person
from deadlines.models import Deadline, DeadlineStatus
from deadlines.sweeper import sweep
from deadlines.terms import REMINDER, open_deadline
from law.clock import ISTANBUL, day_end, legal_day, moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from policies.files import REQUIREMENTS, file_of
from policies.models import PolicyFile
from registry.actions.accept_showing import accept_showing
from registry.actions.demand_document import demand_document
from registry.actions.show_document import show_document
from registry.demanding import term_key
from registry.models import Integrator, Obligation, Requirement
from registry.terms import DEMAND, WARNING
from registry.tests.conftest import admitted, received
from tests.ground import Told
from tests.rows import rows_of, tables

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
IN_FORCE, TODAY = date(2026, 3, 9), datetime(2026, 3, 12, 9, tzinfo=T0.tzinfo)
UNTIL = legal_day(TODAY) + timedelta(days=400)
LINE = re.compile(r"^(\d{4}-\d\d-\d\d \d\d:\d\d) (\S+) (\S+)")
FIRMS = {"Alfa Yazılım A.Ş.": "2000000002", "Beta Bilişim A.Ş.": "2000000010", "Gama Yazılım A.Ş.": "2000000028"}
SEALED = "documents.seal_letter"


@pytest.fixture
def country(story: Told, officer: User, approver: User) -> list[Integrator]:
    """Three integrators that owe set 2, of which one showed a document and one was asked for one; an application."""
    story.register().start().send_all(but=["demonstration"]).submit().take_up()
    story.notify_deficiencies(demonstration="Gönderilmemiştir.").wait(days=7)
    made, arguments = list[Integrator](), {"in_force_from": IN_FORCE.isoformat(), "citation": "2018-1 m. 3/a"}
    by = person("Çok Firmalı")
    for n, (name, vkn) in enumerate(FIRMS.items()):
        firm = register_firm(by=by, at=T0, legal_name=name, vkn=vkn, kep=f"firma{n}@hs01.kep.tr")
        days = {"valid_until_on": date(2026, 6, 30) + timedelta(days=100 * n)}
        made.append(admitted(firm, by, officer, approver, **days))
    file = file_of(REQUIREMENTS, at=T0)
    proposal = propose("registry.adopt_requirements", PolicyFile, file.pk, by=officer, at=T0, arguments=arguments)
    approve(proposal.pk, by=approver, at=T0)
    with moved(TODAY):
        sweep(TODAY)
        owed = Obligation.objects.get(integrator=made[0], key="static_security_test")
        shown = show_document(owed.pk, by=by, at=TODAY, received=received(TODAY), dated_on=date(2026, 3, 10))
        accept_showing(shown.pk, by=officer, at=TODAY)
        wanted = Requirement.objects.get(key="remote_access_form", requirement_set__version=2)
        demand = demand_document(made[1].pk, by=officer, at=TODAY, requirement_id=wanted.pk, reason="Adres değişti.")
        served = replace(DEMAND, key=term_key(demand))
        open_deadline(demand.dossier, served, start=legal_day(TODAY), evidence="delil", step=None)
    return made


def digests() -> dict[str, str]:
    """Return a digest of each table's bytes, with those that nobody fills in a test."""
    return {name: sha256(repr(rows_of(connection, name)).encode()).hexdigest() for name in tables()}


def simulated(capsys: Any) -> tuple[list[tuple[str, str, str]], str]:
    with moved(TODAY):
        call_command("close_day", "--simulate", UNTIL.isoformat())
    *lines, last = capsys.readouterr().out.splitlines()
    found = [LINE.match(line) for line in lines]
    assert all(found)
    return [(it[1], it[2], it[3]) for it in found if it], last


def expected() -> Iterator[tuple[str, str, str]]:
    """Yield what the running terms bring: what arises by itself, letters that warn, terms that are over."""
    running = Deadline.objects.filter(status=DeadlineStatus.OPEN, due_at__lte=day_end(UNTIL))
    for term in running.exclude(term=REMINDER).select_related("dossier"):
        act = "registry.lapse" if term.arises else "registry.warn" if term.term == WARNING else "deadlines.elapse"
        yield f"{term.due_at.astimezone(ISTANBUL):%Y-%m-%d %H:%M}", term.dossier.number, act


def test_four_hundred_days_are_listed_and_no_row_is_changed(country: list[Integrator], capsys: Any) -> None:
    before = digests()
    effects, last = simulated(capsys)
    assert digests() == before
    assert last == f"{len(effects)} steps; nothing was changed"
    told = [it for it in effects if it[2] != SEALED]
    assert Counter(told) == Counter(expected())
    assert [it[0] for it in effects] == sorted(it[0] for it in effects)


def test_each_kind_of_end_is_among_them(country: list[Integrator], capsys: Any) -> None:
    effects, _last = simulated(capsys)
    number = country[0].dossier.number
    lapses = [it[0] for it in effects if it[1:] == (number, "registry.lapse")]
    assert lapses == ["2026-07-01 00:00", "2027-03-11 00:00"], "the certificate, and the test that was shown"
    asked = [it[0] for it in effects if it[1:] == (country[1].dossier.number, "deadlines.elapse")]
    assert "2026-03-28 00:00" in asked, "fifteen days after the service of the demand"
    others = [it for it in effects if it[1] not in {made.dossier.number for made in country}]
    assert [it[2] for it in others] == ["deadlines.elapse"], "three months to complete the application"
    letters = [it for it in effects if it[2] == SEALED]
    assert len(letters) == sum(it[2] in {"registry.lapse", "registry.warn"} for it in effects), "each tells by a letter"


def test_a_sweep_of_that_day_does_what_was_listed(country: list[Integrator], capsys: Any) -> None:
    """The control: the same day, run and not simulated, changes rows; and nothing is listed after it."""
    before, effects = digests(), simulated(capsys)[0]
    with moved(day_end(UNTIL)):
        sweep(day_end(UNTIL))
    assert effects
    assert digests() != before
    assert simulated(capsys)[0] == []
