"""A file that has arrived and waits for what its sender still has to type: held in the store, named by a signed ticket.

No row speaks of it before an act keeps it. The ticket says what was received, in which dossier and from whom; nobody
else can use it, and after a day it is worth nothing.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.core import signing

from documents import store
from documents.content import PDF
from documents.intake import Received
from documents.signatures import verdicts

if TYPE_CHECKING:
    from accounts.models import User
    from ledger.models import Dossier

HELD = timedelta(days=1)
_SALT = "documents.holding"


def ticket(received: Received, dossier: Dossier, person: User) -> str:
    """Return the ticket for a received file, to be sent back with the rest."""
    said = {
        "sha256": received.sha256,
        "size": received.size,
        "media_type": received.media_type,
        "filename": received.filename,
        "at": received.at.isoformat(),
        "facts": received.facts,
    }
    return signing.dumps({"file": said, "dossier": dossier.pk, "person": person.pk}, salt=_SALT, compress=True)


def held(text: str, dossier: Dossier, person: User, at: datetime) -> Received | None:
    """Return the file of a ticket as it was received; None where it is another's, too old, altered or gone."""
    try:
        said: dict[str, Any] = signing.loads(text, salt=_SALT)
    except signing.BadSignature:
        return None
    file = said["file"]
    arrived = datetime.fromisoformat(file.pop("at"))
    theirs = (said["dossier"], said["person"]) == (dossier.pk, person.pk)
    if not theirs or at - arrived > HELD or not store.path(file["sha256"]).exists():
        return None
    judged = verdicts(store.read(file["sha256"]), at=arrived) if file["media_type"] == PDF else ()
    return Received(**file, at=arrived, signatures=judged)
