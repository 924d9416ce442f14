"""What verified bytes claim: ETSI evidence (TS 102 640-2 v2.1.1, annex B) and PTT's records.

Of PTT's records only the names `delilId, delilTurId, delilaciklama, tarih, kephs, durum, hataaciklama` are known in
public. Assumed: a record is one element `delil` with these as children, and with `mesajId`, `referans`, `gonderen`,
`alici`, `ozetAlgoritmasi` and `ozet` (hex), which bind it to its message; `tarih` is ISO 8601 with its offset; `kephs`
is the domain of the provider where it happened.
"""

from __future__ import annotations

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType

from lxml import etree

from kep_gateway.codes import KINDS
from kep_gateway.evidence.facts import Unproven
from kep_gateway.evidence.xml_signature import DS, digest_name, parsed
from kep_gateway.models import EvidenceKind

REM = "{http://uri.etsi.org/02640/v2#}"
EVENTS = ("http:uri.etsi.org/02640/Event#", "http://uri.etsi.org/02640/Event#")
"""How event codes begin: as the standard prints it, and as it was meant."""
_SUBMISSION = {"Acceptance": EvidenceKind.ACCEPTED, "Rejection": EvidenceKind.REJECTED}
_RELAY = {"Acceptance": EvidenceKind.RELAYED, "Rejection": EvidenceKind.RELAY_REJECTED}
_FAILURE = {"DeliveryExpiration": EvidenceKind.RELAY_FAILED, "RelayFailure": EvidenceKind.RELAY_FAILED}
_DELIVERY = {
    "Delivery": EvidenceKind.DELIVERED,
    "NonDelivery": EvidenceKind.NOT_DELIVERED,
    "DeliveryExpiration": EvidenceKind.NOT_DELIVERED,
}
KINDS_OF: Mapping[str, Mapping[str, EvidenceKind]] = MappingProxyType(
    {
        "SubmissionAcceptanceRejection": _SUBMISSION,
        "RelayREMMDAcceptanceRejection": _RELAY,
        "RelayToREMMDAcceptanceRejection": _RELAY,
        "RelayREMMDFailure": _FAILURE,
        "RelayToREMMDFailure": _FAILURE,
        "DeliveryNonDeliveryToRecipient": _DELIVERY,
        "RetrievalNonRetrievalByRecipient": {"Retrieval": EvidenceKind.OPENED},
        "DownloadNonDownloadByRecipient": {"Download": EvidenceKind.OPENED},
    }
)
"""What each root and event code proves. That a message was not fetched in time proves nothing that counts here."""
RECORD = "delil"
LONGEST = 200
"""No number, instant or digest is longer; rows keep no more."""


@dataclass(frozen=True)
class Claim:
    """What one piece of evidence says. `issuer` is the provider that it names, empty where it names none.

    `naive`: its instant names no time zone, and is read as UTC.
    """

    kind: EvidenceKind
    reference: str
    event_at: datetime
    naive: bool
    issuer: str
    message_id: str
    our_reference: str
    sender: str
    recipient: str
    digest: str
    digest_method: str


def is_record(root: etree._Element) -> bool:
    """Tell whether a document is PTT's record."""
    return bool(root.tag == RECORD)


def read_claim(content: bytes) -> Claim:
    """Read what verified bytes claim.

    Raises:
        Unproven: `unreadable`, `malformed`, `unknown_event`.
    """
    root = parsed(content)
    return _record(root) if is_record(root) else _etsi(root)


def _etsi(root: etree._Element) -> Claim:
    kind = kind_of(etree.QName(root), _one(root, f"{REM}EventCode"))
    about = _child(root, f"{REM}SenderMessageDetails")
    event_at, naive = instant(_one(root, f"{REM}EventTime"))
    return Claim(
        kind=kind,
        reference=_one(root, f"{REM}EvidenceIdentifier"),
        event_at=event_at,
        naive=naive,
        issuer=_address(_child(root, f"{REM}EvidenceIssuerDetails"), required=False),
        message_id=_one(about, f"{REM}MessageIdentifierByREMMD"),
        our_reference=_one(about, f"{REM}UAMessageIdentifier").strip("<>").partition("@")[0],
        sender=_address(_child(root, f"{REM}SenderDetails")),
        recipient=_address(_recipient(root)),
        digest=_hex(_one(about, f"{DS}DigestValue")),
        digest_method=digest_name(_child(about, f"{DS}DigestMethod").get("Algorithm") or ""),
    )


def _record(root: etree._Element) -> Claim:
    event_at, naive = instant(_one(root, "tarih"))
    number = _one(root, "delilTurId")
    kind = KINDS.get(int(number)) if number.isascii() and number.isdigit() else None
    if kind is None:
        raise Unproven("unknown_event")
    return Claim(
        kind=kind,
        reference=_one(root, "delilId"),
        event_at=event_at,
        naive=naive,
        issuer=_one(root, "kephs"),
        message_id=_one(root, "mesajId"),
        our_reference=_one(root, "referans"),
        sender=_one(root, "gonderen"),
        recipient=_one(root, "alici"),
        digest=_one(root, "ozet").lower(),
        digest_method=_one(root, "ozetAlgoritmasi").lower().replace("-", ""),
    )


def kind_of(root: etree.QName, event: str) -> EvidenceKind:
    """Return what a root and an event code prove.

    Raises:
        Unproven: `unknown_event`.
    """
    code = next((event.removeprefix(it) for it in EVENTS if event.startswith(it)), "")
    kind = KINDS_OF.get(root.localname, {}).get(code) if root.namespace == REM.strip("{}") else None
    if kind is None:
        raise Unproven("unknown_event")
    return kind


def instant(text: str) -> tuple[datetime, bool]:
    """Read an instant after ISO 8601, and whether it lacks its offset.

    Raises:
        Unproven: `malformed`.
    """
    try:
        read = datetime.fromisoformat(text)
        naive = read.utcoffset() is None
        return (read.replace(tzinfo=UTC) if naive else read.astimezone(UTC)), naive
    except (ValueError, OverflowError) as error:
        raise Unproven("malformed") from error


def _recipient(root: etree._Element) -> etree._Element:
    """Return the recipient whom the evidence is about: the only one, or the one it refers to (counted from 1)."""
    everybody = _child(root, f"{REM}RecipientsDetails").findall(f"{REM}EntityDetails")
    number = root.findtext(f"{REM}EvidenceRefersToRecipient") or ("1" if len(everybody) == 1 else "")
    if not (number.isascii() and number.isdigit() and 1 <= int(number[:6]) <= len(everybody)):
        raise Unproven("malformed")
    return everybody[int(number[:6]) - 1]


def _address(entity: etree._Element, *, required: bool = True) -> str:
    found = [(it.text or "").strip() for it in entity.iterfind(f"{REM}AttributedElectronicAddress")]
    if len(found) > 1 or (required and not any(found)):
        raise Unproven("malformed")
    return found[0].removeprefix("mailto:") if found else ""


def _child(parent: etree._Element, name: str) -> etree._Element:
    found = parent.findall(name)
    if len(found) != 1:
        raise Unproven("malformed")
    return found[0]


def _one(parent: etree._Element, name: str) -> str:
    """Return the text of the one child of this name, which must have some, no more than `LONGEST`, and no children."""
    child = _child(parent, name)
    text = (child.text or "").strip()
    if not text or len(child) or len(text) > LONGEST:
        raise Unproven("malformed")
    return text


def _hex(coded: str) -> str:
    try:
        return b64decode("".join(coded.split()), validate=True).hex()
    except ValueError as error:
        raise Unproven("malformed") from error
