"""The ministry's pages: people and roles, firms, and everything that waits for a second person."""

from __future__ import annotations

from datetime import datetime
from http import HTTPStatus

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import access, forms, queries
from accounts.access import person_of
from accounts.act_page import act_page
from accounts.firm_file import file_of_firm
from accounts.models import Firm, Mandate, Signatory, User
from accounts.proposals import compared, open_proposals
from ledger.actions.approve import approve
from ledger.actions.decline import decline
from ledger.actions.propose_anew import propose_anew
from ledger.edge import done, received_at
from ledger.errors import Refused
from ledger.models import Proposal
from ledger.offers import offers
from ledger.sorting import Column, sorted_by
from ledger.timeline import lines

FIRM_COLUMNS = (
    Column(_("Firm"), "ad", "name_order"),
    Column(_("Tax number (VKN)"), "vkn", "vkn"),
    Column(_("Registered"), "tarih", "registered_at"),
)
FIRM_ACTS = {
    "unvan": ("accounts.rename_firm", forms.RenameForm),
    "kep": ("accounts.change_kep", forms.KepForm),
    "adres": ("accounts.change_address", forms.AddressForm),
    "imza-yetkilisi": ("accounts.name_signatory", forms.SignatoryForm),
    "davet": ("accounts.invite", forms.EmailForm),
    "birlestir": ("accounts.merge_firms", forms.MergeForm),
    "sona-erdir": ("accounts.end_firm", forms.DocumentForm),
}
PERSON_ACTS = {
    "gorev-ver": ("accounts.grant_role", forms.LesserRoleForm),
    "yetki-oner": ("accounts.grant_power", forms.PowerForm),
    "gorev-bitir": ("accounts.end_role", forms.EndRoleForm),
}


@access.desk("accounts.see_people")
def people(request: HttpRequest) -> HttpResponse:
    """List the people of the ministry and their roles."""
    at, search = received_at(request), request.GET.get("ara", "")
    page = Paginator(queries.people_of_the_ministry(search), 50).get_page(request.GET.get("sayfa"))
    invite = list(offers(("accounts.invite_person",), person_of(request), person_of(request), at))
    context = {"page": page, "search": search, "invitations": queries.open_invitations(at), "offers": invite}
    return render(request, "accounts/people.html", context)


@access.desk("accounts.see_people")
def invite_person(request: HttpRequest) -> HttpResponse:
    """Invite somebody to the ministry's desk."""
    own = person_of(request)
    return act_page(request, own, "accounts.invite_person", forms.EmailForm, back=reverse("desk_people"))


@access.row(User, "accounts.see_people", beside=("dossier",), personal=True)
def person(request: HttpRequest, person: User) -> HttpResponse:
    """Show one person: roles from–until, what can be done, the history."""
    words = {name: word for word, (name, _form) in PERSON_ACTS.items()}
    offered = [
        (offer, reverse("desk_person_act", args=[person.pk, words[offer.act.name]]))
        for offer in offers(tuple(words), person, person_of(request), received_at(request))
    ]
    grants = person.role_grants.order_by("ended_at", "granted_at")
    context = {"person": person, "grants": grants, "offers": offered, "steps": lines(person.dossier, ministry=True)}
    return render(request, "accounts/person.html", context)


@access.row(User, "accounts.see_people")
def person_act(request: HttpRequest, person: User, act: str) -> HttpResponse:
    """Do or propose one act on a person."""
    if act not in PERSON_ACTS:
        raise Http404
    name, form = PERSON_ACTS[act]
    return act_page(request, person, name, form, back=reverse("desk_person", args=[person.pk]))


@access.desk("accounts.see_firms")
def firms(request: HttpRequest) -> HttpResponse:
    """Find a firm by name or tax number."""
    search = request.GET.get("ara", "")
    rows, headings = sorted_by(queries.firms(search), FIRM_COLUMNS, request.GET)
    page = Paginator(rows, 50).get_page(request.GET.get("sayfa"))
    return render(request, "accounts/desk_firms.html", {"page": page, "search": search, "headings": headings})


@access.row(Firm, "accounts.see_firms", key="dossier__number", beside=("dossier",), personal=True)
def firm(request: HttpRequest, firm: Firm) -> HttpResponse:
    """Show a firm's file, its dossiers and what can be done."""
    acts = {word: name for word, (name, _form) in FIRM_ACTS.items()}
    person, at = person_of(request), received_at(request)
    context = file_of_firm(firm, person, at, acts=acts, view="desk_firm_act", ministry=True)
    ends = {"end_mandate": "desk_end_mandate", "end_signatory": "desk_end_signatory"}
    context |= {"dossiers": firm.dossiers.exclude(shown_at=None).order_by("opened_at"), **ends}
    return render(request, "accounts/desk_firm.html", context)


@access.row(Firm, "accounts.see_firms", key="dossier__number", beside=("dossier",))
def firm_act(request: HttpRequest, firm: Firm, act: str) -> HttpResponse:
    """Do or propose one act on a firm."""
    if act not in FIRM_ACTS:
        raise Http404
    name, form = FIRM_ACTS[act]
    return act_page(request, firm, name, form, back=reverse("desk_firm", args=[firm.dossier.number]))


@access.row(Mandate, "accounts.see_firms")
def end_mandate(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """End a mandate, as a document proves."""
    back = reverse("desk_firm", args=[mandate.dossier.number])
    return act_page(request, mandate, "accounts.end_mandate", forms.DocumentForm, back=back)


@access.row(Signatory, "accounts.see_firms")
def end_signatory(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """End somebody's authority to sign."""
    back = reverse("desk_firm", args=[signatory.dossier.number])
    return act_page(request, signatory, "accounts.end_signatory", forms.EndSignatoryForm, back=back)


@access.desk("ledger.see_proposals")
def proposals(request: HttpRequest) -> HttpResponse:
    """List what waits for a second person, with what it would do."""
    shown = list(open_proposals(person_of(request), received_at(request)))
    return render(request, "accounts/proposals.html", {"shown": shown, "form": forms.ReasonForm()})


@require_POST
@access.fresh
@access.row(Proposal, "ledger.decide")
def approve_proposal(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Approve a proposal, which runs its act; where the facts have changed, show what it would do then and now."""
    at = received_at(request)
    try:
        approve(proposal.pk, by=person_of(request), at=at)
    except Refused as refused:
        if "facts_changed" not in refused.codes:
            raise
        return _compared(request, proposal, at, status=409)
    done(request, _("Approved, and done."))
    return redirect("desk_proposals")


@access.row(Proposal, "ledger.decide", beside=("dossier__firm", "proposed_by"))
def compare_proposal(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Show what a proposal would have done when it was made beside what it would do now, and propose it anew."""
    at = received_at(request)
    if request.method == "POST":
        propose_anew(proposal.pk, by=person_of(request), at=at)
        done(request, _("Proposed anew. A second person has to approve it."))
        return redirect("desk_proposals")
    return _compared(request, proposal, at)


def _compared(request: HttpRequest, proposal: Proposal, at: datetime, *, status: int = 200) -> HttpResponse:
    context = {"it": compared(proposal, person_of(request), at), "refused": status != HTTPStatus.OK}
    return render(request, "accounts/proposal_compared.html", context, status=status)


@require_POST
@access.row(Proposal, "ledger.decide")
def decline_proposal(request: HttpRequest, proposal: Proposal) -> HttpResponse:
    """Decline a proposal, or withdraw one's own."""
    decline(proposal.pk, by=person_of(request), at=received_at(request), reason=request.POST.get("reason", ""))
    done(request, _("The proposal is closed."))
    return redirect("desk_proposals")
