from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from deadlines.models import Deadline
from deadlines.sweeper import sweep
from deadlines.terms import open_deadline
from documents.models import Letter
from kep_gateway.kept_terms import keep
from kep_gateway.letters import compose, worded
from kep_gateway.models import Notice
from kep_gateway.notices import notify
from law.clock import day_end, legal_day
from law.terms import Term, Unit
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused
from ledger.verification import verify
from policies.catalogue import CATALOGUE
from registry.actions.draw_secret import draw_secret
from registry.actions.verify_certificate import verify_certificate
from registry.hooks import consequences
from registry.keys import digest
from registry.lifecycle import Standing
from registry.models import Certificate, Ground, Integrator
from registry.notices import REACTIVATED
from registry.queries import active, standing_of
from registry.terms import VALIDITY
from registry.tests.conftest import BREACH

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
END = day_end(date(2026, 6, 30))


def now(integrator, at):
    return standing_of(Integrator.objects.get(pk=integrator.pk), at)


def affected(*known: object) -> list[str]:
    return ["12 kurum etkilenir"]


# breach, stay, annulment, reactivation, end


def test_a_breach_makes_passive_by_two_persons(integrator, breach, day):
    ground = breach(integrator, day(2))
    assert (ground.clause, ground.article, ground.proposal.act) == ("2", "m. 7", "registry.passivate")
    assert now(integrator, day(2)) == Standing.PASSIVE
    letter = Letter.objects.get()
    assert letter.status == "draft"
    assert BREACH["why_no_period"] in letter.body
    assert BREACH["hearing"] in letter.body
    assert letter.challenge
    assert Notice.objects.get().kind == "registry.passivated"
    assert list(verify()) == []


def test_a_letter_says_its_own_kinds_challenge_and_else_the_general_one(
    integrator, breach, decide, filed, in_force, day
):
    in_force("letter.challenge.registry.passivated", "On beş gün içinde itiraz.", legal_day(day(1)))
    breach(integrator, day(0))
    breach(integrator, day(1))
    decide("end_integrator", integrator, day(2), document_id=filed(integrator, day(2), kind="decision").pk)
    general = CATALOGUE["letter.challenge"].default
    told = Letter.objects.order_by("pk").values_list("challenge", flat=True)
    assert list(told) == [general, "On beş gün içinde itiraz.", general]


def test_a_breach_needs_its_facts_and_two_different_persons(integrator, officer, approver, filed, compliance, at):
    proof = filed(integrator, at)
    bad = {"proof_id": 999, "article": "", "why_no_period": " ", "hearing": ""}
    with pytest.raises(Refused) as refused:
        propose("registry.passivate", Integrator, integrator.pk, by=officer, at=at, arguments=bad)
    assert {o.field for o in refused.value.obstacles} == set(bad)
    with pytest.raises(NotAllowed):
        propose("registry.passivate", Integrator, integrator.pk, by=compliance, at=at, arguments=bad)
    good = {"proof_id": proof.pk, **BREACH}
    proposal = propose("registry.passivate", Integrator, integrator.pk, by=approver, at=at, arguments=good)
    with pytest.raises(Refused) as refused:
        approve(proposal.pk, by=approver, at=at)
    assert "own_proposal" in refused.value.codes
    with pytest.raises(NotAllowed):
        approve(proposal.pk, by=officer, at=at)


def test_the_preview_says_what_would_follow_and_stays_the_same_on_another_day(
    integrator, officer, filed, approver, day
):
    consequences.append(affected)
    try:
        arguments = {"proof_id": filed(integrator, day(0)).pk, **BREACH}
        proposal = propose("registry.passivate", Integrator, integrator.pk, by=officer, at=day(0), arguments=arguments)
        after = {"standing": "passive", "clause": "2", "ground": "contract_breach"}
        assert proposal.preview["list"] == {
            "before": {"standing": "active", "clause": None, "ground": None},
            "after": after,
        }
        (notice,) = proposal.preview["notices"]
        assert (notice["to"], notice["means"], notice["address"]) == (
            "Işık İSG Yazılım A.Ş.",
            "kep",
            "isik@hs01.kep.tr",
        )
        assert proposal.preview["consequences"] == ["12 kurum etkilenir"]
        approve(proposal.pk, by=approver, at=day(9))
    finally:
        consequences.pop()
    assert now(integrator, day(9)) == Standing.PASSIVE


