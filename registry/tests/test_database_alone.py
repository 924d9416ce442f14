"""What the database refuses by itself, whoever writes: SQL that goes past every act."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from django.db import IntegrityError, connection, models, transaction

from conftest import T0
from deadlines.terms import open_deadline
from registry.actions.demand_document import demand_document
from registry.models import Certificate, Demand, Ground, Obligation, Showing
from registry.terms import DEMAND
from registry.tests.conftest import BREACH
from registry.tests.test_obligations import (
    HOSTING,
    STATIC,
    at_noon,
    carried_on,
    held_through,
    obligation,
    owing,
    second_set,
)

__all__ = ["carried_on", "held_through", "owing", "second_set"]

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def as_columns(row: models.Model, said: dict[str, Any]) -> dict[str, Any]:
    """Return column and value as the engine stores it, of every field or of those that are said."""
    found = dict[str, Any]()
    for field in row._meta.concrete_fields:
        if said and field.name not in said and field.attname not in said:
            continue
        value = said.get(field.name, said.get(field.attname, getattr(row, field.attname)))
        assert field.column
        found[field.column] = field.get_db_prep_save(getattr(value, "pk", value), connection)
    return found


def insert(row: models.Model) -> None:
    columns = {name: it for name, it in as_columns(row, {}).items() if name != "id"}
    names, marks = ", ".join(f'"{it}"' for it in columns), ", ".join(["%s"] * len(columns))
    run(f'INSERT INTO "{row._meta.db_table}" ({names}) VALUES ({marks})', columns.values())


def update(row: models.Model, **said: Any) -> None:
    columns = as_columns(row, said)
    sets = ", ".join(f'"{it}" = %s' for it in columns)
    run(f'UPDATE "{row._meta.db_table}" SET {sets} WHERE id = %s', [*columns.values(), row.pk])


def run(statement: str, values: Iterable[Any]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement, list(values))


def refused(name: str, act: Any, *args: Any, **kwargs: Any) -> None:
    """The constraint of this name refuses; SQLite names a unique index by its columns."""
    said = name if connection.vendor == "postgresql" else f"{name}|UNIQUE constraint failed"
    with pytest.raises(IntegrityError, match=said):
        act(*args, **kwargs)


@pytest.fixture
def facts(held_through, officer, decide, breach):
    """One of everything that a ground may name."""
    integrator = held_through.integrator
    at = at_noon(held_through.began_on)
    ground = breach(integrator, at)
    return {
        "integrator": integrator,
        "clause": "2",
        "at": T0,
        "recorded_at": T0,
        "rule": "sweeper",
        "proposal": ground.proposal,
        "proof": ground.proof,
        "certificate": Certificate.objects.earliest("pk"),
        "showing": held_through.showings.get(),
        "obligation": held_through,
        "deadline": held_through.deadline,
        "lapsed_on": T0.date(),
        **BREACH,
    }


COMMON = ("integrator", "clause", "at", "recorded_at", "rule")
WHOLE = {
    "certificate lapsed": ("document_lapsed", ("certificate", "lapsed_on")),
    "document lapsed": ("document_lapsed", ("showing", "lapsed_on")),
    "document not shown": ("document_not_shown", ("obligation", "deadline", "proposal")),
    "agreement not returned": ("agreement_unreturned", ("deadline",)),
    "breach": ("contract_breach", ("proof", "proposal", "article", "why_no_period", "hearing")),
}


@pytest.mark.parametrize("which", WHOLE)
def test_a_ground_without_any_one_of_its_facts_is_refused(facts, which):
    kind, required = WHOLE[which]
    common = {name: facts[name] for name in COMMON}
    for missing in required:
        row = Ground(kind=kind, **common, **{name: facts[name] for name in required if name != missing})
        refused("ground_has_its_facts", insert, row)
    whole = {**common, **{name: facts[name] for name in required}}
    refused("ground_has_its_facts", insert, Ground(kind=kind, **{**whole, "clause": "3/d"}))
    refused("ground_has_its_facts", insert, Ground(**whole, kind="whim"))
    refused("ground_has_author", insert, Ground(kind=kind, **{**whole, "rule": ""}))
    insert(Ground(kind=kind, **whole))


def test_a_lapse_names_one_document_and_is_open_once(facts):
    common = {name: facts[name] for name in (*COMMON, "lapsed_on")} | {"kind": "document_lapsed"}
    refused(
        "ground_has_its_facts", insert, Ground(**common, showing=facts["showing"], certificate=facts["certificate"])
    )
    for named, name in (
        ("certificate", "ground_open_once_per_certificate"),
        ("showing", "ground_lapse_once_per_document"),
    ):
        insert(Ground(**common, **{named: facts[named]}))
        refused(name, insert, Ground(**common, **{named: facts[named]}))
    term = {name: facts[name] for name in (*COMMON, "deadline")} | {"kind": "agreement_unreturned"}
    insert(Ground(**term))
    refused("ground_once_per_term", insert, Ground(**term))


def test_a_ground_is_closed_and_reviewed_by_somebody(facts, officer):
    ground = Ground.objects.get()
    for said in (
        {"closing": "remedied"},
        {"closed_at": T0},
        {"closing": "remedied", "closed_at": T0, "closing_document": facts["proof"]},
        {"closing": "remedied", "closed_at": T0, "closing_proposal": facts["proposal"]},
    ):
        refused("ground_closed_by_two", update, ground, **said)
    refused("ground_reviewed_by_someone", update, ground, reviewed_at=T0, review="Doğru.")
    refused("ground_reviewed_by_someone", update, ground, reviewed_at=T0, reviewed_by=officer)
    whole = {"closing_document": facts["proof"], "closing_proposal": facts["proposal"]}
    update(ground, closing="remedied", closed_at=T0, **whole)


def test_documents_are_judged_once_and_with_a_reason(held_through):
    showing, certificate = held_through.showings.get(), Certificate.objects.get()
    for row, name in ((showing, "showing"), (certificate, "certificate")):
        refused(f"{name}_judged_once", update, row, refused_at=T0, refusal="Eksik.")
        refused(f"{name}_refusal_has_reason", update, row, accepted_at=None, refused_at=T0)
    refused("showing_ends_after_date", update, showing, valid_until_on=showing.dated_on.replace(year=2020))
    refused("certificate_ends_after_issue", update, certificate, valid_until_on=certificate.issued_on)
    again = Showing(**{it.attname: getattr(showing, it.attname) for it in Showing._meta.concrete_fields} | {"id": None})
    refused("showing.document_id|document_id", insert, again)


def test_something_is_owed_once_and_decided_by_somebody(owing, officer):
    owed = obligation(owing, STATIC)
    twin = {it.attname: getattr(owed, it.attname) for it in Obligation._meta.concrete_fields} | {"id": None}
    refused("obligation_once", insert, Obligation(**twin))
    hosting = obligation(owing, HOSTING)
    for said in (
        {"decided_at": T0, "concerned": True, "decision": "Tespit."},
        {"decided_by": officer, "concerned": True, "decision": "Tespit."},
        {"decided_at": T0, "decided_by": officer, "decision": "Tespit."},
        {"decided_at": T0, "decided_by": officer, "concerned": True},
    ):
        refused("obligation_decided_by_someone", update, hosting, **said)


def test_a_demand_is_answered_with_a_document_and_judged_by_somebody(owing, officer, filed):
    requirement = obligation(owing, STATIC).requirement
    at = at_noon(requirement.requirement_set.in_force_from)
    demand = demand_document(owing.pk, by=officer, at=at, requirement_id=requirement.pk, reason="Şüphe.")
    refused("demand_answered_with_document", update, demand, status="answered", answered_at=T0)
    refused("demand_answered_with_document", update, demand, document=filed(owing, at))
    for said in ({}, {"judged_at": T0, "judgement": "Yok."}, {"judged_at": T0, "judged_by": officer}):
        refused("demand_judged_by_someone", update, demand, status="not_shown", **said)
    twin = {it.attname: getattr(demand, it.attname) for it in Demand._meta.concrete_fields} | {"id": None}
    refused("demand_one_at_a_time", insert, Demand(**twin))


def test_an_integrator_says_what_is_ahead_or_nothing(owing):
    refused("integrator_knows_what_is_ahead", update, owing, active_until=None)
    refused("integrator_knows_what_is_ahead", update, owing, next_ground="")
    term = open_deadline(owing.dossier, DEMAND, start=T0.date(), evidence="deneme", step=None)
    assert term.arises == ""
