"""What stands beside a firm's data."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from accounts.models import Found, KepAddress
from law.clock import legal_day
from law.explain import date_short
from ledger.templatetags.chips import chip

register = template.Library()
TONES = {Found.KNOWN: "good", Found.UNKNOWN: "bad"}


@register.simple_tag
def kep_found(address: KepAddress) -> SafeString:
    """Show what the KEP provider's directory says of an address, and since when."""
    said = Found(address.found)
    shown = chip("", said.label, TONES.get(said, ""))
    if address.checked_at is None:
        return shown
    return format_html("{} <small>{}</small>", shown, date_short(legal_day(address.checked_at)))
