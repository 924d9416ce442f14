"""The table of certification and accreditation bodies at the ministry's desk."""

from __future__ import annotations

from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import access
from accounts.access import entitled, person_of
from accounts.act_page import act_page
from ledger.acts import may
from ledger.edge import received_at
from ledger.offers import offers
from policies.files import BODIES, file_of
from registry.actions.change_body import ACT as CHANGE
from registry.actions.enter_body import ACT as ENTER
from registry.bodies import resting_on, unassigned
from registry.forms import BodyForm, BodyStatusForm
from registry.models import Body

ours = access.row(Body, "registry.see_desk", beside=("accredited_by", "dossier"))


@access.desk("registry.see_integrators")
def bodies(request: HttpRequest) -> HttpResponse:
    """List the bodies, those that certify first, with how many accepted certificates hang on each."""
    accepted = Count("certificates", filter=Q(certificates__accepted_at__isnull=False))
    context = {
        "bodies": Body.objects.select_related("accredited_by").annotate(hanging=accepted).order_by("-kind", "name_key"),
        "file": file_of(BODIES, at=received_at(request)),
        "may_enter": may(person_of(request), ENTER.name),
    }
    return render(request, "registry/desk_bodies.html", context)


@access.desk(ENTER.name)
def enter(request: HttpRequest) -> HttpResponse:
    """Enter a body."""
    file = file_of(BODIES, at=received_at(request))
    return act_page(request, file, ENTER.name, BodyForm, back=reverse("registry:desk_bodies"))


@ours
def body(request: HttpRequest, body: Body) -> HttpResponse:
    """Show one body: its standings with their sources, who rests on it, and whose certificates name it unassigned."""
    context = {
        "body": body,
        "standings": body.standings.select_related("officer", "document"),
        "resting": resting_on(body),
        "unassigned": list(unassigned(body)),
        "change": next(offers((CHANGE.name,), body, person_of(request), received_at(request)), None),
    }
    return render(request, "registry/desk_body.html", context)


@ours
def change(request: HttpRequest, body: Body) -> HttpResponse:
    """Record another status of a body."""
    entitled(request, CHANGE.name, body)
    return act_page(request, body, CHANGE.name, BodyStatusForm, back=reverse("registry:desk_body", args=[body.pk]))
