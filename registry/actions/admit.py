"""A firm becomes an integrator: the registry's part of the approval of its application, which two persons decided."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.models import Firm
from law.clock import legal_day
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, DossierKind, Outcome, Proposal
from ledger.numbers import open_dossier
from registry.conditions.certificate import flaws
from registry.conditions.products import named, products_are_named
from registry.lifecycle import Standing
from registry.models import Certificate, Integrator, Product
from registry.numbers import next_code, slug_for
from registry.obligations import begin_obligations
from registry.publication import publish
from registry.terms import open_validity, open_verification
from registry.validity import carried

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.admit",
    _("Admit to the list of integrators"),
    done=_("Admitted to the list of integrators"),
    clause="2",
    audience=Audience.PUBLIC,
)


def obstacles(
    firm: Firm,
    *,
    at: datetime,
    certificate_id: int | None = None,
    products: Sequence[str] | None = None,
    proposal: Proposal | None = None,
    by: User | None = None,
) -> Iterator[Obstacle]:
    """Yield why a firm cannot be admitted: it is one or ended, its certificate, no product, no second person."""
    if firm.ended_at is not None:
        yield Obstacle("firm_ended", _("This firm has ended."))
    if Integrator.objects.filter(firm=firm, ended_at=None).exists():
        yield Obstacle("already", _("This firm is an integrator already."))
    if certificate_id is not None:
        yield from _certificate_obstacles(firm, certificate_id, at)
    if products is not None:
        yield from products_are_named(products)
    if by is not None and not _decided(proposal, by):
        yield Obstacle("second_person", _("This needs a proposal that a second person has approved."))


def _certificate_obstacles(firm: Firm, certificate_id: int, at: datetime) -> Iterator[Obstacle]:
    certificate = Certificate.objects.filter(pk=certificate_id, firm=firm).first()
    if certificate is None or certificate.accepted_at is None:
        yield Obstacle("not_accepted", _("No accepted certificate of this firm."), "2/b")
        return
    yield from flaws(certificate, holder_name=firm.legal_name, on=legal_day(at))


def _decided(proposal: Proposal | None, by: User) -> bool:
    return (
        proposal is not None
        and proposal.outcome == Outcome.APPROVED
        and proposal.decided_by_id == by.pk != proposal.proposed_by_id
    )


def admit(
    firm_id: int, *, by: User, at: datetime, certificate_id: int, products: Sequence[str], proposal: Proposal
) -> Integrator:
    """Make the integrator with its dossier, code, slug, products, terms and place on the list.

    Called last by the act that decides the application, inside its transaction: `publish` takes the last lock.

    Raises:
        NotAllowed: no right to approve. Refused: see `obstacles`.
    """
    with acting():
        firm = Firm.objects.get(pk=firm_id)
        found = obstacles(firm, at=at, certificate_id=certificate_id, products=products, proposal=proposal, by=by)
        refuse(ACT, None, found, by=by)
        validity = carried(firm, at)
        assert validity is not None
        integrator = Integrator.objects.create(
            dossier=open_dossier(DossierKind.INTEGRATOR, firm=firm, at=at),
            firm=firm,
            slug=slug_for(firm.legal_name),
            firm_code=next_code(at),
            approved_at=at,
        )
        for name in named(products):
            Product.objects.create(integrator=integrator, name=name)
        facts = {"certificate": certificate_id, "valid_through": validity.last, "proposal": proposal.pk}
        step = record(ACT, integrator, by=by, at=at, before=Standing.CANDIDATE, after=Standing.ACTIVE, facts=facts)
        open_validity(integrator, validity, at=at, step=step)
        open_verification(integrator, at=at, step=step)
        begin_obligations(integrator, at=at, step=step)
        publish(ACT.name, integrator.slug, at)
    return integrator
