"""Who may do what about personal data: administrators and approvers answer for them, auditors read."""

from __future__ import annotations

from rules.permissions import add_perm

from accounts.permissions import acts_for_firm, is_administrator, is_approver, is_auditor, is_desk, is_ministry

answers = is_administrator | is_approver

add_perm("privacy.open_desk", is_desk | is_administrator | is_auditor)
add_perm("privacy.receive_request", is_desk | is_administrator)
add_perm("privacy.see", answers | is_auditor)
for act in ("check_identity", "answer_request", "open_breach", "describe_breach", "notify_board", "notify_subjects"):
    add_perm(f"privacy.{act}", answers)
add_perm("privacy.close_breach:propose", answers)
add_perm("privacy.close_breach", answers)
add_perm("privacy.see_readings", is_administrator | is_auditor)
add_perm("privacy.give_reason", is_ministry)
add_perm("privacy.see_own_readings", acts_for_firm)
