from __future__ import annotations

import logging
from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template.loader import render_to_string

from accounts.identity import identity_digest
from documents import demo_ca
from documents.intake import keep, receive
from documents.models import Flaw
from documents.signatures import begins_with, flaws, verdicts
from documents.signer import SEAL_KEY, sign_pdf, token_address
from documents.tests.conftest import upload
from ledger.errors import GiveUp

pytestmark = pytest.mark.engine


@pytest.fixture
def ayse(own_ca) -> str:
    demo_ca.issue("Ayşe Işık", "10000000146", key_name="ayse")
    return "ayse"


def test_a_good_signature_is_intact_valid_trusted_and_names_its_signer(ayse, pdf, at):
    signed = demo_ca.sign_as(pdf, ayse, at=at)
    (verdict,) = verdicts(signed, at=at)
    assert verdict.good
    assert verdict.covers_whole
    assert verdict.reason == ""
    assert verdict.signer_name == "Ayşe Işık"
    assert verdict.signer_digest == identity_digest("10000000146")
    assert verdict.signed_at == at
    assert not verdict.time_stamped
    assert verdict.revocation_checked
    assert begins_with(signed, pdf)
    assert flaws([verdict]) == ()


def test_the_identity_number_is_kept_nowhere(ayse, pdf, at):
    (verdict,) = verdicts(demo_ca.sign_as(pdf, ayse, at=at), at=at)
    assert "10000000146" not in repr(verdict)


def test_an_unsigned_file_has_its_own_reason(own_ca, pdf, at):
    assert verdicts(pdf, at=at) == ()
    assert flaws(()) == (Flaw.UNSIGNED,)


def test_bytes_changed_inside_the_signed_range_are_seen(ayse, pdf, at):
    signed = bytearray(demo_ca.sign_as(pdf, ayse, at=at))
    place = signed.index(b"/MediaBox")
    signed[place : place + 9] = b"/MediaBux"
    (verdict,) = verdicts(bytes(signed), at=at)
    assert not verdict.good
    assert verdict.reason == Flaw.ALTERED
    assert not begins_with(bytes(signed), pdf)


def test_an_increment_after_the_signature_is_an_alteration(ayse, pdf, at):
    from io import BytesIO

    from pyhanko.pdf_utils.generic import NameObject, NumberObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(demo_ca.sign_as(pdf, ayse, at=at)))
    page = writer.root["/Pages"]["/Kids"][0]
    page[NameObject("/Rotate")] = NumberObject(90)
    writer.update_container(page)
    out = BytesIO()
    writer.write(out)
    (verdict,) = verdicts(out.getvalue(), at=at)
    assert verdict.reason == Flaw.ALTERED
    assert not verdict.good
    assert not verdict.covers_whole


def test_two_signatories_may_sign_one_after_the_other(ayse, pdf, at):
    demo_ca.issue("Ali Çınar", "10000000214", key_name="ali")
    twice = demo_ca.sign_as(demo_ca.sign_as(pdf, ayse, at=at), "ali", at=at)
    first, second = verdicts(twice, at=at)
    assert (first.signer_name, second.signer_name) == ("Ayşe Işık", "Ali Çınar")
    assert first.good
    assert first.covers_whole
    assert second.good
    assert flaws([first, second]) == ()


def test_an_expired_certificate_is_named(own_ca, pdf, at):
    demo_ca.issue(
        "Eski İmza", "10000000146", key_name="eski", valid_from=datetime(2020, 1, 1, tzinfo=UTC), valid_until=at
    )
    (verdict,) = verdicts(demo_ca.sign_as(pdf, "eski", at=at), at=at.replace(year=2027))
    assert (verdict.reason, verdict.trusted, verdict.intact) == (Flaw.EXPIRED, False, True)


def test_a_revoked_certificate_is_named(ayse, pdf, at):
    signed = demo_ca.sign_as(pdf, ayse, at=at)
    demo_ca.revoke(ayse, at=at.replace(year=2025))
    (verdict,) = verdicts(signed, at=at)
    assert (verdict.reason, verdict.trusted) == (Flaw.REVOKED, False)


def test_nobody_is_named_in_the_logs(ayse, pdf, at):
    signed = demo_ca.sign_as(pdf, ayse, at=at)
    demo_ca.revoke(ayse, at=at.replace(year=2025))
    lines = StringIO()
    root, ours = logging.getLogger(), logging.StreamHandler(lines)
    root.addHandler(ours)
    try:
        assert verdicts(signed, at=at)[0].reason == Flaw.REVOKED
    finally:
        root.removeHandler(ours)
    assert lines.getvalue() == ""


