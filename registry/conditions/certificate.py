"""When an ISO/IEC 27001 certificate serves, and until when."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from accounts.turkish import search_key
from law.explain import date_short
from ledger.errors import Obstacle
from policies.catalogue import CERTIFICATE_CYCLE_YEARS
from policies.queries import value
from registry.lifecycle import CertificateStatus, Edition
from registry.models import Certificate

CLAUSE = "2/b"
VOID_FROM = date(2025, 11, 1)
"""The end of the transition to the edition of 2022 (IAF MD 26): older certificates are void, whatever they print."""
VOID_EDITIONS = frozenset({Edition.E2013, Edition.E2017})

_SPELLINGS = {"ltd": "limited", "sti": "sirketi", "san": "sanayi", "tic": "ticaret", "as": "anonim sirketi"}


def last_valid_day(certificate: Certificate) -> date:
    """Return the last day on which a certificate serves: what it prints, or the end of its edition."""
    if certificate.edition in VOID_EDITIONS:
        return min(certificate.valid_until_on, VOID_FROM - timedelta(days=1))
    return certificate.valid_until_on


def contradictions(certificate: Certificate, *, on: date) -> Iterator[Obstacle]:
    """Yield values that cannot stand beside each other on a day, each at its field: refused when they are entered."""
    if certificate.issued_on < certificate.first_issued_on:
        yield _wrong("issued_before_first", _("The current issue date is before the first one."), "issued_on")
    if certificate.valid_until_on <= certificate.issued_on:
        yield _wrong("ends_before_issue", _("The certificate would end before it was issued."), "valid_until_on")
    yield from _too_long(certificate, on)
    last, following = certificate.last_surveillance_on, certificate.next_surveillance_on
    if last and following and following <= last:
        message = _("The next surveillance audit is not after the last one.")
        yield _wrong("surveillance_order", message, "next_surveillance_on")
    if last and last < certificate.first_issued_on:
        message = _("A surveillance audit cannot be before the first issue.")
        yield _wrong("surveillance_before_issue", message, "last_surveillance_on")
    if certificate.edition not in Edition.values:
        yield _wrong("unknown_edition", _("There is no such edition."), "edition")


def _too_long(certificate: Certificate, on: date) -> Iterator[Obstacle]:
    years = certificate.valid_until_on.year - certificate.issued_on.year
    if years <= CERTIFICATE_CYCLE_YEARS:
        return
    most: int = value("certificate.longest_years", on)
    if years > most:
        slip = _("No certificate is valid for more than %(years)d years: check the days.") % {"years": most}
        yield _wrong("too_long", slip, "valid_until_on")


def flaws(certificate: Certificate, *, holder_name: str, on: date) -> Iterator[Obstacle]:
    """Yield everything for which a certificate does not serve a firm on a day.

    At upload these refuse nothing: they are what an officer finds deficient (clause 3/a).
    """
    yield from contradictions(certificate, on=on)
    if certificate.edition in VOID_EDITIONS and on >= VOID_FROM:
        message = _("Certificates of this edition are void from %(day)s on.") % {"day": date_short(VOID_FROM)}
        yield _wrong("edition_void", message, "edition")
    if on < certificate.issued_on:
        yield _wrong("not_yet_issued", _("The certificate is not yet issued on that day."), "issued_on")
    if on > certificate.valid_until_on:
        message = _("The certificate's last valid day was %(day)s.") % {"day": date_short(certificate.valid_until_on)}
        yield _wrong("lapsed", message, "valid_until_on")
    if certificate.status != CertificateStatus.VALID:
        message = _("The certification body says: %(status)s.") % {"status": certificate.get_status_display()}
        yield _wrong("not_valid", message, "status")
    if not same_holder(certificate.holder, holder_name):
        yield _wrong("other_holder", _("The certificate is in another name than the firm's legal name."), "holder")


def covered_through(certificates: Iterable[Certificate], day: date) -> Certificate | None:
    """Return the certificate that ends last of an unbroken row that covers a day; None where none covers it.

    Only accepted certificates that the body calls valid count; a row is unbroken when each begins no later than the
    day after the one before it ends.
    """
    usable = [it for it in certificates if it.accepted_at is not None and it.status == CertificateStatus.VALID]
    found: Certificate | None = None
    for certificate in sorted(usable, key=lambda it: (it.issued_on, last_valid_day(it))):
        reach = day if found is None else last_valid_day(found) + timedelta(days=1)
        if certificate.issued_on <= reach and last_valid_day(certificate) >= reach:
            found = certificate
    return found


def same_holder(one: str, other: str) -> bool:
    """Tell whether two spellings name one company: Turkish folding, points and usual abbreviations apart."""
    return company_key(one) == company_key(other)


def company_key(name: str) -> str:
    """Return what usual spellings of one company's name share: folded, abbreviations written out."""
    words = [word for word in re.split(r"[^a-z0-9]+", search_key(name)) if word and word != "ve"]
    if words[-2:] == ["a", "s"]:
        words[-2:] = ["as"]
    last = len(words) - 1
    return " ".join(_SPELLINGS.get(it, it) if it != "as" or n == last else it for n, it in enumerate(words))


def _wrong(code: str, message: object, field: str) -> Obstacle:
    return Obstacle(code, message, CLAUSE, field)  # type: ignore[arg-type]  # gettext_lazy % facts is a promise too
