"""The ministry's inbox: what firms sent by KEP, one message, and what officers do with it."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.access import desk, person_of, row
from accounts.act_page import act_page
from kep_gateway.actions import dismiss_mail as dismissing
from kep_gateway.actions import match_mail as matching
from kep_gateway.actions import reopen_mail as reopening
from kep_gateway.actions import settle_mail as settling
from kep_gateway.inbox.forms import DismissForm, MatchForm, ReopenForm
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.inbox.matching import candidates
from kep_gateway.inbox.queries import attachments_of, reopenings_of, search
from kep_gateway.inbox.vouching import doubts_of
from kep_gateway.models import IncomingMail, Unmatched
from ledger.acts import may
from ledger.edge import done, received_at, seen_in
from ledger.offers import offers

ACTS = {
    MailStatus.WAITING: (matching.ACT.name, dismissing.ACT.name),
    MailStatus.MATCHED: (settling.ACT.name, matching.ACT.name),
    MailStatus.SETTLED: (reopening.ACT.name,),
    MailStatus.DISMISSED: (reopening.ACT.name,),
}
"""What can be done with a message, by its status."""
PAGE = 50
BESIDE = ("dossier__firm", "package", "matched_by", "ended_by")


@desk("kep_gateway.see_inbox")
def inbox(request: HttpRequest) -> HttpResponse:
    """List the messages, the tray first."""
    query, status = request.GET.get("q", ""), request.GET.get("durum", "")
    page = Paginator(search(query, status), PAGE).get_page(request.GET.get("sayfa"))
    context = {"page": page, "q": query, "status": status, "statuses": MailStatus.choices}
    return render(request, "kep_gateway/inbox.html", context)


@row(IncomingMail, "kep_gateway.see_inbox", beside=BESIDE, personal=True)
def incoming(request: HttpRequest, mail: IncomingMail) -> HttpResponse:
    """Show one message: what it says and holds, where it may belong, and what can be done."""
    person, at = person_of(request), received_at(request)
    in_tray = mail.status == MailStatus.WAITING
    context = {
        "mail": mail,
        "attachments": attachments_of(mail),
        "reopenings": reopenings_of(mail) if mail.unmatched == Unmatched.REOPENED else (),
        "doubts": list(doubts_of(mail.unverified)),
        "candidates": candidates(mail) if in_tray and may(person, matching.ACT.name, mail) else [],
        "offers": offers(ACTS.get(MailStatus(mail.status), ()), mail, person, at),
        "posted": settling.ACT.name,
        "seen": str(mail.dossier.head_n),
    }
    return render(request, "kep_gateway/inbox_mail.html", context)


@row(IncomingMail, matching.ACT.name, beside=("dossier",))
def match_mail(request: HttpRequest, mail: IncomingMail) -> HttpResponse:
    """Put a message into the dossier of a number."""
    return act_page(request, mail, matching.ACT.name, MatchForm, back=page_of(mail))


@row(IncomingMail, dismissing.ACT.name, beside=("dossier",))
def dismiss_mail(request: HttpRequest, mail: IncomingMail) -> HttpResponse:
    """Take a message out of the tray."""
    return act_page(request, mail, dismissing.ACT.name, DismissForm, back=page_of(mail))


@row(IncomingMail, reopening.ACT.name, beside=("dossier",))
def reopen_mail(request: HttpRequest, mail: IncomingMail) -> HttpResponse:
    """Put a message back into the tray."""
    return act_page(request, mail, reopening.ACT.name, ReopenForm, back=page_of(mail))


@require_POST
@row(IncomingMail, settling.ACT.name)
def settle_mail(request: HttpRequest, mail: IncomingMail) -> HttpResponse:
    """Be done with a message."""
    settling.settle_mail(mail.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("The message is dealt with."))
    return redirect(page_of(mail))


def page_of(mail: IncomingMail) -> str:
    """Return the address of a message's page."""
    return reverse("kep:incoming", args=[mail.pk])
