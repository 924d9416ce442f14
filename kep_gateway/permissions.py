"""Who may do what with notices."""

from rules.permissions import add_perm

from accounts.permissions import acts_for_firm, is_desk, is_ministry

add_perm("kep_gateway.serve_otherwise", is_desk)
add_perm("kep_gateway.settle_review", is_desk)
add_perm("kep_gateway.resolve_unknown", is_desk)
add_perm("kep_gateway.see_outbox", is_ministry)
add_perm("kep_gateway.see_notice", acts_for_firm)
