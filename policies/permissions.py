"""Who may change policies and the calendar: any two of the ministry's deciders, the second one an approver."""

from rules.permissions import add_perm

from accounts.models import Role
from accounts.permissions import has_role, is_approver, is_ministry

may_propose = has_role(Role.OFFICER, Role.APPROVER, Role.ADMINISTRATOR)

add_perm("policies.see", is_ministry)
add_perm("policies.propose", may_propose)
for act in ("policies.set_policy", "policies.add_holiday", "policies.load_year"):
    add_perm(f"{act}:propose", may_propose)
    add_perm(act, is_approver)
