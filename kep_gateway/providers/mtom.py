"""SOAP messages whose files travel beside the XML: MTOM with XOP packaging (W3C XOP 1.0), both ways.

zeep reads such answers but trims line ends off the files, and sends none. Evidence is bytes under a signature, so both
directions are done here: files leave the XML by their `xmime:contentType`, and come back into it as base64 unchanged.
"""

from __future__ import annotations

import base64
import binascii
import re
import secrets
from email.message import Message
from itertools import pairwise
from urllib.parse import quote, unquote

from lxml import etree

XOP = "{http://www.w3.org/2004/08/xop/include}Include"
CONTENT_TYPE = "{http://www.w3.org/2005/05/xmlmime}contentType"
FILE_NAME = "{http://www.w3.org/2005/05/xmlmime}fileName"
_TYPE = re.compile(r"[\w.+-]{1,60}/[\w.+-]{1,60}", re.ASCII)
MOST_PARTS = 200


class Unreadable(Exception):
    """Bytes that are no SOAP message, with or without files."""


def parse(data: bytes) -> etree._Element:
    """Return the root of an XML document from foreign hands: no DTD, no entities, no network, no huge trees.

    Raises:
        Unreadable: it is none, or asks for any of these.
    """
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("no XML") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable("a document type")
    return root


def pack(envelope: etree._Element) -> tuple[str, bytes]:
    """Return content type and body of an envelope; elements that carry a content type travel as parts of their own.

    The envelope is left without its files.
    """
    files = [it for it in envelope.iter() if it.get(CONTENT_TYPE) and it.text]
    if not files:
        return "text/xml; charset=utf-8", etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    mark = secrets.token_hex(16)
    parts = [_taken_out(it, f"{n}.{mark}@sicil") for n, it in enumerate(files, start=1)]
    root = etree.tostring(envelope, xml_declaration=True, encoding="utf-8")
    first = _part('application/xop+xml; charset=utf-8; type="text/xml"', f"root.{mark}@sicil", root)
    line = f"--{mark}\r\n".encode()
    body = b"".join(line + part + b"\r\n" for part in (first, *parts)) + f"--{mark}--\r\n".encode()
    start = f'start="<root.{mark}@sicil>"; start-info="text/xml"'
    return f'multipart/related; type="application/xop+xml"; {start}; boundary="{mark}"', body


def unpack(content_type: str, body: bytes) -> etree._Element:
    """Return the envelope of a message, its files put back as base64.

    Raises:
        Unreadable: no XML, a broken multipart, or a file that is not there.
    """
    kind = Message()
    kind["Content-Type"] = content_type.replace("\r", " ").replace("\n", " ")
    if kind.get_content_type() != "multipart/related":
        return parse(body)
    boundary = kind.get_param("boundary")
    if not isinstance(boundary, str) or not boundary:
        raise Unreadable("a multipart without boundary")
    parts = _parts(body, boundary)
    start = kind.get_param("start")
    first = parts.get(start.strip("<>")) if isinstance(start, str) else None
    envelope = parse(first if first is not None else next(iter(parts.values())))
    for place in list(envelope.iter(XOP)):
        _put_back(place, parts)
    return envelope


def decoded(element: etree._Element | None) -> bytes:
    """Return the bytes of a base64 element, nothing where it is absent.

    Raises:
        Unreadable: it is no base64.
    """
    try:
        return base64.b64decode("".join((element.text or "").split()), validate=True) if element is not None else b""
    except (binascii.Error, ValueError) as error:
        raise Unreadable("no base64") from error


def _taken_out(element: etree._Element, content_id: str) -> bytes:
    data, kind = decoded(element), element.get(CONTENT_TYPE) or ""
    element.text = None
    etree.SubElement(element, XOP, href=f"cid:{quote(content_id)}")
    return _part(kind if _TYPE.fullmatch(kind) else "application/octet-stream", content_id, data)


def _part(kind: str, content_id: str, data: bytes) -> bytes:
    head = f"Content-Type: {kind}\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <{content_id}>\r\n\r\n"
    return head.encode() + data


def _parts(body: bytes, boundary: str) -> dict[str, bytes]:
    """Return the parts by their Content-ID, in order; a part without one is named after its place."""
    whole = b"\r\n" + body
    line = rb"\r\n--" + re.escape(boundary.encode()) + rb"(--)?[ \t]*(?=\r\n|\Z)"
    marks = list(re.finditer(line, whole))
    if not 2 <= len(marks) <= MOST_PARTS or not marks[-1][1]:
        raise Unreadable("a cut or overlong multipart")
    found: dict[str, bytes] = {}
    for place, (mark, following) in enumerate(pairwise(marks)):
        head, blank, data = whole[mark.end() : following.start()].removeprefix(b"\r\n").partition(b"\r\n\r\n")
        if not blank:
            raise Unreadable("a part without end of its head")
        name, data = _read_part(head, data)
        found[name or f"#{place}"] = data
    return found


def _read_part(head: bytes, data: bytes) -> tuple[str, bytes]:
    lines = (line.partition(b":") for line in re.sub(rb"\r\n[ \t]+", b" ", head).split(b"\r\n"))
    fields = {name.strip().lower(): value.strip() for name, _, value in lines}
    if fields.get(b"content-transfer-encoding", b"").lower() == b"base64":
        data = base64.b64decode(data)
    return fields.get(b"content-id", b"").decode("ascii", "replace").strip("<>"), data


def _put_back(place: etree._Element, parts: dict[str, bytes]) -> None:
    name = unquote((place.get("href") or "").removeprefix("cid:"))
    parent = place.getparent()
    if parent is None or name not in parts:
        raise Unreadable("a file that is not there")
    parent.remove(place)
    parent.text = base64.b64encode(parts[name]).decode()
