"""An application keeps the requirement set that was in force when it began."""

import pytest

from conftest import T0
from law.clock import legal_day, moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from operations.demo.story import Story
from policies.files import REQUIREMENTS, file_of
from policies.models import PolicyFile
from registry.requirements import FIRST, SHIPPED, Wanted

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_a_running_application_keeps_its_set_and_a_new_one_takes_the_next(world, story, monkeypatch):
    more = Wanted("security_test", "Güvenlik testi", "Security test", "Raporu yükleyin.", "Upload it.", "3/c")
    monkeypatch.setitem(SHIPPED, FIRST + 1, (*SHIPPED[FIRST], more))
    before = story.register().start().application
    with moved(story.at):
        said = {"in_force_from": legal_day(story.at).isoformat(), "citation": "Karar"}
        file = file_of(REQUIREMENTS, at=story.at)
        who = {"by": world.officer, "at": story.at}
        proposal = propose("registry.adopt_requirements", PolicyFile, file.pk, arguments=said, **who)
        approve(proposal.pk, by=world.approver, at=story.at)
    begins = max(T0, story.at)
    other = Story(world, "Çınar Bilişim Ltd. Şti.", kep="cinar@hs02.kep.tr", begins=begins).register().start()
    after = other.application
    assert [it.requirement_set.version for it in (before, after)] == [FIRST, FIRST + 1]
    assert not before.items.filter(requirement__key="security_test").exists()
    assert after.items.filter(requirement__key="security_test").exists()
