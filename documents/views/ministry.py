"""The ministry's side: one page for one letter, and its acts."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.access import person_of
from documents.actions.discard_letter import discard_letter
from documents.actions.edit_letter import edit_letter
from documents.actions.initial_letter import initial_letter
from documents.actions.retry_signing import retry_signing
from documents.actions.return_letter import return_letter
from documents.actions.sign_letter import sign_letter
from documents.content import DOCX
from documents.forms import LetterForm, ReturnForm
from documents.letters import shown
from documents.models import Letter
from documents.pages import desk_page, paper
from documents.rendering import render_docx
from ledger.edge import done, received_at, refusals_on, seen_in

PAGE = "documents/desk_letter.html"
SIMPLE: Mapping[str, Callable[..., Letter]] = {
    "parafla": initial_letter,
    "imzala": sign_letter,
    "iptal": discard_letter,
}
"""Acts that need nothing but a button, by the last word of their address."""
theirs = access.row(Letter, "documents.see_letter")


@theirs
def letter(request: HttpRequest, row: Letter) -> HttpResponse:
    """Show a letter; take what an officer wrote in a draft."""
    at = received_at(request)
    if request.method != "POST":
        return render(request, PAGE, desk_page(row, person_of(request), at))
    form = LetterForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            edit_letter(row.pk, by=person_of(request), at=at, seen=seen_in(request), **form.cleaned_data)
            done(request, _("The letter was saved."))
            return redirect("desk_letter", row.pk)
    return render(request, PAGE, desk_page(row, person_of(request), at, form=form), status=422)


@access.row(Letter, "documents.edit_letter")
@require_POST
def preview(request: HttpRequest, row: Letter) -> HttpResponse:
    """Return the paper as a draft would look with what the officer is writing; nothing is saved."""
    form = LetterForm(request.POST)
    if not form.is_valid():
        return HttpResponse(status=422)
    for name, said in form.cleaned_data.items():
        setattr(row, name, said)
    return HttpResponse(paper(row))


@theirs
@require_POST
def simple(request: HttpRequest, row: Letter, act: str) -> HttpResponse:
    """Initial, sign or discard a letter."""
    if act not in SIMPLE:
        raise Http404
    SIMPLE[act](row.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("Done."))
    return redirect("desk_letter", row.pk)


@theirs
@require_POST
def give_back(request: HttpRequest, row: Letter) -> HttpResponse:
    """Return an initialled letter to its author."""
    at, form = received_at(request), ReturnForm(request.POST)
    if form.is_valid():
        with refusals_on(form):
            return_letter(row.pk, by=person_of(request), at=at, seen=seen_in(request), **form.cleaned_data)
            done(request, _("The letter was returned."))
            return redirect("desk_letter", row.pk)
    return render(request, PAGE, desk_page(row, person_of(request), at, returning=form), status=422)


@theirs
@require_POST
def retry(request: HttpRequest, row: Letter) -> HttpResponse:
    """Let the worker try a failed signature again."""
    if row.signing is None:
        raise Http404
    retry_signing(row.signing.pk, by=person_of(request), at=received_at(request), seen=seen_in(request))
    done(request, _("The signature will be tried again."))
    return redirect("desk_letter", row.pk)


@theirs
def word(request: HttpRequest, row: Letter) -> HttpResponse:
    """The letter's text as a Word file, to read and comment; it counts for nothing."""
    data = render_docx("letters/letter.html", {"letter": shown(row)})
    headers = {"Content-Disposition": f'attachment; filename="yazi-{row.pk}-taslak.docx"', "Cache-Control": "no-store"}
    return HttpResponse(data, content_type=DOCX, headers=headers)
