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
    def unprovable(self) -> bool:
        """Handed over by KEP without the provider's number or our package: no evidence can ever be bound to it."""
        bare = not self.message_id or self.package_id is None
        return self.status == NoticeStatus.HANDED_OVER and self.means == Means.KEP and bare

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


class RefusedLook(models.Model):
    """Somebody looked at a piece of refused evidence and wrote what came of it. It moves no clock. Append-only."""

    refused = models.OneToOneField(RefusedEvidence, on_delete=models.PROTECT, related_name="look")
    looked_at = models.DateTimeField(_("looked at"))
    looked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="refused_looks", verbose_name=_("by")
    )
    conclusion = models.TextField(_("conclusion"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("look at refused evidence")
        verbose_name_plural = _("looks at refused evidence")
        base_manager_name = "objects"
        ordering: ClassVar = ["looked_at", "pk"]
        constraints: ClassVar = [CheckConstraint(condition=~Q(conclusion=""), name="refused_look_concludes")]

    def __str__(self) -> str:
        return f"{self.refused}: {date_short(legal_day(self.looked_at))}"


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
