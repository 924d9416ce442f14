"""A page from before a lapse that nobody had recorded: the first try tells of it, the second one does."""

import re
from datetime import date, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.tests.sign_in import signed_in
from conftest import T0
from law.clock import day_end, moved
from ledger.acts import acting
from ledger.errors import NotAllowed, Obstacle, Refused
from registry.actions.accept_certificate import accept_certificate
from registry.actions.demand_document import demand_document
from registry.actions.draw_calendar import draw_calendar
from registry.actions.verify_certificate import verify_certificate
from registry.due import held
from registry.models import Demand, Ground, Integrator, Requirement
from registry.requirements import load_requirement_set
from registry.tests.conftest import enter

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
END = day_end(date(2026, 6, 30))
LATE = END + timedelta(days=1)


@pytest.fixture
def waiting(integrator, compliance):
    days = {"issued_on": date(2026, 6, 1), "valid_until_on": date(2027, 5, 31)}
    before = END - timedelta(days=9)
    with moved(before):
        return enter(integrator.dossier, by=compliance, at=before, **days)


@pytest.fixture
def circular(db):
    load_requirement_set(T0)
    return Requirement.objects.get(key="signatory_circular")


def head(integrator):
    return Integrator.objects.get(pk=integrator.pk).dossier.head_n


def demanding(integrator, waiting, circular, people, **when):
    demand_document(integrator.pk, by=people["officer"], requirement_id=circular.pk, reason="Eski.", **when)


def accepting(integrator, waiting, circular, people, **when):
    accept_certificate(waiting.pk, by=people["officer"], **when)


def verifying(integrator, waiting, circular, people, **when):
    verify_certificate(waiting.pk, by=people["officer"], how="web", reference="1", verified_on=date(2026, 7, 1), **when)


def drawing(integrator, waiting, circular, people, **when):
    draw_calendar(integrator.pk, by=people["compliance"], **when)


@pytest.mark.parametrize("act", [demanding, accepting, verifying, drawing])
def test_the_first_try_tells_of_the_lapse_and_the_second_one_does(
    integrator, waiting, circular, officer, compliance, act
):
    people, seen = {"officer": officer, "compliance": compliance}, head(integrator)
    with moved(LATE):
        with pytest.raises(Refused) as refused:
            act(integrator, waiting, circular, people, at=LATE, seen=seen)
        assert refused.value.codes == {"stale"}
        told = refused.value.since[0]
        assert (told.act, told.after, told.at) == ("registry.lapse", "passive", END)
        assert Ground.objects.get().at == END, "what the law did stays recorded"
        assert head(integrator) == refused.value.since[-1].n
        act(integrator, waiting, circular, people, at=LATE, seen=refused.value.since[-1].n)
    assert head(integrator) > seen + 1


@pytest.mark.parametrize("before", [True, False])
def test_a_page_is_stale_from_the_very_instant_of_the_lapse(integrator, circular, officer, before):
    at = END - timedelta(microseconds=before)
    with moved(at):
        said = {"requirement_id": circular.pk, "reason": "Eski.", "seen": head(integrator)}
        if before:
            demand_document(integrator.pk, by=officer, at=at, **said)
        else:
            with pytest.raises(Refused):
                demand_document(integrator.pk, by=officer, at=at, **said)
    assert Ground.objects.exists() != before


def test_whatever_else_refuses_leaves_the_lapse_recorded(integrator, circular, officer, inspector):
    with moved(LATE):
        with pytest.raises(Refused) as refused:
            demand_document(integrator.pk, by=officer, at=LATE, requirement_id=circular.pk, reason=" ")
        assert refused.value.codes == {"empty"}
        assert Ground.objects.get().at == END
        with pytest.raises(NotAllowed):
            demand_document(integrator.pk, by=inspector, at=LATE, requirement_id=circular.pk, reason="Eski.")
    assert not Demand.objects.exists()


def test_an_act_within_another_leaves_it_to_the_outer_one(integrator):
    def outer() -> None:
        with acting():
            with acting():
                held(integrator.pk, LATE)
            raise Refused([Obstacle("closed", "closed")])

    with moved(LATE), pytest.raises(Refused):
        outer()
    assert Ground.objects.count() == 1


def test_what_was_recorded_by_an_act_that_succeeds_is_recorded_once(integrator, circular, officer):
    with moved(LATE):
        demand_document(integrator.pk, by=officer, at=LATE, requirement_id=circular.pk, reason="Eski.")
    assert Ground.objects.count() == Demand.objects.count() == 1


def test_the_page_lists_the_lapse_and_its_form_can_be_sent_again(integrator, circular, officer):
    address = reverse("registry:desk_demand_document", args=[integrator.dossier.number])
    with moved(END - timedelta(minutes=1)):
        client = signed_in(Client(), officer)
        page = client.get(address).content.decode()
    given = {"requirement_id": circular.pk, "reason": "Eski.", "seen": numbers(page)[-1]}
    with moved(LATE):
        client = signed_in(Client(), officer)
        refused = client.post(address, given)
        assert refused.status_code == 422
        said = refused.content.decode()
        assert "01.07.2026 00:00" in said
        assert not Demand.objects.exists()
        assert client.post(address, given | {"seen": numbers(said)}).status_code == 302
    assert Demand.objects.exists()


def numbers(page):
    return re.findall(r'name="seen" value="(\d+)"', page)
