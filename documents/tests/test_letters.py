from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction

from documents import demo_ca, letters, signing, store
from documents.actions.bind_letter import bind_letter
from documents.actions.discard_letter import discard_letter
from documents.actions.edit_letter import edit_letter
from documents.actions.initial_letter import initial_letter
from documents.actions.retry_signing import retry_signing
from documents.actions.return_letter import return_letter
from documents.actions.seal_letter import seal_letter
from documents.actions.sign_letter import sign_letter
from documents.institution import INSTITUTION
from documents.intake import keep_bytes
from documents.lifecycle import LetterStatus
from documents.models import Letter, MinistrySignatory, Signing, SigningStatus
from documents.signing import MOST_ATTEMPTS, request_signing, run_waiting, sign_prepared
from ledger.acts import Rule
from ledger.errors import NotAllowed, Refused
from ledger.models import Counter
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]

SEALER = Rule("letter")


def refused(act, *args, **kwargs) -> frozenset[str]:
    with pytest.raises(Refused) as said:
        act(*args, **kwargs)
    assert not isinstance(said.value, NotAllowed)
    return said.value.codes


def test_a_burdening_draft_says_where_it_can_be_challenged(letter):
    assert letter.status == LetterStatus.DRAFT
    assert "altmış (60) gün" in letter.challenge
    assert letter.number is None


def test_from_draft_to_signed_bytes(letter, officer, approver, authority, at, day):
    initial_letter(letter.pk, by=officer, at=at)
    signed = sign_letter(letter.pk, by=approver, at=day(1))
    assert (signed.status, signed.number, signed.registered_on) == (LetterStatus.SIGNING, 1, date(2026, 3, 3))
    assert len(signed.verification_code or "") == 16
    assert run_waiting(day(1)) == 1
    letter.refresh_from_db()
    assert letter.status == LetterStatus.SIGNED
    assert letter.signed_at == day(1)
    assert letter.document
    assert letter.document.internal
    assert store.check(letter.document.sha256)
    (row,) = letter.document.signatures.all()
    assert row.good
    assert row.signer_name == "Ayla Onay"
    assert [step.act for step in letter.dossier.steps.all()][-3:] == [
        "documents.initial_letter",
        "documents.sign_letter",
        "documents.bind_letter",
    ]
    assert letter.dossier.steps.last().documents == [letter.document.sha256]
    assert list(verify()) == []
    letters.mark_sent(letter, day(2))
    letter.refresh_from_db()
    assert (letter.status, letter.sent_at) == (LetterStatus.SENT, day(2))
    assert not letter.document.internal


def test_a_letter_shows_for_ever_the_number_it_was_given(
    letter, make_letter, officer, approver, authority, at, monkeypatch
):
    initial_letter(letter.pk, by=officer, at=at)
    sign_letter(letter.pk, by=approver, at=at)
    given, drafted = "E-00000000-235.02-1", make_letter()
    monkeypatch.setattr(letters, "INSTITUTION", replace(INSTITUTION, detsis="87654321", file_plan="100"))
    run_waiting(at)
    letter.refresh_from_db()
    assert letters.number_of(letter) == letters.shown(letter).number == given
    assert letter.document.filename == f"{given}.pdf"
    assert letters.number_of(drafted) == "E-87654321-100-"
    sealed = seal_letter(drafted.pk, by=SEALER, at=at)
    assert letters.number_of(sealed) == "E-87654321-100-2"


def test_a_number_and_how_it_is_cited_come_together(letter, officer, approver, authority, at):
    initial_letter(letter.pk, by=officer, at=at)
    signed = sign_letter(letter.pk, by=approver, at=at)
    signed.cited_as = ""
    with pytest.raises(IntegrityError), transaction.atomic():
        signed.save()


def test_running_again_signs_nothing_twice(letter, officer, approver, authority, at):
    initial_letter(letter.pk, by=officer, at=at)
    sign_letter(letter.pk, by=approver, at=at)
    assert [run_waiting(at), run_waiting(at), run_waiting(at)] == [1, 0, 0]
    assert Letter.objects.get().document_id


def test_a_rule_has_a_letter_sealed(letter, at):
    seal_letter(letter.pk, by=SEALER, at=at)
    run_waiting(at)
    letter.refresh_from_db()
    assert letter.status == LetterStatus.SIGNED
    assert letter.document
    assert letter.document.signatures.get().signer_name == "İSGGM Elektronik Mührü (deneme)"


def test_what_a_rule_or_person_may_not_do(letter, officer, approver, compliance, at):
    with pytest.raises(NotAllowed):
        seal_letter(letter.pk, by=Rule("anybody"), at=at)
    with pytest.raises(NotAllowed):
        bind_letter(letter.pk, by=SEALER, at=at)
    with pytest.raises(NotAllowed):
        sign_letter(letter.pk, by=officer, at=at)
    with pytest.raises(NotAllowed):
        initial_letter(letter.pk, by=approver, at=at)
    with pytest.raises(NotAllowed):
        discard_letter(letter.pk, by=compliance, at=at)
    with pytest.raises(NotAllowed):
        edit_letter(letter.pk, by=compliance, at=at, subject="x", body="y")


