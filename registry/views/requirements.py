"""The requirement sets at the ministry's desk: every version with its day and source, and proposing the next one."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import access
from accounts.access import person_of
from accounts.act_page import act_page
from law.clock import legal_day
from ledger.acts import may
from ledger.edge import received_at
from policies.files import REQUIREMENTS, file_of
from registry.actions.adopt_requirements import ACT
from registry.forms import RequirementSetForm
from registry.models import RequirementSet
from registry.requirements import next_version, set_in_force


@access.desk("registry.see_integrators")
def requirement_sets(request: HttpRequest) -> HttpResponse:
    """List every version, the newest first, and say whether a further one can be brought into force."""
    context = {
        "sets": RequirementSet.objects.order_by("-version").prefetch_related("requirements"),
        "in_force": set_in_force(legal_day(received_at(request))),
        "next": next_version(),
        "may_propose": may(person_of(request), ACT.propose),
    }
    return render(request, "registry/desk_requirements.html", context)


@access.desk(ACT.propose)
def adopt(request: HttpRequest) -> HttpResponse:
    """Propose the next shipped version."""
    file = file_of(REQUIREMENTS, at=received_at(request))
    return act_page(request, file, ACT.name, RequirementSetForm, back=reverse("registry:desk_requirements"))
