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
RENEWAL = letter_kind(
    "contracts.renewal",
    "Yenilenen metnin imzalanması",
    acts=("contracts.ask_to_sign",),
    clause="3/b",
    facts=("commitment", "number", "published_on", "last_on", "effective_on", "automatic"),
    sealed=True,
)
UNRETURNED = letter_kind(
    "contracts.unreturned",
    "Yetkinin pasife alınması",
    acts=("contracts.passivate_unreturned",),
    clause="2",
    facts=("what", "last_on", "rests_on"),
    challenge=_("Challenge text of one letter: made passive by two persons, agreement not sent back"),
)
