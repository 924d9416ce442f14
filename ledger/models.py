"""Dossier, Step, Proposal, Seal: what happened, in rows that stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.guarded import Guarded

if TYPE_CHECKING:
    from datetime import datetime


class DossierKind(models.TextChoices):
    """What a dossier is about; the value is the prefix of its number."""

    APPLICATION = "BSV", _("application")
    INTEGRATOR = "ENT", _("integrator")
    FIRM = "FRM", _("firm")
    PERSON = "KUL", _("account")
    POLICY = "PLT", _("policies and calendar")
    AGREEMENT = "SZL", _("agreement")
    MAILBOX = "KEP", _("KEP mailbox")
    DATA_REQUEST = "KVK", _("request of a data subject")
    DATA_BREACH = "IHL", _("breach of personal data")


CONFIDENTIAL = frozenset({DossierKind.DATA_REQUEST, DossierKind.DATA_BREACH})
"""What these dossiers hold is read by whoever answers for personal data, not by the whole ministry."""


class Dossier(models.Model):
    """One matter's folder: everything that happened in it hangs here.

    `shown_at` empty means that it is still its firm's own: the ministry does not look into it. `handler` says who at
    the desk has taken the matter on; it gives no right.
    """

    number = models.CharField(_("number"), max_length=30, unique=True)
    kind = models.CharField(_("kind"), max_length=3, choices=DossierKind.choices)
    firm = models.ForeignKey(
        "accounts.Firm",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="dossiers",
        verbose_name=_("firm"),
    )
    opened_at = models.DateTimeField(_("opened at"))
    shown_at = models.DateTimeField(_("shown to the ministry since"), null=True, blank=True)
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    handler = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="handled",
        verbose_name=_("who handles it"),
    )
    head_n = models.PositiveIntegerField(default=0, editable=False)
    head_digest = models.CharField(max_length=64, default="", editable=False)

    class Meta:
        verbose_name = _("dossier")
        verbose_name_plural = _("dossiers")

    def __str__(self) -> str:
        return self.number

    @property
    def dossier(self) -> Dossier:
        """Itself, where an act is about the dossier as a whole."""
        return self


class Audience(models.TextChoices):
    """Whose timeline shows a Step."""

    MINISTRY = "ministry", _("ministry")
    FIRM = "firm", _("ministry and firm")
    PUBLIC = "public", _("everyone")


class Step(models.Model):
    """One thing that happened. Append-only; each carries the digest of the one before it in its dossier.

    `at` is the legal instant, `recorded_at` the instant of writing. Holds references and digests, never personal data.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="steps")
    n = models.PositiveIntegerField()
    act = models.CharField(max_length=80)
    subject = models.CharField(max_length=60)
    before = models.CharField(max_length=40, blank=True)
    after = models.CharField(max_length=40, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="steps"
    )
    rule = models.CharField(max_length=80, blank=True)
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    clause = models.CharField(max_length=20, blank=True)
    ground = models.CharField(max_length=60, blank=True)
    audience = models.CharField(max_length=10, choices=Audience.choices)
    facts = models.JSONField(default=dict)
    documents = models.JSONField(default=list)
    previous = models.CharField(max_length=64, blank=True)
    canonical = models.TextField()
    digest = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("steps")
        base_manager_name = "objects"
        ordering: ClassVar = ["dossier_id", "n"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["dossier", "n"], name="step_once_per_place"),
            CheckConstraint(
                condition=Q(by__isnull=False, rule="") | (Q(by__isnull=True) & ~Q(rule="")),
                name="step_by_person_or_rule",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier_id}/{self.n} {self.act}"


class Outcome(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("waiting for the second person")
    APPROVED = "approved", _("approved")
    DECLINED = "declined", _("declined")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Proposal(models.Model):
    """An act that one person proposed and another must approve. Approving runs the act with these very arguments."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="proposals")
    act = models.CharField(_("act"), max_length=80)
    subject_id = models.BigIntegerField()
    arguments = models.JSONField(default=dict)
    preview = models.JSONField(default=dict)
    preview_digest = models.CharField(max_length=64)
    reason = models.TextField(_("reason"), blank=True)
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="proposals")
    proposed_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("proposal")
        verbose_name_plural = _("proposals")
        base_manager_name = "objects"
        ordering: ClassVar = ["proposed_at", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["act", "subject_id"], condition=Q(outcome="open"), name="proposal_one_open_per_subject"
            ),
            CheckConstraint(
                condition=Q(decided_by__isnull=True) | Q(outcome="withdrawn") | ~Q(decided_by=models.F("proposed_by")),
                name="proposal_two_persons",
            ),
            CheckConstraint(
                condition=Q(outcome="open", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(outcome="open") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="proposal_decided_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} ({self.outcome})"

    def expired(self, at: datetime) -> bool:
        """Tell whether the time to approve has run out."""
        return at >= self.expires_at


class Seal(models.Model):
    """The day's seal: the heads of all dossiers that moved since the last one, chained and keyed."""

    n = models.PositiveIntegerField(unique=True)
    sealed_at = models.DateTimeField()
    heads = models.JSONField(default=dict)
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("seal")
        verbose_name_plural = _("seals")
        base_manager_name = "objects"
        ordering: ClassVar = ["n"]

    def __str__(self) -> str:
        return f"{self.n} {self.sealed_at:%Y-%m-%d}"


class Counter(models.Model):
    """The last number given in a series of a year; taken under a row lock so that no number is missing."""

    series = models.CharField(max_length=30)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints: ClassVar = [UniqueConstraint(fields=["series", "year"], name="counter_once")]

    def __str__(self) -> str:
        return f"{self.series}/{self.year}: {self.last}"


class Generation(models.Model):
    """One row: another token after every change of reference data; what `ledger.kept` keeps is kept under it."""

    token = models.CharField(max_length=36)

    def __str__(self) -> str:
        return self.token


class Heartbeat(models.Model):
    """When each loop last went round; read by /saglik."""

    loop = models.CharField(max_length=30, unique=True)
    beaten_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.loop} {self.beaten_at:%Y-%m-%d %H:%M:%S}"
