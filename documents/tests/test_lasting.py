"""For the long term: what a countersigned document proves of itself, long after its signers' certificates ended."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from pyhanko.pdf_utils.generic import NameObject, NumberObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.timestamps import TimestampRequestError

from documents import demo_ca, signer
from documents.lasting import made_lasting
from documents.models import Flaw
from documents.signatures import begins_with, verdicts
from documents.signer import SEAL_KEY, sign_lasting
from documents.trust import trust_store
from ledger.errors import GiveUp, TryLater

pytestmark = pytest.mark.engine
LATER = datetime(2031, 1, 1, tzinfo=UTC)


@pytest.fixture
def short(own_ca) -> str:
    """A signer whose certificate ends on 1 June 2026."""
    span = {"valid_from": datetime(2025, 1, 1, tzinfo=UTC), "valid_until": datetime(2026, 6, 1, tzinfo=UTC)}
    demo_ca.issue("Kısa Ömürlü", "10000000146", key_name="kisa", **span)
    return "kisa"


@pytest.fixture
def lasting(short, pdf, at) -> bytes:
    """Signed by the firm, countersigned by the ministry an hour later, for the long term."""
    return sign_lasting(demo_ca.sign_as(pdf, short, at=at), SEAL_KEY, reason="İmza", at=at + timedelta(hours=1))


def test_it_appends_to_what_the_firm_signed_and_says_so(lasting, short, pdf, at):
    assert begins_with(lasting, demo_ca.sign_as(pdf, short, at=at)[:1000])
    found = verdicts(lasting, at=at + timedelta(hours=2))
    assert [(it.good, it.long_term, it.covers_whole, it.time_stamped, it.reason) for it in found] == [
        (True, True, True, True, "")
    ] * 2
    assert all(b in lasting for b in (b"/DSS", b"/CRLs", b"/ETSI.RFC3161"))


def test_a_certificate_that_ended_since_takes_nothing_back(lasting, short, pdf, at):
    first, second = verdicts(lasting, at=LATER)
    assert (first.good, first.long_term, first.signed_at) == (True, True, at + timedelta(hours=1))
    assert second.good
    (bare,) = verdicts(demo_ca.sign_as(pdf, short, at=at), at=LATER)
    assert (bare.good, bare.reason) == (False, Flaw.EXPIRED)


def test_a_certificate_that_was_revoked_since_takes_nothing_back(lasting, short, at):
    demo_ca.revoke(short, at=at + timedelta(days=10))
    assert verdicts(lasting, at=at + timedelta(days=20))[0].long_term


def test_one_that_was_revoked_before_is_never_made_to_last(short, pdf, at):
    signed = demo_ca.sign_as(pdf, short, at=at)
    demo_ca.revoke(short, at=at - timedelta(days=1))
    with pytest.raises(GiveUp):
        sign_lasting(signed, SEAL_KEY, reason="İmza", at=at + timedelta(hours=1))


def test_a_stamp_that_nobody_vouches_for_proves_nothing(short, pdf, at, settings, tmp_path):
    foreign, here = tmp_path / "baska", settings.DATA_DIR
    settings.DATA_DIR = foreign
    stamper = demo_ca.time_stamper(at)
    theirs = trust_store()
    settings.DATA_DIR = here
    both = type(theirs)(
        (*theirs.roots, *trust_store().roots),
        (*theirs.others, *trust_store().others),
        (*theirs.revoked, *trust_store().revoked),
    )
    made = made_lasting(demo_ca.sign_as(pdf, short, at=at), stamper, both, at=at)
    (verdict,) = verdicts(made, at=at)
    assert (verdict.good, verdict.long_term) == (True, False)
    assert verdicts(made, at=LATER)[0].reason == Flaw.EXPIRED


def test_a_byte_changed_beneath_is_seen(lasting, at):
    broken = bytearray(lasting)
    place = broken.index(b"/MediaBox")
    broken[place : place + 9] = b"/MediaBux"
    assert [(it.good, it.long_term, it.reason) for it in verdicts(bytes(broken), at=LATER)] == [
        (False, False, Flaw.ALTERED)
    ] * 2


def test_a_page_changed_behind_the_stamp_is_seen(lasting):
    writer = IncrementalPdfFileWriter(BytesIO(lasting))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[NameObject("/Rotate")] = NumberObject(180)
    writer.mark_update(page.container_ref)
    out = BytesIO()
    writer.write(out)
    assert {it.reason for it in verdicts(out.getvalue(), at=LATER)} == {Flaw.ALTERED}


def test_production_wants_an_authority_named(settings, pdf, at):
    settings.PRODUCTION, settings.SIGNER, settings.TSA = True, "", ""
    with pytest.raises(GiveUp, match="SICIL_TSA"):
        sign_lasting(pdf, SEAL_KEY, reason="", at=at)


def test_an_authority_that_does_not_answer_is_asked_later(short, settings, pdf, at):
    settings.TSA = "http://127.0.0.1:9/"
    with pytest.raises(TryLater, match=TimestampRequestError.__name__):
        signer.sign_lasting(pdf, SEAL_KEY, reason="", at=at)
