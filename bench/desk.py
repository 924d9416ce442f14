"""What waits for the ministry: applications in every state, letters, notices, newer certificates, proposals."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from accounts.models import User
from applications.actions.approve import ACT as APPROVE
from applications.actions.compose_request import compose_request
from applications.actions.fill_in import fill_in
from applications.actions.find_suitable import ACT as FIND_SUITABLE
from applications.actions.judge import judge
from applications.actions.reject import ACT as REJECT
from applications.actions.send_request import ACT as SEND
from applications.actions.start import start
from applications.actions.submit import submit
from applications.actions.take_up import take_up
from applications.actions.withdraw import withdraw
from applications.lifecycle import Status
from applications.models import Application, Asked, Mark, RejectionGround, Request
from applications.terms import COMPLETION
from bench.country import AT, Country, proposal, registered, sent_letter
from bench.integrators import certificate, tasks
from deadlines.terms import open_deadline, remind
from documents.actions.initial_letter import initial_letter
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.notices import notify
from law.clock import legal_day, moved
from ledger.acts import record
from policies.queries import value
from registry.models import Integrator


@dataclass(frozen=True)
class Plan:
    """How far so many applications came; the letter that lists what is missing may be on its way since `asked` days."""

    how_many: int
    reached: Status
    drafted: bool = False
    initialled: bool = False
    asked: tuple[int, int] = (0, 0)
    notice: NoticeStatus = NoticeStatus.SERVED
    proposed: bool = False

    @property
    def tasks(self) -> int:
        """How many lines of the officers' worklist one of them is."""
        waits = self.reached in {Status.SUBMITTED, Status.UNDER_REVIEW, Status.SUITABLE} and not self.proposed
        over = self.asked[0] > 100
        return waits + self.drafted + over + self.unserved

    @property
    def unserved(self) -> bool:
        """Whether the letter did not arrive, so that an officer must choose another means."""
        return self.notice != NoticeStatus.SERVED


PLANS = (
    Plan(15, Status.DRAFT),
    Plan(40, Status.SUBMITTED),
    Plan(40, Status.UNDER_REVIEW),
    Plan(10, Status.UNDER_REVIEW, drafted=True),
    Plan(10, Status.UNDER_REVIEW, drafted=True, initialled=True),
    Plan(25, Status.DEFICIENT, asked=(1, 80)),
    Plan(40, Status.DEFICIENT, asked=(110, 200)),
    Plan(8, Status.DEFICIENT, asked=(1, 10), notice=NoticeStatus.FAILED),
    Plan(2, Status.DEFICIENT, asked=(1, 10), notice=NoticeStatus.UNKNOWN),
    Plan(5, Status.SUITABLE),
    Plan(15, Status.SUITABLE, proposed=True),
    Plan(15, Status.WITHDRAWN),
    Plan(10, Status.REJECTED),
)
NEWER = 40
"""So many integrators entered a newer certificate, which waits for an officer."""


def desk(country: Country, integrators: Sequence[Integrator]) -> None:
    """Tell what waits."""
    for plan in PLANS:
        for _n in range(plan.how_many):
            _applied(country, plan)
    for integrator in integrators[-NEWER:]:
        certificate(integrator.dossier, integrator.firm, legal_day(AT), accepted_at=None)


def waiting() -> int:
    """Return how many lines an officer's worklist has, by what was told and not by what the product finds."""
    return sum(plan.how_many * plan.tasks for plan in PLANS) + NEWER + tasks(Integrator.objects.count())


def unserved() -> int:
    """Return how many notices wait for an officer."""
    return sum(plan.how_many for plan in PLANS if plan.unserved)


def _applied(country: Country, plan: Plan) -> None:
    at = country.days_ago(plan.asked[1] + 5, plan.asked[1] + 30)
    firm, by = registered(country, at)
    with moved(at):
        application = start(firm.pk, by=by, at=at)
        fill_in(application.pk, by=by, at=at, product=f"{firm.legal_name.split()[0]} İSG", remote_ip="192.0.2.1")
        if plan.reached != Status.DRAFT:
            submit(application.pk, by=by, at=at)
            _reviewed(country, plan, application.pk, by)


def _reviewed(country: Country, plan: Plan, pk: int, by: User) -> None:
    at = Application.objects.get(pk=pk).started_at
    if plan.reached == Status.WITHDRAWN:
        withdraw(pk, by=by, at=at)
    elif plan.reached != Status.SUBMITTED:
        application = take_up(pk, by=country.world.officer, at=at)
        if plan.drafted:
            _written(country, plan, application)
        elif plan.reached == Status.DEFICIENT:
            _asked(country, plan, application)
        elif plan.reached in {Status.SUITABLE, Status.REJECTED}:
            _judged(country, plan, application)


def _written(country: Country, plan: Plan, application: Application) -> None:
    officer, at = country.world.officer, application.started_at
    for item in application.items.all():
        judge(item.pk, by=officer, at=at, mark=Mark.DEFICIENT, reason="Belge gönderilmemiştir.")
    request = compose_request(application.pk, by=officer, at=at, asked=Asked.COMPLETION)
    if plan.initialled:
        initial_letter(request.letter.pk, by=officer, at=at)


def _asked(country: Country, plan: Plan, application: Application) -> None:
    """Send the letter that lists what is missing; its service opens the three months."""
    at, dossier, firm = country.days_ago(*plan.asked), application.dossier, application.firm
    letter = sent_letter(
        country.world, dossier, firm, "applications.completion", "Entegratörlük başvurunuzdaki eksiklikler", at
    )
    application.to_deficient()
    application.save()
    step = record(SEND, application, by=country.world.officer, at=at, before=Status.UNDER_REVIEW)
    Request.objects.create(application=application, asked=Asked.COMPLETION, letter=letter, sent_at=at)
    notice = notify(step, letter=letter, firm=firm, kind=letter.kind, at=at)
    notice.handed_over_at = at
    if plan.notice == NoticeStatus.UNKNOWN:
        notice.to_unknown()
    elif plan.notice == NoticeStatus.FAILED:
        notice.to_failed()
    else:
        notice.to_handed_over()
        notice.to_served()
        notice.served_on = legal_day(at)
        term = open_deadline(dossier, COMPLETION, start=notice.served_on, evidence="KEP delili", step=step)
        notice.deadline = term
        remind(term, value("application.reminders", notice.served_on), after=at)
    notice.save()


def _judged(country: Country, plan: Plan, application: Application) -> None:
    """Decide by rows: what acts ask for is documents and a signed agreement."""
    world, at = country.world, application.started_at + timedelta(hours=1)
    if plan.reached == Status.REJECTED:
        application.decision_proposal, application.decided_at = proposal(world, REJECT, application, at), at
        application.rejected_for = RejectionGround.NO_AUTHORITY
        application.to_rejected()
        act, by = REJECT, world.approver
    else:
        application.to_suitable()
        act, by = FIND_SUITABLE, world.officer
    application.save()
    record(act, application, by=by, at=at, before=Status.UNDER_REVIEW)
    if plan.proposed:
        proposal(world, APPROVE, application, AT - timedelta(days=1), decided=False)
