"""A document's bytes, for the ministry and the firm alike."""

from __future__ import annotations

from django.http import FileResponse, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET

from accounts import access
from documents import store
from documents.models import Document, DocumentState


@access.row(Document, "documents.see", beside=("dossier",), personal=True)
@require_GET
def document(request: HttpRequest, held: Document) -> HttpResponseBase:
    """Hand over a document as a download, unless it is in quarantine or infected."""
    if held.state != DocumentState.CLEAN:
        return render(request, "documents/not_released.html", {"document": held}, status=409)
    response = FileResponse(
        store.open_file(held.sha256), as_attachment=True, filename=held.filename, content_type=held.media_type
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response
