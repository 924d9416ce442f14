"""What renewed agreements need of the ministry stands on its worklist, and goes when it is done."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from applications.duties import AGREEMENTS
from applications.worklist import worklist
from contracts.actions.receive_signed import receive_signed
from contracts.actions.request_countersignature import request_countersignature
from contracts.actions.verify_ink import verify_ink
from contracts.models import AgreementVersion, Ink, Kind, Renewal, SignedAgreement
from documents.intake import receive
from law.clock import legal_day, moved
from ledger.actions.approve import approve
from operations.demo.samples import pdf, upload
from operations.demo.story import Story
from policies.models import Policy
from registry.models import Integrator

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def waiting(story: Story) -> list[str]:
    """Return what of agreements waits for the ministry."""
    with moved(story.at):
        found = [task for task in worklist(story.world.officer, story.at) if task.page == "desk_agreement_of"]
    assert all(task.address.startswith("/masa/sozlesme/entegrator/") for task in found)
    return [key for key, words in AGREEMENTS.items() for task in found if task.what == words]


@pytest.fixture
def renewing(story: Story) -> Story:
    """An integrator that was asked to sign version 2, persons deciding."""
    story.become_integrator()
    facts: dict[str, Any] = {"citation": "deneme", "dossier": story.firm.dossier, "decided_at": story.at}
    key, mode = "passivation.agreement_not_returned", "two_persons"
    Policy.objects.create(key=key, value=mode, in_force_from=legal_day(story.at), **facts)
    first = AgreementVersion.objects.get(kind=Kind.AGREEMENT)
    day = legal_day(story.at) + timedelta(days=60)
    given = {"template": "agreement_v2", "effective_on": day.isoformat()}
    story.decide("contracts.publish_version", AgreementVersion, first.pk, **given)
    assert Renewal.objects.count() == 1
    return story


def test_a_signed_one_waits_for_the_signature_of_the_ministry(renewing: Story) -> None:
    assert waiting(renewing) == []
    renewing.renew_agreement()
    assert waiting(renewing) == ["countersign"]
    signed = SignedAgreement.objects.latest("pk")
    renewing.do(request_countersignature, signed.pk, by=renewing.world.approver)
    assert waiting(renewing) == []
    renewing.run_loops()
    signed.refresh_from_db()
    assert signed.countersigned_at == renewing.at
    assert signed.countersigned
    assert all(it.good and it.long_term for it in signed.countersigned.signatures.all())
    assert not signed.countersigned.internal


def test_ink_waits_for_eyes_and_refused_it_waits_for_a_decision_at_the_end(renewing: Story) -> None:
    copy = renewing.issued(renewing.integrator.dossier)
    received = renewing.do(receive, upload("sozlesme.pdf", pdf("Islak imzalı", renewing.name)))
    signed = renewing.do(receive_signed, copy.pk, by=renewing.person, received=received, ink=Ink.WET)
    assert waiting(renewing) == ["compare"]
    renewing.do(verify_ink, signed.pk, by=renewing.world.officer, confirmed=False, note="Okunmuyor.")
    assert waiting(renewing) == []
    renewing.wait(days=40)
    assert waiting(renewing) == ["late"]
    renewal = Renewal.objects.get()
    proposal = renewing.propose("contracts.passivate_unreturned", Renewal, renewal.pk)
    renewing.do(approve, proposal.pk, by=renewing.world.approver)
    assert waiting(renewing) == []
    assert Integrator.objects.get().grounds.get().deadline == renewal.deadline
