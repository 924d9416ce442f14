"""Something outside the agreement changed what the firm's sending is worth: a signatory was named, a scan is over."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.translation import gettext_lazy as _

from contracts.models import AgreementVersion, Renewal
from contracts.renewals import in_time, settle
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from registry.due import held

ACT = Act(
    "contracts.count_anew", _("What was sent in time is counted anew"), clause="3/b", rules=frozenset({"followup"})
)


def obstacles(renewal: Renewal, *, at: datetime) -> Iterator[Obstacle]:
    """Yield why nothing changes: the integrator ended, or what met the term, or did not, is what it was."""
    version = renewal.version
    if renewal.integrator.ended_at is not None:
        yield Obstacle("ended", _("This integrator has ended."))
    elif AgreementVersion.objects.filter(kind=version.kind, number__gt=version.number).exists():
        yield Obstacle("not_newest", _("A newer version has been published meanwhile."), "3/b")
    elif in_time(renewal) == renewal.sent:
        yield Obstacle("unchanged", _("What was sent in time is worth what it was."), "3/b")


def count_anew(renewal_id: int, *, by: Rule, at: datetime) -> Renewal:
    """Let what came back in time meet the term, or the rest of it run where nothing does any more.

    Raises:
        Refused: ended, or nothing changes.
    """
    with acting():
        held(lock(Renewal, renewal_id).integrator_id, at)
        renewal = Renewal.objects.select_related("integrator", "deadline", "version", "sent").get(pk=renewal_id)
        refuse(ACT, renewal, obstacles(renewal, at=at), by=by)
        good = in_time(renewal)
        facts = {"renewal": renewal.pk, "signed": good.pk if good else None}
        step = record(ACT, renewal, by=by, at=at, facts=facts)
        settle(renewal, at=at, step=step)
    return renewal
