"""What everyone may read of the agreement and the commitment."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render

from accounts.access import public
from contracts.models import AgreementVersion
from contracts.pages import text_page, versions_page
from contracts.sheets import NAMES
from contracts.versions import blank_forms
from documents import store
from documents.content import DOCX, PDF
from ledger.edge import received_at

KINDS = {"pdf": PDF, "docx": DOCX}
BESIDE = AgreementVersion.objects.select_related("signing_term", "text")


@public
def versions(request: HttpRequest) -> HttpResponse:
    """List the published versions."""
    return render(request, "contracts/versions.html", versions_page(received_at(request)))


@public
def text(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Show one version's text."""
    version = get_object_or_404(BESIDE, kind=kind, number=number)
    return render(request, "contracts/text.html", {**text_page(version), "forms": blank_forms(version)})


@public
def changes(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Show what changed since the version before, clause by clause."""
    version = get_object_or_404(BESIDE, kind=kind, number=number)
    context = text_page(version)
    if context["older"] is None:
        raise Http404
    return render(request, "contracts/changes.html", context)


@public
def blank(request: HttpRequest, kind: str, number: int, ending: str) -> HttpResponseBase:
    """Give the blank form of one version as PDF or DOCX; 404 until the worker has made it."""
    version = get_object_or_404(BESIDE, kind=kind, number=number)
    document = blank_forms(version).get(KINDS.get(ending, ""))
    if document is None:
        raise Http404
    name = f"{NAMES[kind]}-surum-{number}.{ending}"
    return FileResponse(store.open_file(document.sha256), content_type=document.media_type, filename=name)
