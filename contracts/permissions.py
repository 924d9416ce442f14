"""Who may do what with the agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.permissions import acts_for_firm, is_approver, is_desk, is_ministry, is_officer
from documents.models import MinistrySignatory
from documents.permissions import is_shown
from law.clock import legal_day, now

if TYPE_CHECKING:
    from accounts.models import User


@predicate
def signs_for_ministry(person: User) -> bool:
    """The person's authority to sign for the ministry stands today."""
    today = legal_day(now())
    return any(it.in_force_on(today) for it in MinistrySignatory.objects.filter(person=person))


add_perm("contracts.see", acts_for_firm | (is_ministry & is_shown))
add_perm("contracts.hold", acts_for_firm)
add_perm("contracts.see_versions", is_ministry)
add_perm("contracts.request_copy", acts_for_firm)
add_perm("contracts.receive_signed", acts_for_firm)
add_perm("contracts.verify_ink", is_officer & is_shown)
add_perm("contracts.request_countersignature", is_ministry & signs_for_ministry & is_shown)
add_perm("contracts.upload_countersigned", is_officer & is_shown)
add_perm("contracts.publish_version:propose", is_desk)
add_perm("contracts.publish_version", is_approver)
