"""The table of certification and accreditation bodies: what it begins with, and finding the one that is meant."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from django.db.models import Q, QuerySet

from accounts.turkish import search_key
from policies.files import BODIES, file_of
from registry.conditions.certificate import company_key
from registry.lifecycle import BodyKind
from registry.models import Body, BodyStanding, Certificate, Integrator

LONGEST_KEY = 300
CITATION = "Bilinen akreditasyon kurumu; yazılımla gelen başlangıç kaydıdır, durumunu görevliler izler."


class Known(NamedTuple):
    """An accreditation body that everybody knows, and its country."""

    name: str
    country: str


SHIPPED = (
    Known("TÜRKAK", "TR"),
    Known("UKAS", "GB"),
    Known("DAkkS", "DE"),
    Known("ANAB", "US"),
    Known("COFRAC", "FR"),
    Known("ACCREDIA", "IT"),
    Known("RvA", "NL"),
    Known("ENAC", "ES"),
    Known("BELAC", "BE"),
    Known("SWEDAC", "SE"),
    Known("DANAK", "DK"),
    Known("FINAS", "FI"),
    Known("SAS", "CH"),
    Known("ESYD", "GR"),
    Known("RENAR", "RO"),
    Known("JAS-ANZ", "AU"),
    Known("JAB", "JP"),
    Known("CNAS", "CN"),
    Known("NABCB", "IN"),
    Known("EGAC", "EG"),
    Known("EIAC", "AE"),
)
"""What the table begins with: well-known accreditation bodies, nothing of those whom they accredit."""


def load_bodies(at: datetime) -> None:
    """Store the accreditation bodies that the software brings, unless the table has begun."""
    if Body.objects.exists():
        return
    dossier = file_of(BODIES, at=at).dossier
    for known in SHIPPED:
        key = name_key(known.name)
        made = Body.objects.create(
            dossier=dossier,
            kind=BodyKind.ACCREDITATION,
            name=known.name,
            name_key=key,
            country=known.country,
            changed_at=at,
            entered_at=at,
        )
        BodyStanding.objects.create(body=made, status=made.status, citation=CITATION, recorded_at=at)


def name_key(name: str) -> str:
    """Return the key by which a body is found by its name."""
    return company_key(name)[:LONGEST_KEY]


def number_key(number: str) -> str:
    """Return the key by which a body is found by its accreditation number."""
    return re.sub(r"[^a-z0-9]", "", search_key(number))[:60]


def body_of(certificate: Certificate) -> Body | None:
    """Return the certification body that a certificate names; None where none or more than one could be meant."""
    key, number = name_key(certificate.body), number_key(certificate.body_accreditation)
    meant = Q(name_key=key) | (Q(number_key=number) if number else Q(pk=None))
    found = list(Body.objects.filter(meant, kind=BodyKind.CERTIFICATION)[:2])
    return found[0] if len(found) == 1 else None


def unassigned(body: Body) -> Iterator[Certificate]:
    """Yield the certificates that name a body and hang on none: an officer may assign them."""
    return _naming(body, Certificate.objects.filter(dossier__shown_at__isnull=False))


def to_hang(body: Body) -> list[Certificate]:
    """Return what was entered before its body and is not refused, and means this one of the table and no other."""
    return [it for it in _naming(body, Certificate.objects.filter(refused_at=None)) if body_of(it) == body]


def _naming(body: Body, rows: QuerySet[Certificate]) -> Iterator[Certificate]:
    for certificate in rows.filter(certifier=None).select_related("firm", "dossier"):
        named = name_key(certificate.body) == body.name_key
        if named or (body.number_key and number_key(certificate.body_accreditation) == body.number_key):
            yield certificate


def hanging_on(body: Body) -> QuerySet[Certificate]:
    """Return the certificates that hang on a body, or on those it accredits; those of a firm's draft are its own."""
    rows = Certificate.objects.filter(Q(certifier=body) | Q(certifier__accredited_by=body))
    return rows.filter(dossier__shown_at__isnull=False).select_related("firm", "dossier", "certifier")


def resting_on(body: Body) -> list[tuple[Integrator, Certificate]]:
    """Return the integrators that have not ended and hold an accepted certificate of a body, with that certificate."""
    held = hanging_on(body).filter(accepted_at__isnull=False)
    living = {it.firm_id: it for it in Integrator.objects.filter(ended_at=None).select_related("firm", "dossier")}
    return [(living[it.firm_id], it) for it in held if it.firm_id in living]
