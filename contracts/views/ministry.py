"""The ministry's desk: paper originals, countersignatures, new versions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.access import person_of
from contracts.actions import upload_countersigned as uploading
from contracts.actions import verify_ink as verifying
from contracts.actions.request_countersignature import request_countersignature
from contracts.forms import CountersignedForm, DraftForm, InkForm, PublishForm
from contracts.models import AgreementVersion, SignedAgreement
from contracts.pages import publishing_page
from documents.intake import receive
from documents.uploads import posted
from ledger.actions.propose import propose
from ledger.edge import done, received_at, refusals_on, seen_in

DESK = "contracts/desk.html"


@access.desk("contracts.see_versions")
def versions(request: HttpRequest) -> HttpResponse:
    """Show the versions, their drafts and campaigns, and propose the next one."""
    return render(request, DESK, versions_context(request, received_at(request)))


def versions_context(
    request: HttpRequest,
    at: datetime,
    *,
    publishing: tuple[AgreementVersion, forms.Form] | None = None,
    drafting: tuple[AgreementVersion, forms.Form] | None = None,
) -> dict[str, Any]:
    """Return the page of all versions, with the form of one of them as it was sent."""
    context = publishing_page(person_of(request), at)
    for it in context["next"]:
        version = it["version"]
        it["publish_form"] = (
            publishing[1]
            if publishing and publishing[0] == version
            else PublishForm(follows=version, published=it["published"])
        )
        it["draft_form"] = drafting[1] if drafting and drafting[0] == version else DraftForm(follows=version)
    return context


@require_POST
@access.row(AgreementVersion, "contracts.publish_version:propose")
def propose_version(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    """Propose to publish the version that follows this one."""
    at, form = received_at(request), PublishForm(request.POST, follows=version)
    if form.is_valid():
        arguments = {**form.cleaned_data, "effective_on": form.cleaned_data["effective_on"].isoformat()}
        act, by = "contracts.publish_version", person_of(request)
        with refusals_on(form):
            propose(act, AgreementVersion, version.pk, by=by, at=at, arguments=arguments, seen=seen_in(request))
            done(request, _("Proposed. A second person must approve it."))
            return redirect("desk_agreements")
    return render(request, DESK, versions_context(request, at, publishing=(version, form)), status=422)


@access.row(SignedAgreement, "contracts.verify_ink")
def compare(request: HttpRequest, signed: SignedAgreement) -> HttpResponse:
    """Record what the officer saw on the paper original."""
    at = received_at(request)

    def act(given: dict[str, Any]) -> None:
        verifying.verify_ink(signed.pk, by=person_of(request), at=at, seen=seen_in(request), **given)
        done(request, _("Your comparison is recorded."))

    form = InkForm(request.POST if request.method == "POST" else None)
    return _form_page(request, signed, form, act, verifying.ACT.label)


@require_POST
@access.row(SignedAgreement, "contracts.request_countersignature")
def countersign(request: HttpRequest, signed: SignedAgreement) -> HttpResponse:
    """Have the worker countersign with the person's own key."""
    request_countersignature(signed.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("The countersignature is being made; it is ready in a few seconds."))
    return _back(request)


@access.row(SignedAgreement, "contracts.upload_countersigned")
def upload(request: HttpRequest, signed: SignedAgreement) -> HttpResponse:
    """Take in the scan with both wet-ink signatures."""
    at = received_at(request)

    def act(given: dict[str, Any]) -> None:
        received = receive(given["file"], at=at)
        uploading.upload_countersigned(
            signed.pk, by=person_of(request), at=at, received=received, seen=seen_in(request)
        )
        done(request, _("The countersigned scan is kept."))

    return _form_page(request, signed, CountersignedForm(**posted(request)), act, uploading.ACT.label)


def _form_page(
    request: HttpRequest,
    signed: SignedAgreement,
    form: InkForm | CountersignedForm,
    act: Callable[[dict[str, Any]], None],
    title: object,
) -> HttpResponse:
    """Do the act and go back to where its form stood; what is wrong is shown at its field, with what was typed."""
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 409
            with refusals_on(form):
                act(form.cleaned_data)
                return _back(request)
    context = {"signed": signed, "form": form, "title": title, "seen": signed.dossier.head_n, "back": _there(request)}
    return render(request, "contracts/act.html", context, status=status)


def _there(request: HttpRequest) -> str:
    """Return the page that the form stood on, if it is one of ours."""
    there = request.POST.get("next", "")
    return there if url_has_allowed_host_and_scheme(there, {request.get_host()}) else reverse("desk_agreements")


def _back(request: HttpRequest) -> HttpResponse:
    """Go back to the page that the button stood on."""
    return redirect(_there(request))
