"""Two administrators record who may sign the ministry's letters, from when, by which source."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from accounts.conditions import is_active
from accounts.models import User
from documents.models import MinistrySignatory
from documents.signer import SEAL_KEY
from law.clock import legal_day
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from ledger.models import Proposal

ACT = Act(
    "documents.name_ministry_signatory",
    _("Give the authority to sign for the ministry"),
    done=_("Authority to sign for the ministry given"),
    audience=Audience.MINISTRY,
    two_persons=True,
)
SUBJECT = "accounts.User"


def obstacles(
    person: User,
    *,
    at: datetime,
    title: str | None = None,
    key_name: str | None = None,
    source: str | None = None,
    from_on: str | None = None,
    delegated: bool = False,
) -> Iterator[Obstacle]:
    """Yield why the authority cannot be given: held already, nobody of the ministry, unsaid, or another's key."""
    if not person.roles:
        yield Obstacle("no_role", _("Only people of the ministry sign for it; give a role first."))
    yield from is_active(person)
    if _overlaps(person, from_on or legal_day(at).isoformat()):
        yield Obstacle("held", _("The person has the authority to sign in these days already."), field="from_on")
    for field, said in (("title", title), ("key_name", key_name), ("source", source)):
        if said is not None and not said.strip():
            yield Obstacle(f"no_{field}", _("Fill this in."), field=field)
    yield from _not_theirs(person, (key_name or "").strip())


def _not_theirs(person: User, key_name: str) -> Iterator[Obstacle]:
    """Yield that the key is the institution's seal or another person's: a signature is its signer's own."""
    if key_name == SEAL_KEY:
        yield Obstacle(
            "seal_key", _("This is the key of the institution's seal; nobody signs with it."), field="key_name"
        )
    if MinistrySignatory.objects.filter(key_name=key_name).exclude(person=person).exists():
        yield Obstacle("key_taken", _("Another person signs with this key."), field="key_name")


def _overlaps(person: User, from_on: str) -> bool:
    day = date.fromisoformat(from_on)
    held = MinistrySignatory.objects.filter(person=person)
    return any(one.until_on is None or one.until_on >= day for one in held)


def preview(
    person: User, *, at: datetime, title: str, key_name: str, source: str, from_on: str, delegated: bool = False
) -> dict[str, Any]:
    """Return who would sign under which title, from when, with which key."""
    return {
        "person": person.email,
        "title": title,
        "delegated": delegated,
        "key_name": key_name,
        "source": source,
        "from_on": from_on,
    }


def name_ministry_signatory(
    person_id: int,
    *,
    by: User,
    at: datetime,
    title: str,
    key_name: str,
    source: str,
    from_on: str,
    delegated: bool = False,
    proposal: Proposal | None = None,
    seen: int | None = None,
) -> MinistrySignatory:
    """Give a dated authority to sign; `from_on` is a day YYYY-MM-DD, `key_name` the key's label at the signer.

    Raises:
        NotAllowed: no administrator, or oneself. Refused: no approved proposal, held already, nobody of the ministry.
    """
    with acting():
        person = lock(User, person_id)
        found = obstacles(person, at=at, title=title, key_name=key_name, source=source, from_on=from_on)
        refuse(ACT, person, found, by=by, seen=seen, proposal=proposal)
        authority = MinistrySignatory.objects.create(
            person=person,
            title=title.strip(),
            delegated=delegated,
            key_name=key_name.strip(),
            source=source.strip(),
            from_on=date.fromisoformat(from_on),
        )
        record(ACT, person, by=by, at=at, facts={"authority": authority.pk, "from": from_on})
    return authority