def test_all_reasons_against_a_signature_come_at_once(bare_letter, approver, at):
    codes = refused(sign_letter, bare_letter.pk, by=approver, at=at)
    assert codes == {"not_initialled", "no_text", "no_challenge", "no_authority"}


def test_a_burden_without_its_challenge_is_neither_initialled_nor_sealed(bare_letter, officer, at):
    assert refused(initial_letter, bare_letter.pk, by=officer, at=at) == {"no_text", "no_challenge"}
    assert refused(seal_letter, bare_letter.pk, by=SEALER, at=at) == {"no_text", "no_challenge"}


@pytest.mark.parametrize("days", [-31, 366])
def test_an_authority_counts_on_its_days_only(letter, officer, approver, authority, at, days):
    initial_letter(letter.pk, by=officer, at=at)
    later = at + timedelta(days=days)
    assert refused(sign_letter, letter.pk, by=approver, at=later) == {"no_authority"}


def test_an_officer_edits_a_draft_and_no_other(letter, officer, at):
    edit_letter(
        letter.pk,
        by=officer,
        at=at,
        subject="  Yeni   konu ",
        body="Bir.\n\nİki.\n",
        references=["a", "b"],
        enclosures=["Liste"],
        informs=["Hukuk"],
    )
    letter.refresh_from_db()
    assert (letter.subject, letter.body, letter.references) == ("Yeni konu", "Bir.\n\nİki.", ["a", "b"])
    assert letter.dossier.steps.last().facts["text"] == letters.text_digest(letter)
    codes = refused(
        edit_letter,
        letter.pk,
        by=officer,
        at=at,
        subject="x" * 201,
        body=" ",
        references=["x"] * 30,
        informs=["y" * 301],
    )
    assert codes == {"long_subject", "no_text", "bad_references", "bad_informs"}
    initial_letter(letter.pk, by=officer, at=at)
    assert "not_a_draft" in refused(edit_letter, letter.pk, by=officer, at=at, subject="x", body="y")


def test_a_letter_goes_back_with_a_reason(letter, officer, approver, at):
    assert refused(return_letter, letter.pk, by=approver, at=at, reason="x") == {"status"}
    initial_letter(letter.pk, by=officer, at=at)
    assert refused(return_letter, letter.pk, by=approver, at=at, reason=" ") == {"no_reason"}
    return_letter(letter.pk, by=approver, at=at, reason="Dayanak eksik.")
    letter.refresh_from_db()
    assert (letter.status, letter.initialled_by, letter.return_reason) == (LetterStatus.DRAFT, None, "Dayanak eksik.")


def test_a_stale_page_is_refused(letter, officer, at):
    seen = letter.dossier.head_n
    edit_letter(letter.pk, by=officer, at=at, subject="x", body="y", seen=seen)
    assert refused(initial_letter, letter.pk, by=officer, at=at, seen=seen) == {"stale"}


def test_a_discarded_letter_never_had_a_number(letter, officer, at):
    discard_letter(letter.pk, by=officer, at=at)
    letter.refresh_from_db()
    assert (letter.status, letter.number) == (LetterStatus.DISCARDED, None)
    assert refused(seal_letter, letter.pk, by=SEALER, at=at) == {"status"}


def test_a_numbered_letter_is_not_discarded(letter, officer, at):
    seal_letter(letter.pk, by=SEALER, at=at)
    assert refused(discard_letter, letter.pk, by=officer, at=at) == {"status"}


def test_numbers_have_no_gap_when_a_transaction_rolls_back(firm, make_letter, at):
    first, second, third = (make_letter() for _ in range(3))
    seal_letter(first.pk, by=SEALER, at=at)
    with transaction.atomic():
        seal_letter(second.pk, by=SEALER, at=at)
        transaction.set_rollback(True)
    seal_letter(third.pk, by=SEALER, at=at)
    seal_letter(second.pk, by=SEALER, at=at)
    assert [Letter.objects.get(pk=it.pk).number for it in (first, third, second)] == [1, 2, 3]
    assert Counter.objects.get(series="letter", year=2026).last == 3


def test_numbers_begin_anew_each_year_of_istanbul(make_letter, at):
    one, two = make_letter(), make_letter()
    seal_letter(one.pk, by=SEALER, at=at)
    seal_letter(two.pk, by=SEALER, at=at.replace(year=2026, month=12, day=31, hour=21))
    assert Letter.objects.get(pk=two.pk).registered_on == date(2027, 1, 1)
    assert Letter.objects.get(pk=two.pk).number == 1


