"""Days that are kept as text, written as people read them."""

from datetime import date

from django import template

register = template.Library()


@register.filter
def in_figures(text: str) -> str:
    """Return an ISO day as gg.aa.yyyy; any other text as it is."""
    try:
        return f"{date.fromisoformat(text):%d.%m.%Y}" if len(text) == len("2026-01-31") else text
    except ValueError:
        return text
