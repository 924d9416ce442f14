"""Integrators for a campaign: so many active ones, admitted on one day by rows, ready for acts and loops."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from accounts.actions.name_signatory import name_signatory
from bench.country import Country, registered
from bench.integrators import admitted, approved, certificate
from law.clock import legal_day, moved
from operations.demo.identities import identity_number
from registry.actions.admit import ACT as ADMIT
from registry.models import Integrator
from registry.obligations import begin_obligations
from registry.publication import publish
from registry.terms import open_verification

ISSUED_BEFORE = timedelta(days=100)


def campaigners(country: Country, how_many: int, at: datetime) -> list[Integrator]:
    """Admit so many firms at an instant, each with a signatory and a certificate that runs on for more than two years.

    The list is published once, after the last of them.
    """
    with transaction.atomic(), moved(at):
        made = [_one(country, at) for _n in range(how_many)]
        publish(ADMIT.name, made[-1].slug, at)
    return made


def _one(country: Country, at: datetime) -> Integrator:
    firm, by = registered(country, at - timedelta(days=40))
    name_signatory(
        firm.pk,
        by=by,
        at=at - timedelta(days=40),
        full_name=f"{firm.legal_name.split()[0]} Müdür",
        identity_number=identity_number(country.rng),
        source="İmza sirküleri",
        from_on=legal_day(at) - timedelta(days=365),
    )
    application = approved(country, firm, by, at)
    certificate(application.dossier, firm, legal_day(at - ISSUED_BEFORE), accepted_at=at)
    made = admitted(country, firm, application, at)
    step = made.dossier.steps.get(n=1)
    open_verification(made, at=at, step=step)
    begin_obligations(made, at=at, step=step)
    return made
