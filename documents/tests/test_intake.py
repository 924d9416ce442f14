from __future__ import annotations

import struct
from io import BytesIO
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZipFile

import pikepdf
import pytest
from PIL import Image

from documents import demo_ca, store
from documents.content import DOCX, JPEG, PDF, PNG
from documents.intake import PDF_OR_SCAN, PDF_OR_WORD, keep, keep_bytes, open_to_firm, receive
from documents.models import DocumentState
from documents.tests.conftest import upload, with_entries
from ledger.errors import Refused

pytestmark = pytest.mark.engine


def codes(name, data, at, accept=PDF_OR_WORD):
    with pytest.raises(Refused) as refused:
        receive(upload(name, data), at=at, accept=accept)
    assert {obstacle.field for obstacle in refused.value.obstacles} == {"file"}
    return refused.value.codes


def saved(pdf: pikepdf.Pdf, **options) -> bytes:
    out = BytesIO()
    pdf.save(out, **options)
    return out.getvalue()


def test_a_pdf_is_stored_with_what_is_known_of_it(own_ca, pdf, at):
    received = receive(upload("Sözleşme  İmzalı.pdf", pdf), at=at)
    assert (received.media_type, received.size, received.at) == (PDF, len(pdf), at)
    assert received.filename == "Sözleşme İmzalı.pdf"
    assert received.facts == {"pages": 1}
    assert received.signatures == ()
    assert store.read(received.sha256) == pdf


def test_a_scan_and_a_word_file_are_known_by_their_content(png, docx, at):
    assert receive(upload("tarama.PNG", png), at=at).facts == {"width": 20, "height": 30}
    assert receive(upload("form.docx", docx), at=at, accept=PDF_OR_WORD).media_type == DOCX
    out = BytesIO()
    Image.new("L", (9, 9)).save(out, "JPEG")
    assert receive(upload("tarama.jpeg", out.getvalue()), at=at).media_type == JPEG


def test_signatures_are_judged_on_arrival_and_kept_as_rows(own_ca, pdf, at, firm, compliance):
    demo_ca.issue("Ayşe Işık", "10000000146", key_name="ayse")
    received = receive(upload("a.pdf", demo_ca.sign_as(pdf, "ayse", at=at)), at=at)
    document = keep(received, dossier=firm.dossier, kind="agreement", title="Sözleşme", by=compliance)
    (row,) = document.signatures.all()
    assert row.good
    assert (row.place, row.signer_name) == (1, "Ayşe Işık")
    assert (document.state, document.uploaded_by, document.received_at) == (DocumentState.CLEAN, compliance, at)
    assert str(document) == "Sözleşme"
    assert str(row) == "Ayşe Işık"


def test_an_empty_file_and_a_path_are_both_named(at):
    assert codes(".pdf", b"", at) == {"bad_name", "empty"}


def test_an_over_long_name_is_refused(pdf, at):
    assert "long_name" in codes("a" * 250 + ".pdf", pdf, at)


@pytest.mark.parametrize("name", [".htaccess", "..\\..\\x.pdf", "a\\b.pdf"])
def test_path_like_names_are_refused(name, pdf, at):
    assert "bad_name" in codes(name, pdf, at)


def test_direction_marks_do_not_hide_an_ending(pdf, at, own_ca):
    assert receive(upload("belge\u202efdp.pdf", pdf), at=at).filename == "belgefdp.pdf"


def test_sixty_megabytes_are_refused_with_a_clear_sentence(at):
    with pytest.raises(Refused) as refused:
        receive(upload("a.pdf", b"%PDF-1.7" + bytes(60 << 20)), at=at)
    assert refused.value.codes == {"too_large"}
    assert "50" in str(refused.value)


def test_the_right_name_with_the_wrong_content_is_refused(png, docx, at):
    assert codes("sozlesme.pdf", b"MZ\x90\x00" + bytes(200), at) == {"wrong_type"}
    assert codes("sozlesme.pdf", b"<html><script>alert(1)</script></html>", at) == {"wrong_type"}
    assert codes("sozlesme.pdf", png, at, PDF_OR_SCAN) == {"wrong_ending"}
    assert codes("sozlesme.pdf", docx, at) == {"wrong_ending"}
    assert codes("sozlesme.docx", docx, at, PDF_OR_SCAN) == {"wrong_type"}


def test_an_encrypted_pdf_is_refused_with_and_without_a_password(pdf, at):
    with pikepdf.open(BytesIO(pdf)) as made:
        locked = saved(made, encryption=pikepdf.Encryption(owner="a", user="b"))
        restricted = saved(made, encryption=pikepdf.Encryption(owner="a", user=""))
    assert codes("a.pdf", locked, at) == {"encrypted"}
    assert codes("a.pdf", restricted, at) == {"encrypted"}


def test_a_torn_pdf_is_refused(at):
    assert codes("a.pdf", b"%PDF-1.7\n" + b"x" * 300, at) == {"unreadable"}


