"""What another connection commits is seen by the very next request: policies, holidays, requirement sets, roles."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import connection
from django.test import Client, RequestFactory

from accounts.models import Role, RoleGrant
from accounts.tests.sign_in import signed_in
from conftest import T0
from contracts.models import AgreementVersion
from contracts.versions import newest
from documents.letters import authority_of
from documents.models import MinistrySignatory
from law.clock import legal_day, moved
from ledger.models import Dossier
from ledger.reading import ReadingMiddleware
from policies.models import CalendarDay, Policy
from policies.queries import calendar, value
from registry.models import RequirementSet
from registry.requirements import set_in_force

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]
HOLIDAY = date(2026, 3, 5)


def elsewhere(change: Callable[[], object]) -> None:
    """Commit a change in a connection of its own, as another node does."""

    def changed() -> None:
        change()
        connection.close()

    with ThreadPoolExecutor(1) as pool:
        pool.submit(changed).result()


def requested(question: Callable[[], object]) -> object:
    """Ask a question as a request does that only looks."""
    found: list[object] = []
    ReadingMiddleware(lambda request: found.append(question()))(RequestFactory().get("/"))  # type: ignore[arg-type,return-value]  # what it answers is of no matter
    return found[0]


def test_every_change_of_reference_data_is_seen_by_the_next_request(world):
    at, dossier = T0, Dossier.objects.earliest("pk")
    on, person = legal_day(at), world.approver
    facts = {"citation": "deneme", "dossier": dossier, "decided_at": at}
    version = AgreementVersion.objects.latest("number")
    text = {"dossier": version.dossier, "template": version.template, "template_sha256": "0" * 64}

    def end() -> None:
        authority = MinistrySignatory.objects.get(person=person, until_on=None)
        authority.until_on = date(2020, 1, 1)
        authority.save()

    changes: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {
        "policy": (
            lambda: value("certificate.verification_days", on),
            lambda: Policy.objects.create(key="certificate.verification_days", value=7, in_force_from=on, **facts),
        ),
        "holiday": (
            lambda: calendar().closed(HOLIDAY, half_days_close=True),
            lambda: CalendarDay.objects.create(day=HOLIDAY, name="Deneme", source="deneme", added_at=at),
        ),
        "requirement set": (
            lambda: set_in_force(on),
            lambda: RequirementSet.objects.create(version=99, in_force_from=on, citation="deneme"),
        ),
        "agreement version": (
            lambda: newest(on),
            lambda: AgreementVersion.objects.create(number=99, published_on=on, effective_on=on, **text),
        ),
        "authority to sign": (lambda: authority_of(person, on), end),
    }
    for name, (question, change) in changes.items():
        before = requested(question)
        assert requested(question) == before, name
        elsewhere(change)
        assert requested(question) != before, name


def test_a_role_given_or_ended_elsewhere_counts_in_the_next_request(world):
    with moved(T0):
        client, person = signed_in(Client(), world.officer), world.officer
        assert client.get("/masa/kisiler/").status_code == 403
        elsewhere(lambda: RoleGrant.objects.create(person=person, role=Role.ADMINISTRATOR, granted_at=T0))
        assert client.get("/masa/kisiler/").status_code == 200

        def end() -> None:
            for grant in RoleGrant.objects.filter(person=person):
                grant.ended_at = T0
                grant.save()

        elsewhere(end)
        assert client.get("/masa/kisiler/").status_code == 403
