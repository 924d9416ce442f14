"""Who may do what with the agreement."""

from __future__ import annotations

from rules.permissions import add_perm

from accounts.permissions import acts_for_firm, is_administrator, is_approver, is_desk, is_ministry, is_officer
from documents.permissions import is_shown, signs_for_ministry

add_perm("contracts.see", acts_for_firm | (is_ministry & is_shown))
add_perm("contracts.hold", acts_for_firm)
add_perm("contracts.see_versions", is_ministry)
add_perm("contracts.see_draft", is_ministry)
add_perm("contracts.see_campaign", is_ministry)
add_perm("contracts.see_signed", is_ministry & is_shown)
add_perm("contracts.request_copy", acts_for_firm)
add_perm("contracts.receive_signed", acts_for_firm)
add_perm("contracts.verify_ink", is_officer & is_shown)
add_perm("contracts.request_countersignature", is_ministry & signs_for_ministry & is_shown)
add_perm("contracts.upload_countersigned", is_officer & is_shown)
add_perm("contracts.draft_version", is_administrator)
add_perm("contracts.take_copy", acts_for_firm)
add_perm("contracts.chase", is_desk)
add_perm("contracts.passivate_unreturned:propose", is_desk)
add_perm("contracts.passivate_unreturned", is_approver)
add_perm("contracts.publish_version:propose", is_desk)
add_perm("contracts.publish_version", is_approver)
