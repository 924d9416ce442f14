"""Putting one PAdES signature into a PDF, whatever key makes it."""

from __future__ import annotations

from datetime import datetime
from io import BytesIO
from typing import Any

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import SigSeedSubFilter, enumerate_sig_fields
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.timestamps import TimeStamper


class _DatedSigner(PdfSigner):
    """pyHanko's signer, told the time instead of reading the machine's clock."""

    at: datetime

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


def embed(pdf: bytes, signer: Signer, *, reason: str, at: datetime, stamper: TimeStamper | None = None) -> bytes:
    """Append one invisible PAdES signature as an increment: the bytes before it stay exactly as they were.

    `at` is the signing time that the signature claims; with a stamper, an authority's time stamp is in the signature.
    """
    writer = IncrementalPdfFileWriter(BytesIO(pdf), strict=False)
    place = sum(1 for _ in enumerate_sig_fields(writer.prev)) + 1
    meta = PdfSignatureMetadata(
        field_name=f"Imza{place}", reason=reason, subfilter=SigSeedSubFilter.PADES, md_algorithm="sha256"
    )
    dated = _DatedSigner(meta, signer, timestamper=stamper)
    dated.at = at
    signed: bytes = dated.sign_pdf(writer).getvalue()
    return signed
