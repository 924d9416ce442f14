"""A list is sorted by what its address asks, empty values last; an unknown word leaves it as it is."""

from __future__ import annotations

import pytest

from conftest import T0
from ledger.models import Dossier, DossierKind
from ledger.numbers import open_dossier
from ledger.sorting import Column, sorted_by

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
COLUMNS = (Column("Number", "no", "number"), Column("Closed", "son", "closed_at"), Column("Kind"))


@pytest.fixture
def rows():
    made = [open_dossier(DossierKind.AGREEMENT, firm=None, at=T0) for _n in range(3)]
    made[1].closed_at = T0
    made[1].save()
    return Dossier.objects.filter(pk__in=[it.pk for it in made]).order_by("-pk")


def numbers(rows, **asked):
    found, headings = sorted_by(rows, COLUMNS, asked)
    return [int(it.number[-6:]) - int(rows.last().number[-6:]) for it in found], headings


def test_both_ways_and_back(rows):
    assert numbers(rows, sira="no")[0] == [0, 1, 2]
    assert numbers(rows, sira="-no")[0] == [2, 1, 0]


def test_what_is_empty_comes_last_either_way(rows):
    assert numbers(rows, sira="son")[0] == [1, 0, 2]
    assert numbers(rows, sira="-son")[0] == [1, 0, 2]


@pytest.mark.parametrize("word", ["", "yok", "-", "--no", "number", "password"])
def test_an_unknown_word_leaves_the_order_alone(rows, word):
    order, headings = numbers(rows, sira=word)
    assert order == [2, 1, 0]
    assert not any(it.state for it in headings)


def test_the_heading_says_how_it_is_and_what_a_press_asks(rows):
    _order, (number, closed, kind) = numbers(rows, sira="no")
    assert (number.state, number.following, closed.following, kind.following) == ("ascending", "-no", "son", "")
    assert numbers(rows, sira="-no")[1][0].following == "no"
