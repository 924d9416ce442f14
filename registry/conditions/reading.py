"""Whether what was read from a certificate agrees with what is typed and with what the registry knows: warnings."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.turkish import search_key
from law.clock import legal_day
from law.explain import date_short
from registry.certificate_reading import DAYS, IN_ORDER, Found
from registry.conditions.certificate import VOID_EDITIONS, VOID_FROM, same_holder
from registry.lifecycle import Edition
from registry.models import Certificate

if TYPE_CHECKING:
    from accounts.models import Firm

COMPANIES = ("holder", "body")


def agrees(field: str, typed: object, read: str) -> bool:
    """Tell whether a typed value says what was read: companies as companies, words without marks and cases."""
    said = typed.isoformat() if isinstance(typed, date) else str(typed or "")
    if field in COMPANIES:
        return same_holder(said, read)
    return _letters(said) == _letters(read)


def contradicted(typed: Mapping[str, Any], found: Mapping[str, Found]) -> dict[str, str]:
    """Return the fields whose typed value is another than what was surely read, each with a sentence."""
    others = {
        name: it for name, it in found.items() if it.sure and name in typed and not agrees(name, typed[name], it.value)
    }
    return {name: _("The document says: %(value)s") % {"value": shown(name, it.value)} for name, it in others.items()}


def doubts(values: Mapping[str, str], firm: Firm, *, at: datetime) -> dict[str, str]:
    """Return what the registry knows against values as they were read, by field."""
    return {field: str(words) for field, words in _doubts(values, firm, legal_day(at))}


def _doubts(values: Mapping[str, str], firm: Firm, today: date) -> Iterator[tuple[str, object]]:
    if "holder" in values and not same_holder(values["holder"], firm.legal_name):
        yield (
            "holder",
            _("Your firm's legal name is %(name)s; a certificate in another name does not serve it.")
            % {"name": firm.legal_name},
        )
    if values.get("edition") in VOID_EDITIONS and today >= VOID_FROM:
        message = _("Certificates of this edition are void from %(day)s on.") % {"day": date_short(VOID_FROM)}
        yield "edition", message
    if "number" in values and _is_anothers(values["number"], firm):
        yield "number", _("A certificate with this number was entered for another firm.")
    days = {name: date.fromisoformat(values[name]) for name in DAYS if name in values}
    for early, late in IN_ORDER:
        if early in days and late in days and days[early] > days[late]:
            yield late, _("The days of the document contradict each other: look at them on the paper.")
    if days.get("valid_until_on", today) < today:
        message = _("The certificate's last valid day was %(day)s.") % {"day": date_short(days["valid_until_on"])}
        yield "valid_until_on", message


def _is_anothers(number: str, firm: Firm) -> bool:
    return Certificate.objects.filter(number__iexact=number, accepted_at__isnull=False).exclude(firm=firm).exists()


def shown(field: str, value: str) -> str:
    """Return a value that was read as people write it."""
    if field in DAYS or field == "soa_on":
        return date_short(date.fromisoformat(value))
    return str(Edition(value).label) if field == "edition" else value


def _letters(text: str) -> str:
    return re.sub(r"[\W_]+", "", search_key(text))
