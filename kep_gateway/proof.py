"""The evidence of one letter in one archive: a printed account, every byte as it came, digests, and how to verify them.

Nothing in it asks to be believed: `sha256sum`, `openssl` and `xmlsec1` come to the same verdicts as the registry.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from asn1crypto import pem, x509
from django.utils.translation import override
from lxml import etree

from documents import store
from documents.institution import INSTITUTION
from documents.models import Document
from documents.rendering import render_html, render_pdf
from kep_gateway.evidence.facts import Unproven
from kep_gateway.evidence.limits import looks_like_xml
from kep_gateway.evidence.opened import open_evidence
from kep_gateway.evidence.signature import Signature
from kep_gateway.evidence.trust import trust, trust_files
from kep_gateway.evidence.xml_signature import XADES, parsed
from kep_gateway.models import Evidence, Notice
from kep_gateway.views.page import BESIDE, facts_of, refused_of
from law.clock import ISTANBUL

SEQUENCE = b"\x30"
"""How DER begins; no header of a mail does."""
ACCOUNT, DIGESTS, HOW = "delil-dosyasi.pdf", "SHA256SUMS", "OKUYUN.txt"
ROOTS, OTHERS, LISTS, STAMPS = "kokler.pem", "aralar.pem", "listeler.pem", "damga.pem"
Opened = tuple[str, Evidence, Signature]
"""A piece's path, its row, and the signature that makes it evidence."""


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


@dataclass(frozen=True)
class Told:
    """One notice of the letter: what its page says of it, its files, what was taken out of them, and the commands."""

    facts: Mapping[str, Any]
    parts: tuple[Part, ...]
    extracts: tuple[Part, ...]
    commands: tuple[str, ...]


def archive(notice: Notice, *, at: datetime) -> bytes:
    """Return the archive of a notice as it stands at an instant, with what it replaced and what replaced it.

    All of them carry one letter. The same notice and instant give the same bytes.
    """
    told = [*_told(notice)]
    letter = notice.letter.document
    parts = [_part("yazi/", letter, "İmzalı yazı")] if letter else []
    parts += [part for one in told for part in one.parts]
    facts = {"told": told, "parts": parts, "notice": notice, "at": at, "institution": INSTITUTION}
    printed = Part(ACCOUNT, "Delil dosyası", at, render_pdf("kep_gateway/pdf/proof.html", facts))
    how = Part(HOW, "Doğrulama yolu", at, render_html("kep_gateway/proof.txt", facts).encode())
    files = [printed, how, *parts, *(part for one in told for part in one.extracts), *_trusted(at)]
    digests = "".join(f"{one.digest}  {one.path}\n" for one in files)
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as packed:
        for one in (*files, Part(DIGESTS, "", at, digests.encode())):
            entry = ZipInfo(one.path, one.at.astimezone(ISTANBUL).timetuple()[:6])
            entry.external_attr, entry.compress_type = 0o644 << 16, ZIP_DEFLATED
            packed.writestr(entry, one.data)
    return out.getvalue()


def _told(notice: Notice) -> Iterator[Told]:
    """Yield every notice of the letter, the first one first; where there are several, each in a folder of its own."""
    chain = list(Notice.objects.filter(letter=notice.letter_id).select_related(*BESIDE).order_by("created_at", "pk"))
    for n, one in enumerate(chain, start=1):
        place = f"bildirim-{n}/" if len(chain) > 1 else ""
        proven = list(_proven(one, place))
        opened = list(_opened(proven))
        parts = (*_handed(one, place), *(part for part, _it in proven), *_refused(one, place))
        yield Told(
            facts={**facts_of(one), "refused": refused_of(one)},
            parts=parts,
            extracts=tuple(_extracts(opened)),
            commands=(*_commands(proven), *_stamps(opened), *_signers(opened)),
        )


