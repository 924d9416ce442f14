"""Certificates that carry a firm, asked within a question about integrators; and what their bodies must be asked."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import Case, Exists, F, OuterRef, Q, QuerySet, Subquery, When

from ledger.prepared import Given
from registry.conditions.certificate import VOID_EDITIONS, VOID_FROM
from registry.lifecycle import BodyStatus, CertificateStatus
from registry.models import Certificate, CertificateVerification


def held(today: Given) -> QuerySet[Certificate]:
    """Return the outer integrator's certificates that are accepted and good on a day."""
    accepted = Certificate.objects.filter(firm=OuterRef("firm"), accepted_at__isnull=False)
    valid = accepted.filter(status=CertificateStatus.VALID, issued_on__lte=today, valid_until_on__gte=today)
    return valid.alias(today=today).exclude(edition__in=VOID_EDITIONS, today__gte=VOID_FROM)


def fallen() -> Q:
    """Tell that a certificate's body, or the one that accredits it, fell, and nobody has verified it since."""
    return _unheard("certifier") | _unheard("certifier__accredited_by")


def _unheard(body: str) -> Q:
    since = CertificateVerification.objects.filter(
        certificate=OuterRef("pk"), recorded_at__gte=OuterRef(f"{body}__changed_at")
    )
    fell = Q(**{f"{body}__status__in": [BodyStatus.SUSPENDED, BodyStatus.WITHDRAWN]})
    return fell & Q(~Exists(since))


def with_next_audit(certificates: QuerySet[Certificate]) -> QuerySet[Any]:
    """Return certificates with `audit_on`: the day of the next surveillance audit as far as it was said.

    What the body said at the newest verification that named an audit comes before what the certificate says.
    """
    named = CertificateVerification.objects.filter(certificate=OuterRef("pk"), surveillance_on__isnull=False)
    newest = named.order_by("-verified_on", "-pk").values("next_surveillance_on")[:1]
    told = Case(When(Exists(named), then=Subquery(newest)), default=F("next_surveillance_on"))
    return certificates.annotate(audit_on=told)


def next_audit(certificate: Certificate) -> date | None:
    """Return the day of the next surveillance audit of one certificate, its verifications read already."""
    named = [it for it in certificate.verifications.all() if it.surveillance_on is not None]
    return named[0].next_surveillance_on if named else certificate.next_surveillance_on
