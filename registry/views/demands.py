"""An officer asks for a document; the firm shows it; the officer judges it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _

from accounts.access import entitled, person_of
from documents.intake import receive
from documents.uploads import posted
from law.clock import legal_day
from ledger.edge import done, received_at, refusals_on, seen_in
from registry.actions import answer_demand as answer
from registry.actions import demand_document as demanding
from registry.actions.find_not_shown import find_not_shown
from registry.actions.judge_answer import judge_answer
from registry.actions.record_answer import record_answer
from registry.actions.withdraw_demand import withdraw_demand
from registry.demands_page import DEMAND_ACTS
from registry.forms import ReasonForm
from registry.keeping_forms import AnswerForm, DemandForm, FoundForm, JudgementForm, RecordForm
from registry.models import Demand, Integrator
from registry.requirements import set_in_force
from registry.views.keeping import asked_for, conditions_of, mine, ours


@ours
def demand(request: HttpRequest, integrator: Integrator) -> HttpResponse:
    """Ask for a document to be shown."""
    by, at = entitled(request, demanding.ACT.name, integrator), received_at(request)
    form = DemandForm(**posted(request), requirements=set_in_force(legal_day(at)))
    if request.method == "POST" and form.is_valid():
        said = {"requirement_id": form.cleaned_data["requirement_id"].pk, "reason": form.cleaned_data["reason"]}
        with refusals_on(form):
            demanding.demand_document(integrator.pk, by=by, at=at, seen=seen_in(request), **said)
            done(request, _("The letter is drafted; the term begins once it is signed and served."))
            return conditions_of(integrator)
    return asked_for(request, integrator, form, demanding.ACT.label)


@mine
def show(request: HttpRequest, integrator: Integrator, pk: int) -> HttpResponse:
    """Show the document that was asked for."""
    found = get_object_or_404(Demand.objects.select_related("requirement"), pk=pk, integrator=integrator)
    by, at = entitled(request, answer.ACT.name, found), received_at(request)
    form = AnswerForm(**posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            received = receive(form.cleaned_data["file"], at=at)
            answer.answer_demand(found.pk, by=by, at=at, received=received, seen=seen_in(request))
            done(request, _("The document has arrived. An officer will look at it."))
            return redirect("registry:portal_conditions", integrator.dossier.number)
    context = {"integrator": integrator, "form": form, "requirement": found.requirement, "reason": found.reason}
    return render(request, "registry/portal_show.html", context, status=422 if form.errors else 200)


@ours
def decide(request: HttpRequest, integrator: Integrator, pk: int, verb: str) -> HttpResponse:
    """Record, judge or take back what was asked for."""
    found = get_object_or_404(Demand.objects.select_related("requirement"), pk=pk, integrator=integrator)
    if verb not in DEMAND_ACTS:
        raise Http404
    entitled(request, DEMAND_ACTS[verb], found)
    form = _form_of(verb, found, posted(request))
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            _do(request, found, verb, dict(form.cleaned_data), received_at(request))
            done(request, _("It is recorded."))
            return conditions_of(integrator)
    return asked_for(request, integrator, form, found.requirement.title)


FORMS: dict[str, type[forms.Form]] = {"degerlendir": JudgementForm, "ibraz-edilmedi": FoundForm, "geri-al": ReasonForm}
ACTS: dict[str, Any] = {
    "kaydet": record_answer,
    "degerlendir": judge_answer,
    "ibraz-edilmedi": find_not_shown,
    "geri-al": withdraw_demand,
}


def _form_of(verb: str, found: Demand, bound: dict[str, Any]) -> forms.Form:
    return RecordForm(**bound, dossier=found.dossier) if verb == "kaydet" else FORMS[verb](**bound)


def _do(request: HttpRequest, found: Demand, verb: str, said: dict[str, Any], at: datetime) -> None:
    plain = {name: getattr(value, "pk", value) for name, value in said.items()}
    ACTS[verb](found.pk, by=person_of(request), at=at, seen=seen_in(request), **plain)
