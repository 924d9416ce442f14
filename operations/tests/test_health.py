"""/saglik: 200, or 503 when the sweeper rests, the disk is full or the database is away; nothing of a person."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client

from accounts.mail import MOST_ATTEMPTS, enqueue
from accounts.tests.sign_in import signed_in
from deadlines.tasks import sweep_due
from documents.actions.seal_letter import seal_letter
from documents.signing import run_waiting
from kep_gateway.notices import notify
from kep_gateway.tests.letters import unsigned
from law.clock import moved
from ledger.acts import Rule
from ledger.heartbeat import beat
from operations import health
from operations.tests.elsewhere import environment, run


def look() -> tuple[int, dict[str, Any]]:
    answer = Client().get("/saglik")
    assert answer.headers["Cache-Control"] == "no-store"
    return answer.status_code, answer.json()


@pytest.mark.django_db
@pytest.mark.engine
def test_unwell_before_the_first_sweep():
    status, told = look()
    assert (status, told["status"], told["sweep_age"]) == (503, "unwell", None)


@pytest.mark.django_db
@pytest.mark.engine
@pytest.mark.parametrize(("minutes", "expected"), [(0, 200), (14, 200), (16, 503)])
def test_a_sweep_counts_for_fifteen_minutes(at, minutes, expected):
    with moved(at):
        sweep_due()
    with moved(at + timedelta(minutes=minutes, seconds=30)):  # both clocks run on while the test does
        status, told = look()
    assert status == expected
    assert 60 * minutes <= told["sweep_age"] < 60 * minutes + 60


@pytest.mark.django_db
def test_ages_of_what_waits_are_told_and_nothing_of_whom(at, firm):
    beat("sweep")
    beat("worker")
    enqueue("kisi@ornek.invalid", "Konu", "Metin", at=at - timedelta(hours=1))
    answer = Client().get("/saglik")
    told = answer.json()
    assert 3600 <= told["mail_age"] < 3660
    assert told["outbox_age"] is None
    assert told["worker_age"] < 60
    assert set(told) == {"status", "worker_age", "sweep_age", "outbox_age", "mail_age", "disk_free_mb"}
    assert "@" not in answer.content.decode()


@pytest.mark.django_db
def test_a_letter_waits_from_its_signature_on(at, firm, settings, tmp_path):
    settings.DOCUMENTS_DIR = tmp_path
    letter = unsigned(firm, at=at)
    notify(firm.dossier.steps.get(n=1), letter=letter, firm=firm, kind="deneme", at=at)
    with moved(at + timedelta(days=3)):
        assert look()[1]["outbox_age"] is None
    seal_letter(letter.pk, by=Rule("letter"), at=at + timedelta(days=3))
    run_waiting(at + timedelta(days=3))
    with moved(at + timedelta(days=3, hours=1)):
        assert 3600 <= look()[1]["outbox_age"] < 3660


@pytest.mark.django_db
def test_an_e_mail_that_was_given_up_no_longer_ages(at):
    mail = enqueue("kisi@ornek.invalid", "Konu", "Metin", at=at)
    mail.attempts = MOST_ATTEMPTS
    mail.save()
    with moved(at + timedelta(days=30)):
        assert look()[1]["mail_age"] is None


@pytest.mark.django_db
def test_a_full_disk_is_unwell(monkeypatch):
    beat("sweep")
    monkeypatch.setattr(health, "FREE_AT_LEAST", 2**62)
    assert look()[0] == 503


def test_a_database_that_is_away_is_told(tmp_path):
    """In a process of its own, with a database that nobody answers for."""
    place = environment(tmp_path, "postgres://kimse@127.0.0.1:1/yok")
    asked = "import config.wsgi; from django.test import Client as C; r = C().get('/saglik'); print(r.status_code, r.json())"
    done = run(place, "-c", asked)
    assert done.stdout.splitlines()[-1] == "503 {'status': 'unwell', 'database': 'away'}", done.stderr


@pytest.mark.django_db
def test_people_go_to_their_desk_and_firms_to_their_portal(officer, compliance):
    for person, address in ((officer, "/masa/"), (compliance, "/portal/")):
        where = signed_in(Client(), person).get("/basla/")
        assert where.status_code == 302
        assert where.headers["Location"] == address
    assert Client().get("/basla/").headers["Location"].startswith("/hesap/")


@pytest.mark.django_db
@pytest.mark.engine
def test_health_costs_few_queries(django_assert_max_num_queries):
    with django_assert_max_num_queries(3, connection=connection):
        Client().get("/saglik")
