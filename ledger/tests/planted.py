"""A two-person act that only tests know: it moves a firm to another province."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

from rules.permissions import set_perm

from accounts.models import Firm
from accounts.permissions import is_approver, is_desk
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Proposal

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("planted.move_firm", "Move a firm", clause="3/a", two_persons=True)
SUBJECT = "accounts.Firm"
set_perm(ACT.propose, is_desk)
set_perm(ACT.name, is_approver)


def obstacles(firm: Firm, *, at: datetime, province: str = "") -> Iterator[Obstacle]:
    """Yield that the firm has ended, or sits there already."""
    if firm.ended_at:
        yield Obstacle("ended", "This firm has ended.")
    if province and province == firm.province:
        yield Obstacle("there_already", "It is there already.", field="province")


def preview(firm: Firm, *, at: datetime, province: str) -> dict[str, Any]:
    """Return from where to where."""
    return {"from": firm.province, "to": province}


def move_firm(firm_id: int, *, by: User, at: datetime, proposal: Proposal, province: str) -> Firm:
    """Move the firm."""
    with acting():
        firm = lock(Firm, firm_id)
        refuse(ACT, firm, obstacles(firm, at=at, province=province), by=by, proposal=proposal)
        firm.province = province
        firm.save()
        record(ACT, firm, by=by, at=at, facts={"firm": firm.pk})
    return firm
