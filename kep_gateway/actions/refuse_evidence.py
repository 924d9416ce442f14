"""What came as evidence proves nothing: its bytes are kept with the reasons, and no clock starts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from hashlib import sha256

from django.utils.translation import gettext_lazy as _

from documents.intake import keep_bytes
from kep_gateway.models import Notice, RefusedEvidence
from kep_gateway.providers.protocol import Issued
from ledger.acts import Act, Rule, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

ACT = Act(
    "kep_gateway.refuse_evidence",
    _("KEP evidence refused"),
    audience=Audience.MINISTRY,
    rules=frozenset({"evidence"}),
)


def obstacles(notice: Notice, *, at: datetime) -> Iterator[Obstacle]:
    """Yield that nothing was sent by KEP: then nothing can have come back."""
    if not notice.message_id:
        yield Obstacle("not_handed_over", _("The message has not been handed over."))


def refuse_evidence(
    notice_id: int, *, by: Rule, at: datetime, issued: Issued, codes: Iterable[str]
) -> RefusedEvidence | None:
    """Keep the bytes and why they prove nothing; None where this was known already.

    Offered again with other reasons, the same bytes make a further row: what changed is part of the file.

    Raises:
        NotAllowed. Refused: nothing was handed over.
    """
    digest, reasons = sha256(issued.data).hexdigest(), ",".join(sorted(codes))
    with acting():
        notice = lock(Notice, notice_id)
        refuse(ACT, notice, obstacles(notice, at=at), by=by)
        if notice.refused_evidence.filter(sha256=digest, codes=reasons).exists():
            return None
        document = keep_bytes(
            issued.data,
            dossier=notice.dossier,
            kind="refused_evidence",
            title=f"Reddedilen KEP delili: {notice.letter.subject}",
            filename=issued.filename,
            media_type=issued.media_type,
            at=at,
            internal=True,
        )
        row = RefusedEvidence.objects.create(
            notice=notice, document=document, sha256=digest, codes=reasons, refused_at=at
        )
        facts = {"notice": notice.kind, "codes": reasons}
        record(ACT, notice, by=by, at=at, facts=facts, documents=[digest])
    return row
