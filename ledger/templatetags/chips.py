"""A status as a chip whose colour and shape say whether it is good, waits, warns or is bad."""

from __future__ import annotations

from typing import Any

from django import template

register = template.Library()

TONES = {
    "good": ("active", "approved", "met", "served", "sent", "signed", "accepted", "verified", "clean", "valid"),
    "info": ("submitted", "under_review", "suitable", "handed_over", "initialled", "signing", "prepared"),
    "warn": ("deficient", "waiting", "unknown", "quarantined", "open", "draft", "candidate"),
    "bad": ("passive", "rejected", "failed", "elapsed", "infected", "suspended", "refused"),
}
"""Which tone a status has, whatever room it comes from; one that is not named is neutral."""
_OF = {status: tone for tone, statuses in TONES.items() for status in statuses}


@register.inclusion_tag("parts/chip.html")
def chip(status: object, words: object = "", tone: str = "") -> dict[str, Any]:
    """Show a status in words; `tone` overrules the status's own."""
    return {"tone": tone or _OF.get(str(status), ""), "words": words or status}
