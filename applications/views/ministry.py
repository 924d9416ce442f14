"""The ministry's side: what waits, and one page for one application."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.access import entitled, person_of
from applications.actions.compose_request import compose_request
from applications.actions.file_document import file_document
from applications.actions.find_suitable import find_suitable
from applications.actions.judge import judge
from applications.actions.review_again import review_again
from applications.actions.send_request import send_request
from applications.actions.take_up import take_up
from applications.forms import ComposeForm, JudgeForm, MinistryFileForm, RejectForm
from applications.lifecycle import Status
from applications.models import Application, Item, Request
from applications.pages import application_page, judging_page, next_to_judge
from applications.search import IN_ITS_COURSE, search
from applications.worklist import WHOSE, shared, worklist
from documents.intake import receive
from documents.uploads import posted
from ledger.actions.propose import propose
from ledger.edge import done, received_at, refusals_on, seen_in
from ledger.handling import handles
from ledger.sorting import Column, sorted_by

BESIDE = ("dossier__firm", "dossier__handler", "firm__dossier", "reviewer")
MANY = ("dossier__proposals", "firm__integrators__dossier")
theirs = access.row(
    Application, "applications.see_at_desk", key="dossier__number", beside=BESIDE, many=MANY, personal=True
)
PAGE = 50
COLUMNS = (
    Column(_("Number"), "no", "dossier__number"),
    Column(_("Firm"), "ad", "firm__name_order"),
    Column(_("Status"), "durum", IN_ITS_COURSE),
    Column(_("Handed in"), "tarih", "submitted_at"),
    Column(_("Reviewer"), "inceleyen", "reviewer__name_order"),
)

SIMPLE: Mapping[str, Callable[..., Application]] = {
    "incele": take_up,
    "uygun-bul": find_suitable,
    "yeniden-incele": review_again,
}
"""Acts that need nothing but a button, by the last word of their address."""


@access.desk("applications.see_all")
def desk(request: HttpRequest) -> HttpResponse:
    """What waits for this person: everything, what it has taken on, or what nobody has."""
    by_whom = shared(worklist(person_of(request), received_at(request)), person_of(request))
    whose = request.GET.get("kimde", "")
    tasks = Paginator(by_whom.get(whose, by_whom[""]), PAGE).get_page(request.GET.get("sayfa"))
    counts = [(key, label, len(by_whom[key])) for key, label in WHOSE]
    context = {"tasks": tasks, "whose": whose, "counts": counts, "desk": handles(person_of(request))}
    return render(request, "applications/desk.html", context)


@access.desk("applications.see_all")
def search_page(request: HttpRequest) -> HttpResponse:
    """Applications by firm, number or status."""
    query, status = request.GET.get("q", ""), request.GET.get("durum", "")
    rows, headings = sorted_by(search(query, status), COLUMNS, request.GET)
    found = Paginator(rows, PAGE).get_page(request.GET.get("sayfa"))
    context = {"found": found, "q": query, "status": status, "statuses": Status.choices, "headings": headings}
    return render(request, "applications/search.html", context)


@theirs
def application(request: HttpRequest, application: Application) -> HttpResponse:
    """Everything of one application on one page."""
    context = application_page(application, person_of(request), received_at(request), ministry=True)
    return render(request, "applications/desk_application.html", context)


@require_POST
@theirs
def simple(request: HttpRequest, application: Application, act: str) -> HttpResponse:
    """Run an act that needs nothing but a button."""
    if act not in SIMPLE:
        raise Http404
    SIMPLE[act](application.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("Recorded."))
    return redirect("desk_application", application.dossier.number)


@theirs
def judgement(request: HttpRequest, application: Application, key: str) -> HttpResponse:
    """Judge one requirement, then go on to the next that nobody has judged."""
    by, at = entitled(request, "applications.judge", application), received_at(request)
    item = get_object_or_404(application.items.select_related("requirement"), requirement__key=key)
    form = JudgeForm(request.POST or None, initial={"mark": item.mark, "reason": item.reason})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            judge(item.pk, by=by, at=at, seen=seen_in(request), **form.cleaned_data)
            return _go_on(request, application, item)
    context = {**judging_page(application, item, at), "form": form}
    return render(request, "applications/desk_judge.html", context, status=422 if form.errors else 200)


def _go_on(request: HttpRequest, application: Application, judged: Item) -> HttpResponse:
    number, following = application.dossier.number, next_to_judge(application, judged)
    if following is None:
        done(request, _("The judgement is recorded. Every requirement is judged now."))
        return redirect("desk_application", number)
    done(request, _("The judgement is recorded. This is the next requirement that nobody has judged."))
    return redirect("desk_judge", number, following.requirement.key)


@theirs
def document(request: HttpRequest, application: Application) -> HttpResponse:
    """Put a document into the dossier."""
    by, at = entitled(request, "applications.file_document", application), received_at(request)
    form = MinistryFileForm(**posted(request))
    if request.method == "POST" and form.is_valid():
        said = dict(form.cleaned_data)
        with refusals_on(form):
            received = receive(said.pop("file"), at=at)
            file_document(application.pk, by=by, at=at, received=received, seen=seen_in(request), **said)
            done(request, _("The document is in the dossier."))
            return redirect("desk_application", application.dossier.number)
    return _form(request, application, form, _("Put a document into the dossier"))


@theirs
def letter(request: HttpRequest, application: Application) -> HttpResponse:
    """Draft a letter to the firm; the letter's own page goes on from there."""
    by, at = entitled(request, "applications.compose_request", application), received_at(request)
    form = ComposeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            kind = form.cleaned_data["asked"]
            drafted = compose_request(application.pk, by=by, at=at, seen=seen_in(request), asked=kind)
            return redirect("desk_letter", drafted.letter.pk)
    return _form(request, application, form, _("Write to the firm"))


@require_POST
@access.row(Request, "applications.see_at_desk")
def send(request: HttpRequest, asked: Request) -> HttpResponse:
    """Send a signed letter."""
    send_request(asked.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("The letter is on its way. Its term begins with the day of service."))
    return redirect("desk_application", asked.application.dossier.number)


@require_POST
@theirs
def propose_approval(request: HttpRequest, application: Application) -> HttpResponse:
    """Propose to approve."""
    at = received_at(request)
    propose("applications.approve", Application, application.pk, by=person_of(request), at=at, seen=seen_in(request))
    done(request, _("Proposed. A second person decides."))
    return redirect("desk_application", application.dossier.number)


@theirs
def propose_rejection(request: HttpRequest, application: Application) -> HttpResponse:
    """Propose to reject, on a listed ground with its proof."""
    by, at = entitled(request, "applications.reject:propose", application), received_at(request)
    form = RejectForm(request.POST or None).for_dossier(application.dossier)
    if request.method == "POST" and form.is_valid():
        arguments = {"ground": form.cleaned_data["ground"], "document": form.cleaned_data["document"].pk}
        act, seen = "applications.reject", seen_in(request)
        with refusals_on(form):
            propose(act, Application, application.pk, by=by, at=at, arguments=arguments, seen=seen)
            return redirect("desk_application", application.dossier.number)
    return _form(request, application, form, _("Propose rejection"))


def _form(request: HttpRequest, application: Application, form: Any, title: object, **more: Any) -> HttpResponse:
    context = {"application": application, "form": form, "title": title, "seen": application.dossier.head_n, **more}
    return render(request, "applications/desk_form.html", context, status=422 if form.errors else 200)
