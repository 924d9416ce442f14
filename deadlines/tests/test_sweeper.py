"""The sweeper decides nothing: 0, 1 or n runs, in time or days late, one outcome."""

from __future__ import annotations

import io
import json
from datetime import date, timedelta
from typing import Any

import pytest
from django.apps import apps
from django.core import serializers
from django.core.management import CommandError, call_command
from django.core.management.color import no_style
from django.db import connection, transaction

from accounts.models import Firm, Mail
from deadlines.actions.elapse import elapse
from deadlines.models import Deadline, DeadlineStatus
from deadlines.simulation import simulate
from deadlines.sweeper import LONGEST_WAIT, SWEEPER, sweep
from deadlines.tasks import sweep_due
from deadlines.terms import open_deadline, remind
from deadlines.tests.conftest import DAYS, WORKING
from law.clock import day_end, moved
from law.terms import Term, Unit
from ledger.acts import Act, Rule, lock, record
from ledger.chain import canonical, digest
from ledger.models import Dossier, DossierKind, Heartbeat, Step
from ledger.numbers import open_dossier
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NOT_COMPARED = {"recorded_at", "canonical", "digest", "mac", "previous", "head_digest", "beaten_at"}
"""The instant of writing and what binds it; all the rest must be equal."""


def rows(*, everything: bool = False) -> str:
    """Return one digest of every row that there is."""
    kept: list[Any] = []
    for model in sorted(apps.get_models(), key=lambda it: it._meta.label):
        for row in json.loads(serializers.serialize("json", model._base_manager.order_by("pk"))):
            fields = row["fields"] if everything else {k: v for k, v in row["fields"].items() if k not in NOT_COMPARED}
            kept.append([row["model"], row["pk"], fields])
    return digest(canonical({"rows": kept}))


def outcome(*instants) -> str:
    """Sweep at these instants, note the outcome and take it back."""
    with transaction.atomic(), connection.cursor() as cursor:
        for reset in connection.ops.sequence_reset_sql(no_style(), apps.get_models()):
            cursor.execute(reset)  # a rollback gives no key back: let every trial begin with the same
        for at in instants:
            with moved(at):
                sweep(at)
        assert list(verify()) == []
        seen = rows()
        transaction.set_rollback(True)
    return seen


CHAINED = Act("planted.chained", "Deneme", rules=frozenset({"planted"}))
NEXT = Term("planted_next", 2, Unit.DAYS, rolls=False, clause="3/b", title="İki gün")


def opens_the_next(deadline: Deadline, at) -> None:
    """A due act that opens a term of its own, as the acts of higher rooms do."""
    row = lock(Deadline, deadline.pk)
    step = record(CHAINED, row, by=Rule("planted"), at=at, clause=row.clause)
    assert deadline.effective_on
    open_deadline(row.dossier, NEXT, start=deadline.effective_on, evidence="deneme delili", step=step)


def numbers_its_end(deadline: Deadline, at) -> None:
    """A due act whose outcome depends on its place among the others: it takes the next number."""
    row = lock(Deadline, deadline.pk)
    opened = open_dossier(DossierKind.APPLICATION, firm=row.dossier.firm, at=at)
    record(CHAINED, row, by=Rule("planted"), at=at, facts={"number": opened.number})


@pytest.fixture
def several(opened, dossier, other_firm, due_act):
    """Terms of two firms that end on different days, one of which opens another between two that take numbers."""
    other = open_dossier(DossierKind.APPLICATION, firm=other_firm, at=dossier.opened_at)
    due_act(WORKING.key, opens_the_next)
    due_act(DAYS.key, numbers_its_end)
    due_act(NEXT.key, numbers_its_end)
    made = [
        opened(WORKING, start=date(2026, 3, 13)),  # until Tuesday the 24th, then two days more
        opened(),  # until Monday the 23rd
        opened(place=other, start=date(2026, 2, 25)),  # until Friday the 27th
        opened(WORKING, start=date(2026, 3, 12), place=other),
    ]
    remind(made[1], [7, 1], after=dossier.opened_at)
    return made


def test_whenever_the_sweeper_came_round_the_outcome_is_one(several):
    last = max(it.due_at for it in several) + timedelta(days=4)
    in_time = sorted(
        {it.due_at for it in Deadline.objects.all()} | {last - timedelta(hours=n) for n in range(0, 150, 4)}
    )
    expected = outcome(*in_time, last)
    assert outcome(last) == expected
    assert outcome(last, last, last) == expected
    assert outcome(last + timedelta(days=4)) == expected
    assert outcome(*in_time[::5], last) == expected
    assert outcome() != expected


def test_late_acts_carry_the_instant_at_which_they_were_due(several):
    last = max(it.due_at for it in several)
    with moved(last + timedelta(days=4)):
        sweep(last + timedelta(days=4))
    for deadline in Deadline.objects.filter(reminds=None):
        assert (deadline.status, deadline.closed_at) == (DeadlineStatus.ELAPSED, deadline.due_at)
        step = Step.objects.get(subject=f"deadlines.deadline:{deadline.pk}")
        assert step.at == deadline.due_at < step.recorded_at


def test_nothing_is_due_before_its_instant(opened):
    deadline = opened()
    assert sweep(deadline.due_at - timedelta(microseconds=1)) == 0
    assert sweep(deadline.due_at) == 1
    assert sweep(deadline.due_at) == 0


