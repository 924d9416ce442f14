"""Deadline: one term that runs in a dossier."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from law.clock import legal_day
from law.explain import date_short
from law.terms import Term, Unit
from ledger.guarded import Guarded
from ledger.models import Dossier, Step


class DeadlineStatus(models.TextChoices):
    """What became of a deadline."""

    OPEN = "open", _("running")
    MET = "met", _("met")
    ELAPSED = "elapsed", _("elapsed")
    CANCELLED = "cancelled", _("no longer needed")


class Deadline(models.Model):
    """A term as it was counted when it was opened: with the policy and the calendar of that day.

    `due_at` is the instant it ends (half-open); `raw_on` the last day as counted, `effective_on` the last valid day
    after rolling; both empty for terms in hours. `arises` names what arises by itself at the end of an unmet term, in
    the words of the room that opened it; empty where persons decide. `retry_at` keeps a failing row from blocking those
    behind it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="deadlines")
    term = models.CharField(max_length=60)
    title = models.CharField(max_length=200)
    clause = models.CharField(max_length=20)
    length = models.PositiveIntegerField()
    unit = models.CharField(max_length=1, choices=[(unit.value, unit.name) for unit in Unit])
    rolls = models.BooleanField()
    start_on = models.DateField(null=True, blank=True)
    start_at = models.DateTimeField(null=True, blank=True)
    evidence = models.TextField(help_text="what proves the start, in a Turkish phrase")
    raw_on = models.DateField(null=True, blank=True)
    effective_on = models.DateField(null=True, blank=True)
    rolled = models.JSONField(default=list)
    due_at = models.DateTimeField()
    policy = models.JSONField(default=dict)
    calendar_version = models.CharField(max_length=40, blank=True)
    reminds = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="reminders")
    opened_by = models.ForeignKey(
        Step, null=True, blank=True, on_delete=models.PROTECT, related_name="opened_deadlines"
    )
    arises = models.CharField(max_length=20, blank=True)
    status = models.CharField(max_length=10, choices=DeadlineStatus.choices, default=DeadlineStatus.OPEN)
    closed_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("deadline")
        verbose_name_plural = _("deadlines")
        base_manager_name = "objects"
        ordering: ClassVar = ["due_at", "pk"]
        indexes: ClassVar = [
            models.Index(fields=["due_at"], condition=Q(status="open"), name="deadline_open_by_due"),
            models.Index(fields=["dossier", "due_at"], condition=Q(status="open"), name="deadline_open_of_dossier"),
            models.Index(fields=["term", "status"], name="deadline_by_term"),
        ]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(start_on__isnull=False, raw_on__isnull=False, effective_on__isnull=False)
                | Q(start_at__isnull=False),
                name="deadline_has_start",
            ),
            CheckConstraint(condition=Q(raw_on=None) | Q(effective_on__gte=F("raw_on")), name="deadline_rolls_forward"),
            CheckConstraint(
                condition=Q(status="open", closed_at=None) | (~Q(status="open") & Q(closed_at__isnull=False)),
                name="deadline_closed_has_instant",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} ({date_short(legal_day(self.due_at))})"

    @property
    def as_term(self) -> Term:
        """The term as it was applied."""
        return Term(self.term, self.length, Unit(self.unit), self.rolls, self.clause, self.title)
