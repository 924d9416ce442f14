from datetime import date

import pytest

from applications.lifecycle import Status
from ledger.verification import verify
from registry.lifecycle import Standing
from registry.models import Integrator
from registry.queries import standing_of

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_from_application_to_the_list(story):
    story.register().start().send_all(but=["backup_procedure"]).submit()
    story.wait(days=1).take_up().notify_deficiencies(backup_procedure="Belge gönderilmemiştir.")
    story.application.refresh_from_db()
    assert story.application.status == Status.DEFICIENT
    story.wait(days=6)
    notice = story.application.dossier.notices.get()
    assert notice.served_on == date(2026, 3, 8)
    deadline = story.application.dossier.deadlines.get(term="completion")
    assert (deadline.raw_on, deadline.effective_on) == (date(2026, 6, 8), date(2026, 6, 8))
    story.send("backup_procedure").complete().judge().find_suitable().countersign().approve()
    story.application.refresh_from_db()
    assert story.application.status == Status.APPROVED
    integrator = Integrator.objects.get(firm=story.firm)
    assert standing_of(integrator, story.at) == Standing.ACTIVE
    assert story.draw_secret().startswith("isg_")
    assert list(verify()) == []
