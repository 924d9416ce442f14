"""AgreementVersion, the copy issued to a firm, and what came back signed."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import Firm
from contracts.flaws import FLAWS, signer_flaws
from documents.models import Document, DocumentState, Signing
from ledger.guarded import Guarded
from ledger.models import Dossier


class AgreementVersion(models.Model):
    """One published version of the agreement (clause 3/b); `template` names its text in the repository.

    All versions hang in one dossier. A row never changes: triggers refuse it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="agreement_versions")
    number = models.PositiveSmallIntegerField(_("version"), unique=True)
    template = models.CharField(max_length=60)
    template_sha256 = models.CharField(max_length=64)
    published_on = models.DateField(_("published on"))
    effective_on = models.DateField(_("in effect from"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("agreement version")
        verbose_name_plural = _("agreement versions")
        base_manager_name = "objects"
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["template_sha256"], name="version_text_once"),
            CheckConstraint(condition=Q(effective_on__gte=F("published_on")), name="version_effect_after_day"),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class AgreementCopy(models.Model):
    """The agreement with one firm's data: the exact bytes issued, as PDF to sign and DOCX to read.

    Requested by an act, made by the worker; until then the bytes are empty. `data` is the firm's data as printed:
    `legal_name, vkn, mersis, address, kep, signatories [{name, jointly}]`.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="agreement_copies")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="agreement_copies")
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="copies")
    data = models.JSONField(default=dict)
    requested_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    pdf = models.OneToOneField(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="agreement_copy")
    docx = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="agreement_copy_docx"
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("issued agreement")
        verbose_name_plural = _("issued agreements")
        base_manager_name = "objects"
        ordering: ClassVar = ["requested_at", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["dossier"], condition=Q(superseded_at=None), name="copy_one_now"),
            CheckConstraint(
                condition=Q(issued_at=None) | Q(pdf__isnull=False, docx__isnull=False), name="copy_issued_has_bytes"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.firm} {self.version}"


class Ink(models.TextChoices):
    """How a firm signed."""

    ELECTRONIC = "electronic", _("secure electronic signature")
    WET = "wet", _("wet ink, scanned")


class SignedAgreement(models.Model):
    """What the firm sent back.

    `flaws` are codes of `FLAWS` found in the file when it came; `found` adds what is known today of those who signed. A
    wet-ink scan also waits for an officer's eyes, whose `note` says what was compared. `countersigning` is the
    ministry's signature in the making, `countersigned` the document that carries both, bound at `countersigned_at`.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="signed_agreements")
    copy = models.ForeignKey(AgreementCopy, on_delete=models.PROTECT, related_name="signed")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="signed_agreement")
    ink = models.CharField(max_length=10, choices=Ink.choices)
    sent_at = models.DateTimeField()
    flaws = models.JSONField(default=list)
    verified_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="verified_agreements"
    )
    verified_at = models.DateTimeField(null=True, blank=True)
    note = models.TextField(_("note"), blank=True)
    countersigning = models.OneToOneField(
        Signing, null=True, blank=True, on_delete=models.PROTECT, related_name="signed_agreement"
    )
    countersigned = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="countersigned_agreements"
    )
    countersigned_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("signed agreement")
        verbose_name_plural = _("signed agreements")
        base_manager_name = "objects"
        ordering: ClassVar = ["sent_at", "pk"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(countersigned_at=None) | Q(countersigned__isnull=False), name="countersigned_has_bytes"
            ),
            CheckConstraint(
                condition=Q(verified_at=None) | (Q(verified_by__isnull=False) & ~Q(note="")),
                name="ink_verified_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.copy} {self.get_ink_display()}"

    @property
    def firm(self) -> Firm:
        """The firm whose copy it is."""
        return self.copy.firm

    @property
    def found(self) -> list[str]:
        """The codes of everything that keeps it from binding the firm: the file's flaws, and its signers' today."""
        signatures = self.document.signatures.all() if self.ink == Ink.ELECTRONIC else ()
        return [*self.flaws, *signer_flaws(self.firm, signatures, self.sent_at)]

    @property
    def found_in_words(self) -> list[str]:
        """What was found, as sentences."""
        return [str(FLAWS[code]) for code in self.found]

    @property
    def binds(self) -> bool:
        """Whether the firm is bound by it: no flaw, scanned for viruses, and a wet-ink scan seen by an officer."""
        seen = self.ink == Ink.ELECTRONIC or self.verified_at is not None
        return seen and self.document.state == DocumentState.CLEAN and not self.found
