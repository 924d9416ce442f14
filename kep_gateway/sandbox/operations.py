"""What PTT's web service does, done by the sandbox's house: one function for each operation."""

from __future__ import annotations

import hashlib
import re
import secrets
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from asn1crypto import cms
from lxml import etree

from kep_gateway.providers import mtom, package
from kep_gateway.providers.ptt import DONE, INBOX, SENT
from kep_gateway.sandbox.house import Held, House, Refusal, Unknown, new_number
from kep_gateway.sandbox.mint import SAID
from kep_gateway.sandbox.play import File, write
from kep_gateway.sandbox.scenarios import play
from law.clock import ISTANBUL, now

TYPES = "http://ws.apache.org/axis2/xsd"
WRONG = 1
CREDIT, QUOTA = 10_000, 1 << 30
Answer = dict[str, Any]
Operation = Callable[["House", "Asked"], Any]
OPERATIONS: dict[str, Operation] = {}


@dataclass(frozen=True)
class Asked:
    """One request: the account that makes it, and the fields of its parameter."""

    account: str
    fields: etree._Element

    def text(self, name: str) -> str:
        """Return a field's text, empty where it is absent."""
        return self.fields.findtext(f"{{{TYPES}}}{name}") or ""

    def files(self, name: str) -> list[File]:
        """Return the files of a field."""
        found = self.fields.findall(f"{{{TYPES}}}{name}")
        return [File(it.get(mtom.FILE_NAME) or "dosya", _kind(it), mtom.decoded(it)) for it in found]

    def at(self, name: str) -> datetime | None:
        """Return an instant; without a zone it is Istanbul's."""
        text = self.text(name)
        at = datetime.fromisoformat(text) if text else None
        return at.replace(tzinfo=ISTANBUL) if at is not None and at.utcoffset() is None else at


def operation(function: Operation) -> Operation:
    """Put a function down as the operation of its name."""
    OPERATIONS["".join(word.capitalize() for word in function.__name__.strip("_").split("_"))] = function
    return function


@operation
def giris(house: House, asked: Asked) -> Answer:
    """Open a session."""
    ticket = secrets.token_hex(16)
    house.keep("tickets", ticket, {"account": asked.account.encode()})
    text = f"{asked.account} {now():%Y%m%d%H%M%S}"
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return {"durum": str(DONE), "eMetin": text, "eHash": digest, "eGuvenlikId": ticket}


@operation
def guvenli_giris(house: House, asked: Asked) -> Answer:
    """Secure a session by a second factor; the sandbox believes any."""
    house.kept("tickets", asked.text("eGuvenlikId"), "account")
    if not asked.text("smsKey") and not asked.files("eCadesBes"):
        raise Refusal("İkinci doğrulama eksik")
    return {"durum": str(DONE), "eGuvenlikId": asked.text("eGuvenlikId")}


@operation
def yukle(house: House, asked: Asked) -> Answer:
    """Take a package that the sender signed."""
    return _taken(house, asked)


@operation
def yukle_tebligat(house: House, asked: Asked) -> Answer:
    """Take a package of the kind ETEbligat."""
    return _taken(house, asked)


@operation
def mime_yap(house: House, asked: Asked) -> Answer:
    """Write a message and answer with its digest; the message itself stays here."""
    number, at = new_number(), now()
    text, reference = asked.text("icerik"), asked.text("ePaketId")
    mail = write(
        asked.account, asked.text("kime"), asked.text("konu"), text, asked.files("ekler"), at=at, reference=reference
    )
    house.keep("drafts", number, {"mail.eml": mail})
    return {"durum": str(DONE), "eHash": b64encode(hashlib.sha256(mail).digest()).decode(), "mesajid": number}


@operation
def smime_gonder(house: House, asked: Asked) -> Answer:
    """Send a message that MimeYap wrote, with the signature made over its digest."""
    number, signatures = asked.text("mesajid"), asked.files("imza")
    mail = house.kept("drafts", number, "mail.eml")
    if not signatures or _signed_digest(signatures[0].data) != hashlib.sha256(mail).digest():
        raise Refusal("İmza bu iletinin imzası değil")
    house.accept(package.signed(mail, lambda _: signatures[0].data), sender=asked.account, number=number)
    return {"durum": DONE}