def test_the_earliest_is_run_first_also_among_those_that_an_act_opened(several):
    sweep(max(it.due_at for it in several) + timedelta(days=4))
    instants = list(Step.objects.filter(act=CHAINED.name).order_by("pk").values_list("at", flat=True))
    assert instants == sorted(instants)
    assert len(instants) == len(several) + 2


def test_a_failing_one_waits_and_those_behind_it_run(opened, due_act):
    failing, behind = opened(WORKING, start=date(2026, 3, 2)), opened()
    tries = []

    def fail(deadline, at):
        tries.append(at)
        elapse(deadline.pk, by=SWEEPER, at=at)  # undone with the rest
        raise ZeroDivisionError

    due_act(WORKING.key, fail)
    at = behind.due_at
    assert sweep(at) == 1
    for row in (failing, behind):
        row.refresh_from_db()
    assert (failing.status, failing.attempts, failing.retry_at) == (DeadlineStatus.OPEN, 1, at + timedelta(minutes=1))
    assert behind.status == DeadlineStatus.ELAPSED
    assert Step.objects.filter(act="deadlines.elapse").count() == 1
    sweep(at)
    assert len(tries) == 1, "not before retry_at"
    for n in range(8):
        assert failing.retry_at
        at = failing.retry_at
        sweep(at)
        failing.refresh_from_db()
        assert failing.retry_at == at + min(timedelta(minutes=2 ** (n + 1)), LONGEST_WAIT)
    due_act(WORKING.key, numbers_its_end)
    assert failing.retry_at
    assert sweep(failing.retry_at) == 1
    failing.refresh_from_db()
    assert failing.closed_at == failing.due_at


def test_a_due_act_that_moves_no_row_still_closes_its_term(opened, due_act):
    deadline = opened()
    due_act(DAYS.key, lambda *_: None)
    assert sweep(deadline.due_at) == 1
    deadline.refresh_from_db()
    assert (deadline.status, deadline.closed_at) == (DeadlineStatus.ELAPSED, deadline.due_at)


def test_a_due_act_that_met_its_term_is_believed(opened, due_act):
    deadline = opened()

    def meet(row, at):
        row.status, row.closed_at = DeadlineStatus.MET, at
        row.save()

    due_act(DAYS.key, meet)
    sweep(deadline.due_at)
    deadline.refresh_from_db()
    assert deadline.status == DeadlineStatus.MET


def test_a_reminder_writes_to_whoever_acts_for_the_firm(opened, compliance):
    deadline = opened()
    remind(deadline, [7], after=deadline.dossier.opened_at)
    before = Mail.objects.count()
    sweep(deadline.due_at - timedelta(days=7))
    mail = Mail.objects.latest("pk")
    assert Mail.objects.count() == before + 1
    assert mail.to == compliance.email
    assert "23 Mart 2026 Pazartesi" in mail.body
    deadline.refresh_from_db()
    assert deadline.status == DeadlineStatus.OPEN


def test_a_dossier_without_a_firm_reminds_nobody(opened, at):
    deadline = opened(place=open_dossier(DossierKind.POLICY, firm=None, at=at))
    remind(deadline, [7], after=at)
    before = Mail.objects.count()
    assert sweep(deadline.due_at - timedelta(days=7)) == 1
    assert Mail.objects.count() == before


def test_a_simulation_shows_the_steps_and_changes_no_row(several):
    before = rows(everything=True)
    last = max(it.due_at for it in several)
    effects = simulate(last)
    assert rows(everything=True) == before
    sweep(last)
    written = Step.objects.filter(act=CHAINED.name).order_by("at", "pk").select_related("dossier")
    assert [(it.at, it.dossier, it.act) for it in effects] == [(it.at, it.dossier.number, it.act) for it in written]
    assert [it.dossier for it in effects] != []


def test_the_command_simulates_a_day_to_its_end(opened):
    deadline = opened()
    before, out = rows(everything=True), io.StringIO()
    call_command("close_day", "--simulate", "2026-03-22", stdout=out)
    assert out.getvalue() == "0 steps; nothing was changed\n"
    call_command("close_day", "--simulate", "2026-03-23", stdout=out)
    assert f"2026-03-24 00:00 {deadline.dossier.number} deadlines.elapse 3/b" in out.getvalue()
    assert rows(everything=True) == before
    with pytest.raises(CommandError):
        call_command("close_day", "--simulate", "23.03.2026")


def test_the_command_and_the_loop_read_the_moved_clock(opened):
    deadline, out = opened(), io.StringIO()
    call_command("close_day", stdout=out)
    assert out.getvalue() == "0 closed\n"
    with moved(day_end(date(2026, 3, 23))):
        call_command("close_day", stdout=out)
        assert out.getvalue().endswith("1 closed\n")
    later = deadline.due_at + timedelta(days=1)
    with moved(later):
        sweep_due()
    assert Heartbeat.objects.get(loop="sweep").beaten_at >= later


def test_a_firm_that_has_ended_has_terms_that_end(opened, firm: Firm, dossier: Dossier, at):
    firm.ended_at = at
    firm.save()
    assert sweep(opened().due_at) == 1
    assert dossier.steps.get().rule == "sweeper"
