"""Whoever comes by when, the outcome is one: what the law did before an act is recorded before the act changes anything."""

from datetime import date, timedelta
from typing import Any

import pytest

from conftest import T0
from deadlines.sweeper import sweep
from deadlines.terms import open_deadline
from law.clock import day_end, moved
from law.terms import Term, Unit
from registry.actions.accept_certificate import accept_certificate
from registry.actions.verify_certificate import verify_certificate
from registry.ahead import look_ahead
from registry.due import held
from registry.lifecycle import GroundKind
from registry.models import Certificate, Ground, Integrator
from registry.queries import active
from registry.tests.conftest import enter

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
END = day_end(date(2026, 6, 30))
SAID: dict[str, Any] = {"how": "Kuruluşun sayfası", "reference": "web"}


@pytest.fixture
def newer(integrator, compliance):
    """A certificate from 1 June 2026, entered and waiting."""
    days = {"issued_on": date(2026, 6, 1), "valid_until_on": date(2027, 5, 31)}
    at = day_end(date(2026, 6, 9))
    with moved(at):
        return enter(integrator.dossier, by=compliance, at=at, **days)


@pytest.mark.parametrize("swept", [True, False])
def test_a_certificate_judged_after_the_lapse_does_not_undo_it(integrator, newer, officer, swept):
    at = END + timedelta(days=5)
    with moved(at):
        if swept:
            sweep(at)
        accept_certificate(newer.pk, by=officer, at=at)
    assert Ground.objects.get().at == END
    assert not active(at).exists()
    assert Integrator.objects.get().active_until is None, "two persons reactivate; no certificate counts before that"


@pytest.mark.parametrize("swept", [True, False])
def test_nor_does_a_body_that_takes_its_suspension_back(integrator, newer, officer, swept):
    before, at = END - timedelta(days=9), END + timedelta(days=5)
    with moved(before):
        accept_certificate(newer.pk, by=officer, at=before)
        verify_certificate(newer.pk, by=officer, at=before, verified_on=date(2026, 6, 20), status="suspended", **SAID)
    assert Integrator.objects.get().active_until == END
    with moved(at):
        if swept:
            sweep(at)
        verify_certificate(newer.pk, by=officer, at=at, verified_on=date(2026, 7, 3), **SAID)
    ground = Ground.objects.get()
    assert (ground.at, ground.lapsed_on) == (END, date(2026, 6, 30))
    assert ground.certificate == Certificate.objects.earliest("pk"), (
        "the one that ended, not the one that was suspended"
    )


def test_a_suspended_certificate_that_another_follows_carries_on_at_the_instant(integrator, compliance, officer):
    at = T0 + timedelta(days=20)
    with moved(at):
        verify_certificate(
            Certificate.objects.get().pk, by=officer, at=at, verified_on=at.date(), status="suspended", **SAID
        )
        days = {"issued_on": date(2026, 7, 1), "valid_until_on": date(2027, 6, 30)}
        following = enter(integrator.dossier, by=compliance, at=at, **days)
        accept_certificate(following.pk, by=officer, at=at)
    assert active(END).exists()
    with moved(at):
        verify_certificate(
            Certificate.objects.earliest("pk").pk, by=officer, at=at, verified_on=at.date(), status="suspended", **SAID
        )
    assert Integrator.objects.get().active_until == day_end(date(2027, 6, 30))


def test_a_certificate_that_was_suspended_and_served_again_may_lapse_again(integrator, compliance, officer, decide):
    first, at = Certificate.objects.get(), T0 + timedelta(days=20)
    with moved(at):
        verify_certificate(first.pk, by=officer, at=at, verified_on=at.date(), status="suspended", **SAID)
    decide("passivate_lapsed", integrator, at, certificate_id=first.pk)
    with moved(at):
        days = {"issued_on": date(2026, 3, 1), "valid_until_on": date(2026, 5, 31)}
        other = enter(integrator.dossier, by=compliance, at=at, **days)
        accept_certificate(other.pk, by=officer, at=at)
    decide("reactivate", integrator, at, remedy_id=None)
    with moved(at):
        verify_certificate(first.pk, by=officer, at=at, verified_on=at.date(), **SAID)
    with moved(END):
        sweep(END)
    assert Ground.objects.get(closing="").at == END


@pytest.mark.parametrize("late", [timedelta(0), timedelta(days=3)])
def test_what_does_not_come_within_its_term_is_a_ground_from_its_end(integrator, late):
    step = integrator.dossier.steps.last()
    term = Term("agreement_return", 30, Unit.DAYS, rolls=True, clause="3/b", title="Yenilenen sözleşme")
    arises = GroundKind.AGREEMENT_NOT_RETURNED.value
    last = open_deadline(integrator.dossier, term, start=T0.date(), evidence="yayım", step=step, arises=arises)
    look_ahead(integrator)
    with moved(last.due_at + late):
        before = held(integrator.pk, last.due_at - timedelta(microseconds=1))
        assert (before.active_until, before.next_ground) == (last.due_at, arises)
        after = held(integrator.pk, last.due_at + late)
    assert (after.active_until, after.next_ground) == (END, "document_lapsed")
    ground = Ground.objects.get()
    assert (ground.kind, ground.at, ground.deadline, ground.rule) == (arises, last.due_at, last, "sweeper")
    last.refresh_from_db()
    assert last.status == "elapsed"
