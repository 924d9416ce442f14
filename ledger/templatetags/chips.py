"""A status as a chip whose colour and shape say whether it is good, waits, warns or is bad."""

from __future__ import annotations

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

TONES = {
    "good": (
        *("active", "approved", "met", "served", "sent", "signed", "accepted", "verified", "clean", "valid"),
        *("settled", "answered"),
    ),
    "info": (
        "submitted",
        "under_review",
        "suitable",
        "handed_over",
        "initialled",
        "signing",
        "prepared",
        "matched",
        "identified",
    ),
    "warn": ("deficient", "waiting", "unknown", "quarantined", "open", "draft", "candidate", "received"),
    "bad": ("passive", "rejected", "failed", "elapsed", "infected", "suspended", "refused"),
}
"""Which tone a status has, whatever room it comes from; one that is not named is neutral."""
_OF = {status: tone for tone, statuses in TONES.items() for status in statuses}


@register.simple_tag
def chip(status: object, words: object = "", tone: str = "") -> SafeString:
    """Show a status in words; `tone` overrules the status's own. Lists show hundreds: no template is opened for it."""
    shade = tone or _OF.get(str(status), "")
    return format_html('<span class="{}">{}</span>', f"chip {shade}".strip(), words or status)
