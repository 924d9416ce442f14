"""What everyone may read: the list, its machine-readable spellings, a firm's page, how to apply."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.utils.cache import get_conditional_response
from django.utils.http import http_date
from django.views.decorators.http import require_safe

from accounts import access
from law.clock import legal_day
from ledger.edge import received_at
from registry.models import Integrator
from registry.pages import firm_page, list_page
from registry.publication import part_digest
from registry.reading import current
from registry.requirements import set_in_force

TYPES = {
    "json": "application/json",
    "csv": "text/csv; charset=utf-8",
    "atom": "application/atom+xml; charset=utf-8",
}


@access.public
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """Show the public list, searched and filtered by the address."""
    return render(request, "registry/list.html", list_page(current(received_at(request)), request.GET))


@access.public
@require_safe
def published(request: HttpRequest, spelling: str) -> HttpResponseBase:
    """Serve the list's stored bytes; unchanged ones cost 304."""
    part = f"as_{spelling}"
    publication = current(received_at(request), part)
    response = HttpResponse(bytes(getattr(publication, part)), content_type=TYPES[spelling])
    etag, changed = f'"{part_digest(publication, part)}"', int(publication.issued_at.timestamp())
    response.headers["ETag"], response.headers["Last-Modified"] = etag, http_date(changed)
    response.headers["Cache-Control"] = "public, no-cache"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return get_conditional_response(request, etag, changed, response) or response


@access.public
@require_safe
def firm(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one integrator: its products, standing, history and corrections; ended ones too."""
    integrator = get_object_or_404(Integrator.objects.select_related("firm"), slug=slug)
    return render(request, "registry/firm.html", firm_page(integrator, received_at(request)))


@access.public
@require_safe
def guide(request: HttpRequest) -> HttpResponse:
    """Say what to send to apply: the requirement set in force, each with its clause."""
    wanted = set_in_force(legal_day(received_at(request)))
    requirements = wanted.requirements.filter(applies=True) if wanted else ()
    return render(request, "registry/guide.html", {"set": wanted, "requirements": requirements})


@access.public
@require_safe
def machine(request: HttpRequest) -> HttpResponse:
    """Explain the machine-readable spellings."""
    return render(request, "registry/machine.html")
