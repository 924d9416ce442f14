"""Who at the desk handles which matter."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import access, forms
from accounts.access import person_of
from accounts.act_page import act_page
from ledger.actions.take_on import take_on
from ledger.edge import done, received_at
from ledger.errors import Obstacle, Refused
from ledger.models import Dossier

DESK = "desk"


@require_POST
@access.desk("ledger.take_on")
def take_on_one(request: HttpRequest) -> HttpResponse:
    """Take on the matter whose button was pressed, and go back to the same part of the worklist."""
    dossier = Dossier.objects.filter(number=request.POST.get("dossier", ""), shown_at__isnull=False).first()
    if dossier is None:
        raise Refused([Obstacle("no_matter", _("There is no such matter. Choose one from the worklist."))])
    take_on(dossier.pk, by=person_of(request), at=received_at(request))
    done(request, _("%(number)s is yours now.") % {"number": dossier.number})
    asked = request.GET.urlencode()
    return redirect(f"{reverse(DESK)}?{asked}" if asked else reverse(DESK))


@access.row(Dossier, "ledger.hand_over", key="number", beside=("handler",))
def assign(request: HttpRequest, dossier: Dossier) -> HttpResponse:
    """Give a matter to somebody at the desk, or back to nobody."""
    return act_page(request, dossier, "ledger.hand_over", forms.HandOverForm, back=reverse(DESK))
