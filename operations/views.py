"""The health page, and where to go after signing in."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from accounts import access
from law.clock import now
from ledger.edge import received_at
from operations import design as examples
from operations.health import as_json, look

if TYPE_CHECKING:
    from accounts.models import User


@access.public
def health(request: HttpRequest) -> HttpResponse:
    """Tell how the installation is: 200, or 503 when it is unwell."""
    try:
        found = look(now())
    except DatabaseError:
        return JsonResponse({"status": "unwell", "database": "away"}, status=503)
    response = JsonResponse(as_json(found), status=200 if found.ok else 503)
    response["Cache-Control"] = "no-store"
    return response


@access.person
def home(request: HttpRequest) -> HttpResponse:
    """Send people of the ministry to their desk and everyone else to their firm."""
    return redirect("desk" if cast("User", request.user).roles else "portal")


@access.public
def design(request: HttpRequest) -> HttpResponse:
    """Show every component in its states."""
    return render(request, "operations/design.html", examples.design(received_at(request)))
