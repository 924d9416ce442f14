"""One-line bugs in guards and terms of what must hold for ever, and the tests that should notice each."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Mutant:
    """A text that stands once in a file, what takes its place, and the tests that are run then."""

    file: str
    old: str
    new: str
    tests: tuple[str, ...]


_TESTS = "registry/tests/test_"
_LAPSE, _OWED, _ORDER, _GROUNDS = (f"{_TESTS}{it}.py" for it in ("lifecycle", "owed", "order", "grounds"))
_DUTIES, _DEMANDS, _STANDING = (f"{_TESTS}{it}.py" for it in ("obligations", "demands", "standing"))
_PAPER, _EVERY, _STALE = (f"{_TESTS}{it}.py" for it in ("certificate", "conditions_hold", "stale"))
_DUE, _AHEAD, _OBLIGATIONS = "registry/due.py", "registry/ahead.py", "registry/obligations.py"
_CERTIFICATE, _CONDITIONS = "registry/conditions/certificate.py", "registry/conditions/obligations.py"
_ACTS, _ASKED = "registry/actions", "registry/demanding.py"

MUTANTS = (
    Mutant(_DUE, "integrator.active_until <= at:", "integrator.active_until < at:", (_LAPSE,)),
    Mutant(_DUE, "        lasts(partial(settle_one, integrator_id, at))\n", "", (_STALE,)),
    Mutant(_DUE, '        certificate.dossier.refresh_from_db(fields=["head_n"])', "        pass", (_STALE,)),
    Mutant(_DUE, "    if deadline.arises:", "    if not deadline.arises:", (_LAPSE,)),
    Mutant(_DUE, "ended.due_at) is not None:", "ended.due_at) is None:", (_LAPSE,)),
    Mutant(_DUE, "if ended.arises != GroundKind", "if ended.arises == GroundKind", (_LAPSE,)),
    Mutant(f"{_ACTS}/accept_certificate.py", "        come_by(certificate, at)\n", "", (_ORDER,)),
    Mutant(f"{_ACTS}/accept_certificate.py", "        count_anew(certificate.firm_id, at)\n", "", (_LAPSE, _EVERY)),
    Mutant(f"{_ACTS}/verify_certificate.py", "        come_by(certificate, at)\n", "", (_ORDER,)),
    Mutant(_AHEAD, 'order_by("due_at", "pk")', 'order_by("-due_at", "pk")', (_DUTIES,)),
    Mutant(_AHEAD, 'running.exclude(arises="").order_by', "running.order_by", (_LAPSE,)),
    Mutant(_AHEAD, ", status=DeadlineStatus.OPEN)", ")", (_LAPSE,)),
    Mutant(_OBLIGATIONS, "requirement.months or 0)", "requirement.months or 0, days=1)", (_DUTIES,)),
    Mutant(_OBLIGATIONS, "    look_ahead(obligation.integrator)\n    return", "    return", (_OWED,)),
    Mutant(
        _OBLIGATIONS,
        '    obligation.save(update_fields=["deadline"])\n    look_ahead(obligation.integrator)\n\n',
        '    obligation.save(update_fields=["deadline"])\n\n',
        (_OWED,),
    ),
    Mutant(_OBLIGATIONS, "max(requirement.first_due_days, 1)", "requirement.first_due_days + 1", (_DUTIES,)),
    Mutant(_OBLIGATIONS, " if lapses_by_itself(at) else", " if last else", (_OWED,)),
    Mutant(_OBLIGATIONS, "        last=reach,", "        last=last,", (_OWED,)),
    Mutant(_OBLIGATIONS, "<= reach <= last:", "<= reach < last:", (_OWED,)),
    Mutant(_OBLIGATIONS, "legal_day(at)) if obligation.concerned else None", "legal_day(at))", (_OWED,)),
    Mutant(_OBLIGATIONS, "filter(accepted_at__gte=since)", "filter(accepted_at__isnull=False)", (_OWED,)),
    Mutant("registry/standing.py", "at < self.at or", "at <= self.at or", (_STANDING,)),
    Mutant("registry/standing.py", "self.closed_at <= at)", "self.closed_at < at)", (_STANDING,)),
    Mutant("registry/standing.py", "(*self.grounds, *arising)", "self.grounds", (_STANDING,)),
    Mutant("registry/queries.py", "Q(active_until__gt=at)", "Q(active_until__gte=at)", (_LAPSE,)),
    Mutant(_CERTIFICATE, "last_valid_day(found) + timedelta(days=1)", "last_valid_day(found)", (_LAPSE,)),
    Mutant(_CERTIFICATE, " and it.status == CertificateStatus.VALID]", "]", (_ORDER,)),
    Mutant(_CERTIFICATE, "on >= VOID_FROM", "on > VOID_FROM", (_PAPER,)),
    Mutant(_CERTIFICATE, "VOID_FROM - timedelta(days=1)", "VOID_FROM", (_PAPER,)),
    Mutant(_CERTIFICATE, "on > certificate.valid_until_on", "on >= certificate.valid_until_on", (_PAPER,)),
    Mutant(_CONDITIONS, "dated_on > today", "dated_on >= today", (_DUTIES,)),
    Mutant(_CONDITIONS, "last < today", "last <= today", (_OWED,)),
    Mutant(_CONDITIONS, "legal_day(at) < opens", "legal_day(at) <= opens", (_OWED,)),
    Mutant(f"{_ACTS}/lapse.py", " if last_valid_day(it) < legal_day(at))", ")", (_ORDER,)),
    Mutant(f"{_ACTS}/lapse.py", "        look_ahead(integrator)\n", "", (_LAPSE,)),
    Mutant(f"{_ACTS}/lapse.py", "at < ended.due_at:", "at <= ended.due_at:", (_LAPSE,)),
    Mutant(f"{_ACTS}/run_out.py", "DeadlineStatus.ELAPSED", "DeadlineStatus.MET", (_ORDER,)),
    Mutant(f"{_ACTS}/run_out.py", "        look_ahead(integrator)\n", "", (_ORDER,)),
    Mutant(f"{_ACTS}/hold_lapse.py", "max(deadline.raw_on, legal_day(at))", "deadline.raw_on", (_DUTIES,)),
    Mutant(f"{_ACTS}/hold_lapse.py", "timedelta(days=days)", "timedelta(days=days + 1)", (_DUTIES,)),
    Mutant(f"{_ACTS}/hold_lapse.py", "        look_ahead(integrator)\n", "", (_DUTIES,)),
    Mutant(f"{_ACTS}/renew_validity.py", "it.certificate_id for", "not it.certificate_id for", (_ORDER,)),
    Mutant("registry/validity.py", "following or rests_on", "rests_on", (_ORDER,)),
    Mutant("registry/terms.py", 'if grace["working"] else', 'if not grace["working"] else', (_LAPSE,)),
    Mutant("registry/terms.py", "== AUTOMATIC", "!= AUTOMATIC", (_LAPSE,)),
    Mutant("registry/requirements.py", "in_force_from <= on", "in_force_from < on", (_DUTIES,)),
    Mutant("registry/days.py", "        if not any(new_duties", "        if any(new_duties", (_DUTIES,)),
    Mutant(f"{_ACTS}/decide_concern.py", " | Q(showing__obligation=obligation)", "", (_OWED,)),
    Mutant(
        f"{_ACTS}/judge_answer.py",
        "        if shown:\n            end_unless_over",
        "        if not shown:\n            end_unless_over",
        (_DEMANDS,),
    ),
    Mutant(f"{_ACTS}/judge_answer.py", "elif is_over(demand, at):", "elif not is_over(demand, at):", (_DEMANDS,)),
    Mutant(_ASKED, "due_at__lte=at", "due_at__lt=at", (_DEMANDS,)),
    Mutant(_ASKED, "(DeadlineStatus.OPEN, DeadlineStatus.ELAPSED)", "(DeadlineStatus.ELAPSED,)", (_DEMANDS,)),
    Mutant(_ASKED, "    if not is_over(demand, at):", "    if demand:", (_DEMANDS,)),
    Mutant(_ASKED, "demand.answered_at < ended.due_at", "demand.answered_at <= ended.due_at", (_DEMANDS,)),
    Mutant(f"{_ACTS}/demand_document.py", ", status__in=OPEN).exists()", ", pk=0).exists()", (_DEMANDS,)),
    Mutant(f"{_ACTS}/record_answer.py", "received_at__lt=demand.asked_at", "received_at=None", (_EVERY,)),
    Mutant(f"{_ACTS}/suspend_ground.py", "        if ground_id in stayed:", "        if not ground_id:", (_GROUNDS,)),
    Mutant(f"{_ACTS}/lift_suspension.py", "if ground_id not in stayed:", "if not ground_id:", (_GROUNDS,)),
    Mutant("registry/standing.py", "self.from_at <= at and", "self.from_at < at and", (_EVERY,)),
    Mutant("registry/standing.py", "at < self.until_at)", "at <= self.until_at)", (_EVERY,)),
    Mutant("registry/queries.py", "from_at__lte=at)", "from_at__lt=at)", (_EVERY,)),
    Mutant("registry/queries.py", "Q(until_at__gt=at)", "Q(until_at__gte=at)", (_EVERY,)),
    Mutant("registry/standing.py", "if self.annulled or at", "if at", (_EVERY,)),
    Mutant(
        f"{_ACTS}/annul_ground.py", "        if not any(renewal(integrator, at=at)):", "        if not at:", (_GROUNDS,)
    ),
    Mutant(f"{_ACTS}/reactivate.py", "it.received_at > youngest", "it.received_at", (_EVERY,)),
    Mutant("registry/not_shown.py", " if it.closing != Closing.ANNULLED}", "}", (_DUTIES,)),
    Mutant("registry/not_shown.py", " if it.deadline.pk not in known}", "}", (_DUTIES,)),
    Mutant("registry/queries.py", ", accepted_at=None, refused_at=None)", ", refused_at=None, pk=0)", (_OWED,)),
    Mutant("deadlines/terms.py", "due_at=day_end(last),", "due_at=day_end(last - timedelta(days=1)),", (_LAPSE,)),
    Mutant("deadlines/sweeper.py", "due_at__lte=at", "due_at__lt=at", (_LAPSE,)),
)
