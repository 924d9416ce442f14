"""What an integrator must hold for ever: the firm shows it, officers decide and judge."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts import access
from accounts.access import entitled, person_of
from documents.intake import receive
from documents.uploads import posted
from ledger.edge import done, received_at, refusals_on, seen_in
from ledger.offers import offers
from registry.actions import decide_concern as concern
from registry.actions import review_ground as review
from registry.actions import show_document as showing
from registry.actions.accept_showing import accept_showing
from registry.actions.refuse_showing import refuse_showing
from registry.demands_page import asked
from registry.forms import ReasonForm
from registry.keeping import SHOWING_ACTS, kept, to_review
from registry.keeping_forms import ConcernForm, ReviewForm, ShowingForm
from registry.models import Ground, Integrator, Obligation, Showing

BESIDE = ("dossier__firm", "firm__dossier")
mine = access.row(Integrator, "registry.see_own", key="dossier__number", beside=BESIDE)
ours = access.row(Integrator, "registry.see_desk", key="dossier__number", beside=BESIDE)


@mine
def conditions(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Show the firm what it must hold for ever, until when it does, and what it may do."""
    person, at = person_of(request), received_at(request)
    context = {
        "integrator": integrator,
        "rows": list(kept(integrator, person, at, desk=False)),
        "demands": list(asked(integrator, person, at, desk=False)),
        "seen": integrator.dossier.head_n,
    }
    return render(request, "registry/portal_conditions.html", context)


@mine
def show(request: HttpRequest, integrator: Integrator, pk: int) -> HttpResponse:
    """Show the document that an obligation asks for."""
    owed = get_object_or_404(Obligation.objects.select_related("requirement"), pk=pk, integrator=integrator)
    by, at = entitled(request, showing.ACT.name, owed), received_at(request)
    form = ShowingForm(**posted(request), requirement=owed.requirement)
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        with refusals_on(form):
            received = receive(said.pop("file"), at=at)
            showing.show_document(owed.pk, by=by, at=at, received=received, seen=seen_in(request), **said)
            done(request, _("The document has arrived. An officer will look at it."))
            return redirect("registry:portal_conditions", integrator.dossier.number)
    context = {"integrator": integrator, "form": form, "requirement": owed.requirement}
    return render(request, "registry/portal_show.html", context, status=422 if form.errors else 200)


@ours
def desk_conditions(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Show the ministry what an integrator must hold, what it showed, and what waits to be decided."""
    person, at = person_of(request), received_at(request)
    ask = offers(("registry.demand_document",), integrator, person, at)
    context = {
        "integrator": integrator,
        "rows": list(kept(integrator, person, at, desk=True)),
        "demands": list(asked(integrator, person, at, desk=True)),
        "ask": [(offer, reverse("registry:desk_demand_document", args=[integrator.dossier.number])) for offer in ask],
        "to_review": list(to_review(integrator, person, at)),
        "seen": integrator.dossier.head_n,
    }
    return render(request, "registry/desk_conditions.html", context)


@ours
def decide(request: HttpRequest, integrator: Integrator, pk: int) -> HttpResponse:
    """Decide whether a requirement concerns the integrator."""
    owed = get_object_or_404(Obligation.objects.select_related("requirement"), pk=pk, integrator=integrator)
    by, at = entitled(request, concern.ACT.name, owed), received_at(request)
    form = ConcernForm(**posted(request), condition=owed.requirement.condition)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            concern.decide_concern(owed.pk, by=by, at=at, seen=seen_in(request), **form.cleaned_data)
            done(request, _("The decision is recorded."))
            return conditions_of(integrator)
    return asked_for(request, integrator, form, owed.requirement.title)


@ours
def judge(request: HttpRequest, integrator: Integrator, pk: int, verb: str) -> HttpResponse:
    """Accept or refuse what was shown."""
    found = get_object_or_404(Showing, pk=pk, obligation__integrator=integrator)
    if verb not in SHOWING_ACTS:
        raise Http404
    entitled(request, SHOWING_ACTS[verb], found)
    form = (ReasonForm if verb == "ret" else forms.Form)(**posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            done(request, _judge(request, found, verb, dict(form.cleaned_data), received_at(request)))
            return conditions_of(integrator)
    return asked_for(request, integrator, form, found.obligation.requirement.title)


def _judge(request: HttpRequest, found: Showing, verb: str, said: dict[str, Any], at: datetime) -> Promise:
    act = refuse_showing if verb == "ret" else accept_showing
    act(found.pk, by=person_of(request), at=at, seen=seen_in(request), **said)
    return _("The document is refused; the firm reads why.") if verb == "ret" else _("The document is accepted.")


@ours
def look(request: HttpRequest, integrator: Integrator, pk: int) -> HttpResponse:
    """Look at a ground that arose by itself."""
    ground = get_object_or_404(Ground, pk=pk, integrator=integrator)
    by, at = entitled(request, review.ACT.name, integrator), received_at(request)
    form = ReviewForm(**posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            said = form.cleaned_data
            review.review_ground(integrator.pk, by=by, at=at, ground_id=ground.pk, seen=seen_in(request), **said)
            done(request, _("What you found is recorded."))
            return conditions_of(integrator)
    return asked_for(request, integrator, form, str(ground))


def conditions_of(integrator: Integrator) -> HttpResponse:
    """Return to what an integrator must hold."""
    return redirect("registry:desk_conditions", integrator.dossier.number)


def asked_for(request: HttpRequest, integrator: Integrator, form: forms.Form, title: str | Promise) -> HttpResponse:
    """Show what an act asks for, with what is at fault."""
    context = {"integrator": integrator, "form": form, "title": title, "seen": integrator.dossier.head_n}
    return render(request, "registry/desk_form.html", context, status=422 if form.errors else 200)
