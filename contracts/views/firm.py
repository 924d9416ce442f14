"""A firm gets its agreement, signs it and sends it back."""

from __future__ import annotations

from datetime import datetime

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.access import person_of
from contracts.actions.receive_signed import receive_signed
from contracts.actions.request_copy import request_copy
from contracts.actions.take_copy import obstacles as taken
from contracts.actions.take_copy import take_copy
from contracts.copies import live_copy
from contracts.forms import SendBackForm
from contracts.models import Ink, SignedAgreement
from contracts.pages import firm_page
from documents import store
from documents.intake import receive
from documents.uploads import posted
from ledger.edge import done, received_at, refusals_on, seen_in
from ledger.models import Dossier, DossierKind

mine = access.row(Dossier, "contracts.hold", key="number", beside=("firm",))
PAGE = "contracts/firm.html"


@mine
def agreement(request: HttpRequest, dossier: Dossier, kind: str) -> HttpResponse:
    """Show the three steps."""
    return render(request, PAGE, firm_page(dossier, person_of(request), received_at(request), kind))


@require_POST
@mine
def ask(request: HttpRequest, dossier: Dossier, kind: str) -> HttpResponse:
    """Ask for the agreement."""
    request_copy(dossier.pk, by=person_of(request), at=received_at(request), kind=kind, seen=seen_in(request))
    done(request, _("The agreement is being prepared; it will be on this page in a few seconds."))
    return redirect("portal_agreement", kind, dossier.number)


@require_POST
@mine
def take(request: HttpRequest, dossier: Dossier, kind: str) -> HttpResponseBase:
    """Give the PDF to sign, and note the first time."""
    copy, at = live_copy(dossier, kind), received_at(request)
    if copy is None or copy.pdf is None:
        raise Http404
    if not any(taken(copy, at=at)):
        take_copy(copy.pk, by=person_of(request), at=at)
    return FileResponse(store.open_file(copy.pdf.sha256), as_attachment=True, filename=copy.pdf.filename)


@require_POST
@mine
def send_back(request: HttpRequest, dossier: Dossier, kind: str) -> HttpResponse:
    """Take in a renewed agreement and say at once what is wrong with it; an applicant's comes with its documents."""
    at, form = received_at(request), SendBackForm(**posted(request))
    if form.is_valid():
        with refusals_on(form):
            signed = _receive(request, dossier, kind, form, at)
            done(request, _verdict(signed))
            return redirect("portal_agreement", kind, dossier.number)
    return render(request, PAGE, {**firm_page(dossier, person_of(request), at, kind), "form": form}, status=422)


def _receive(request: HttpRequest, dossier: Dossier, kind: str, form: SendBackForm, at: datetime) -> SignedAgreement:
    copy = live_copy(dossier, kind)
    if copy is None or dossier.kind == DossierKind.APPLICATION:
        raise Http404
    received = receive(form.cleaned_data["file"], at=at)
    ink = form.cleaned_data["ink"]
    return receive_signed(copy.pk, by=person_of(request), at=at, received=received, ink=ink, seen=seen_in(request))


def _verdict(signed: SignedAgreement) -> object:
    if signed.found:
        return _("The file was received and kept, but it does not bind the firm yet; the reasons are below.")
    if signed.ink == Ink.WET:
        return _("The scan was received. An officer will compare it with the paper original.")
    return _("The signed agreement was received and its signatures are good.")
