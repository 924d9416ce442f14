"""What is read from a certificate, and what rather not."""

import json
from datetime import date
from pathlib import Path

import pytest

from documents.text import text_of
from registry.certificate_days import Days
from registry.certificate_layout import folded
from registry.certificate_reading import FIELDS, as_json, from_json, read
from registry.tests.specimens import expected, says

SPECIMENS = Path(__file__).parent / "specimens"
NUMBER = "Belge No: KB-123/24\n"


def values(*pages):
    return {field: it.value for field, it in read(pages).items()}


def sure(*pages):
    return {field for field, it in read(pages).items() if it.sure}


@pytest.mark.parametrize("name", ["own-table", "own-columns"])
def test_a_specimen_of_ours_is_read_without_a_wrong_value(name):
    found = read(text_of((SPECIMENS / name / "certificate.pdf").read_bytes()).pages)
    printed = expected(SPECIMENS / name)
    assert {field: it.value for field, it in found.items() if not says(field, printed[field][0], it.value)} == {}
    assert len(found) >= len(printed) - 2
    assert from_json(json.loads(json.dumps(as_json(found)))) == found
    assert list(found) == [it for it in FIELDS if it in found]


@pytest.mark.parametrize(
    ("printed", "day"),
    [
        ("23.03.2026", date(2026, 3, 23)),
        ("3/4/2026", date(2026, 4, 3)),
        ("23-03-2026", date(2026, 3, 23)),
        ("2026-03-23", date(2026, 3, 23)),
        ("23 Mart 2026", date(2026, 3, 23)),
        ("1 AĞUSTOS 2026", date(2026, 8, 1)),
        ("15 Şubat 2026", date(2026, 2, 15)),
        ("23 March 2026", date(2026, 3, 23)),
        ("March 23, 2026", date(2026, 3, 23)),
        ("23rd Mar 2026", date(2026, 3, 23)),
    ],
)
def test_a_day_is_read_as_people_write_it(printed, day):
    assert values(f"Geçerlilik Tarihi: {printed}") == {"valid_until_on": day.isoformat()}


@pytest.mark.parametrize("printed", ["31.02.2026", "23.03.26", "00.00.2026", "12345.03.2026", "03/23/2026", "2026"])
def test_what_is_no_day_is_none(printed):
    assert values(f"Geçerlilik Tarihi: {printed}") == {}


def test_day_and_month_between_strokes_are_sure_only_where_the_document_shows_their_order():
    assert "valid_until_on" not in sure("Expiry Date: 03/04/2026")
    assert "valid_until_on" in sure("Expiry Date: 03/04/2026\nIssue Date: 23/04/2023")
    assert values("Expiry Date: 03/04/2026\nIssue Date: 04/23/2023") == {}, "this one writes the month first"


def test_labels_stand_before_beside_and_above_their_values():
    before = values("Belge No: A-12  \nYayın Tarihi 15.03.2024")
    beside = values("Belge No        A-12\nYayın Tarihi    15.03.2024")
    above = values("Belge No        Yayın Tarihi\nCertificate No  Issue Date\nA-12            15.03.2024")
    assert before == beside == above == {"number": "A-12", "issued_on": "2024-03-15"}


def test_a_value_above_its_label_is_read_and_not_sure():
    page = " 15.03.2024     14.03.2027\n Yayın Tarihi   Geçerlilik Tarihi\n\n A-12\n Belge No"
    assert values(page) == {"number": "A-12", "issued_on": "2024-03-15", "valid_until_on": "2027-03-14"}
    assert sure(page) == set()


def test_stacked_labels_do_not_take_their_neighbours_values():
    page = "Yayın Tarihi\n15.03.2024\nGeçerlilik Tarihi\n14.03.2027\nBelge No\nA-12"
    assert values(page) == {"number": "A-12", "issued_on": "2024-03-15", "valid_until_on": "2027-03-14"}


def test_two_columns_of_a_page_are_two():
    page = (
        "Belge No                  Geçerlilik Tarihi\nA-12                      14 Mart 2027\n\n"
        "Kapsam                    Standart\nYazılım geliştirme        TS ISO/IEC 27001:2022\nve destek"
    )
    assert values(page) == {
        "number": "A-12",
        "edition": "2022",
        "scope": "Yazılım geliştirme ve destek",
        "valid_until_on": "2027-03-14",
    }


