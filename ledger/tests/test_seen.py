"""A page's number that cannot be one is a stale page's."""

import pytest
from django.http import HttpResponse
from django.test import Client, RequestFactory

from accounts.tests.sign_in import signed_in
from law.calendar import CalendarGap
from law.clock import moved
from ledger.edge import RefusedMiddleware, seen_in


@pytest.mark.parametrize(
    ("sent", "seen"),
    [("9" * 5000, -1), ("9" * 10, -1), ("999999999", 999_999_999), ("1.234.567.890", -1)],
    ids=["huge", "ten", "nine", "grouped"],
)
def test_a_number_beyond_any_history_is_stale(sent, seen):
    assert seen_in(RequestFactory().post("/", {"seen": sent})) == seen


@pytest.mark.django_db
@pytest.mark.parametrize("sent", ["9" * 5000, "9" * 30], ids=len)
def test_an_act_with_such_a_number_is_refused_as_stale(story, sent):
    story.register().start().send_all().submit()
    with moved(story.at):
        client = signed_in(Client(), story.world.officer)
        answer = client.post(f"/masa/basvuru/{story.application.dossier.number}/incele/", {"seen": sent})
    assert answer.status_code == 409
    assert answer.context["refused"].codes == {"stale"}


@pytest.mark.django_db
def test_a_day_that_cannot_be_counted_is_an_answer(client, compliance):
    request = RequestFactory().get("/")
    request.user = compliance
    answer = RefusedMiddleware(lambda _: HttpResponse()).process_exception(request, CalendarGap(2036))
    assert answer
    assert answer.status_code == 409
    assert "2036" in answer.content.decode()
