"""The ministry's desk: paper originals, countersignatures, new versions."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.access import person_of
from contracts.actions.request_countersignature import request_countersignature
from contracts.actions.upload_countersigned import upload_countersigned
from contracts.actions.verify_ink import verify_ink
from contracts.forms import CountersignedForm, InkForm, PublishForm
from contracts.models import AgreementVersion, SignedAgreement
from contracts.pages import publishing_page
from documents.intake import receive
from ledger.actions.propose import propose
from ledger.edge import done, received_at, seen_in, show
from ledger.errors import NotAllowed, Obstacle, Refused

DESK = "contracts/desk.html"


@access.desk("contracts.see_versions")
def versions(request: HttpRequest) -> HttpResponse:
    """Show the versions, and propose the next one."""
    context = publishing_page(received_at(request))
    return render(request, DESK, {**context, "form": PublishForm()})


@require_POST
@access.row(AgreementVersion, "contracts.publish_version:propose")
def propose_version(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    """Propose to publish the version that follows this one."""
    at, form = received_at(request), PublishForm(request.POST)
    if form.is_valid():
        arguments = {**form.cleaned_data, "effective_on": form.cleaned_data["effective_on"].isoformat()}
        act, by = "contracts.publish_version", person_of(request)
        try:
            propose(act, AgreementVersion, version.pk, by=by, at=at, arguments=arguments, seen=seen_in(request))
        except Refused as refused:
            if isinstance(refused, NotAllowed):
                raise
            show(refused, form)
        else:
            done(request, _("Proposed. A second person must approve it."))
            return redirect("desk_agreements")
    return render(request, DESK, {**publishing_page(at), "form": form}, status=422)


@require_POST
@access.row(SignedAgreement, "contracts.verify_ink")
def compare(request: HttpRequest, signed: SignedAgreement) -> HttpResponse:
    """Record what the officer saw on the paper original."""
    at, form = received_at(request), InkForm(request.POST)
    answer = _valid(form)
    verify_ink(signed.pk, by=person_of(request), at=at, seen=seen_in(request), **answer)
    done(request, _("Your comparison is recorded."))
    return _back(request)


@require_POST
@access.row(SignedAgreement, "contracts.request_countersignature")
def countersign(request: HttpRequest, signed: SignedAgreement) -> HttpResponse:
    """Have the worker countersign with the person's own key."""
    request_countersignature(signed.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("The countersignature is being made; it is ready in a few seconds."))
    return _back(request)


@require_POST
@access.row(SignedAgreement, "contracts.upload_countersigned")
def upload(request: HttpRequest, signed: SignedAgreement) -> HttpResponse:
    """Take in the scan with both wet-ink signatures."""
    at, form = received_at(request), CountersignedForm(request.POST, request.FILES)
    received = receive(_valid(form)["file"], at=at)
    upload_countersigned(signed.pk, by=person_of(request), at=at, received=received, seen=seen_in(request))
    done(request, _("The countersigned scan is kept."))
    return _back(request)


def _valid(form: InkForm | CountersignedForm) -> dict[str, Any]:
    """Return a form's answers; the form stands on another room's page, so what is missing is said as a refusal.

    Raises:
        Refused: a field is missing or malformed.
    """
    if form.is_valid():
        return form.cleaned_data
    raise Refused(
        [
            Obstacle("bad_form", f"{form.fields[name].label}: {error}", field=name)
            for name, errors in form.errors.items()
            for error in errors
        ]
    )


def _back(request: HttpRequest) -> HttpResponse:
    """Go back to the page that the button stood on."""
    there = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(there, {request.get_host()}):
        return redirect(there)
    return redirect("desk_agreements")
