"""The page on which a firm's mailbox at the sandbox's KEP provider is played. Its addresses are no production's."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.access import public
from kep_gateway.codes import KINDS
from kep_gateway.providers.ptt import account
from kep_gateway.sandbox import play
from kep_gateway.sandbox.forms import AnswerForm
from kep_gateway.sandbox.house import House, Unknown
from ledger.edge import done


@public
def mailboxes(request: HttpRequest) -> HttpResponse:
    """List the mailboxes of firms with what lies in them."""
    return render(request, "kep_gateway/sandbox/mailboxes.html", {"mailboxes": play.mailboxes(House(), but=account())})


@public
def mail(request: HttpRequest, code: str) -> HttpResponse:
    """Show a message once it was opened, and take its answer."""
    house, letter = _letter(code)
    form = AnswerForm(request.POST or None, request.FILES or None, initial={"subject": f"YNT: {letter.held.subject}"})
    status = 200
    if request.method == "POST":
        if form.is_valid():
            given = form.cleaned_data
            play.answer(house, letter.held, subject=given["subject"], text=given["text"], files=given["attached"])
            done(request, _("The answer is on its way to the ministry."))
            return redirect("kep:mailboxes")
        status = 422
    content = play.content_of(house.package(code)) if letter.opened_at else None
    evidence = [(it, KINDS[it.code].label) for it in house.evidence(code)]
    context = {"letter": letter, "content": content, "form": form, "evidence": evidence}
    return render(request, "kep_gateway/sandbox/mail.html", context, status=status)


@require_POST
@public
def open_mail(request: HttpRequest, code: str) -> HttpResponse:
    """Open a message as its recipient; the provider issues the evidence of it."""
    house, _letter_found = _letter(code)
    house.open(code)
    return redirect("kep:mail", code)


def _letter(code: str) -> tuple[House, play.Letter]:
    """Return a message in a firm's mailbox.

    Raises:
        Http404: there is none, or it is one to us.
    """
    house = House()
    try:
        held = house.message(code)
    except Unknown as unknown:
        raise Http404 from unknown
    if held.recipient == account() or held.number not in {it.number for it in house.mailbox(held.recipient)}:
        raise Http404
    return house, play.letter(house, held)
