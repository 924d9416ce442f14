"""Notice and the evidence of what became of it."""

from __future__ import annotations

from typing import ClassVar
from uuid import uuid4

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline
from documents.models import Document, Letter
from kep_gateway.inbox.lifecycle import MailLifecycle
from kep_gateway.lifecycle import NoticeLifecycle, NoticeStatus
from law.clock import legal_day
from law.explain import date_short
from law.terms import Unit
from ledger.guarded import Guarded
from ledger.models import Step


class Means(models.TextChoices):
    """By which means a letter is served."""

    KEP = "kep", _("registered e-mail (KEP)")
    UETS = "uets", _("national electronic service (UETS)")
    BY_HAND = "by_hand", _("by hand against a signed record")
    POST = "post", _("registered post")


def new_reference() -> str:
    """Return a name for a message that no other message has, in this or any other installation."""
    return str(uuid4())


class Notice(NoticeLifecycle):
    """One letter on its way to one recipient by one means.

    Written in the act's transaction; loops hand it over once its letter is signed. `reference` is the name that we give
    the message, `message_id` the provider's; `address` is where it goes, and once handed over where it went.
    `package` holds the very bytes that are handed over, signed by the institution and kept before the provider has
    them. `handed_over_at` is the instant at which handing over was done, or tried where its outcome is unknown. `term`
    is the term that service opens, with its reminders (null: none), and `deadline` the one it opened; `served_on` is
    the served day as stored when the evidence first proved it, or as a person accepted it, by the rule
    `served_policy`, fixed when the message was handed over.
    """

    step = models.ForeignKey(Step, on_delete=models.PROTECT, related_name="notices")
    kind = models.CharField(_("kind"), max_length=60)
    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="notices")
    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="notices")
    means = models.CharField(_("means"), max_length=10, choices=Means.choices)
    address = models.CharField(_("address"), max_length=300)
    term = models.JSONField(null=True, blank=True)
    created_at = models.DateTimeField()
    reference = models.CharField(max_length=36, unique=True, default=new_reference, editable=False)
    message_id = models.CharField(max_length=200, blank=True, db_index=True)
    package = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="packaged_notices"
    )
    handed_over_at = models.DateTimeField(null=True, blank=True)
    served_on = models.DateField(_("served on"), null=True, blank=True)
    served_policy = models.CharField(max_length=20, blank=True)
    failure = models.TextField(blank=True)
    deadline = models.OneToOneField(
        Deadline, null=True, blank=True, on_delete=models.PROTECT, related_name="opened_by_notice"
    )
    replaces = models.OneToOneField("self", null=True, blank=True, on_delete=models.PROTECT, related_name="replaced_by")
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        base_manager_name = "objects"
        ordering: ClassVar = ["created_at", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["step", "kind", "firm"], name="notice_once_per_step"),
            CheckConstraint(condition=~Q(status="served") | Q(served_on__isnull=False), name="notice_served_has_day"),
            CheckConstraint(
                condition=~Q(status="handed_over") | Q(handed_over_at__isnull=False), name="notice_handed_has_instant"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address}"

    @property
    def term_waits(self) -> bool:
        """Served, and its term in days cannot be counted yet: it reaches a year whose holidays are not loaded."""
        unopened = self.term is not None and self.deadline_id is None and self.term["unit"] != Unit.HOURS
        return self.status == NoticeStatus.SERVED and unopened


class EvidenceKind(models.TextChoices):
    """What a piece of evidence proves (ETSI events and PTT's types in brackets)."""

    ACCEPTED = "accepted", _("accepted by our provider (10)")
    REJECTED = "rejected", _("rejected by our provider (11)")
    RELAYED = "relayed", _("accepted by the recipient's provider (20)")
    RELAY_REJECTED = "relay_rejected", _("rejected by the recipient's provider (21)")
    RELAY_FAILED = "relay_failed", _("could not be relayed (31)")
    DELIVERED = "delivered", _("left in the recipient's mailbox (40)")
    NOT_DELIVERED = "not_delivered", _("could not be left in the mailbox (41)")
    OPENED = "opened", _("opened by the recipient (60)")
    HANDED = "handed", _("handed over against a signed record")
    POSTED = "posted", _("delivered by registered post")


