"""Who of the ministry opens personal data in the clear is recorded, with why, when the page is ready to be shown."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseBase

from accounts.models import User
from ledger.edge import received_at
from privacy.models import Reading
from privacy.opened import ask_first, roles_of, what_opened, why

log = structlog.get_logger("sicil.readings")


class OpenedMiddleware:
    """Write one row for what was opened, once the page is there; a firm's look at its own is nobody's reading."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on; what was refused was not read."""
        response = self.get_response(request)
        if request.method == "GET" and response.status_code == 200 and request.user.is_authenticated:
            opened = what_opened(request)
            if opened is not None and request.user.roles:
                _write(request, request.user, *opened)
        return response

    def process_view(self, request: HttpRequest, *view: object) -> HttpResponse | None:
        """Ask why a table of the administration is opened: its pages carry no mark of ours that would ask."""
        inside = request.resolver_match is not None and request.resolver_match.namespace == "admin"
        return ask_first(request) if inside and request.user.is_authenticated and request.user.is_staff else None


def _write(request: HttpRequest, person: User, kind: str, key: int | None) -> None:
    """Write the row; a database that takes none must not keep the ministry from its work, so the log then says it."""
    row, found = getattr(request, "opened", None), why(request, kind, key)
    try:
        Reading.objects.create(
            person=person,
            roles=roles_of(person),
            kind=kind,
            key=key,
            firm_id=getattr(row, "firm_id", None) or getattr(getattr(row, "dossier", None), "firm_id", None),
            matter=found.matter,
            reason=found.reason,
            internal=getattr(row, "internal", False),
            read_at=received_at(request),
        )
    except DatabaseError as error:
        log.exception("reading_not_kept", person=person.pk, kind=kind, key=key, error=type(error).__name__)
