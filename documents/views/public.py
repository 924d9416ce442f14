"""The public side: is this letter really the ministry's?"""

from __future__ import annotations

import hashlib

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from accounts import access
from documents.forms import CodeForm, CompareForm
from documents.institution import INSTITUTION
from documents.letters import number_of
from documents.lifecycle import LetterStatus
from documents.limits import limited
from documents.models import Letter
from documents.pages import initials


@access.public
@limited
def verify(request: HttpRequest) -> HttpResponse:
    """Ask for the code on the letter's foot."""
    form = CodeForm(request.GET if "kod" in request.GET else None)
    if form.is_valid():
        return redirect("verify_letter", form.cleaned_data["kod"])
    return render(request, "documents/verify.html", {"form": form}, status=422 if form.is_bound else 200)


@access.public
@limited
def verify_letter(request: HttpRequest, code: str) -> HttpResponse:
    """Confirm a signed letter by its code, and compare the PDF that somebody holds with the original."""
    signed = Letter.objects.filter(status__in=[LetterStatus.SIGNED, LetterStatus.SENT])
    letter = signed.select_related("firm", "document").filter(verification_code=code.upper()).first()
    if letter is None or letter.document is None:
        return render(request, "documents/verify.html", {"form": CodeForm(), "unknown": True}, status=404)
    form = CompareForm(request.POST or None, request.FILES or None)
    same = None
    if form.is_valid():
        same = hashlib.file_digest(form.cleaned_data["file"], "sha256").hexdigest() == letter.document.sha256
    known = {
        "letter": letter,
        "number": number_of(letter),
        "addressee": initials(letter.firm.legal_name),
        "form": form,
        "same": same,
    }
    return render(request, "documents/verified.html", known)


@access.public
def privacy(request: HttpRequest) -> HttpResponse:
    """Inform people of what is kept of them, by whom and why (law 6698, article 10)."""
    return render(request, "documents/privacy.html", {"institution": INSTITUTION})
