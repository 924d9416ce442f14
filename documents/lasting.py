"""For the long term (PAdES-LTA): what a signature's verdict rests on is put into the PDF, and a time stamp over it all.

Chains and revocation lists go into the document's security store, then an authority of time stamps says when all of
that existed. A certificate that ends or is revoked afterwards takes nothing back. Making it calls the authority over
the network: by the worker only, never inside an act.
"""

from __future__ import annotations

from datetime import datetime
from io import BytesIO

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper, TimestampDSSContentSettings
from pyhanko.sign.timestamps import TimeStamper
from pyhanko.sign.validation import add_validation_info, validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.dss import DocumentSecurityStore
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature

from documents.trust import TrustStore, context_at

FIELD = "ZamanDamgasi"
UNDER_THE_STAMP = TimestampDSSContentSettings(include_vri=False, update_before_ts=True)
"""The stamp's own chain goes in before it, so that it is the last thing in the file and covers the whole of it."""


def made_lasting(pdf: bytes, stamper: TimeStamper, store: TrustStore, *, at: datetime) -> bytes:
    """Return the PDF with validation data of every signature in it, and an archive time stamp, appended.

    Raises:
        PathError, ValidationError: a chain is not trusted at this instant, or no list speaks of it.
        TimestampRequestError: the authority did not answer.
    """
    for place in range(len(_read(pdf).embedded_regular_signatures)):
        signature = _read(pdf).embedded_regular_signatures[place]
        pdf = add_validation_info(signature, context_at(store, at), add_vri_entry=False).getvalue()
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    place = len(writer.prev.embedded_timestamp_signatures) + 1
    stamped: BytesIO = PdfTimeStamper(stamper, field_name=f"{FIELD}{place}").timestamp_pdf(
        writer, "sha256", validation_context=context_at(store, at), dss_settings=UNDER_THE_STAMP
    )
    return stamped.getvalue()


def proven_at(signature: EmbeddedPdfSignature, store: TrustStore, at: datetime) -> datetime | None:
    """Return the instant at which a signature was good by what the document itself carries; None where it proves none.

    That is the oldest stamp over it, if we trust that stamp today: as of then, by the lists that lie under the stamp,
    the signature's chain must have held.

    Raises:
        What foreign bytes make pyHanko raise (`documents.signatures.UNREADABLE`).
    """
    stamps = signature.reader.embedded_timestamp_signatures
    over = [it for it in stamps if it.signed_revision > signature.signed_revision]
    stamp = min(over, key=lambda it: it.signed_revision, default=None)
    if stamp is None:
        return None
    judged = validate_pdf_timestamp(stamp, context_at(store, at))
    if not (judged.intact and judged.valid and judged.trusted):
        return None
    lists = DocumentSecurityStore.read_dss(signature.reader.get_historical_resolver(stamp.signed_revision))
    then = {"trust_roots": list(store.roots), "other_certs": list(store.others), "moment": judged.timestamp}
    context = lists.as_validation_context({**then, "allow_fetching": False, "revocation_mode": "require"})
    status = validate_pdf_signature(signature, context)
    instant: datetime = judged.timestamp
    return instant if status.intact and status.valid and status.trusted else None


def _read(pdf: bytes) -> PdfFileReader:
    return PdfFileReader(BytesIO(pdf), strict=False)
