"""A file's documents, on the pages of rooms below that show the file."""

from __future__ import annotations

from typing import Any

from django import template

from documents.forms import FileForm
from documents.intake import ENDINGS
from ledger.acts import may
from ledger.models import Dossier

register = template.Library()
RECORDS = {"application/json": "JSON", "message/rfc822": "EML", "application/xml": "XML"}
"""What machines send us, beside what people do."""


@register.filter
def kind(media_type: str) -> str:
    """Return a media type as people call it."""
    endings = ENDINGS.get(media_type)
    return endings[0].removeprefix(".").upper() if endings else RECORDS.get(media_type, media_type)


@register.filter
def in_fours(code: str) -> str:
    """Return a verification code as people read it out: in groups of four."""
    return " ".join(code[n : n + 4] for n in range(0, len(code), 4))


@register.inclusion_tag("documents/filed.html", takes_context=True)
def filed(context: dict[str, Any], dossier: Dossier) -> dict[str, Any]:
    """List a file's documents, with the form to add one for whoever may."""
    addable = may(context["request"].user, "documents.file_in_dossier", dossier)
    return {
        "dossier": dossier,
        "documents": dossier.documents.all(),
        "form": FileForm() if addable else None,
        "seen": str(dossier.head_n),
    }
