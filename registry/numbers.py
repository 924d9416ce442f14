"""Names that are given once: firm codes and the slugs of public pages."""

from __future__ import annotations

from datetime import datetime

from django.utils.text import slugify

from accounts.turkish import search_key
from law.clock import legal_day
from registry import firm_codes
from registry.models import Code, Integrator


def next_code(at: datetime) -> str:
    """Return a new firm code and note it among all that were ever given, in the caller's transaction."""
    code = firm_codes.make()
    while Code.objects.filter(code=code).exists():
        code = firm_codes.make()
    Code.objects.create(code=code, given_on=legal_day(at))
    return code


def slug_for(legal_name: str) -> str:
    """Return a slug that no integrator has: from the folded name, with a number where two would be alike."""
    stem = slugify(search_key(legal_name))[:70].strip("-") or "firma"
    taken = set(Integrator.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    return next(slug for slug in (stem, *(f"{stem}-{n}" for n in range(2, len(taken) + 3))) if slug not in taken)
