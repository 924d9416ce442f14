"""The races of the house, each so many rounds, each judged. Ten rounds in the suite, hundreds in tests/soak.

Rounds differ by the instants that are passed in; nothing here sleeps.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime
from functools import partial

from django.db import transaction

from accounts.actions.accept_invitation import accept_invitation
from accounts.actions.grant_role import grant_role
from accounts.actions.invite import invite
from accounts.models import Firm, Mandate, Role, RoleGrant, User
from applications.lifecycle import Status
from applications.models import Application, RejectionGround
from conftest import T0, person
from deadlines.actions.elapse import ACT as ELAPSE
from deadlines.actions.elapse import elapse
from deadlines.actions.service_corrected import service_corrected
from deadlines.models import Deadline, DeadlineStatus
from deadlines.sweeper import SWEEPER, sweep
from documents.models import Letter
from kep_gateway.models import Notice
from law.clock import moved
from ledger.actions.approve import approve
from ledger.actions.decline import decline
from ledger.acts import lock_dossiers
from ledger.errors import Refused
from ledger.models import Dossier, Outcome, Proposal, Step
from ledger.numbers import next_number
from ledger.tests.planted import ACT as PLANTED
from ledger.verification import verify
from operations.demo.story import Story
from registry.models import Integrator, Publication
from tests.races import at_once, judge

APPROVE, REJECT = "applications.approve", "applications.reject"


def approvals(
    rounds: int, proposed: Callable[..., Proposal], one: User, other: User, day: Callable[[int], datetime]
) -> None:
    """Two persons approve one proposal at once: it runs once, and the other hears that it has been decided."""
    for n in range(rounds):
        proposal = proposed(f"il {n}")
        judge(at_once(*(partial(approve, proposal.pk, by=who, at=T0) for who in (one, other))), told="decided")
        proposal.refresh_from_db()
        assert proposal.outcome == Outcome.APPROVED
        assert Step.objects.filter(act=PLANTED.name).count() == n + 1
    assert list(verify()) == []


def approved_applications(rounds: int, suitable: Callable[[], Story]) -> None:
    """Two officers approve one application at once: one of them does, and everything that follows is there once."""
    for _ in range(rounds):
        story = suitable()
        proposal = story.propose(APPROVE, Application, story.application.pk)
        people = (story.world.approver, story.world.second_approver)
        judge(together(story, *(partial(approve, proposal.pk, by=who, at=story.at) for who in people)), told="decided")
        assert decided(story) == Status.APPROVED
    assert list(verify()) == []


def approval_against_decline(rounds: int, suitable: Callable[[], Story]) -> None:
    """One officer approves while another declines: one answer stands, and a declined proposal has done nothing."""
    story = suitable()
    for _ in range(rounds):
        proposal = story.propose(APPROVE, Application, story.application.pk)
        yes = partial(approve, proposal.pk, by=story.world.approver, at=story.at)
        no = partial(decline, proposal.pk, by=story.world.second_approver, at=story.at, reason="Eksik")
        judge(together(story, yes, no), told="decided")
        proposal.refresh_from_db()
        approved = proposal.outcome == Outcome.APPROVED
        assert decided(story) == (Status.APPROVED if approved else Status.SUITABLE)
        story = suitable() if approved else story
    assert list(verify()) == []


def approval_against_rejection(rounds: int, suitable: Callable[[], Story]) -> None:
    """Two proposals wait, to approve and to reject, and both are approved at once: the application takes one way."""
    for _ in range(rounds):
        story = suitable()
        document = story.application.dossier.documents.earliest("pk").pk
        reasons = {"ground": RejectionGround.NO_AUTHORITY.value, "document": document}
        ways = [story.propose(APPROVE, Application, story.application.pk)]
        ways.append(story.propose(REJECT, Application, story.application.pk, **reasons))
        people = (story.world.approver, story.world.second_approver)
        calls = [partial(approve, way.pk, by=who, at=story.at) for way, who in zip(ways, people, strict=True)]
        judge(together(story, *calls), told="decided")
        assert decided(story) in {Status.APPROVED, Status.REJECTED}
        assert Proposal.objects.filter(pk__in=[way.pk for way in ways], outcome=Outcome.APPROVED).count() == 1
    assert list(verify()) == []


def together(story: Story, *calls: Callable[[], object]) -> list[object]:
    """Make the calls at once at the story's instant."""
    with moved(story.at):
        return at_once(*calls)


