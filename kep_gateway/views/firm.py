"""A firm's pages: what was served on it, when, and why on that day."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts.access import person, row
from accounts.models import Firm
from kep_gateway.models import Notice
from kep_gateway.queries import of_firms
from kep_gateway.views.page import BESIDE, facts_of
from ledger.edge import received_at

if TYPE_CHECKING:
    from accounts.models import User


@person
def notices(request: HttpRequest) -> HttpResponse:
    """List what was handed over to the firms that the person acts for."""
    at, who = received_at(request), cast("User", request.user)
    firms = Firm.objects.filter(mandates__person=who, mandates__until_at=None, mandates__from_at__lte=at, ended_at=None)
    page = Paginator(of_firms(firms), 50).get_page(request.GET.get("sayfa"))
    return render(request, "kep_gateway/firm_notices.html", {"page": page})


@row(Notice, "kep_gateway.see_notice", beside=BESIDE)
def notice(request: HttpRequest, found: Notice) -> HttpResponse:
    """Show a firm one notice of its own."""
    return render(request, "kep_gateway/firm_notice.html", facts_of(found))
