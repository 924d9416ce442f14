"""Opening a piece of evidence: which family it is of, what signs it, and the bytes that the verifier returned."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from lxml import etree

from kep_gateway.evidence.claims import is_record
from kep_gateway.evidence.cms_signature import read_cms
from kep_gateway.evidence.facts import Unproven
from kep_gateway.evidence.limits import looks_like_xml, within_limits
from kep_gateway.evidence.mime import Mail, attached, open_mail
from kep_gateway.evidence.signature import Signature
from kep_gateway.evidence.xml_signature import parsed, read_xml, same_ids


@dataclass(frozen=True, eq=False)
class Opened:
    """A piece of evidence, opened.

    `own` is the signature that makes it evidence (XAdES, or the CMS around a record), `mail` that of the S/MIME message
    around it. `content` is what may be read: what `own` covers, or `mail` where there is no `own`; None: nothing is.
    """

    root: etree._Element
    own: Signature | None
    mail: Signature | None
    content: bytes | None
    outside: bool = False
    files: int = 1

    @cached_property
    def signatures(self) -> tuple[Signature, ...]:
        """Return the signatures that must hold."""
        return tuple(it for it in (self.own, self.mail) if it is not None)

    @cached_property
    def same_ids(self) -> bool:
        """Whether two elements have the same identifier."""
        return same_ids(self.root)


def open_evidence(data: bytes) -> Opened:
    """Open XML alone, a CMS signature, or a message.

    Raises:
        Unproven: it is beyond the limits, cannot be read, or a signature around it does not verify.
    """
    within_limits(data)
    if looks_like_xml(data):
        return _document(data, Mail(None, None, outside=False))
    if data[:1] == b"\x30" or data[:11] == b"-----BEGIN " or is_base64(data):
        return _signed(read_cms(data))
    return _mail(open_mail(data))


def _signed(signature: Signature) -> Opened:
    """Open what a bare CMS signature covers: a record, or a MIME entity as if it had come in a message."""
    if signature.content is None:
        raise Unproven("broken")
    within_limits(signature.content)
    if looks_like_xml(signature.content) and is_record(root := parsed(signature.content)):
        return Opened(root, signature, None, signature.content)
    if looks_like_xml(signature.content):
        return _document(signature.content, Mail(signature, signature.content, outside=False))
    return _mail(Mail(signature, signature.content, outside=False))


def _mail(mail: Mail) -> Opened:
    """Open the evidence attached in a message; of several the first is looked at."""
    if mail.entity is None:
        raise Unproven("broken")
    within_limits(mail.entity)
    if mail.signature is not None and looks_like_xml(mail.entity):
        return _signed(mail.signature)
    files = attached(mail.entity)
    if not files:
        raise Unproven("several")
    within_limits(files[0])
    if not looks_like_xml(files[0]):
        raise Unproven("unreadable")
    return _document(files[0], mail, files=len(files))


def _document(xml: bytes, mail: Mail, *, files: int = 1) -> Opened:
    root = parsed(xml)
    own = read_xml(root)
    content = own.content if own else (xml if mail.signature else None)
    return Opened(root, own, mail.signature, content, mail.outside, files)


def is_base64(data: bytes) -> bool:
    """Tell whether bytes begin as DER in base64 does."""
    return data[:2] == b"MI" and b":" not in data[:200]
