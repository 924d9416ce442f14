"""The ministry's side: its integrators, their facts, and acts as buttons."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.access import entitled, person_of
from accounts.proposals import Told, told_of
from documents.intake import receive
from documents.uploads import posted
from ledger.actions.propose import propose
from ledger.edge import done, received_at, refusals_on, seen_in
from ledger.errors import Refused
from ledger.offers import act_module
from ledger.proposing import preview_of
from registry.actions import change_listing as change
from registry.actions.accept_certificate import accept_certificate
from registry.actions.assign_body import assign_body
from registry.actions.change_listing import change_listing
from registry.actions.file_document import file_document
from registry.actions.refuse_certificate import refuse_certificate
from registry.actions.verify_certificate import verify_certificate
from registry.forms import (
    PROPOSABLE,
    AssignForm,
    ListingForm,
    MinistryFileForm,
    ReasonForm,
    SearchForm,
    VerificationForm,
)
from registry.models import Certificate, Integrator
from registry.pages import CERTIFICATE_ACTS, desk_list, desk_page
from registry.queries import product_names, shown_certificates

BESIDE = ("dossier__firm", "dossier__handler", "firm__dossier")
MANY = ("products", "listing_changes__author")
ours = access.row(Integrator, "registry.see_desk", key="dossier__number", beside=BESIDE, many=MANY)


def page_of(integrator: Integrator) -> HttpResponse:
    """Return to the integrator's page."""
    return redirect("registry:desk_integrator", integrator.dossier.number)


@access.desk("registry.see_integrators")
def integrators(request: HttpRequest) -> HttpResponse:
    """List the integrators, the next lapse first."""
    context = desk_list(request.GET, received_at(request))
    return render(request, "registry/desk_list.html", {**context, "form": SearchForm(request.GET)})


@ours
def integrator(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Show one integrator with everything that was done and may be done."""
    context = desk_page(integrator, person_of(request), received_at(request))
    return render(request, "registry/desk_integrator.html", context)


@ours
def document(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """File a document."""
    by, at = entitled(request, "registry.file_document", integrator), received_at(request)
    form = MinistryFileForm(**posted(request))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        with refusals_on(form):
            received = receive(said.pop("file"), at=at)
            file_document(integrator.pk, by=by, at=at, received=received, seen=seen_in(request), **said)
            done(request, _("The document is in the dossier."))
            return page_of(integrator)
    return _form(request, integrator, form, _("Put a document into the dossier"))


@ours
def listing(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Change the products, the province or the website that the list shows."""
    by, at = entitled(request, change.ACT.name, integrator), received_at(request)
    shown = {"products": "\n".join(product_names(integrator))}
    shown |= {"province": integrator.firm.province, "website": integrator.firm.website}
    form = ListingForm(**posted(request), initial=shown)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            change_listing(integrator.pk, by=by, at=at, seen=seen_in(request), **form.cleaned_data)
            done(request, _("The list is published anew."))
            return page_of(integrator)
    return _form(request, integrator, form, change.ACT.label)


@ours
def certificate(request: HttpRequest, integrator: Integrator, pk: int, verb: str) -> HttpResponse:
    """Accept, refuse or verify a certificate, or assign its body."""
    found = get_object_or_404(shown_certificates(integrator), pk=pk)
    at, acts = received_at(request), {"kabul": _accept, "ret": _refuse, "dogrula": _verify, "kurulus": _assign}
    if verb not in acts:
        raise Http404
    entitled(request, CERTIFICATE_ACTS[verb], found)
    form = _certificate_form(verb, found, posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            acts[verb](request, found, at, dict(form.cleaned_data))
            return page_of(integrator)
    label = act_module(CERTIFICATE_ACTS[verb]).ACT.label
    return _form(request, integrator, form, f"{label}: {found}", seen=found.dossier.head_n, button=label)


def _certificate_form(verb: str, certificate: Certificate, bound: dict[str, Any]) -> forms.Form:
    if verb == "dogrula":
        return VerificationForm(**bound, certificate=certificate)
    if verb == "kurulus":
        return AssignForm(**bound)
    return ReasonForm(**bound) if verb == "ret" else forms.Form(**bound)


def _accept(request: HttpRequest, found: Certificate, at: datetime, said: dict[str, Any]) -> None:
    accept_certificate(found.pk, by=person_of(request), at=at, seen=seen_in(request))
    done(request, _("The certificate is accepted."))


def _refuse(request: HttpRequest, found: Certificate, at: datetime, said: dict[str, Any]) -> None:
    refuse_certificate(found.pk, by=person_of(request), at=at, seen=seen_in(request), reason=said["reason"])
    done(request, _("The certificate is refused; the firm reads why."))


def _verify(request: HttpRequest, found: Certificate, at: datetime, said: dict[str, Any]) -> None:
    evidence = said.pop("document")
    said["document_id"] = evidence.pk if evidence else None
    verify_certificate(found.pk, by=person_of(request), at=at, seen=seen_in(request), **said)
    done(request, _("The verification is recorded."))


def _assign(request: HttpRequest, found: Certificate, at: datetime, said: dict[str, Any]) -> None:
    assign_body(found.pk, by=person_of(request), at=at, seen=seen_in(request), body_id=said["body_id"].pk)
    done(request, _("The certificate hangs on this body."))


@ours
def proposal(request: HttpRequest, integrator: Integrator, verb: str) -> HttpResponse:
    """Propose an act of two persons: first its preview, then the proposal."""
    if verb not in PROPOSABLE:
        raise Http404
    at, act, context = received_at(request), f"registry.{verb}", dict[str, Any]()
    entitled(request, act_module(act).ACT.propose, integrator)
    form = PROPOSABLE[verb](**posted(request), integrator=integrator)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            if "confirm" in request.POST:
                _propose(request, integrator, act, form.cleaned_arguments, at)
                return page_of(integrator)
            context["preview"] = _preview(act, integrator, form.cleaned_arguments, at)
    return _form(request, integrator, form, act_module(act).ACT.label, template="desk_propose", **context)


def _propose(request: HttpRequest, integrator: Integrator, act: str, arguments: dict[str, Any], at: datetime) -> None:
    person, seen = person_of(request), seen_in(request)
    propose(act, Integrator, integrator.pk, by=person, at=at, arguments=arguments, seen=seen)
    done(request, _("Proposed. A second person must approve it within 14 days."))


def _preview(act: str, integrator: Integrator, arguments: dict[str, Any], at: datetime) -> tuple[Told, ...]:
    """Return what the act would do, as lines.

    Raises:
        Refused: the act would be refused.
    """
    found = list(act_module(act).obstacles(integrator, at=at, **arguments))
    if found:
        raise Refused(found)
    return told_of(act, preview_of(act, integrator, arguments, at))


def _form(
    request: HttpRequest,
    integrator: Integrator,
    form: forms.Form,
    title: object,
    *,
    template: str = "desk_form",
    seen: int | None = None,
    **more: Any,
) -> HttpResponse:
    number = integrator.dossier.head_n if seen is None else seen
    context = {"integrator": integrator, "form": form, "title": title, "seen": number, **more}
    return render(request, f"registry/{template}.html", context, status=422 if form.errors else 200)
