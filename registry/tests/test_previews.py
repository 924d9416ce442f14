"""Two persons approve what a preview says: it tells what the act then does, and other facts make it another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.utils.translation import override

from accounts.actions.change_kep import change_kep
from accounts.proposals import compared
from accounts.tests.sign_in import signed_in
from conftest import T0
from deadlines.models import Deadline, DeadlineStatus
from deadlines.sweeper import sweep
from kep_gateway.models import Notice
from law.clock import day_end, moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.actions.propose_anew import propose_anew
from ledger.errors import NotAllowed, Refused
from ledger.models import Outcome, Proposal, Step
from ledger.proposing import rebuilt
from ledger.verification import verify
from policies.files import REQUIREMENTS, file_of
from policies.models import PolicyFile
from registry.actions.draw_secret import draw_secret
from registry.hooks import consequences
from registry.lifecycle import Standing
from registry.listing import as_mapping, entries
from registry.models import FirmSecret, Ground, Integrator
from registry.publication import grounds_public
from registry.queries import standing_of
from registry.requirements import SHIPPED, Wanted, load_requirement_set
from registry.showing import everything_shown
from registry.terms import VALIDITY
from registry.tests.conftest import BREACH

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
END = day_end(date(2026, 6, 30))
IN_FORCE = date(2026, 3, 9)
AFTER = day_end(IN_FORCE)


@pytest.fixture
def suggest(officer):
    """`suggest("passivate", integrator, at, **arguments)`: the officer proposes."""

    def one(verb, integrator, at, **arguments):
        with moved(at):
            return propose(f"registry.{verb}", Integrator, integrator.pk, by=officer, at=at, arguments=arguments)

    return one


def on_the_list(integrator, at):
    """What the list's JSON says of an integrator's standing at an instant; None where it is not on it."""
    rows = everything_shown(Integrator.objects.filter(pk=integrator.pk))
    listed = [as_mapping(it) for it in entries(rows, at, grounds_public=grounds_public(at))]
    if not listed:
        return None
    last = listed[0]["history"][-1]
    return {name: last[name] for name in ("standing", "clause", "ground")}


def running(integrator):
    rows = Deadline.objects.filter(dossier=integrator.dossier, status=DeadlineStatus.OPEN, reminds=None)
    return {it.pk: (it.title, it.effective_on.isoformat()) for it in rows if it.effective_on}


def said(terms):
    return sorted((it["title"], it["last"]) for it in terms)


def live(integrator):
    return set(FirmSecret.objects.filter(integrator=integrator, revoked_at=None).values_list("tail", flat=True))


def carried_out(proposal, integrator, approver, at):
    """Approve a proposal and hold what happened against what its preview had said."""
    preview, before, notices = proposal.preview, running(integrator), set(Notice.objects.values_list("pk", flat=True))
    secrets = live(integrator)
    assert preview["list"]["before"] == on_the_list(integrator, at)
    with moved(at):
        approve(proposal.pk, by=approver, at=at)
    after, terms = running(integrator), preview["terms"]
    assert preview["list"]["after"] == on_the_list(integrator, at)
    assert said(terms["stop"]) == sorted(it for pk, it in before.items() if pk not in after)
    assert said(terms["go_on"]) == sorted(it for pk, it in before.items() if pk in after)
    started = sorted(it for pk, it in after.items() if pk not in before)
    assert sorted(it["title"] for it in terms["start"]) == [title for title, _last in started]
    assert {(it["title"], it["last"]) for it in terms["start"] if "last" in it} <= set(started)
    told = Notice.objects.exclude(pk__in=notices).select_related("letter", "firm").order_by("pk")
    ways = [(it["subject"], it["to"], it["means"], it["address"]) for it in preview["notices"]]
    assert ways == [(it.letter.subject, it.firm.legal_name, it.means, it.address) for it in told]
    assert told[0].letter.body == preview["letter"]["body"]
    assert preview["secrets"] == sorted(f"…{tail}" for tail in secrets - live(integrator))
    assert list(verify()) == []


def test_a_preview_tells_what_each_act_does(integrator, suggest, approver, compliance, filed, renewed, day):
    draw_secret(integrator.pk, by=compliance, at=day(0))
    carried_out(
        suggest("passivate", integrator, day(1), proof_id=filed(integrator, day(1)).pk, **BREACH),
        integrator,
        approver,
        day(2),
    )
    ground, court = Ground.objects.get(), filed(integrator, day(3), kind="court")
    about = {"ground_id": ground.pk, "document_id": court.pk}
    carried_out(suggest("suspend_ground", integrator, day(4), **about), integrator, approver, day(5))
    carried_out(suggest("lift_suspension", integrator, day(6), **about), integrator, approver, day(7))
    remedy = filed(integrator, day(8), kind="remedy")
    carried_out(suggest("reactivate", integrator, day(8), remedy_id=remedy.pk), integrator, approver, day(9))
    letter = filed(integrator, day(10), kind="decision")
    carried_out(suggest("end_integrator", integrator, day(10), document_id=letter.pk), integrator, approver, day(11))
    assert Proposal.objects.latest("pk").preview["list"]["after"] is None


def test_a_preview_tells_what_a_lapse_and_its_end_do(integrator, suggest, approver, filed, renewed, in_force, day):
    sweep(END)
    later = END + timedelta(days=2)
    renewed(integrator, later)
    carried_out(
        suggest("reactivate", integrator, later, remedy_id=None), integrator, approver, later + timedelta(days=1)
    )
    assert standing_of(Integrator.objects.get(), later + timedelta(days=1)) == Standing.ACTIVE


def test_annulling_a_lapse_tells_that_a_certificate_carries_on(integrator, suggest, approver, filed, renewed):
    sweep(END)
    later = END + timedelta(days=2)
    renewed(integrator, later)
    given = {"ground_id": Ground.objects.get().pk, "document_id": filed(integrator, later, kind="court").pk}
    proposal = suggest("annul_ground", integrator, later, **given)
    assert len(proposal.preview["notices"]) == 2
    carried_out(proposal, integrator, approver, later + timedelta(hours=1))


def test_what_rooms_above_know_is_asked_with_the_standing_that_follows(integrator, suggest, filed, approver, day):
    consequences.append(lambda found, after, _at: [f"{found.slug}: {after.value}"])
    try:
        document = filed(integrator, day(0), kind="decision")
        proposal = suggest("end_integrator", integrator, day(0), document_id=document.pk)
        assert proposal.preview["consequences"] == [f"{integrator.slug}: ended"]
        approve(proposal.pk, by=approver, at=day(9))
    finally:
        consequences.pop()


def refused(proposal, approver, at):
    with moved(at), pytest.raises(Refused) as answer:
        approve(proposal.pk, by=approver, at=at)
    return answer.value.codes


def changed(proposal, person, at):
    with moved(at):
        return [it.name for it in compared(proposal, person, at).pairs if it.changed]


def test_a_certificate_accepted_in_between_changes_the_facts(integrator, suggest, approver, filed, renewed, day):
    proposal = suggest("passivate", integrator, day(1), proof_id=filed(integrator, day(1)).pk, **BREACH)
    renewed(integrator, day(2))
    assert refused(proposal, approver, day(3)) == {"facts_changed"}
    assert changed(proposal, approver, day(3)) == ["işlemeye devam eden süreler"]
    made = propose_anew(proposal.pk, by=approver, at=day(3))
    assert (made.arguments, made.proposed_by) == (proposal.arguments, approver)
    proposal.refresh_from_db()
    assert (proposal.outcome, proposal.decided_by) == (Outcome.DECLINED, approver)
    assert refused(made, approver, day(3)) == {"own_proposal"}
    assert Ground.objects.count() == 0
    assert list(verify()) == []


@pytest.mark.parametrize(("first", "second"), [("en", "tr"), ("tr", "en")])
def test_two_persons_who_read_different_languages_approve_one_preview(
    integrator, suggest, approver, filed, renewed, first, second
):
    sweep(END)
    later = END + timedelta(days=2)
    renewed(integrator, later)
    with override(first):
        proposal = suggest("reactivate", integrator, later, remedy_id=None)
    assert proposal.preview["terms"]["start"]
    with override(second), moved(later):
        approve(proposal.pk, by=approver, at=later)
    assert standing_of(Integrator.objects.get(), later) == Standing.ACTIVE


def test_another_kep_address_changes_the_facts_and_the_first_person_proposes_anew(
    integrator, suggest, officer, approver, inspector, filed, papered, day
):
    proposal = suggest("passivate", integrator, day(1), proof_id=filed(integrator, day(1)).pk, **BREACH)
    with pytest.raises(Refused) as unchanged:
        propose_anew(proposal.pk, by=officer, at=day(2))
    assert unchanged.value.codes == {"unchanged"}
    document = papered(integrator.firm.dossier)
    change_kep(integrator.firm.pk, by=officer, at=day(2), kep="yeni@hs02.kep.tr", document=document)
    assert refused(proposal, approver, day(3)) == {"facts_changed"}
    assert changed(proposal, approver, day(3)) == ["yazılar ve gönderilme yolu"]
    with pytest.raises(NotAllowed):
        propose_anew(proposal.pk, by=inspector, at=day(3))
    made = propose_anew(proposal.pk, by=officer, at=day(3))
    proposal.refresh_from_db()
    assert proposal.outcome == Outcome.WITHDRAWN
    with pytest.raises(Refused) as decided:
        propose_anew(proposal.pk, by=officer, at=day(3))
    assert "decided" in decided.value.codes
    carried_out(made, integrator, approver, day(4))
    assert Step.objects.filter(act="ledger.propose_anew").count() == 1


def test_a_closed_ground_changes_the_facts_and_nothing_can_be_proposed_anew(
    integrator, breach, suggest, decide, filed, officer, approver, day
):
    ground = breach(integrator, day(1))
    court = filed(integrator, day(2), kind="court")
    about = {"ground_id": ground.pk, "document_id": court.pk}
    proposal = suggest("suspend_ground", integrator, day(2), **about)
    decide("annul_ground", integrator, day(3), **about)
    assert refused(proposal, approver, day(4)) == {"facts_changed"}
    with moved(day(4)):
        shown = compared(proposal, officer, day(4))
    assert shown.obstacles
    assert shown.anew
    with pytest.raises(Refused):
        propose_anew(proposal.pk, by=officer, at=day(4))
    proposal.refresh_from_db()
    assert proposal.outcome == Outcome.OPEN


def test_an_expired_proposal_is_made_anew_though_nothing_changed(integrator, suggest, officer, approver, filed, day):
    proposal = suggest("passivate", integrator, day(1), proof_id=filed(integrator, day(1)).pk, **BREACH)
    made = propose_anew(proposal.pk, by=officer, at=day(20))
    assert made.preview == proposal.preview
    carried_out(made, integrator, approver, day(21))


def test_a_preview_holds_over_nights_until_a_running_term_is_over(integrator, suggest, approver, filed, day):
    at = END - timedelta(days=3)
    proposal = suggest("passivate", integrator, at, proof_id=filed(integrator, at).pk, **BREACH)
    for instant in (at + timedelta(days=1), END - timedelta(seconds=1)):
        with moved(instant):
            assert rebuilt(proposal, integrator, instant).digest == proposal.preview_digest
    with moved(END):
        assert rebuilt(proposal, integrator, END).digest != proposal.preview_digest
    assert Deadline.objects.filter(term=VALIDITY, status=DeadlineStatus.OPEN).exists()  # no sweeper came by


# bulk acts


@pytest.fixture
def third_set(monkeypatch, integrator, other_integrator, officer, approver):
    """Both firms owe set 2; the third drops one thing that set 2 wants, rewords one and wants one more."""
    load_requirement_set(T0)
    adopted(officer, approver, T0, IN_FORCE)
    sweep(AFTER)
    ahead = {it.key: it for it in SHIPPED[2] if it.key != "hosting_approval"}
    ahead["static_security_test"] = replace(ahead["static_security_test"], first_due_days=180)
    more = Wanted("insurance", "Siber sigorta", "Cyber insurance", "…", "…", "2", applies=False, continues=True)
    monkeypatch.setitem(SHIPPED, 3, (*ahead.values(), more))


def suggested(officer, at, day):
    given = {"in_force_from": day.isoformat(), "citation": "Bakanlık kararı"}
    file = file_of(REQUIREMENTS, at=at)
    return propose("registry.adopt_requirements", PolicyFile, file.pk, by=officer, at=at, arguments=given)


def adopted(officer, approver, at, day):
    proposal = suggested(officer, at, day)
    approve(proposal.pk, by=approver, at=at)
    return proposal


def test_the_preview_of_a_bulk_act_names_the_firms_and_what_opens_for_each(
    third_set, integrator, other_integrator, officer, approver
):
    proposal = adopted(officer, approver, AFTER, IN_FORCE + timedelta(days=60))
    preview = proposal.preview
    (effect,) = preview["effects"]
    assert (preview["firms"], preview["letters"]) == (2, {"kep": 2, "post": 0})
    assert set(effect["firms"]) == {integrator.firm.legal_name, other_integrator.firm.legal_name}
    assert effect["new"] == ["Siber sigorta"]
    assert effect["dropped"] == ["Barındırma hizmeti belgesi"]
    assert effect["changed"] == ["Yıllık statik güvenlik testi (kaynak kod taraması)"]
    sweep(day_end(IN_FORCE + timedelta(days=60)))
    for firm in (integrator, other_integrator):
        owed = set(firm.obligations.filter(ended_at=None).values_list("key", flat=True))
        assert "insurance" in owed
        assert "hosting_approval" not in owed


def test_a_firm_that_ends_before_a_bulk_act_is_approved_changes_its_facts(
    third_set, other_integrator, officer, approver, decide, filed
):
    proposal = suggested(officer, AFTER, IN_FORCE + timedelta(days=60))
    document = filed(other_integrator, AFTER, kind="decision")
    decide("end_integrator", other_integrator, AFTER, document_id=document.pk)
    assert refused(proposal, approver, AFTER) == {"facts_changed"}
    assert "firmalar ve doğan yükümlülükler" in changed(proposal, officer, AFTER)
    assert propose_anew(proposal.pk, by=officer, at=AFTER).preview["firms"] == 1


# pages


def test_both_pages_tell_the_preview_in_words_and_a_changed_one_stands_beside_the_old(
    client, integrator, suggest, officer, approver, filed, renewed, day
):
    with moved(day(1)):
        given = {"proof_id": filed(integrator, day(1)).pk, **BREACH}
        address = f"/masa/entegrator/{integrator.dossier.number}/oner/passivate/"
        page = signed_in(client, officer).post(address, {**given, "seen": ""}).content.decode()
        assert "isik@hs01.kep.tr" in page
        assert "30.06.2026" in page
        proposal = suggest("passivate", integrator, day(1), **given)
        listed = signed_in(client, approver).get("/masa/oneriler/").content.decode()
        assert "isik@hs01.kep.tr" in listed
        assert "contract_breach" not in listed
    renewed(integrator, day(2))
    with moved(day(3)):
        second = signed_in(client, approver)
        answer = second.post(f"/masa/oneriler/{proposal.pk}/onayla/")
        assert answer.status_code == 409
        assert "30.06.2026" in answer.content.decode()
        assert answer.content.decode().count('class="changed"') == 1
        assert second.post(f"/masa/oneriler/{proposal.pk}/karsilastir/").status_code == 302
    assert Proposal.objects.filter(outcome=Outcome.OPEN).get().proposed_by == approver
