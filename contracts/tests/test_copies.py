"""A firm asks for its copy; the worker issues it."""

import pytest

from accounts.actions.change_address import change_address
from contracts import issuing
from contracts.actions.issue_copy import issue_copy
from contracts.actions.request_copy import request_copy
from contracts.copies import live_copy
from contracts.loading import load_first_versions
from contracts.models import AgreementCopy, Kind
from contracts.versions import blank_forms
from documents.models import Document
from ledger.acts import Rule
from ledger.errors import NotAllowed, Refused
from ledger.models import DossierKind
from ledger.numbers import open_dossier

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def test_a_copy_is_asked_for_then_issued_with_both_files(version, dossier, compliance, at):
    made = request_copy(dossier.pk, by=compliance, at=at)
    assert (made.issued_at, made.pdf) == (None, None)
    assert issuing.run_waiting(at) == 3  # the copy, and the blank form of each kind
    made.refresh_from_db()
    assert made.issued_at == at
    assert made.pdf
    assert made.docx
    assert made.pdf.media_type == "application/pdf"
    assert made.docx.filename == f"sozlesme-{dossier.number}.docx"
    step = dossier.steps.get(act="contracts.issue_copy")
    assert step.rule == "renderer"
    assert sorted([made.pdf.sha256, made.docx.sha256]) == step.documents
    assert set(blank_forms(version)) == {made.pdf.media_type, made.docx.media_type}


def test_the_commitment_is_a_copy_of_its_own(copy, compliance, day):
    made = request_copy(copy.dossier_id, by=compliance, at=day(1), kind=Kind.COMMITMENT)
    assert issuing.run_waiting(day(1)) == 1
    made.refresh_from_db()
    assert made.pdf
    assert made.pdf.filename == f"taahhutname-{copy.dossier.number}.pdf"
    assert live_copy(copy.dossier) == copy
    assert live_copy(copy.dossier, Kind.COMMITMENT) == made


def test_the_worker_makes_nothing_twice(copy, day):
    before = Document.objects.count()
    assert issuing.run_waiting(day(1)) == 0
    assert Document.objects.count() == before


def test_the_same_copy_is_not_issued_again(copy, compliance, day):
    with pytest.raises(Refused) as refused:
        request_copy(copy.dossier_id, by=compliance, at=day(1))
    assert refused.value.codes == {"same_copy"}


def test_changed_data_give_a_new_copy_and_supersede_the_old(copy, firm, compliance, day):
    change_address(firm.pk, by=compliance, at=day(1), text="Yeni Cad. 1 İzmir")
    fresh = request_copy(copy.dossier_id, by=compliance, at=day(1))
    copy.refresh_from_db()
    assert copy.superseded_at == day(1)
    assert fresh.data["address"] == "Yeni Cad. 1 İzmir"
    assert AgreementCopy.objects.filter(dossier=copy.dossier, superseded_at=None).get() == fresh


def test_a_stranger_and_an_officer_cannot_ask(version, dossier, outsider, officer, at):
    for person in (outsider, officer):
        with pytest.raises(NotAllowed):
            request_copy(dossier.pk, by=person, at=at)


def test_everything_missing_is_said_at_once(firm, compliance, at):
    dossier = open_dossier(DossierKind.FIRM, firm=firm, at=at)
    dossier.closed_at = at
    dossier.save()
    with pytest.raises(Refused) as refused:
        request_copy(dossier.pk, by=compliance, at=at)
    assert refused.value.codes == {"no_version", "no_address", "closed", "wrong_dossier"}


def test_a_stale_page_is_refused(copy, compliance, day):
    with pytest.raises(Refused) as refused:
        request_copy(copy.dossier_id, by=compliance, at=day(1), seen=0)
    assert "stale" in refused.value.codes


def test_only_the_renderer_issues_and_only_once(copy, approver, day):
    files = {"pdf": copy.pdf, "docx": copy.docx}
    with pytest.raises(NotAllowed):
        issue_copy(copy.pk, by=Rule("sweeper"), at=day(1), **files)
    copy.superseded_at = day(1)
    copy.save()
    with pytest.raises(Refused) as refused:
        issue_copy(copy.pk, by=issuing.RENDERER, at=day(1), **files)
    assert refused.value.codes == {"issued", "superseded"}


def test_a_failing_copy_waits_and_does_not_block_the_others(
    version, dossier, compliance, other_firm, outsider, at, day, settings
):
    change_address(other_firm.pk, by=outsider, at=at, text="Konya")
    other = open_dossier(DossierKind.APPLICATION, firm=other_firm, at=at)
    failing = request_copy(dossier.pk, by=compliance, at=at)
    failing.data = {}  # rows that nobody can print
    failing.save()
    good = request_copy(other.pk, by=outsider, at=at)
    issuing.run_waiting(at)
    failing.refresh_from_db()
    good.refresh_from_db()
    assert good.issued_at == at
    assert (failing.issued_at, failing.attempts) == (None, 1)
    assert failing.retry_at > at
    assert issuing.run_waiting(at) == 0
    issuing.run_waiting(day(1))
    failing.refresh_from_db()
    assert failing.attempts == 2


def test_version_one_is_loaded_once(version, day):
    assert load_first_versions(day(9)) == version
    assert (version.number, version.published_on, version.effective_on) == (
        1,
        version.effective_on,
        version.published_on,
    )
    assert version.dossier.kind == DossierKind.AGREEMENT
