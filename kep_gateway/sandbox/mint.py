"""The evidence that the sandbox's providers issue, for any instant of 2017–2045.

ETSI evidence (TS 102 640-2 v2.1.1, annex B) is XML signed with XAdES-T; PTT's record is the XML of
`kep_gateway.evidence.claims` in a CMS signature with a time stamp.
"""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

from lxml import etree

from kep_gateway.sandbox import ca
from kep_gateway.sandbox.signing import DS, signed_cms, signed_mail, signed_xml, stamper

REM = "http://uri.etsi.org/02640/v2#"
ROOTS = {
    10: ("SubmissionAcceptanceRejection", "Acceptance"),
    11: ("SubmissionAcceptanceRejection", "Rejection"),
    20: ("RelayREMMDAcceptanceRejection", "Acceptance"),
    21: ("RelayREMMDAcceptanceRejection", "Rejection"),
    31: ("RelayREMMDFailure", "DeliveryExpiration"),
    40: ("DeliveryNonDeliveryToRecipient", "Delivery"),
    41: ("DeliveryNonDeliveryToRecipient", "NonDelivery"),
    60: ("RetrievalNonRetrievalByRecipient", "Retrieval"),
}
SAID = {
    10: "Gönderi kabul edildi",
    11: "Gönderi kabul edilmedi",
    20: "Alıcının KEPHS'si kabul etti",
    21: "Alıcının KEPHS'si kabul etmedi",
    31: "Alıcının KEPHS'sine aktarılamadı",
    40: "Alıcının posta kutusuna bırakıldı",
    41: "Alıcının posta kutusuna bırakılamadı",
    60: "Alıcı tarafından açıldı",
}
FAILED = {11, 21, 31, 41}
Minted = tuple[bytes, str, str]
"""Bytes, file name, media type."""


@dataclass(frozen=True)
class Event:
    """What happened to a message.

    `code` is PTT's type (10, 11, 20, 21, 31, 40, 41, 60), `reference` the evidence's own number, `message_id` the
    provider's number of the message, `our_reference` the local part of the package's Message-ID, `digest` the SHA-256
    (hex) of the package.
    """

    code: int
    reference: str
    at: datetime
    message_id: str
    our_reference: str
    sender: str
    recipient: str
    digest: str


def etsi(event: Event, *, stamped_at: datetime, provider: str = "hs01.kep.tr", wrapped: bool = True) -> Minted:
    """Return ETSI evidence signed by a provider, in its S/MIME message or alone."""
    hand = ca.hand(provider)
    xml = signed_xml(evidence(event, provider), hand, at=stamped_at, stamp=stamper(ca.hand(ca.TSA), stamped_at))
    return _wrapped(xml, event, hand, stamped_at) if wrapped else (xml, f"{event.reference}.xml", "application/xml")


def forged(event: Event, *, stamped_at: datetime) -> Minted:
    """Return what looks like `etsi()`, signed by somebody who made his own authority and time stamps."""
    root = ca.certify("Deneme KEP Kökü", None, authority=True)
    hand, tsa = ca.certify("hs01.kep.tr (deneme)", root), ca.certify("Deneme Zaman Damgası", root, stamps=True)
    xml = signed_xml(evidence(event, "hs01.kep.tr"), hand, at=stamped_at, stamp=stamper(tsa, stamped_at))
    return _wrapped(xml, event, hand, stamped_at)


def record(event: Event, *, stamped_at: datetime, provider: str = "hs01.kep.tr") -> Minted:
    """Return PTT's record of the event, signed by a provider; `kephs` in it is the provider where it happened."""
    stamp = stamper(ca.hand(ca.TSA), stamped_at)
    data = signed_cms(record_xml(event), ca.hand(provider), at=stamped_at, stamp=stamp)
    return data, f"{event.reference}.p7m", "application/pkcs7-mime"


def envelope(mail: bytes, *, provider: str = "hs01.kep.tr", at: datetime) -> bytes:
    """Return a provider's S/MIME message around an ordinary one, as it lies in the recipient's mailbox."""
    return signed_mail(b"Content-Type: message/rfc822\r\n\r\n" + mail, ca.hand(provider), at=at)


