"""Who comes is one question, and says what the questions it stands for say."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Mandate, Role, RoleGrant, User
from accounts.permissions import acts_for
from accounts.second_factor import has_second_factor
from accounts.signed_in import SignedIn
from conftest import T0
from law.clock import moved
from ledger.kept import generation
from ledger.reading import reading

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def known_of(person: User) -> tuple[object, ...]:
    return person.roles, acts_for(person), has_second_factor(person), generation()


def came(person: User) -> User:
    found = SignedIn().get_user(person.pk)
    assert found is not None
    return found


def test_one_question_answers_all_that_a_request_asks_of_a_person(firm, other_firm, compliance, officer):
    RoleGrant.objects.create(person=officer, role=Role.APPROVER, granted_at=T0)
    RoleGrant.objects.create(person=officer, role=Role.AUDITOR, granted_at=T0, ended_at=T0)
    Mandate.objects.create(person=compliance, firm=other_firm, from_at=T0)
    other_firm.ended_at = T0
    other_firm.save()
    with moved(T0):
        for person in (officer, compliance):
            anew = known_of(User.objects.get(pk=person.pk))
            with reading(), CaptureQueriesContext(connection) as asked:
                found = came(person)
                assert known_of(found) == anew
            assert len(asked) == 1
            assert all(getattr(found, it.attname) == getattr(person, it.attname) for it in User._meta.concrete_fields)
    assert known_of(officer)[:3] == ({Role.OFFICER, Role.APPROVER}, frozenset(), True)
    assert known_of(compliance)[:3] == (frozenset(), {firm.pk}, False)


def test_whoever_writes_is_asked_after_anew(firm, compliance):
    person = came(compliance)
    mandate = Mandate.objects.get(person=compliance)
    mandate.until_at = mandate.from_at
    mandate.save()
    assert acts_for(person) == frozenset()


def test_nobody_comes_who_is_not_there_or_may_not_sign_in(officer):
    officer.is_active = False
    officer.save()
    assert SignedIn().get_user(officer.pk) is None
    assert SignedIn().get_user(10**9) is None
