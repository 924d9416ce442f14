"""The firm's side: what must I do, by when; the application step by step."""

from __future__ import annotations

from datetime import datetime

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.access import entitled, person_of
from accounts.models import Firm
from applications.actions.attach import attach
from applications.actions.complete import complete
from applications.actions.fill_in import fill_in
from applications.actions.start import start
from applications.actions.submit import submit
from applications.actions.take_back import take_back
from applications.actions.withdraw import withdraw
from applications.conditions.documents import not_evidenced
from applications.forms import AgreementForm, FileForm, FillInForm
from applications.models import Application, Attachment, Item
from applications.pages import application_page, portal_page
from applications.queries import shown
from documents.intake import PDF_OR_SCAN, PDF_OR_WORD, receive
from documents.uploads import posted
from law.clock import legal_day
from ledger.edge import done, received_at, refusals_on, seen_in
from ledger.offers import offers
from registry.models import Evidenced
from registry.uploading import Upload, upload_in

BESIDE = ("dossier__firm", "firm__dossier")
MANY = ("firm__integrators__dossier",)
mine = access.row(Application, "applications.see", key="dossier__number", beside=BESIDE, many=MANY, personal=True)
ACCEPTED = dict.fromkeys((Evidenced.AGREEMENT, Evidenced.COMMITMENT), PDF_OR_SCAN)
FORMS = dict.fromkeys((Evidenced.AGREEMENT, Evidenced.COMMITMENT), AgreementForm)


@access.person
def portal(request: HttpRequest) -> HttpResponse:
    """What must I do, by when: for one firm at a time, beside the others that the person acts for."""
    page = portal_page(person_of(request), received_at(request), request.GET.get("firma", ""))
    return render(request, "applications/portal.html", page)


@require_POST
@access.row(Firm, "applications.start")
def start_application(request: HttpRequest, firm: Firm) -> HttpResponse:
    """Start an application."""
    application = start(firm.pk, by=person_of(request), at=received_at(request))
    done(request, _("Your application is open. Send the documents one by one; you may stop and come back."))
    return redirect("portal_application", application.dossier.number)


@mine
def application(request: HttpRequest, application: Application) -> HttpResponse:
    """One application with everything the firm may do."""
    context = application_page(application, person_of(request), received_at(request), ministry=False)
    return render(request, "applications/firm_application.html", context)


@mine
def details(request: HttpRequest, application: Application) -> HttpResponse:
    """The product's name and the address of remote access."""
    at, by = received_at(request), entitled(request, "applications.fill_in", application)
    initial = {"product": application.product, "remote_ip": application.remote_ip}
    form = FillInForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            fill_in(application.pk, by=by, at=at, seen=seen_in(request), **form.cleaned_data)
            return redirect("portal_application", application.dossier.number)
    context = {"application": application, "form": form, "seen": application.dossier.head_n}
    return render(request, "applications/details.html", context, status=422 if form.errors else 200)


@mine
def item(request: HttpRequest, application: Application, key: str) -> HttpResponse:
    """One requirement: its help, what was sent, and the form to send a document."""
    at = received_at(request)
    found = get_object_or_404(application.items.select_related("requirement"), requirement__key=key)
    upload = upload_in(request, application.dossier, at=at) if _is_certificate(found) else None
    form = upload.form if upload else FORMS.get(Evidenced(found.requirement.evidenced), FileForm)(**posted(request))
    if request.method == "POST" and (upload.ready if upload else form.is_valid()):
        with refusals_on(form):
            _send(request, found, upload, form, at)
            _say_what_was_read(request, found, at)
            return redirect("portal_item", application.dossier.number, key)
    context = {"application": application, "item": found, "form": form, "seen": application.dossier.head_n}
    context |= {
        "upload": upload,
        "send": next(offers(("applications.attach",), found, person_of(request), at), None),
        "take_back": next(offers(("applications.take_back",), found, person_of(request), at), None),
        "flaws": list(not_evidenced(found, today=legal_day(at))) if shown(found) else (),
    }
    return render(request, "applications/item.html", context, status=422 if form.errors else 200)


def _say_what_was_read(request: HttpRequest, found: Item, at: datetime) -> None:
    """Say that the document arrived, and at once what an officer would find deficient in it; it counts all the same."""
    if any(not_evidenced(found, today=legal_day(at))):
        messages.warning(request, _("The document has arrived, but as it stands it would be found deficient; see why."))
    else:
        done(request, _("The document has arrived."))


def _is_certificate(item: Item) -> bool:
    return bool(item.requirement.evidenced == Evidenced.CERTIFICATE)


def _send(request: HttpRequest, found: Item, upload: Upload | None, form: forms.Form, at: datetime) -> None:
    """Take the file in at the edge, then run the act that binds it."""
    if upload is not None:
        received, fields, ink = upload.received, upload.fields, ""
    else:
        fields = dict(form.cleaned_data)
        accept = ACCEPTED.get(Evidenced(found.requirement.evidenced), PDF_OR_SCAN | PDF_OR_WORD)
        received, ink = receive(fields.pop("file"), at=at, accept=accept), fields.pop("ink", "")
    assert received is not None
    attach(found.pk, by=person_of(request), at=at, received=received, fields=fields, ink=ink, seen=seen_in(request))


@require_POST
@mine
def hand_in(request: HttpRequest, application: Application) -> HttpResponse:
    """Hand the application in."""
    submit(application.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("The application has been handed in. İSGGM will write to your KEP address if anything is missing."))
    return redirect("portal_application", application.dossier.number)


@require_POST
@mine
def answer(request: HttpRequest, application: Application) -> HttpResponse:
    """Say that what was asked for is complete."""
    complete(application.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("Your completion has arrived and goes back to review."))
    return redirect("portal_application", application.dossier.number)


@mine
def take_application_back(request: HttpRequest, application: Application) -> HttpResponse:
    """Take the application back, after a page that says what it means."""
    by = entitled(request, "applications.withdraw", application)
    if request.method == "POST":
        withdraw(application.pk, by=by, at=received_at(request), seen=seen_in(request))
        done(request, _("The application has been taken back. You may apply anew at any time."))
        return redirect("portal")
    context = {"application": application, "seen": application.dossier.head_n}
    return render(request, "applications/withdraw.html", context)


@require_POST
@access.row(Attachment, "applications.take_back")
def take_document_back(request: HttpRequest, attachment: Attachment) -> HttpResponse:
    """Take one document back."""
    take_back(attachment.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("The document no longer counts."))
    return redirect("portal_application", attachment.item.application.dossier.number)
