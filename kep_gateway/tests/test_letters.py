"""Telling a firm by letter: what a kind decides, and what no act can do."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy, override

from accounts.actions.change_kep import change_kep
from accounts.models import Firm, User
from applications.terms import COMPLETION
from documents.kinds import KINDS, Opens, letter_kind
from documents.lifecycle import LetterStatus
from documents.models import Letter
from kep_gateway.kept_terms import keep
from kep_gateway.kinds import ABSORBED, ENDED, KEP_CHANGED
from kep_gateway.letters import compose, send, tell, worded
from kep_gateway.models import Means, Notice
from ledger.acts import lock
from ledger.models import Step
from policies.catalogue import CATALOGUE

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def step(firm: Firm, officer: User, papered: Callable[..., str], at: datetime) -> Step:
    """The Step of a new KEP address, which told the firm."""
    change_kep(firm.pk, by=officer, at=at, kep="yeni@hs01.kep.tr", document=papered(firm.dossier))
    return firm.dossier.steps.get(act="accounts.change_kep")


def test_a_sealed_kind_is_sealed_whoever_did_the_act(step: Step) -> None:
    notice = step.notices.get()
    assert (notice.kind, notice.means, notice.address) == ("accounts.kep_changed", Means.KEP, "yeni@hs01.kep.tr")
    assert notice.letter.status == LetterStatus.SIGNING
    assert notice.letter.signing
    assert notice.letter.signing.authority is None
    assert (notice.letter.burdening, notice.letter.challenge) == (False, "")
    assert "yeni@hs01.kep.tr" in notice.letter.body


def test_one_step_tells_one_firm_one_kind_once_by_whatever_means(step: Step, firm: Firm, officer: User, at) -> None:
    firm.kep_addresses.filter(until_at=None).get().delete()
    text = worded(KEP_CHANGED, lock(Firm, firm.pk), address="x", since="02.03.2026")
    with pytest.raises(IntegrityError), transaction.atomic():
        tell(text, step=step, by=officer, at=at)
    assert Notice.objects.get(step=step).means == Means.KEP


def test_an_act_tells_no_kind_that_does_not_name_it(step: Step, firm: Firm, officer: User, at) -> None:
    with pytest.raises(ValueError, match=r"accounts\.change_kep does not tell accounts\.ended"), transaction.atomic():
        tell(worded(ENDED, lock(Firm, firm.pk), since="02.03.2026"), step=step, by=officer, at=at)
    assert not Letter.objects.filter(kind=ENDED.key).exists()


@pytest.mark.parametrize("facts", [{}, {"since": "x"}, {"since": "x", "absorbed": "y", "more": "z"}])
def test_a_letter_is_given_what_its_kind_says_no_more_and_no_less(firm: Firm, facts) -> None:
    with pytest.raises(ValueError, match="absorbed"):
        worded(ABSORBED, firm, **facts)


def test_a_letter_speaks_turkish_whatever_its_author_reads(firm: Firm) -> None:
    with override("en"):
        text = worded(ENDED, firm, since=gettext_lazy("day"))
    assert "gün tarihinde" in text.body


@pytest.mark.parametrize(
    ("key", "opens", "why"),
    [
        ("accounts.ended", None, "twice"),
        ("accounts.other", Opens(COMPLETION, length="no.such_policy"), "policy"),
        ("accounts.other", Opens(COMPLETION, remind="no.such_policy"), "policy"),
    ],
)
def test_a_kind_declared_twice_or_with_a_policy_that_there_is_not_is_a_mistake(key, opens, why) -> None:
    with pytest.raises(ValueError, match=why):
        letter_kind(key, "Deneme", acts=("accounts.end_firm",), clause="2", opens=opens)
    assert "accounts.other" not in KINDS


def test_a_term_of_a_kind_has_the_length_and_the_reminders_of_the_day(firm: Firm, officer: User, at) -> None:
    letter = compose(worded(KINDS["applications.completion"], firm, submitted="x", reasons=[]), by=officer, at=at)
    step = Step(act="applications.send_request", pk=firm.dossier.steps.get(n=1).pk)
    notice = send(letter, step=step, at=at)
    assert notice.term == keep(COMPLETION, CATALOGUE["application.reminders"].default)
