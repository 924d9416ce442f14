"""The edge: instants, what the page had seen, and refusals as pages."""

from datetime import timedelta

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from conftest import T0
from ledger.edge import RefusedMiddleware, received_at, seen_in, show
from ledger.errors import NotAllowed, Obstacle, Refused, TryLater

middleware = RefusedMiddleware(lambda _: HttpResponse())


def request(**post):
    made = RequestFactory().post("/", post)
    made.user = AnonymousUser()
    return made


@pytest.mark.parametrize(
    ("sent", "seen"),
    [("7", 7), ("0", 0), ("1.234", 1234), ("1,234", 1234), ("", None), ("-1", -1), ("x", -1), ("٣", -1)],
)
def test_seen_is_a_number_or_nothing_and_what_is_not_understood_is_stale(sent, seen):
    assert seen_in(request(seen=sent)) == seen


def test_an_instant_is_read_after_the_body():
    assert T0 <= received_at(request(a="1")) < T0 + timedelta(minutes=1)
    assert received_at(RequestFactory().get("/")) >= T0


def test_reasons_stand_at_their_fields_else_above_the_form():
    class Form(forms.Form):
        vkn = forms.CharField()

    form = Form({"vkn": "1"})
    assert form.is_valid()
    show(Refused([Obstacle("bad", "Yanlış", field="vkn"), Obstacle("late", "Geç", field="none")]), form)
    assert form.errors == {"vkn": ["Yanlış"], "__all__": ["Geç"]}


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refused([Obstacle("a", "Birinci sebep", "3/a"), Obstacle("b", "İkinci sebep")]), 409),
        (NotAllowed([Obstacle("not_allowed", "Yetkiniz yok")]), 403),
        (TryLater("locked"), 503),
    ],
)
@pytest.mark.django_db
def test_an_answer_becomes_a_page(error, status):
    response = middleware.process_exception(request(), error)
    assert response is not None
    assert response.status_code == status
    if status == 409:
        assert "Birinci sebep" in response.content.decode()
        assert "İkinci sebep" in response.content.decode()
    if status == 503:
        assert response["Retry-After"] == "5"
        assert "locked" not in response.content.decode()


def test_anything_else_crashes_loudly():
    assert middleware.process_exception(request(), ValueError("x")) is None
