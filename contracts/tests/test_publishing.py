"""Two persons publish the next version; its days and its text stay as they are."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from contracts import issuing, wording
from contracts.actions.publish_version import publish_version
from contracts.actions.request_copy import request_copy
from contracts.conditions.agreement import agreement_flaws
from contracts.models import AgreementVersion
from contracts.tests.conftest import issued
from contracts.versions import newest, version_in_force
from documents import demo_ca
from law.clock import legal_day
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused
from ledger.models import Proposal

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ACT = "contracts.publish_version"
EARLIEST = "2026-04-02"


def arguments(effective_on: str = EARLIEST, template: str = "agreement_v2") -> dict[str, str]:
    return {"template": template, "effective_on": effective_on}


@pytest.fixture
def publish(version, officer, approver):
    def publish(at, effective_on: str = EARLIEST) -> Any:
        proposal = propose(ACT, AgreementVersion, version.pk, by=officer, at=at, arguments=arguments(effective_on))
        return approve(proposal.pk, by=approver, at=at)

    return publish


def refused_for(version, officer, at, **given) -> set[str]:
    with pytest.raises(Refused) as refused:
        propose(ACT, AgreementVersion, version.pk, by=officer, at=at, arguments=arguments(**given))
    return set(refused.value.codes)


def test_two_persons_publish(version, publish, at):
    second = publish(at)
    assert (second.number, second.template) == (2, "agreement_v2")
    assert (second.published_on, second.effective_on) == (date(2026, 3, 2), date(2026, 4, 2))
    assert second.template_sha256 == wording.wording("agreement_v2").sha256
    step = second.dossier.steps.get(act=ACT)
    assert (step.audience, step.clause, step.facts["number"]) == ("public", "3/b", 2)


def test_one_person_does_not(version, officer, approver, at):
    proposal = propose(ACT, AgreementVersion, version.pk, by=officer, at=at, arguments=arguments())
    with pytest.raises(NotAllowed):
        approve(proposal.pk, by=officer, at=at)
    own = Proposal.objects.get(pk=proposal.pk)
    with pytest.raises(Refused) as refused:
        publish_version(version.pk, by=approver, at=at, proposal=own, **arguments())
    assert refused.value.codes == {"second_person"}
    assert AgreementVersion.objects.count() == 2  # of each kind the first


def test_an_approver_does_not_approve_his_own(version, approver, at):
    proposal = propose(ACT, AgreementVersion, version.pk, by=approver, at=at, arguments=arguments())
    with pytest.raises(Refused) as refused:
        approve(proposal.pk, by=approver, at=at)
    assert refused.value.codes == {"own_proposal"}


def test_a_firm_proposes_nothing(version, compliance, at):
    with pytest.raises(NotAllowed):
        propose(ACT, AgreementVersion, version.pk, by=compliance, at=at, arguments=arguments())


def test_thirty_days_lie_between_publication_and_effect(version, officer, at):
    assert refused_for(version, officer, at, effective_on="2026-04-01") == {"too_soon"}
    assert refused_for(version, officer, at, effective_on="tomorrow") == {"bad_day"}
    assert refused_for(version, officer, at, effective_on="", template="agreement_v1") == {"bad_day", "same_text"}
    assert refused_for(version, officer, at, template="agreement_v7") == {"no_text"}


def test_approved_a_day_later_it_is_too_soon(version, officer, approver, at, day):
    proposal = propose(ACT, AgreementVersion, version.pk, by=officer, at=at, arguments=arguments())
    with pytest.raises(Refused) as refused:
        approve(proposal.pk, by=approver, at=day(1))
    assert refused.value.codes == {"too_soon"}


def test_only_the_newest_is_followed(version, publish, officer, at):
    publish(at)
    assert refused_for(version, officer, at) == {"not_newest", "same_text"}


def test_in_force_from_midnight_of_its_day(version, publish, at):
    second = publish(at)
    assert newest(date(2026, 3, 1)) is None
    assert newest(date(2026, 3, 2)) == second
    assert version_in_force(date(2026, 3, 1)) is None
    assert version_in_force(date(2026, 4, 1)) == version
    assert version_in_force(date(2026, 4, 2)) == second


def test_a_published_version_never_changes(version):
    version.effective_on = date(2030, 1, 1)
    with pytest.raises(IntegrityError, match="append-only"), transaction.atomic():
        version.save()
    version.refresh_from_db()
    assert version.effective_on == date(2026, 3, 2)


def test_the_old_version_sent_after_publication_is_flawed(copy, signer, publish, send, at, day):
    publish(at)
    sent = send(copy, demo_ca.sign_as(issued(copy), signer, at=day(1)), day(1))
    assert sent.found == ["older_version"]
    codes = {it.code for it in agreement_flaws(copy.dossier, on=legal_day(day(1)))}
    assert codes == {"agreement_older_version"}


def test_signed_before_publication_it_is_good_until_the_new_terms_hold(signed, copy, publish, day):
    publish(day(1), "2026-04-03")
    assert list(agreement_flaws(copy.dossier, on=date(2026, 4, 2))) == []
    (obstacle,) = agreement_flaws(copy.dossier, on=date(2026, 4, 3))
    assert (obstacle.code, obstacle.clause) == ("agreement_version_ended", "3/b")


def test_after_publication_the_firm_may_ask_for_the_new_version(copy, publish, compliance, at, day):
    publish(at)
    fresh = request_copy(copy.dossier_id, by=compliance, at=day(1))
    assert fresh.version.number == 2
    assert issuing.run_waiting(day(1)) == 2  # the copy and version 2's blank form
