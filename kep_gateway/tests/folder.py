"""A stand-in for the KEP provider: messages become files in a folder, and evidence comes back by scenario, unsigned.

Most tests are about what follows from evidence, not about its signatures; those of the evidence itself and the journeys
use the sandbox. What happens to a message is decided by the local part of its address (the sandbox's SCENARIOS).
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path

from django.conf import settings

from documents.institution import INSTITUTION
from kep_gateway.codes import KINDS
from kep_gateway.evidence.facts import Expected, Proven, Unproven
from kep_gateway.models import HoldReason
from kep_gateway.providers.eml import as_email, one_line
from kep_gateway.providers.protocol import Balance, Incoming, Issued, Message, OutcomeUnknown, Spent
from law.clock import ISTANBUL, now
from ledger.errors import GiveUp, TryLater

Played = tuple[tuple[int, int], ...]
Scenario = str | Played
DELIVERED: Played = ((10, 0), (20, 1), (40, 2), (60, 3600))
SCENARIOS: dict[str, Scenario] = {
    "ret": ((11, 0),),
    "red": ((10, 0), (21, 1)),
    "ulasmaz": ((10, 0), (31, 1)),
    "yok": ((10, 0), (20, 1), (41, 2)),
    "gec": ((10, 0), (20, 1), (40, 2 * 86_400)),
    "mesgul": "down",
    "gecersiz": "refuse",
    "kontorsuz": "spent",
    "kayip": "lost",
    "cevapsiz": "unanswered",
}
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class FolderProvider:
    """Lives in `settings.KEP_FOLDER`: `out/<reference>.eml` was handed over, `evidence/<reference>/*.json` came of it."""

    def __init__(self) -> None:
        self.folder: Path = settings.KEP_FOLDER

    def find(self, reference: str) -> str | None:
        """Return the reference itself where the message lies in `out`."""
        return reference if self._out(reference).exists() else None

    def pack(self, message: Message) -> bytes:
        """Return the message as a plain mail."""
        return as_email(message, sender=INSTITUTION.kep, at=now())

    def hand_over(self, message: Message, package: bytes) -> str:
        """Write the message's file. The same reference twice is one message."""
        played = self._scenario(message.recipient)
        if played == "down":
            raise TryLater("provider is down")
        if played == "refuse":
            raise GiveUp("unknown recipient")
        if played == "spent":
            raise Spent(HoldReason.NO_CREDIT)
        if played == "lost":
            raise OutcomeUnknown
        _write(self._out(message.reference), package)
        if played == "unanswered":
            raise OutcomeUnknown
        return message.reference

    def evidence_for(self, message_id: str) -> list[Issued]:
        """Issue the evidence whose time has come by our clock, and return everything that lies in the folder."""
        out = self._out(message_id)
        if not out.exists():
            raise GiveUp("unknown message")
        folder = self.folder / "evidence" / message_id
        self._issue(out, folder)
        return [Issued(file.read_bytes(), file.name, "application/json") for file in sorted(folder.glob("*.json"))]

    def prove(self, data: bytes, expected: Expected, *, at: datetime) -> Proven:
        """Believe what the record says."""
        try:
            record = json.loads(data)
            event_at, reference = datetime.fromisoformat(record["tarih"]), one_line(record["delilId"])
            kind = KINDS[int(record["delilTurId"])]
        except (ValueError, KeyError, TypeError) as error:
            raise Unproven("unreadable") from error
        if event_at.utcoffset() is None or not reference:
            raise Unproven("unreadable")
        return Proven(kind, reference, event_at, record.get("kephs", ""), "CN=Deneme", event_at)

    def inbox(self) -> list[Incoming]:
        """Return what lies in `in`."""
        return [Incoming(file.stem, file.read_bytes()) for file in sorted((self.folder / "in").glob("*.eml"))]

    def acknowledge(self, message_id: str) -> None:
        """Take a message out of `in`."""
        (self.folder / "in" / f"{message_id}.eml").unlink(missing_ok=True)

    def check_address(self, address: str) -> bool | None:
        """Know every address but one."""
        return self._scenario(address) != "refuse"

    def balance(self) -> Balance:
        """Tell a balance that never ends."""
        return Balance(1_000, 1 << 30, 0)

    def _out(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise GiveUp("malformed message id")
        return self.folder / "out" / f"{name}.eml"

    def _scenario(self, address: str) -> Scenario:
        path = self.folder / "scenario.json"
        ours: dict[str, Scenario] = json.loads(path.read_text()) if path.exists() else {}
        local = address.partition("@")[0]
        return ours.get(address) or ours.get(local) or ours.get("*") or SCENARIOS.get(local, DELIVERED)

    def _issue(self, out: Path, folder: Path) -> None:
        mail = message_from_bytes(out.read_bytes(), policy=default)
        sent, recipient = parsedate_to_datetime(mail["Date"]), mail["To"].addresses[0].addr_spec
        for code, at in self._events(recipient, sent):
            path = folder / f"{code}.json"
            if at <= now() and not path.exists():
                _write(path, as_record(f"{out.stem}-{code}", code, at))

    def _events(self, recipient: str, sent: datetime) -> Iterator[tuple[int, datetime]]:
        played = self._scenario(recipient)
        for code, seconds in DELIVERED if isinstance(played, str) else played:
            yield code, sent + timedelta(seconds=seconds)


def as_record(reference: str, code: int, at: datetime) -> bytes:
    """Return a record in the shape of a provider's."""
    record = {
        "delilId": reference,
        "delilTurId": code,
        "tarih": at.astimezone(ISTANBUL).isoformat(),
        "kephs": INSTITUTION.kep.rpartition("@")[2],
    }
    return json.dumps(record, ensure_ascii=False).encode()


def _write(path: Path, data: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}")
    draft.write_bytes(data)
    draft.replace(path)
