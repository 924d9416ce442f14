"""What is known of a breach by now: the next version of its facts."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from privacy.conditions import breach_is_open, written
from privacy.facts import TOLD, as_told, digest_of, newest, write_facts
from privacy.models import Breach

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "privacy.describe_breach",
    _("Write what is known by now"),
    done=_("Facts of the breach described"),
    clause="KVKK 12/5",
    audience=Audience.MINISTRY,
)


def obstacles(
    breach: Breach, *, at: datetime, what: str | None = None, said: dict[str, str] | None = None
) -> Iterator[Obstacle]:
    """Yield that the file is closed, nothing is said, or nothing is new in it."""
    yield from breach_is_open(breach)
    yield from written(what=what)
    last = newest(breach)
    if said is not None and last and as_told(said) == {name: getattr(last, name) for name in TOLD}:
        yield Obstacle("unchanged", _("This says what the last version says."))


def describe_breach(
    breach_id: int,
    *,
    by: User,
    at: datetime,
    what: str,
    whose: str = "",
    how_many: str = "",
    effects: str = "",
    measures: str = "",
    seen: int | None = None,
) -> Breach:
    """Write the next version; those before it stay.

    Raises:
        NotAllowed. Refused: closed, nothing said or nothing new, or a stale page.
    """
    said = {"what": what, "whose": whose, "how_many": how_many, "effects": effects, "measures": measures}
    with acting():
        breach = lock(Breach, breach_id)
        refuse(ACT, breach, obstacles(breach, at=at, what=what, said=said), by=by, seen=seen)
        facts = write_facts(breach, said, by=by, at=at)
        record(ACT, breach, by=by, at=at, facts={"version": facts.version, "facts": digest_of(facts)})
    return breach
