"""Who may correct a term. Everything else that happens to a term is a system rule's."""

from rules.permissions import add_perm

from accounts.permissions import is_desk

add_perm("deadlines.service_corrected", is_desk)
