"""An administrator's drafts of the next version: uploaded, read, and shown with what would change."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from accounts import access
from accounts.access import person_of
from contracts.actions.draft_version import draft_version
from contracts.drafting import read_draft
from contracts.forms import DraftForm
from contracts.models import AgreementVersion, VersionDraft
from contracts.pages import draft_page
from contracts.views.ministry import versions_context
from documents.content import DOCX
from documents.intake import receive
from ledger.edge import done, received_at, refusals_on, seen_in


@require_POST
@access.row(AgreementVersion, "contracts.draft_version")
def upload(request: HttpRequest, version: AgreementVersion) -> HttpResponse:
    """Take in a Word file, read its text, and keep both."""
    at, form = received_at(request), DraftForm(request.POST, request.FILES, follows=version)
    if form.is_valid():
        with refusals_on(form):
            received = receive(form.cleaned_data["file"], at=at, accept=frozenset({DOCX}))
            text = read_draft(received, version.kind)
            by, seen = person_of(request), seen_in(request)
            draft = draft_version(version.pk, by=by, at=at, received=received, text=text, seen=seen)
            done(request, _("The draft was read; look at every word before it is proposed."))
            return redirect("desk_draft", draft.pk)
    context = versions_context(request, at, drafting=(version, form))
    return render(request, "contracts/desk.html", context, status=422)


@access.row(VersionDraft, "contracts.see_draft", beside=("source", "text", "follows__text", "drafted_by"))
def draft(request: HttpRequest, draft: VersionDraft) -> HttpResponse:
    """Show the words that were read, and what would change."""
    return render(request, "contracts/draft.html", draft_page(draft))
