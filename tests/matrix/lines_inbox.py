"""Lines of the acts on KEP messages to us."""

from __future__ import annotations

from typing import Any

from kep_gateway.inbox.matching import Match
from kep_gateway.models import MatchedBy, Unmatched
from ledger.models import DossierKind
from tests.matrix.lines import DESK, NOBODY, Line
from tests.matrix.scenes_inbox import sent_by
from tests.matrix.stage import Scene


def _received(here: Scene) -> dict[str, Any]:
    """A message of the integrator's, as it was found to belong to the scene's dossier."""
    in_tray = here.row.kind == DossierKind.MAILBOX
    match = Match(unmatched=Unmatched.NONE) if in_tray else Match(here.row, MatchedBy.NUMBER)
    return {"taken": sent_by(here.country.active.kep, here.at), "match": match}


INBOX = {
    "kep_gateway.receive_mail": Line(
        "dossier for a KEP message",
        NOBODY,
        {"of another firm": {"other_firm"}},
        rules=frozenset({"inbox"}),
        given=_received,
    ),
    "kep_gateway.match_mail": Line(
        "KEP message", DESK, times=2, given=lambda here: {"number": here.story.application.dossier.number}
    ),
    "kep_gateway.dismiss_mail": Line("KEP message", DESK, given=lambda here: {"reason": "Bizimle ilgisi yok."}),
    "kep_gateway.settle_mail": Line("KEP message", DESK),
    "kep_gateway.reopen_mail": Line(
        "KEP message", DESK, times_in={"settled": 2}, given=lambda here: {"reason": "Yanlış ayıklanmış."}
    ),
}
