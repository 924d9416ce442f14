"""Lines of firms, people, policies and calendar."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from law.clock import legal_day
from tests.matrix.country import FIRMS, ROLES
from tests.matrix.lines import (
    ADMINISTRATOR,
    ANYBODY,
    APPROVERS,
    DESK,
    GONE,
    NO_LONGER,
    NOBODY,
    OFFICER,
    OWN,
    WITHOUT_ROLE,
    Line,
    everywhere,
)
from tests.matrix.scenes_people import new_identity
from tests.matrix.stage import PAPER, Scene


def holiday(here: Scene) -> dict[str, Any]:
    """A working day half a year away, closed by decree."""
    day = legal_day(here.at) + timedelta(days=170)
    return {"day": day.isoformat(), "name": "Deneme tatili", "source": "Resmî Gazete"}


KNOWN_OF = {"integrator": {"integrator"}, "under review": {"open_application"}}
HAD, CLOSED = {"handled"}, {"closed": {"closed"}}
MATTERS = {
    "ledger.take_on": Line(
        "matter", DESK, everywhere(HAD, "an officer's", "an approver's") | CLOSED, closed={"draft": DESK}
    ),
    "ledger.hand_over": Line(
        "matter",
        DESK,
        {"an officer's": {"unchanged"}} | CLOSED,
        closed={"draft": DESK, "an approver's": OFFICER},
        given=lambda here: {"to": here.country.people["officer"]},
    ),
}
ACCOUNTS = {
    "accounts.invite": Line(
        "firm", OWN | OFFICER, GONE, closed=NO_LONGER, given=lambda here: {"email": "yeni@ornek.invalid"}
    ),
    "accounts.change_address": Line(
        "firm", OWN | OFFICER, GONE, closed=NO_LONGER, given=lambda here: {"text": "Başka Sok. No: 2"}
    ),
    "accounts.note_kep_check": Line(
        "KEP address", NOBODY, {"former": {"former_kep"}}, rules=frozenset({"directory"}),
        given=lambda here: {"found": "unknown"},
    ),
    "accounts.change_kep": Line(
        "firm", OFFICER, GONE, given=lambda here: {"kep": "yeni@hs01.kep.tr", "document": PAPER},
        also=frozenset({"documents.seal_letter"}),
    ),
    "accounts.rename_firm": Line(
        "firm", OFFICER, GONE, given=lambda here: {"legal_name": "Yeni Ad A.Ş.", "document": PAPER}
    ),
    "accounts.name_signatory": Line(
        "firm", OWN | OFFICER, GONE, closed=NO_LONGER,
        given=lambda here: {
            "full_name": "Yeni İmza",
            "identity_number": new_identity(here.country),
            "source": "Sirküler",
            "from_on": legal_day(here.at),
        },
    ),
    "accounts.end_firm": Line(
        "firm", APPROVERS, GONE | KNOWN_OF, first=DESK, given=lambda here: {"document": PAPER}
    ),
    "accounts.merge_firms": Line(
        "firm", APPROVERS, GONE | KNOWN_OF, first=DESK, times=2,
        given=lambda here: {"into": here.country.suitable.firm.pk, "document": PAPER},
        also=frozenset({"documents.seal_letter"}),
    ),
    "accounts.end_mandate": Line(
        "mandate", OWN | OFFICER | {"nobody"}, {"ended": {"ended"}}, closed={"ended": frozenset({"nobody"})},
        given=lambda here: {"document": PAPER},
    ),
    "accounts.end_signatory": Line(
        "signatory", OWN | OFFICER, {"ended": {"ended"}}, given=lambda here: {"until_on": legal_day(here.at)}
    ),
    "accounts.accept_invitation": Line(
        "invitation", ANYBODY,
        refused_to={
            (role, state): codes | more
            for state, more in (("open", set()), ("accepted", {"accepted"}), ("expired", {"expired"}))
            for role, codes in (
                *((role, {"other_address", "holds_role"}) for role in ROLES if role not in FIRMS),
                ("own", {"other_address", "holds_mandate"}),
                ("foreign", {"other_address"}),
                ("ended", {"other_address"}),
                ("superuser", {"other_address"}),
                ("nobody", {"holds_mandate"} if state == "accepted" else set()),
            )
            if codes | more
        },
    ),
    "accounts.register_firm": Line("nothing", WITHOUT_ROLE),
    "accounts.grant_role": Line(
        "person", ADMINISTRATOR, {"of a firm": {"holds_mandate"}}, closed={"administrator": ADMINISTRATOR},
        given=lambda here: {"role": "inspector"},
    ),
    "accounts.grant_power": Line(
        "person", ADMINISTRATOR, {"of a firm": {"holds_mandate"}}, closed={"administrator": ADMINISTRATOR},
        given=lambda here: {"role": "approver"}, first=ADMINISTRATOR, alone=frozenset({"newcomer, one administrator"}),
    ),
    "accounts.end_role": Line(
        "person", ADMINISTRATOR,
        everywhere({"not_held"}, "newcomer", "of a firm", "administrator", "newcomer, one administrator"),
        given=lambda here: {"role": "officer"},
    ),
    "accounts.invite_person": Line(
        "person", ADMINISTRATOR,
        closed=dict.fromkeys(("newcomer", "officer", "of a firm", "newcomer, one administrator"), ADMINISTRATOR),
        given=lambda here: {"email": "yeni@bakanlik.invalid"},
    ),
    "accounts.name_administrator": Line(
        "person", NOBODY,
        everywhere({"two_exist"}, "newcomer", "officer")
        | {"of a firm": {"two_exist", "holds_mandate"}, "administrator": {"two_exist", "held"}},
        rules=frozenset({"bootstrap"}),
    ),
}  # fmt: skip

POLICIES = {
    "policies.set_policy": Line(
        "policy file", APPROVERS, first=DESK | ADMINISTRATOR,
        given=lambda here: {"value": 48, "in_force_from": legal_day(here.at).isoformat(), "citation": "Karar"},
    ),
    "policies.add_holiday": Line("calendar", APPROVERS, first=DESK | ADMINISTRATOR, given=holiday),
    "policies.load_year": Line(
        "calendar", APPROVERS, first=DESK | ADMINISTRATOR, given=lambda here: {"year": 2036}
    ),
    "operations.remove_expired": Line(
        "calendar", NOBODY, {"as loaded": {"nothing_due"}}, rules=frozenset({"retention"})
    ),
}  # fmt: skip
