"""The evidence of one notice in one archive: a printed account, every byte as it came, digests, and how to verify them.

Nothing in it asks to be believed: `sha256sum`, `openssl cms` and `xmlsec1` come to the same verdicts as the registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from lxml import etree

from documents import store
from documents.models import Document
from documents.rendering import render_html, render_pdf
from kep_gateway.evidence.limits import looks_like_xml
from kep_gateway.evidence.trust import trust_files
from kep_gateway.evidence.xml_signature import XADES, parsed
from kep_gateway.models import Evidence, Notice
from kep_gateway.views.page import facts_of, refused_of
from law.clock import ISTANBUL

SEQUENCE = b"\x30"
"""How DER begins; no header of a mail does."""
ACCOUNT, DIGESTS, HOW, ROOTS = "delil-dosyasi.pdf", "SHA256SUMS", "OKUYUN.txt", "kokler.pem"


@dataclass(frozen=True)
class Part:
    """One file of the archive: its path there, what it is (Turkish), when it came, its bytes."""

    path: str
    title: str
    at: datetime
    data: bytes

    @property
    def digest(self) -> str:
        """SHA-256 of the bytes, hexadecimal."""
        return sha256(self.data).hexdigest()


def archive(notice: Notice, *, at: datetime) -> bytes:
    """Return the archive of a notice as it stands at an instant; the same notice and instant give the same bytes."""
    proven = list(_proven(notice))
    parts = [*_handed(notice), *(part for part, _evidence in proven), *_refused(notice)]
    facts = {
        "parts": parts,
        "commands": [*_commands(proven)],
        "at": at,
        "refused": refused_of(notice),
        **facts_of(notice),
    }
    printed = Part(ACCOUNT, "Delil dosyası", at, render_pdf("kep_gateway/pdf/proof.html", facts))
    how = Part(HOW, "Doğrulama yolu", at, render_html("kep_gateway/proof.txt", facts).encode())
    files = [printed, how, *parts, *_trusted(at)]
    digests = "".join(f"{one.digest}  {one.path}\n" for one in files)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for one in (*files, Part(DIGESTS, "", at, digests.encode())):
            entry = ZipInfo(one.path, one.at.astimezone(ISTANBUL).timetuple()[:6])
            entry.external_attr, entry.compress_type = 0o644 << 16, ZIP_DEFLATED
            packed.writestr(entry, one.data)
    return out.getvalue()


def _handed(notice: Notice) -> Iterator[Part]:
    if notice.letter.document:
        yield _part("yazi/", notice.letter.document, "İmzalı yazı")
    if notice.package:
        yield _part("ileti/", notice.package, "Hizmet sağlayıcıya teslim edilen ileti")


def _proven(notice: Notice) -> Iterator[tuple[Part, Evidence]]:
    for n, one in enumerate(notice.evidence.select_related("document"), start=1):
        yield _part(f"deliller/{n:02}-", one.document, f"{one.get_kind_display()} – {one.reference}"), one


def _refused(notice: Notice) -> Iterator[Part]:
    for n, one in enumerate(notice.refused_evidence.select_related("document"), start=1):
        yield _part(f"reddedilenler/{n:02}-", one.document, "Reddedilen delil")


def _part(place: str, document: Document, title: str) -> Part:
    name = re.sub(r"[^\w.-]+", "-", document.filename)[-80:]
    return Part(f"{place}{name}", title, document.received_at, store.read(document.sha256))


def _commands(proven: Iterable[tuple[Part, Evidence]]) -> Iterator[str]:
    """Yield, for each piece that a machine can verify, the command that does it.

    Its bytes say which; its name is the provider's.
    """
    for part, one in proven:
        if one.stamped_at is None:
            continue  # a person entered it; its record is a paper
        if looks_like_xml(part.data):
            root = etree.QName(parsed(part.data))
            signed = (f"{root.namespace}:{root.localname}", XADES.strip("{}") + ":SignedProperties")
            ids = " ".join(f"--id-attr:Id {name}" for name in signed)
            moment = f'--verification-gmt-time "{one.stamped_at.astimezone(UTC):%Y-%m-%d %H:%M:%S}"'
            yield f"xmlsec1 --verify --trusted-pem guven/{ROOTS} {moment} {ids} {part.path}"
        else:
            form = "DER" if part.data.startswith(SEQUENCE) else "SMIME"
            yield (
                f"openssl cms -verify -inform {form} -in {part.path} -CAfile guven/{ROOTS} -purpose any"
                f" -attime {int(one.stamped_at.timestamp())} -out icerik"
            )


def _trusted(at: datetime) -> Iterator[Part]:
    """Yield what the registry trusts: roots, lists and the providers' names, by which anybody can verify the rest."""
    files = dict(trust_files())
    roots = b"".join(data for name, data in files.items() if name.startswith("roots/"))
    for name, data in {**files, ROOTS: roots}.items():
        yield Part(f"guven/{name}", "Güven deposu", at, data)
