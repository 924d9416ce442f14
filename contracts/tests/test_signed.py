"""What comes back is kept, judged with every reason, and never refused for a flaw."""

from datetime import UTC, date, datetime

import pytest

from accounts.actions.change_address import change_address
from accounts.actions.end_signatory import end_signatory
from accounts.actions.name_signatory import name_signatory
from accounts.models import Signatory
from contracts import issuing
from contracts.actions.receive_signed import receive_signed
from contracts.actions.request_copy import request_copy
from contracts.actions.verify_ink import verify_ink
from contracts.conditions.agreement import agreement_flaws
from contracts.copies import counting
from contracts.models import SignedAgreement
from contracts.tests.conftest import ALONE, JOINT, SECOND_JOINT, STRANGER, issued, key, upload
from documents import demo_ca
from documents.intake import receive
from law.clock import legal_day
from ledger.errors import NotAllowed, Refused

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def standing(copy, at) -> set[str]:
    return {it.code for it in agreement_flaws(copy.dossier, on=legal_day(at))}


def test_nothing_back_is_a_deficiency(version, dossier, at):
    assert [(it.code, it.clause) for it in agreement_flaws(dossier, on=legal_day(at))] == [("agreement_missing", "3/a")]


def test_a_good_signature_binds(signed, copy, at):
    assert signed.found == []
    assert signed.binds
    assert standing(copy, at) == set()
    step = copy.dossier.steps.get(act="contracts.receive_signed")
    assert step.documents == [signed.document.sha256]
    assert step.facts["flaws"] == []
    assert signed.document.signatures.get().good


def test_the_issued_file_sent_back_unsigned(copy, signer, send, at):
    assert send(copy, issued(copy), at).found == ["unsigned"]
    assert standing(copy, at) == {"agreement_unsigned"}


def test_another_file_however_well_signed(copy, signer, send, at):
    other = issued(copy).replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    sent = send(copy, demo_ca.sign_as(other, signer, at=at), at)
    assert sent.found == ["not_our_bytes"]
    assert not sent.binds


def test_the_same_pages_saved_anew_before_signing(copy, signer, send, at):
    from io import BytesIO

    import pikepdf

    out = BytesIO()
    with pikepdf.open(BytesIO(issued(copy))) as pdf:
        pdf.save(out)
    assert send(copy, demo_ca.sign_as(out.getvalue(), signer, at=at), at).found == ["not_our_bytes"]


def test_a_byte_changed_after_signing(copy, signer, send, at):
    signed = bytearray(demo_ca.sign_as(issued(copy), signer, at=at))
    place = signed.rindex(b"Imza1")
    signed[place : place + 5] = b"Imza9"
    assert set(send(copy, bytes(signed), at).found) == {"altered"}


def test_pages_changed_by_an_increment_after_signing(copy, signer, send, at):
    from io import BytesIO

    from pyhanko.pdf_utils.generic import NameObject, NumberObject
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter

    writer = IncrementalPdfFileWriter(BytesIO(demo_ca.sign_as(issued(copy), signer, at=at)))
    page = writer.root["/Pages"]["/Kids"][0].get_object()
    page[NameObject("/Rotate")] = NumberObject(180)
    writer.mark_update(page.container_ref)
    out = BytesIO()
    writer.write(out)
    assert send(copy, out.getvalue(), at).found == ["altered"]


def test_a_signer_whom_no_authority_vouches_for(copy, named, send, at):
    named("Kendi Kendine", ALONE)
    demo_ca.issue_self_signed("Kendi Kendine", ALONE, key_name="self")
    assert send(copy, demo_ca.sign_as(issued(copy), "self", at=at), at).found == ["untrusted"]


