"""Questions about integrators that several pages and rooms ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.turkish import sort_key
from deadlines.models import Deadline, DeadlineStatus
from ledger.models import Dossier, DossierKind
from ledger.prepared import Given
from ledger.reading import once
from ledger.together import hang, together
from registry.lifecycle import Closing, Standing
from registry.models import Certificate, Ground, Integrator, Showing, Suspension
from registry.standing import GroundFacts, IntegratorFacts, Stay, standing

if TYPE_CHECKING:
    from accounts.models import Firm


def with_facts() -> QuerySet[Integrator]:
    """Return integrators with everything that standing and history need, in five queries."""
    grounds = Ground.objects.order_by("at", "pk").prefetch_related("suspensions")
    rows = Integrator.objects.select_related("firm", "dossier")
    return rows.prefetch_related(Prefetch("grounds", queryset=grounds), "products")


def facts_of(integrator: Integrator) -> IntegratorFacts:
    """Return what the standing is derived from."""
    return IntegratorFacts(
        approved_at=integrator.approved_at,
        active_until=integrator.active_until,
        next_ground=integrator.next_ground,
        ended_at=integrator.ended_at,
        grounds=tuple(ground_facts(ground) for ground in integrator.grounds.all()),
    )


def ground_facts(ground: Ground) -> GroundFacts:
    """Return what the standing needs to know of a ground."""
    stays = tuple(Stay(stay.from_at, stay.until_at) for stay in ground.suspensions.all())
    return ground_as_facts(ground.kind, ground.clause, ground.at, ground.closed_at, ground.closing, stays)


def ground_as_facts(
    kind: str, clause: str, at: datetime, closed_at: datetime | None, closing: str, stays: tuple[Stay, ...]
) -> GroundFacts:
    """Return a ground's columns and its stays as facts."""
    return GroundFacts(kind, clause, at, closed_at, annulled=closing == Closing.ANNULLED, stays=stays)


def product_names(integrator: Integrator) -> tuple[str, ...]:
    """Return the names of the products that the list shows; withdrawn ones are not among them."""
    return in_turkish_order(product.name for product in integrator.products.all() if product.withdrawn_at is None)


def in_turkish_order(names: Iterable[str]) -> tuple[str, ...]:
    """Return names in one order, whatever the database's collation."""
    return tuple(sorted(names, key=sort_key))


def applied_in(integrator: Integrator, certificates: Iterable[Certificate]) -> Dossier | None:
    """Return the dossier of the application that became an integrator: a certificate of the firm was shown in it."""
    shown_in = (it.dossier for it in certificates if it.dossier.kind == DossierKind.APPLICATION)
    return next((it for it in shown_in if it.closed_at == integrator.approved_at), None)


def standing_of(integrator: Integrator | None, at: datetime) -> Standing:
    """Return an integrator's standing at an instant; no integrator means candidate."""
    return standing(None if integrator is None else facts_of(integrator), at)


def recorded_standing(integrator: Integrator, at: datetime) -> Standing:
    """Return the standing at an instant by what is recorded, without what arises by itself at `active_until`."""
    return standing(replace(facts_of(integrator), active_until=None, next_ground=""), at)


def shown_certificates(integrator: Integrator) -> QuerySet[Certificate]:
    """Return the certificates of an integrator's firm that the ministry sees: those of a draft are the firm's own."""
    return Certificate.objects.filter(firm=integrator.firm_id, dossier__shown_at__isnull=False)


@once
def certificates_of(firm: Firm) -> list[Certificate]:
    """Return every certificate of a firm with its verifications and signatures, in one question.

    Those of a draft are among them.
    """
    rows = Certificate.objects.filter(firm=firm).select_related("document", "dossier", "firm")
    return together(rows, "verifications__officer", "verifications__document", "document__signatures")


@once
def integrator_of(firm: Firm) -> Integrator | None:
    """Return the integrator that a firm is now; None where it is none."""
    return Integrator.objects.filter(firm=firm, ended_at=None).select_related("dossier").first()


def with_grounds(integrator: Integrator) -> Integrator:
    """Return the integrator with its grounds read and hung beside it."""
    hang(integrator, "grounds", grounds_of(integrator))
    return integrator


BESIDE_GROUNDS = (
    "certificate",
    "proof",
    "closing_document",
    "author",
    "obligation__requirement",
    "showing__obligation__requirement",
)
"""What every ground names and whoever asks for grounds reads."""


@once
def grounds_of(integrator: Integrator) -> list[Ground]:
    """Return every ground with its stays and what it names, oldest first, in one question."""
    rows = Ground.objects.filter(integrator=integrator).order_by("at", "pk")
    return together(rows.select_related(*BESIDE_GROUNDS), "suspensions")


@once
def terms_of(integrator: Integrator) -> list[Deadline]:
    """Return the terms that run or are over unmet, each with the obligation it belongs to, in one question.

    Reminders are not among them; the one that ends last comes last. `waits` tells of a term of an obligation whether
    something sent for that is still to be judged.
    """
    sent = Showing.objects.filter(obligation__deadline=OuterRef("pk"), accepted_at=None, refused_at=None)
    rows = Deadline.objects.filter(dossier=integrator.dossier_id, reminds=None)
    rows = rows.filter(status__in=(DeadlineStatus.OPEN, DeadlineStatus.ELAPSED))
    return together(rows.annotate(waits=Exists(sent)), "obligations__requirement")


def open_grounds(integrator: Integrator) -> list[Ground]:
    """Return the grounds that are neither remedied nor annulled; those under a court's stay are among them."""
    return [ground for ground in grounds_of(integrator) if not ground.closing]


def open_stays(integrator: Integrator) -> list[Suspension]:
    """Return the courts' stays of open grounds that nobody has lifted."""
    return [it for ground in open_grounds(integrator) for it in ground.suspensions.all() if it.until_at is None]


def active(at: datetime | Given) -> QuerySet[Integrator]:
    """Return the integrators that are active at an instant, decided by the database alone."""
    stayed = Suspension.objects.filter(ground=OuterRef("pk"), from_at__lte=at).filter(
        Q(until_at=None) | Q(until_at__gt=at)
    )
    grounds = Ground.objects.filter(integrator=OuterRef("pk"), at__lte=at).exclude(closing=Closing.ANNULLED)
    holding = grounds.filter(Q(closed_at=None) | Q(closed_at__gt=at)).exclude(Exists(stayed))
    rows = Integrator.objects.filter(approved_at__lte=at).filter(Q(ended_at=None) | Q(ended_at__gt=at))
    return rows.filter(Q(active_until=None) | Q(active_until__gt=at)).exclude(Exists(holding))
