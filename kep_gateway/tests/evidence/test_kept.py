"""Every forgery of the corpus is kept, refused with its reasons and shown; none of them starts a clock."""

from __future__ import annotations

from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from django.utils.html import escape

from accounts.tests.sign_in import signed_in
from bench.evidence.corpus import FORGERIES, GENUINE, made
from kep_gateway.evidence.facts import Expected, Proven
from kep_gateway.evidence.reasons import REASONS
from kep_gateway.evidence.verdict import prove
from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Notice
from kep_gateway.notices import notify
from kep_gateway.outbox import collect, deliver
from kep_gateway.providers.protocol import Issued
from kep_gateway.tests.conftest import FRIDAY, THIRTY_DAYS
from kep_gateway.tests.folder import FolderProvider
from kep_gateway.tests.letters import signed
from law.clock import moved

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HOUR = timedelta(hours=1)
DELIVERED = next(name for name in GENUINE if "40" in name)


def bytes_of(name: str) -> bytes:
    return made(name).data


class Corpus(FolderProvider):
    """Gives the whole corpus for any message, and judges each piece by what it was made for."""

    names = tuple(FORGERIES)

    def evidence_for(self, message_id: str) -> list[Issued]:
        return [Issued(bytes_of(name), f"delil-{n}.eml", "message/rfc822") for n, name in enumerate(self.names)]

    def prove(self, data: bytes, expected: Expected, *, at: datetime) -> Proven:
        item = next(made(name) for name in self.names if bytes_of(name) == data)
        return prove(data, item.expected, trust=item.trust, at=item.at)


class WithOneGenuine(Corpus):
    names = (*FORGERIES, DELIVERED)


@pytest.fixture
def sent(firm, settings, tmp_path: Path) -> Notice:
    settings.DOCUMENTS_DIR, settings.KEP_PROVIDER = tmp_path / "documents", f"{__name__}.Corpus"
    step = firm.dossier.steps.get(n=1)
    notify(step, letter=signed(firm, at=FRIDAY), firm=firm, kind="deneme", at=FRIDAY, term=THIRTY_DAYS)
    with moved(FRIDAY):
        deliver(FRIDAY)
    return Notice.objects.get()


def collected(at: datetime) -> Notice:
    with moved(at):
        collect(at)
    return Notice.objects.get()


def test_every_forgery_is_kept_refused_with_its_reasons_and_shown(sent, client, officer):
    notice = collected(FRIDAY + HOUR)
    assert (notice.status, notice.served_on, notice.deadline) == (NoticeStatus.HANDED_OVER, None, None)
    assert not notice.evidence.exists()
    digests = {sha256(bytes_of(name)).hexdigest(): name for name in FORGERIES}
    kept = {row.sha256: set(row.codes.split(",")) for row in notice.refused_evidence.all()}
    assert set(kept) == set(digests)
    assert {name for digest, name in digests.items() if not FORGERIES[name].codes <= kept[digest]} == set()
    with moved(FRIDAY + 2 * HOUR):
        page = signed_in(client, officer).get(f"/masa/kep/{notice.pk}/").content.decode()
    given = set().union(*kept.values()) & set(REASONS)
    assert given == set(REASONS)
    assert {code for code in given if escape(str(REASONS[code])) not in page} == set()


def test_the_control_one_genuine_piece_among_them_serves(sent, settings):
    settings.KEP_PROVIDER = f"{__name__}.WithOneGenuine"
    notice = collected(FRIDAY + HOUR)
    assert notice.evidence.count() == 1
    assert notice.refused_evidence.exists()
