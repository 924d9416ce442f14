"""Our mailbox is emptied: each message once, whatever is in it and whoever dies in between."""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import override_settings

from documents import store
from documents.actions.settle_scan import settle_scan
from documents.models import Document, DocumentState
from kep_gateway.actions.receive_mail import receive_mail
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.inbox.loop import INBOX, take_inbox
from kep_gateway.inbox.mailbox import mailbox
from kep_gateway.inbox.matching import Match
from kep_gateway.models import IncomingMail, MailAttachment, MatchedBy, Unmatched
from kep_gateway.providers.protocol import Incoming
from kep_gateway.tasks import empty_inbox
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.folder import FolderProvider
from kep_gateway.tests.inbox.mails import CINAR, PDF, document_of, file_part, mail, nested, several, text_part
from ledger.acts import Rule
from ledger.errors import NotAllowed, Refused, TryLater
from ledger.models import Dossier, Step
from ledger.signals import moved
from ledger.verification import verify

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@pytest.fixture
def inbox(folder):
    """`inbox(a=data)` puts messages into our mailbox at the provider; returns the folder."""
    home = folder / "in"

    def put(**messages: bytes):
        home.mkdir(parents=True, exist_ok=True)
        for name, data in messages.items():
            (home / f"{name}.eml").write_bytes(data)
        return home

    return put


def left(home) -> set[str]:
    return {file.stem for file in home.iterdir()}


def test_each_message_is_taken_once_and_acknowledged(inbox, firm):
    home = inbox(a=mail(), b=mail(subject="İkinci"))
    assert take_inbox(FRIDAY) == 2
    assert left(home) == set()
    assert take_inbox(FRIDAY) == 0
    inbox(a=mail())  # the provider gives it again: its answer to us was lost
    assert take_inbox(FRIDAY) == 1
    assert left(home) == set()
    assert sorted(IncomingMail.objects.values_list("message_id", flat=True)) == ["a", "b"]
    assert Step.objects.filter(act="kep_gateway.receive_mail", rule="inbox").count() == 2
    assert list(verify()) == []


class Killed(BaseException):
    """A worker's end, which no broad except catches."""


@pytest.fixture
def before_the_commit():
    """`before_the_commit(name=error)` raises in the act that keeps a message of this name."""
    planted: dict[str, BaseException] = {}

    def receiver(sender, *, step, **_):
        if step.facts.get("message") in planted:
            raise planted.pop(step.facts["message"])

    moved.connect(receiver)
    yield planted.update
    moved.disconnect(receiver)


class DyingProvider(FolderProvider):
    """Its caller dies before it is told that a message is kept."""

    def acknowledge(self, message_id: str) -> None:
        raise Killed


class AwayProvider(FolderProvider):
    """It does not answer."""

    def inbox(self) -> list[Incoming]:
        raise TryLater


def test_a_worker_killed_before_the_commit_leaves_the_message_where_it_is(inbox, firm, before_the_commit):
    home = inbox(a=mail())
    before_the_commit(a=Killed())
    with pytest.raises(Killed):
        take_inbox(FRIDAY)
    assert left(home) == {"a"}
    assert not IncomingMail.objects.exists()
    assert take_inbox(FRIDAY) == 1
    assert IncomingMail.objects.count() == 1


def test_a_worker_killed_after_the_commit_makes_no_second_row(inbox, firm, settings):
    home = inbox(a=mail())
    with override_settings(KEP_PROVIDER=f"{__name__}.DyingProvider"), pytest.raises(Killed):
        take_inbox(FRIDAY)
    assert (left(home), IncomingMail.objects.count()) == ({"a"}, 1)
    assert take_inbox(FRIDAY) == 1
    assert (left(home), IncomingMail.objects.count()) == (set(), 1)
    assert mailbox(FRIDAY).head_n == 1


def test_a_message_that_fails_hides_no_other_and_comes_again(inbox, firm, before_the_commit):
    home = inbox(a=mail(), b=mail())
    before_the_commit(a=ValueError())
    assert take_inbox(FRIDAY) == 1
    assert left(home) == {"a"}
    assert take_inbox(FRIDAY) == 1


def test_a_provider_that_is_away_is_asked_again_later(settings):
    settings.KEP_PROVIDER = f"{__name__}.AwayProvider"
    assert take_inbox(FRIDAY) == 0


def test_the_worker_goes_round(inbox, firm):
    home = inbox(a=mail())
    empty_inbox()
    assert left(home) == set()


