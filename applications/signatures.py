"""What is known of those who signed for a firm: on which days they bound it for good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Q

from accounts.models import Signatory
from contracts.conditions.agreement import being_countersigned
from contracts.models import SignedAgreement
from law.clock import legal_day


def days_bound(signatory: Signatory) -> Iterator[date]:
    """Yield the days on which a signatory signed an agreement that the ministry countersigned, or is about to.

    Until then an authority that had ended is an officer's to see; afterwards the agreement rests on the signature. Days
    count as in `contracts.flaws`. What a dossier left undecided when it was closed binds nobody.
    """
    theirs = SignedAgreement.objects.filter(copy__firm=signatory.firm_id)
    theirs = theirs.filter(document__signatures__signer_digest=signatory.identity_digest).distinct()
    counting = theirs.filter(Q(countersigned_at__isnull=False) | Q(dossier__closed_at=None))
    for signed in counting.select_related("document", "countersigning"):
        if being_countersigned(signed):
            for signature in signed.document.signatures.filter(signer_digest=signatory.identity_digest):
                stamped = signature.signed_at if signature.time_stamped else None
                day = legal_day(stamped or signed.sent_at)
                if signature.good and signatory.binds_on(day):
                    yield day