def evidence(event: Event, provider: str, *, prefix: str | None = None) -> etree._Element:
    """Return ETSI evidence before it is signed."""
    root_name, happened = ROOTS[event.code]
    names: Any = {prefix: REM, "ds": DS}
    root = etree.Element(f"{{{REM}}}{root_name}", {"version": "2.1.1"}, nsmap=names)
    _add(root, "EventCode", f"http:uri.etsi.org/02640/Event#{happened}")
    _add(root, "EvidenceIdentifier", event.reference)
    issuer = _add(root, "EvidenceIssuerDetails")
    entity = _add(_add(_add(issuer, "NamesPostalAddresses"), "NamePostalAddress"), "EntityName")
    _add(entity, "Name", f"Deneme KEPHS {provider}")
    _address(issuer, f"kephs@{provider}")
    _add(root, "EventTime", event.at.astimezone(UTC).isoformat(timespec="milliseconds"))
    _address(_add(root, "SenderDetails"), event.sender)
    _address(_add(_add(root, "RecipientsDetails"), "EntityDetails"), event.recipient)
    _add(root, "EvidenceRefersToRecipient", "1")
    about = _add(root, "SenderMessageDetails")
    about.set("isNotification", "false")
    _add(about, "MessageSubject", "Bakanlık yazısı")
    _add(about, "UAMessageIdentifier", f"<{event.our_reference}@{event.sender.rpartition('@')[2]}>")
    _add(about, "MessageIdentifierByREMMD", event.message_id)
    etree.SubElement(about, f"{{{DS}}}DigestMethod", {"Algorithm": "http://www.w3.org/2001/04/xmlenc#sha256"})
    etree.SubElement(about, f"{{{DS}}}DigestValue").text = b64encode(bytes.fromhex(event.digest)).decode()
    return root


def record_xml(event: Event, *, encoding: str = "UTF-8") -> bytes:
    """Return PTT's record before it is signed."""
    theirs = event.recipient if event.code not in {10, 11, 31} else event.sender
    failed = event.code in FAILED
    fields = {
        "delilId": event.reference,
        "delilTurId": str(event.code),
        "delilaciklama": SAID[event.code],
        "tarih": event.at.astimezone(UTC).isoformat(timespec="milliseconds"),
        "kephs": ".".join(theirs.rpartition("@")[2].split(".")[-3:]),
        "durum": "1" if failed else "0",
        "hataaciklama": SAID[event.code] if failed else "",
        "mesajId": event.message_id,
        "referans": event.our_reference,
        "gonderen": event.sender,
        "alici": event.recipient,
        "ozetAlgoritmasi": "SHA-256",
        "ozet": event.digest,
    }
    root = etree.Element("delil")
    for name, value in fields.items():
        etree.SubElement(root, name).text = value
    return bytes(etree.tostring(root, xml_declaration=True, encoding=encoding))  # type: ignore[arg-type]  # text only for "unicode"


def mail_of(xml: bytes, filename: str, *, text: str, charset: str = "utf-8") -> bytes:
    """Return the MIME entity that carries evidence: a text for people, and the XML as its one attachment."""
    mail = EmailMessage(policy=SMTP)
    mail.set_content(text, charset=charset)
    mail.add_attachment(xml, maintype="application", subtype="xml", filename=filename)
    del mail["MIME-Version"]
    return mail.as_bytes()


def _wrapped(xml: bytes, event: Event, hand: ca.Hand, at: datetime) -> Minted:
    entity = mail_of(xml, f"{event.reference}.xml", text=f"{SAID[event.code]}.\n")
    headers = b"From: delil@hs01.kep.tr\r\nSubject: KEP delili\r\n"
    return signed_mail(entity, hand, at=at, headers=headers), f"{event.reference}.eml", "message/rfc822"


def _address(parent: etree._Element, address: str) -> None:
    _add(parent, "AttributedElectronicAddress", address).set("scheme", "mailto")


def _add(parent: etree._Element, name: str, text: str | None = None) -> etree._Element:
    made = etree.SubElement(parent, f"{{{REM}}}{name}")
    made.text = text
    return made
