"""Days that are kept as text, written as people read them."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.translation import gettext as _

from law.clock import ISTANBUL, day_start, legal_day

register = template.Library()


@register.filter
def in_figures(text: str) -> str:
    """Return an ISO day as gg.aa.yyyy; any other text as it is."""
    try:
        return f"{date.fromisoformat(text):%d.%m.%Y}" if len(text) == len("2026-01-31") else text
    except ValueError:
        return text


@register.filter
def until(at: datetime | None) -> str:
    """Return the end of a period as people read it: the last valid day where it ends at midnight, else the minute.

    Periods are half-open: one that ends at 00:00 of the 23rd is over with the end of the 22nd.
    """
    if at is None:
        return "–"
    day = legal_day(at)
    if at == day_start(day):
        return _("%(day)s, end of day") % {"day": f"{day - timedelta(days=1):%d.%m.%Y}"}
    return f"{at.astimezone(ISTANBUL):%d.%m.%Y %H:%M}"
