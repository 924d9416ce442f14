"""A prepared question answers as its queryset does, whatever is given, on both engines."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.db.models import DateTimeField, F, Q
from django.test.utils import CaptureQueriesContext

from conftest import T0
from ledger.models import Dossier, DossierKind
from ledger.numbers import open_dossier
from ledger.prepared import Given, Prepared

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
DAY = timedelta(days=1)


def opened(at):
    """Return the question for dossiers opened before an instant: their number and when that was."""
    rows = Dossier.objects.filter(Q(opened_at__lt=at) & ~Q(kind=DossierKind.POLICY)).alias(until=F("opened_at"))
    return rows.exclude(until=at).order_by("pk").values_list("number", "opened_at", "handler__full_name")


@pytest.fixture
def dossiers():
    return [open_dossier(DossierKind.AGREEMENT, firm=None, at=T0 + n * DAY) for n in range(3)]


def test_it_answers_as_its_queryset_for_whatever_is_given(dossiers):
    asked = Prepared(lambda: opened(Given("at", DateTimeField())))
    for n in (5, 0, 2):
        at = T0 + n * DAY
        assert list(asked.rows(at=at)) == list(opened(at)), n
    assert len(list(asked.rows(at=T0 + 2 * DAY))) == 2, "and no answer is kept"


def test_it_is_spelled_once(dossiers):
    spelled = []

    def question():
        spelled.append(1)
        return opened(Given("at", DateTimeField()))

    asked = Prepared(question)
    assert spelled == [], "no model is needed before it is asked"
    for _n in range(3):
        with CaptureQueriesContext(connection) as seen:
            list(asked.rows(at=T0))
        assert len(seen) == 1
    assert spelled == [1]


def test_a_union_gives_instants_and_days_as_python_has_them(dossiers):
    rows = Dossier.objects.order_by().values_list("number", "opened_at")
    asked = Prepared(lambda: rows.filter(number=dossiers[0].number).union(rows.filter(number=dossiers[1].number)))
    assert set(asked.rows()) == {(one.number, one.opened_at) for one in dossiers[:2]}


def test_what_is_missing_is_said(dossiers):
    asked = Prepared(lambda: opened(Given("at", DateTimeField())))
    with pytest.raises(KeyError, match="at"):
        asked.rows()


def test_what_does_not_fit_its_place_is_refused(dossiers):
    asked = Prepared(lambda: opened(Given("at", DateTimeField())))
    with pytest.raises(TypeError):
        asked.rows(at=date)
