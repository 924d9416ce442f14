"""Joints 4, 6 and 7: signals roll back with the act, constraints are answers, rows change through acts only."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, OperationalError, connection, models, transaction

from accounts.actions.register_firm import register_firm
from accounts.models import Firm
from conftest import T0
from deadlines.actions.elapse import elapse
from deadlines.models import Deadline, DeadlineStatus
from deadlines.sweeper import SWEEPER, sweep
from ledger.acts import acting, lock_dossier
from ledger.errors import Refused, TryLater
from ledger.guarded import BypassError, Guarded
from ledger.models import Counter, Dossier, Step
from ledger.signals import moved
from tests.conftest import registered
from tests.races import at_once, only_postgresql

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


class Raised(Exception):
    """What the planted receiver gives."""


@pytest.fixture
def raising():
    """Listen to every Step and raise."""

    def receiver(sender, *, step, row, **_):
        raise Raised(step.act)

    moved.connect(receiver)
    yield
    moved.disconnect(receiver)


def counted() -> dict[str, int]:
    return {model._meta.label: model._default_manager.count() for model in apps.get_models()}


def test_a_raising_receiver_takes_back_state_step_rows_and_numbers(opened, compliance, raising):
    deadline = opened()
    before = counted()
    with pytest.raises(Raised):
        elapse(deadline.pk, by=SWEEPER, at=deadline.due_at)
    with pytest.raises(Raised):
        register_firm(by=compliance, at=T0, legal_name="Yeni A.Ş.", vkn="4840847211", kep="yeni@hs01.kep.tr")
    deadline.refresh_from_db()
    assert deadline.status == DeadlineStatus.OPEN
    deadline.dossier.refresh_from_db()
    assert deadline.dossier.head_n == 0
    assert counted() == before
    assert Counter.objects.get(series="FRM").last == 1


def test_the_sweeper_writes_the_failure_down_after_the_rollback(opened, raising):
    deadline = opened()
    assert sweep(deadline.due_at) == 0
    deadline.refresh_from_db()
    assert (deadline.status, deadline.attempts) == (DeadlineStatus.OPEN, 1)
    assert deadline.retry_at == deadline.due_at + timedelta(minutes=1)
    assert not Step.objects.filter(dossier=deadline.dossier).exists()


def test_a_receiver_hears_each_step_once_with_its_row(firm, opened):
    heard = []

    def receiver(sender, *, step, row, **_):
        heard.append((sender, step.act, row.pk))

    moved.connect(receiver)
    try:
        deadline = opened()
        elapse(deadline.pk, by=SWEEPER, at=deadline.due_at)
    finally:
        moved.disconnect(receiver)
    assert heard == [(Deadline, "deadlines.elapse", deadline.pk)]


def test_a_uniqueness_of_the_database_is_an_answer(firm):
    with pytest.raises(Refused) as refused, acting():
        registered(firm.vkn)
    assert refused.value.codes == {"conflict"}
    assert Firm.objects.count() == 1


def test_a_check_of_the_database_is_an_answer(opened):
    deadline = opened()
    deadline.closed_at = T0
    with pytest.raises(Refused) as refused, acting():
        deadline.save()
    assert refused.value.codes == {"conflict"}


def test_an_ended_firm_frees_its_tax_number(firm):
    firm.ended_at = T0
    firm.save()
    assert registered(firm.vkn).pk


def test_steps_have_exactly_one_author(firm, officer):
    step = firm.dossier.steps.get()
    for by, rule in ((None, ""), (officer, "sweeper")):
        copy = Step(**{f.attname: getattr(step, f.attname) for f in Step._meta.concrete_fields if f.name != "id"})
        copy.n, copy.by, copy.rule = 2, by, rule
        with pytest.raises(IntegrityError, match="step_by_person_or_rule"), transaction.atomic():
            copy.save(force_insert=True)


@only_postgresql
@pytest.mark.django_db(transaction=True)
def test_a_lock_that_is_not_to_be_had_is_try_later(opened):
    deadline = opened()

    def impatient() -> None:
        with acting(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '50ms'")
            elapse(deadline.pk, by=SWEEPER, at=deadline.due_at)

    with transaction.atomic():
        lock_dossier(deadline.dossier_id)
        (answer,) = at_once(impatient)
    assert isinstance(answer, TryLater)
    assert isinstance(answer.__cause__, OperationalError)


def guarded_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models() if isinstance(model._default_manager.all(), Guarded)]


@pytest.mark.parametrize("model", guarded_models(), ids=lambda model: model._meta.label)
def test_lifecycle_rows_do_not_change_in_bulk(model):
    rows = model._default_manager.all()
    for attempt in (
        lambda: rows.update(pk=1),
        rows.delete,
        lambda: rows.bulk_update([], ["pk"]),
        lambda: rows.update_or_create(pk=1),
        lambda: rows.bulk_create([], update_conflicts=True, update_fields=["pk"], unique_fields=["pk"]),
        lambda: rows.bulk_create([], ignore_conflicts=True),
        lambda: model._base_manager.update(pk=1),
    ):
        with pytest.raises(BypassError):
            attempt()


def test_related_managers_are_guarded_too(firm):
    with pytest.raises(BypassError):
        firm.mandates.update(until_at=T0)
    with pytest.raises(BypassError):
        firm.dossier.steps.all().delete()


def test_a_row_that_others_point_to_is_not_deleted(firm):
    with pytest.raises(models.ProtectedError):
        firm.delete()
    with pytest.raises(models.ProtectedError):
        Dossier.objects.get(pk=firm.dossier_id).delete()
