"""The package that is handed over: one KEP message as S/MIME, `multipart/signed` (RFC 8551), signed by the seal.

What is signed is the whole message with its own head, so that addressee and subject stand under the signature, too.
"""

from __future__ import annotations

import re
import secrets
from base64 import encodebytes
from collections.abc import Callable
from datetime import datetime
from email import message_from_bytes
from email.message import Message
from email.policy import SMTP

from kep_gateway.providers import protocol
from kep_gateway.providers.eml import as_email, one_line

KIND, OUR_NUMBER = "X-TR-REM-iletiTip", "X-TR-REM-iletiID"
"""The heads by which KEP providers know the kind of a package and the sender's own number of it."""
_OUTER = ("From", "To", "Subject", "Date", "Message-ID", KIND, OUR_NUMBER, "MIME-Version")
_HEAD = re.compile(rb"([\w-]+):.*\r\n(?:[ \t].*\r\n)*")


def plain(message: protocol.Message, *, sender: str, at: datetime) -> bytes:
    """Return the message as it will be signed.

    Raises:
        GiveUp: the recipient's address is no address.
    """
    return as_email(message, sender=sender, at=at, heads={KIND: "standart", OUR_NUMBER: message.reference})


def signed(mail: bytes, sign: Callable[[bytes], bytes]) -> bytes:
    """Return the S/MIME package around a message; `sign` makes the detached CMS signature of the bytes it is given.

    Everything is joined as bytes: a parser reads an encoded name otherwise than its generator wrote it, and what was
    signed must not change.
    """
    heads = {found[1].decode(): found[0] for found in _HEAD.finditer(mail.partition(b"\r\n\r\n")[0] + b"\r\n")}
    mark = f"imza-{secrets.token_hex(16)}"
    kind = f'multipart/signed; protocol="application/pkcs7-signature"; micalg="sha-256";\r\n boundary="{mark}"'
    top = b"".join(heads[name] for name in _OUTER if name in heads) + f"Content-Type: {kind}\r\n".encode()
    signature = encodebytes(sign(mail)).replace(b"\n", b"\r\n")
    parts = (top, mail, _SIGNATURE.encode() + signature)
    return f"\r\n--{mark}\r\n".encode().join(parts) + f"\r\n--{mark}--\r\n".encode()


def reference_of(mail: Message) -> str:
    """Return the sender's own number of a message: the local part of its Message-ID."""
    return one_line(str(mail.get("Message-ID", ""))).strip("<>").rpartition("@")[0]


def check(package: bytes, message: protocol.Message) -> None:
    """Make sure that a package was made for a message.

    Raises:
        ValueError: it carries another reference or another recipient.
    """
    head = message_from_bytes(package.partition(b"\r\n\r\n")[0], policy=SMTP)
    to = head["To"].addresses if head["To"] is not None else ()
    if reference_of(head) != message.reference or [one.addr_spec for one in to] != [message.recipient]:
        raise ValueError("the package was made for another message")


_SIGNATURE = (
    'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\n'
    "Content-Transfer-Encoding: base64\r\n"
    'Content-Disposition: attachment; filename="smime.p7s"\r\n\r\n'
)