def test_a_message_nobody_can_read_is_kept_whole_and_waits(inbox, firm):
    data = mail(body=nested(10_000))
    inbox(a=data)
    take_inbox(FRIDAY)
    kept = IncomingMail.objects.get()
    assert (kept.status, kept.unmatched, kept.unreadable) == (MailStatus.WAITING, Unmatched.UNREADABLE, "nested")
    assert (kept.sender, kept.dossier) == ("isik@hs01.kep.tr", mailbox(FRIDAY))
    assert store.read(kept.package.sha256) == data


def zipped(**files: bytes) -> bytes:
    out = BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return out.getvalue()


def test_attachments_become_documents_or_say_why_not(keep, notice):
    bomb = zipped(a=b"0" * 30_000_000)
    word = zipped(**{"[Content_Types].xml": b"", "word/document.xml": b"0" * 30_000_000})
    parts = [file_part(PDF), file_part(bomb, "arsiv.zip"), file_part(word, "metin.docx"), file_part(PDF[:900], "")]
    parts += [file_part(b"x\x9f", "winmail.dat"), file_part(b"", "bos.pdf"), file_part(PDF, "y" * 400 + ".pdf")]
    kept = keep(mail(answers=notice.reference, body=several(text_part("Ekler"), *parts)))
    held = list(kept.attachments.all())
    assert [it.document.title if it.document else it.refusal for it in held] == [
        "KEP ile gelen: belge.pdf",
        "Bu tür dosya burada kabul edilmez. Kabul edilenler: PDF, DOCX, JPG, PNG.",
        "Dosya açıldığında kendisinden çok daha büyük bir içerik çıkarıyor; kabul edilmez.",
        "Dosya bozuk veya eksik; açılamıyor.",
        "Bu tür dosya burada kabul edilmez. Kabul edilenler: PDF, DOCX, JPG, PNG.",
        "Dosya boş.",
        "KEP ile gelen: " + "y" * 185,
    ]
    assert held[3].filename == "ek-4.pdf", "nameless files are called by their place"
    assert {it.document.dossier for it in held if it.document} == {notice.dossier}
    step = notice.dossier.steps.get(act="kep_gateway.receive_mail")
    assert step.documents == sorted([kept.package.sha256, held[0].sha256, held[6].sha256])
    assert step.facts == {"message": kept.message_id, "how": "reference"}


def test_what_comes_by_mail_waits_for_the_scan_as_uploads_do(keep, notice, settings):
    settings.SCANNER = "documents.tests.test_scanning.scanner"
    kept = keep(mail(answers=notice.reference, body=several(file_part(PDF))))
    document = document_of(kept)
    assert (document.state, document.internal, document.uploaded_by) == (DocumentState.QUARANTINED, False, None)
    assert (kept.package.state, kept.package.internal) == (DocumentState.QUARANTINED, True), "it holds the same file"
    settle_scan(document.pk, by=Rule("scanner"), at=FRIDAY, found="")
    assert Document.objects.get(pk=document.pk).state == DocumentState.CLEAN


def test_the_act_itself_refuses_what_must_not_come_into_a_firms_file(read_one, notice, other_firm):
    found = Match(notice.dossier, MatchedBy.REFERENCE)
    for data, unverified, codes in (
        (mail(sender=CINAR), "", {"other_firm"}),
        (mail(), "unsigned", {"unverified"}),
        (mail(sender=""), "unsigned", {"unverified", "other_firm"}),
    ):
        with pytest.raises(Refused) as refused:
            receive_mail(
                notice.dossier_id, by=INBOX, at=FRIDAY, taken=read_one(data, unverified=unverified), match=found
            )
        assert refused.value.codes == codes
    with pytest.raises(NotAllowed):
        receive_mail(notice.dossier_id, by=Rule("outbox"), at=FRIDAY, taken=read_one(mail()), match=found)
    assert not IncomingMail.objects.exists()


def test_facts_of_attachments_stay_as_they_were(keep, notice):
    keep(mail(answers=notice.reference, body=several(file_part(PDF))))
    for sql in ("UPDATE kep_gateway_mailattachment SET filename = 'x'", "DELETE FROM kep_gateway_mailattachment"):
        with pytest.raises(IntegrityError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
    assert MailAttachment.objects.get().filename == "belge.pdf"


def test_there_is_one_mailbox():
    assert mailbox(FRIDAY) == mailbox(FRIDAY) == Dossier.objects.get()
