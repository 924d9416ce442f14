"""Every check of a piece of evidence: one small function per code, which tells whether it is at fault.

Who may issue what: 10, 11 and 31 come from the sender's provider, 20, 21, 40, 41 and 60 from the recipient's (TS 102
640-2, 4). ETSI evidence must be signed by that provider itself; that ours forwards it changes nothing but the S/MIME
message around it, which either of them may sign. A record may be signed by our provider for another, which it names.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property

from asn1crypto import x509

from kep_gateway.evidence.claims import Claim, is_record
from kep_gateway.evidence.facts import Expected
from kep_gateway.evidence.opened import Opened
from kep_gateway.evidence.signature import DAMAGED, STRONG, Signature
from kep_gateway.evidence.trust import Trust, chain_fault
from kep_gateway.models import EvidenceKind

CLOCKS_APART = timedelta(minutes=5)
"""How far the clocks of two honest parties may be apart."""
STAMPED_WITHIN = timedelta(days=7)
"""How long after its event evidence may be stamped."""
SENT_WITHIN = timedelta(days=1)
"""How much older than our note of handing over its event may be: the note may have been written after a crash."""
OF_THE_SENDER = frozenset({EvidenceKind.ACCEPTED, EvidenceKind.REJECTED, EvidenceKind.RELAY_FAILED})


@dataclass(frozen=True, eq=False)
class Case:
    """A piece of evidence and what it must be about."""

    opened: Opened
    expected: Expected
    trust: Trust
    at: datetime

    @cached_property
    def moment(self) -> datetime:
        """The instant at which signers are judged: that of the time stamp, where there is one."""
        stamp = self.opened.own.stamp if self.opened.own else None
        return stamp.at if stamp and stamp.at else self.at

    @cached_property
    def faults(self) -> frozenset[str]:
        """What is wrong with the signers' chains."""
        return frozenset(self._fault(it) for it in self.opened.signatures)

    @cached_property
    def stamp_fault(self) -> str:
        """What is wrong with the chain of the time stamp."""
        stamp = self.opened.own.stamp if self.opened.own else None
        if stamp is None or stamp.signature is None or stamp.at is None:
            return ""
        made = stamp.signature
        return chain_fault(made.signer, made.beside, trust=self.trust, stamps=True, moment=stamp.at)

    def _fault(self, made: Signature) -> str:
        moment = self.moment
        if made is self.opened.mail and made.signed_at is not None and moment < made.signed_at <= self.at:
            moment = made.signed_at  # forwarded later, perhaps by a newer certificate
        return chain_fault(made.signer, made.beside, trust=self.trust, stamps=False, moment=moment)

    def issuer(self, made: Signature | None) -> str:
        """Return the provider whose certificate made a signature, empty where it is nobody's."""
        return self.trust.provider_of(made.signer) if made else ""

    def place(self, kind: EvidenceKind) -> str:
        """Return the provider where an event of this kind happens."""
        return self.trust.provider_at(self.expected.sender if kind in OF_THE_SENDER else self.expected.recipient)


def several(case: Case) -> bool:
    """More than one file that could be the evidence."""
    return case.opened.files != 1


def unsigned(case: Case) -> bool:
    """No signature of its own, whatever is around it."""
    return case.opened.own is None


def partly_signed(case: Case) -> bool:
    """Something lies outside the signature of the message."""
    return case.opened.outside


def several_signatures(case: Case) -> bool:
    """More than one signature in one place."""
    return any(it.others for it in case.opened.signatures)


def broken(case: Case) -> bool:
    """A signature that does not verify."""
    return any(it.content is None for it in case.opened.signatures)


def wrapped(case: Case) -> bool:
    """A signature that covers less than the whole document."""
    return any(not it.whole for it in case.opened.signatures)


def same_ids(case: Case) -> bool:
    """Two elements with one identifier."""
    return case.opened.same_ids


def weak(case: Case) -> bool:
    """A digest or a key below what counts, in signature, chain or time stamp."""
    stamp = case.opened.own.stamp if case.opened.own else None
    stamped = stamp.signature if stamp else None
    made = (*case.opened.signatures, *((stamped,) if stamped else ()))
    return any(it.weak for it in made) or "weak" in case.faults or case.stamp_fault == "weak"


def certificate_unbound(case: Case) -> bool:
    """A signature that does not name the certificate it was made with."""
    return any(not it.bound for it in case.opened.signatures)


def untrusted(case: Case) -> bool:
    """No chain to a root that we trust."""
    return "untrusted" in case.faults


def self_signed(case: Case) -> bool:
    """A certificate that stands for itself."""
    return "self_signed" in case.faults


def expired(case: Case) -> bool:
    """A certificate that was not valid at the time stamp."""
    return "expired" in case.faults


def revoked(case: Case) -> bool:
    """A certificate that was revoked by the time stamp."""
    return "revoked" in case.faults


def no_list(case: Case) -> bool:
    """A certificate of whose revocation nothing is known."""
    return "no_list" in case.faults


def stale_list(case: Case) -> bool:
    """A certificate whose revocation list ended before the time stamp."""
    return "stale_list" in case.faults


