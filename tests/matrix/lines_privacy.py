"""Lines of the acts about personal data."""

from __future__ import annotations

from typing import Any

from tests.matrix.lines import ADMINISTRATOR, APPROVERS, DESK, Line
from tests.matrix.stage import Scene

ANSWERS = ADMINISTRATOR | APPROVERS


def _told(here: Scene) -> dict[str, Any]:
    return {"notified_at": here.at, "received": here.received()}


PRIVACY = {
    "privacy.receive_request": Line("nothing", DESK | ADMINISTRATOR),
    "privacy.check_identity": Line("subject's request", ANSWERS, given=lambda here: {"note": "Kimlik kartı görüldü."}),
    "privacy.answer_request": Line(
        "subject's request",
        ANSWERS,
        {"received": {"not_identified"}},
        given=lambda here: {"outcome": "granted", "answered_at": here.at, "received": here.received()},
    ),
    "privacy.open_breach": Line("nothing", ANSWERS),
    "privacy.describe_breach": Line(
        "breach", ANSWERS, {"closed": {"closed"}}, given=lambda here: {"what": "Kurtarıldı.", "how_many": "3"}
    ),
    "privacy.notify_board": Line("breach", ANSWERS, {"closed": {"closed"}}, given=_told),
    "privacy.notify_subjects": Line(
        "breach", ANSWERS, {"closed": {"closed"}}, given=lambda here: {**_told(here), "how": "KEP ile"}
    ),
    "privacy.close_breach": Line(
        "breach",
        ANSWERS,
        {"open": {"board_not_told", "subjects_not_told"}},
        first=ANSWERS,
        given=lambda here: {"finding": "breach", "conclusion": "Giderildi."},
    ),
}
