"""What every page about a notice shows, whoever looks."""

from __future__ import annotations

from typing import Any

from deadlines.terms import explained
from kep_gateway.models import Notice
from kep_gateway.queries import opinion_of


def facts_of(notice: Notice) -> dict[str, Any]:
    """Return a notice's evidence in order, what it proves and why, the term it started, and what came before and after.

    The opinion is drawn afresh from the evidence; the stored day is the notice's own.
    """
    deadline = notice.deadline
    return {
        "notice": notice,
        "evidence": notice.evidence.select_related("document"),
        "opinion": opinion_of(notice),
        "deadline": deadline,
        "explained": explained(deadline) if deadline else "",
        "review": notice.reviews.filter(settled_at=None).first(),
        "settled": notice.reviews.exclude(settled_at=None).order_by("settled_at"),
        "following": Notice.objects.filter(replaces=notice).first(),
    }
