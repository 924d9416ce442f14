"""The terms of this room: what the law on personal data gives the ministry itself."""

from django.utils.translation import gettext_lazy as _

from law.terms import Term, Unit

ANSWER = Term("subject_answer", 30, Unit.DAYS, rolls=False, clause="KVKK 13/2", title=_("Answer to the data subject"))
BOARD = Term("breach_board", 72, Unit.HOURS, rolls=False, clause="Kurul 2019/10", title=_("Notification to the Board"))
BOARD_REMINDERS = (2, 1)
"""Days before the seventy-two hours end on which somebody is reminded."""
