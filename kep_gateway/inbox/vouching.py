"""Who vouches for a message to us: the KEP provider that signed the envelope around it (RFC 8551, TS 102 640).

A message says whom it is from; only its envelope proves it. Taken are the sender's provider and our own, which hands us
nothing that did not come by KEP.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from documents.institution import INSTITUTION
from kep_gateway.evidence.checks import signs
from kep_gateway.evidence.facts import Unproven
from kep_gateway.evidence.mime import open_mail
from kep_gateway.evidence.signature import Signature
from kep_gateway.evidence.trust import Trust, chain_fault
from kep_gateway.reasons import reasons_of

OTHER_PROVIDER, NO_SENDER, UNREAD, NOT_JUDGED = "other_provider", "no_sender", "unread", "not_judged"
DOUBTS = {
    OTHER_PROVIDER: _("The envelope was signed by another provider than the sender's."),
    NO_SENDER: _("The envelope holds no single sender's address."),
    UNREAD: _("The envelope was not looked at, since the message cannot be read."),
}


def opened(data: bytes, store: Trust, *, at: datetime) -> tuple[bytes, str]:
    """Return what a KEP provider signed, and the provider's domain. The message must be within the bounds of `layers`.

    Raises:
        Unproven: with every reason that was found.
    """
    mail = open_mail(data)
    if mail.signature is None:
        raise Unproven("unsigned")
    codes = [*_flaws(mail.signature, store, at), *(["partly_signed"] if mail.outside else [])]
    if codes or mail.entity is None:
        raise Unproven(*codes)
    return mail.entity, store.provider_of(mail.signature.signer)


def vouches(issuer: str, sender: str, store: Trust) -> str:
    """Return the code of what keeps a provider from vouching for a sender, empty where nothing does."""
    if not sender:
        return NO_SENDER
    theirs, ours = (store.provider_at(address) for address in (sender, INSTITUTION.kep))
    return "" if issuer in {theirs, ours} else OTHER_PROVIDER


def doubts_of(codes: str) -> Iterator[str | Promise]:
    """Yield a sentence for each reason why nobody vouches for a message."""
    for code in filter(None, codes.split(",")):
        yield from (DOUBTS[code],) if code in DOUBTS else reasons_of(code)


def _flaws(made: Signature, store: Trust, at: datetime) -> Iterator[str]:
    if made.content is None:
        yield "broken"
    if made.others:
        yield "several_signatures"
    if made.weak:
        yield "weak"
    if not made.bound:
        yield "certificate_unbound"
    if fault := chain_fault(made.signer, made.beside, trust=store, stamps=False, moment=at):
        yield fault
    if not signs(made.signer):
        yield "wrong_use"
    if not store.provider_of(made.signer):
        yield "unknown_provider"
