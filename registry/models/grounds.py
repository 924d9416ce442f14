"""Grounds of passivation and courts' stays of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline
from documents.models import Document
from law.clock import legal_day
from law.explain import date_short
from ledger.guarded import Guarded
from ledger.models import Proposal
from registry.lifecycle import Closing, GroundKind
from registry.models.certificates import Certificate
from registry.models.integrators import Integrator
from registry.models.obligations import Demand, Obligation, Showing


class Ground(models.Model):
    """One ground of passivation, with the facts that its clause requires.

    A lapsed document names the certificate or other document and its last valid day; one that was not shown the demand
    or obligation and the term that ended; an agreement that was not sent back that term; a breach its proof, what the
    firm said when it was heard, and why no remedy period is owed. `at` is the legal instant from which the authority is
    passive.
    """

    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="grounds")
    kind = models.CharField(_("ground"), max_length=20, choices=GroundKind.choices)
    clause = models.CharField(_("clause"), max_length=20)
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds"
    )
    rule = models.CharField(max_length=80, blank=True)
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds")
    certificate = models.ForeignKey(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds"
    )
    showing = models.ForeignKey(Showing, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds")
    lapsed_on = models.DateField(_("last valid day"), null=True, blank=True)
    demand = models.ForeignKey(Demand, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds")
    obligation = models.ForeignKey(Obligation, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds")
    deadline = models.ForeignKey(Deadline, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds")
    proof = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds_proven")
    article = models.CharField(_("article of the agreement"), max_length=100, blank=True)
    why_no_period = models.TextField(_("why no remedy period is owed"), blank=True)
    hearing = models.TextField(_("what the firm said when it was heard"), blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="reviewed_grounds"
    )
    reviewed_at = models.DateTimeField(null=True, blank=True)
    review = models.TextField(_("what was found when it was looked at"), blank=True)
    closing = models.CharField(max_length=10, choices=Closing.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds_closed"
    )
    closing_proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds_closed"
    )

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("ground of passivation")
        verbose_name_plural = _("grounds of passivation")
        base_manager_name = "objects"
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=(
                    Q(kind="document_lapsed", lapsed_on__isnull=False, clause="2")
                    & (Q(certificate__isnull=False, showing=None) | Q(certificate=None, showing__isnull=False))
                )
                | (
                    Q(kind="document_not_shown", deadline__isnull=False, proposal__isnull=False, clause="2")
                    & (Q(demand__isnull=False) | Q(obligation__isnull=False))
                )
                | Q(kind="agreement_unreturned", deadline__isnull=False, clause="2")
                | (
                    Q(kind="contract_breach", proof__isnull=False, proposal__isnull=False, clause="2")
                    & ~Q(article="")
                    & ~Q(why_no_period="")
                    & ~Q(hearing="")
                ),
                name="ground_has_its_facts",
            ),
            CheckConstraint(
                condition=Q(author__isnull=False, rule="") | (Q(author=None) & ~Q(rule="")), name="ground_has_author"
            ),
            CheckConstraint(
                condition=Q(reviewed_at=None, reviewed_by=None, review="")
                | (Q(reviewed_at__isnull=False, reviewed_by__isnull=False) & ~Q(review="")),
                name="ground_reviewed_by_someone",
            ),
            CheckConstraint(
                condition=Q(closing="", closed_at=None)
                | (
                    ~Q(closing="")
                    & Q(closed_at__isnull=False, closing_proposal__isnull=False, closing_document__isnull=False)
                ),
                name="ground_closed_by_two",
            ),
            UniqueConstraint(
                fields=["integrator", "certificate"],
                condition=Q(kind="document_lapsed", closing=""),
                name="ground_open_once_per_certificate",
            ),
            UniqueConstraint(
                fields=["integrator", "showing"],
                condition=Q(kind="document_lapsed") & ~Q(closing="annulled"),
                name="ground_lapse_once_per_document",
            ),
            UniqueConstraint(
                fields=["deadline"],
                condition=Q(deadline__isnull=False) & ~Q(closing="annulled"),
                name="ground_once_per_term",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({date_short(legal_day(self.at))})"


class Suspension(models.Model):
    """A court's stay of a ground: as if the ground were absent, until it is lifted."""

    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="suspensions")
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="suspensions")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="suspensions")
    lifting_proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="suspensions_lifted"
    )

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("court stay")
        verbose_name_plural = _("court stays")
        base_manager_name = "objects"
        constraints: ClassVar = [
            UniqueConstraint(fields=["ground"], condition=Q(until_at=None), name="suspension_one_now"),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {date_short(legal_day(self.from_at))}"
