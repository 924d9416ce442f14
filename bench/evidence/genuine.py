"""Genuine evidence in every shape that a provider may give it."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from typing import Any

from asn1crypto import pem
from lxml import etree

from bench.evidence.corpus import (
    CODES,
    DAY,
    DS,
    EXPECTED,
    HOUR,
    OURS,
    PAPERS,
    REM,
    THEIRS,
    THIRD,
    XADES,
    Change,
    Item,
    T,
    c14n,
    digested,
    edited,
    event,
    genuine,
    lists,
    mail,
    number,
    place,
    record,
    resigned,
    stamp,
    text_of,
    with_lists,
    xml,
)
from kep_gateway.evidence.facts import Expected
from kep_gateway.sandbox import ca, mint, signing


def _sent(at: datetime) -> Expected:
    return replace(EXPECTED, handed_over_at=at)


def _at(at: datetime) -> Item:
    data = mint.etsi(event(at=at), stamped_at=at, provider=THEIRS)[0]
    return Item(data, expected=_sent(at), at=at + HOUR, judged_at=at)


def _elsewhere(recipient: str, by: str) -> Item:
    return Item(xml(event(recipient=recipient), by=by), expected=replace(EXPECTED, recipient=recipient))


def _long_chain() -> Item:
    hand, more = PAPERS.long
    return Item(xml(by=hand), trust=with_lists(*lists(), *more))


def _as_mail(der: bytes) -> bytes:
    kind = b"Content-Type: application/pkcs7-mime; smime-type=signed-data\r\nContent-Transfer-Encoding: base64\r\n\r\n"
    return b"MIME-Version: 1.0\r\n" + kind + b"\r\n".join(_lines(b64encode(der))) + b"\r\n"


def _lines(data: bytes) -> list[bytes]:
    return [data[n : n + 64] for n in range(0, len(data), 64)]


def _in(data: bytes, charset: str) -> Any:
    return etree.tostring(etree.fromstring(data), xml_declaration=True, encoding=charset)


def _indented(root: Any) -> None:
    etree.indent(root, "  ")


def _event(uri: str) -> Change:
    return text_of("r:EventCode", uri)


def _root(name: str) -> Change:
    return lambda root: setattr(root, "tag", f"{REM}{name}")


def _downloaded(root: Any) -> None:
    root.tag = f"{REM}DownloadNonDownloadByRecipient"
    _event("http:uri.etsi.org/02640/Event#Download")(root)


def _two_recipients(root: Any) -> None:
    everybody = root.find(f"{REM}RecipientsDetails")
    first = etree.SubElement(everybody, f"{REM}EntityDetails")
    etree.SubElement(first, f"{REM}AttributedElectronicAddress").text = f"baska@{THIRD}"
    everybody.insert(0, first)
    text_of("r:EvidenceRefersToRecipient", "2")(root)


def _no_issuer(root: Any) -> None:
    issuer = root.find(f"{REM}EvidenceIssuerDetails")
    issuer.remove(issuer.find(f"{REM}AttributedElectronicAddress"))


def _signer_last(root: Any) -> None:
    data = root.find(f"{DS}Signature/{DS}KeyInfo/{DS}X509Data")
    data.append(data[0])


def _first_edition(root: Any) -> None:
    """Name the certificate as XAdES 1.3.2 did, still with SHA-256."""
    named = next(root.iter(f"{XADES}SigningCertificateV2"))
    named.tag = f"{XADES}SigningCertificate"
    number_of = etree.SubElement(named[0], f"{XADES}IssuerSerial")
    etree.SubElement(number_of, f"{DS}X509IssuerName").text = "CN=Deneme"
    etree.SubElement(number_of, f"{DS}X509SerialNumber").text = "1"
    digested(root.findall(f".//{DS}Reference")[1], c14n(next(root.iter(f"{XADES}SignedProperties"))))


for _code in CODES:
    genuine(f"ETSI {_code}, alone", partial(lambda code: Item(xml(event(code))), _code))
    genuine(f"ETSI {_code}, in S/MIME", partial(lambda code: Item(mail(xml(event(code)), by=place(code))), _code))
    genuine(f"record {_code}", partial(lambda code: Item(record(event(code))), _code))

genuine("as minted, in S/MIME", lambda: Item(mint.etsi(event(), stamped_at=T, provider=THEIRS)[0]))
genuine("as minted, alone", lambda: Item(mint.etsi(event(10), stamped_at=T, wrapped=False)[0]))
genuine("as minted, a record", lambda: Item(mint.record(event(), stamped_at=T)[0]))
genuine("opaque S/MIME", lambda: Item(mail(opaque=True)))
genuine("opaque S/MIME, old media type", lambda: Item(mail(opaque=True).replace(b"/pkcs7-mime", b"/x-pkcs7-mime")))
genuine("forwarded by our provider", lambda: Item(mail(by=OURS)))
genuine("S/MIME with line feeds only", lambda: Item(mail().replace(b"\r\n", b"\n")))
genuine("S/MIME with a word before the first part", lambda: Item(mail().replace(b"\r\n\r\n", b"\r\n\r\nS/MIME\r\n", 1)))
genuine(
    "ISO-8859-9 body",
    lambda: Item(mail(text="Gönderi alıcının kutusuna bırakıldı: ğüşıöç İĞ.\n", charset="iso-8859-9")),
)
genuine(
    "ISO-8859-9 header, unencoded", lambda: Item(mail(headers="Subject: Şirket bildirimi ğı\r\n".encode("iso-8859-9")))
)
genuine("folded headers", lambda: Item(mail(headers=b"Subject: KEP\r\n delili\r\nReceived: from a\r\n\tby b\r\n")))
genuine("record, PEM", lambda: Item(pem.armor("CMS", record())))
genuine("record, bare base64", lambda: Item(b64encode(record())))
genuine("record, base64 in lines", lambda: Item(b"\r\n".join(_lines(b64encode(record())))))
genuine("record in a message", lambda: Item(_as_mail(record())))
genuine("record in ISO-8859-9", lambda: Item(record(encoding="ISO-8859-9")))
genuine("record signed where it happened", lambda: Item(record(by=THEIRS)))
genuine("XML in ISO-8859-9", lambda: Item(_in(xml(), "ISO-8859-9")))
genuine("XML with a byte order mark", lambda: Item(b"\xef\xbb\xbf" + xml()))
genuine("XML, lines ended by CRLF", lambda: Item(xml(change=_indented).replace(b"\n", b"\r\n")))
genuine("XML, lines ended by LF", lambda: Item(xml(change=_indented)))
genuine("XML with a comment", lambda: Item(edited(xml(), lambda root: root.append(etree.Comment("yorum")))))
genuine("prefix rem", lambda: Item(xml(prefix="rem")))
genuine("prefix a, inclusive", lambda: Item(xml(prefix="a", c14n=signing.INCLUSIVE)))
genuine("inclusive c14n", lambda: Item(xml(c14n=signing.INCLUSIVE)))
genuine("SHA-512", lambda: Item(xml(digest="sha512")))
genuine("record, SHA-512", lambda: Item(record(digest="sha512")))
genuine("stamp with SHA-512", lambda: Item(xml(stamped=stamp(digest="sha512"))))
genuine("reference by identifier", lambda: Item(xml(change=lambda root: root.set("Id", "delil"), reference="#delil")))
genuine("SigningCertificate, first edition", lambda: Item(resigned(xml(), THEIRS, _first_edition)))
genuine("KeyInfo with the signer last", lambda: Item(edited(xml(), _signer_last)))
genuine("event code as it was meant", lambda: Item(xml(change=_event("http://uri.etsi.org/02640/Event#Delivery"))))
genuine("RelayToREMMD, accepted", lambda: Item(xml(event(20), change=_root("RelayToREMMDAcceptanceRejection"))))
genuine("RelayToREMMD, failed", lambda: Item(xml(event(31), change=_root("RelayToREMMDFailure"))))
genuine("downloaded", lambda: Item(xml(event(60), change=_downloaded)))
genuine(
    "delivery expired", lambda: Item(xml(event(41), change=_event("http:uri.etsi.org/02640/Event#DeliveryExpiration")))
)
genuine("two recipients, about the second", lambda: Item(xml(change=_two_recipients)))
genuine("no issuer named", lambda: Item(xml(change=_no_issuer)))
genuine("recipient at hs03", lambda: _elsewhere(f"isik@{THIRD}", THIRD))
genuine("recipient at our own provider", lambda: _elsewhere(f"isik@{OURS}", OURS))
genuine("recipient in a subdomain", lambda: _elsewhere(f"isik@firma.{THEIRS}", THEIRS))
genuine("address in capitals", lambda: Item(xml(event(recipient=EXPECTED.recipient.upper()))))
genuine("clocks four minutes apart", lambda: Item(xml(event(at=T + HOUR / 15)), at=T))
genuine("stamped six days later", lambda: Item(xml(event(at=T - 6 * DAY)), expected=_sent(T - 6 * DAY)))
genuine("event an hour before our note", lambda: Item(xml(), expected=_sent(T + HOUR)))
genuine("in 2017", lambda: _at(datetime(2017, 2, 1, tzinfo=UTC)))
genuine("in 2045", lambda: _at(datetime(2045, 11, 30, tzinfo=UTC)))
genuine("proven again nine years later", lambda: Item(xml(), at=T + 9 * 365 * DAY))
genuine("certificate ended after the stamp", lambda: Item(xml(by=PAPERS.named(valid=(ca.FROM, T + HOUR))), at=T + DAY))
genuine("revoked after the stamp", lambda: Item(xml(), trust=with_lists(*lists(issuing={number(THEIRS): T + HOUR}))))
genuine(
    "list made after the stamp", lambda: Item(xml(), trust=with_lists(*lists(valid=(T + DAY, T + 2 * DAY))), at=T + DAY)
)
genuine("list that ends after the stamp", lambda: Item(xml(), trust=with_lists(*lists(valid=(T - DAY, T + DAY)))))
genuine("five certificates to the root", _long_chain)
