"""Application, its requirement items and their documents."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import Firm
from applications.lifecycle import ApplicationLifecycle
from documents.models import Document, Letter
from ledger.guarded import Guarded
from ledger.models import Dossier, Proposal
from registry.models import Requirement, RequirementSet


class RejectionGround(models.TextChoices):
    """The closed list of grounds of rejection. A missing or insufficient document is none."""

    NO_PERSONALITY = "no_personality", _("the applicant has no legal personality")
    LEGAL_BAR = "legal_bar", _("a court decision or a law stands against it")
    NO_AUTHORITY = "no_authority", _("the person who applied had no authority")


class Application(ApplicationLifecycle):
    """A firm's application to become an integrator.

    `submitted_at` is the application date; `completed_at` the instant the documents became complete, which counts as
    the application date for a certificate obtained later; both are kept.
    """

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="applications")
    requirement_set = models.ForeignKey(RequirementSet, on_delete=models.PROTECT, related_name="applications")
    product = models.CharField(_("product name"), max_length=200, blank=True)
    remote_ip = models.GenericIPAddressField(_("IP address for remote access"), null=True, blank=True)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    started_at = models.DateTimeField()
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("completed at"), null=True, blank=True)
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="reviews"
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    rejected_for = models.CharField(max_length=20, choices=RejectionGround.choices, blank=True)
    decision_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_applications"
    )
    decision_proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="decided_applications"
    )

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        base_manager_name = "objects"
        ordering: ClassVar = ["-started_at", "-pk"]
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["firm"],
                condition=Q(status__in=["draft", "submitted", "under_review", "deficient", "suitable"]),
                name="application_one_open_per_firm",
            ),
            CheckConstraint(
                condition=Q(status__in=["draft", "withdrawn"]) | Q(submitted_at__isnull=False),
                name="application_submitted_has_instant",
            ),
            CheckConstraint(
                condition=~Q(status__in=["approved", "rejected"])
                | Q(decided_at__isnull=False, decision_proposal__isnull=False),
                name="application_decided_by_two",
            ),
            CheckConstraint(
                condition=(Q(status="rejected") & ~Q(rejected_for="")) | (~Q(status="rejected") & Q(rejected_for="")),
                name="application_rejected_on_a_listed_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.dossier} {self.firm}"


class Mark(models.TextChoices):
    """What an officer says of one requirement."""

    OPEN = "open", _("not judged")
    MET = "met", _("met")
    DEFICIENT = "deficient", _("deficient")


class Item(models.Model):
    """One requirement of one application, with what the firm sent and what the officer says of it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="items")
    requirement = models.ForeignKey(Requirement, on_delete=models.PROTECT, related_name="items")
    mark = models.CharField(_("judgement"), max_length=10, choices=Mark.choices, default=Mark.OPEN)
    derived_status: ClassVar = Mark.choices  # how timelines name it
    reason = models.TextField(_("reason"), blank=True)
    judged_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="judged_items"
    )
    judged_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("requirement of an application")
        verbose_name_plural = _("requirements of applications")
        base_manager_name = "objects"
        ordering: ClassVar = ["application_id", "requirement__place"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["application", "requirement"], name="item_once"),
            CheckConstraint(condition=~Q(mark="deficient") | ~Q(reason=""), name="item_deficient_has_reason"),
            CheckConstraint(
                condition=Q(mark="open") | Q(judged_by__isnull=False, judged_at__isnull=False), name="item_judged_by"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.requirement}: {self.get_mark_display()}"

    @property
    def dossier(self) -> Dossier:
        """An item's Steps stand in its application's dossier."""
        return self.application.dossier


class Attachment(models.Model):
    """A document sent for an item; the newest one that was not taken back counts."""

    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="attachments")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="attachment")
    attached_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("attachment")
        verbose_name_plural = _("attachments")
        base_manager_name = "objects"
        ordering: ClassVar = ["attached_at", "pk"]

    def __str__(self) -> str:
        return str(self.document)

    @property
    def dossier(self) -> Dossier:
        """An attachment's Steps stand in its application's dossier."""
        return self.item.application.dossier


class Asked(models.TextChoices):
    """What a letter to an applicant asks for."""

    COMPLETION = "completion", _("completion of deficiencies (three months)")
    INFORMATION = "information", _("further information (no term)")
    REFRESH = "refresh", _("refreshing of the existing documents (no term)")


class Request(models.Model):
    """One letter to the applicant that asks for something, with the deficiencies as they stood in it."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="requests")
    asked = models.CharField(max_length=12, choices=Asked.choices)
    letter = models.OneToOneField(Letter, on_delete=models.PROTECT, related_name="request")
    reasons = models.JSONField(default=list)
    sent_at = models.DateTimeField(null=True, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("request to the applicant")
        verbose_name_plural = _("requests to applicants")
        base_manager_name = "objects"
        ordering: ClassVar = ["application_id", "pk"]

    def __str__(self) -> str:
        return f"{self.get_asked_display()}"

    @property
    def dossier(self) -> Dossier:
        """A request's Steps stand in its application's dossier."""
        return self.application.dossier
