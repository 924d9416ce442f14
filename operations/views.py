"""The health page, where to go after signing in, and the desk's search."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from accounts import access
from law.clock import now
from ledger.edge import received_at
from operations import design as examples
from operations.asked import asked_for
from operations.health import as_json, look
from operations.search import kinds_for, search

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


@access.desk("accounts.see_firms")
def search_all(request: HttpRequest) -> HttpResponse:
    """Show what fits a query of everything that the person may see; each kind asks for its own permission."""
    person, asked = access.person_of(request), asked_for(request.GET.get("q", ""))
    groups = search(asked, person) if asked else []
    context = {"asked": asked, "groups": groups, "total": sum(it.count for it in groups), "kinds": kinds_for(person)}
    return render(request, "operations/search.html", context)


@access.public
def design(request: HttpRequest) -> HttpResponse:
    """Show every component in its states."""
    return render(request, "operations/design.html", examples.design(received_at(request)))