def decided(story: Story) -> str:
    """Return the application's status, having counted what its decision leaves: each once, or nothing at all."""
    application, dossier = Application.objects.get(pk=story.application.pk), story.application.dossier
    approved, rejected = (int(application.status == status) for status in (Status.APPROVED, Status.REJECTED))
    kinds = ["applications.approval"] * approved + ["applications.rejection"] * rejected
    assert [dossier.steps.filter(act=act).count() for act in (APPROVE, REJECT)] == [approved, rejected]
    assert list(Letter.objects.filter(dossier=dossier).values_list("kind", flat=True)) == kinds
    assert list(Notice.objects.filter(dossier=dossier).values_list("kind", flat=True)) == kinds
    admitted = list(Integrator.objects.filter(firm=story.firm))
    assert len(admitted) == approved
    assert [it.dossier.steps.filter(act="registry.admit").count() for it in admitted] == [1] * approved
    slugs = [it.slug for it in admitted]
    assert (
        list(Publication.objects.filter(event_slug__in=slugs).values_list("event", flat=True))
        == ["registry.admit"] * approved
    )
    assert Publication.objects.count() == Integrator.objects.count()
    return application.status


def elapses(rounds: int, opened: Callable[..., Deadline]) -> None:
    """Two acts meet in one dossier: one runs, and the other finds the term closed."""
    for _ in range(rounds):
        deadline = opened()
        call = partial(elapse, deadline.pk, by=SWEEPER, at=deadline.due_at)
        judge(at_once(call, call), told="closed")
        assert deadline.dossier.steps.count() == 1
    assert list(verify()) == []


def act_against_sweeper(rounds: int, opened: Callable[..., Deadline], officer: User) -> None:
    """An officer moves a term's start while the sweeper closes it: one of two outcomes, and nobody was turned away."""
    for n in range(rounds):
        deadline = opened()
        later = partial(
            service_corrected, deadline.pk, by=officer, at=T0, served_on=date(2026, 2, 18), evidence=f"delil {n}"
        )
        corrected, swept = at_once(later, partial(sweep, deadline.due_at))
        deadline.refresh_from_db()
        assert isinstance(corrected, Deadline) or (isinstance(corrected, Refused) and corrected.codes == {"closed"})
        assert isinstance(swept, int), swept
        assert deadline.attempts == 0  # a deadlock would have been postponed
        sweep(deadline.due_at)  # what a sweeper skips because it is locked, the next round takes
        deadline.refresh_from_db()
        assert deadline.status == DeadlineStatus.ELAPSED
        assert deadline.dossier.steps.count() == (2 if isinstance(corrected, Deadline) else 1)
    assert list(verify()) == []


def sweepers(rounds: int, opened: Callable[..., Deadline]) -> None:
    """Two sweepers over ten deadlines in five dossiers: each runs exactly once, whoever took it."""
    for _ in range(rounds):
        deadlines = [opened() for _ in range(5)]
        deadlines += [opened(it.dossier) for it in deadlines]
        at = max(it.due_at for it in deadlines)
        done = at_once(partial(sweep, at), partial(sweep, at))
        done.append(sweep(at))  # a row that both found locked
        assert sum(it for it in done if isinstance(it, int)) == len(deadlines), done
        subjects = [f"deadlines.deadline:{it.pk}" for it in deadlines]
        ran = Counter(Step.objects.filter(act=ELAPSE.name, subject__in=subjects).values_list("subject", flat=True))
        assert ran == Counter(subjects)
    assert list(verify()) == []


def numbers(rounds: int, at: datetime) -> None:
    """Three threads take numbers while one of them rolls back: none is missing, none is given twice."""
    given: list[object] = []

    def take() -> int:
        with transaction.atomic():
            return next_number("deneme", at.year)

    def take_and_fail() -> None:
        with transaction.atomic():
            next_number("deneme", at.year)
            raise InterruptedError

    for _ in range(rounds):
        given += [it for it in at_once(take, take_and_fail, take) if not isinstance(it, InterruptedError)]
    assert sorted(map(str, given), key=int) == [str(n) for n in range(1, 2 * rounds + 1)]


def opposite_orders(rounds: int, first: Dossier, second: Dossier) -> None:
    """Two acts that name the same two dossiers in opposite order do not deadlock."""

    def both(*ids: int) -> bool:
        with transaction.atomic():
            lock_dossiers(ids)
        return True

    for _ in range(rounds):
        assert at_once(partial(both, first.pk, second.pk), partial(both, second.pk, first.pk)) == [True, True]


def sides(rounds: int, firm: Firm, colleague: User, administrator: User) -> None:
    """Somebody accepts a firm's invitation while an administrator gives them a role: one of the two, never both."""
    for n in range(rounds):
        newcomer = person(f"Yeni Biri {n}")
        invitation = invite(firm.pk, by=colleague, at=T0, email=newcomer.email)
        accepting = partial(accept_invitation, invitation.pk, by=newcomer, at=T0)
        giving = partial(grant_role, newcomer.pk, by=administrator, at=T0, role=Role.OFFICER)
        done = at_once(accepting, giving)
        refusals = [it for it in done if isinstance(it, Refused)]
        assert len(refusals) == 1, done
        assert refusals[0].codes < {"holds_role", "holds_mandate"}
        held = Mandate.objects.filter(person=newcomer).count() + RoleGrant.objects.filter(person=newcomer).count()
        assert held == 1
    assert list(verify()) == []
