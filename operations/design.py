"""The design page: every component in its states, with made-up rows that are never saved. Not in production."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django import forms
from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from documents.content import PDF
from law.clock import day_end, legal_day
from law.terms import Unit
from ledger.errors import Obstacle
from ledger.offers import Offer, act_module
from ledger.sorting import Heading
from ledger.timeline import Line
from registry.drawing import drawn
from registry.lifecycle import GroundKind, Standing
from registry.standing import Interval


class ExampleForm(forms.Form):
    """One field of each kind."""

    name = forms.CharField(label=_("Legal name"), help_text=_("As the trade register writes it."))
    day = forms.DateField(label=_("Day"), widget=forms.DateInput(attrs={"type": "date"}))
    kind = forms.ChoiceField(label=_("Kind"), choices=[("a", _("first")), ("b", _("second"))])
    one = forms.ChoiceField(label=_("Kind"), choices=[("a", _("first")), ("b", _("second"))], widget=forms.RadioSelect)
    sure = forms.BooleanField(label=_("I have read it"))
    text = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    file = forms.FileField(label=_("Document"), required=False)


def design(at: datetime) -> dict[str, Any]:
    """Return what the design page shows at an instant."""
    act = act_module("applications.submit").ACT
    why = Obstacle("example", _("The firm has no KEP address in force."), "3/a")
    return {
        "offered": [(Offer(act, (why,)), reverse("registry:list")), (Offer(act, ()), reverse("registry:list"))],
        "statuses": [(it.value, it.label) for it in Standing],
        "terms": [_term(at, days) for days in (30, 3, 0, -2)] + [_term(at, -30, DeadlineStatus.MET)],
        "steps": [_line(at, 1, _("the ministry")), _line(at, 2, "Işık Yetkilisi")],
        "documents": [_document(at, good=True), _document(at, good=False)],
        "form": ExampleForm(),
        "wrong": ExampleForm({"name": "", "day": "31.02.2026", "kind": "a"}),
        "headings": [
            Heading(_("Legal name"), "ascending", "-ad"),
            Heading(_("Province"), following="il"),
            Heading(_("Status")),
        ],
        "page": Paginator(range(500), 50).get_page(3),
        "bars": drawn(_history(at), at),
        "at": at,
    }


def _term(at: datetime, days: int, status: DeadlineStatus = DeadlineStatus.OPEN) -> Deadline:
    last = legal_day(at) + timedelta(days=days)
    return Deadline(
        title="Eksikliklerin tamamlanması", clause="3/a", length=3, unit=Unit.MONTHS, rolls=True, status=status,
        start_on=last - timedelta(days=90), raw_on=last, effective_on=last, due_at=day_end(last),
        evidence="KEP delili: alıcının kutusuna bırakıldı",
    )  # fmt: skip


def _line(at: datetime, n: int, who: Any) -> Line:
    label = act_module("applications.submit").ACT.label
    return Line(n, at - timedelta(days=9 - n), at, label, "submitted", _("submitted"), "3/a", "", who)


def _document(at: datetime, *, good: bool) -> Mapping[str, Any]:
    verdict = {
        "good": good,
        "signer_name": "Işık Müdür",
        "revocation_checked": True,
        "get_reason_display": _("The file was changed after it was signed."),
    }
    return {
        "pk": 0,
        "title": "Gizlilik ve veri paylaşım sözleşmesi",
        "state": "clean",
        "media_type": PDF,
        "size": 184_320,
        "received_at": at,
        "sha256": "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "signatures": {"all": [verdict]},
    }


def _history(at: datetime) -> list[Interval]:
    first = day_end(date(2024, 1, 14))
    passive = Interval(Standing.PASSIVE, at - timedelta(days=200), "2", GroundKind.DOCUMENT_LAPSED)
    return [Interval(Standing.ACTIVE, first), passive, Interval(Standing.ACTIVE, at - timedelta(days=120))]
