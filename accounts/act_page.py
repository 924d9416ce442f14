"""The page of one act: its form, the refusals at their fields, and the way back when it is done."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _

from accounts.access import person_of
from accounts.forms import DocumentField, HeldRole
from ledger.actions.propose import propose
from ledger.edge import done, received_at, refusals_on, seen_in
from ledger.offers import act_module, offers


def act_page(request: HttpRequest, row: Any, name: str, form_class: type[forms.Form], *, back: str) -> HttpResponse:
    """Show an act's form on a row, and do or propose the act with what was typed.

    A form's cleaned fields are the act's arguments; those of an act of two persons are plain JSON. 422 where a field
    is malformed, 409 where the act is refused; nothing typed is lost.
    """
    person, at = person_of(request), received_at(request)
    if not any(offers((name,), row, person, at)):
        raise PermissionDenied
    form, status = _drawn(form_class, request, row), 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            status = 409
            with refusals_on(form):
                done(request, run(name, row, by=person, at=at, seen=seen_in(request), given=form.cleaned_data))
                return redirect(back)
    row.dossier.refresh_from_db()
    context = {"form": form, "act": act_module(name).ACT, "row": row, "back": back}
    return render(request, "accounts/act.html", {**context, "seen": str(row.dossier.head_n)}, status=status)


def _drawn(form_class: type[forms.Form], request: HttpRequest, row: Any) -> forms.Form:
    """Return the form as it came or empty; where it asks for a document or a role, the row offers its own."""
    form = form_class(request.POST if request.method == "POST" else None)
    for field in form.fields.values():
        if isinstance(field, DocumentField | HeldRole):
            field.offer(row)
    return form


def run(name: str, row: Any, *, given: dict[str, Any], **who: Any) -> object:
    """Do an act on a row, or propose it where it takes two persons; return what to tell the person.

    Raises:
        NotAllowed, Refused: as the act itself.
    """
    module = act_module(name)
    if module.ACT.two_persons:
        propose(name, type(row), row.pk, arguments=given, **who)
        return _("Proposed. A second person has to approve it.")
    getattr(module, name.split(".")[1])(row.pk, **given, **who)
    return f"{module.ACT.done}."
