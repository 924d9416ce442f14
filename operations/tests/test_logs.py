"""Logs: one JSON line a request, with an id and its Steps, without anything of a person."""

from __future__ import annotations

import io
import json
import logging
import re

import pytest
import structlog
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string
from structlog.contextvars import bind_contextvars, get_contextvars
from structlog.stdlib import ProcessorFormatter

from accounts.actions.register_firm import register_firm
from accounts.tests.sign_in import signed_in
from operations.requests import HEADER, RequestLog

PERSONAL = re.compile(r"@|\b\d{10,11}\b|parola", re.IGNORECASE)


@pytest.fixture
def lines():
    """What the running configuration writes, as text."""
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    (ours,) = [it.formatter for it in logging.getLogger().handlers if isinstance(it.formatter, ProcessorFormatter)]
    handler.setFormatter(ours)
    logging.getLogger().addHandler(handler)
    yield lambda: written.getvalue().splitlines()
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_a_request_writes_one_line_without_anything_of_a_person(lines, compliance):
    client = signed_in(Client(), compliance)
    before = len(lines())
    answer = client.post(
        reverse("account_login"),
        {"login": compliance.email, "password": "parola-parola-1"},
        query_params={"tckn": "10000000146"},
        headers={"user-agent": "kisi@ornek.invalid", "x-request-id": "forged"},
    )
    (line,) = lines()[before:]
    told = json.loads(line)
    assert told["request"] == answer.headers[HEADER] != "forged"
    assert re.fullmatch(r"[0-9a-f]{16}", told["request"])
    assert (told["event"], told["method"], told["status"]) == ("request", "POST", answer.status_code)
    assert told["route"] == "hesap/login/"
    assert isinstance(told["ms"], int)
    assert not PERSONAL.search(line)


@pytest.mark.django_db
def test_an_unknown_address_is_not_quoted(lines):
    Client().get("/kisi@ornek.invalid/10000000146/")
    assert [json.loads(line)["status"] for line in lines() if '"request"' in line][-1] == 404
    assert not PERSONAL.search("\n".join(lines()))


@pytest.mark.django_db(transaction=True)
@pytest.mark.engine
def test_the_line_names_the_steps_that_were_committed(lines, rf, compliance, at):
    def view(request):
        firm = register_firm(by=compliance, at=at, legal_name="Deneme A.Ş.", vkn="4840847211", kep="d@hs01.kep.tr")
        return HttpResponse(firm.dossier.number)

    number = RequestLog(view)(rf.get("/")).content.decode()
    told = json.loads(lines()[-1])
    assert told["steps"] == [f"{number}/1"]


@pytest.mark.django_db(transaction=True)
def test_a_step_that_was_rolled_back_is_never_named(lines, rf, compliance, at):
    def view(request):
        with transaction.atomic():
            register_firm(by=compliance, at=at, legal_name="Deneme A.Ş.", vkn="4840847211", kep="d@hs01.kep.tr")
            transaction.set_rollback(True)
        return HttpResponse()

    RequestLog(view)(rf.get("/"))
    assert "steps" not in json.loads(lines()[-1])


def test_one_request_does_not_know_another(lines, rf):
    def first_view(request):
        bind_contextvars(firm=7)
        return HttpResponse()

    RequestLog(first_view)(rf.get("/"))
    RequestLog(lambda _request: HttpResponse())(rf.get("/"))
    first, second = (json.loads(line) for line in lines()[-2:])
    assert first["firm"] == 7
    assert "firm" not in second
    assert first["request"] != second["request"]
    assert get_contextvars() == {}


def test_an_exception_is_its_type_and_its_places(lines):
    try:
        int("kisi@ornek.invalid")
    except ValueError:
        structlog.get_logger("sicil.deneme").exception("failed")
        logging.getLogger("django.request").exception("%s: %s", "Internal Server Error", "/kisi@ornek.invalid/")
    ours, theirs = (json.loads(line) for line in lines()[-2:])
    for told in (ours, theirs):
        assert told["exception"][0] == "ValueError"
        assert re.fullmatch(r"test_logs\.py:\d+ \w+", told["exception"][1])
    assert theirs["event"] == "%s: %s"
    assert not PERSONAL.search("\n".join(lines()))


def test_the_demo_keeps_its_terminal_for_its_reader():
    logging_config = import_string("config.logs.logging_config")  # by name: rooms do not import the wiring
    assert logging_config(requests=False)["loggers"]["sicil.request"]["level"] == "WARNING"
    assert logging_config(requests=True)["loggers"]["sicil.request"]["level"] == "INFO"


def test_a_bad_answer_is_logged_once_and_a_crash_with_its_places(lines):
    (handler,) = [it for it in logging.getLogger().handlers if it.filters]
    quiet, loud = (
        logging.LogRecord("django.request", logging.ERROR, "", 1, "%s: %s", ("Gone", "/x/"), exc_info)
        for exc_info in (None, (ValueError, ValueError("x"), None))
    )
    assert not handler.filter(quiet)
    assert handler.filter(loud)
    assert handler.filter(logging.LogRecord("sicil", logging.WARNING, "", 1, "word", (), None))
