from datetime import date, timedelta

import pytest
from stdnum.tr import tckimlik

from accounts import hooks
from accounts.actions.change_address import change_address
from accounts.actions.change_kep import change_kep
from accounts.actions.end_firm import end_firm
from accounts.actions.end_mandate import end_mandate
from accounts.actions.end_signatory import end_signatory
from accounts.actions.merge_firms import merge_firms
from accounts.actions.name_signatory import name_signatory
from accounts.actions.rename_firm import rename_firm
from accounts.identity import identity_digest
from accounts.models import Firm
from conftest import PAPER
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.acts import may
from ledger.errors import NotAllowed, Obstacle, Refused
from ledger.offers import offers
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NUMBER = "100000000" + tckimlik.calc_check_digits("100000000")


@pytest.fixture
def firm(firm, papered):
    """The firm, with a document in its file."""
    papered(firm.dossier)
    firm.dossier.refresh_from_db()
    return firm


@pytest.fixture
def known():
    """What a higher room knows of a firm."""
    found: list[Obstacle] = []

    def facts(firm):
        return found

    hooks.firm_facts.append(facts)
    yield found
    hooks.firm_facts.remove(facts)


def test_a_new_name_rests_on_a_document_and_the_old_one_stays_in_history(firm, officer, at):
    rename_firm(firm.pk, by=officer, at=at, legal_name="Işık Yazılım A.Ş.", document=PAPER)
    firm.refresh_from_db()
    assert (firm.legal_name, firm.name_key) == ("Işık Yazılım A.Ş.", "isik yazilim a.s.")
    assert [row.legal_name for row in firm.history.all()] == ["Işık Yazılım A.Ş.", "Işık İSG Yazılım A.Ş."]
    assert firm.dossier.steps.last().documents == [PAPER]
    assert list(verify()) == []


@pytest.mark.parametrize(
    ("name", "document", "codes"),
    [
        (" ", "", {"no_name", "no_document"}),
        ("Işık İSG Yazılım A.Ş.", PAPER, {"same_name"}),
        ("X", "zz", {"no_document"}),
        ("X", "b" * 64, {"no_document"}),
    ],
)
def test_a_bad_new_name_is_refused_with_all_reasons(firm, officer, at, name, document, codes):
    with pytest.raises(Refused) as refused:
        rename_firm(firm.pk, by=officer, at=at, legal_name=name, document=document)
    assert refused.value.codes == codes


@pytest.mark.parametrize("state", ["quarantined", "infected"])
def test_what_the_virus_scan_holds_back_proves_nothing(firm, officer, at, state):
    document = firm.dossier.documents.get()
    document.state = state
    document.save()
    with pytest.raises(Refused) as refused:
        rename_firm(firm.pk, by=officer, at=at, legal_name="Yeni", document=PAPER)
    assert refused.value.codes == {"no_document"}


def test_another_firms_document_proves_nothing(firm, other_firm, officer, at):
    with pytest.raises(Refused) as refused:
        rename_firm(other_firm.pk, by=officer, at=at, legal_name="Yeni", document=PAPER)
    assert refused.value.codes == {"no_document"}


def test_a_stale_page_changes_nothing(firm, officer, at):
    rename_firm(firm.pk, by=officer, at=at, legal_name="Yeni", document=PAPER, seen=2)
    with pytest.raises(Refused) as refused:
        rename_firm(firm.pk, by=officer, at=at, legal_name="Daha yeni", document=PAPER, seen=2)
    assert refused.value.codes == {"stale"}
    assert [step.act for step in refused.value.since] == ["accounts.rename_firm"]


@pytest.mark.parametrize("who", ["compliance", "outsider", "approver", "auditor", "administrator", "inspector"])
def test_only_an_officer_changes_what_documents_prove(request, firm, at, who):
    person = request.getfixturevalue(who)
    with pytest.raises(NotAllowed):
        rename_firm(firm.pk, by=person, at=at, legal_name="Yeni", document=PAPER)
    with pytest.raises(NotAllowed):
        change_kep(firm.pk, by=person, at=at, kep="yeni@hs01.kep.tr", document=PAPER)


@pytest.mark.parametrize("who", ["outsider", "approver", "auditor", "administrator", "inspector"])
def test_strangers_name_and_end_no_signatory(request, firm, compliance, at, who):
    signatory = name_signatory(
        firm.pk, by=compliance, at=at, full_name="A B", identity_number=NUMBER, source="x", from_on=at.date()
    )
    with pytest.raises(NotAllowed):
        end_signatory(signatory.pk, by=request.getfixturevalue(who), at=at, until_on=at.date())
    with pytest.raises(NotAllowed):
        name_signatory(
            firm.pk,
            by=request.getfixturevalue(who),
            at=at,
            full_name="A B",
            identity_number=NUMBER,
            source="x",
            from_on=at.date(),
        )


