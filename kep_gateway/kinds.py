"""The letters about service, and those that acts of the accounts cause, which know nothing of letters."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.kinds import letter_kind

SERVICE_CORRECTED = letter_kind(
    "kep_gateway.service_corrected",
    "Tebliğ gününün ve sürenin düzeltilmesi",
    acts=("kep_gateway.settle_review",),
    clause="3/a",
    facts=("letter", "title", "before", "served_on", "ended_on", "ends_on", "reason"),
    challenge=_("Challenge text of one letter: a term is counted from another served day"),
)
KEP_CHANGED = letter_kind(
    "accounts.kep_changed",
    "KEP adresinizin değişmesi",
    acts=("accounts.change_kep",),
    clause="3/a",
    facts=("address", "since"),
    sealed=True,
)
ENDED = letter_kind(
    "accounts.ended",
    "Firma kaydınızın sona ermesi",
    acts=("accounts.end_firm",),
    clause="2",
    facts=("since",),
    challenge=_("Challenge text of one letter: a firm's record ends"),
)
MERGED = letter_kind(
    "accounts.merged",
    "Firma kaydınızın birleşme nedeniyle sona ermesi",
    acts=("accounts.merge_firms",),
    clause="2",
    facts=("into", "since"),
    challenge=_("Challenge text of one letter: a firm's record ends by a merger"),
)
ABSORBED = letter_kind(
    "accounts.absorbed",
    "Birleşmenin firma kaydınıza işlenmesi",
    acts=("accounts.merge_firms",),
    clause="2",
    facts=("absorbed", "since"),
    sealed=True,
)