def test_a_stay_makes_active_until_it_is_lifted(integrator, breach, decide, filed, day):
    ground = breach(integrator, day(2))
    court = filed(integrator, day(3), kind="court")
    said = {"ground_id": ground.pk, "document_id": court.pk}
    decide("suspend_ground", integrator, day(4), **said)
    assert [now(integrator, day(n)) for n in (1, 3, 4, 5)] == ["active", "passive", "active", "active"]
    assert list(active(day(5))) == [integrator]
    with pytest.raises(Refused) as refused:
        decide("suspend_ground", integrator, day(5), **said)
    assert refused.value.codes == {"stayed", "no_ground"}
    decide("lift_suspension", integrator, day(6), **said)
    assert [now(integrator, day(n)) for n in (5, 6)] == ["active", "passive"]
    with pytest.raises(Refused) as refused:
        decide("lift_suspension", integrator, day(7), **said)
    assert refused.value.codes == {"no_stay", "not_stayed"}
    assert list(verify()) == []


def test_a_stay_of_a_lapse_lasts_though_the_certificate_has_ended(integrator, decide, filed):
    sweep(END)
    later = END + timedelta(days=1)
    court = filed(integrator, later, kind="court")
    decide("suspend_ground", integrator, later, ground_id=Ground.objects.get().pk, document_id=court.pk)
    sweep(later + timedelta(days=30))
    assert now(integrator, later + timedelta(days=30)) == Standing.ACTIVE


def test_an_annulled_ground_never_was(integrator, breach, decide, filed, day):
    ground = breach(integrator, day(2))
    court = filed(integrator, day(3), kind="court")
    with pytest.raises(Refused) as refused:
        decide("annul_ground", integrator, day(4), ground_id=999, document_id=999)
    assert refused.value.codes == {"no_ground", "no_document"}
    decide("annul_ground", integrator, day(4), ground_id=ground.pk, document_id=court.pk)
    assert now(integrator, day(3)) == Standing.ACTIVE
    integrator.refresh_from_db()
    assert integrator.active_until == END
    with pytest.raises(Refused) as refused:
        decide("annul_ground", integrator, day(5), ground_id=ground.pk, document_id=court.pk)
    assert "closed" in refused.value.codes
    assert list(verify()) == []


def test_an_annulled_lapse_runs_on_with_the_certificate_that_covers(integrator, renewed, decide, filed):
    sweep(END)
    later = END + timedelta(days=2)
    renewed(integrator, later)
    assert now(integrator, later) == Standing.PASSIVE
    court = filed(integrator, later, kind="court")
    decide("annul_ground", integrator, later, ground_id=Ground.objects.get().pk, document_id=court.pk)
    assert now(integrator, END) == Standing.ACTIVE
    integrator.refresh_from_db()
    assert integrator.active_until == day_end(date(2027, 7, 3))
    assert list(verify()) == []


def test_reactivation_closes_every_ground_with_fresh_documents_and_revokes_secrets(
    integrator, breach, compliance, renewed, decide, filed, day
):
    draw_secret(integrator.pk, by=compliance, at=day(1))
    ground = breach(integrator, day(2))
    sweep(END)
    later = END + timedelta(days=5)
    with pytest.raises(Refused) as refused:
        decide("reactivate", integrator, later)
    assert refused.value.codes == {"no_certificate", "no_remedy"}
    newer = renewed(integrator, later)
    with pytest.raises(Refused) as refused:
        decide("reactivate", integrator, later, remedy_id=ground.proof_id)
    assert refused.value.codes == {"no_remedy"}
    remedy = filed(integrator, later, kind="remedy", by=compliance)
    decide("reactivate", integrator, later, remedy_id=remedy.pk)
    assert now(integrator, later) == Standing.ACTIVE
    closed = {ground.kind: ground.closing_document_id for ground in Ground.objects.all()}
    assert closed == {"document_lapsed": newer.document_id, "contract_breach": remedy.pk}
    assert integrator.secrets.get().revoked_because == "reactivated"
    integrator.refresh_from_db()
    assert integrator.active_until == day_end(newer.valid_until_on)
    assert Deadline.objects.get(term=VALIDITY, status="open").due_at == integrator.active_until
    assert list(verify()) == []