class Evidence(models.Model):
    """One verified piece of evidence about a notice. Append-only; the raw bytes are a Document.

    `issuer` is the provider that issued it, `signer` the subject of the certificate that signed it, `stamped_at` its
    time stamp: as they were verified, empty for what a person entered.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(_("kind"), max_length=20, choices=EvidenceKind.choices)
    reference = models.CharField(max_length=200)
    event_at = models.DateTimeField(_("event at"))
    received_at = models.DateTimeField(_("received at"))
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="evidence")
    issuer = models.CharField(_("issuer"), max_length=100, blank=True)
    signer = models.CharField(_("signed by"), max_length=500, blank=True)
    stamped_at = models.DateTimeField(_("time stamp"), null=True, blank=True)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        base_manager_name = "objects"
        ordering: ClassVar = ["event_at", "pk"]
        constraints: ClassVar = [UniqueConstraint(fields=["notice", "reference", "issuer"], name="evidence_once")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {date_short(legal_day(self.event_at))}"


class RefusedEvidence(models.Model):
    """Bytes that came as evidence about a notice and prove nothing. Append-only; `codes` say why.

    Offered again with another outcome, the same bytes make a further row.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="refused_evidence")
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="refused_as_evidence")
    sha256 = models.CharField(max_length=64)
    codes = models.CharField(max_length=500)
    refused_at = models.DateTimeField(_("refused at"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("refused evidence")
        verbose_name_plural = _("refused evidence")
        base_manager_name = "objects"
        ordering: ClassVar = ["refused_at", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["notice", "sha256", "codes"], name="refused_evidence_once"),
        ]

    def __str__(self) -> str:
        return f"{self.sha256[:12]}: {self.codes}"


class OutboxHold(models.Model):
    """One run would have sent more letters than the policy lets go unseen: none goes until a person has looked."""

    dossier = models.ForeignKey("ledger.Dossier", on_delete=models.PROTECT, related_name="outbox_holds")
    raised_at = models.DateTimeField(_("raised at"))
    waiting = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="released_holds"
    )

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("hold of the outbox")
        verbose_name_plural = _("holds of the outbox")
        base_manager_name = "objects"
        ordering: ClassVar = ["-raised_at", "-pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["dossier"], condition=Q(released_at=None), name="outbox_hold_once"),
            CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="outbox_hold_released_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.waiting} > {self.most}"


class ProviderBalance(models.Model):
    """What the KEP provider told last of credit (messages) and mailbox space (bytes). One row; no part of any file."""

    asked_at = models.DateTimeField(null=True)
    credit = models.IntegerField(null=True)
    quota_bytes = models.BigIntegerField(null=True)
    used_bytes = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.credit}"


class ServiceReview(models.Model):
    """A task: the evidence now proves another served day than the stored one. A person decides.

    `stored_on` is the day that counted when the task arose (null: none), `proven_on` what the evidence proves. The same
    day twice: a provider reported failure after service had been proven, and somebody has to look.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="reviews")
    stored_on = models.DateField(null=True)
    proven_on = models.DateField()
    raised_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="service_reviews"
    )
    accepted = models.BooleanField(null=True, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("service review")
        verbose_name_plural = _("service reviews")
        base_manager_name = "objects"
        constraints: ClassVar = [
            UniqueConstraint(fields=["notice"], condition=Q(settled_at=None), name="service_review_once"),
            CheckConstraint(
                condition=Q(settled_at=None, settled_by=None, accepted=None)
                | (Q(settled_at__isnull=False, settled_by__isnull=False, accepted__isnull=False) & ~Q(reason="")),
                name="service_review_settled_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.stored_on} → {self.proven_on}"

    @property
    def contrary(self) -> bool:
        """Whether only failure was reported, and no other day was proven."""
        return self.stored_on == self.proven_on


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
