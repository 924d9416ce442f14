"""The firm's page: when the ministry read what the firm gave, and in which role."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import access
from accounts.models import Firm
from privacy.queries import readings_of


@access.row(Firm, "privacy.see_own_readings", key="dossier__number", beside=("dossier",))
def who_read(request: HttpRequest, firm: Firm) -> HttpResponse:
    """List the readings without any officer's name."""
    page = Paginator(readings_of(firm), 50).get_page(request.GET.get("sayfa"))
    return render(request, "privacy/firm_readings.html", {"firm": firm, "page": page})
