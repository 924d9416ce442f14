"""The letters about the agreement."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from documents.kinds import letter_kind

INK_REFUSED = letter_kind(
    "contracts.ink_refused",
    "İmzalı sözleşmenizdeki eksiklik",
    acts=("contracts.verify_ink",),
    clause="3/a",
    facts=("sent_on", "note"),
    challenge=_("Challenge text of one letter: a wet-ink signature is not confirmed"),
)
