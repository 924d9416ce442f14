"""The text of a PDF: read in a process of its own, within bounds."""

import subprocess
from io import BytesIO

import pikepdf
from PIL import Image

from documents import text
from documents.text import Text, plain, text_of
from operations.demo.samples import pdf


def test_a_page_is_read_with_its_letters():
    said = text_of(pdf("Şişli Çağrı Üğüt ıİ", "Işık A.Ş."))
    assert said.readable
    assert not said.is_scan
    assert "Şişli Çağrı Üğüt ıİ" in said.pages[0]


def test_a_scan_has_pages_and_no_text():
    held = BytesIO()
    Image.new("L", (800, 600), 255).save(held, "PDF")
    said = text_of(held.getvalue())
    assert said.readable
    assert said.is_scan


def test_what_cannot_be_read_says_so():
    locked, held = BytesIO(), BytesIO(pdf("a", "b"))
    with pikepdf.open(held) as opened:
        opened.save(locked, encryption=pikepdf.Encryption(owner="x", user="y"))
    for data in (b"", b"%PDF-1.7 broken", locked.getvalue()):
        assert text_of(data) == Text(readable=False)


def test_no_reading_is_longer_than_its_time(monkeypatch):
    def slow(*args, timeout, **kwargs):
        raise subprocess.TimeoutExpired(args, timeout)

    monkeypatch.setattr("documents.text.subprocess.run", slow)
    assert text_of(pdf("a", "b")) == Text(readable=False)


def test_only_the_first_pages_are_read():
    whole = BytesIO()
    with pikepdf.open(BytesIO(pdf("Bir sayfa yazı", "Işık A.Ş."))) as one, pikepdf.new() as many:
        for _n in range(text.PAGES + 5):
            many.pages.extend(one.pages)
        many.save(whole)
    assert len(text_of(whole.getvalue()).pages) == text.PAGES


def test_ligatures_and_hidden_signs_fall_away():
    assert plain("ﬁrma\u200b\u00ad A B\n") == "firma A B\n"
