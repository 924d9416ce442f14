"""The firm's own file, and registering one."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accounts import access, forms
from accounts.access import person_of
from accounts.act_page import act_page
from accounts.actions.register_firm import register_firm
from accounts.firm_file import file_of_firm
from accounts.models import Firm, Mandate, Signatory
from accounts.queries import firms_of
from ledger.edge import done, received_at, refusals_on

ACTS = {
    "davet": ("accounts.invite", forms.EmailForm),
    "adres": ("accounts.change_address", forms.AddressForm),
    "imza-yetkilisi": ("accounts.name_signatory", forms.SignatoryForm),
}
own_firm = access.row(Firm, "accounts.act_for_firm", key="dossier__number", beside=("dossier",))


@access.person
def firms(request: HttpRequest) -> HttpResponse:
    """Send somebody who acts for one firm to its file; let the others choose, or register one."""
    found = list(firms_of(person_of(request)))
    if len(found) == 1:
        return redirect("portal_firm", found[0].dossier.number)
    return render(request, "accounts/firms.html", {"firms": found})


@own_firm
def firm(request: HttpRequest, firm: Firm) -> HttpResponse:
    """Show the firm's file."""
    acts = {word: name for word, (name, _form) in ACTS.items()}
    person, at = person_of(request), received_at(request)
    context = file_of_firm(firm, person, at, acts=acts, view="portal_firm_act", ministry=False)
    ends = {"end_mandate": "portal_end_mandate", "end_signatory": "portal_end_signatory"}
    return render(request, "accounts/portal_firm.html", {**context, **ends})


@own_firm
def firm_act(request: HttpRequest, firm: Firm, act: str) -> HttpResponse:
    """Do one act on the firm."""
    if act not in ACTS:
        raise Http404
    name, form = ACTS[act]
    return act_page(request, firm, name, form, back=reverse("portal_firm", args=[firm.dossier.number]))


@access.row(Mandate, "accounts.act_for_firm")
def end_mandate(request: HttpRequest, mandate: Mandate) -> HttpResponse:
    """End a colleague's mandate, or one's own."""
    back = reverse("portal_firms")
    return act_page(request, mandate, "accounts.end_mandate", forms.NothingForm, back=back)


@access.row(Signatory, "accounts.act_for_firm")
def end_signatory(request: HttpRequest, signatory: Signatory) -> HttpResponse:
    """End somebody's authority to bind the firm."""
    back = reverse("portal_firms")
    return act_page(request, signatory, "accounts.end_signatory", forms.EndSignatoryForm, back=back)


@access.desk("accounts.register_firm")
def register(request: HttpRequest) -> HttpResponse:
    """Register a firm; errors stand at their fields and nothing typed is lost."""
    at, form, status = received_at(request), forms.RegisterFirmForm(request.POST or None), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 409
            with refusals_on(form):
                made = register_firm(by=person_of(request), at=at, **form.cleaned_data)
                done(request, _("The firm is registered. You may begin its application."))
                if made.has_unusual_mersis:
                    messages.warning(request, _("The MERSİS number does not hold the tax number (VKN); check both."))
                return redirect("portal_firm", made.dossier.number)
    return render(request, "accounts/register_firm.html", {"form": form}, status=status)
