"""What every page about a notice shows, whoever looks."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING, Any

from deadlines.terms import explained
from kep_gateway.models import Notice, RefusedEvidence
from kep_gateway.queries import opinion_of
from kep_gateway.reasons import reasons_of

if TYPE_CHECKING:
    from django.utils.functional import Promise

BESIDE = ("firm", "letter", "dossier", "deadline", "package")


def facts_of(notice: Notice) -> dict[str, Any]:
    """Return a notice's evidence in order, what it proves and why, the term it started, and what came before and after.

    The opinion is drawn afresh from the evidence; the stored day is the notice's own.
    """
    deadline, evidence = notice.deadline, list(notice.evidence.select_related("document"))
    reviews = list(notice.reviews.all())
    return {
        "notice": notice,
        "evidence": evidence,
        "opinion": opinion_of(notice, evidence),
        "deadline": deadline,
        "explained": explained(deadline) if deadline else "",
        "review": next((it for it in reviews if it.settled_at is None), None),
        "settled": sorted((it for it in reviews if it.settled_at), key=attrgetter("settled_at")),
        "following": Notice.objects.filter(replaces=notice).first(),
    }


def refused_of(notice: Notice) -> list[tuple[RefusedEvidence, list[str | Promise]]]:
    """Return what came as evidence and proves nothing, each with its reasons: the ministry's alone."""
    return [(one, list(reasons_of(one.codes))) for one in notice.refused_evidence.select_related("look__looked_by")]