def _handed(notice: Notice, place: str) -> Iterator[Part]:
    if notice.package:
        yield _part(f"{place}ileti/", notice.package, "Hizmet sağlayıcıya teslim edilen ileti")


def _proven(notice: Notice, place: str) -> Iterator[tuple[Part, Evidence]]:
    for n, one in enumerate(notice.evidence.select_related("document"), start=1):
        with override("tr"):
            title = one.get_kind_display()
        yield _part(f"{place}deliller/{n:02}-", one.document, title), one


def _refused(notice: Notice, place: str) -> Iterator[Part]:
    for n, one in enumerate(notice.refused_evidence.select_related("document"), start=1):
        yield _part(f"{place}reddedilenler/{n:02}-", one.document, "Reddedilen delil")


def _opened(proven: Iterable[tuple[Part, Evidence]]) -> Iterator[Opened]:
    """Yield the pieces whose own stamped signature can be taken out of them; of the others only the bytes speak."""
    for part, one in proven:
        if one.stamped_at is None:
            continue
        try:
            own = open_evidence(part.data).own
        except Unproven:
            continue
        if own is not None and own.stamp is not None:
            yield part.path, one, own


def _extracts(opened: Iterable[Opened]) -> Iterator[Part]:
    """Yield what tools that cannot look inside a piece are given: its time stamp, the stamped bytes, the signer."""
    for path, one, own in opened:
        assert own.stamp
        for ending, title, data in (
            ("tst", "Zaman damgası", own.stamp.token),
            ("veri", "Zaman damgasının vurulduğu imza değeri", own.stamp.over),
            ("pem", "İmzacının sertifikası", _pem(own.signer)),
            ("ara.pem", "Kök ile imzacı arasındaki sertifikalar", b"".join(map(_pem, own.beside))),
        ):
            if not data:
                continue  # the signature brought no other certificate
            yield Part(f"{_extract(path)}.{ending}", title, one.received_at, data)


def _extract(path: str) -> str:
    folder, _, name = path.rpartition("/")
    return f"{folder.removesuffix('deliller')}cikarilan/{name.partition('-')[0]}"


def _pem(certificate: x509.Certificate) -> bytes:
    return bytes(pem.armor("CERTIFICATE", certificate.dump()))


def _stamps(opened: Iterable[Opened]) -> Iterator[str]:
    """Yield the commands that verify each time stamp, its authority's chain and that nobody had revoked it."""
    for path, one, _own in opened:
        taken = _extract(path)
        yield (
            f"openssl ts -verify -in {taken}.tst -token_in -data {taken}.veri -CAfile guven/{STAMPS}"
            f" -crl_check_all -attime {_when(one)}"
        )


def _signers(opened: Iterable[Opened]) -> Iterator[str]:
    """Yield the commands that look each signer, and all above him, up in the revocation lists as they are kept."""
    for path, one, own in opened:
        taken = _extract(path)
        above = f" -untrusted {taken}.ara.pem" if own.beside else ""
        yield (
            f"openssl verify -crl_check_all -attime {_when(one)} -CAfile guven/{ROOTS} -untrusted guven/{OTHERS}{above}"
            f" -CRLfile guven/{LISTS} {taken}.pem"
        )


def _when(one: Evidence) -> int:
    """Return the instant for which lists are asked: the time stamp's, or the newest list's where one is newer."""
    assert one.stamped_at
    made = [it["tbs_cert_list"]["this_update"].native for it in trust().lists]
    return int(max(one.stamped_at, *made).timestamp())


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
    known, files = trust(), dict(trust_files())
    roots, others, stamps = (b"".join(map(_pem, it)) for it in (known.roots, known.others, known.stamps))
    lists = b"".join(pem.armor("X509 CRL", it.dump()) for it in known.lists)
    made = {ROOTS: roots, OTHERS: others or roots, LISTS: lists, STAMPS: stamps + lists}
    for name, data in {**files, **made}.items():
        yield Part(f"guven/{name}", "Güven deposu", at, data)
