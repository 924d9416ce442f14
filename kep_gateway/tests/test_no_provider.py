import pytest

from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.outbox import deliver
from kep_gateway.queries import tasks
from kep_gateway.tests.conftest import FRIDAY
from law.clock import moved

pytestmark = [pytest.mark.django_db]


def test_without_a_provider_every_letter_is_a_task_for_an_officer(settings, post):
    settings.KEP_PROVIDER = "kep_gateway.providers.none.NoProvider"
    notice = post()
    with moved(FRIDAY):
        deliver(FRIDAY)
    notice.refresh_from_db()
    assert notice.status == NoticeStatus.FAILED
    assert notice.evidence.count() == 0
    assert notice in tasks(FRIDAY)
