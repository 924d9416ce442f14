"""What a message says, whoever wrote it with whatever program."""

from __future__ import annotations

from base64 import b64encode
from datetime import UTC, datetime
from time import perf_counter

import pytest
from asn1crypto import cms
from hypothesis import given
from hypothesis import strategies as st

from kep_gateway.inbox.opening import MOST_PARTS
from kep_gateway.inbox.reading import LONGEST_TEXT, read, safe_name
from kep_gateway.models import Unreadable
from kep_gateway.tests.inbox.mails import (
    CINAR,
    ISIK,
    PDF,
    file_part,
    mail,
    nested,
    opaque,
    several,
    signed,
    text_part,
)

REFERENCE = "0b0c5e52-52f4-4a7d-9d6e-5b8c1f3c9f10"
TURKISH = "Şirketimizin ISO belgesi ektedir: ığüşöç İĞÜŞÖÇ"


def test_a_plain_message_is_read():
    got = read(mail(answers=REFERENCE))
    assert (got.sender, got.sender_name, got.subject) == (ISIK, "Işık İSG", "Eksik belgeler")
    assert (got.text, got.answers, got.unreadable) == ("Belgeler ektedir.", (REFERENCE,), "")
    assert got.dated_at == datetime(2026, 3, 2, 8, 58, tzinfo=UTC)


@pytest.mark.parametrize("charset", ["utf-8", "iso-8859-9", "windows-1254"])
@pytest.mark.parametrize("declared", [True, False])
def test_turkish_letters_survive_whatever_is_declared(charset, declared):
    body = text_part(TURKISH, charset)
    body = body if declared else body.replace(f"; charset={charset}".encode(), b"")
    assert read(mail(body=body)).text == TURKISH


def test_a_charset_that_lies_or_that_nobody_knows_is_not_believed():
    lying = text_part(TURKISH, "windows-1254").replace(b"charset=windows-1254", b"charset=utf-8")
    assert read(mail(body=lying)).text == TURKISH
    for name in (b"rot13", b"punycode", b"utf-7", b"unicode_escape", b"x" * 500, b"zlib"):
        assert read(mail(body=text_part(TURKISH).replace(b"charset=utf-8", b"charset=" + name))).text == TURKISH


def test_headers_without_a_charset_and_encoded_ones_are_read():
    raw = mail().replace(b"Eksik belgeler", "Eksik şube İĞ".encode("iso-8859-9"))
    assert read(raw).subject == "Eksik şube İĞ"
    for words in (
        "=?iso-8859-9?Q?=DEirket_=DD=D0?=",
        f"=?utf-8?B?{b64encode('Şirket İĞ'.encode()).decode()}?=",
        f"=?UTF-8?B?{b64encode('Şirket İĞ'.encode()[:1]).decode()}?=\r\n =?utf-8?B?{b64encode('Şirket İĞ'.encode()[1:]).decode()}?=",
        "=?windows-1254*tr?q?=DEirket?= =?iso-8859-9?q?_=DD=D0?=",
    ):
        assert read(mail(subject=words)).subject == "Şirket İĞ", words
    assert read(mail(subject="=?utf-8?B?@@@?= =?yok?q?a?= =?utf-8?q?")).subject, "what cannot be decoded is shown"


def test_no_header_smuggles_in_another_line():
    got = read(mail(subject="=?utf-8?q?Konu=0D=0ABcc:_x=40y.tr=0A=0A<b>?=", sender=f"=?utf-8?q?A=0AB?= <{ISIK}>"))
    assert got.subject == "Konu Bcc: x@y.tr <b>"
    assert got.sender_name == "A B"


@pytest.mark.parametrize(
    "sender",
    [
        "",
        "Işık",
        f"{ISIK}, {CINAR}",
        f"<{ISIK}> <{CINAR}>",
        f"a@b.tr <{ISIK}>",
        f"Işık, A.Ş. <{ISIK}>",
        "=?utf-8?q?isik=40hs01=2Ekep=2Etr?=",
        "=?utf-8?q?Ad_=3Cisik=40hs01=2Ekep=2Etr=3E?=",
        "ışık@hs01.kep.tr",
        f"{ISIK}>",
        "@hs01.kep.tr",
        f"x@{'a' * 300}.kep.tr",
    ],
)
def test_a_sender_who_is_not_one_address_is_none(sender):
    assert read(mail(sender=sender)).sender == ""