def test_the_old_kep_address_is_closed_when_the_new_one_opens(firm, officer, at, day):
    change_kep(firm.pk, by=officer, at=day(3), kep=" Yeni@HS02.kep.tr ", document=PAPER)
    assert firm.kep_on(day(3) - timedelta(seconds=1)) == "isik@hs01.kep.tr"
    assert firm.kep_on(day(3)) == "yeni@hs02.kep.tr"
    assert firm.kep_addresses.filter(until_at=None).count() == 1


@pytest.mark.parametrize(
    ("kep", "code"), [("a@b.com", "bad_kep"), ("kep.tr", "bad_kep"), ("isik@hs01.kep.tr", "same_kep")]
)
def test_a_bad_kep_address_is_refused_at_its_field(firm, officer, at, kep, code):
    with pytest.raises(Refused) as refused:
        change_kep(firm.pk, by=officer, at=at, kep=kep, document="")
    assert refused.value.codes == {code, "no_document"}
    assert {o.field for o in refused.value.obstacles} == {"kep", "document"}


def test_a_firm_tells_its_new_address_without_a_document(firm, compliance, officer, outsider, at, day):
    change_address(firm.pk, by=compliance, at=at, text="Ankara")
    change_address(firm.pk, by=officer, at=day(1), text="İzmir")
    rows = list(firm.postal_addresses.values_list("text", "until_at"))
    assert rows == [("İzmir", None), ("Ankara", day(1))]
    for text, code in ((" ", "no_address"), ("İzmir", "same_address")):
        with pytest.raises(Refused) as refused:
            change_address(firm.pk, by=compliance, at=day(2), text=text)
        assert refused.value.codes == {code}
    with pytest.raises(NotAllowed):
        change_address(firm.pk, by=outsider, at=at, text="X")


def test_the_last_mandate_may_end_and_then_nobody_acts_for_the_firm(firm, compliance, at):
    mandate = end_mandate(firm.mandates.get().pk, by=compliance, at=at)
    assert (mandate.until_at, firm.dossier.steps.last().facts["left"]) == (at, 0)
    assert not may(compliance, "accounts.see_firm", firm)
    with pytest.raises(NotAllowed):
        end_mandate(mandate.pk, by=compliance, at=at)


def test_an_officer_ends_a_mandate_with_a_document_only(firm, officer, outsider, at):
    mandate = firm.mandates.get()
    with pytest.raises(Refused) as refused:
        end_mandate(mandate.pk, by=officer, at=at)
    assert refused.value.codes == {"no_document"}
    with pytest.raises(NotAllowed):
        end_mandate(mandate.pk, by=outsider, at=at)
    end_mandate(mandate.pk, by=officer, at=at, document=PAPER)
    assert firm.dossier.steps.last().documents == [PAPER]
    with pytest.raises(Refused) as again:
        end_mandate(mandate.pk, by=officer, at=at, document=PAPER)
    assert again.value.codes == {"ended"}


def test_a_signatory_is_kept_as_digest_and_tail(firm, officer, at):
    signatory = name_signatory(
        firm.pk, by=officer, at=at, full_name="Ada Işık", identity_number=NUMBER, source="Sirküler", from_on=at.date()
    )
    assert (signatory.identity_digest, signatory.identity_tail) == (identity_digest(NUMBER), NUMBER[-4:])
    step = firm.dossier.steps.last()
    assert NUMBER not in step.canonical
    assert "Ada" not in step.canonical
    with pytest.raises(Refused) as refused:
        name_signatory(
            firm.pk, by=officer, at=at, full_name="Ada Işık", identity_number=NUMBER, source="x", from_on=at.date()
        )
    assert refused.value.codes == {"named"}


def test_a_bad_signatory_is_refused_with_all_reasons_at_their_fields(firm, officer, at):
    with pytest.raises(Refused) as refused:
        name_signatory(
            firm.pk, by=officer, at=at, full_name=" ", identity_number="12345678901", source="", from_on=at.date()
        )
    assert {o.field for o in refused.value.obstacles} == {"full_name", "identity_number", "source"}


