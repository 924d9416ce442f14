"""Policies and calendar at the ministry's desk: what counts, since when and why; proposing another value."""

from __future__ import annotations

from datetime import MAXYEAR, MINYEAR, date
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from accounts import access
from accounts.access import person_of
from accounts.act_page import act_page
from law.clock import legal_day
from ledger.acts import may
from ledger.edge import received_at
from policies.catalogue import CATALOGUE
from policies.files import CALENDAR, file_of
from policies.forms import HolidayForm, YearForm, policy_form
from policies.kinds import PolicyKind
from policies.models import CalendarDay, CalendarYear, Policy
from policies.queries import calendar_version, value, values
from policies.wording import value_in_words

CALENDAR_ACTS = {"tatil": ("policies.add_holiday", HolidayForm), "yil": ("policies.load_year", YearForm)}


@access.desk("policies.see")
def policies(request: HttpRequest) -> HttpResponse:
    """List every policy with its value of today, its source and its history."""
    rows: dict[str, list[Policy]] = {}
    for row in Policy.objects.all():
        rows.setdefault(row.key, []).append(row)
    today = legal_day(received_at(request))
    present = values(today)
    told = [_shown(kind, rows.get(kind.key, []), present[kind.key]) for kind in CATALOGUE.values()]
    context = {"policies": told, "may_propose": may(person_of(request), "policies.propose"), "today": today}
    return render(request, "policies/policies.html", context)


def _shown(kind: PolicyKind, rows: list[Policy], present: Any) -> dict[str, Any]:
    history = [(row, value_in_words(kind.key, row.value)) for row in rows]
    value, default = value_in_words(kind.key, present), value_in_words(kind.key, kind.default)
    return {"kind": kind, "value": value, "default": default, "history": history}


@access.desk("policies.propose")
def propose_policy(request: HttpRequest, key: str) -> HttpResponse:
    """Propose another value of one policy."""
    if key not in CATALOGUE or CATALOGUE[key].fixed:
        raise Http404
    at = received_at(request)
    form = policy_form(key, value(key, legal_day(at)))
    return act_page(request, file_of(key, at=at), "policies.set_policy", form, back=reverse("desk_policies"))


@access.desk("policies.see")
def calendar(request: HttpRequest) -> HttpResponse:
    """Show one year's holidays with their sources, and which years are known."""
    years = list(CalendarYear.objects.all())
    year = _year(request.GET.get("yil", ""), legal_day(received_at(request)))
    context = {
        "years": [str(it.year) for it in years],
        "year": str(year),
        "known": any(it.year == year for it in years),
        "days": CalendarDay.objects.filter(day__year=year),
        "version": calendar_version(),
        "file": file_of(CALENDAR, at=received_at(request)),
        "may_propose": may(person_of(request), "policies.propose"),
    }
    return render(request, "policies/calendar.html", context)


def _year(asked: str, today: date) -> int:
    """Return the asked year, moved to the nearest that a calendar has; today's where no number was asked."""
    if not (asked.isascii() and asked.isdigit()):
        return today.year
    return max(MINYEAR, int(asked)) if len(asked) <= len(str(MAXYEAR)) else MAXYEAR


@access.desk("policies.propose")
def calendar_act(request: HttpRequest, act: str) -> HttpResponse:
    """Propose a holiday or a further year."""
    if act not in CALENDAR_ACTS:
        raise Http404
    name, form = CALENDAR_ACTS[act]
    file = file_of(CALENDAR, at=received_at(request))
    return act_page(request, file, name, form, back=reverse("desk_calendar"))
