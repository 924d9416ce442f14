"""A decided application leaves nothing that a second person could still decide."""

import pytest

from applications.models import Application, RejectionGround
from applications.worklist import worklist
from ledger.actions.approve import approve
from ledger.errors import Refused
from ledger.models import Outcome
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
APPROVE, REJECT = "applications.approve", "applications.reject"


@pytest.fixture
def proposals(story):
    """To approve and to reject one suitable application, by its act."""
    story.register().start().send_all().submit().take_up().judge().find_suitable().countersign()
    document = story.application.dossier.documents.earliest("pk").pk
    reasons = {"ground": RejectionGround.NO_AUTHORITY.value, "document": document}
    return {
        APPROVE: story.propose(APPROVE, Application, story.application.pk),
        REJECT: story.propose(REJECT, Application, story.application.pk, **reasons),
    }


@pytest.mark.parametrize(("way", "other"), [(APPROVE, REJECT), (REJECT, APPROVE)])
def test_the_other_proposal_falls_with_the_decision(story, proposals, way, other):
    story.do(approve, proposals[way].pk, by=story.world.approver)
    fallen = proposals[other]
    fallen.refresh_from_db()
    assert (fallen.outcome, fallen.decided_by, fallen.decided_at) == (Outcome.WITHDRAWN, fallen.proposed_by, story.at)
    step = story.application.dossier.steps.get(act="applications.withdraw_proposals")
    assert (step.rule, step.facts) == ("decision", {"proposals": {str(fallen.pk): other}})
    pages = {task.page for task in worklist(story.world.second_approver, story.at)}
    assert "desk_proposals" not in pages
    with pytest.raises(Refused) as refused:
        story.do(approve, fallen.pk, by=story.world.second_approver)
    assert refused.value.codes == {"decided"}
    assert list(verify()) == []


def test_a_decision_beside_which_nothing_waits_says_nothing_of_it(story):
    story.become_integrator()
    assert not story.application.dossier.steps.filter(act="applications.withdraw_proposals").exists()
