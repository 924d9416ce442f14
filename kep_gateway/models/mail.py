"""What firms send us by KEP."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from kep_gateway.inbox.lifecycle import MailLifecycle, MailStatus
from ledger.guarded import Guarded


class MatchedBy(models.TextChoices):
    """How a message to us was given its dossier."""

    REFERENCE = "reference", _("it answers one of our notices")
    NUMBER = "number", _("its subject names a number")
    SENDER = "sender", _("the sender's address has one open matter")
    PERSON = "person", _("an officer chose the dossier")


class Unmatched(models.TextChoices):
    """Why a message to us lies in the tray."""

    UNREADABLE = "unreadable", _("It cannot be read.")
    UNVERIFIED = "unverified", _("Nobody vouches for its sender: the provider's envelope was not verified.")
    OTHER_FIRM = "other_firm", _("It refers to the matter of a firm whose KEP address the sender's is not.")
    UNKNOWN_SENDER = "unknown_sender", _("The sender's address is the KEP address of no firm.")
    SEVERAL = "several", _("More than one dossier would fit.")
    NONE = "none", _("The firm has no open matter.")
    REOPENED = "reopened", _("An officer put it back into the tray.")


class Unreadable(models.TextChoices):
    """Why a message could not be read. Its bytes are kept all the same."""

    TOO_LARGE = "too_large", _("It is larger than a message may be.")
    NESTED = "nested", _("It has more parts than a message may have.")
    ENCRYPTED = "encrypted", _("It is encrypted.")
    BROKEN = "broken", _("It is damaged, cut off or no message.")


class IncomingMail(MailLifecycle):
    """One message to us by KEP, kept whole in `package`. What it says never changes; an officer ends its way.

    `message_id` is the provider's number of it. `sender`, `subject`, `text`, `dated_at` and `answers` (our references
    that it names, the one it replies to first) are as the message says; `sender` is empty where no single address is
    named, `words` what it is found by. `unverified` holds the codes why its envelope proves nothing, empty where
    `issuer` vouches for it. Until it is matched its dossier is that of our own mailbox, and `unmatched` says why.
    """

    message_id = models.CharField(max_length=200, unique=True)
    received_at = models.DateTimeField(_("received at"))
    dated_at = models.DateTimeField(_("dated"), null=True, blank=True)
    sender = models.CharField(_("sender"), max_length=254, blank=True)
    sender_name = models.CharField(max_length=300, blank=True)
    subject = models.CharField(_("subject"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True)
    words = models.TextField(editable=False)
    answers = models.JSONField(default=list, blank=True)
    package = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="packaged_mails")
    unreadable = models.CharField(max_length=10, choices=Unreadable.choices, blank=True)
    unverified = models.CharField(max_length=500, blank=True)
    issuer = models.CharField(max_length=100, blank=True)
    unmatched = models.CharField(max_length=20, choices=Unmatched.choices, blank=True)
    matched_how = models.CharField(max_length=10, choices=MatchedBy.choices, blank=True)
    matched_at = models.DateTimeField(null=True, blank=True)
    matched_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="matched_mails"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="ended_mails"
    )
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("KEP message to us")
        verbose_name_plural = _("KEP messages to us")
        base_manager_name = "objects"
        ordering: ClassVar = ["-received_at", "-pk"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=(Q(status__in=["waiting", "dismissed"], matched_how="", matched_at=None) & ~Q(unmatched=""))
                | (Q(status__in=["matched", "settled"], matched_at__isnull=False) & ~Q(matched_how="")),
                name="mail_matched_somehow",
            ),
            CheckConstraint(
                condition=~Q(matched_how="person") | Q(matched_by__isnull=False), name="mail_matched_by_someone"
            ),
            CheckConstraint(
                condition=Q(status__in=["waiting", "matched"], ended_at=None, ended_by=None)
                | Q(status__in=["settled", "dismissed"], ended_at__isnull=False, ended_by__isnull=False),
                name="mail_ended_by_someone",
            ),
            CheckConstraint(condition=~Q(status="dismissed") | ~Q(reason=""), name="mail_dismissed_with_reason"),
        ]

    def __str__(self) -> str:
        return self.subject or self.message_id

    @property
    def verified(self) -> bool:
        """Whether the sender's provider vouches for it."""
        return not self.unverified


class MailReopening(models.Model):
    """A message was put back into the tray: why, and what had been decided about it before. Append-only."""

    mail = models.ForeignKey(IncomingMail, on_delete=models.PROTECT, related_name="reopenings")
    reopened_at = models.DateTimeField(_("put back"))
    reopened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reopened_mails", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"))
    before = models.CharField(max_length=20, choices=MailStatus.choices)
    unmatched = models.CharField(max_length=20, choices=Unmatched.choices, blank=True)
    ended_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mail_endings_taken_back"
    )
    ended_reason = models.TextField(blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("KEP message put back")
        verbose_name_plural = _("KEP messages put back")
        base_manager_name = "objects"
        ordering: ClassVar = ["reopened_at", "pk"]
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(reason=""), name="mail_reopened_with_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.mail}: {self.get_before_display()}"


class MailAttachment(models.Model):
    """One attachment of a message to us: a document, or `refusal`, the Turkish sentence why it is none. Append-only.

    What is refused stays in the message's package.
    """

    mail = models.ForeignKey(IncomingMail, on_delete=models.PROTECT, related_name="attachments")
    place = models.PositiveSmallIntegerField()
    filename = models.CharField(max_length=200)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    document = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="mail_attachment"
    )
    refusal = models.TextField(blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("attachment of a KEP message")
        verbose_name_plural = _("attachments of KEP messages")
        base_manager_name = "objects"
        ordering: ClassVar = ["mail_id", "place"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["mail", "place"], name="mail_attachment_once_per_place"),
            CheckConstraint(
                condition=Q(document__isnull=False, refusal="") | (Q(document=None) & ~Q(refusal="")),
                name="mail_attachment_document_or_refusal",
            ),
        ]

    def __str__(self) -> str:
        return self.filename
