"""What every page knows of the installation, and which pages stand beside it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.institution import INSTITUTION
from ledger.acts import may


@dataclass(frozen=True)
class Place:
    """One link of a section: the address's name, its words, where else it counts as the present one, who sees it."""

    name: str
    label: str | Promise
    under: tuple[str, ...] = ()
    permission: str = ""


DESK = (
    Place("desk", _("Worklist")),
    Place("desk_search", _("Applications"), ("/masa/basvuru/", "/masa/istek/", "/masa/yazi/")),
    Place("registry:desk", _("Integrators")),
    Place("kep:outbox", _("Notices"), ("/masa/gelen/",)),
    Place("desk_proposals", _("Proposals")),
    Place("desk_firms", _("Firms")),
    Place("desk_agreements", _("Agreement")),
    Place("desk_policies", _("Policies")),
    Place("desk_calendar", _("Holidays")),
    Place("registry:desk_requirements", _("Requirement sets")),
    Place("privacy:desk", _("Personal data"), (), "privacy.open_desk"),
    Place("registry:desk_bodies", _("Bodies")),
    Place("desk_people", _("People"), ("/masa/imza-yetkilileri/",), "accounts.see_people"),
)
PORTAL = (
    Place("portal", _("What to do"), ("/portal/basvuru/", "/portal/sozlesme/", "/portal/basvur/")),
    Place("registry:portal", _("Standing and secrets")),
    Place("kep:firm_notices", _("Letters to us"), ("/portal/yazi/",)),
    Place("portal_firms", _("Firm and people")),
)
SECTIONS = {"/masa/": (_("Desk"), DESK), "/portal/": (_("My firm"), PORTAL)}
"""The links beside a page, by how its address begins."""
SEARCHES = {"/masa/": "desk_search_all"}
"""The page that searches a whole section, by how the section begins."""


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the demo mark, shown on every page so that nobody mistakes the demo for the ministry, and the section."""
    return {"demo": settings.DEMO, "institution": INSTITUTION, **_section(request)}


def _section(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {}
    for start, (label, places) in SECTIONS.items():
        if request.path.startswith(start) and bool(user.roles) == (start == "/masa/"):
            search = reverse(SEARCHES[start]) if start in SEARCHES else ""
            # the page of the search has its own, larger field
            found = {"search_address": "" if request.path == search else search}
            return {"section": label, "places": list(_places(request, places, start)), **found}
    return {}


def _places(request: HttpRequest, places: tuple[Place, ...], start: str) -> Iterator[tuple[str, str | Promise, bool]]:
    """Yield each link that the person may follow: its address, its words, and whether it is where they are."""
    for place in places:
        if not place.permission or may(request.user, place.permission):  # type: ignore[arg-type]  # signed in: our User
            address = reverse(place.name)
            here = request.path == address if address == start else request.path.startswith(address)
            yield address, place.label, here or request.path.startswith(place.under or ("//",))
