"""What officers do with a message: put it into a dossier, take it out of the tray, be done with it."""

from __future__ import annotations

import pytest

from accounts.models import Firm, KepAddress
from kep_gateway.actions.dismiss_mail import dismiss_mail
from kep_gateway.actions.match_mail import match_mail
from kep_gateway.actions.reopen_mail import obstacles, reopen_mail
from kep_gateway.actions.settle_mail import settle_mail
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.inbox.mailbox import mailbox
from kep_gateway.models import IncomingMail, MatchedBy, Unmatched
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.inbox.mails import CINAR, PDF, document_of, file_part, mail, several
from ledger.acts import Act, Rule, acting, lock, lock_dossier, may, record
from ledger.errors import NotAllowed, Refused
from ledger.models import DossierKind
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def again(kept: IncomingMail) -> IncomingMail:
    return IncomingMail.objects.get(pk=kept.pk)


def codes(call) -> set[str]:
    with pytest.raises(Refused) as refused:
        call()
    return set(refused.value.codes)


@pytest.fixture
def put(officer):
    """`put(mail, number)` has an officer put a message into a dossier."""
    return lambda kept, number, **how: match_mail(kept.pk, **{"by": officer, "at": FRIDAY, "number": number, **how})


def test_a_message_from_the_tray_comes_into_a_dossier_with_all_its_files(keep, put, firm, matter, compliance, officer):
    kept, there = keep(mail(body=several(file_part(PDF))), unverified="unsigned"), matter(firm)
    put(kept, f" {there.number.lower()} ")
    kept = again(kept)
    document = document_of(kept)
    assert (kept.status, kept.matched_how, kept.matched_by) == (MailStatus.MATCHED, MatchedBy.PERSON, officer)
    assert kept.unmatched == Unmatched.UNVERIFIED, "why it lay in the tray stays known"
    assert {kept.dossier, kept.package.dossier, document.dossier} == {there}
    assert may(compliance, "documents.see", document)
    assert not may(compliance, "documents.see", kept.package)
    here, step = (it.steps.get(act="kep_gateway.match_mail") for it in (mailbox(FRIDAY), there))
    assert here.documents == step.documents == sorted([kept.package.sha256, document.sha256])
    assert step.facts == {"message": kept.message_id, "from": mailbox(FRIDAY).number, "to": there.number}
    assert list(verify()) == []


def test_a_message_in_the_wrong_dossier_comes_into_another(keep, put, firm, matter):
    there, other = matter(firm), matter(firm, DossierKind.INTEGRATOR)
    kept = keep()
    assert kept.dossier == there
    assert codes(lambda: put(kept, other.number, seen=0)) == {"stale"}
    put(kept, other.number, seen=there.steps.count())
    assert again(kept).dossier == other
    assert codes(lambda: put(kept, other.number)) == {"same_dossier"}


def test_a_message_never_comes_into_the_file_of_another_firm(keep, put, firm, other_firm, matter):
    theirs, kept = matter(other_firm), keep(unverified="unsigned")
    assert codes(lambda: put(kept, theirs.number)) == {"other_firm"}
    KepAddress.objects.create(firm=other_firm, address=kept.sender, from_at=FRIDAY, until_at=FRIDAY)
    put(kept, theirs.number)
    strangers = keep(sender="avukat@hs03.kep.tr")
    assert put(strangers, matter(firm).number).status == MailStatus.MATCHED, "an officer knows whose lawyer this is"
    assert keep(sender=CINAR).status == MailStatus.MATCHED


def test_only_a_firms_dossier_that_the_ministry_knows_takes_a_message(keep, put, firm, matter):
    kept, hidden = keep(unverified="unsigned"), matter(firm, shown=False)
    for number in ("", "BSV-2026-999999", hidden.number, mailbox(FRIDAY).number):
        assert codes(lambda number=number: put(kept, number)) == {"no_dossier"}
    put(kept, firm.dossier.number)


def test_what_belongs_to_no_dossier_is_dismissed_with_a_reason(keep, put, firm, matter, officer):
    kept, there = keep(unverified="unsigned"), matter(firm)
    assert codes(lambda: dismiss_mail(kept.pk, by=officer, at=FRIDAY, reason=" ")) == {"no_reason"}
    keep(unverified="unsigned")
    dismiss_mail(kept.pk, by=officer, at=FRIDAY, reason="Reklam.", seen=1)
    kept = again(kept)
    assert (kept.status, kept.reason, kept.ended_by) == (MailStatus.DISMISSED, "Reklam.", officer)
    assert codes(lambda: dismiss_mail(kept.pk, by=officer, at=FRIDAY, reason="Yine.")) == {"status"}
    assert codes(lambda: put(kept, there.number)) == {"status"}
    assert "Reklam." not in str(mailbox(FRIDAY).steps.latest("n").facts)


def test_a_firms_message_is_a_task_until_an_officer_is_done_with_it(keep, put, firm, matter, officer):
    there = matter(firm)
    kept = keep()
    settle_mail(kept.pk, by=officer, at=FRIDAY, seen=there.steps.count())
    assert (again(kept).status, again(kept).ended_by) == (MailStatus.SETTLED, officer)
    assert codes(lambda: settle_mail(kept.pk, by=officer, at=FRIDAY)) == {"status"}
    assert codes(lambda: put(kept, there.number)) >= {"status"}
    assert codes(lambda: settle_mail(keep(unverified="unsigned").pk, by=officer, at=FRIDAY)) == {"status"}


