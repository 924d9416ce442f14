"""Messages as firms and their mail programs write them, built byte by byte."""

from __future__ import annotations

from base64 import encodebytes

from asn1crypto import cms

from documents.models import Document
from kep_gateway.models import IncomingMail
from operations.demo.samples import pdf

ISIK, CINAR = "isik@hs01.kep.tr", "cinar@hs02.kep.tr"
PDF = pdf("Belge", "Işık İSG Yazılım A.Ş.")


def mail(
    *,
    sender: str = f"Işık İSG <{ISIK}>",
    subject: str = "Eksik belgeler",
    answers: str = "",
    body: bytes = b"",
    head: bytes = b"",
) -> bytes:
    """A message of one text part, its headers as raw UTF-8; `body` replaces everything after the common headers."""
    headers = f"From: {sender}\r\nTo: isggm@hs01.kep.tr\r\nSubject: {subject}\r\nMessage-ID: <a1@hs01.kep.tr>\r\n"
    headers += "Date: Mon, 02 Mar 2026 11:58:00 +0300\r\n"
    headers += f"In-Reply-To: <{answers}@hs01.kep.tr>\r\n" if answers else ""
    rest = body or b"Content-Type: text/plain; charset=utf-8\r\n\r\nBelgeler ektedir.\r\n"
    return headers.encode() + head + b"MIME-Version: 1.0\r\n" + rest


def base64_lines(data: bytes) -> bytes:
    """Base64 in lines that end as mail's do: signatures cover the line ends."""
    return encodebytes(data).replace(b"\n", b"\r\n")


def text_part(text: str, charset: str = "utf-8", kind: str = "plain") -> bytes:
    return f"Content-Type: text/{kind}; charset={charset}\r\n\r\n".encode() + text.encode(charset)


def file_part(data: bytes, name: str = "belge.pdf", kind: str = "application/pdf") -> bytes:
    named = f'; filename="{name}"' if name else ""
    headers = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment{named}"
    return headers.encode() + b"\r\n\r\n" + base64_lines(data)


def several(*parts: bytes, kind: str = "mixed", mark: str = "sinir") -> bytes:
    """The parts as one multipart."""
    whole = b"".join(b"--" + mark.encode() + b"\r\n" + part + b"\r\n" for part in parts)
    return f'Content-Type: multipart/{kind}; boundary="{mark}"\r\n\r\n'.encode() + whole + f"--{mark}--\r\n".encode()


def document_of(kept: IncomingMail, place: int = 1) -> Document:
    """The document that an attachment became."""
    document = kept.attachments.get(place=place).document
    assert document
    return document


def nested(depth: int) -> bytes:
    """Multiparts inside each other, so many of them."""
    opened = (f'Content-Type: multipart/mixed; boundary="b{n}"\r\n\r\n--b{n}\r\n' for n in range(depth))
    closed = (f"\r\n--b{n}--\r\n" for n in reversed(range(depth)))
    return ("".join(opened) + "Content-Type: text/plain\r\n\r\ndip\r\n" + "".join(closed)).encode()


def opaque(content: bytes, *, kind: str = "signed_data") -> bytes:
    """A CMS package around content, whose signature nobody could verify."""
    packed = {"content_type": "data", "content": content}
    inside = {"version": "v1", "digest_algorithms": [], "signer_infos": [], "encap_content_info": packed}
    sealed = cms.ContentInfo({"content_type": kind, "content": inside}).dump() if kind == "signed_data" else content
    headers = b"Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m\r\n"
    return headers + b"Content-Transfer-Encoding: base64\r\n\r\n" + base64_lines(sealed)


def signed(entity: bytes) -> bytes:
    """A multipart/signed around an entity, with a signature that is none."""
    return several(entity, file_part(b"imza", "smime.p7s", "application/pkcs7-signature"), kind="signed", mark="imza")
