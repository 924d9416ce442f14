"""Data subjects' requests and breaches in every state."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from ledger.actions.approve import approve
from ledger.actions.propose import propose
from privacy.actions.answer_request import answer_request
from privacy.actions.check_identity import check_identity
from privacy.actions.notify_board import notify_board
from privacy.actions.notify_subjects import notify_subjects
from privacy.actions.open_breach import open_breach
from privacy.actions.receive_request import receive_request
from privacy.models import Breach, SubjectRequest
from tests.matrix.country import Country
from tests.matrix.stage import Scene, scene

ASKED: dict[str, Any] = {
    "right": "information", "way": "by_hand", "full_name": "Ada Örnek", "contact": "Ankara", "text": "Verilerim nedir?"
}  # fmt: skip


@scene("subject's request", "received", "identified", "answered")
def _(country: Country, state: str) -> Scene:
    by, at = country.people["administrator"], country.at
    row = receive_request(by=by, at=at, received_at=at, **ASKED)
    here = Scene(row, country.plain, at, country)
    if state != "received":
        check_identity(row.pk, by=by, at=at, note="Kimlik kartı görüldü.")
    if state == "answered":
        answer_request(row.pk, by=by, at=at, outcome="granted", answered_at=at, received=here.received())
    here.row = SubjectRequest.objects.get(pk=row.pk)
    return here


@scene("breach", "open", "told", "told late", "closed")
def _(country: Country, state: str) -> Scene:
    by, at = country.people["administrator"], country.at
    aware_at = at - timedelta(hours=100 if state == "told late" else 1)
    row = open_breach(by=by, at=at, aware_at=aware_at, what="Bir dizüstü bilgisayar çalındı.")
    here = Scene(row, country.plain, at, country)
    if state != "open":
        late = "Bayram tatili." if state == "told late" else ""
        notify_board(row.pk, by=by, at=at, notified_at=at, received=here.received(), late_reason=late)
        notify_subjects(row.pk, by=by, at=at, notified_at=at, how="KEP ile", received=here.received())
    if state == "closed":
        said = {"finding": "breach", "conclusion": "Giderildi."}
        proposal = propose("privacy.close_breach", Breach, row.pk, by=by, at=at, arguments=said)
        approve(proposal.pk, by=country.world.approver, at=at)
    here.row = Breach.objects.get(pk=row.pk)
    return here