def test_whoever_only_looks_does_nothing(keep, firm, matter, auditor, compliance):
    kept, there = keep(unverified="unsigned"), matter(firm)
    for who in (auditor, compliance):
        with pytest.raises(NotAllowed):
            match_mail(kept.pk, by=who, at=FRIDAY, number=there.number)
        with pytest.raises(NotAllowed):
            dismiss_mail(kept.pk, by=who, at=FRIDAY, reason="x")
        with pytest.raises(NotAllowed):
            settle_mail(kept.pk, by=who, at=FRIDAY)
        with pytest.raises(NotAllowed):
            reopen_mail(kept.pk, by=who, at=FRIDAY, reason="x")


def test_what_was_dismissed_wrongly_is_put_back_and_goes_where_it_belongs(keep, put, firm, matter, officer):
    kept, there = keep(mail(body=several(file_part(PDF))), unverified="unsigned"), matter(firm)
    assert codes(lambda: reopen_mail(kept.pk, by=officer, at=FRIDAY, reason="Erken.")) == {"status"}
    dismiss_mail(kept.pk, by=officer, at=FRIDAY, reason="Reklam.")
    assert codes(lambda: reopen_mail(kept.pk, by=officer, at=FRIDAY, reason=" ")) == {"no_reason"}
    reopen_mail(kept.pk, by=officer, at=FRIDAY, reason="Avukatın iletisiymiş.")
    kept = again(kept)
    assert (kept.status, kept.dossier, kept.ended_at, kept.reason) == (
        MailStatus.WAITING, mailbox(FRIDAY), None, "",
    )  # fmt: skip
    row = kept.reopenings.get()
    assert (row.before, row.ended_reason, row.reason) == (MailStatus.DISMISSED, "Reklam.", "Avukatın iletisiymiş.")
    assert "Avukat" not in str(mailbox(FRIDAY).steps.latest("n").facts)
    put(kept, there.number)
    assert {again(kept).dossier, document_of(kept).dossier} == {there}
    assert list(verify()) == []


def test_what_was_settled_in_the_wrong_dossier_comes_back_with_its_files(keep, put, firm, matter, officer, compliance):
    there = matter(firm)
    kept = keep(mail(body=several(file_part(PDF))))
    settle_mail(kept.pk, by=officer, at=FRIDAY)
    assert codes(lambda: reopen_mail(kept.pk, by=officer, at=FRIDAY, reason="Yanlış.", seen=0)) == {"stale"}
    there.refresh_from_db()
    reopen_mail(kept.pk, by=officer, at=FRIDAY, reason="Yanlış.", seen=there.head_n)
    kept = again(kept)
    assert (kept.status, kept.unmatched, kept.matched_how) == (MailStatus.WAITING, Unmatched.REOPENED, "")
    assert {kept.dossier, kept.package.dossier, document_of(kept).dossier} == {mailbox(FRIDAY)}
    assert not may(compliance, "documents.see", document_of(kept))
    for file in (there, mailbox(FRIDAY)):
        step = file.steps.get(act="kep_gateway.reopen_mail")
        assert step.facts == {"message": kept.message_id, "from": there.number, "to": mailbox(FRIDAY).number}
    assert list(verify()) == []


def test_a_document_that_an_act_rests_on_keeps_its_message_where_it_is(keep, firm, matter, officer):
    there = matter(firm)
    kept = keep(mail(body=several(file_part(PDF))))
    settle_mail(kept.pk, by=officer, at=FRIDAY)
    named = Act("deneme.dayanak", "Dayanak", rules=frozenset({"decision"}))
    with acting():
        record(named, lock(Firm, firm.pk), by=Rule("decision"), at=FRIDAY, documents=[document_of(kept).sha256])
    assert not may_not(kept, officer), "another dossier's Step says nothing of this one"
    with acting():
        firm.dossier = lock_dossier(there.pk)
        record(named, firm, by=Rule("decision"), at=FRIDAY, documents=[document_of(kept).sha256])
    assert may_not(kept, officer) == {"relied_on"}


def may_not(kept: IncomingMail, officer) -> set[str]:
    return {it.code for it in obstacles(again(kept), at=FRIDAY)}


def test_other_mail_is_no_news_and_what_another_officer_did_is(keep, put, firm, officer, second_officer, matter):
    kept, there = keep(unverified="unsigned"), matter(firm)
    box = mailbox(FRIDAY)
    box.refresh_from_db()
    drawn = box.head_n
    keep(unverified="unsigned")
    dismiss_mail(kept.pk, by=officer, at=FRIDAY, reason="Reklam.", seen=drawn)
    reopen_mail(kept.pk, by=second_officer, at=FRIDAY, reason="Değil.")
    assert codes(lambda: dismiss_mail(kept.pk, by=officer, at=FRIDAY, reason="Reklam.", seen=drawn)) == {"stale"}
    assert codes(lambda: put(kept, there.number, seen=drawn)) == {"stale"}
    dismiss_mail(kept.pk, by=officer, at=FRIDAY, reason="Yine reklam.")
    box.refresh_from_db()
    assert codes(lambda: reopen_mail(kept.pk, by=officer, at=FRIDAY, reason="Değil.", seen=drawn)) == {"stale"}
    reopen_mail(kept.pk, by=officer, at=FRIDAY, reason="Değil.", seen=box.head_n)
    assert [it.ended_reason for it in kept.reopenings.all()] == ["Reklam.", "Yine reklam."]
