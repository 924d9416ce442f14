"""Who may do what with notices."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.permissions import acts_for_firm, is_administrator, is_approver, is_desk, is_ministry
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice

if TYPE_CHECKING:
    from accounts.models import User


@predicate
def told_to_firm(person: User, notice: Notice) -> bool:
    """The letter has left the house: what still waits for it is the ministry's alone."""
    return notice.handed_over_at is not None and notice.status != NoticeStatus.UNKNOWN


add_perm("kep_gateway.serve_otherwise", is_desk)
add_perm("kep_gateway.settle_review", is_desk)
add_perm("kep_gateway.resolve_unknown", is_desk)
add_perm("kep_gateway.note_refused_evidence", is_desk)
add_perm("kep_gateway.release_outbox", is_approver | is_administrator)
add_perm("kep_gateway.see_outbox", is_ministry)
add_perm("kep_gateway.see_notice", acts_for_firm & told_to_firm)
add_perm("kep_gateway.see_inbox", is_ministry)
add_perm("kep_gateway.match_mail", is_desk)
add_perm("kep_gateway.dismiss_mail", is_desk)
add_perm("kep_gateway.settle_mail", is_desk)
add_perm("kep_gateway.reopen_mail", is_desk)