def test_two_senders_are_none_and_a_quoted_name_is_only_a_name():
    assert read(mail(head=f"From: {CINAR}\r\n".encode())).sender == ""
    assert read(mail(body=signed(b"Content-Type: message/rfc822\r\n\r\n" + mail(sender=CINAR)))).sender == ""
    got = read(mail(sender=f'"Ali \\"{CINAR}\\" <x@y.tr>" <{ISIK.upper()}>'))
    assert (got.sender, got.sender_name) == (ISIK, f'Ali "{CINAR}" <x@y.tr>')
    assert read(mail(sender=ISIK)).sender == ISIK


@pytest.mark.parametrize("pack", [signed, opaque, lambda it: opaque(signed(it)), lambda it: signed(opaque(it))])
@pytest.mark.parametrize("root", [b"", b"Content-Type: message/rfc822\r\n\r\n"])
def test_a_package_is_opened(pack, root):
    inner = mail(body=several(text_part("Merhaba"), file_part(PDF)), answers=REFERENCE)
    got = read(pack(root + inner))
    assert (got.sender, got.text, got.answers) == (ISIK, "Merhaba", (REFERENCE,))
    assert [(it.name, it.data) for it in got.attachments] == [("belge.pdf", PDF)], "signatures are no attachments"


def test_an_attached_message_speaks_for_nobody():
    foreign = b"Content-Type: message/rfc822\r\n\r\n" + mail(sender=CINAR, subject="Gizli", answers=REFERENCE)
    got = read(mail(body=several(text_part("Bkz."), foreign)))
    assert (got.sender, got.subject, got.answers) == (ISIK, "Eksik belgeler", ())
    (attached,) = got.attachments
    assert attached.name.startswith("ek-1.")
    assert b"Gizli" in attached.data


def test_the_notice_that_is_answered_comes_before_older_ones():
    older, other = REFERENCE.replace("0b", "1b"), REFERENCE.replace("0b", "2b")
    head = f"References: <{older}@hs01.kep.tr> <x@y>\r\n <{other}@hs01.kep.tr>\r\n".encode()
    assert read(mail(answers=REFERENCE, head=head)).answers == (REFERENCE, other, older)
    assert len(read(mail(head=head * 1000)).answers) == 2


def test_html_is_read_without_its_markup():
    html = "<style>p{}</style><script>alert(1)</script><p>Sayın<br>yetkili,</p><ul><li>Ek&nbsp;1<li>&lt;Ek 2&gt;</ul>"
    assert read(mail(body=text_part(html, kind="html"))).text == "Sayın\nyetkili,\nEk 1\n<Ek 2>"
    both = several(text_part("Düz"), text_part("<b>Biçimli</b>", kind="html"), kind="alternative")
    assert read(mail(body=both)).text == "Düz"
    assert read(mail(body=text_part("", kind="html"))).text == ""
    assert read(mail(body=text_part("<" * 200_000 + "<!--" * 50_000, kind="html"))).unreadable == ""


def test_ten_thousand_parts_inside_each_other_are_not_followed():
    began = perf_counter()
    got = read(mail(body=nested(10_000)))
    assert (got.unreadable, got.sender, got.subject) == (Unreadable.NESTED, ISIK, "Eksik belgeler")
    assert read(mail(body=nested(20))).text == "dip"
    assert read(mail(body=several(*[text_part("x")] * (MOST_PARTS + 1)))).unreadable == Unreadable.NESTED
    assert read(mail(body=nested(45).replace(b"dip", b"x\n" * 800_000))).unreadable == Unreadable.NESTED
    matryoshka = mail()
    for _ in range(10):
        matryoshka = opaque(matryoshka)
    assert read(matryoshka).unreadable == Unreadable.NESTED
    assert perf_counter() - began < 10


def test_a_message_beyond_all_measure_is_told_apart(settings):
    settings.UPLOAD_MAX_BYTES = 10_000
    assert read(mail(body=text_part("x" * 10_000))).unreadable == Unreadable.TOO_LARGE
    assert read(mail(body=text_part("x" * 5_000))).unreadable == ""


