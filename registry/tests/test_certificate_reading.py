"""What is read from a certificate, and what rather not."""

import json
from datetime import date
from pathlib import Path
from time import perf_counter

import pytest

from documents.text import text_of
from registry.certificate_days import Days
from registry.certificate_layout import folded
from registry.certificate_reading import FIELDS, as_json, from_json, read
from registry.tests.specimens import expected, says

OURS = "ISO/IEC 27001:2022\n"
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
    assert "valid_until_on" not in sure("ISO/IEC 27001:2022\nExpiry Date: 03/04/2026")
    assert "valid_until_on" in sure("ISO/IEC 27001:2022\nExpiry Date: 03/04/2026\nIssue Date: 23/04/2023")
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


@pytest.mark.parametrize(
    "page",
    [
        "ISO 9001:2015\nBelge No: Q-100\nISO/IEC 27001 ve ISO 14001 belgelendirmesi de yapılmaktadır.",
        "ISO 9001 Kalite Yönetim Sistemi Belgesi\nBelge No: Q-100\nISO/IEC 27001 belgesi de verilir.",
        "It complies with ISO 9001:2015.\nIssue Date: 01.02.2024\nOur certificate for ISO/IEC 27001:2022 is another.",
        "conforms to ISO/IEC 27701:2019 as an extension to ISO/IEC 27001:2022.\nCertificate No: PM-100",
        "conforms to ISO/IEC 27701:2019 as an extension to\nISO/IEC 27001:2022 and\nCertificate No: PM-100",
        "ISO/IEC 27001:2022 standardının uzantısı olan\nISO/IEC 27701:2019 standardına uygundur.\nBelge No: PM-100",
        "IATF 16949 : 2016\nExpiry Date: 01.01.2027\nWe also audit ISO/IEC 27001:2022.",
        "EN ISO 13485:2016\nCertificate No: M-100\nExpiry Date: 01.01.2027",
    ],
)
def test_of_a_certificate_of_another_standard_nothing_is_read(page):
    assert values(page) == {}


def test_nothing_is_sure_of_a_document_that_does_not_certify_our_standard():
    page = "Belge No: A-12\nGeçerlilik Tarihi: 14.03.2027"
    assert sure(OURS + page) == {"edition", "number", "valid_until_on"}
    assert sure(page) == sure(f"ISO 27001 de denir.\n{page}") == set()


def test_standards_that_only_work_for_bodies_are_no_other_ones():
    page = (
        f"{OURS}Belge No: A-12\nTÜRKAK, ISO/IEC 17021-1:2015 ve ISO/IEC 27006-1:2024\nISO 9001 certificates are others."
    )
    assert "number" in sure(page)


@pytest.mark.parametrize("first", [True, False])
def test_of_several_standards_the_row_of_ours_is_read(first):
    ours = "TS EN ISO/IEC 27001:2023 (ISO/IEC 27001:2022)   I-200   05.06.2024   04.06.2027"
    other = "ISO 9001:2015              Q-100      01.02.2023        31.01.2026"
    rows = "\n".join([ours, other] if first else [other, ours])
    page = f"Belge Sahibi: Acme Ltd. Şti.\n Standart       Belge No      Yayın Tarihi     Geçerlilik Tarihi\n{rows}"
    read_of_it = {"number": "I-200", "edition": "2022", "issued_on": "2024-06-05", "valid_until_on": "2027-06-04"}
    assert values(page) == {**read_of_it, "holder": "Acme Ltd. Şti."}
    assert sure(page) == set(read_of_it), "who holds it is not on the row"


def test_of_several_standards_a_block_or_column_of_another_is_not_read():
    blocks = "ISO 9001:2015\nBelge No: Q-100\nYayın Tarihi: 01.02.2023\nISO/IEC 27001:2022\nBelge No: I-200"
    assert values(blocks) == {"number": "I-200", "edition": "2022"}
    assert sure(blocks) == {"edition"}
    beside = "                ISO 9001:2015    ISO/IEC 27001:2022\nBelge No        Q-100            I-200"
    assert "number" not in values(beside)
    pages = ("ISO 9001:2015\nBelge No: Q-100\nYayın Tarihi: 01.02.2023", "ISO/IEC 27001:2022\nBelge No: I-200")
    assert values(*pages) == {"number": "I-200", "edition": "2022"}
    together = values("ISO 9001:2015, ISO/IEC 27001:2022\nBelge No: E-1234")
    assert together == {"number": "E-1234", "edition": "2022"}
    assert sure("ISO 9001:2015, ISO/IEC 27001:2022\nBelge No: E-1234") == set()


