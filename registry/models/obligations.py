"""What an integrator must hold for ever beside its certificate and agreement, what it showed, and what was demanded."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline
from documents.models import Document
from ledger.guarded import Guarded
from ledger.models import Dossier
from registry.lifecycle import Concern, DemandLifecycle
from registry.models.integrators import Integrator
from registry.models.requirements import Requirement


class Obligation(models.Model):
    """One requirement that an integrator must hold from a day on, by the set that was in force when it began.

    `concerned` is empty until an officer has decided it, where the requirement concerns only some. `deadline` is the
    running term: to show the document for the first time, or the end of what was shown.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="obligations")
    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="obligations")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="obligations")
    key = models.SlugField(_("key"), max_length=60)
    began_on = models.DateField(_("since"))
    concerned = models.BooleanField(_("concerns this integrator"), null=True, blank=True)
    decision = models.TextField(_("why it does or does not"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_obligations"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    deadline = models.ForeignKey(Deadline, null=True, blank=True, on_delete=models.PROTECT, related_name="obligations")
    ended_at = models.DateTimeField(_("no longer owed since"), null=True, blank=True)
    derived_status: ClassVar = Concern.choices

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        base_manager_name = "objects"
        ordering: ClassVar = ["integrator_id", "requirement__place", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["integrator", "key"], condition=Q(ended_at=None), name="obligation_once"),
            CheckConstraint(
                condition=Q(decided_at=None, decided_by=None)
                | (Q(decided_at__isnull=False, decided_by__isnull=False, concerned__isnull=False) & ~Q(decision="")),
                name="obligation_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.integrator}: {self.requirement}"


class Showing(models.Model):
    """A document with which an obligation is met, as the firm sent it and an officer judged it.

    `dated_on` is the day on which the document was made, from which months count; `valid_until_on` what it prints.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="showings")
    obligation = models.ForeignKey(Obligation, on_delete=models.PROTECT, related_name="showings")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="showing")
    dated_on = models.DateField(_("date of the document"))
    valid_until_on = models.DateField(_("last valid day that it prints"), null=True, blank=True)
    sent_at = models.DateTimeField()
    accepted_at = models.DateTimeField(_("accepted by an officer at"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused by an officer at"), null=True, blank=True)
    refusal = models.TextField(_("reason of the refusal"), blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("document shown")
        verbose_name_plural = _("documents shown")
        base_manager_name = "objects"
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(accepted_at=None) | Q(refused_at=None), name="showing_judged_once"),
            CheckConstraint(condition=Q(refused_at=None) | ~Q(refusal=""), name="showing_refusal_has_reason"),
            CheckConstraint(
                condition=Q(valid_until_on=None) | Q(valid_until_on__gte=F("dated_on")), name="showing_ends_after_date"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.obligation} ({self.document})"


class Demand(DemandLifecycle):
    """An officer questions the currency of one document: to be shown within a term that service begins (clause 3/a)."""

    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="demands")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="demands")
    reason = models.TextField(_("what is in doubt"))
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="demands")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="demands")
    answered_at = models.DateTimeField(null=True, blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="judged_demands"
    )
    judged_at = models.DateTimeField(null=True, blank=True)
    judgement = models.TextField(_("what was found"), blank=True)

    class Meta:
        verbose_name = _("demand")
        verbose_name_plural = _("demands")
        base_manager_name = "objects"
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["integrator", "requirement"],
                condition=Q(status__in=["asked", "answered"]),
                name="demand_one_at_a_time",
            ),
            CheckConstraint(
                condition=Q(document=None, answered_at=None) | Q(document__isnull=False, answered_at__isnull=False),
                name="demand_answered_with_document",
            ),
            CheckConstraint(
                condition=~Q(status__in=["shown", "not_shown"])
                | (Q(judged_at__isnull=False, judged_by__isnull=False) & ~Q(judgement="")),
                name="demand_judged_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.integrator}: {self.requirement}"
