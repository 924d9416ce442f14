"""Who may do what with integrators and certificates."""

from rules.permissions import add_perm

from accounts.permissions import acts_for_firm, is_approver, is_desk, is_ministry, is_officer
from documents.permissions import is_shown

TWO_PERSONS = (
    "passivate",
    "passivate_lapsed",
    "passivate_not_shown",
    "annul_ground",
    "suspend_ground",
    "lift_suspension",
    "reactivate",
    "end_integrator",
)

add_perm("registry.see_integrators", is_ministry)
add_perm("registry.see_desk", is_ministry)
add_perm("registry.see_own", acts_for_firm)
add_perm("registry.enter_certificate", acts_for_firm)
add_perm("registry.accept_certificate", is_officer & is_shown)
add_perm("registry.refuse_certificate", is_officer & is_shown)
add_perm("registry.verify_certificate", is_officer & is_shown)
add_perm("registry.assign_body", is_officer & is_shown)
add_perm("registry.enter_body", is_officer)
add_perm("registry.change_body", is_officer)
add_perm("registry.show_document", acts_for_firm)
add_perm("registry.accept_showing", is_officer)
add_perm("registry.refuse_showing", is_officer)
add_perm("registry.decide_concern", is_officer)
add_perm("registry.review_ground", is_officer)
add_perm("registry.answer_demand", acts_for_firm)
for verb in ("demand_document", "record_answer", "judge_answer", "find_not_shown", "withdraw_demand"):
    add_perm(f"registry.{verb}", is_officer)
add_perm("registry.file_document", is_desk | acts_for_firm)
add_perm("registry.change_listing", is_officer)
add_perm("registry.admit", is_approver)
add_perm("registry.draw_secret", acts_for_firm)
add_perm("registry.draw_calendar", acts_for_firm)
add_perm("registry.revoke_calendar", acts_for_firm)
add_perm("registry.adopt_requirements:propose", is_desk)
add_perm("registry.adopt_requirements", is_approver)
for verb in TWO_PERSONS:
    add_perm(f"registry.{verb}:propose", is_desk)
    add_perm(f"registry.{verb}", is_approver)
