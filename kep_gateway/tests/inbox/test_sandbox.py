"""A firm answers from its mailbox at the sandbox's KEP provider, and the answer comes over SOAP into its dossier."""

from __future__ import annotations

import pytest
from pydantic import SecretStr

from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.inbox.loop import take_inbox
from kep_gateway.models import IncomingMail, MatchedBy
from kep_gateway.outbox import deliver
from kep_gateway.sandbox import play
from kep_gateway.sandbox.house import House
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.inbox.mails import PDF, document_of
from kep_gateway.tests.sandbox.provider import SECRETS
from law.clock import moved, now

pytestmark = pytest.mark.django_db


def test_an_answer_played_in_the_firms_mailbox_is_matched_by_what_it_answers(settings, post):
    settings.KEP_PROVIDER, settings.KEP_ENDPOINT = "kep_gateway.providers.ptt.PttProvider", "sandbox:"
    settings.KEP_SECRETS = {name: SecretStr(value) for name, value in SECRETS.items()}
    notice = post()
    with moved(FRIDAY):
        assert deliver(now()) == 1
        notice.refresh_from_db()
        house = House()
        sent = house.message(notice.message_id)
        play.answer(
            house,
            sent,
            subject="Şikâyetimiz yok",
            text="Ektedir.",
            files=[play.File("özet.pdf", "application/pdf", PDF)],
        )
    later = FRIDAY.replace(day=20)
    with moved(later):
        assert take_inbox(later) == 1
        assert take_inbox(later) == 0
    kept = IncomingMail.objects.get()
    assert (kept.unverified, kept.issuer, kept.sender) == ("", "hs01.kep.tr", notice.address)
    assert (kept.status, kept.matched_how, kept.dossier) == (MailStatus.MATCHED, MatchedBy.REFERENCE, notice.dossier)
    assert (kept.subject, kept.text) == ("Şikâyetimiz yok", "Ektedir.")
    assert document_of(kept).title == "KEP ile gelen: özet.pdf"