@pytest.mark.parametrize(
    ("printed", "edition"),
    [
        ("ISO/IEC 27001:2013", "2013"),
        ("TS EN ISO/IEC 27001:2017", "2017"),
        ("TS ISO/IEC 27001 : 2022", "2022"),
        ("TS EN ISO/IEC 27001:2023 (ISO/IEC 27001:2022)", "2022"),
        ("ISO 27001", None),
        ("ISO/IEC 27001:2013 ve ISO/IEC 27001:2022", None),
        ("ISO/IEC 27001:2022\nISO/IEC 27001:2013 belgesinin yerine verilmiştir.", "2022"),
    ],
)
def test_the_edition_is_read_unless_two_are_named(printed, edition):
    assert values(f"Standart: {printed}").get("edition") == edition


def test_values_that_contradict_each_other_are_not_read():
    assert values("Belge No: A-12\nCertificate No: A-12") == {"number": "A-12"}
    assert values("Belge No: A-12\nCertificate No: B-13") == {}
    assert values("Issue Date: 15.03.2024\nYayın Tarihi: 16.03.2024") == {}


def test_days_out_of_their_order_are_read_and_not_sure():
    page = "Yayın Tarihi: 15.03.2027\nGeçerlilik Tarihi: 14.03.2024\nİlk Yayın Tarihi: 15.03.2021"
    assert set(values(page)) == {"first_issued_on", "issued_on", "valid_until_on"}
    assert not sure(page) & {"issued_on", "valid_until_on"}


def test_days_of_other_matters_are_nobodys():
    page = (
        "Revizyon Tarihi: 15.03.2024\nKarar Tarihi: 16.03.2024\nBasım Tarihi: 17.03.2024\nAra Tetkik Tarihi: 18.03.2025"
    )
    assert values(page) == {}
    assert values("Next Recertification Date: 14.02.2027\nRe-certification audit: 15.02.2027") == {}
    assert values("Company Registration No: 123456\nTicaret Sicil No: 654321\nVergi No: 1234567890") == {}


def test_a_sentence_says_until_when():
    assert values("Bu belge 14 Mart 2027 tarihine kadar geçerlidir.")["valid_until_on"] == "2027-03-14"
    assert values("This certificate is valid until 14 March 2027.")["valid_until_on"] == "2027-03-14"
    period = values("Geçerlilik Süresi: 15.03.2024 - 14.03.2027")
    assert period == {"issued_on": "2024-03-15", "valid_until_on": "2027-03-14"}


def test_the_statement_of_applicability_has_a_version_and_a_day():
    for page in (
        "Uygulanabilirlik Bildirgesi: Rev. 3.1, 01.02.2024",
        "Statement of Applicability version 3.1 dated 1 February 2024",
        "SoA Version: 3.1\nSoA Date: 01.02.2024",
    ):
        assert values(page) == {"soa_version": "3.1", "soa_on": "2024-02-01"}, page


def test_who_accredits_is_known_by_name_and_its_numbers_by_shape():
    page = "TÜRKAK tarafından akredite edilmiştir.\nAB-0042-YS"
    assert values(page) == {"accreditation_body": "TÜRKAK", "body_accreditation": "AB-0042-YS"}
    assert "accreditation_body" not in values("UKAS\nDAkkS"), "either could be meant"


def test_a_holder_is_read_to_the_end_of_its_name():
    page = "Belge Sahibi :  IŞIK İSG YAZILIM\n                ANONİM ŞİRKETİ\nAdres        :  Ankara"
    assert values(page)["holder"] == "IŞIK İSG YAZILIM ANONİM ŞİRKETİ"
    assert "holder" not in values("Belge Sahibi: Işık A.Ş. İzmir Şubesi"), "where the name ends is open"
    alone = "Bu belge ile\n\nÇınar Bilişim Ltd. Şti.\n\nKALE BELGELENDİRME A.Ş."
    assert values(alone) == {"holder": "Çınar Bilişim Ltd. Şti.", "body": "KALE BELGELENDİRME A.Ş."}
    assert sure(alone) == set()


@pytest.mark.parametrize(
    "page",
    [
        "",
        " \n\n ",
        "Sayın yetkili, 15.03.2024 tarihli yazınız incelenmiştir.\nKonu: Toplantı\nİlgi: 02.02.2024 tarihli yazı",
        "Belge No: \nYayın Tarihi:\nGeçerlilik Tarihi:\nKapsam:",
        "Certificate No: see annex\nExpiry Date: three years from issue",
        "\x00\x01 \ud7a3 \u200b",
    ],
)
def test_nothing_is_read_where_nothing_is_said(page):
    assert values(page) == {}


def test_a_fold_keeps_every_letter_in_its_place():
    text = "İŞBU Iıiİ ÇĞÖÜ ß ﬁ Ⅷ é"
    assert len(folded(text)) == len(text)
    assert folded("GEÇERLİLİK TARİHİ") == "gecerlilik tarihi"
    assert list(Days([]).within("yok")) == []
