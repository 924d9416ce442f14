"""A message counts as its sender's only where a KEP provider's envelope proves it."""

from __future__ import annotations

import pytest

from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.inbox.loop import take_inbox
from kep_gateway.inbox.taking import taken
from kep_gateway.models import IncomingMail, MatchedBy, Unmatched
from kep_gateway.providers.protocol import Incoming
from kep_gateway.sandbox import ca, mint
from kep_gateway.sandbox.signing import signed_mail
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.inbox.mails import CINAR, PDF, document_of, file_part, mail, nested, several, signed, text_part

MESSAGE = b"Content-Type: message/rfc822\r\n\r\n"


def envelope(data: bytes, provider: str = "hs01.kep.tr") -> bytes:
    return mint.envelope(data, provider=provider, at=FRIDAY)


def read_in(data: bytes) -> tuple[str, str, str]:
    """Return who vouches, why nobody does, and who is said to be the sender."""
    said = taken(Incoming("ptt-1", data), at=FRIDAY)
    return said.issuer, said.unverified, said.mail.sender


def test_the_senders_provider_vouches_and_so_does_ours():
    assert read_in(envelope(mail())) == ("hs01.kep.tr", "", "isik@hs01.kep.tr")
    assert read_in(envelope(mail(sender=CINAR), "hs02.kep.tr")) == ("hs02.kep.tr", "", CINAR)
    assert read_in(envelope(mail(sender=CINAR))) == ("hs01.kep.tr", "", CINAR), "ours"
    assert read_in(envelope(signed(mail())))[:2] == ("hs01.kep.tr", ""), "the firm's own signature is inside"


def test_an_opaque_envelope_is_one_too():
    data = signed_mail(MESSAGE + mail(), ca.hand("hs01.kep.tr"), at=FRIDAY, opaque=True)
    assert read_in(data) == ("hs01.kep.tr", "", "isik@hs01.kep.tr")


def test_nobody_vouches_where_the_envelope_proves_nothing():
    good = envelope(mail())
    stranger = ca.certify("hs01.kep.tr (deneme)", ca.certify("Kök", None, authority=True))
    for data, doubt in (
        (mail(), "unsigned"),
        (signed(MESSAGE + mail()), "unreadable"),
        (good.replace(b"ektedir", b"eksiktir"), "broken"),
        (good + b"\r\nve bir satir daha\r\n", "partly_signed"),
        (signed_mail(MESSAGE + mail(), stranger, at=FRIDAY), "untrusted"),
        (signed_mail(MESSAGE + mail(), ca.hand(ca.TSA), at=FRIDAY), "untrusted,unknown_provider"),
        (envelope(mail(), "hs02.kep.tr"), "other_provider"),
        (envelope(mail(sender="Ali")), "no_sender"),
        (envelope(mail(body=nested(10_000))), "unread"),
        (b"", "unreadable"),
    ):
        issuer, unverified, _sender = read_in(data)
        assert (issuer, unverified) == ("", doubt), data[:200]


def test_headers_outside_the_signature_speak_for_nobody():
    data = f"From: {CINAR}\r\nSubject: Ba\xc5\x9fka\r\n".encode("latin-1") + envelope(mail())
    issuer, unverified, sender = read_in(data)
    assert (issuer, unverified, sender) == ("hs01.kep.tr", "", "isik@hs01.kep.tr")
    inside = signed_mail(b"Content-Type: text/plain\r\n\r\nMerhaba", ca.hand("hs01.kep.tr"), at=FRIDAY)
    assert read_in(b"From: isik@hs01.kep.tr\r\n" + inside)[:2] == ("", "no_sender")


@pytest.mark.django_db
def test_an_enveloped_answer_comes_into_its_dossier_and_a_bare_one_into_the_tray(folder, notice):
    (folder / "in").mkdir(parents=True)
    answer = mail(answers=notice.reference, body=several(text_part("Merhaba"), file_part(PDF)))
    (folder / "in" / "zarfli.eml").write_bytes(envelope(answer))
    (folder / "in" / "ciplak.eml").write_bytes(answer)
    assert take_inbox(FRIDAY) == 2
    kept = IncomingMail.objects.get(message_id="zarfli")
    assert (kept.status, kept.matched_how, kept.issuer) == (MailStatus.MATCHED, MatchedBy.REFERENCE, "hs01.kep.tr")
    assert (kept.dossier, kept.text) == (notice.dossier, "Merhaba")
    assert document_of(kept).dossier == notice.dossier
    bare = IncomingMail.objects.get(message_id="ciplak")
    assert (bare.status, bare.unmatched, bare.unverified) == (MailStatus.WAITING, Unmatched.UNVERIFIED, "unsigned")
