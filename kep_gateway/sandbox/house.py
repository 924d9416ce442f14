"""The sandbox's KEP provider itself: a folder of messages, mailboxes and evidence, and what happens to each message.

`house/messages/<number>/` in the KEP folder holds a message (`package.eml`, `about.json`), its `evidence/<number>/` and
the mark `acknowledged`. Evidence is issued by whoever asks first once its time has come, and stamped for that time.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from kep_gateway.providers.eml import one_line
from kep_gateway.providers.package import reference_of
from kep_gateway.sandbox import mint
from kep_gateway.sandbox.ca import PROVIDERS
from kep_gateway.sandbox.files import as_json, put, read, write
from kep_gateway.sandbox.scenarios import play
from law.clock import ISTANBUL, now

FAMILIES = ("wrapped", "alone", "record")
"""ETSI evidence in S/MIME, ETSI evidence alone, PTT's record: each message's own family, by its reference."""
BY_SENDERS_PROVIDER = frozenset({10, 11, 31})
REFUSALS = {
    "refuse": "Alıcı bulunamadı",
    "spent": "Yeterli kontörünüz bulunmamaktadır",
    "full": "Posta kutusu kotanız dolmuştur",
    "later": "Sistem bakımdadır, daha sonra tekrar deneyiniz",
}
"""What the house says where a scenario has it refuse."""
LEFT_IN_MAILBOX, OPENED = 40, 60
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,119}", re.ASCII)


class Busy(Exception):
    """The house is down, for all or for this recipient, and did nothing."""


class Refusal(Exception):
    """The house says no for good."""


class Unanswered(ConnectionAbortedError):
    """The house says nothing at all: the connection ends."""


class Unknown(LookupError):
    """The house holds no such message or evidence."""


@dataclass(frozen=True)
class Held:
    """One message that the house holds."""

    number: str
    reference: str
    sender: str
    recipient: str
    subject: str
    digest: str
    sent_at: datetime


@dataclass(frozen=True)
class Given:
    """One piece of evidence that was issued."""

    number: str
    code: int
    at: datetime
    provider: str
    filename: str
    media_type: str


class House:
    """A KEP provider that lives in `settings.KEP_FOLDER`; two processes may use it at once.

    Raises:
        ImproperlyConfigured: in production.
    """

    def __init__(self) -> None:
        if settings.PRODUCTION:
            raise ImproperlyConfigured("the sandbox's KEP provider does not exist in production")
        self.folder: Path = settings.KEP_FOLDER / "house"

    def accept(self, package: bytes, *, sender: str, number: str = "") -> str:
        """Take a signed package from an account and return the number of the message, a new one unless it is given.

        Raises:
            Refusal, Busy, Unanswered: as the recipient's scenario has it; Refusal of what is no package, too.
        """
        held = _about(package, sender, number or new_number())
        played = play(held.recipient).answer
        if played == "down":
            raise Busy
        if played in REFUSALS:
            raise Refusal(REFUSALS[played])
        if played == "lost":
            raise Unanswered
        self.put(held, package)
        if played == "unanswered":
            raise Unanswered
        return held.number

    def put(self, held: Held, package: bytes) -> None:
        """Keep a message, whole or not at all."""
        about = {**asdict(held), "sent_at": held.sent_at.isoformat()}
        put(self._place(held.number), {"package.eml": package, "about.json": as_json(about)})

    def messages(self) -> list[Held]:
        """Return every message, oldest first."""
        found = (_held(read(path)) for path in self.folder.glob("messages/[!.]*/about.json"))
        return sorted(found, key=lambda it: it.sent_at)

    def message(self, number: str) -> Held:
        """Return one message.

        Raises:
            Unknown: there is none of this number.
        """
        about = self._place(number) / "about.json"
        if not about.exists():
            raise Unknown(number)
        return _held(read(about))

    def package(self, number: str) -> bytes:
        """Return the bytes that were handed over; as Unknown says."""
        self.message(number)
        return (self._place(number) / "package.eml").read_bytes()

    def sent_by(self, account: str) -> list[Held]:
        """Return what an account sent, oldest first."""
        return [held for held in self.messages() if held.sender == account]

    def mailbox(self, address: str) -> list[Held]:
        """Return what lies in the mailbox of an address, oldest first: what evidence 40 speaks of."""
        mine = (held for held in self.messages() if held.recipient == address)
        return [held for held in mine if self._left_at(held) is not None]

    def open(self, number: str) -> None:
        """Open a message in its recipient's mailbox: evidence 60 is issued, once.

        Raises:
            Unknown: there is no such message in any mailbox.
        """
        held = self.message(number)
        if self._left_at(held) is None:
            raise Unknown(number)
        self._issue(held, OPENED, now())

    def opened_at(self, number: str) -> datetime | None:
        """Return when a message was opened, by hand or by its timetable."""
        return next((it.at for it in self.evidence(number) if it.code == OPENED), None)

    def acknowledge(self, number: str) -> None:
        """Take a message out of what its recipient has not fetched yet."""
        self.message(number)
        write(self._place(number) / "acknowledged", now().isoformat().encode())

    def acknowledged(self, number: str) -> bool:
        """Tell whether a message was acknowledged."""
        return (self._place(number) / "acknowledged").exists()

    def evidence(self, number: str) -> list[Given]:
        """Issue the evidence whose time has come, and return all that was issued, in the order the scenario wants."""
        held, at = self.message(number), now()
        played = play(held.recipient)
        for code, seconds in played.evidence:
            due = held.sent_at + timedelta(seconds=seconds)
            if due <= at:
                self._issue(held, code, due)
        found = sorted(self._issued(number), key=lambda it: (it.at, it.code), reverse=played.reverse)
        return [it for it in found for _ in range(2 if played.twice else 1)]

    def evidence_file(self, number: str) -> tuple[Given, bytes]:
        """Return one piece of evidence and its bytes; as Unknown says."""
        place = self._place(number.rpartition("-")[0]) / "evidence" / number
        if not (place / "about.json").exists():
            raise Unknown(number)
        return _given(place), (place / "data").read_bytes()

    def keep(self, kind: str, name: str, files: Mapping[str, bytes]) -> None:
        """Keep something of the house's own: tickets of sessions, messages that wait for their signature."""
        put(self._inside(kind, name), files)

    def kept(self, kind: str, name: str, file: str) -> bytes:
        """Return what was kept; as Unknown says."""
        path = self._inside(kind, name) / file
        if not path.exists():
            raise Unknown(name)
        return path.read_bytes()

    def _left_at(self, held: Held) -> datetime | None:
        return next((it.at for it in self.evidence(held.number) if it.code == LEFT_IN_MAILBOX), None)

    def _issued(self, number: str) -> Iterator[Given]:
        yield from (_given(path.parent) for path in self._place(number).glob("evidence/[!.]*/about.json"))

    def _issue(self, held: Held, code: int, at: datetime) -> None:
        """Issue a piece of evidence of what happened at an instant, stamped then; the second of its type is none."""
        number = f"{held.number}-{code}"
        place = self._place(held.number) / "evidence" / number
        if place.exists():
            return
        played, provider = play(held.recipient), _issuer(held, code)
        event = mint.Event(
            code=code, reference=number, at=at, message_id=held.number, our_reference=held.reference,
            sender=held.sender, recipient=held.recipient, digest=held.digest,
        )  # fmt: skip
        family = "forged" if code in played.forged else played.family or _family(held.reference)
        data, filename, media_type = _minted(family, event, provider)
        about = Given(number, code, at, provider, filename, media_type)
        put(place, {"data": data, "about.json": as_json({**asdict(about), "at": at.isoformat()})})

    def _place(self, number: str) -> Path:
        return self._inside("messages", number)

    def _inside(self, kind: str, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise Unknown(name)
        return self.folder / kind / name


def new_number() -> str:
    """Return a number for a message, in the manner of a provider's."""
    return f"EYWS{uuid4()}.{now().astimezone(ISTANBUL):%d%m%Y%H%M%S}"


def _about(package: bytes, sender: str, number: str) -> Held:
    """Return what a package says of itself.

    Raises:
        Refusal: it is not signed, or not from this account to one recipient.
    """
    mail = message_from_bytes(package, policy=default)
    if mail.get_content_type() != "multipart/signed" or len(list(mail.iter_parts())) != 2:
        raise Refusal("Paket imzalı değil")
    addresses = [[one.addr_spec for one in mail[name].addresses] if mail[name] else [] for name in ("From", "To")]
    if addresses[0] != [sender] or len(addresses[1]) != 1 or not reference_of(mail):
        raise Refusal("Paketin gönderici veya alıcısı hatalı")
    digest, subject = hashlib.sha256(package).hexdigest(), one_line(str(mail["Subject"] or ""))
    return Held(number, reference_of(mail), sender, addresses[1][0], subject, digest, now())


def _issuer(held: Held, code: int) -> str:
    """Return whose evidence this is: of acceptance and failed relay the sender's provider's, else the recipient's."""
    address = held.sender if code in BY_SENDERS_PROVIDER else held.recipient
    domain = ".".join(address.rpartition("@")[2].split(".")[-3:])
    return domain if domain in PROVIDERS else PROVIDERS[0]


def _family(reference: str) -> str:
    return FAMILIES[hashlib.sha256(reference.encode()).digest()[0] % len(FAMILIES)]


def _minted(family: str, event: mint.Event, provider: str) -> mint.Minted:
    if family == "forged":
        return mint.forged(event, stamped_at=event.at)
    if family == "record":
        return mint.record(event, stamped_at=event.at, provider=provider)
    return mint.etsi(event, stamped_at=event.at, provider=provider, wrapped=family == "wrapped")


def _held(about: Mapping[str, str]) -> Held:
    return Held(**{**about, "sent_at": datetime.fromisoformat(about["sent_at"])})  # type: ignore[arg-type]  # as asdict() wrote it


def _given(place: Path) -> Given:
    about = read(place / "about.json")
    return Given(**{**about, "at": datetime.fromisoformat(about["at"])})
