from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from accounts.actions.register_firm import register_firm
from accounts.models import Firm
from ledger.errors import NotAllowed, Refused
from ledger.guarded import BypassError
from ledger.models import Step
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_a_firm_is_registered_with_one_step(firm, compliance, at):
    step = firm.dossier.steps.get()
    assert (step.act, step.n, step.by, step.at) == ("accounts.register_firm", 1, compliance, at)
    assert list(verify()) == []


def test_all_reasons_come_at_once_each_at_its_field(firm, compliance, at):
    with pytest.raises(Refused) as refused:
        register_firm(by=compliance, at=at, legal_name=" ", vkn="123", kep="a@b.com", mersis="1")
    assert {o.field for o in refused.value.obstacles} == {"legal_name", "vkn", "kep", "mersis"}


def test_people_of_the_ministry_act_for_no_firm(officer, at):
    with pytest.raises(NotAllowed):
        register_firm(by=officer, at=at, legal_name="X A.Ş.", vkn="1234567890", kep="x@hs01.kep.tr")


def test_steps_cannot_be_changed_or_removed(firm):
    with pytest.raises(BypassError):
        Step.objects.update(act="x")
    step = firm.dossier.steps.get()
    step.act = "x"
    with pytest.raises(IntegrityError), transaction.atomic():
        step.save()
    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("DELETE FROM ledger_step")


def test_lifecycle_rows_cannot_be_changed_in_bulk(firm):
    with pytest.raises(BypassError):
        Firm.objects.filter(pk=firm.pk).update(legal_name="x")


def test_recorded_at_is_the_clock_and_at_is_the_legal_instant(compliance, at):
    firm = register_firm(
        by=compliance, at=at - timedelta(hours=1), legal_name="X A.Ş.", vkn="1234567890", kep="x@hs01.kep.tr"
    )
    step = firm.dossier.steps.get()
    assert step.at == at - timedelta(hours=1) < step.recorded_at
