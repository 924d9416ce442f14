"""Reference data is kept while nothing of it changes; a change is seen by the very next look, and by every act at once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from conftest import T0
from law.clock import legal_day
from ledger.acts import acting
from ledger.kept import generation, kept
from ledger.models import Dossier, DossierKind, Generation
from ledger.numbers import open_dossier
from ledger.reading import reading
from policies.loading import load_years
from policies.models import Policy

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


class Asked:
    """A question of reference data that counts how often it is asked."""

    def __init__(self) -> None:
        self.times = 0
        self.ask = kept(self._ask)

    def _ask(self, key: str = "") -> int:
        self.times += 1
        return self.times


@pytest.fixture
def file(db: None) -> Dossier:
    load_years(2026, 2026, at=T0)
    return open_dossier(DossierKind.POLICY, firm=None, at=T0)


def decide(file: Dossier, value: int = 1) -> Policy:
    facts = {"citation": "deneme", "dossier": file, "decided_at": T0}
    return Policy.objects.create(key="document.grace", value=value, in_force_from=legal_day(T0), **facts)


def looked(asked: Asked, key: str = "") -> int:
    with reading():
        return asked.ask(key)


def test_an_answer_lasts_from_look_to_look_until_something_changes(file):
    asked = Asked()
    assert [looked(asked), looked(asked), looked(asked, "x"), looked(asked)] == [1, 1, 2, 1]
    decide(file)
    assert [looked(asked), looked(asked)] == [3, 3]


def test_acts_ask_anew(file):
    asked = Asked()
    assert [asked.ask(), asked.ask()] == [1, 2]
    with reading():
        assert asked.ask() == 3
        with acting():
            open_dossier(DossierKind.FIRM, firm=None, at=T0)
            assert [asked.ask(), asked.ask()] == [4, 5]
        assert asked.ask() == 3


def test_nothing_is_kept_while_there_is_no_generation():
    Generation.objects.all().delete()
    asked = Asked()
    assert [looked(asked), looked(asked)] == [1, 2]


def test_what_is_taken_back_brings_the_former_generation_back(file):
    asked, before = Asked(), generation()
    assert looked(asked) == 1
    with transaction.atomic():
        decide(file)
        assert generation() != before
        assert looked(asked) == 2
        transaction.set_rollback(True)
    assert generation() == before
    assert looked(asked) == 3


@pytest.mark.django_db(transaction=True)
def test_a_change_in_another_connection_is_seen_by_the_next_look():
    asked = Asked()
    with transaction.atomic():
        file = open_dossier(DossierKind.POLICY, firm=None, at=T0)
        decide(file)

    def elsewhere() -> None:
        decide(file, 2)
        connection.close()

    with reading():
        assert asked.ask() == 1
        with ThreadPoolExecutor(1) as pool:
            pool.submit(elsewhere).result()
        assert asked.ask() == 1, "one look sees one generation"
    assert looked(asked) == 2
