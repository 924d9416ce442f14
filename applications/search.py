"""Finding applications by what people remember of them."""

from __future__ import annotations

from django.db.models import Case, Q, QuerySet, When

from accounts.turkish import search_key
from applications.lifecycle import Status
from applications.models import Application

IN_ITS_COURSE = Case(*(When(status=status, then=place) for place, status in enumerate(Status.values)))
"""The place of an application's status in its course, as the lifecycle lists it."""


def search(query: str, status: str) -> QuerySet[Application, Application]:
    """Return the handed-in applications whose firm, number, tax number or product fits, newest first."""
    rows = Application.objects.exclude(submitted_at=None).select_related("dossier", "firm", "reviewer")
    if status in Status.values:
        rows = rows.filter(status=status)
    words = query.strip()
    if words:
        rows = rows.filter(
            Q(firm__name_key__contains=search_key(words))
            | Q(dossier__number__icontains=words)
            | Q(firm__vkn=words)
            | Q(product__icontains=words)
        )
    return rows.order_by("-submitted_at", "-pk")
