"""Requirement sets: every version is shipped as data, and two persons bring the next one into force."""

from datetime import timedelta

import pytest

from accounts.tests.sign_in import signed_in
from law.clock import legal_day, moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused
from ledger.models import Proposal
from ledger.verification import verify
from policies.files import REQUIREMENTS, file_of
from policies.models import PolicyFile
from registry.models import Evidenced, RequirementSet
from registry.requirements import FIRST, SHIPPED, Wanted, load_requirement_set, next_version, set_in_force

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
SECOND = FIRST + 1
MORE = Wanted("security_test", "Güvenlik testi", "Security test", "Raporu yükleyin.", "Upload it.", "3/c")


@pytest.fixture
def shipped(monkeypatch, at):
    """The first set in force, and a second one shipped: one document more, one fewer, one in other words."""
    load_requirement_set(at)
    first = {it.key: it for it in SHIPPED[FIRST]}
    del first["demonstration"]
    first["commitment"] = Wanted("commitment", "Yeni taahhütname", "New commitment", "…", "…", "3/d")
    monkeypatch.setitem(SHIPPED, SECOND, (*first.values(), MORE))


def said(day):
    return {"in_force_from": day.isoformat(), "citation": "Bakanlık kararı, 1.4.2026"}


def proposed(by, at, day):
    file = file_of(REQUIREMENTS, at=at)
    return propose("registry.adopt_requirements", PolicyFile, file.pk, by=by, at=at, arguments=said(day))


def test_what_is_shipped_is_numbered_without_a_gap_and_wants_each_thing_once():
    assert list(SHIPPED) == list(range(FIRST, FIRST + len(SHIPPED)))
    for wanted in SHIPPED.values():
        keys = [it.key for it in wanted]
        assert len(keys) == len(set(keys))
        assert {it.evidenced for it in wanted} <= set(Evidenced.values)


def test_two_persons_bring_the_next_set_into_force_from_its_day(shipped, officer, approver, at):
    day = legal_day(at) + timedelta(days=30)
    proposal = proposed(officer, at, day)
    assert proposal.preview["adds"] == ["Güvenlik testi"]
    assert len(proposal.preview["drops"]) == 1
    assert proposal.preview["changes"] == ["Yeni taahhütname"]
    made = approve(proposal.pk, by=approver, at=at)
    assert (made.version, made.in_force_from, made.citation) == (SECOND, day, "Bakanlık kararı, 1.4.2026")
    assert [it.key for it in made.requirements.all()] == [it.key for it in SHIPPED[SECOND]]
    assert set_in_force(day - timedelta(days=1)) == RequirementSet.objects.get(version=FIRST)
    assert set_in_force(day) == made
    assert next_version() is None
    assert list(verify()) == []


def test_one_person_alone_and_strangers_bring_nothing_into_force(shipped, officer, approver, inspector, compliance, at):
    for person in (inspector, compliance):
        with pytest.raises(NotAllowed):
            proposed(person, at, legal_day(at))
    proposal = proposed(approver, at, legal_day(at))
    with pytest.raises(Refused):
        approve(proposal.pk, by=approver, at=at)
    with pytest.raises(NotAllowed):
        approve(proposal.pk, by=officer, at=at)
    assert RequirementSet.objects.count() == 1


def test_all_that_stands_in_the_way_is_said(shipped, officer, approver, at, day):
    approve(proposed(officer, at, legal_day(day(30))).pk, by=approver, at=at)
    with pytest.raises(Refused) as refused:
        proposed(officer, at, legal_day(day(-1)))
    assert refused.value.codes == {"none_shipped", "in_the_past", "before_newest"}
    file, bad = file_of("service.kep", at=at), {"in_force_from": "x", "citation": " "}
    with pytest.raises(Refused) as refused:
        propose("registry.adopt_requirements", PolicyFile, file.pk, by=officer, at=at, arguments=bad)
    assert refused.value.codes == {"other_file", "none_shipped", "bad_in_force_from", "no_citation"}


def test_what_changes_in_the_software_meanwhile_is_not_what_was_proposed(shipped, monkeypatch, officer, approver, at):
    proposal = proposed(officer, at, legal_day(at))
    monkeypatch.setitem(SHIPPED, SECOND, SHIPPED[FIRST])
    with pytest.raises(Refused):
        approve(proposal.pk, by=approver, at=at)


def test_the_next_set_is_proposed_on_its_page(shipped, client, officer, approver, at, day):
    signed_in(client, officer)
    assert "/masa/istenenler/oner/" in client.get("/masa/istenenler/").content.decode()
    answer = client.post("/masa/istenenler/oner/", said(legal_day(day(3))))
    assert answer.status_code == 302, answer.content.decode()
    approve(Proposal.objects.get().pk, by=approver, at=at)
    page = client.get("/masa/istenenler/").content.decode()
    assert "Güvenlik testi" in page
    assert "/masa/istenenler/oner/" not in page
    with moved(day(3)):
        assert "Güvenlik testi" in client.get("/basvuru-rehberi/").content.decode()
