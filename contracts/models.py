"""AgreementVersion and its drafts, the copy issued to a firm, what came back signed, and who was asked to sign anew."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from accounts.models import Firm
from contracts.flaws import FLAWS, signer_flaws
from deadlines.models import Deadline
from documents.models import Document, DocumentState, Signing
from ledger.guarded import Guarded
from ledger.models import Dossier
from registry.lifecycle import Standing
from registry.models import Integrator


class Kind(models.TextChoices):
    """What a text is: the contract with the ministry, or the commitment that a firm gives beside it."""

    AGREEMENT = "agreement", _("agreement")
    COMMITMENT = "commitment", _("commitment")


class AgreementVersion(models.Model):
    """One published version of the agreement or the commitment (clause 3/b).

    `template` names its text in the repository, `text` the one that an administrator drafted; one of the two. A renewed
    version has the term within which every integrator signs it, and the instant of its publication; the first has none.
    All versions hang in one dossier. A row never changes: triggers refuse it.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="agreement_versions")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices, default=Kind.AGREEMENT)
    number = models.PositiveSmallIntegerField(_("version"))
    template = models.CharField(max_length=60, blank=True)
    text = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="agreement_versions"
    )
    template_sha256 = models.CharField(max_length=64)
    published_on = models.DateField(_("published on"))
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    effective_on = models.DateField(_("in effect from"))
    signing_term = models.OneToOneField(
        Deadline, null=True, blank=True, on_delete=models.PROTECT, related_name="agreement_version"
    )

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("agreement version")
        verbose_name_plural = _("agreement versions")
        base_manager_name = "objects"
        ordering: ClassVar = ["kind", "number"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["kind", "number"], name="version_number_once"),
            UniqueConstraint(fields=["template_sha256"], name="version_text_once"),
            CheckConstraint(condition=Q(effective_on__gte=F("published_on")), name="version_effect_after_day"),
            CheckConstraint(
                condition=Q(text=None) & ~Q(template="") | Q(text__isnull=False, template=""),
                name="version_has_one_text",
            ),
            CheckConstraint(
                condition=Q(signing_term=None) | Q(number__gt=1, published_at__isnull=False),
                name="version_renewed_has_term",
            ),
        ]

    def __str__(self) -> str:
        return f"v{self.number}"


class VersionDraft(models.Model):
    """A text that an administrator drafted in Word to follow a version: the file, and what was read from it.

    `text` holds the words in the form of `contracts/texts`; its digest is that of the version it becomes.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="version_drafts")
    follows = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="drafts")
    source = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="version_draft")
    text = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="version_draft_text")
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="version_drafts")
    drafted_at = models.DateTimeField(_("drafted at"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("draft of a version")
        verbose_name_plural = _("drafts of versions")
        base_manager_name = "objects"
        ordering: ClassVar = ["-drafted_at", "-pk"]

    def __str__(self) -> str:
        return self.source.filename


class AgreementCopy(models.Model):
    """The agreement or commitment with one firm's data: the exact bytes issued, as PDF to sign and DOCX to read.

    Requested by an act, made by the worker; until then the bytes are empty. `data` is the firm's data as printed:
    `legal_name, vkn, mersis, address, kep, signatories [{name, jointly}]`. `kind` is the version's, so that the
    database keeps one current copy of each in a dossier.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="agreement_copies")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="agreement_copies")
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="copies")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.AGREEMENT)
    data = models.JSONField(default=dict)
    requested_at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)
    pdf = models.OneToOneField(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="agreement_copy")
    docx = models.OneToOneField(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="agreement_copy_docx"
    )
    issued_at = models.DateTimeField(null=True, blank=True)
    downloaded_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("issued agreement")
        verbose_name_plural = _("issued agreements")
        base_manager_name = "objects"
        ordering: ClassVar = ["requested_at", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["dossier", "kind"], condition=Q(superseded_at=None), name="copy_one_now"),
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


class Renewal(models.Model):
    """That an integrator was asked to sign a renewed version, and the term of it (clause 3/b).

    `deadline` is the term as it runs or ran last: where an officer refuses what had met it, the rest runs anew, and two
    persons decide at its end. `sent` is what met it: the firm's sending counts, not the ministry's judgement.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="renewals")
    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="renewals")
    version = models.ForeignKey(AgreementVersion, on_delete=models.PROTECT, related_name="renewals")
    deadline = models.OneToOneField(Deadline, on_delete=models.PROTECT, related_name="renewal")
    sent = models.OneToOneField(
        SignedAgreement, null=True, blank=True, on_delete=models.PROTECT, related_name="renewal"
    )
    asked_at = models.DateTimeField()
    derived_status: ClassVar = Standing.choices  # of the firm that is asked

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("renewal of an agreement")
        verbose_name_plural = _("renewals of agreements")
        base_manager_name = "objects"
        ordering: ClassVar = ["asked_at", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["integrator", "version"], name="renewal_once_per_version"),
        ]

    def __str__(self) -> str:
        return f"{self.integrator} {self.version}"
