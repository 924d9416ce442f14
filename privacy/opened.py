"""Why personal data is opened: the matter from whose page somebody came, or the reason that they gave."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import Resolver404, ResolverMatch, resolve

from accounts.access import Access
from documents.models import Document
from ledger.models import Dossier, DossierKind
from privacy.forms import ReasonForm

if TYPE_CHECKING:
    from accounts.models import User

REASONS = "reasons"
"""Where a session keeps the reasons that its person gave; they end with it."""
SHOWING = (["changelist"], ["change"], ["history"])
"""The administration's pages of a table that show what is in it."""
OWN_PAPERS = (DossierKind.POLICY, DossierKind.AGREEMENT)
"""Files whose documents are the ministry's own texts, read for what they say."""


def what_opened(request: HttpRequest) -> tuple[str, int | None] | None:
    """Return the label and the key of what a request opened in the clear; the key is None for a whole list.

    That is the row of a view marked `personal`, and every table of people in the administration.
    """
    row = getattr(request, "opened", None)
    if row is not None:
        return row._meta.label_lower, row.pk
    match = request.resolver_match
    if match is None or match.namespace != "admin" or hasattr(request, "opened"):
        return None
    room, *rest = (match.url_name or "").split("_")
    if room != "accounts" or rest[1:] not in SHOWING:
        return None
    key = str(match.kwargs.get("object_id", ""))
    return f"{room}.{rest[0]}", int(key) if key.isdecimal() else None


@dataclass(frozen=True)
class Why:
    """Why something is opened: the matter, or the reason that was given; neither means that it is to be asked."""

    matter: Dossier | None = None
    reason: str = ""


def why(request: HttpRequest, kind: str, key: int | None) -> Why:
    """Return why a request opens something; asked once a request, for the page before a download is looked up."""
    found: Why | None = getattr(request, "why", None)
    if found is None:
        matter = matter_of(request)
        found = Why(matter) if matter is not None else Why(reason=reason_given(request, kind, key))
        request.why = found  # type: ignore[attr-defined]  # a request carries what was found out about it
    return found


def ask_first(request: HttpRequest) -> HttpResponse | None:
    """Return the page that asks a person of the ministry why they open this, where no matter and no reason says it."""
    opened = what_opened(request)
    if request.method != "GET" or opened is None or not request.user.is_authenticated or not request.user.roles:
        return None
    found = why(request, *opened)
    if found.matter is not None or found.reason:
        return None
    form = ReasonForm(initial={"name": name_of(*opened), "next": request.get_full_path()})
    request.opened = None  # type: ignore[attr-defined]  # nothing is shown yet
    response = render(request, "privacy/reason.html", {"form": form})
    response["Cache-Control"] = "no-store"
    return response


def matter_of(request: HttpRequest) -> Dossier | None:
    """Return the matter for which a row was opened: that of its own page; of a download, that of the page before it."""
    row: Any = getattr(request, "opened", None)
    if row is None:
        return None
    dossier: Dossier = row.dossier
    if not isinstance(row, Document) or dossier.kind in OWN_PAPERS:
        return dossier
    return _page_before(request)


def _page_before(request: HttpRequest) -> Dossier | None:
    """Return the matter of the page of ours that the browser names as where it came from."""
    before = urlsplit(request.headers.get("Referer", ""))
    if before.netloc != request.get_host():
        return None
    try:
        return _matter_at(resolve(before.path))
    except Resolver404:
        return None


def _matter_at(match: ResolverMatch) -> Dossier | None:
    access = getattr(match.func, "access", None)
    if not isinstance(access, Access) or access.model is None or access.model is Document:
        return None
    number = match.kwargs.get("dossier_number") or match.kwargs.get("number")
    if number:
        return Dossier.objects.filter(number=number, shown_at__isnull=False).first()
    rows: models.Manager[Any] = access.model._default_manager
    found = rows.filter(pk=match.kwargs["pk"]).first() if "pk" in match.kwargs else None
    dossier: Dossier | None = getattr(found, "dossier", None)
    return dossier


def name_of(kind: str, key: int | None) -> str:
    """Return under which name a session keeps the reason for one opened thing."""
    return f"{kind}:{'' if key is None else key}"


def reason_given(request: HttpRequest, kind: str, key: int | None) -> str:
    """Return the reason that the person gave in this session for opening this, empty where none was given."""
    given: str = request.session.get(REASONS, {}).get(name_of(kind, key), "")
    return given


def keep_reason(request: HttpRequest, name: str, reason: str) -> None:
    """Keep a reason for the rest of the session."""
    request.session[REASONS] = {**request.session.get(REASONS, {}), name: reason}


def roles_of(person: User) -> str:
    """Return the roles that a person of the ministry holds, comma-parted, in one order."""
    return ",".join(sorted(person.roles))
