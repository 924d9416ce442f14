"""The firm's side: its standing, certificate, documents and secret."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from accounts import access
from accounts.access import person_of
from accounts.models import Firm
from documents.forms import FileForm
from documents.intake import receive
from documents.uploads import posted
from ledger.edge import done, received_at, refusals_on, seen_in
from ledger.offers import offers
from registry.actions.draw_secret import draw_secret
from registry.actions.enter_certificate import enter_certificate
from registry.actions.file_document import file_document
from registry.models import Integrator
from registry.pages import portal_page
from registry.uploading import upload_in

mine = access.row(Integrator, "registry.see_own", key="dossier__number", beside=("dossier__firm", "firm__dossier"))


@access.person
def overview(request: HttpRequest) -> HttpResponse:
    """Show the standing of one integrator that the person acts for: what, why, until when; and which others it has."""
    person = person_of(request)
    firms = list(Firm.objects.filter(mandates__person=person, mandates__until_at=None, ended_at=None))
    page = portal_page(firms, person, received_at(request), request.GET.get("dosya", ""))
    return render(request, "registry/portal.html", page)


@mine
def certificate(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Enter a newer certificate: first the file, then its form."""
    at = received_at(request)
    upload = upload_in(request, integrator.dossier, at=at)
    if upload.ready and upload.received:
        with refusals_on(upload.form):
            by, seen, arrived = person_of(request), seen_in(request), upload.received
            enter_certificate(integrator.dossier_id, by=by, at=at, received=arrived, fields=upload.fields, seen=seen)
            done(request, _("The certificate has arrived. An officer will look at it."))
            return redirect(f"{reverse('registry:portal')}?dosya={integrator.dossier.number}")
    context = {"title": _("Enter a certificate"), "integrator": integrator, "upload": upload, "form": upload.form}
    return render(request, "registry/portal_certificate.html", context, status=422 if upload.form.errors else 200)


@mine
def document(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Send a document: what remedies a ground, or whatever İSGGM asked for."""
    at = received_at(request)
    form = FileForm(**posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            received = receive(form.cleaned_data["file"], at=at)
            title, by = form.cleaned_data["title"], person_of(request)
            file_document(integrator.pk, by=by, at=at, received=received, title=title, seen=seen_in(request))
            done(request, _("The document has arrived."))
            return redirect(f"{reverse('registry:portal')}?dosya={integrator.dossier.number}")
    context = {"title": _("Send a document"), "integrator": integrator, "form": form}
    return render(request, "registry/portal_form.html", context, status=422 if form.errors else 200)


@mine
@require_safe
def secret(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Say what drawing a new secret does, with the button for it."""
    draw = next(offers(("registry.draw_secret",), integrator, person_of(request), received_at(request)), None)
    return render(request, "registry/secret.html", {"integrator": integrator, "draw": draw})


@require_POST
@never_cache
@access.fresh
@mine
def draw(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Draw a new secret and show it this once."""
    drawn = draw_secret(integrator.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    return render(request, "registry/secret.html", {"integrator": integrator, "secret": drawn})
