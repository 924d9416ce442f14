from __future__ import annotations

from collections.abc import Callable
from threading import Barrier, Thread

import pytest
from django.db import connection

from documents.actions.seal_letter import seal_letter
from documents.lifecycle import LetterStatus
from documents.models import Document, Letter
from documents.signing import bind_verified, run_waiting, sign_prepared
from ledger.acts import Rule
from ledger.verification import verify

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]


def at_once(*works: Callable[[], object]) -> None:
    """Start the works at one moment, each on its own connection, and wait for all."""
    start, done = Barrier(len(works)), []

    def run(work: Callable[[], object]) -> None:
        start.wait()
        try:
            work()
            done.append(work)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(work,)) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(done) == len(works)


@pytest.fixture
def ten_letters(make_letter, firm, other_firm) -> list[Letter]:
    both = (firm, other_firm)
    return [make_letter(dossier=both[n % 2].dossier, firm=both[n % 2]) for n in range(10)]


def test_ten_letters_numbered_at_once_have_ten_numbers_without_a_gap(ten_letters, at):
    at_once(*(lambda pk=it.pk: seal_letter(pk, by=Rule("letter"), at=at) for it in ten_letters))
    assert set(Letter.objects.values_list("number", flat=True)) == set(range(1, 11))
    assert list(verify()) == []


def test_workers_at_once_sign_each_letter_once(ten_letters, at):
    for letter in ten_letters[:4]:
        seal_letter(letter.pk, by=Rule("letter"), at=at)
    at_once(*([lambda: sign_prepared(at)] * 3))
    at_once(*([lambda: bind_verified(at)] * 3))
    run_waiting(at)
    assert Document.objects.filter(kind="letter").count() == 4
    assert Letter.objects.filter(status=LetterStatus.SIGNED).count() == 4
    assert list(verify()) == []
