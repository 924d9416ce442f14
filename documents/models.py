"""Document, its signatures, Letter, the ministry's signatories, and the worker's signing jobs."""

from __future__ import annotations

from datetime import date
from typing import ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from documents.lifecycle import LetterLifecycle, LetterStatus
from ledger.guarded import Guarded
from ledger.models import Dossier


class DocumentState(models.TextChoices):
    """Whether a document may be opened."""

    QUARANTINED = "quarantined", _("waits for the virus scan")
    CLEAN = "clean", _("accepted")
    INFECTED = "infected", _("refused by the virus scan")


class DocumentQuerySet(Guarded["Document"]):
    """Documents, asked by whether they may be opened."""

    def released(self) -> Self:
        """Return those that no virus scan holds back."""
        return self.filter(state=DocumentState.CLEAN)


class Document(models.Model):
    """Bytes that came in or were issued. The bytes lie in the store under their SHA-256; the row never changes them.

    `kind` says what it is meant to be (a requirement's key, `letter`, `evidence` …); `facts` what was read from it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="documents")
    kind = models.CharField(_("kind"), max_length=60)
    title = models.CharField(_("title"), max_length=200)
    filename = models.CharField(_("file name"), max_length=200)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField(_("size"))
    media_type = models.CharField(max_length=100)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="documents"
    )
    received_at = models.DateTimeField(_("received at"))
    state = models.CharField(max_length=12, choices=DocumentState.choices, default=DocumentState.CLEAN)
    internal = models.BooleanField(_("for the ministry only"), default=False)
    facts = models.JSONField(default=dict, blank=True)

    objects = DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")
        base_manager_name = "objects"
        ordering: ClassVar = ["received_at", "pk"]

    def __str__(self) -> str:
        return self.title


class Flaw(models.TextChoices):
    """Why an electronic signature proves nothing."""

    UNSIGNED = "unsigned", _("The file carries no electronic signature.")
    ALTERED = "altered", _("The file was changed after it was signed.")
    BROKEN = "broken", _("The signature does not verify; it was damaged or made with another key.")
    EXPIRED = "expired", _("The signer's certificate was not valid at that time.")
    REVOKED = "revoked", _("The signer's certificate was revoked.")
    UNKNOWN_STATUS = (
        "unknown_status",
        _("The signer's certificate could not be checked; no revocation list speaks of it."),
    )
    UNTRUSTED = "untrusted", _("The signer's certificate comes from no certification authority that we trust.")
    WRONG_USE = "wrong_use", _("The signer's certificate is not meant for signing documents.")
    UNREADABLE = "unreadable", _("The signature cannot be read.")


class Signature(models.Model):
    """The verdict on one electronic signature in a document. Decides on intact and valid and trusted, nothing less."""

    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="signatures")
    place = models.PositiveSmallIntegerField()
    signer_name = models.CharField(max_length=200)
    signer_digest = models.CharField(max_length=64, blank=True)
    fingerprint = models.CharField(max_length=64)
    signed_at = models.DateTimeField(null=True, blank=True)
    time_stamped = models.BooleanField(default=False)
    intact = models.BooleanField()
    valid = models.BooleanField()
    trusted = models.BooleanField()
    covers_whole = models.BooleanField()
    revocation_checked = models.BooleanField()
    reason = models.CharField(max_length=20, choices=Flaw.choices, blank=True)
    checked_at = models.DateTimeField()
    long_term = models.BooleanField(_("for the long term"), default=False)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        base_manager_name = "objects"
        ordering: ClassVar = ["document_id", "place"]
        constraints: ClassVar = [UniqueConstraint(fields=["document", "place"], name="signature_once_per_place")]

    def __str__(self) -> str:
        return self.signer_name

    @property
    def good(self) -> bool:
        """Whether the signature proves anything."""
        return self.intact and self.valid and self.trusted


class MinistrySignatory(models.Model):
    """A person whose authority to sign the ministry's letters is dated; `key_name` names the key at the signer port."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signing_authorities")
    title = models.CharField(_("title"), max_length=200)
    delegated = models.BooleanField(_("signs “Bakan a.”"), default=False)
    key_name = models.CharField(_("key at the signer"), max_length=60)
    source = models.CharField(_("source of the authority"), max_length=300)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("ministry signatory")
        verbose_name_plural = _("ministry signatories")
        base_manager_name = "objects"
        constraints: ClassVar = [
            UniqueConstraint(fields=["person"], condition=Q(until_on=None), name="ministry_signatory_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"

    def in_force_on(self, day: date) -> bool:
        """Tell whether the authority stood on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class SigningStatus(models.TextChoices):
    """Where a signing stands: prepared → verified, or failed. Bytes that do not verify are never kept."""

    PREPARED = "prepared", _("waits for the signer")
    VERIFIED = "verified", _("signed and verified")
    FAILED = "failed", _("failed; a person must look")


class Signing(models.Model):
    """One signature to be made by the worker: never inside an act. Acts bind the verified bytes.

    `source` is the PDF to sign (a letter's is rendered by the worker first), `result` the signed and verified one.
    `authority` empty means the institution's e-seal; `lasting` that validation data and an archive time stamp go in.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="signings")
    purpose = models.CharField(max_length=60)
    source = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="signings")
    result = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="signed_by")
    authority = models.ForeignKey(
        MinistrySignatory, null=True, blank=True, on_delete=models.PROTECT, related_name="signings"
    )
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="signings"
    )
    requested_at = models.DateTimeField()
    lasting = models.BooleanField(_("for the long term"), default=False)
    status = models.CharField(max_length=10, choices=SigningStatus.choices, default=SigningStatus.PREPARED)
    verified_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=300, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("signing")
        verbose_name_plural = _("signings")
        base_manager_name = "objects"
        ordering: ClassVar = ["requested_at", "pk"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=~Q(status="verified") | Q(result__isnull=False, verified_at__isnull=False),
                name="signing_verified_has_result",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} {self.get_status_display()}"


