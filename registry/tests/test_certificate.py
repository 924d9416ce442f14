from datetime import date, timedelta

import pytest

from conftest import T0
from registry.conditions.certificate import (
    contradictions,
    covered_through,
    flaws,
    last_valid_day,
    same_holder,
)
from registry.models import Certificate

DAY = date(2026, 3, 2)


def certificate(**more):
    fields = {
        "number": "TR-1",
        "edition": "2022",
        "holder": "Işık İSG Yazılım A.Ş.",
        "first_issued_on": date(2024, 1, 10),
        "issued_on": date(2025, 1, 10),
        "valid_until_on": date(2027, 1, 9),
        "accepted_at": T0,
    }
    return Certificate(**(fields | more))


def codes(it, on=DAY, holder="Işık İSG Yazılım A.Ş."):
    return {(o.code, o.field) for o in flaws(it, holder_name=holder, on=on)}


def test_a_good_certificate_has_no_flaw_from_its_issue_to_its_last_day():
    good = certificate()
    assert codes(good) == set()
    assert codes(good, date(2025, 1, 10)) == set()
    assert codes(good, date(2027, 1, 9)) == set()
    assert codes(good, date(2027, 1, 10)) == {("lapsed", "valid_until_on")}
    assert codes(good, date(2025, 1, 9)) == {("not_yet_issued", "issued_on")}


@pytest.mark.parametrize("edition", ["2013", "2017"])
def test_old_editions_are_void_from_november_2025_whatever_they_print(edition):
    old = certificate(edition=edition)
    assert codes(old, date(2025, 10, 31)) == set()
    assert codes(old, date(2025, 11, 1)) == {("edition_void", "edition")}
    assert last_valid_day(old) == date(2025, 10, 31)
    assert last_valid_day(certificate(edition=edition, valid_until_on=date(2025, 6, 1))) == date(2025, 6, 1)
    assert last_valid_day(certificate()) == date(2027, 1, 9)


def test_all_flaws_come_at_once():
    bad = certificate(edition="2013", status="suspended", holder="Başka A.Ş.", valid_until_on=date(2026, 2, 1))
    assert {code for code, _ in codes(bad)} == {"edition_void", "lapsed", "not_valid", "other_holder"}


def test_contradicting_dates_are_named_at_their_fields():
    bad = certificate(
        issued_on=date(2023, 1, 1),
        valid_until_on=date(2022, 12, 31),
        last_surveillance_on=date(2020, 1, 1),
        next_surveillance_on=date(2019, 1, 1),
        edition="1995",
    )
    assert {(o.code, o.field) for o in contradictions(bad, on=DAY)} == {
        ("issued_before_first", "issued_on"),
        ("ends_before_issue", "valid_until_on"),
        ("surveillance_order", "next_surveillance_on"),
        ("surveillance_before_issue", "last_surveillance_on"),
        ("unknown_edition", "edition"),
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("IŞIK İSG YAZILIM A.Ş.", "Işık İSG Yazılım Anonim Şirketi"),
        ("Işık Isg Yazılım AŞ", "ışık isg yazılım a. ş."),
        ("Çınar Bilişim San. ve Tic. Ltd. Şti.", "ÇINAR BİLİŞİM SANAYİ VE TİCARET LİMİTED ŞİRKETİ"),
        ("Çınar  Bilişim Ltd.Şti", "Cinar Bilisim Limited Şirketi"),
    ],
)
def test_usual_spellings_of_one_company_are_the_same(one, other):
    assert same_holder(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [("Işık Yazılım A.Ş.", "Işık Yazılım Ltd. Şti."), ("Işık Yazılım A.Ş.", "Işık A.Ş."), ("As Yazılım", "Yazılım As")],
)
def test_other_companies_are_not(one, other):
    assert not same_holder(one, other)


def test_a_row_of_certificates_carries_as_long_as_it_is_unbroken():
    first = certificate(valid_until_on=date(2026, 3, 31))
    next_day = certificate(issued_on=date(2026, 4, 1), valid_until_on=date(2027, 3, 31))
    gap = certificate(issued_on=date(2026, 4, 2), valid_until_on=date(2028, 3, 31))
    assert covered_through([], DAY) is None
    for row, last in (
        ([first, gap], first),
        ([gap, first, next_day], gap),
        ([next_day, first], next_day),
        ([next_day], None),
    ):
        assert covered_through(row, DAY) is last
    assert covered_through([certificate(accepted_at=None)], DAY) is None
    assert covered_through([certificate(status="withdrawn")], DAY) is None
    old = certificate(edition="2017")
    assert covered_through([old], DAY - timedelta(days=200)) is old
    assert covered_through([certificate(edition="2017")], DAY) is None


def test_how_long_a_certificate_may_run_is_a_policy(in_force):
    long = certificate(valid_until_on=date(2036, 1, 9))
    assert codes(long) == {("too_long", "valid_until_on")}
    assert codes(certificate(valid_until_on=date(2035, 12, 31))) == set()
    in_force("certificate.longest_years", 12)
    assert codes(long) == set()