def test_a_pdf_with_a_script_is_refused(pdf, at):
    with pikepdf.open(BytesIO(pdf)) as made:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")
        assert codes("a.pdf", saved(made), at) == {"active_content"}
        del made.Root.OpenAction
        made.pages[0].AA = pikepdf.Dictionary(O=pikepdf.Dictionary(S=pikepdf.Name.Launch, F="x.exe"))
        assert codes("a.pdf", saved(made), at) == {"active_content"}


def test_a_torn_picture_is_refused(png, at):
    assert codes("a.png", png[:40], at, PDF_OR_SCAN) == {"unreadable"}


def test_a_picture_of_too_many_dots_is_refused(at):
    out = BytesIO()
    Image.new("1", (20_000, 20_000)).save(out, "PNG")
    assert codes("a.png", out.getvalue(), at, PDF_OR_SCAN) == {"too_many_pixels"}


def test_a_zip_bomb_is_refused(docx, at):
    assert codes("a.docx", with_entries(docx, bomb_xml=bytes(30 << 20)), at) == {"zip_bomb"}


def test_too_many_entries_are_refused(docx, at):
    many = {f"e{n}_xml": b"" for n in range(2_001)}
    assert codes("a.docx", with_entries(docx, **many), at) == {"zip_bomb"}


def test_overlapping_entries_are_refused(docx, at):
    out = BytesIO(with_entries(docx, ek_xml=b"a" * 500))
    with ZipFile(out) as parts:
        victim, first = parts.infolist()[-1], parts.infolist()[0]
        start = parts.start_dir
    data = bytearray(out.getvalue())
    # the last entry's directory record now points at the first entry's bytes
    record = data.rindex(b"PK\x01\x02")
    assert start <= record
    assert victim.filename == "ek.xml"
    struct.pack_into("<L", data, record + 42, first.header_offset)
    assert codes("a.docx", bytes(data), at) == {"zip_bomb"}


def test_nested_archives_are_refused_by_name_and_by_content(docx, at):
    assert codes("a.docx", with_entries(docx, word__embeddings__x_zip=b"hello"), at) == {"nested"}
    assert codes("a.docx", with_entries(docx, word__media__image_bin=docx), at) == {"nested"}


def test_macros_are_refused(docx, at):
    assert codes("a.docx", with_entries(docx, word__vbaProject_bin=b"x"), at) == {"macros"}


def test_a_docx_with_a_password_or_a_wrong_sum_is_refused(docx, at):
    out = BytesIO()
    with ZipFile(BytesIO(docx)) as old, ZipFile(out, "w", ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    data = bytearray(out.getvalue())
    locked = bytearray(data)
    record = locked.index(b"PK\x01\x02")
    locked[record + 8] |= 1
    assert codes("a.docx", bytes(locked), at) == {"encrypted"}
    torn = bytearray(data)
    struct.pack_into("<L", torn, torn.index(b"PK\x01\x02") + 16, 1)
    assert codes("a.docx", bytes(torn), at) == {"unreadable"}
    assert codes("a.docx", bytes(data[:-30]), at) == {"unreadable"}


def test_refused_bytes_are_not_stored(settings, at):
    codes("a.pdf", b"MZ" + bytes(100), at)
    assert not settings.DOCUMENTS_DIR.exists()


def test_quarantine_where_a_scanner_is_set(settings, png, at, firm, compliance):
    settings.SCANNER = "documents.tests.test_scanning.scanner"
    received = receive(upload("a.png", png), at=at)
    document = keep(received, dossier=firm.dossier, kind="x", title="X", by=compliance, internal=True)
    assert document.state == DocumentState.QUARANTINED
    assert document.internal


def test_issued_bytes_are_clean_and_can_be_opened_to_the_firm(settings, at, firm):
    settings.SCANNER = "documents.tests.test_scanning.scanner"
    document = keep_bytes(
        b"x", dossier=firm.dossier, kind="x", title="X", filename="x.pdf", media_type=PDF, at=at, internal=True
    )
    assert (document.state, document.uploaded_by, document.media_type) == (DocumentState.CLEAN, None, PDF)
    open_to_firm(document)
    document.refresh_from_db()
    assert not document.internal
    assert PNG not in PDF_OR_WORD


def test_a_zip_that_only_quotes_words_parts_is_no_word_file(at):
    out = BytesIO()
    with ZipFile(out, "w") as parts:
        parts.writestr("a.txt", "[Content_Types].xml word/document.xml")
    assert codes("form.docx", out.getvalue(), at) == {"wrong_type"}


@pytest.mark.parametrize("packing", [ZIP_LZMA, ZIP_BZIP2])
@pytest.mark.parametrize("broken", [False, True])
def test_a_word_file_packed_otherwise_than_by_word_is_not_unpacked(at, packing, broken):
    out = BytesIO()
    with ZipFile(out, "w", packing) as parts:
        for name in ("[Content_Types].xml", "word/document.xml"):
            parts.writestr(name, "x" * 500)
    data = bytearray(out.getvalue())
    if broken:
        data[60:70] = b"\xff" * 10
    assert codes("form.docx", bytes(data), at) == {"unreadable"}
