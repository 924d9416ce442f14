"""The desk's board of a campaign, and one integrator's agreement."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts import access
from accounts.access import entitled, person_of
from accounts.proposals import told_of
from contracts.actions import passivate_unreturned as passivating
from contracts.actions.chase import chase
from contracts.board import as_csv, counts_of, lines_of
from contracts.forms import StageForm
from contracts.models import AgreementVersion, Renewal
from contracts.pages import signed_page
from contracts.sheets import NAMES
from ledger.actions.propose import propose
from ledger.edge import done, received_at, seen_in
from ledger.models import Dossier
from ledger.offers import offers

PER_PAGE = 50
BESIDE = ("dossier", "integrator__firm", "integrator__dossier", "version", "deadline")
ours = access.row(AgreementVersion, "contracts.see_campaign", beside=("signing_term", "dossier"))


@ours
def campaign(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    """Show where each firm stands."""
    at, asked = received_at(request), request.GET.get("durum", "")
    lines = lines_of(version, at)
    shown = [line for line in lines if asked in {"", line.stage}]
    context = {
        "version": version,
        "whole": len(lines),
        "counts": counts_of(lines),
        "asked": asked,
        "page": Paginator(shown, PER_PAGE).get_page(request.GET.get("sayfa")),
        "form": StageForm(request.GET),
        "chase": next(offers(("contracts.chase",), version, person_of(request), at), None),
        "chased": version.dossier.steps.filter(act="contracts.chase", facts__number=version.number).last(),
        "seen": version.dossier.head_n,
    }
    return render(request, "contracts/board.html", context)


@ours
def export(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    """Give the board as a sheet."""
    data = as_csv(lines_of(version, received_at(request)))
    name = f"{NAMES[version.kind]}-surum-{version.number}-kampanya.csv"
    answer = HttpResponse(data, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_POST
@access.row(AgreementVersion, "contracts.chase")
def remind(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    """Remind those who have not sent it."""
    n = chase(version.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, ngettext("%(n)d firm is reminded.", "%(n)d firms are reminded.", n) % {"n": n})
    return redirect("desk_campaign", version.pk)


@access.row(Dossier, "contracts.see_signed", key="number", beside=("firm",))
def signed(request: HttpRequest, dossier: Dossier, kind: str) -> HttpResponse:
    """Show an integrator's agreement or commitment: what was issued, what came back, what can be done."""
    return render(
        request, "contracts/signed.html", signed_page(dossier, person_of(request), received_at(request), kind)
    )


@access.row(Renewal, "contracts.see_campaign", beside=BESIDE)
def passivate(request: HttpRequest, renewal: Renewal) -> HttpResponse:
    """Show what making passive would do, and propose it."""
    at, by = received_at(request), entitled(request, passivating.ACT.propose, renewal)
    if request.method == "POST":
        propose(passivating.ACT.name, Renewal, renewal.pk, by=by, at=at, seen=seen_in(request))
        done(request, _("Proposed. A second person must approve it within 14 days."))
        return redirect("desk_agreement_of", renewal.version.kind, renewal.dossier.number)
    found = list(passivating.obstacles(renewal, at=at))
    preview = None if found else told_of(passivating.ACT.name, passivating.preview(renewal, at=at))
    context = {"renewal": renewal, "preview": preview, "obstacles": found, "title": passivating.ACT.label}
    return render(request, "contracts/passivate.html", {**context, "seen": renewal.dossier.head_n})
