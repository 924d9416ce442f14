"""The ministry's pages: the outbox, one notice with its evidence, and the officers' acts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, cast

from django import forms
from django.core.paginator import Paginator
from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts.access import desk, person_of, row
from documents.intake import receive
from documents.uploads import posted
from kep_gateway import queries
from kep_gateway.actions import note_refused_evidence as noting
from kep_gateway.actions import release_outbox as releasing
from kep_gateway.actions import resolve_unknown as resolving
from kep_gateway.actions import serve_otherwise as serving
from kep_gateway.actions import settle_review as settling
from kep_gateway.addresses import asked
from kep_gateway.balance import balance
from kep_gateway.forms import AddressForm, NoteRefusedForm, ResolveUnknownForm, ServeOtherwiseForm, SettleReviewForm
from kep_gateway.models import Notice, OutboxHold
from kep_gateway.proof import archive
from kep_gateway.views.page import BESIDE, facts_of, refused_of
from ledger.edge import done, received_at, refusals_on, seen_in
from ledger.errors import TryLater
from ledger.offers import offers

if TYPE_CHECKING:
    from accounts.models import User

ACTS = (
    "kep_gateway.resolve_unknown",
    "kep_gateway.serve_otherwise",
    "kep_gateway.settle_review",
    "kep_gateway.note_refused_evidence",
)


@desk("kep_gateway.see_outbox")
def outbox(request: HttpRequest) -> HttpResponse:
    """Show what needs an officer, then every notice with its state and age."""
    at = received_at(request)
    page = Paginator(queries.outbox(), 50).get_page(request.GET.get("sayfa"))
    hold = OutboxHold.objects.select_related("dossier").filter(released_at=None).first()
    offered = list(offers((releasing.ACT.name,), hold, person_of(request), at)) if hold else []
    context = {"at": at, "tasks": queries.tasks(at), "page": page, "oldest": queries.oldest_waiting(at)}
    context |= {"hold": hold, "offers": offered, "balance": balance()}
    if hold:
        context["held_now"] = queries.untried(at).count()
    return render(request, "kep_gateway/outbox.html", context)


@desk("kep_gateway.see_outbox")
def address(request: HttpRequest) -> HttpResponse:
    """Ask the provider whether a KEP address exists."""
    form, known = AddressForm(request.GET or None), None
    if form.is_valid():
        try:
            known = asked(form.cleaned_data["address"])
        except TryLater:
            form.add_error("address", _("The provider does not answer now; try again later."))
    return render(request, "kep_gateway/address.html", {"form": form, "known": known})


@require_POST
@row(OutboxHold, releasing.ACT.name, beside=("dossier",))
def release_outbox(request: HttpRequest, found: OutboxHold) -> HttpResponse:
    """Let the held letters go."""
    releasing.release_outbox(found.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("The letters go out with the next round."))
    return redirect("kep:outbox")


@row(Notice, "kep_gateway.see_outbox", beside=BESIDE, personal=True)
def proof(request: HttpRequest, found: Notice) -> HttpResponse:
    """Give the evidence of one notice in one archive that independent tools can verify."""
    at = received_at(request)
    name = f'attachment; filename="delil-dosyasi-{found.dossier.number}-{found.pk}.zip"'
    headers = {"Content-Disposition": name, "Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
    return HttpResponse(archive(found, at=at), content_type="application/zip", headers=headers)


@row(Notice, "kep_gateway.see_outbox", beside=BESIDE, personal=True)
def notice(request: HttpRequest, found: Notice) -> HttpResponse:
    """Show one notice: its evidence, the served day and why, and what can be done."""
    at, person = received_at(request), cast("User", request.user)
    offered = [
        (offer, reverse(f"kep:{offer.act.name.partition('.')[2]}", args=[found.pk]))
        for offer in offers(ACTS, found, person, at)
    ]
    return render(
        request,
        "kep_gateway/notice.html",
        {
            "at": at,
            "offers": offered,
            "silent": queries.silent(found, at),
            "refused": refused_of(found),
            **facts_of(found),
        },
    )


@row(Notice, serving.ACT.name)
def serve_otherwise(request: HttpRequest, found: Notice) -> HttpResponse:
    """Record service by hand, by post or through UETS."""

    def act(given: dict[str, Any], **who: Any) -> None:
        proof = receive(given.pop("file"), at=who["at"])
        serving.serve_otherwise(found.pk, proof=proof, **given, **who)

    form = ServeOtherwiseForm(**posted(request))
    return _form_page(request, found, form, act, serving.ACT.label, _("Service is recorded."))


@row(Notice, settling.ACT.name)
def settle_review(request: HttpRequest, found: Notice) -> HttpResponse:
    """Decide which served day counts."""

    def act(given: dict[str, Any], **who: Any) -> None:
        settling.settle_review(found.pk, **given, **who)

    prefetch_related_objects([found], "reviews")
    contrary = any(it.contrary for it in found.reviews.all() if it.settled_at is None)
    form = SettleReviewForm(request.POST or None, contrary=contrary)
    return _form_page(request, found, form, act, settling.ACT.label, _("The served day is settled."))


@row(Notice, resolving.ACT.name)
def resolve_unknown(request: HttpRequest, found: Notice) -> HttpResponse:
    """Settle what became of a message whose handing over got no answer."""

    def act(given: dict[str, Any], **who: Any) -> None:
        resolving.resolve_unknown(found.pk, **given, **who)

    form = ResolveUnknownForm(request.POST or None)
    return _form_page(request, found, form, act, resolving.ACT.label, _("The outcome is settled."))


@row(Notice, noting.ACT.name)
def note_refused_evidence(request: HttpRequest, found: Notice) -> HttpResponse:
    """Note what the refused evidence is."""

    def act(given: dict[str, Any], **who: Any) -> None:
        noting.note_refused_evidence(found.pk, **given, **who)

    form = NoteRefusedForm(request.POST or None)
    return _form_page(request, found, form, act, noting.ACT.label, _("Your conclusion is noted."))


def _form_page(
    request: HttpRequest,
    found: Notice,
    form: forms.Form,
    act: Callable[..., None],
    title: str | Promise,
    message: str | Promise,
) -> HttpResponse:
    """Show a form and do its act; a refusal shows the form again with every reason."""
    at, status = received_at(request), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 409
            with refusals_on(form):
                act(dict(form.cleaned_data), by=request.user, at=at, seen=seen_in(request))
                done(request, message)
                return redirect("kep:notice", found.pk)
    context = {"form": form, "title": title, "seen": found.dossier.head_n, **facts_of(found)}
    return render(request, "kep_gateway/act.html", context, status=status)
