"""Days and instants, written as people read them."""

from datetime import date, datetime, timedelta

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
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


@register.simple_tag
def when(moment: datetime | date | str | None, style: str = "long") -> SafeString | str:
    """Return a day or an instant in words, the exact instant on hover: `23 Mart 2026, Pazartesi`.

    `style` is `long`, `short` (in figures, for tables; an instant with its minute) or `day` (in figures, its day only).
    """
    if isinstance(moment, str):
        moment = date.fromisoformat(moment) if moment else None
    if moment is None:
        return "–"
    if not isinstance(moment, datetime):
        return format_html('<time datetime="{}">{}</time>', moment.isoformat(), _written(moment, style))
    here = moment.astimezone(ISTANBUL)
    text = _written(here.date(), style)
    if style != "day":
        text += f" {here:%H:%M}"
    exact = f"{here:%d.%m.%Y %H:%M:%S} (UTC{here:%z})"
    return format_html('<time datetime="{}" title="{}">{}</time>', here.isoformat(), exact, text)


def _written(day: date, style: str) -> str:
    return date_format(day, _("j F Y, l")) if style == "long" else f"{day:%d.%m.%Y}"
