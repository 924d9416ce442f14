"""What comes in an integrator's matter: what happens by itself next, what avoids it, and the days after it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from deadlines.left import last_day
from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import explained
from law.explain import date_short
from registry.lifecycle import GroundKind
from registry.models import Integrator
from registry.obligations import FIRST_SHOWING, HOLDING
from registry.terms import DEMAND, VALIDITY, VERIFICATION

BECAUSE: dict[str, str | Promise] = {
    GroundKind.DOCUMENT_LAPSED: gettext_lazy("the validity of a document ends: %(what)s"),
    GroundKind.AGREEMENT_NOT_RETURNED: gettext_lazy("a document to be signed was not sent back in time: %(what)s"),
}
"""Why the authority becomes passive at a term's end, by the ground that then arises."""
AVOIDS: dict[str, str | Promise] = {
    VALIDITY: gettext_lazy("It does not happen if a newer certificate was sent and accepted before."),
    HOLDING: gettext_lazy("It does not happen if the document was shown anew and accepted before."),
    FIRST_SHOWING: gettext_lazy("It does not happen if the document was shown within the term."),
    DEMAND.key: gettext_lazy("It does not happen if the document was shown within the term."),
}
"""What keeps the end of a term from having effect, by its key; what was opened elsewhere is met by doing it."""
MET = gettext_lazy("It does not happen if what the term is for was done before.")


@dataclass(frozen=True)
class Coming:
    """One running term: its last valid day, why it ends then, what follows by itself or by persons, what avoids that.

    `automatic` says that a ground arises at its end without anybody's decision.
    """

    deadline: Deadline
    title: str
    last_on: date
    why: str
    follows: str
    avoids: str
    automatic: bool


def coming(integrator: Integrator, at: datetime, *, ministry: bool) -> list[Coming]:
    """Return an integrator's running terms in the order of their ends; a firm reads of none that is the ministry's."""
    rows = Deadline.objects.filter(dossier=integrator.dossier_id, status=DeadlineStatus.OPEN, reminds=None)
    if not ministry:
        rows = rows.exclude(term=VERIFICATION)
    return [_coming(it) for it in rows.filter(due_at__gt=at).order_by("due_at", "pk")]


def next_automatic(ahead: Iterable[Coming]) -> Coming | None:
    """Return the nearest end at which something happens by itself."""
    return next((it for it in ahead if it.automatic), None)


def _coming(deadline: Deadline) -> Coming:
    last = deadline.effective_on or last_day(deadline.due_at)
    return Coming(
        deadline=deadline,
        title=deadline.title,
        last_on=last,
        why=explained(deadline),
        follows=_follows(deadline, last),
        avoids="" if deadline.term == VERIFICATION else str(AVOIDS.get(_kind(deadline), MET)),
        automatic=bool(deadline.arises),
    )


def _kind(deadline: Deadline) -> str:
    """Return the key of a term; each demand has one of its own, which begins like all demands'."""
    return DEMAND.key if deadline.term.startswith(f"{DEMAND.key}_") else deadline.term


def _follows(deadline: Deadline, last: date) -> str:
    day = date_short(last)
    if deadline.arises:
        because = str(BECAUSE.get(deadline.arises, GroundKind(deadline.arises).label)) % {"what": deadline.title}
        said = {"day": day, "because": because}
        return _("At the end of %(day)s the authority becomes passive by itself, because %(because)s.") % said
    if deadline.term == VERIFICATION:
        return _("The ministry verifies the certificate anew by %(day)s.") % {"day": day}
    return _("At the end of %(day)s nothing happens by itself; two persons of the ministry may decide.") % {"day": day}