@operation
def paket_sorgula(house: House, asked: Asked) -> Answer:
    """List a directory within two instants."""
    since, until = asked.at("ilktarih"), asked.at("sontarih")
    inside = asked.text("dizin") or INBOX
    if inside not in (INBOX, SENT):
        raise Refusal("Dizin bulunamadı")
    found = house.sent_by(asked.account) if inside == SENT else house.mailbox(asked.account)
    rows = [
        it
        for it in found
        if (since is None or it.sent_at >= since)
        and (until is None or it.sent_at <= until)
        and (inside == SENT or not house.acknowledged(it.number))
    ]
    return _columns(rows)


@operation
def paket_delil_sorgula(house: House, asked: Asked) -> Answer:
    """List the evidence of a message."""
    given = house.evidence(_own(house, asked))
    return {
        "durum": [DONE for _ in given],
        "delilId": [it.number for it in given],
        "delilTurId": [it.code for it in given],
        "delilaciklama": [SAID[it.code] for it in given],
        "tarih": [it.at.astimezone(ISTANBUL).replace(tzinfo=None).isoformat(timespec="seconds") for it in given],
        "kephs": [it.provider for it in given],
    }


@operation
def paket_delil_indir(house: House, asked: Asked) -> Answer:
    """Give one piece of evidence."""
    given, data = house.evidence_file(asked.text("delilId"))
    return {"durum": DONE, "eDelil": File(given.filename, given.media_type, data)}


@operation
def indir(house: House, asked: Asked) -> Answer:
    """Give a message of the account's own, within a session."""
    house.kept("tickets", asked.text("eGuvenlikId"), "account")
    number = _own(house, asked)
    return {"durum": DONE, "ePaket": [File(f"{number}.eml", "message/rfc822", house.package(number))]}


@operation
def alindi_onay(house: House, asked: Asked) -> Answer:
    """Note that a message was fetched."""
    house.acknowledge(_own(house, asked))
    return {"durum": DONE}


@operation
def rehber_tuzel_kisi_sorgula(house: House, asked: Asked) -> Answer:
    """Tell whether an address is in the directory: all are but those whose scenario is to be refused."""
    address = asked.text("kepAdresi")
    return {"durum": DONE, "kepAdresi": [] if play(address).answer == "refuse" else [address]}


@operation
def kontor_sorgula(house: House, asked: Asked) -> Answer:
    """Tell how many messages may still be sent."""
    return {"miktar": str(max(CREDIT - len(house.sent_by(asked.account)), 0)), "cins": "adet"}


@operation
def kota_sorgula(house: House, asked: Asked) -> int:
    """Tell the mailbox's space."""
    return QUOTA


@operation
def dizin_sorgula(house: House, asked: Asked) -> list[str]:
    """List the directories."""
    return [INBOX, SENT]


def _taken(house: House, asked: Asked) -> Answer:
    files = asked.files("ePaket")
    if len(files) != 1:
        raise Refusal("Paket yok")
    return {"durum": DONE, "kepId": house.accept(files[0].data, sender=asked.account)}


def _own(house: House, asked: Asked) -> str:
    """Return the number of a message that the account sent or received; as Unknown says."""
    held = house.message(asked.text("kepId"))
    if asked.account not in (held.sender, held.recipient):
        raise Unknown(held.number)
    return held.number


def _columns(rows: list[Held]) -> Answer:
    return {
        "durum": [DONE for _ in rows] or [DONE],
        "kepId": [it.number for it in rows],
        "OrgMesajId": [f"<{it.reference}@{it.sender.rpartition('@')[2]}>" for it in rows],
        "kepSiraNo": list(range(1, len(rows) + 1)),
        "from": [it.sender for it in rows],
        "fromKep": [it.sender for it in rows],
        "konu": [it.subject for it in rows],
        "tur": ["standart" for _ in rows],
        "turId": [it.reference for it in rows],
    }


def _signed_digest(signature: bytes) -> bytes | None:
    """Return the message digest that a CMS signature speaks of, None where it is none."""
    try:
        attributes = cms.ContentInfo.load(signature)["content"]["signer_infos"][0]["signed_attrs"]
        found = (it["values"][0].native for it in attributes if it["type"].native == "message_digest")
        digest: bytes | None = next(found, None)
    except (ValueError, KeyError, IndexError, TypeError):  # what asn1crypto raises on foreign bytes
        return None
    return digest


def _kind(element: etree._Element) -> str:
    kind = element.get(mtom.CONTENT_TYPE) or ""
    return kind if re.fullmatch(r"[\w.+-]+/[\w.+-]+", kind, re.ASCII) else "application/octet-stream"
