"""Requirement sets, certificates, integrators, grounds of passivation, secrets and publications."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Firm
from documents.models import Document
from law.clock import legal_day
from law.explain import date_short
from ledger.guarded import Guarded
from ledger.models import Dossier, Proposal
from registry.lifecycle import CertificateStatus, Closing, Edition, GroundKind, Standing


class RequirementSet(models.Model):
    """One version of what an application must hold. Never changed once in force; a new version replaces it."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    in_force_from = models.DateField(_("in force from"))
    citation = models.TextField(_("source"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("requirement set")
        verbose_name_plural = _("requirement sets")
        base_manager_name = "objects"
        ordering: ClassVar = ["version"]

    def __str__(self) -> str:
        return f"v{self.version}"


class Evidenced(models.TextChoices):
    """How a requirement is shown."""

    FILE = "file", _("a document")
    CERTIFICATE = "certificate", _("a certificate with its fields")
    AGREEMENT = "agreement", _("the signed agreement")
    SIGNATORY = "signatory", _("a document that names the signatories")


class Requirement(models.Model):
    """One thing that an applicant must show."""

    requirement_set = models.ForeignKey(RequirementSet, on_delete=models.PROTECT, related_name="requirements")
    key = models.SlugField(_("key"), max_length=60)
    place = models.PositiveSmallIntegerField(_("place"))
    title_tr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    help_tr = models.TextField()
    help_en = models.TextField()
    clause = models.CharField(_("clause"), max_length=20)
    evidenced = models.CharField(max_length=12, choices=Evidenced.choices, default=Evidenced.FILE)
    mandatory = models.BooleanField(default=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        base_manager_name = "objects"
        ordering: ClassVar = ["requirement_set_id", "place"]
        constraints: ClassVar = [UniqueConstraint(fields=["requirement_set", "key"], name="requirement_once_per_set")]

    def __str__(self) -> str:
        return self.title_tr


class Certificate(models.Model):
    """An ISO/IEC 27001 certificate as its holder entered it and an officer judged it."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="certificates")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="certificates")
    document = models.OneToOneField(Document, on_delete=models.PROTECT, related_name="certificate")
    number = models.CharField(_("certificate number"), max_length=100)
    edition = models.CharField(_("edition"), max_length=4, choices=Edition.choices)
    holder = models.CharField(_("holder's legal name"), max_length=300)
    sites = models.TextField(_("sites"))
    scope = models.TextField(_("scope"))
    soa_version = models.CharField(_("statement of applicability, version"), max_length=60)
    soa_on = models.DateField(_("statement of applicability, date"))
    body = models.CharField(_("certification body"), max_length=200)
    body_accreditation = models.CharField(_("its accreditation number"), max_length=60)
    accreditation_body = models.CharField(_("accreditation body"), max_length=120, default="TÜRKAK")
    first_issued_on = models.DateField(_("first issue date"))
    issued_on = models.DateField(_("current issue date"))
    valid_until_on = models.DateField(_("valid until (last valid day)"))
    last_surveillance_on = models.DateField(_("last surveillance audit"), null=True, blank=True)
    next_surveillance_on = models.DateField(_("next surveillance audit"), null=True, blank=True)
    status = models.CharField(
        _("status"), max_length=14, choices=CertificateStatus.choices, default=CertificateStatus.VALID
    )
    entered_at = models.DateTimeField()
    accepted_at = models.DateTimeField(_("accepted by an officer at"), null=True, blank=True)
    refused_at = models.DateTimeField(_("refused by an officer at"), null=True, blank=True)
    refusal = models.TextField(_("reason of the refusal"), blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("ISO/IEC 27001 certificate")
        verbose_name_plural = _("ISO/IEC 27001 certificates")
        base_manager_name = "objects"
        ordering: ClassVar = ["-valid_until_on", "pk"]
        constraints: ClassVar = [
            CheckConstraint(condition=Q(valid_until_on__gt=F("issued_on")), name="certificate_ends_after_issue"),
            CheckConstraint(condition=Q(issued_on__gte=F("first_issued_on")), name="certificate_issue_after_first"),
            CheckConstraint(condition=Q(accepted_at=None) | Q(refused_at=None), name="certificate_judged_once"),
            CheckConstraint(condition=Q(refused_at=None) | ~Q(refusal=""), name="certificate_refusal_has_reason"),
        ]

    def __str__(self) -> str:
        return f"{self.number} ({self.get_edition_display()})"


class CertificateVerification(models.Model):
    """One time that somebody asked the certification body; repeated, since a suspension cannot be seen on the PDF."""

    certificate = models.ForeignKey(Certificate, on_delete=models.PROTECT, related_name="verifications")
    how = models.CharField(_("how"), max_length=200)
    reference = models.CharField(_("reference"), max_length=200)
    status = models.CharField(_("what the body said"), max_length=14, choices=CertificateStatus.choices)
    verified_on = models.DateField(_("day"))
    officer = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="verifications")
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="verifications"
    )

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("verification of a certificate")
        verbose_name_plural = _("verifications of certificates")
        base_manager_name = "objects"
        ordering: ClassVar = ["-verified_on", "-pk"]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.verified_on:%d.%m.%Y}"


class Integrator(models.Model):
    """A firm that the ministry approved; exists only from the approval act on.

    `active_until` is the earliest instant at which an automatic ground will arise, empty when none is ahead (it has
    arisen, or two persons decide); whoever asks for the standing asks for no open ground and now < active_until,
    whenever the sweeper ran. `firm_code` is never public. A firm that ended may be admitted anew: another row with
    another code, since none is ever given twice.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="integrator")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="integrators")
    slug = models.SlugField(max_length=80, unique=True)
    firm_code = models.CharField(_("firm code"), max_length=11, unique=True)
    approved_at = models.DateTimeField(_("approved at"))
    active_until = models.DateTimeField(_("active until"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    derived_status: ClassVar = Standing.choices

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("integrator")
        verbose_name_plural = _("integrators")
        base_manager_name = "objects"
        indexes: ClassVar = [models.Index(fields=["active_until"], name="integrator_active_until")]
        constraints: ClassVar = [
            UniqueConstraint(fields=["firm"], condition=Q(ended_at=None), name="integrator_one_at_a_time"),
        ]

    def __str__(self) -> str:
        return str(self.firm)


class Product(models.Model):
    """A software of an integrator, by the name that the public knows, until the list names it no more."""

    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(_("product"), max_length=200)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    history = HistoricalRecords()

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        base_manager_name = "objects"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class ListingChange(models.Model):
    """Why an officer changed what the list says of an integrator beside its standing; its Step says what."""

    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="listing_changes")
    at = models.DateTimeField(_("at"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="listing_changes")
    reason = models.TextField(_("reason"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("change of a listing")
        verbose_name_plural = _("changes of listings")
        base_manager_name = "objects"
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [CheckConstraint(condition=~Q(reason=""), name="listing_change_has_reason")]

    def __str__(self) -> str:
        return f"{self.integrator} ({date_short(legal_day(self.at))})"


class Ground(models.Model):
    """One ground of passivation, with the facts that its clause requires.

    A lapsed document names the certificate and its last valid day; a breach names its proof, what the firm said when it
    was heard, and why no remedy period is owed. `at` is the legal instant from which the authority is passive.
    """

    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="grounds")
    kind = models.CharField(_("ground"), max_length=20, choices=GroundKind.choices)
    clause = models.CharField(_("clause"), max_length=20)
    at = models.DateTimeField(_("at"))
    recorded_at = models.DateTimeField()
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds"
    )
    rule = models.CharField(max_length=80, blank=True)
    proposal = models.ForeignKey(Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds")
    certificate = models.ForeignKey(
        Certificate, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds"
    )
    lapsed_on = models.DateField(_("last valid day"), null=True, blank=True)
    proof = models.ForeignKey(Document, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds_proven")
    article = models.CharField(_("article of the agreement"), max_length=100, blank=True)
    why_no_period = models.TextField(_("why no remedy period is owed"), blank=True)
    hearing = models.TextField(_("what the firm said when it was heard"), blank=True)
    closing = models.CharField(max_length=10, choices=Closing.choices, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closing_document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds_closed"
    )
    closing_proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="grounds_closed"
    )

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("ground of passivation")
        verbose_name_plural = _("grounds of passivation")
        base_manager_name = "objects"
        ordering: ClassVar = ["at", "pk"]
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(kind="document_lapsed", certificate__isnull=False, lapsed_on__isnull=False, clause="2")
                | (
                    Q(kind="contract_breach", proof__isnull=False, proposal__isnull=False, clause="2")
                    & ~Q(article="")
                    & ~Q(why_no_period="")
                    & ~Q(hearing="")
                ),
                name="ground_has_its_facts",
            ),
            CheckConstraint(
                condition=Q(author__isnull=False, rule="") | (Q(author=None) & ~Q(rule="")), name="ground_has_author"
            ),
            CheckConstraint(
                condition=Q(closing="", closed_at=None)
                | (
                    ~Q(closing="")
                    & Q(closed_at__isnull=False, closing_proposal__isnull=False, closing_document__isnull=False)
                ),
                name="ground_closed_by_two",
            ),
            UniqueConstraint(
                fields=["integrator", "certificate"],
                condition=Q(kind="document_lapsed") & ~Q(closing="annulled"),
                name="ground_lapse_once_per_certificate",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({date_short(legal_day(self.at))})"


class Suspension(models.Model):
    """A court's stay of a ground: as if the ground were absent, until it is lifted."""

    ground = models.ForeignKey(Ground, on_delete=models.PROTECT, related_name="suspensions")
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"), null=True, blank=True)
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="suspensions")
    proposal = models.ForeignKey(Proposal, on_delete=models.PROTECT, related_name="suspensions")
    lifting_proposal = models.ForeignKey(
        Proposal, null=True, blank=True, on_delete=models.PROTECT, related_name="suspensions_lifted"
    )

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("court stay")
        verbose_name_plural = _("court stays")
        base_manager_name = "objects"
        constraints: ClassVar = [
            UniqueConstraint(fields=["ground"], condition=Q(until_at=None), name="suspension_one_now"),
        ]

    def __str__(self) -> str:
        return f"{self.ground} {date_short(legal_day(self.from_at))}"


class FirmSecret(models.Model):
    """A firm code's secret: shown once, kept as a keyed digest. Drawing again revokes the one before."""

    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="secrets")
    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drawn_secrets")
    drawn_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=60, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("secret")
        verbose_name_plural = _("secrets")
        base_manager_name = "objects"
        ordering: ClassVar = ["-drawn_at"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["integrator"], condition=Q(revoked_at=None), name="secret_one_live"),
        ]

    def __str__(self) -> str:
        return f"…{self.tail}"

    def live(self, at: datetime) -> bool:
        """Tell whether the secret opens anything at an instant."""
        return self.drawn_at <= at and (self.revoked_at is None or at < self.revoked_at)


class Publication(models.Model):
    """The public list as stored bytes, one row per public event; the newest is what the public reads. Append-only.

    Until when the bytes are good is asked when they are read (`registry/reading.py`): acts and policies after them move
    it. `canonical` is the text that the digest is made of; it names the digest of each of the three bytes.
    """

    sequence = models.PositiveIntegerField(unique=True)
    issued_at = models.DateTimeField()
    event = models.CharField(max_length=80)
    event_slug = models.CharField(max_length=80, blank=True)
    as_json = models.BinaryField()
    as_csv = models.BinaryField()
    as_atom = models.BinaryField()
    canonical = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        base_manager_name = "objects"
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence}"


class Code(models.Model):
    """Every firm code ever given, so that none is given twice."""

    code = models.CharField(max_length=11, unique=True)
    given_on = models.DateField()
    given_before = models.BooleanField(_("given before this registry"), default=False)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("firm code")
        verbose_name_plural = _("firm codes")
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.code[:2]}…"
