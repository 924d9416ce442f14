"""Who of the ministry opens personal data in the clear is recorded, with why, when the page is ready to be shown."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, cast

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import render

from ledger.edge import received_at
from ledger.models import Dossier
from privacy.forms import ReasonForm
from privacy.models import Reading
from privacy.opened import matter_of, name_of, reason_given, roles_of, what_opened

if TYPE_CHECKING:
    from accounts.models import User

log = structlog.get_logger("sicil.readings")


class OpenedMiddleware:
    """Write one row for what was opened; ask for a reason first, where it was opened outside of any matter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; what was refused, or is a firm's look at its own, is nobody's reading."""
        response = self.get_response(request)
        if request.method != "GET" or response.status_code != 200 or not request.user.is_authenticated:
            return response
        person, opened = request.user, what_opened(request)
        if opened is None or not person.roles:
            return response
        matter, reason = matter_of(request), ""
        if matter is None and not (reason := reason_given(request, *opened)):
            response.close()
            return _ask(request, name_of(*opened))
        _write(request, *opened, matter=matter, reason=reason)
        return response


def _ask(request: HttpRequest, name: str) -> HttpResponseBase:
    form = ReasonForm(initial={"name": name, "next": request.get_full_path()})
    response = render(request, "privacy/reason.html", {"form": form})
    response["Cache-Control"] = "no-store"
    return response


def _write(request: HttpRequest, kind: str, key: int | None, *, matter: Dossier | None, reason: str) -> None:
    """Write the row; a database that takes none must not keep the ministry from its work, so the log then says it."""
    person, row = cast("User", request.user), getattr(request, "opened", None)
    firm_id = getattr(row, "firm_id", None) or getattr(getattr(row, "dossier", None), "firm_id", None)
    try:
        Reading.objects.create(
            person=person,
            roles=roles_of(person),
            kind=kind,
            key=key,
            firm_id=firm_id,
            matter=matter,
            reason=reason,
            internal=getattr(row, "internal", False),
            read_at=received_at(request),
        )
    except DatabaseError as error:
        log.exception("reading_not_kept", person=person.pk, kind=kind, key=key, error=type(error).__name__)