def test_an_authority_ends_on_a_day_and_earlier_signatures_stay_good(firm, officer, at):
    start = date(2026, 3, 2)
    signatory = name_signatory(
        firm.pk, by=officer, at=at, full_name="Ada Işık", identity_number=NUMBER, source="Sirküler", from_on=start
    )
    with pytest.raises(Refused) as early:
        end_signatory(signatory.pk, by=officer, at=at, until_on=start - timedelta(days=1))
    assert early.value.codes == {"before_start"}
    ended = end_signatory(signatory.pk, by=officer, at=at, until_on=start)
    assert [ended.binds_on(start), ended.binds_on(start + timedelta(days=1))] == [True, False]
    with pytest.raises(Refused) as again:
        end_signatory(signatory.pk, by=officer, at=at, until_on=start)
    assert again.value.codes == {"ended"}


def test_a_firm_ends_by_two_persons_with_its_mandates(firm, officer, approver, compliance, at):
    proposal = propose("accounts.end_firm", Firm, firm.pk, by=officer, at=at, arguments={"document": PAPER})
    assert proposal.preview["mandates"] == 1
    with pytest.raises(NotAllowed):
        approve(proposal.pk, by=officer, at=at)
    approve(proposal.pk, by=approver, at=at)
    firm.refresh_from_db()
    assert (firm.ended_at, firm.mandates.filter(until_at=None).count()) == (at, 0)
    notice = firm.dossier.steps.get(act="accounts.end_firm").notices.get()
    assert (notice.kind, notice.address, notice.letter.status) == ("accounts.ended", firm.kep_on(at), "draft")
    assert not may(compliance, "accounts.see_firm", firm)
    with pytest.raises(Refused) as refused:
        rename_firm(firm.pk, by=officer, at=at, legal_name="Yeni", document=PAPER)
    assert refused.value.codes == {"firm_ended"}


def test_one_person_ends_no_firm(firm, approver, officer, compliance, at):
    with pytest.raises(Refused) as refused:
        end_firm(firm.pk, by=approver, at=at, document=PAPER)
    assert refused.value.codes == {"second_person"}
    with pytest.raises(NotAllowed):
        propose("accounts.end_firm", Firm, firm.pk, by=compliance, at=at, arguments={"document": PAPER})


def test_what_the_rooms_above_know_keeps_a_firm_from_ending(firm, other_firm, officer, known, at):
    known.append(Obstacle("open_application", "Açık başvurusu var."))
    for act, arguments in (
        ("accounts.end_firm", {"document": ""}),
        ("accounts.merge_firms", {"document": "", "into": other_firm.pk}),
    ):
        with pytest.raises(Refused) as refused:
            propose(act, Firm, firm.pk, by=officer, at=at, arguments=arguments)
        assert refused.value.codes == {"open_application", "no_document"}


def test_an_absorbed_firm_ends_and_both_files_tell_of_it(firm, other_firm, officer, approver, at):
    arguments = {"into": other_firm.pk, "document": PAPER}
    proposal = propose("accounts.merge_firms", Firm, firm.pk, by=officer, at=at, arguments=arguments)
    assert proposal.preview["into"] == other_firm.legal_name
    approve(proposal.pk, by=approver, at=at)
    firm.refresh_from_db()
    assert (firm.ended_at, firm.merged_into) == (at, other_firm)
    assert firm.dossier.closed_at == at
    assert firm.mandates.filter(until_at=None).count() == 0
    for row, kind, status in ((firm, "accounts.merged", "draft"), (other_firm, "accounts.absorbed", "signing")):
        notice = row.dossier.steps.get(act="accounts.merge_firms").notices.get()
        assert (notice.firm, notice.kind, notice.letter.status) == (row, kind, status)
    assert list(verify()) == []


@pytest.mark.parametrize("into", ["itself", "nobody"])
def test_a_firm_merges_into_another_live_one_only(firm, officer, approver, at, into):
    target = {"itself": firm.pk, "nobody": 0}[into]
    arguments = {"into": target, "document": PAPER}
    with pytest.raises(Refused) as refused:
        propose("accounts.merge_firms", Firm, firm.pk, by=officer, at=at, arguments=arguments)
    assert refused.value.codes == {"no_other_firm"}
    with pytest.raises(Refused) as done:
        merge_firms(firm.pk, by=approver, at=at, **arguments)
    assert done.value.codes == {"no_other_firm", "second_person"}


def test_buttons_follow_the_right(firm, officer, compliance, auditor, at):
    names = ("accounts.rename_firm", "accounts.end_firm", "accounts.invite")
    offered = {
        person: [it.act.name for it in offers(names, firm, person, at)] for person in (officer, compliance, auditor)
    }
    assert offered == {officer: list(names), compliance: ["accounts.invite"], auditor: []}
