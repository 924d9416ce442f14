"""A certificate's fields, as its firm entered them and as they were read from the document, side by side."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from law.clock import legal_day
from law.explain import date_short
from ledger.edge import received_at
from policies.queries import value
from registry.carrying import next_audit
from registry.certificate_reading import FIELDS, Found
from registry.conditions.reading import agrees, shown
from registry.models import Certificate
from registry.uploading import Legible, found_in

register = template.Library()
LABELS: dict[str, str | Promise] = {
    "number": _("Certificate number"),
    "edition": _("Edition"),
    "holder": _("Holder"),
    "sites": _("Sites"),
    "scope": _("Scope"),
    "soa_version": _("Statement of applicability, version"),
    "soa_on": _("Statement of applicability, date"),
    "body": _("Certification body"),
    "body_accreditation": _("Its accreditation number"),
    "accreditation_body": _("Accreditation body"),
    "first_issued_on": _("First issued"),
    "issued_on": _("Current issue"),
    "valid_until_on": _("Valid until (last valid day)"),
    "last_surveillance_on": _("Last surveillance audit"),
    "next_surveillance_on": _("Next surveillance audit"),
}


class Line(NamedTuple):
    """One field: what the firm wrote, what the document says and where, and whether the two agree."""

    label: str | Promise
    typed: str
    read: str
    found: Found | None
    agrees: bool


@register.inclusion_tag("registry/certificate_facts.html", takes_context=True)
def certificate_facts(context: dict[str, Any], certificate: Certificate) -> dict[str, Any]:
    """Show every field of a certificate with what was read, its body and its verifications. For the ministry only."""
    today = legal_day(received_at(context["request"]))
    audit_on, patience = next_audit(certificate), timedelta(days=value("certificate.surveillance_days", today))
    legible = certificate.document.facts.get("legible")
    return {
        "certificate": certificate,
        "lines": list(_lines(certificate)),
        "legible": Legible(legible) if legible else None,
        "audit_on": audit_on,
        "audit_unheard": audit_on is not None and audit_on + patience < today,
    }


def _lines(certificate: Certificate) -> Iterator[Line]:
    found = found_in(certificate.document.facts)
    for field in FIELDS:
        typed, read = getattr(certificate, field), found.get(field)
        same = read is None or agrees(field, typed, read.value)
        yield Line(
            LABELS[field], _said(certificate, field, typed), shown(field, read.value) if read else "", read, same
        )


def _said(certificate: Certificate, field: str, typed: object) -> str:
    if field == "edition":
        return str(certificate.get_edition_display())
    return date_short(typed) if isinstance(typed, date) else str(typed or "–")
