"""Kept answers last as long as one look, and no act ever sees one."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from conftest import T0
from ledger.acts import acting
from ledger.models import Dossier, DossierKind
from ledger.numbers import open_dossier
from ledger.reading import ReadingMiddleware, once, reading


class Asked:
    """A question that counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0
        self.ask = once(self._ask)

    def _ask(self, *about: object, on: int = 0) -> int:
        self.times += 1
        return self.times


def test_outside_of_a_look_every_question_is_asked():
    asked = Asked()
    assert [asked.ask(1), asked.ask(1)] == [1, 2]


def test_within_a_look_a_question_is_asked_once_for_each_subject():
    asked = Asked()
    with reading():
        assert [asked.ask(1), asked.ask(1), asked.ask(2), asked.ask(1, on=3), asked.ask(1, on=3)] == [1, 1, 2, 3, 3]
    with reading():
        assert asked.ask(1) == 4


@pytest.mark.django_db
def test_two_readings_of_one_row_are_one_subject_and_rows_of_other_kinds_are_not(firm):
    asked, row = Asked(), firm.dossier
    with reading():
        assert asked.ask(row) == asked.ask(Dossier.objects.get(pk=row.pk))
        assert asked.ask(type(firm)(pk=row.pk)) != asked.ask(row)


@pytest.mark.django_db
def test_an_act_asks_anew_and_leaves_the_lookers_answers_alone():
    asked = Asked()
    with reading():
        assert asked.ask(1) == 1
        with acting():
            open_dossier(DossierKind.FIRM, firm=None, at=T0)
            assert [asked.ask(1), asked.ask(1)] == [2, 3]
        assert asked.ask(1) == 1


def test_only_a_request_that_looks_keeps_answers():
    asked, told = Asked(), []

    def answer(request):
        told.append(f"{request.method} {asked.ask(1)} {asked.ask(1)}")
        return HttpResponse()

    middleware = ReadingMiddleware(answer)
    for method in ("GET", "HEAD", "POST"):
        middleware(RequestFactory().generic(method, "/"))
    assert told == ["GET 1 1", "HEAD 2 2", "POST 3 4"]
