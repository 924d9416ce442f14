"""Why something that came back does not bind the firm. It is kept, and is a deficiency like any other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Firm, Signatory
from documents.models import Flaw as SignatureFlaw
from documents.models import Signature
from law.clock import legal_day

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date, datetime


class Flaw(models.TextChoices):
    """The agreement's own flaws, beside those of a signature itself."""

    NOT_OUR_BYTES = "not_our_bytes", _("The file is not the agreement that was issued to you with a signature added.")
    NOT_SIGNATORY = "not_signatory", _("A person who signed was no recorded signatory of the firm on that day.")
    JOINT_MISSING = "joint_missing", _("The firm is bound jointly, but only one of its joint signatories signed.")
    SUPERSEDED = "superseded", _("A newer copy of the agreement was issued to you in place of this one.")
    OLDER_VERSION = "older_version", _("A newer version of the agreement has been published.")
    INK_REFUSED = "ink_refused", _("The officer could not confirm the wet-ink signature against the paper original.")


FLAWS: dict[str, str | Promise] = dict([*SignatureFlaw.choices, *Flaw.choices])
"""Every flaw's sentence by its code."""


def signer_flaws(firm: Firm, signatures: Iterable[Signature], sent_at: datetime) -> Iterator[str]:
    """Yield a signer who does not bind the firm, and a joint signatory who stands alone.

    Asked anew each time: a firm's signatories may be recorded from the signature circular after the agreement came. The
    day is the time stamp's; a signing time without a stamp is the signer's own word, so the day on which the file
    reached us counts then.
    """
    good = [it for it in signatures if it.good]
    known = list(firm.filed().signatories.all()) if good else []
    signers = [_signatory(known, it, legal_day(_signed_at(it) or sent_at)) for it in good]
    if None in signers:
        yield Flaw.NOT_SIGNATORY.value
    bound = {it.pk: it for it in signers if it}
    if len(bound) == 1 and all(it.jointly for it in bound.values()):
        yield Flaw.JOINT_MISSING.value


def _signed_at(signature: Signature) -> datetime | None:
    return signature.signed_at if signature.time_stamped else None


def _signatory(known: list[Signatory], signature: Signature, day: date) -> Signatory | None:
    if not signature.signer_digest:
        return None
    rows = (row for row in known if row.identity_digest == signature.signer_digest)
    return next((row for row in rows if row.binds_on(day)), None)