class Letter(LetterLifecycle):
    """An official letter of the ministry to a firm, as the Regulation on Official Correspondence (2020) wants it.

    `kind` is a key of `documents/kinds.py`; `body` is what the officer edited, in paragraphs. A `burdening`
    letter carries `challenge`, without which it cannot be signed (Constitution art. 40). `cited_as` is its number with
    the unit's own, as they were when it was given.
    """

    kind = models.CharField(_("kind"), max_length=60)
    firm = models.ForeignKey("accounts.Firm", on_delete=models.PROTECT, related_name="letters")
    subject = models.CharField(_("subject"), max_length=200)
    body = models.TextField(_("text"))
    references = models.JSONField(_("references (İlgi)"), default=list, blank=True)
    enclosures = models.JSONField(_("enclosures (Ek)"), default=list, blank=True)
    informs = models.JSONField(_("for information (Bilgi)"), default=list, blank=True)
    burdening = models.BooleanField(default=True)
    challenge = models.TextField(_("where and by when it can be challenged"), blank=True)
    drafted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="letters"
    )
    drafted_at = models.DateTimeField()
    initialled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="initialled_letters"
    )
    initialled_at = models.DateTimeField(null=True, blank=True)
    return_reason = models.TextField(_("why it was returned"), blank=True)
    number = models.PositiveIntegerField(_("number"), null=True, blank=True)
    cited_as = models.CharField(_("number as it is cited"), max_length=60, blank=True)
    registered_on = models.DateField(_("date"), null=True, blank=True)
    verification_code = models.CharField(max_length=16, null=True, blank=True, unique=True)  # unique when given
    signing = models.OneToOneField(Signing, null=True, blank=True, on_delete=models.PROTECT, related_name="letter")
    document = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="letters")
    signed_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        base_manager_name = "objects"
        ordering: ClassVar = ["drafted_at", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["number", "registered_on"], name="letter_number_once_a_day"),
            CheckConstraint(
                condition=Q(status__in=["draft", "initialled", "discarded"], number=None, cited_as="")
                | Q(
                    status__in=["signing", "signed", "sent", "discarded"],
                    number__isnull=False,
                    registered_on__isnull=False,
                    verification_code__isnull=False,
                    signing__isnull=False,
                )
                & ~Q(cited_as=""),
                name="letter_number_when_signed",
            ),
            CheckConstraint(
                condition=~Q(status__in=["signed", "sent"]) | Q(document__isnull=False, signed_at__isnull=False),
                name="letter_signed_has_bytes",
            ),
            CheckConstraint(condition=~Q(status="sent") | Q(sent_at__isnull=False), name="letter_sent_has_instant"),
            CheckConstraint(
                condition=Q(burdening=False) | Q(status__in=["draft", "discarded"]) | ~Q(challenge=""),
                name="letter_burden_can_be_challenged",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} ({LetterStatus(self.status).label})"
