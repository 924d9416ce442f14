"""Reading, SubjectRequest, Breach and the facts of a breach."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from ledger.guarded import Guarded
from ledger.models import Dossier
from privacy.lifecycle import BreachLifecycle, RequestLifecycle


class Reading(models.Model):
    """One opening of personal data by a person of the ministry. Append-only.

    `kind` is the label of what was opened and `key` its row (null: a whole list); `roles` are those held then, parted
    by commas. Why is `matter`, from whose page it was opened, or `reason`, where it was opened outside of any.
    `internal` marks what the firm must not learn of.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="readings")
    roles = models.CharField(max_length=80)
    kind = models.CharField(_("kind"), max_length=60)
    key = models.BigIntegerField(null=True, blank=True)
    firm = models.ForeignKey("accounts.Firm", null=True, blank=True, on_delete=models.PROTECT, related_name="readings")
    matter = models.ForeignKey(Dossier, null=True, blank=True, on_delete=models.PROTECT, related_name="readings")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    internal = models.BooleanField(default=False)
    read_at = models.DateTimeField(_("read at"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        base_manager_name = "objects"
        ordering: ClassVar = ["-read_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["read_at"], name="reading_by_time"),
            models.Index(fields=["person", "read_at"], name="reading_by_person"),
            models.Index(fields=["firm", "read_at"], name="reading_by_firm"),
        ]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(matter__isnull=False) | ~Q(reason=""), name="reading_says_why"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key or ''} {self.read_at:%Y-%m-%d %H:%M}"


class Right(models.TextChoices):
    """What a data subject asks (KVKK 11)."""

    INFORMATION = "information", _("information on what is processed")
    CORRECTION = "correction", _("correction")
    ERASURE = "erasure", _("erasure")
    OBJECTION = "objection", _("objection to a result")


class Way(models.TextChoices):
    """How a request came."""

    BY_HAND = "by_hand", _("by hand")
    POST = "post", _("by post")
    KEP = "kep", _("by registered e-mail (KEP)")
    EMAIL = "email", _("from the e-mail address that is known to us")


class Answer(models.TextChoices):
    """What came of a request (KVKK 13/3)."""

    GRANTED = "granted", _("granted")
    PARTLY = "partly", _("granted in part")
    REFUSED = "refused", _("refused with reasons")


class SubjectRequest(RequestLifecycle):
    """What a person asks of the ministry about their own data, and the answer (KVKK 11 and 13)."""

    right = models.CharField(_("what is asked"), max_length=12, choices=Right.choices)
    way = models.CharField(_("how it came"), max_length=10, choices=Way.choices)
    full_name = models.CharField(_("full name"), max_length=200)
    contact = models.CharField(_("where the answer goes"), max_length=300)
    text = models.TextField(_("request"))
    received_at = models.DateTimeField(_("received at"))
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="entered_subject_requests"
    )
    identified_at = models.DateTimeField(null=True, blank=True)
    identified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="identified_subject_requests",
    )
    identity_note = models.CharField(_("how the identity was shown"), max_length=300, blank=True)
    outcome = models.CharField(_("answer"), max_length=8, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="answered_subject_requests",
    )
    answer = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="answers")

    class Meta:
        verbose_name = _("data subject's request")
        verbose_name_plural = _("data subjects' requests")
        base_manager_name = "objects"
        ordering: ClassVar = ["-received_at", "-pk"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(status="answered", answered_at__isnull=False, answer__isnull=False) & ~Q(outcome="")
                | (~Q(status="answered") & Q(answered_at=None, answer=None, outcome="")),
                name="subject_answered_has_answer",
            ),
            CheckConstraint(
                condition=~Q(status="identified") | Q(identified_at__isnull=False),
                name="subject_identified_has_instant",
            ),
            CheckConstraint(
                condition=Q(outcome__in=["", "refused"]) | Q(identified_at__isnull=False),
                name="subject_granted_is_identified",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} – {self.get_right_display()}"


class Finding(models.TextChoices):
    """What a breach turned out to be."""

    BREACH = "breach", _("personal data were obtained unlawfully")
    NONE = "none", _("no personal data got out")


class Breach(BreachLifecycle):
    """A breach of personal data, from the instant of becoming aware (KVKK 12/5; the Board's decision 2019/10).

    The first notification to the Board counts for the seventy-two hours; what follows later is told in Steps.
    """

    aware_at = models.DateTimeField(_("aware since"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="opened_breaches")
    board_told_at = models.DateTimeField(_("Board notified at"), null=True, blank=True)
    board_document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    late_reason = models.TextField(_("why it is late"), blank=True)
    subjects_told_at = models.DateTimeField(_("those concerned told at"), null=True, blank=True)
    subjects_told_how = models.CharField(_("how they were told"), max_length=300, blank=True)
    finding = models.CharField(_("finding"), max_length=6, choices=Finding.choices, blank=True)
    conclusion = models.TextField(_("conclusion"), blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("breach of personal data")
        verbose_name_plural = _("breaches of personal data")
        base_manager_name = "objects"
        ordering: ClassVar = ["-aware_at", "-pk"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(board_told_at=None, board_document=None)
                | Q(board_document__isnull=False, board_told_at__gte=F("aware_at")),
                name="breach_board_told_with_document",
            ),
            CheckConstraint(
                condition=Q(subjects_told_at=None) | Q(subjects_told_at__gte=F("aware_at")) & ~Q(subjects_told_how=""),
                name="breach_subjects_told_how",
            ),
            CheckConstraint(
                condition=Q(status="open", closed_at=None, finding="")
                | Q(status="closed", closed_at__isnull=False, finding="none")
                | Q(
                    status="closed",
                    closed_at__isnull=False,
                    finding="breach",
                    board_told_at__isnull=False,
                    subjects_told_at__isnull=False,
                ),
                name="breach_closed_was_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier}"


class BreachFacts(models.Model):
    """What was known of a breach when this version was written. Append-only: a version is followed, never changed."""

    breach = models.ForeignKey(Breach, on_delete=models.PROTECT, related_name="facts")
    version = models.PositiveSmallIntegerField()
    what = models.TextField(_("What happened"))
    whose = models.TextField(_("Whose data, and which"), blank=True)
    how_many = models.CharField(_("How many people and records"), max_length=200, blank=True)
    effects = models.TextField(_("Likely effects"), blank=True)
    measures = models.TextField(_("Measures taken and planned"), blank=True)
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="breach_facts")
    written_at = models.DateTimeField()

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("facts of a breach")
        verbose_name_plural = _("facts of breaches")
        base_manager_name = "objects"
        ordering: ClassVar = ["breach_id", "version"]
        constraints: ClassVar = [UniqueConstraint(fields=["breach", "version"], name="breach_facts_version_once")]

    def __str__(self) -> str:
        return f"{self.breach} v{self.version}"
