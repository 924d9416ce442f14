"""The ministry enters what a person asked about their own data; the thirty days begin with its receipt."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from deadlines.terms import open_deadline, remind
from documents.intake import Received, keep
from law.clock import legal_day
from law.explain import date_in_words
from ledger.acts import Act, acting, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, DossierKind
from ledger.numbers import open_dossier
from ledger.text import clean, one_line
from policies.queries import value
from privacy.conditions import happened, written
from privacy.models import Right, SubjectRequest, Way
from privacy.terms import ANSWER

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Step

ACT = Act(
    "privacy.receive_request",
    _("Enter a data subject's request"),
    done=_("Data subject's request received"),
    clause="KVKK 13/2",
    audience=Audience.MINISTRY,
    follows=_("The thirty days for the answer run from its receipt; nothing extends them."),
)


def obstacles(
    row: None = None,
    *,
    at: datetime,
    right: str | None = None,
    way: str | None = None,
    full_name: str | None = None,
    contact: str | None = None,
    text: str | None = None,
    received_at: datetime | None = None,
) -> Iterator[Obstacle]:
    """Yield what is missing, unknown, or lies in the future."""
    yield from written(full_name=full_name, contact=contact, text=text)
    if right is not None and right not in Right.values:
        yield Obstacle("bad_right", _("Choose what is asked."), "KVKK 11", field="right")
    if way is not None and way not in Way.values:
        yield Obstacle("bad_way", _("Choose how it came."), field="way")
    yield from happened("received_at", received_at, at)


def receive_request(
    *,
    by: User,
    at: datetime,
    right: str,
    way: str,
    full_name: str,
    contact: str,
    text: str,
    received_at: datetime,
    paper: Received | None = None,
) -> SubjectRequest:
    """Open the file of a request with its term; `received_at` is when it reached the ministry, `paper` what came.

    Raises:
        NotAllowed: not of the desk. Refused: something missing, or a receipt that lies in the future.
    """
    with acting():
        found = obstacles(
            at=at, right=right, way=way, full_name=full_name, contact=contact, text=text, received_at=received_at
        )
        refuse(ACT, None, found, by=by)
        row = SubjectRequest.objects.create(
            dossier=open_dossier(DossierKind.DATA_REQUEST, firm=None, at=at),
            right=right,
            way=way,
            full_name=one_line(full_name),
            contact=one_line(contact),
            text=clean(text).strip(),
            received_at=received_at,
            entered_by=by,
        )
        if paper is not None:
            _keep_paper(row, paper, by)
        facts = {"right": right, "way": way, "received_at": received_at}
        digests = [paper.sha256] if paper is not None else []
        _open_term(row, record(ACT, row, by=by, at=at, facts=facts, documents=digests))
    return row


def _keep_paper(row: SubjectRequest, paper: Received, by: User) -> None:
    keep(paper, dossier=row.dossier, kind="subject_request", title="Başvurunun aslı", by=by, internal=True)


def _open_term(row: SubjectRequest, step: Step) -> None:
    day = legal_day(row.received_at)
    term = replace(ANSWER, rolls=bool(value("privacy.answer_rolls", day)))
    evidence = f"başvurunun {date_in_words(day)} günü Bakanlığa ulaşması"
    deadline = open_deadline(row.dossier, term, start=day, evidence=evidence, step=step)
    remind(deadline, value("privacy.answer_reminders", day), after=step.at)
