"""Which dossier a message finds, and what it never finds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.models import KepAddress
from documents.letters import mark_sent, number_of
from documents.lifecycle import LetterStatus
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.inbox.mailbox import mailbox
from kep_gateway.inbox.matching import Match, candidates
from kep_gateway.models import MatchedBy, Unmatched
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.inbox.mails import CINAR, mail
from kep_gateway.tests.letters import signed
from ledger.models import DossierKind
from ledger.numbers import close_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def found(kept) -> tuple[str, str]:
    """Return how a message found its dossier, or why it did not; and the dossier's number."""
    return kept.matched_how or kept.unmatched, kept.dossier.number


def in_the_tray(why: Unmatched) -> tuple[str, str]:
    return why, mailbox(FRIDAY).number


def sent(letter):
    mark_sent(letter, FRIDAY)
    assert letter.status == LetterStatus.SENT
    return letter


def test_an_answer_to_a_notice_finds_its_dossier_whatever_the_subject_says(keep, notice, matter, firm):
    other = matter(firm)
    kept = keep(answers=notice.reference, subject=f"{other.number} hakkında")
    assert found(kept) == (MatchedBy.REFERENCE, notice.dossier.number)
    assert (kept.status, kept.matched_at, kept.matched_by) == (MailStatus.MATCHED, FRIDAY, None)


def test_of_several_notices_the_nearest_counts(keep, post, matter, firm):
    first, second = post(), post(letter=signed(firm, at=FRIDAY))
    second.dossier = matter(firm)
    second.save()
    head = f"References: <{first.reference}@x> <{second.reference}@x>\r\n".encode()
    assert found(keep(head=head)) == (MatchedBy.REFERENCE, second.dossier.number)
    assert found(keep(head=head, answers=first.reference)) == (MatchedBy.REFERENCE, first.dossier.number)


def test_an_answer_from_another_firms_address_goes_to_the_tray_with_that_said(keep, notice, other_firm, matter):
    matter(other_firm)
    for sender in (CINAR, "kimse@hs01.kep.tr"):
        kept = keep(answers=notice.reference, sender=sender)
        assert found(kept) == in_the_tray(Unmatched.OTHER_FIRM)
    assert [it.dossier for it in candidates(kept)] == [notice.dossier], "a stranger's may be the firm's lawyer"


def test_a_number_in_the_subject_counts_for_its_own_firm_only(keep, firm, other_firm, matter):
    mine, theirs, integrator = matter(firm), matter(other_firm), matter(firm, DossierKind.INTEGRATOR)
    assert found(keep(subject=f"Yanıt: {integrator.number.lower()} sayılı dosya")) == (
        MatchedBy.NUMBER,
        integrator.number,
    )
    assert found(keep(subject=f"{theirs.number}")) == in_the_tray(Unmatched.OTHER_FIRM)
    assert found(keep(subject=f"{mine.number}", sender="kimse@hs01.kep.tr")) == in_the_tray(Unmatched.OTHER_FIRM)
    assert found(keep(subject=f"{mine.number} ve {integrator.number}")) == in_the_tray(Unmatched.SEVERAL)
    assert found(keep(subject=f"X{mine.number}9")) == (MatchedBy.SENDER, mine.number), "no number of ours"


def test_the_number_of_a_letter_finds_the_letters_dossier(keep, firm, other_firm, matter):
    matter(firm)
    letter = sent(signed(firm, at=FRIDAY))
    assert found(keep(subject=f"İlgi: {number_of(letter)}")) == (MatchedBy.NUMBER, letter.dossier.number)
    theirs = sent(signed(other_firm, at=FRIDAY))
    assert found(keep(subject=number_of(theirs))) == in_the_tray(Unmatched.OTHER_FIRM)
    later = signed(other_firm, at=FRIDAY + timedelta(days=365))
    assert later.number == letter.number, "numbered anew each year"
    assert found(keep(subject=number_of(sent(later)))) == (MatchedBy.NUMBER, letter.dossier.number)
    unsent = signed(firm, at=FRIDAY)
    assert found(keep(subject=number_of(unsent)))[0] == MatchedBy.SENDER, "nobody knows it yet"
    assert found(keep(subject=f"{number_of(letter)}{'9' * 30}"))[0] == MatchedBy.SENDER


def test_the_senders_only_open_matter_is_found(keep, firm, matter):
    assert found(keep()) == in_the_tray(Unmatched.NONE)
    hidden = matter(firm, shown=False)
    assert found(keep()) == in_the_tray(Unmatched.NONE), "a draft is the firm's own"
    assert found(keep(subject=hidden.number)) == in_the_tray(Unmatched.NONE)
    integrator = matter(firm, DossierKind.INTEGRATOR)
    assert found(keep()) == (MatchedBy.SENDER, integrator.number)
    application = matter(firm)
    assert found(keep()) == (MatchedBy.SENDER, application.number), "one open application comes first"
    second = matter(firm)
    assert found(keep()) == in_the_tray(Unmatched.SEVERAL)
    close_dossier(second, at=FRIDAY)
    close_dossier(application, at=FRIDAY)
    assert found(keep()) == (MatchedBy.SENDER, integrator.number)
    assert found(keep(subject=second.number)) == (MatchedBy.NUMBER, second.number), "named, though closed"


def test_only_an_address_in_force_speaks_for_a_firm(keep, firm, other_firm, matter):
    matter(firm)
    assert found(keep(sender="kimse@hs01.kep.tr")) == in_the_tray(Unmatched.UNKNOWN_SENDER)
    assert found(keep(sender="")) == in_the_tray(Unmatched.UNKNOWN_SENDER)
    KepAddress.objects.create(firm=firm, address="eski@hs01.kep.tr", from_at=FRIDAY, until_at=FRIDAY)
    assert found(keep(sender="eski@hs01.kep.tr")) == in_the_tray(Unmatched.UNKNOWN_SENDER)
    KepAddress.objects.create(
        firm=other_firm, address="isik@hs01.kep.tr", from_at=FRIDAY, until_at=FRIDAY.max.replace(tzinfo=FRIDAY.tzinfo)
    )
    assert found(keep()) == in_the_tray(Unmatched.UNKNOWN_SENDER), "an address of two firms is neither's"


def test_what_nobody_vouches_for_or_nobody_can_read_is_never_matched(keep, notice):
    kept = keep(answers=notice.reference, unverified="untrusted,stale_list")
    assert found(kept) == in_the_tray(Unmatched.UNVERIFIED)
    assert (kept.verified, kept.unverified) == (False, "untrusted,stale_list")
    broken = keep(mail(answers=notice.reference, body=b"Content-Type: multipart/mixed\r\n\r\nx"))
    assert found(broken) == in_the_tray(Unmatched.UNREADABLE)
    assert broken.unreadable == "broken"


def test_candidates_say_why_each_and_never_cross_a_firm(keep, notice, firm, other_firm, matter):
    mine, theirs = matter(firm), matter(other_firm)
    kept = keep(answers=notice.reference, subject=f"{mine.number} {theirs.number}", unverified="unsigned")
    assert [(it.dossier, it.how) for it in candidates(kept)] == [
        (notice.dossier, MatchedBy.REFERENCE),
        (mine, MatchedBy.NUMBER),
    ]
    assert Match() == Match(None, None, None)
