"""The authority to sign for the ministry: given and ended by two administrators, dated."""

from datetime import date, timedelta

import pytest
from django.test import Client

from accounts.tests.sign_in import signed_in
from documents.actions.end_ministry_signatory import end_ministry_signatory
from documents.letters import authority_of
from documents.models import MinistrySignatory
from law.clock import legal_day
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
ACT, END = "documents.name_ministry_signatory", "documents.end_ministry_signatory"


@pytest.fixture
def given(at):
    return {"title": "Genel Müdür", "key_name": "onay", "source": "Yönerge", "from_on": legal_day(at).isoformat()}


def refused(act, *args, **kwargs):
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value.codes


def test_two_administrators_give_it_and_end_it(administrator, second_administrator, approver, at, given):
    proposal = propose(ACT, type(approver), approver.pk, by=administrator, at=at, arguments=given)
    assert authority_of(approver, legal_day(at)) is None
    approve(proposal.pk, by=second_administrator, at=at)
    held = authority_of(approver, legal_day(at))
    assert held
    assert (held.title, held.key_name, held.delegated) == ("Genel Müdür", "onay", False)
    assert "held" in refused(propose, ACT, type(approver), approver.pk, by=administrator, at=at, arguments=given)
    last = legal_day(at) + timedelta(days=9)
    ending = {"until_on": last.isoformat()}
    alone = refused(end_ministry_signatory, approver.pk, by=administrator, at=at, **ending)
    assert alone == {"second_person"}
    end = propose(END, type(approver), approver.pk, by=administrator, at=at, arguments=ending)
    assert end.preview == {"person": approver.email, "title": "Genel Müdür", **ending}
    assert refused(approve, end.pk, by=administrator, at=at) == {"own_proposal"}
    assert held.in_force_on(last + timedelta(days=1))
    approve(end.pk, by=second_administrator, at=at)
    assert authority_of(approver, last) == held
    assert authority_of(approver, last + timedelta(days=1)) is None
    assert refused(propose, END, type(approver), approver.pk, by=administrator, at=at, arguments=ending) == {"not_held"}
    again = given | {"from_on": (last + timedelta(days=1)).isoformat()}
    approve(propose(ACT, type(approver), approver.pk, by=administrator, at=at, arguments=again).pk,
            by=second_administrator, at=at)  # fmt: skip
    assert MinistrySignatory.objects.filter(person=approver).count() == 2


def test_nobody_gives_it_to_oneself_or_to_a_stranger(administrator, compliance, officer, at, given):
    with pytest.raises(NotAllowed):
        propose(ACT, type(administrator), administrator.pk, by=administrator, at=at, arguments=given)
    with pytest.raises(NotAllowed):
        propose(ACT, type(officer), officer.pk, by=officer, at=at, arguments=given)
    assert refused(propose, ACT, type(compliance), compliance.pk, by=administrator, at=at, arguments=given) >= {
        "no_role"
    }


def test_what_is_unsaid_and_a_last_day_before_the_first_are_refused(
    administrator, second_administrator, approver, at, given
):
    empty = given | {"title": " ", "key_name": "", "source": ""}
    codes = refused(propose, ACT, type(approver), approver.pk, by=administrator, at=at, arguments=empty)
    assert codes == {"no_title", "no_key_name", "no_source"}
    approve(propose(ACT, type(approver), approver.pk, by=administrator, at=at, arguments=given).pk,
            by=second_administrator, at=at)  # fmt: skip
    early = {"until_on": (date.fromisoformat(given["from_on"]) - timedelta(days=1)).isoformat()}
    codes = refused(propose, END, type(approver), approver.pk, by=administrator, at=at, arguments=early)
    assert codes == {"before_start"}


def test_nobody_is_given_the_seal_or_anothers_key(administrator, second_administrator, approver, officer, at, given):
    seal = given | {"key_name": " eseal "}
    assert refused(propose, ACT, type(officer), officer.pk, by=administrator, at=at, arguments=seal) == {"seal_key"}
    approve(propose(ACT, type(approver), approver.pk, by=administrator, at=at, arguments=given).pk,
            by=second_administrator, at=at)  # fmt: skip
    assert refused(propose, ACT, type(officer), officer.pk, by=administrator, at=at, arguments=given) == {"key_taken"}


def test_the_page_lists_and_leads_on(administrator, auditor, approver, given):
    browser = signed_in(Client(), administrator)
    assert str(approver) in browser.get("/masa/imza-yetkilileri/").content.decode()
    address = f"/masa/imza-yetkilileri/{approver.pk}/yetki-oner/"
    assert browser.post(address, given | {"title": ""}).status_code == 422
    assert browser.post(address, given).status_code == 302
    assert browser.get(f"/masa/imza-yetkilileri/{approver.pk}/yetki-bitir/").status_code == 200
    watching = signed_in(Client(), auditor)
    assert "yetki-oner" not in watching.get("/masa/imza-yetkilileri/").content.decode()
    assert watching.get(address).status_code == 403