def test_the_lapsed_certificate_itself_reactivates_nobody(integrator, decide, officer, day):
    certificate = Certificate.objects.get()
    said: dict[str, Any] = {"how": "web", "reference": "1", "verified_on": date(2026, 3, 2)}
    verify_certificate(certificate.pk, by=officer, at=day(1), status="withdrawn", **said)
    decide("passivate_lapsed", integrator, day(2), certificate_id=certificate.pk)
    verify_certificate(certificate.pk, by=officer, at=day(3), **said)
    assert now(integrator, day(3)) == Standing.PASSIVE
    with pytest.raises(Refused) as refused:
        decide("reactivate", integrator, day(4))
    assert refused.value.codes == {"same_certificate"}


def test_an_ended_integrator_has_no_terms_secrets_or_acts(integrator, compliance, decide, filed, officer, day):
    draw_secret(integrator.pk, by=compliance, at=day(1))
    paper = filed(integrator, day(1), kind="decision")
    asked = Term("answer", 15, Unit.DAYS, rolls=True, clause="2", title="Yanıt")
    step = integrator.dossier.steps.latest("pk")
    with transaction.atomic():
        open_deadline(integrator.dossier, asked, start=legal_day(day(1)), evidence="tutanak", step=step)
        letter = compose(worded(REACTIVATED, integrator), by=officer, at=day(1))
        notice = notify(step, letter=letter, firm=integrator.firm, kind="deneme", at=day(1), term=asked, remind=(3,))
    assert notice.term == keep(asked, (3,))
    decide("end_integrator", integrator, day(2), document_id=paper.pk)
    assert now(integrator, day(2)) == Standing.ENDED
    assert integrator.secrets.get().revoked_because == "ended"
    assert not Deadline.objects.filter(dossier=integrator.dossier, status="open").exists()
    notice.refresh_from_db()
    assert notice.term is None
    with pytest.raises(Refused) as refused:
        decide("end_integrator", integrator, day(3), document_id=paper.pk)
    assert refused.value.codes == {"ended"}
    sweep(END)
    assert not Ground.objects.exists()
    assert list(verify()) == []


# secrets


def test_a_secret_is_shown_once_and_redrawing_revokes(integrator, compliance, outsider, officer, breach, day):
    first = draw_secret(integrator.pk, by=compliance, at=day(0))
    second = draw_secret(integrator.pk, by=compliance, at=day(1))
    live = integrator.secrets.get(revoked_at=None)
    assert (live.digest, live.tail) == (digest(second), second[-4:])
    assert first not in str(list(integrator.secrets.values()))
    assert integrator.secrets.get(digest=digest(first)).revoked_because == "redrawn"
    for stranger in (outsider, officer):
        with pytest.raises(NotAllowed):
            draw_secret(integrator.pk, by=stranger, at=day(1))
    breach(integrator, day(2))
    with pytest.raises(Refused) as refused:
        draw_secret(integrator.pk, by=compliance, at=day(3))
    assert refused.value.codes == {"passive"}
    assert second not in str(list(integrator.dossier.steps.values()))


def test_a_stale_page_draws_no_secret(integrator, compliance, at):
    with pytest.raises(Refused) as refused:
        draw_secret(integrator.pk, by=compliance, at=at, seen=0)
    assert refused.value.codes == {"stale"}


# the database alone


@pytest.mark.parametrize("missing", ["proof", "proposal", "article", "why_no_period", "hearing", "author"])
def test_the_database_refuses_a_breach_without_its_facts(integrator, breach, day, missing):
    whole = breach(integrator, day(1))
    empty = "" if isinstance(getattr(whole, missing), str) else None
    whole.pk = None
    setattr(whole, missing, empty)
    with pytest.raises(IntegrityError), transaction.atomic():
        whole.save(force_insert=True)


@pytest.mark.parametrize("missing", ["certificate", "lapsed_on", "rule", "clause"])
def test_the_database_refuses_a_lapse_without_its_facts(integrator, missing):
    sweep(END)
    whole = Ground.objects.get()
    empty = "" if isinstance(getattr(whole, missing), str) else None
    whole.pk = None
    setattr(whole, missing, empty)
    with pytest.raises(IntegrityError), transaction.atomic():
        whole.save(force_insert=True)


def test_the_database_refuses_a_closing_without_two_persons_and_a_document(integrator, breach, day):
    ground = breach(integrator, day(1))
    ground.closing, ground.closed_at = "remedied", day(2)
    with pytest.raises(IntegrityError), transaction.atomic():
        ground.save()


def test_one_certificate_lapses_once(integrator):
    sweep(END)
    again = Ground.objects.get()
    again.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        again.save(force_insert=True)
