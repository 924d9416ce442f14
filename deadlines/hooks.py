"""What a term runs at its end. Rooms above fill this in `apps.py`; a term that is not here simply elapses."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from deadlines.models import Deadline

DueAct = Callable[[Deadline, datetime], object]

due_acts: dict[str, DueAct] = {}
