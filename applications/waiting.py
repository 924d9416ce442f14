"""One task of the worklist, and what every source of tasks reads of a row."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from django.db.models import DateField, DateTimeField, OuterRef, Subquery, Value
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.functional import Promise

from deadlines.models import Deadline, DeadlineStatus


class Matter(NamedTuple):
    """The dossier that a task lies in, and who has taken it on."""

    number: str = ""
    handler: int | None = None
    handler_name: str = ""


class Task(NamedTuple):
    """One thing that waits for a person of the ministry. `due_at` is the next legal instant in its dossier.

    Hundreds are made and fifty shown: an address is spelled only where it is read. `row` is what it names, or a
    tuple of that.
    """

    what: str | Promise
    about: str
    since: datetime
    due_at: datetime | None
    page: str
    row: object = None
    matter: Matter = Matter()
    tail: str = ""

    @property
    def address(self) -> str:
        """Where the task is done."""
        named = self.row if isinstance(self.row, tuple) else (self.row,)
        return reverse(self.page, args=[it for it in named if it is not None]) + self.tail


MATTER = ("dossier__number", "dossier__handler", "dossier__handler__full_name")
SHOWN = ("dossier__firm__legal_name", *MATTER)
"""What a line says of its row: hundreds are sorted and fifty shown, so no more of a row is read than lines say."""
RUNNING = Deadline.objects.filter(dossier=OuterRef("dossier"), status=DeadlineStatus.OPEN).filter(reminds=None)
NEXT = Subquery(RUNNING.order_by("due_at").values("due_at")[:1])
"""The next legal instant in a row's dossier; a reminder is none."""
NEVER, NO_DAY = Cast(Value(None), DateTimeField()), Cast(Value(None), DateField())
NO_DAYS = {"last_on": NO_DAY, "told_on": NO_DAY}
