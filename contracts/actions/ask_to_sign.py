"""An integrator is asked to sign a renewed version: its term runs from the publication, a letter says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.models import AgreementVersion, Kind
from contracts.notices import RENEWAL
from contracts.renewals import open_renewal
from kep_gateway.letters import Text, tell, worded
from law.explain import date_short
from ledger.acts import Act, Rule, acting, record, refuse
from ledger.errors import Obstacle
from registry.conditions.grounds import not_ended
from registry.due import held

if TYPE_CHECKING:
    from contracts.models import Renewal
    from registry.models import Integrator

ACT = Act("contracts.ask_to_sign", _("Asked to sign the renewed version"), clause="3/b", rules=frozenset({"campaign"}))


def obstacles(integrator: Integrator, *, at: datetime, version_id: int | None = None) -> Iterator[Obstacle]:
    """Yield why nothing is to be signed: ended, no renewed version, asked already, or listed after the days."""
    yield from not_ended(integrator)
    version = AgreementVersion.objects.select_related("signing_term").filter(pk=version_id or 0).first()
    if version is None or version.signing_term is None:
        yield Obstacle("not_renewed", _("This is no renewed version."), "3/b")
        return
    if version.renewals.filter(integrator=integrator).exists():
        yield Obstacle("asked", _("The integrator has been asked to sign this version already."), "3/b")
    if at >= version.signing_term.due_at:
        yield Obstacle("over", _("The term to sign this version is over."), "3/b")


def ask_to_sign(integrator_id: int, *, by: Rule, at: datetime, version_id: int) -> Renewal:
    """Open the term for one integrator; `at` is the publication, or the admission of a firm listed within the days.

    Until its end the firm stays lawful under the version that it signed.

    Raises:
        Refused: ended, asked already, listed after the days were over.
    """
    with acting():
        integrator = held(integrator_id, at)
        refuse(ACT, integrator, obstacles(integrator, at=at, version_id=version_id), by=by)
        version = AgreementVersion.objects.select_related("signing_term").get(pk=version_id)
        facts = {"kind": version.kind, "version": version.number}
        step = record(ACT, integrator, by=by, at=at, facts=facts)
        renewal = open_renewal(integrator, version, at=at, step=step)
        tell(_wording(renewal), step=step, by=by, at=at)
    return renewal


def _wording(renewal: Renewal) -> Text:
    version, deadline = renewal.version, renewal.deadline
    assert deadline.effective_on
    facts = {
        "commitment": version.kind == Kind.COMMITMENT,
        "number": version.number,
        "published_on": date_short(version.published_on),
        "last_on": date_short(deadline.effective_on),
        "effective_on": date_short(version.effective_on),
        "automatic": bool(deadline.arises),
    }
    return worded(RENEWAL, renewal.integrator, **facts)