def test_an_expired_certificate(copy, named, send, at):
    named("Eski Sertifika", ALONE)
    old = key(
        "Eski Sertifika",
        ALONE,
        valid_from=datetime(2020, 1, 1, tzinfo=UTC),
        valid_until=datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert send(copy, demo_ca.sign_as(issued(copy), old, at=at), at).found == ["expired"]


def test_a_revoked_certificate(own_ca, copy, named, send, at, day):
    revoked = named("İptal Edilmiş", ALONE)
    demo_ca.revoke(revoked, at=day(-1))
    assert send(copy, demo_ca.sign_as(issued(copy), revoked, at=at), at).found == ["revoked"]


def test_somebody_who_is_no_signatory(copy, signer, send, at):
    stranger = key("Yabancı Kişi", STRANGER)
    sent = send(copy, demo_ca.sign_as(issued(copy), stranger, at=at), at)
    assert sent.found == ["not_signatory"]
    assert sent.found_in_words[0]


def test_another_firms_signatory(copy, other_firm, officer, send, at):
    name_signatory(
        other_firm.pk,
        by=officer,
        at=at,
        full_name="Öteki Yetkili",
        identity_number=STRANGER,
        source="Sirküler",
        from_on=date(2026, 1, 1),
    )
    other = key("Öteki Yetkili", STRANGER)
    assert send(copy, demo_ca.sign_as(issued(copy), other, at=at), at).found == ["not_signatory"]


def test_a_signatory_whose_authority_ended_the_day_before(copy, signer, officer, send, at):
    end_signatory(Signatory.objects.get().pk, by=officer, at=at, until_on=date(2026, 3, 1))
    assert send(copy, demo_ca.sign_as(issued(copy), signer, at=at), at).found == ["not_signatory"]


def test_a_signatory_on_the_last_valid_day(copy, signer, officer, send, at):
    end_signatory(Signatory.objects.get().pk, by=officer, at=at, until_on=date(2026, 3, 2))
    assert send(copy, demo_ca.sign_as(issued(copy), signer, at=at), at).binds


def test_a_signing_time_without_a_stamp_proves_no_earlier_day(copy, signer, officer, send, at, day):
    end_signatory(Signatory.objects.get().pk, by=officer, at=at, until_on=date(2026, 3, 2))
    signed_then = demo_ca.sign_as(issued(copy), signer, at=at)
    assert send(copy, signed_then, day(1)).found == ["not_signatory"]


def test_a_signatory_recorded_afterwards_binds_from_his_day(copy, named, send, at):
    sent = send(copy, demo_ca.sign_as(issued(copy), key("Geç Kayıt", ALONE), at=at), at)
    assert sent.found == ["not_signatory"]
    named("Geç Kayıt", ALONE)
    assert sent.binds
    assert standing(copy, at) == set()


def test_one_joint_signatory_alone_does_not_bind(copy, named, send, at):
    first = named("Birinci Müşterek", JOINT, jointly=True)
    named("İkinci Müşterek", SECOND_JOINT, jointly=True)
    assert send(copy, demo_ca.sign_as(issued(copy), first, at=at), at).found == ["joint_missing"]


def test_two_joint_signatories_in_one_file_bind(copy, named, send, at):
    first = named("Birinci Müşterek", JOINT, jointly=True)
    second = named("İkinci Müşterek", SECOND_JOINT, jointly=True)
    both = demo_ca.sign_as(demo_ca.sign_as(issued(copy), first, at=at), second, at=at)
    assert send(copy, both, at).binds


def test_the_same_joint_signatory_twice_is_one(copy, named, send, at):
    first = named("Birinci Müşterek", JOINT, jointly=True)
    twice = demo_ca.sign_as(demo_ca.sign_as(issued(copy), first, at=at), first, at=at)
    assert send(copy, twice, at).found == ["joint_missing"]


def test_a_joint_signatory_beside_one_who_signs_alone_binds(copy, named, send, at):
    alone, joint = named("Tek Başına", ALONE), named("Birinci Müşterek", JOINT, jointly=True)
    assert send(copy, demo_ca.sign_as(issued(copy), alone, at=at), at).binds
    both = demo_ca.sign_as(demo_ca.sign_as(issued(copy), joint, at=at), alone, at=at)
    assert send(copy, both, at).binds


def test_a_superseded_copy_is_named_so(copy, signer, firm, compliance, send, at, day):
    on_old = demo_ca.sign_as(issued(copy), signer, at=at)
    send(copy, on_old, at)
    change_address(firm.pk, by=compliance, at=day(1), text="Yeni Cad. 1 İzmir")
    fresh = request_copy(copy.dossier_id, by=compliance, at=day(1))
    issuing.run_waiting(day(1))
    fresh.refresh_from_db()
    copy.refresh_from_db()
    assert standing(copy, day(1)) == {"agreement_superseded"}
    assert send(fresh, on_old, day(1)).found == ["superseded"]
    assert send(copy, on_old, day(1)).found == ["superseded"]
    assert send(fresh, demo_ca.sign_as(issued(fresh), signer, at=day(1)), day(1)).binds


def test_several_reasons_are_said_at_once(copy, named, send, at):
    other = issued(copy).replace(b"%PDF-1.7", b"%PDF-1.6", 1)
    sent = send(copy, demo_ca.sign_as(other, key("Yabancı Kişi", STRANGER), at=at), at)
    assert sent.found == ["not_our_bytes", "not_signatory"]
    assert standing(copy, at) == {"agreement_not_our_bytes", "agreement_not_signatory"}


def test_the_last_that_binds_counts(signed, copy, send, day):
    send(copy, issued(copy), day(1))
    assert counting(copy.dossier) == signed
    assert SignedAgreement.objects.count() == 2


def test_nothing_is_taken_before_the_copy_is_issued(version, dossier, compliance, pdf, at):
    made = request_copy(dossier.pk, by=compliance, at=at)
    with pytest.raises(Refused) as refused:
        receive_signed(made.pk, by=compliance, at=at, received=receive(upload(pdf), at=at), ink="electronic")
    assert refused.value.codes == {"not_issued"}


def test_a_picture_is_no_electronic_signature_and_ink_must_be_said(copy, png, send, at):
    with pytest.raises(Refused) as refused:
        send(copy, png, at, name="tarama.png")
    assert refused.value.codes == {"not_pdf"}
    with pytest.raises(Refused) as refused:
        send(copy, issued(copy), at, ink="pencil")
    assert refused.value.codes == {"no_ink"}


def test_a_malformed_file_is_refused(copy, send, at):
    with pytest.raises(Refused):
        send(copy, b"no pdf at all", at)
    assert not SignedAgreement.objects.exists()


def test_a_stranger_cannot_send(copy, outsider, at):
    received = receive(upload(issued(copy)), at=at)
    with pytest.raises(NotAllowed):
        receive_signed(copy.pk, by=outsider, at=at, received=received, ink="electronic")


def test_a_file_waiting_for_the_virus_scan_does_not_bind_yet(copy, signer, send, at, settings):
    settings.SCANNER = "clamd"
    sent = send(copy, demo_ca.sign_as(issued(copy), signer, at=at), at)
    assert not sent.binds
    assert standing(copy, at) == {"agreement_scan_waits"}


def test_wet_ink_waits_for_an_officer_who_confirms(copy, png, send, officer, at, day):
    sent = send(copy, png, at, ink="wet", name="tarama.png")
    assert (sent.found, sent.binds) == ([], False)
    assert standing(copy, at) == {"agreement_ink_waits"}
    verify_ink(sent.pk, by=officer, at=day(1), confirmed=True, note="Aslı ile karşılaştırıldı.")
    sent.refresh_from_db()
    assert sent.binds
    assert (sent.verified_by, sent.verified_at) == (officer, day(1))
    assert not sent.dossier.steps.get(act="contracts.verify_ink").notices.exists()
    assert standing(copy, day(1)) == set()


def test_wet_ink_refused_is_a_deficiency_with_a_note(copy, png, send, officer, at, day):
    sent = send(copy, png, at, ink="wet", name="tarama.png")
    verify_ink(sent.pk, by=officer, at=day(1), confirmed=False, note="Kaşe eksik.")
    sent.refresh_from_db()
    assert sent.found == ["ink_refused"]
    assert standing(copy, day(1)) == {"agreement_ink_refused"}
    notice = sent.dossier.steps.get(act="contracts.verify_ink").notices.get()
    assert (notice.kind, notice.term, notice.letter.status) == ("contracts.ink_refused", None, "draft")
    assert "Kaşe eksik." in notice.letter.body
    assert notice.letter.challenge
    with pytest.raises(Refused) as refused:
        verify_ink(sent.pk, by=officer, at=day(2), confirmed=True, note=" ")
    assert refused.value.codes == {"verified", "no_note"}


def test_only_an_officer_compares_and_only_paper(signed, approver, officer, day):
    with pytest.raises(NotAllowed):
        verify_ink(signed.pk, by=approver, at=day(1), confirmed=True, note="-")
    with pytest.raises(Refused) as refused:
        verify_ink(signed.pk, by=officer, at=day(1), confirmed=True, note="-")
    assert refused.value.codes == {"electronic"}