def test_long_headers_and_endless_lines_take_no_time(settings):
    began = perf_counter()
    for head in (b"Content-Type: text/plain" + b";" * 2_000_000 + b"\r\n", b"Subject: " + b"x" * 2_000_000 + b"\r\n"):
        assert len(read(head + mail()).subject) <= 300
    assert len(read(mail(body=text_part("a\n" * 200_000))).text) <= LONGEST_TEXT
    assert read(mail(body=text_part("\n" * 2_000_000))).unreadable == Unreadable.TOO_LARGE
    assert perf_counter() - began < 10


def test_what_is_encrypted_cut_off_or_empty_says_so():
    envelope = cms.ContentInfo({"content_type": "enveloped_data", "content": _enveloped()}).dump()
    assert read(opaque(envelope, kind="")).unreadable == Unreadable.ENCRYPTED
    whole = opaque(mail())
    assert read(whole[: len(whole) // 2]).unreadable == Unreadable.BROKEN
    assert read(opaque(b"bu bir imza paketi degil", kind="")).unreadable == Unreadable.BROKEN
    assert read(mail(body=b"Content-Type: multipart/mixed\r\n\r\nsinir yok")).unreadable == Unreadable.BROKEN
    odd = b"Content-Type: multipart/mixed; charset*=a\r\n\r\n\xff"
    assert read(mail(body=odd)).unreadable == Unreadable.BROKEN
    assert read(b"") == read(b"\r\n\r\n")


def _enveloped():
    content = {
        "content_type": "data",
        "content_encryption_algorithm": {"algorithm": "aes256_cbc", "parameters": b"0" * 16},
    }
    return {"version": "v0", "recipient_infos": [], "encrypted_content_info": {**content, "encrypted_content": b"x"}}


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("belge.pdf", "belge.pdf"),
        ("", "ek-3.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Belgeler\\özet.pdf", "özet.pdf"),
        ("...gizli.pdf", "gizli.pdf"),
        ("fatura\u202efdp.exe", "faturafdp.exe"),
        ("  \t ", "ek-3.pdf"),
        ("x" * 500 + ".pdf", "x" * 196 + ".pdf"),
        ("x." + "y" * 500, "x." + "y" * 19),
    ],
)
def test_a_file_has_a_name_that_can_be_shown_and_saved(name, shown):
    assert safe_name(name, PDF, 3) == shown


def test_names_come_encoded_in_every_way():
    for how in (
        "filename*=utf-8''%C3%B6zet.pdf",
        "filename*=iso-8859-9'tr'%F6zet.pdf",
        'filename="=?utf-8?q?=C3=B6zet=2Epdf?="',
        "filename*0*=utf-8''%C3%B6z; filename*1=et.pdf",
        'filename="özet.pdf"',
    ):
        part = file_part(PDF).replace(b'filename="belge.pdf"', how.encode())
        assert [it.name for it in read(mail(body=several(part))).attachments] == ["özet.pdf"], how
    odd = file_part(PDF).replace(b'filename="belge.pdf"', b"filename*=a; filename*0=b; filename*" + b"9" * 3000 + b"=c")
    assert len(read(mail(body=several(odd))).attachments) == 1


def test_parts_that_no_program_of_ours_knows_are_attachments():
    tnef = file_part(b'x\x9f>"...', "winmail.dat", "application/ms-tnef")
    assert [it.name for it in read(mail(body=several(text_part("a"), tnef))).attachments] == ["winmail.dat"]


PIECES = [
    b"Content-Type: multipart/mixed; boundary=a\r\n\r\n",
    b"--a\r\n",
    b"--a--\r\n",
    b"\r\n\r\n",
    b"\x00\xff\xfe",
    PDF[:200],
]
PIECES += [
    b"Content-Type: message/rfc822\r\n\r\n",
    b"Content-Transfer-Encoding: base64\r\n",
    b"From: a@b.tr\r\n",
    b"=?utf-8?q?=C3?=",
]
PIECES += [
    b"Content-Type: application/pkcs7-mime\r\n",
    b"Content-Type: text/html\r\n",
    b"Content-Transfer-Encoding: uuencode\r\n",
]
PIECES += [
    b"begin 644 a\r\n",
    b"Content-Type: text/plain; charset*=%%%\r\n",
    b"Date: Mon, 99 Foo 99999 99:99:99 +9999\r\n",
]


@given(st.lists(st.sampled_from(PIECES) | st.binary(max_size=40), max_size=20))
def test_no_bytes_break_the_reading(pieces):
    got = read(b"".join(pieces))
    assert "\n" not in got.subject + got.sender + got.sender_name
    assert "\x00" not in got.text