def test_a_missing_revocation_list_is_no_trust(ayse, own_ca, pdf, at):
    signed = demo_ca.sign_as(pdf, ayse, at=at)
    (own_ca / "issuing.crl").unlink()
    (verdict,) = verdicts(signed, at=at)
    assert (verdict.reason, verdict.trusted) == (Flaw.UNKNOWN_STATUS, False)


@pytest.mark.django_db
def test_without_any_list_the_verdict_says_that_revocation_was_not_checked(ayse, own_ca, pdf, at, firm, officer):
    signed = demo_ca.sign_as(pdf, ayse, at=at)
    demo_ca.revoke(ayse, at=at)
    for file in own_ca.glob("*.crl"):
        file.unlink()
    received = receive(upload("imzali.pdf", signed), at=at)
    signature = keep(received, dossier=firm.dossier, kind="proof", title="Belge", by=officer).signatures.get()
    assert (signature.good, signature.revocation_checked) == (True, False)
    assert render_to_string("documents/unchecked.html", {"signature": signature}).strip()
    signature.revocation_checked = True
    assert not render_to_string("documents/unchecked.html", {"signature": signature}).strip()


def test_a_self_signed_signer_is_not_trusted(own_ca, pdf, at):
    demo_ca.issue_self_signed("Kendi Kendine", "10000000146", key_name="kendi")
    (verdict,) = verdicts(demo_ca.sign_as(pdf, "kendi", at=at), at=at)
    assert (verdict.reason, verdict.good) == (Flaw.UNTRUSTED, False)


def test_a_damaged_signature_is_judged_and_not_raised(ayse, pdf, at):
    signed = demo_ca.sign_as(pdf, ayse, at=at)
    start = signed.index(b"/Contents <") + 11
    broken = signed[:start] + b"00" * 400 + signed[start + 800 :]
    (verdict,) = verdicts(broken, at=at)
    assert not verdict.good
    assert verdict.reason


@pytest.mark.parametrize("junk", [b"", b"%PDF-1.7\n/ByteRange [0 1 2 3]", b"%PDF-1.4 trailer << /Root 1 0 R >>"])
def test_junk_never_counts_as_signed(own_ca, junk, at):
    assert not any(verdict.good for verdict in verdicts(junk, at=at))


def test_the_seal_signs_through_the_port_and_an_unknown_key_gives_up(own_ca, pdf, at):
    (verdict,) = verdicts(sign_pdf(pdf, SEAL_KEY, reason="mühür", at=at), at=at)
    assert verdict.good
    assert verdict.signer_digest == ""
    with pytest.raises(GiveUp):
        sign_pdf(pdf, "kimse", reason="", at=at)


def test_production_has_no_demo_keys_and_trusts_nobody_by_itself(ayse, pdf, at, settings):
    signed = demo_ca.sign_as(pdf, ayse, at=at)
    settings.PRODUCTION = True
    with pytest.raises(ImproperlyConfigured):
        demo_ca.issue("X", "10000000146", key_name="x")
    with pytest.raises(GiveUp):
        sign_pdf(pdf, SEAL_KEY, reason="", at=at)
    assert verdicts(signed, at=at)[0].reason == Flaw.UNTRUSTED


def test_a_trust_folder_may_hold_binary_certificates_and_lists(ayse, own_ca, pdf, at, settings, tmp_path):
    from asn1crypto import pem

    signed = demo_ca.sign_as(pdf, ayse, at=at)
    folder = tmp_path / "guven"
    folder.mkdir()
    for source in own_ca.iterdir():
        if source.is_file():
            name = source.name.replace(".pem", ".cer")
            (folder / name).write_bytes(pem.unarmor(source.read_bytes())[2])
    settings.TRUST_DIR = folder
    assert verdicts(signed, at=at)[0].good


def test_the_token_address_is_read_after_rfc_7512():
    parts = token_address("pkcs11:token=Bakanl%C4%B1k;slot-id=1?module-path=/usr/lib/x.so&pin-source=/etc/pin")
    assert parts["token"] == "Bakanlık"
    assert parts["module-path"] == "/usr/lib/x.so"
    with pytest.raises(GiveUp):
        token_address("http://x")
