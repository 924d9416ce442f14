"""Who may do what with an application."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.permissions import acts_for_firm, is_approver, is_desk, is_ministry, is_officer

if TYPE_CHECKING:
    from accounts.models import User


@predicate
def is_submitted(person: User, row: Any) -> bool:
    """A draft is the firm's own; the ministry sees an application from its submission on."""
    return bool(getattr(row, "application", row).submitted_at)


add_perm("applications.see", acts_for_firm | (is_ministry & is_submitted))
add_perm("applications.see_at_desk", is_ministry & is_submitted)
add_perm("applications.see_all", is_ministry)
for act in ("start", "fill_in", "attach", "take_back", "submit", "complete", "withdraw"):
    add_perm(f"applications.{act}", acts_for_firm)
add_perm("applications.file_document", is_desk & is_submitted)
for act in ("take_up", "judge", "compose_request", "send_request", "find_suitable", "review_again"):
    add_perm(f"applications.{act}", is_officer & is_submitted)
add_perm("applications.approve:propose", is_officer | is_approver)
add_perm("applications.approve", is_approver)
add_perm("applications.reject:propose", is_officer | is_approver)
add_perm("applications.reject", is_approver)
