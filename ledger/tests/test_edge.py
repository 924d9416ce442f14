"""The edge: instants, what the page had seen, and refusals as pages."""

from datetime import timedelta

import pytest
from django import forms
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from conftest import T0
from ledger.edge import RefusedMiddleware, received_at, refusals_on, seen_in, show
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


class NumberForm(forms.Form):
    vkn = forms.CharField()


def test_a_refused_act_goes_on_below_with_its_reasons_on_the_form():
    def act():
        raise Refused([Obstacle("bad", "Yanlış", field="vkn")])

    form = NumberForm({"vkn": "1"})
    assert form.is_valid()
    with refusals_on(form):
        act()
    assert form.errors == {"vkn": ["Yanlış"]}


@pytest.mark.parametrize("error", [NotAllowed([Obstacle("not_allowed", "Yetkiniz yok")]), ValueError("x")])
def test_what_is_no_matter_of_a_form_passes(error):
    form = NumberForm({"vkn": "1"})
    assert form.is_valid()
    with pytest.raises(type(error)) as passed, refusals_on(form):
        raise error
    assert passed.value is error
    assert not form.errors


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
