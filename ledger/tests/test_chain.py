"""The canonical text and what binds it: one spelling, whatever language, zone or engine."""

import hashlib
import hmac
import json
from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.conf import settings

from accounts.models import Firm
from conftest import T0
from ledger import chain
from ledger.acts import Act, Rule, acting, lock, record
from ledger.models import DossierKind, Step
from ledger.numbers import open_dossier
from ledger.verification import verify

ACT = Act("planted.chain", "Deneme", rules=frozenset({"planted"}))
RULE = Rule("planted")


def write(firm, *, documents=(), **facts):
    """Write one more Step into a firm's dossier."""
    with acting():
        return record(ACT, lock(Firm, firm.pk), by=RULE, at=T0, facts=facts, documents=documents)


def test_one_spelling_whatever_the_order():
    assert chain.canonical({"b": [1, 2], "a": {"y": None, "x": True}}) == '{"a":{"x":true,"y":null},"b":[1,2]}'
    assert chain.canonical({"a": 1, "b": 2}) == chain.canonical({"b": 2, "a": 1})


def test_turkish_letters_stand_as_they_are():
    text = chain.canonical({"il": "Iğdır", "ilçe": "İstanbul / Şişli"})
    assert text == '{"il":"Iğdır","ilçe":"İstanbul / Şişli"}'
    assert chain.digest(text) == hashlib.sha256(text.encode("utf-8")).hexdigest()


def test_an_instant_is_spelt_alike_in_every_zone():
    spelt = {
        chain.instant(T0.astimezone(zone))
        for zone in (UTC, ZoneInfo("Europe/Istanbul"), ZoneInfo("Asia/Kathmandu"), timezone(-timedelta(hours=9)))
    }
    assert spelt == {"2026-03-02T09:00:00.000000+00:00"}
    assert chain.instant(T0 + timedelta(microseconds=7)) == "2026-03-02T09:00:00.000007+00:00"


def test_the_mac_is_the_keyed_digest():
    expected = hmac.new(settings.LEDGER_KEY, b"abc", hashlib.sha256).hexdigest()
    assert chain.mac("abc") == expected != hashlib.sha256(b"abc").hexdigest()


@pytest.mark.django_db
@pytest.mark.engine
def test_steps_hang_together_and_the_dossier_keeps_the_head(firm):
    one, two, three = (write(firm, n=n) for n in range(3))
    assert [it.n for it in (one, two, three)] == [2, 3, 4]
    assert two.previous == one.digest
    assert three.previous == two.digest
    firm.dossier.refresh_from_db()
    assert (firm.dossier.head_n, firm.dossier.head_digest) == (4, three.digest)


@pytest.mark.django_db
@pytest.mark.engine
def test_a_step_read_back_spells_as_it_was_written(firm):
    facts = {
        "il": "Iğdır – “Şırnak”",
        "at": datetime(2026, 7, 1, 12, tzinfo=ZoneInfo("Asia/Tokyo")),
        "on": T0.date(),
        "amount": Decimal("1.50"),
        "ratio": 0.1,
        "nested": {"ç": [1, True, None, {"ö": "ü"}]},
        "tab": "a\tb\u2028c",
    }
    write(firm, **facts)
    step = Step.objects.get(act=ACT.name)
    assert chain.canonical(chain.content_of(step, firm.dossier.number)) == step.canonical
    assert step.facts["il"] == facts["il"]
    assert json.loads(step.canonical)["facts"]["at"] == "2026-07-01T12:00:00+09:00"
    assert list(verify()) == []


@pytest.mark.django_db
@pytest.mark.engine
def test_documents_are_bound_in_one_order(firm):
    step = write(firm, documents=["b" * 64, "a" * 64])
    assert step.documents == ["a" * 64, "b" * 64]


@pytest.mark.django_db
def test_two_dossiers_have_chains_of_their_own(firm, other_firm):
    write(firm, n=1)
    first = other_firm.dossier.steps.get()
    assert (first.n, first.previous) == (1, "")


@pytest.mark.django_db
def test_a_dossiers_number_says_kind_year_and_place(at):
    numbers = [open_dossier(DossierKind.APPLICATION, firm=None, at=at).number for _ in range(2)]
    assert numbers == ["BSV-2026-000001", "BSV-2026-000002"]
    new_year = datetime(2026, 12, 31, 21, 0, tzinfo=UTC)  # 00:00 of 1 January in Istanbul
    assert open_dossier(DossierKind.APPLICATION, firm=None, at=new_year).number == "BSV-2027-000001"