def wrong_use(case: Case) -> bool:
    """A certificate that is not for signatures."""
    return any(not signs(it.signer) for it in case.opened.signatures)


def unknown_provider(case: Case) -> bool:
    """A certificate that is no provider's."""
    return any(not case.issuer(it) for it in case.opened.signatures)


def unstamped(case: Case) -> bool:
    """No time stamp."""
    return case.opened.own is not None and case.opened.own.stamp is None


def stamp_broken(case: Case) -> bool:
    """A time stamp that does not verify, or is about other bytes."""
    own = case.opened.own
    return own is not None and own.stamp is not None and not own.stamp.holds


def stamp_untrusted(case: Case) -> bool:
    """A time stamp whose authority is not trusted, was not valid then, or is not one."""
    own = case.opened.own
    made = own.stamp.signature if own and own.stamp else None
    return made is not None and (case.stamp_fault not in {"", "weak"} or not made.bound or not _stamps(made.signer))


def stamp_in_future(case: Case) -> bool:
    """A time stamp later than now."""
    return case.moment > case.at + CLOCKS_APART


def wrong_provider(case: Case, claim: Claim) -> bool:
    """A provider that cannot issue this kind for this message, or another than the evidence names."""
    own, place, ours = (
        case.issuer(case.opened.own),
        case.place(claim.kind),
        case.trust.provider_at(case.expected.sender),
    )
    named = case.trust.provider_at(f"@{claim.issuer.rpartition('@')[2]}") if claim.issuer else ""
    allowed = {place, ours} if is_record(case.opened.root) else {place}
    around = case.issuer(case.opened.mail)
    return (
        (bool(own) and own not in allowed)
        or (bool(claim.issuer) and named != place)
        or (bool(around) and around not in {place, ours})
    )


def stamp_before_event(case: Case, claim: Claim) -> bool:
    """A time stamp older than the event."""
    return case.moment < claim.event_at - CLOCKS_APART


def stamp_too_late(case: Case, claim: Claim) -> bool:
    """A time stamp long after the event."""
    return case.moment > claim.event_at + STAMPED_WITHIN


def event_in_future(case: Case, claim: Claim) -> bool:
    """An event later than now."""
    return claim.event_at > case.at + CLOCKS_APART


def event_before_sending(case: Case, claim: Claim) -> bool:
    """An event older than the message."""
    return claim.event_at < case.expected.handed_over_at - SENT_WITHIN


def naive_instant(case: Case, claim: Claim) -> bool:
    """An instant without a time zone: nobody knows when that is."""
    return claim.naive


def other_message(case: Case, claim: Claim) -> bool:
    """Another number of the provider."""
    return claim.message_id != case.expected.message_id


def other_reference(case: Case, claim: Claim) -> bool:
    """Another number of ours."""
    return claim.our_reference != case.expected.reference


def other_sender(case: Case, claim: Claim) -> bool:
    """Another sender."""
    return _address(claim.sender) != _address(case.expected.sender)


def other_recipient(case: Case, claim: Claim) -> bool:
    """Another recipient."""
    return _address(claim.recipient) != _address(case.expected.recipient)


def other_package(case: Case, claim: Claim) -> bool:
    """Another digest than the SHA-256 of the package."""
    return claim.digest != case.expected.digest.lower()


def weak_package(case: Case, claim: Claim) -> bool:
    """A digest of the package that is too weak."""
    return claim.digest_method not in STRONG


CHECKS: dict[str, Callable[[Case], bool]] = {
    it.__name__: it
    for it in (
        *(several, unsigned, partly_signed, several_signatures, broken, wrapped, same_ids, weak, certificate_unbound),
        *(untrusted, self_signed, expired, revoked, no_list, stale_list, wrong_use, unknown_provider),
        *(unstamped, stamp_broken, stamp_untrusted, stamp_in_future),
    )
}
"""What is asked of the signatures, by code."""
CLAIM_CHECKS: dict[str, Callable[[Case, Claim], bool]] = {
    it.__name__: it
    for it in (
        *(wrong_provider, stamp_before_event, stamp_too_late, event_in_future, event_before_sending, naive_instant),
        *(other_message, other_reference, other_sender, other_recipient, other_package, weak_package),
    )
}
"""What is asked of what they cover, by code."""


def signs(certificate: x509.Certificate) -> bool:
    """Whether a certificate's use is signatures, and not those of an authority (RFC 5280, 4.2.1.3)."""
    try:
        usage = certificate.key_usage_value
        uses = {"digital_signature"} if usage is None else usage.native
        return not certificate.ca and bool({"digital_signature", "non_repudiation"} & uses)
    except DAMAGED:
        return False


def _stamps(certificate: x509.Certificate) -> bool:
    """Whether a certificate's one use is time stamps (RFC 3161, 2.3)."""
    try:
        usage = certificate.extended_key_usage_value
        return bool(usage is not None and usage.native == ["time_stamping"])
    except DAMAGED:
        return False


def _address(text: str) -> str:
    return text.strip().lower()
