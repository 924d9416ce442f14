"""Certificates and what their bodies say of them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Firm
from documents.models import Document
from ledger.guarded import Guarded
from ledger.models import Dossier
from registry.lifecycle import CertificateStatus, Edition
from registry.models.bodies import Body


class Certificate(models.Model):
    """An ISO/IEC 27001 certificate as its holder entered it and an officer judged it.

    `body` and `body_accreditation` are what the paper says; `certifier` is the body of our table that is meant, found
    when the certificate was entered or named by an officer.
    """

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
    certifier = models.ForeignKey(
        Body,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="certificates",
        verbose_name=_("certification body, in the table"),
    )
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
    surveillance_on = models.DateField(_("surveillance audit that the body named"), null=True, blank=True)
    next_surveillance_on = models.DateField(_("next surveillance audit, as the body said"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), null=True, blank=True)
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
        constraints: ClassVar = [
            CheckConstraint(
                condition=Q(next_surveillance_on=None) | Q(surveillance_on__lt=F("next_surveillance_on")),
                name="verification_names_audit_before_next",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.certificate}: {self.verified_on:%d.%m.%Y}"
