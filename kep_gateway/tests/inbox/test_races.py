"""Two workers at one mailbox; an officer and the virus scanner at one message."""

from __future__ import annotations

from functools import partial

import pytest

from documents.actions.settle_scan import settle_scan
from documents.models import Document, DocumentState
from kep_gateway.actions.dismiss_mail import dismiss_mail
from kep_gateway.actions.match_mail import match_mail
from kep_gateway.actions.reopen_mail import reopen_mail
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.inbox.loop import keep_mail, take_inbox
from kep_gateway.models import IncomingMail
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.inbox.mails import PDF, document_of, file_part, mail, several
from ledger.acts import Rule
from ledger.errors import Refused
from ledger.models import Dossier, DossierKind, Step
from ledger.verification import verify
from tests.races import at_once, judge

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]
ROUNDS = 10


def test_two_workers_take_each_message_once(folder, firm):
    home = folder / "in"
    home.mkdir(parents=True)
    for n in range(ROUNDS):
        (home / f"{n}.eml").write_bytes(mail(subject=str(n), body=several(file_part(PDF))))
    results = at_once(*[partial(take_inbox, FRIDAY)] * 2)
    assert not [it for it in results if isinstance(it, Exception)]
    take_inbox(FRIDAY)
    assert list(home.iterdir()) == []
    assert IncomingMail.objects.count() == Step.objects.filter(act="kep_gateway.receive_mail").count() == ROUNDS
    assert Dossier.objects.filter(kind=DossierKind.MAILBOX).count() == 1
    assert list(verify()) == []


def test_two_workers_who_found_different_dossiers_keep_one(read_one, firm, matter):
    for n in range(ROUNDS):
        here, there = matter(firm), matter(firm)
        taken = [read_one(mail(subject=it.number), message_id=f"ptt-{n}") for it in (here, there)]
        results = at_once(*(partial(keep_mail, it, at=FRIDAY) for it in taken))
        assert {type(it) for it in results} <= {IncomingMail, Refused}, results
        kept = IncomingMail.objects.get(message_id=f"ptt-{n}")
        assert kept.dossier in {here, there}
        assert here.documents.count() + there.documents.count() == 1
    assert list(verify()) == []


def test_of_two_officers_one_decides(keep, firm, officer, second_officer, matter):
    for _ in range(ROUNDS):
        kept, there = keep(unverified="unsigned"), matter(firm)
        matched = partial(match_mail, kept.pk, by=officer, at=FRIDAY, number=there.number)
        results = at_once(matched, partial(dismiss_mail, kept.pk, by=second_officer, at=FRIDAY, reason="Bizim değil."))
        judge(results, told="status")
    assert list(verify()) == []


def test_of_two_officers_who_take_a_dismissal_back_one_does_and_the_other_is_told(keep, firm, officer, second_officer):
    for _ in range(ROUNDS):
        kept = keep(unverified="unsigned")
        dismiss_mail(kept.pk, by=officer, at=FRIDAY, reason="Bizim değil.")
        seen = Dossier.objects.get(pk=kept.dossier_id).head_n
        both = (partial(reopen_mail, kept.pk, by=who, at=FRIDAY, reason="Bizim.") for who in (officer, second_officer))
        results = at_once(*(partial(it, seen=seen) for it in both))
        losers = [it for it in results if isinstance(it, Exception)]
        assert len(losers) == 1, results
        assert isinstance(losers[0], Refused), losers
        assert losers[0].codes == {"status", "stale"}
        assert [it.act for it in losers[0].since] == ["kep_gateway.reopen_mail"], "the loser is told what happened"
        assert kept.reopenings.count() == 1
    assert list(verify()) == []


def test_nobody_dismisses_unseen_what_another_officer_just_took_back(keep, firm, officer, second_officer):
    """Both looked at it in the tray. One dismisses it and takes that back; the other's page is stale by then."""

    def there_and_back(kept: IncomingMail) -> None:
        dismiss_mail(kept.pk, by=officer, at=FRIDAY, reason="Bizim değil.")
        reopen_mail(kept.pk, by=officer, at=FRIDAY, reason="Bizim.")

    for _ in range(ROUNDS):
        kept = keep(unverified="unsigned")
        seen = Dossier.objects.get(pk=kept.dossier_id).head_n
        other = partial(dismiss_mail, kept.pk, by=second_officer, at=FRIDAY, reason="Reklam.", seen=seen)
        results = at_once(partial(there_and_back, kept), other)
        refused = [it for it in results if isinstance(it, Exception)]
        assert all(isinstance(it, Refused) and it.codes <= {"status", "stale"} for it in refused), results
        assert len(refused) == 1, results
    assert list(verify()) == []


def test_the_scan_follows_a_message_that_an_officer_moves(keep, firm, officer, matter, settings):
    settings.SCANNER = "documents.tests.test_scanning.scanner"
    for _ in range(ROUNDS):
        kept, there = keep(mail(body=several(file_part(PDF))), unverified="unsigned"), matter(firm)
        document = document_of(kept)
        scanned = partial(settle_scan, document.pk, by=Rule("scanner"), at=FRIDAY, found="")
        results = at_once(scanned, partial(match_mail, kept.pk, by=officer, at=FRIDAY, number=there.number))
        assert not [it for it in results if isinstance(it, Exception)], results
        document = Document.objects.get(pk=document.pk)
        assert (document.state, document.dossier) == (DocumentState.CLEAN, there)
        assert IncomingMail.objects.get(pk=kept.pk).status == MailStatus.MATCHED
    assert list(verify()) == []
