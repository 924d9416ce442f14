"""The letters to applicants, and what they say of the application."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from applications.models import Asked, Item, Mark
from applications.terms import COMPLETION as TERM
from documents.kinds import LetterKind, Opens, letter_kind
from kep_gateway.letters import Text, worded
from law.clock import legal_day
from law.explain import date_short

if TYPE_CHECKING:
    from applications.models import Application

SENT_BY = ("applications.send_request",)

COMPLETION = letter_kind(
    "applications.completion",
    "Entegratörlük başvurunuzdaki eksiklikler",
    acts=SENT_BY,
    clause="3/a",
    facts=("submitted", "reasons"),
    challenge=_("Challenge text of one letter: an application's deficiencies"),
    opens=Opens(TERM, length="application.completion_months", remind="application.reminders"),
)
INFORMATION = letter_kind(
    "applications.information",
    "İlave bilgi ve belge istenmesi",
    acts=SENT_BY,
    clause="3/a",
)
REFRESH = letter_kind(
    "applications.refresh",
    "Mevcut belgelerin güncellenmesi",
    acts=SENT_BY,
    clause="3/a",
    facts=("reasons",),
)
APPROVAL = letter_kind(
    "applications.approval",
    "Entegratörlük başvurunuzun uygun görülmesi",
    acts=("applications.approve",),
    clause="2",
    facts=("submitted",),
)
REJECTION = letter_kind(
    "applications.rejection",
    "Entegratörlük başvurunuzun reddi",
    acts=("applications.reject",),
    clause="3/a",
    facts=("submitted", "ground"),
    challenge=_("Challenge text of one letter: an application is rejected"),
)
ASKING: Mapping[str, LetterKind] = {
    Asked.COMPLETION: COMPLETION,
    Asked.INFORMATION: INFORMATION,
    Asked.REFRESH: REFRESH,
}
"""The letter by which each thing is asked for."""


def about(kind: LetterKind, application: Application, **facts: Any) -> Text:
    """Return a letter about an application: what its kind says of the given facts and of the day of submission."""
    assert application.submitted_at  # nobody is written to before
    known = {"submitted": date_short(legal_day(application.submitted_at)), **facts}
    return worded(kind, application, **{name: known[name] for name in kind.facts})


def deficiencies(application: Application) -> Sequence[Mapping[str, str]]:
    """Return the deficient requirements with their reasons, as the letter lists them."""
    rows = Item.objects.filter(application=application, mark=Mark.DEFICIENT).select_related("requirement")
    return [
        {"requirement": item.requirement.key, "title": item.requirement.title_tr, "reason": item.reason}
        for item in rows.order_by("requirement__place")
    ]
