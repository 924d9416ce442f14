"""The ministry puts a document into a firm's own file, or into that of policies and calendar."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.access import person_of
from documents.actions.file_in_dossier import file_in_dossier
from documents.forms import FileForm
from documents.intake import receive
from documents.uploads import posted
from ledger.edge import done, received_at, refusals_on, seen_in
from ledger.models import Dossier, DossierKind


@access.row(Dossier, "documents.file_in_dossier", key="number")
def put(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Take one document; what is wrong with it stands at its field."""
    at, form, status = received_at(request), FileForm(**posted(request)), 200
    back = reverse("desk_firm", args=[dossier.number]) if dossier.kind == DossierKind.FIRM else reverse("desk_calendar")
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 409
            with refusals_on(form):
                _take(request, dossier, form.cleaned_data, at=at)
                return redirect(back)
    dossier.refresh_from_db()
    context = {"dossier": dossier, "form": form, "back": back, "seen": str(dossier.head_n)}
    return render(request, "documents/desk_file.html", context, status=status)


def _take(request: HttpRequest, dossier: Dossier, said: dict[str, Any], **when: Any) -> None:
    received = receive(said["file"], **when)
    by = person_of(request)
    file_in_dossier(dossier.pk, by=by, received=received, title=said["title"], seen=seen_in(request), **when)
    done(request, _("The document is in the file."))
