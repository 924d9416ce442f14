"""The embedded provider: messages become files in a folder, and evidence comes back by scenario. For demo and tests.

`out/<reference>.eml` is what was handed over; `evidence/<reference>/*.json` the evidence, each file in the shape of a
provider's record. A file put there by hand is evidence, too. What happens to a message is decided by the local part of
its address (SCENARIOS) or by `scenario.json`: `{"<address or local part>": [[<code>, <seconds>], …] or "down",
"refuse", "lost", "unanswered"}`, with "*" for all.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Iterator, Mapping
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from email.utils import parsedate_to_datetime
from pathlib import Path
from types import MappingProxyType

import structlog
from django.conf import settings

from documents.institution import INSTITUTION
from kep_gateway.codes import KINDS
from kep_gateway.providers.eml import as_email, one_line
from kep_gateway.providers.protocol import Message, OutcomeUnknown, RawEvidence
from law.clock import ISTANBUL, now
from ledger.errors import GiveUp, TryLater

log = structlog.get_logger("sicil.kep")

Played = tuple[tuple[int, int], ...]
Scenario = str | Played
DELIVERED: Played = ((10, 0), (20, 1), (40, 2), (60, 3600))
SCENARIOS: Mapping[str, Scenario] = MappingProxyType(
    {
        "ret": ((11, 0),),
        "red": ((10, 0), (21, 1)),
        "ulasmaz": ((10, 0), (31, 1)),
        "yok": ((10, 0), (20, 1), (41, 2)),
        "gec": ((10, 0), (20, 1), (40, 2 * 86_400)),
        "mesgul": "down",
        "gecersiz": "refuse",
        "kayip": "lost",
        "cevapsiz": "unanswered",
    }
)
WORDS: Mapping[int, str] = MappingProxyType(
    {
        10: "Gönderi kabul edildi",
        11: "Gönderi kabul edilmedi",
        20: "Alıcının KEPHS'si kabul etti",
        21: "Alıcının KEPHS'si kabul etmedi",
        31: "Alıcının KEPHS'sine aktarılamadı",
        40: "Alıcının posta kutusuna bırakıldı",
        41: "Alıcının posta kutusuna bırakılamadı",
        60: "Alıcı tarafından açıldı",
    }
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


class FolderProvider:
    """A KEP provider that lives in `settings.KEP_FOLDER`."""

    def __init__(self) -> None:
        self.folder: Path = settings.KEP_FOLDER

    def find(self, reference: str) -> str | None:
        """Return the reference itself where the message lies in `out`."""
        return reference if self._out(reference).exists() else None

    def hand_over(self, message: Message) -> str:
        """Write the message's file. The same reference twice is one message."""
        played = self._scenario(message.recipient)
        if played == "down":
            raise TryLater("provider is down")
        if played == "refuse":
            raise GiveUp("unknown recipient")
        if played == "lost":
            raise OutcomeUnknown
        _write(self._out(message.reference), as_email(message, sender=INSTITUTION.kep, at=now()))
        if played == "unanswered":
            raise OutcomeUnknown
        return message.reference

    def evidence_for(self, message_id: str) -> list[RawEvidence]:
        """Issue the evidence whose time has come by our clock, and return everything that lies in the folder."""
        out = self._out(message_id)
        if not out.exists():
            raise GiveUp("unknown message")
        folder = self.folder / "evidence" / message_id
        self._issue(out, folder)
        return list(_read(folder))

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
        played = self._scenario(recipient)
        for code, seconds in DELIVERED if isinstance(played, str) else played:
            at, path = sent + timedelta(seconds=seconds), folder / f"{code}.json"
            if at <= now() and not path.exists():
                _write(path, as_record(f"{out.stem}-{code}", code, at))


def as_record(reference: str, code: int, at: datetime) -> bytes:
    """Return the bytes of one piece of evidence in the shape of a provider's record."""
    record = {
        "delilId": reference,
        "delilTurId": code,
        "delilaciklama": WORDS[code],
        "tarih": at.astimezone(ISTANBUL).isoformat(),
        "kephs": INSTITUTION.kep.rpartition("@")[2],
        "durum": 0 if code in {11, 21, 31, 41} else 1,
        "hataaciklama": WORDS[code] if code in {11, 21, 31, 41} else "",
    }
    return json.dumps(record, ensure_ascii=False, indent=1).encode()


def _read(folder: Path) -> Iterator[RawEvidence]:
    for path in sorted(folder.glob("*.json")):
        try:
            yield _parsed(path.read_bytes())
        except (ValueError, KeyError, TypeError) as error:  # one unreadable file hides no other
            log.warning("evidence_unreadable", file=path.name, error=type(error).__name__)


def _parsed(data: bytes) -> RawEvidence:
    record = json.loads(data)
    at, reference = datetime.fromisoformat(record["tarih"]), one_line(record["delilId"])
    if at.utcoffset() is None or not reference:
        raise ValueError("no instant or no number")
    kind = KINDS[int(record["delilTurId"])]
    return RawEvidence(kind, reference, at, data, f"delil-{record['delilTurId']}.json", "application/json")


def _write(path: Path, data: bytes) -> None:
    """Write a file so that it is whole or absent, and survives a power cut."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    with draft.open("xb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    draft.replace(path)
