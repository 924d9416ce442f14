"""What everyone may read of the agreement."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from accounts.access import public
from contracts.models import AgreementVersion
from contracts.pages import versions_page
from contracts.sheets import published_text
from contracts.versions import blank_forms
from documents import store
from documents.content import DOCX, PDF
from ledger.edge import received_at

KINDS = {"pdf": PDF, "docx": DOCX}


@public
def versions(request: HttpRequest) -> HttpResponse:
    """List the published versions."""
    return render(request, "contracts/versions.html", versions_page(received_at(request)))


@public
def text(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version's text."""
    version = get_object_or_404(AgreementVersion, number=number)
    context = {"version": version, "text": published_text(version), "forms": blank_forms(version)}
    return render(request, "contracts/text.html", context)


@public
def blank(request: HttpRequest, number: int, ending: str) -> HttpResponseBase:
    """Give the blank form of one version as PDF or DOCX; 404 until the worker has made it."""
    version = get_object_or_404(AgreementVersion, number=number)
    document = blank_forms(version).get(KINDS[ending])
    if document is None:
        raise Http404
    name = f"sozlesme-surum-{number}.{ending}"
    return FileResponse(store.open_file(document.sha256), content_type=document.media_type, filename=name)
