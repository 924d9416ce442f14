"""The firm's side: a letter that was sent to it."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from accounts import access
from documents.letters import number_of
from documents.models import Letter
from documents.pages import paper


@access.row(Letter, "documents.read_letter")
def letter(request: HttpRequest, row: Letter) -> HttpResponse:
    """One letter as it was signed."""
    return render(request, "documents/firm_letter.html", {"letter": row, "paper": paper(row), "number": number_of(row)})