def test_a_line_within_a_sentence_is_no_row_of_ours():
    page = "Acme complies with ISO 9001:2015 (certificate no: Q-1001, valid until\n01.01.2026) and ISO/IEC 27001:2022 as well."
    assert sure(page) == set()
    assert sure(page.replace("valid until\n", "\nvalid until ").replace(" as well.", " meets all.")) == set()


def test_a_page_of_nothing_but_names_or_labels_is_read_soon():
    began = perf_counter()
    read(["ISO 27001 " * 2000, "Belge No   Yayın Tarihi\n" * 500])
    assert perf_counter() - began < 20, "minutes, if each name looked through the whole page"


def test_the_edition_is_sure_where_the_standard_is_said_to_be_met():
    assert "edition" in sure("ISO/IEC 27001:2022")
    assert "edition" in sure("bu kuruluşun ISO/IEC 27001:2022 gerekliliklerine uygun olduğunu")
    assert "edition" not in sure("ISO/IEC 27001 Belgesi\n\nNot: ISO/IEC 27001:2013 belgeleri hükümsüzdür.")


@pytest.mark.parametrize(
    "line",
    [
        "Ek yayın tarihi: 13.10.2025",
        "Rapor Tarihi: 13.10.2025",
        "Expiry date of previous cycle: 13.10.2025",
        "Expiry Date (previous cycle): 13.10.2025",
        "Previous Issue Date: 13.10.2025",
        "Certification / Recertification Audit date: 13.10.2025",
        "Form No: F-12   Yayın Tarihi: 13.10.2025",
        "F-12 Rev.3 Yayın Tarihi: 13.10.2025",
        "Sözleşme İmza Tarihi: 13.10.2025",
    ],
)
def test_days_of_the_paper_an_audit_or_the_cycle_before_are_nobodys(line):
    assert values(f"{OURS}{line}") == {"edition": "2022"}


def test_a_day_is_not_sure_where_another_could_be_meant():
    assert sure(f"{OURS}Kısmi Yayın Tarihi: 15.03.2024") == {"edition"}, "an unknown word before the label"
    assert sure(f"{OURS}Issue Date: 15.03.2024\nCertification Date: 10.03.2024") == {"edition"}, "a weaker label"
    assert sure(f"{OURS}Yayın / Revizyon Tarihi: 15.03.2024 / 16.03.2025") == {"edition"}
    assert sure(f"{OURS}Yayın Tarihi / Geçerlilik Tarihi: 15.03.2024 / 14.03.2027") == {"edition"}
    assert not {"issued_on", "valid_until_on"} & sure(f"{OURS}Issue Date: 15.03.2021\nExpiry Date: 14.03.2027")
    assert sure(OURS, "Yayın Tarihi: 15.03.2024") == {"edition"}, "an annex has days of its own"
    assert values(f"{OURS}Belgelendirme Tarihi: 10.03.2024", "Yayın Tarihi: 15.03.2024")["issued_on"] == "2024-03-10"
    assert values("Yayın Tarihi    15.03.2021    15.03.2024") == {}, "two cycles beside each other"


def test_heads_of_a_table_have_their_values_by_order():
    page = "Belge No      İlk Yayın     Diğer      Geçerlilik Sonu\nA-1234   15.03.2021   15.03.2024   14.03.2027"
    assert values(OURS + page) == {
        "number": "A-1234",
        "edition": "2022",
        "first_issued_on": "2021-03-15",
        "valid_until_on": "2027-03-14",
    }
    assert {"number", "first_issued_on", "valid_until_on"} <= sure(OURS + page)
    short = "Yayın Tarihi        Revizyon        Geçerlilik Tarihi\n15.03.2024                      14.03.2027"
    assert sure(OURS + short) == {"edition"}, "one is missing, so the others may stand anywhere"
    several = "Belge No    Yayın Tarihi\nA-1234      15.03.2024\nB-1234      16.03.2024"
    assert values(several) == {}


