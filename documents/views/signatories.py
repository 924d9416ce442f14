"""Who may sign for the ministry: from when, until when, by which source."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import access
from accounts.access import person_of
from accounts.act_page import act_page
from accounts.models import User
from accounts.queries import people_of_the_ministry
from documents.forms import EndMinistrySignatoryForm, MinistrySignatoryForm
from documents.models import MinistrySignatory
from ledger.acts import may

ACTS = {
    "yetki-oner": ("documents.name_ministry_signatory", MinistrySignatoryForm),
    "yetki-bitir": ("documents.end_ministry_signatory", EndMinistrySignatoryForm),
}


@access.desk("documents.see_signatories")
def signatories(request: HttpRequest) -> HttpResponse:
    """List the authorities, those that run first, and the people who could be given one."""
    person = person_of(request)
    held = MinistrySignatory.objects.select_related("person").order_by("until_on", "-from_on")
    running = {it.person_id for it in held if it.until_on is None}
    others = [it for it in people_of_the_ministry("") if it.pk not in running and it != person]
    context = {"held": held, "others": others, "may": may(person, "documents.end_ministry_signatory:propose", person)}
    return render(request, "documents/signatories.html", context)


@access.row(User, "documents.see_signatories")
def act(request: HttpRequest, person: User, act: str) -> HttpResponse:
    """Propose an authority for a person, or the end of the one that runs."""
    if act not in ACTS:
        raise Http404
    name, form = ACTS[act]
    return act_page(request, person, name, form, back=reverse("desk_signatories"))
