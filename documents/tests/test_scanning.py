from __future__ import annotations

import pytest

from documents.actions.settle_scan import settle_scan
from documents.intake import keep, receive
from documents.models import DocumentState
from documents.scanning import SCANNER, scan_waiting
from documents.tasks import scan, sign
from documents.tests.conftest import upload
from ledger.acts import Rule
from ledger.errors import NotAllowed, Refused, TryLater
from ledger.models import Heartbeat

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def scanner(file) -> str:
    """A scanner port for the tests: the third byte from the end says what it finds."""
    mark = file.read()[-1:]
    if mark == b"?":
        raise TryLater("away")
    return "Eicar-Test" if mark == b"!" else ""


@pytest.fixture
def kept(settings, pdf, at, firm, compliance, own_ca):
    settings.SCANNER = "documents.tests.test_scanning.scanner"

    def make(mark: bytes):
        received = receive(upload("a.pdf", pdf + mark), at=at)
        return keep(received, dossier=firm.dossier, kind="x", title="X", by=compliance)

    return make


def test_the_scanner_releases_shuts_and_waits(kept, at):
    clean, bad, waiting = kept(b"."), kept(b"!"), kept(b"?")
    assert scan_waiting(at) == 2
    for document in (clean, bad, waiting):
        document.refresh_from_db()
    assert clean.state == DocumentState.CLEAN
    assert bad.state == DocumentState.INFECTED
    assert waiting.state == DocumentState.QUARANTINED
    step = bad.dossier.steps.last()
    assert (step.act, step.rule, step.facts["found"]) == ("documents.settle_scan", "scanner", "Eicar-Test")
    assert step.documents == [bad.sha256]


def test_a_scan_is_settled_once_and_by_its_rule(kept, at):
    document = kept(b".")
    with pytest.raises(NotAllowed):
        settle_scan(document.pk, by=Rule("signer"), at=at, found="")
    settle_scan(document.pk, by=SCANNER, at=at, found="")
    with pytest.raises(Refused) as refused:
        settle_scan(document.pk, by=SCANNER, at=at, found="x")
    assert refused.value.codes == {"not_quarantined"}


def test_without_a_scanner_nothing_is_scanned(settings, kept, at):
    kept(b".")
    settings.SCANNER = ""
    assert scan_waiting(at) == 0


def test_the_loops_say_that_they_went_round(db):
    sign()
    scan()
    assert set(Heartbeat.objects.values_list("loop", flat=True)) == {"signing", "scan"}
