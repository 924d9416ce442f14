"""The ministry countersigns what binds the firm; the decision concludes the agreement."""

from datetime import date

import pytest
from django.db import transaction

from contracts.actions.request_copy import request_copy
from contracts.actions.request_countersignature import request_countersignature
from contracts.actions.upload_countersigned import upload_countersigned
from contracts.actions.verify_ink import verify_ink
from contracts.conditions.agreement import countersignature_missing
from contracts.countersigning import bind_countersignature
from contracts.models import SignedAgreement
from contracts.tests.conftest import issued, upload
from documents import demo_ca, signing, store
from documents.intake import receive
from documents.models import MinistrySignatory, SigningStatus
from documents.signatures import verdicts
from ledger.acts import lock_dossier
from ledger.errors import NotAllowed, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def missing(dossier) -> list[str]:
    return [it.code for it in countersignature_missing(dossier)]


def conclude(dossier, at):
    with transaction.atomic():
        return bind_countersignature(lock_dossier(dossier.pk), at=at)


@pytest.fixture
def on_paper(copy, png, send, officer, at):
    sent = send(copy, png, at, ink="wet", name="tarama.png")
    verify_ink(sent.pk, by=officer, at=at, confirmed=True, note="Aslı ile aynı.")
    sent.refresh_from_db()
    return sent


def test_countersigned_by_the_worker_then_concluded(signed, copy, minister, at, day):
    assert missing(copy.dossier) == ["countersignature_missing"]
    request_countersignature(signed.pk, by=minister, at=at)
    assert missing(copy.dossier) == ["countersignature_waits"]
    assert signing.run_waiting(at) == 1
    assert missing(copy.dossier) == []
    document = conclude(copy.dossier, day(1))
    signed.refresh_from_db()
    assert (signed.countersigned, signed.countersigned_at) == (document, day(1))
    assert not document.internal
    both = store.read(document.sha256)
    assert both.startswith(store.read(signed.document.sha256))
    assert both.startswith(issued(copy))
    assert [(it.signer_name, it.good) for it in verdicts(both, at=day(1))] == [
        ("Gülçin Işıldak", True),
        ("Ayla Onay", True),
    ]


def test_nothing_is_concluded_without_it(signed, copy, at):
    with pytest.raises(Refused) as refused:
        conclude(copy.dossier, at)
    assert refused.value.codes == {"countersignature_missing"}


def test_nothing_is_countersigned_that_does_not_bind(copy, minister, send, at):
    sent = send(copy, issued(copy), at)
    assert missing(copy.dossier) == ["countersignature_nothing"]
    with pytest.raises(Refused) as refused:
        request_countersignature(sent.pk, by=minister, at=at)
    assert refused.value.codes == {"agreement_unsigned"}


def test_it_is_asked_for_once(signed, minister, at):
    request_countersignature(signed.pk, by=minister, at=at)
    with pytest.raises(Refused) as refused:
        request_countersignature(signed.pk, by=minister, at=at)
    assert refused.value.codes == {"requested"}


def test_a_failed_one_is_asked_for_again(signed, copy, minister, at, day):
    authority = MinistrySignatory.objects.get()
    right, authority.key_name = authority.key_name, "no-such-key"
    authority.save()
    request_countersignature(signed.pk, by=minister, at=at)
    assert signing.run_waiting(at) == 0
    assert missing(copy.dossier) == ["countersignature_failed"]
    authority.key_name = right
    authority.save()
    fresh = request_countersignature(signed.pk, by=minister, at=day(1))
    signing.run_waiting(day(1))
    fresh.refresh_from_db()
    assert fresh.countersigning
    assert fresh.countersigning.status == SigningStatus.VERIFIED


def test_only_a_signatory_of_the_ministry_whose_authority_stands(signed, approver, officer, at):
    for person in (officer, approver):
        with pytest.raises(NotAllowed):
            request_countersignature(signed.pk, by=person, at=at)
    MinistrySignatory.objects.create(
        person=approver, title="-", key_name="x", source="-", from_on=date(2025, 1, 1), until_on=date(2026, 3, 1)
    )
    with pytest.raises(NotAllowed):
        request_countersignature(signed.pk, by=approver, at=at)


def test_meanwhile_the_firm_neither_asks_anew_nor_sends_again(
    signed, copy, signer, minister, compliance, send, at, day
):
    request_countersignature(signed.pk, by=minister, at=at)
    with pytest.raises(Refused) as refused:
        request_copy(copy.dossier_id, by=compliance, at=day(1))
    assert refused.value.codes == {"countersigned"}
    with pytest.raises(Refused) as refused:
        send(copy, demo_ca.sign_as(issued(copy), signer, at=at), day(1))
    assert refused.value.codes == {"countersigned"}
    assert SignedAgreement.objects.count() == 1


def test_one_that_no_longer_counts_is_not_countersigned(signed, copy, signer, minister, send, at, day):
    send(copy, demo_ca.sign_as(issued(copy), signer, at=day(1)), day(1))
    with pytest.raises(Refused) as refused:
        request_countersignature(signed.pk, by=minister, at=day(2))
    assert refused.value.codes == {"not_counting"}


def test_a_closed_dossier_is_left_alone(signed, copy, minister, at):
    copy.dossier.refresh_from_db()
    copy.dossier.closed_at = at
    copy.dossier.save()
    with pytest.raises(Refused) as refused:
        request_countersignature(signed.pk, by=minister, at=at)
    assert refused.value.codes == {"closed"}


def test_on_paper_the_officer_uploads_both_signatures(on_paper, copy, minister, officer, pdf, png, at, day):
    assert missing(copy.dossier) == ["countersignature_missing"]
    with pytest.raises(Refused) as refused:
        request_countersignature(on_paper.pk, by=minister, at=at)
    assert refused.value.codes == {"wet"}
    upload_countersigned(on_paper.pk, by=officer, at=at, received=receive(upload(png, "bulanik.png"), at=at))
    better = upload_countersigned(on_paper.pk, by=officer, at=day(1), received=receive(upload(pdf), at=day(1)))
    assert better.countersigned
    assert better.countersigned.internal
    assert missing(copy.dossier) == []
    assert conclude(copy.dossier, day(2)) == better.countersigned
    with pytest.raises(Refused) as refused:
        upload_countersigned(on_paper.pk, by=officer, at=day(3), received=receive(upload(pdf), at=day(3)))
    assert refused.value.codes == {"bound"}


def test_no_scan_beside_an_electronic_signature(signed, officer, approver, pdf, at):
    received = receive(upload(pdf), at=at)
    with pytest.raises(Refused) as refused:
        upload_countersigned(signed.pk, by=officer, at=at, received=received)
    assert refused.value.codes == {"electronic"}
    with pytest.raises(NotAllowed):
        upload_countersigned(signed.pk, by=approver, at=at, received=received)


def test_no_scan_before_the_firms_paper_was_compared(copy, png, pdf, send, officer, at):
    sent = send(copy, png, at, ink="wet", name="tarama.png")
    with pytest.raises(Refused) as refused:
        upload_countersigned(sent.pk, by=officer, at=at, received=receive(upload(pdf), at=at))
    assert refused.value.codes == {"agreement_ink_waits"}
