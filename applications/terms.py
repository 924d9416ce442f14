"""The terms of an application."""

from django.utils.translation import gettext_lazy as _

from law.terms import Term, Unit

COMPLETION = Term("completion", 3, Unit.MONTHS, rolls=True, clause="3/a", title=_("Completion of the application"))
"""Three months from service. At its end İSGGM may ask for refreshed documents; nothing else happens (clause 3/a)."""