def test_nothing_is_bound_before_it_verifies(letter, at):
    seal_letter(letter.pk, by=SEALER, at=at)
    assert refused(bind_letter, letter.pk, by=Rule("signer"), at=at) == {"not_verified"}


def test_a_worker_killed_after_storing_is_picked_up(letter, at):
    seal_letter(letter.pk, by=SEALER, at=at)
    sign_prepared(at)  # and is killed before it binds
    letter.refresh_from_db()
    assert letter.status == LetterStatus.SIGNING
    assert run_waiting(at) == 0
    letter.refresh_from_db()
    assert letter.status == LetterStatus.SIGNED


def test_a_worker_killed_while_signing_loses_its_lease_and_nothing_else(letter, at):
    seal_letter(letter.pk, by=SEALER, at=at)
    claimed = signing._claim(Signing.objects.get().pk, at)  # and is killed before it signs
    assert claimed
    assert run_waiting(at + timedelta(seconds=30)) == 0  # the lease still runs
    assert run_waiting(at + timedelta(minutes=3)) == 1
    assert signing._store(claimed.pk, b"late", (), at) is False  # it was only slow: the first bytes count
    letter.refresh_from_db()
    assert (letter.status, letter.number) == (LetterStatus.SIGNED, 1)


def test_a_row_that_kills_each_worker_is_left_to_a_person(letter, at):
    seal_letter(letter.pk, by=SEALER, at=at)
    pk, now = Signing.objects.get().pk, at
    for _ in range(MOST_ATTEMPTS):
        assert signing._claim(pk, now)
        now += timedelta(hours=1)
    assert signing._claim(pk, now) is None
    assert Signing.objects.get().status == SigningStatus.FAILED


def test_a_missing_key_fails_at_once_and_a_person_tries_again(letter, officer, approver, authority, at):
    authority.key_name = "kayip"
    authority.save()
    initial_letter(letter.pk, by=officer, at=at)
    sign_letter(letter.pk, by=approver, at=at)
    failed = Signing.objects.get(letter=letter)
    assert refused(retry_signing, failed.pk, by=officer, at=at) == {"not_failed"}
    assert run_waiting(at) == 0
    failed.refresh_from_db()
    assert (failed.status, failed.attempts) == (SigningStatus.FAILED, 1)
    assert "kayip" in failed.error
    authority.key_name = "ayla"
    authority.save()
    retry_signing(failed.pk, by=officer, at=at)
    assert run_waiting(at) == 1
    assert Letter.objects.get(pk=letter.pk).number == 1


def test_a_source_that_is_away_is_asked_for_again_later_and_at_last_given_up(pdf, firm, at):
    source = keep_bytes(
        pdf, dossier=firm.dossier, kind="x", title="X", filename="x.pdf", media_type="application/pdf", at=at
    )
    asked = request_signing(firm.dossier, purpose="x", source=source, authority=None, by=SEALER, at=at)
    store.path(source.sha256).unlink()
    tries, now = 0, at
    while Signing.objects.get(pk=asked.pk).status == SigningStatus.PREPARED:
        assert run_waiting(now) == 0
        assert run_waiting(now) == 0  # not before its time
        tries += 1
        now += timedelta(hours=2)
    assert tries == MOST_ATTEMPTS
    assert "FileNotFoundError" in Signing.objects.get(pk=asked.pk).error


def test_a_token_without_its_extra_is_a_matter_for_a_person(settings, letter, at):
    settings.SIGNER = "pkcs11:?module-path=/yok.so"
    seal_letter(letter.pk, by=SEALER, at=at)
    assert run_waiting(at) == 0
    assert Signing.objects.get().status == SigningStatus.FAILED


def test_a_failing_row_does_not_block_those_behind_it(make_letter, at, firm, approver):
    lost = MinistrySignatory.objects.create(
        person=approver, title="X", key_name="yok", source="x", from_on=date(2020, 1, 1)
    )
    request_signing(firm.dossier, purpose="x", source=None, authority=lost, by=approver, at=at)
    letter = make_letter()
    seal_letter(letter.pk, by=SEALER, at=at)
    assert run_waiting(at) == 1


def test_a_countersignature_appends_to_what_the_firm_signed(pdf, firm, approver, authority, at):
    demo_ca.issue("Ayşe Işık", "10000000146", key_name="ayse")
    theirs = demo_ca.sign_as(pdf, "ayse", at=at)
    source = keep_bytes(
        theirs, dossier=firm.dossier, kind="agreement", title="S", filename="s.pdf", media_type="application/pdf", at=at
    )
    asked = request_signing(firm.dossier, purpose="agreement", source=source, authority=authority, by=approver, at=at)
    assert run_waiting(at) == 1
    asked.refresh_from_db()
    assert asked.result
    assert store.read(asked.result.sha256).startswith(theirs)
    assert [row.good for row in asked.result.signatures.all()] == [True, True]
    assert str(asked).startswith("agreement")
