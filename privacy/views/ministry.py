"""The ministry's pages: data subjects' requests, breaches, and who read what."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from accounts import access
from accounts.access import entitled, person_of
from accounts.act_page import run
from documents.intake import receive
from documents.uploads import posted
from ledger.acts import may
from ledger.edge import done, received_at, refusals_on, seen_in
from ledger.offers import act_module
from privacy.actions.open_breach import ACT as OPEN_BREACH
from privacy.actions.open_breach import open_breach
from privacy.actions.receive_request import ACT as RECEIVE
from privacy.actions.receive_request import receive_request
from privacy.facts import newest
from privacy.forms import BreachForm, FactsForm, ReadingsForm, ReasonForm, RequestForm
from privacy.models import Breach, SubjectRequest
from privacy.opened import keep_reason
from privacy.pages import BREACH, REQUEST, Page, file_page
from privacy.queries import breaches, readings, requests, term_of
from privacy.terms import ANSWER, BOARD

PAGE = 50


@access.desk("privacy.open_desk")
def desk(request: HttpRequest) -> HttpResponse:
    """Show the requests and breaches to whoever answers for personal data; who only enters requests finds the way."""
    person = person_of(request)
    context: dict[str, Any] = {"at": received_at(request), "sees": may(person, "privacy.see")}
    if context["sees"]:
        context |= {"page": Paginator(requests(), PAGE).get_page(request.GET.get("sayfa")), "breaches": breaches()}
    acts = ("receive_request", "open_breach", "see_readings")
    context["mays"] = {act: may(person, f"privacy.{act}") for act in acts}
    return render(request, "privacy/desk.html", context)


@access.desk(RECEIVE.name)
def new_request(request: HttpRequest) -> HttpResponse:
    """Enter a request."""

    def act(given: dict[str, Any], **who: Any) -> str:
        file = given.pop("file")
        made = receive_request(paper=receive(file, at=who["at"]) if file else None, **given, **who)
        sees = may(who["by"], "privacy.see", made)
        return reverse("privacy:request", args=[made.dossier.number]) if sees else reverse("privacy:desk")

    return _new(request, RequestForm, act, RECEIVE)


@access.desk(OPEN_BREACH.name)
def new_breach(request: HttpRequest) -> HttpResponse:
    """Open the file of a breach."""

    def act(given: dict[str, Any], **who: Any) -> str:
        return reverse("privacy:breach", args=[open_breach(**given, **who).dossier.number])

    return _new(request, BreachForm, act, OPEN_BREACH)


def _new(request: HttpRequest, form_class: type[forms.Form], act: Callable[..., str], name: Any) -> HttpResponse:
    """Show a form and do its act; a refusal shows the form again with every reason."""
    at, status = received_at(request), 200
    form = form_class(**posted(request))
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 409
            with refusals_on(form):
                there = act(dict(form.cleaned_data), by=person_of(request), at=at)
                done(request, name.label)
                return redirect(there)
    return render(request, "privacy/new.html", {"form": form, "act": name}, status=status)


@access.row(SubjectRequest, "privacy.see", key="dossier__number", beside=("dossier",), personal=True)
def subject_request(request: HttpRequest, row: SubjectRequest) -> HttpResponse:
    """Show one request."""
    context = file_page(row, person_of(request), received_at(request), REQUEST)
    return render(request, "privacy/request.html", {**context, "term": term_of(row.dossier, ANSWER.key)})


@access.row(Breach, "privacy.see", key="dossier__number", beside=("dossier",), personal=True)
def breach(request: HttpRequest, row: Breach) -> HttpResponse:
    """Show one breach with every version of what was known."""
    context = file_page(row, person_of(request), received_at(request), BREACH)
    versions = row.facts.select_related("written_by").order_by("-version")
    return render(
        request, "privacy/breach.html", {**context, "term": term_of(row.dossier, BOARD.key), "versions": versions}
    )


@access.row(SubjectRequest, "privacy.see", key="dossier__number", beside=("dossier",))
def request_act(request: HttpRequest, row: SubjectRequest, act: str) -> HttpResponse:
    """Do one act on a request."""
    return _act(request, row, act, REQUEST)


@access.row(Breach, "privacy.see", key="dossier__number", beside=("dossier",))
def breach_act(request: HttpRequest, row: Breach, act: str) -> HttpResponse:
    """Do or propose one act on a breach."""
    return _act(request, row, act, BREACH)


def _act(request: HttpRequest, row: Any, word: str, page: Page) -> HttpResponse:
    """Show an act's form and do the act; a file is taken in at the edge, before any lock."""
    if word not in page.acts:
        raise Http404
    (name, form_class), at, status = page.acts[word], received_at(request), 200
    act = act_module(name).ACT
    by = entitled(request, act.propose if act.two_persons else name, row)
    form = form_class(**posted(request), **_filled(row, form_class))
    back = reverse(page.name, args=[row.dossier.number])
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 409
            with refusals_on(form):
                given = dict(form.cleaned_data)
                if "file" in given:
                    given["received"] = receive(given.pop("file"), at=at)
                done(request, run(name, row, by=by, at=at, seen=seen_in(request), given=given))
                return redirect(back)
    row.dossier.refresh_from_db()
    context = {"form": form, "act": act, "row": row, "back": back, "seen": str(row.dossier.head_n)}
    return render(request, "privacy/act.html", context, status=status)


def _filled(row: Any, form_class: type[forms.Form]) -> dict[str, Any]:
    """Return what a form begins with: the next version of a breach's facts with the last one's."""
    last = newest(row) if form_class is FactsForm else None
    return {"initial": {name: getattr(last, name) for name in FactsForm.base_fields}} if last else {}


@access.desk("privacy.see_readings")
def who_read(request: HttpRequest) -> HttpResponse:
    """List who opened what, when and why: by person, by firm, by day."""
    form, found = ReadingsForm(request.GET or None), readings()
    if form.is_valid():
        asked = form.cleaned_data
        found = readings(person=asked["kisi"], firm=asked["firma"], day=asked["gun"])
    page = Paginator(found, PAGE).get_page(request.GET.get("sayfa"))
    return render(request, "privacy/readings.html", {"form": form, "page": page})


@require_POST
@access.desk("privacy.give_reason")
def reason(request: HttpRequest) -> HttpResponse:
    """Keep why something is opened outside of any matter, and go on to it."""
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return render(request, "privacy/reason.html", {"form": form}, status=422)
    keep_reason(request, form.cleaned_data["name"], form.cleaned_data["reason"])
    there = form.cleaned_data["next"]
    ours = url_has_allowed_host_and_scheme(there, {request.get_host()})
    return redirect(there if ours else reverse("privacy:desk"))