def test_letter_spaced_headings_are_words():
    page = " B  E  L  G  E     N  O\n      A-1234\n\n G E Ç E R L İ L İ K    T A R İ H İ\n      14.03.2027"
    assert values(page) == {"number": "A-1234", "valid_until_on": "2027-03-14"}


def test_german_labels_are_read():
    page = (
        "Zertifikatsinhaber: Müller Software GmbH\nZertifikat-Registrier-Nr.: 44 121 2024\nErstzertifizierung: 1. März 2018\n"
        "Ausstellungsdatum: 12. März 2024\nGültig bis: 11. März 2027\nGeltungsbereich: Entwicklung"
    )
    assert values(page) == {
        "number": "44 121 2024",
        "holder": "Müller Software GmbH",
        "scope": "Entwicklung",
        "first_issued_on": "2018-03-01",
        "issued_on": "2024-03-12",
        "valid_until_on": "2027-03-11",
    }
    assert values("ist gültig vom 2024-03-12 bis 2027-03-11.") == {
        "issued_on": "2024-03-12",
        "valid_until_on": "2027-03-11",
    }


def test_running_sentences_say_days_and_numbers_over_the_ends_of_lines():
    page = (
        "Acme holds Certificate No: IS 12345 and meets ISO/IEC 27001:2022.\nOriginally registered on 2 March 2018, it was"
        " last issued on 12 March\n2024 and expires on 11 March 2027."
    )
    days = {"first_issued_on": "2018-03-02", "issued_on": "2024-03-12", "valid_until_on": "2027-03-11"}
    assert values(page) == {"number": "IS 12345", "edition": "2022", **days}
    assert "number" not in sure(page)


def test_a_scope_ends_before_the_statement_of_applicability():
    page = "Scope: Hosting, in accordance with the Statement of\nApplicability version 7.0 dated 12 January 2026."
    assert values(page) == {"scope": "Hosting", "soa_version": "7.0", "soa_on": "2026-01-12"}
    assert values("Uygulanabilirlik Bildirgesi: 02.03.2021 tarihli, 2.0 versiyonlu") == {
        "soa_version": "2.0",
        "soa_on": "2021-03-02",
    }


def test_a_scope_is_sure_only_where_it_seems_whole():
    assert "scope" in sure(f"{OURS}Kapsam: Yazılım geliştirme")
    assert "scope" not in sure(f"{OURS}Kapsam: Yazılım geliştirme,\n\n   barındırma")
    assert "scope" not in sure(f"{OURS}Kapsam: Yazılım geliştirme\nve barındırma")
    assert "scope" not in sure(f"{OURS}Kapsam: Yazılım geliştirme, Ek-1")


def test_sites_are_never_sure_and_not_read_where_an_annex_has_them():
    listed = f"{OURS}Certified sites:\n1. Larkfield Quay 7, Bristol\n2. Harbour Street 40, Hull"
    assert values(listed)["sites"] == "Larkfield Quay 7, Bristol\nHarbour Street 40, Hull"
    assert "sites" not in sure(f"{OURS}Merkez Adresi: Üçevler Mah. No: 3")
    assert "sites" not in values(f"{OURS}Merkez Adresi: Üçevler Mah. No: 3\nSaha adresleri Ek-1'dedir.")


def test_who_certifies_is_not_taken_for_the_holder():
    signed = "Acme Yazılım A.Ş.\n\nSigned on behalf of Harrow Ltd\n\nHarrow Ltd certifies that it was audited"
    assert values(signed) == {"holder": "Acme Yazılım A.Ş.", "body": "Harrow Ltd"}
    assert sure(f"{OURS}Kuruluş: Kale Belgelendirme A.Ş.") == {"edition"}, "a certifier in the holder's place"
    assert values("This is to certify that Acme Danışmanlık Limited\nŞirketi, Ankara")["holder"].endswith(
        "Limited Şirketi"
    )


def test_who_does_not_accredit_is_not_read():
    assert values("Bu belge TÜRKAK akreditasyonu kapsamı dışındadır.") == {}


def test_a_fold_keeps_every_letter_in_its_place():
    text = "İŞBU Iıiİ ÇĞÖÜ ß ﬁ Ⅷ é"
    assert len(folded(text)) == len(text)
    assert folded("GEÇERLİLİK TARİHİ") == "gecerlilik tarihi"
    assert list(Days([]).within("yok")) == []
