"""What a court reads about a count, word for word."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from law.clock import ISTANBUL
from law.due import Counting, due, due_instant
from law.explain import date_in_words, date_short, explain, explain_instant
from law.terms import Term, Unit
from law.turkey import default_calendar


def told(start: date, text: str, clause: str, evidence: str, *, rolls: bool = True) -> str:
    term = replace(Term.parse(text), clause=clause, rolls=rolls)
    counted = due(start, term, default_calendar(), Counting())
    return explain(counted, evidence=evidence)


def test_an_end_that_rolls_over_a_feast() -> None:
    text = told(date(2026, 2, 17), "30d", "3/b", "site yayımı 2026/7")
    assert text == (
        "2018-1 sayılı Genelge m. 3/b uyarınca 30 takvim günlük süre, "
        "17 Şubat 2026 Salı gününü (dayanak: site yayımı 2026/7) izleyen gün "
        "işlemeye başlar; son günü 19 Mart 2026 Perşembe gününe rastlar. "
        "19 Mart 2026 Perşembe (Ramazan Bayramı (saat 13.00'ten)), "
        "20 Mart 2026 Cuma (Ramazan Bayramı), "
        "21 Mart 2026 Cumartesi (Ramazan Bayramı) ve "
        "22 Mart 2026 Pazar (Ramazan Bayramı) tatil olduğundan süre, "
        "2577 sayılı İdari Yargılama Usulü Kanunu m. 8 uyarınca uzar ve "
        "23 Mart 2026 Pazartesi günü, gün sonunda dolar."
    )


def test_an_end_that_rolls_over_one_day() -> None:
    text = told(date(2026, 7, 31), "30d", "3", "duyuru 12")
    assert text == (
        "2018-1 sayılı Genelge m. 3 uyarınca 30 takvim günlük süre, "
        "31 Temmuz 2026 Cuma gününü (dayanak: duyuru 12) izleyen gün işlemeye "
        "başlar; son günü 30 Ağustos 2026 Pazar gününe rastlar. "
        "30 Ağustos 2026 Pazar (Zafer Bayramı) tatil olduğundan süre, "
        "2577 sayılı İdari Yargılama Usulü Kanunu m. 8 uyarınca uzar ve "
        "31 Ağustos 2026 Pazartesi günü, gün sonunda dolar."
    )


def test_an_end_that_stays() -> None:
    text = told(date(2026, 1, 31), "3m", "3/a", "KEP delili 40")
    assert text == (
        "2018-1 sayılı Genelge m. 3/a uyarınca 3 aylık süre, "
        "31 Ocak 2026 Cumartesi gününü (dayanak: KEP delili 40) izleyen gün işlemeye "
        "başlar ve 30 Nisan 2026 Perşembe günü, gün sonunda dolar."
    )


def test_an_end_that_never_moves() -> None:
    text = told(date(2026, 7, 31), "30d", "3/b", "yayım", rolls=False)
    assert text == (
        "2018-1 sayılı Genelge m. 3/b uyarınca 30 takvim günlük süre, "
        "31 Temmuz 2026 Cuma gününü (dayanak: yayım) izleyen gün işlemeye başlar ve "
        "30 Ağustos 2026 Pazar günü, gün sonunda dolar. "
        "Bu süre tatil nedeniyle uzamaz."
    )


def test_working_days() -> None:
    text = told(date(2026, 3, 16), "5w", "2/a", "dilekçe")
    assert text == (
        "2018-1 sayılı Genelge m. 2/a uyarınca 5 iş günlük süre, "
        "16 Mart 2026 Pazartesi gününü (dayanak: dilekçe) izleyen gün işlemeye "
        "başlar; tatil günleri sayılmaksızın 25 Mart 2026 Çarşamba günü, gün sonunda "
        "dolar."
    )


def test_hours_to_the_second_in_istanbul_time() -> None:
    start = datetime(2026, 3, 13, 21, 5, 7, tzinfo=UTC)
    term = Term("security", 24, Unit.HOURS, rolls=False, clause="3/d", title="t")
    ends = due_instant(start, term)
    assert explain_instant(start, term, ends, evidence="KEP delili 40") == (
        "2018-1 sayılı Genelge m. 3/d uyarınca 24 saatlik süre, "
        "14 Mart 2026 Cumartesi günü saat 00.05.07 itibarıyla "
        "(dayanak: KEP delili 40) işlemeye başlar ve "
        "15 Mart 2026 Pazar günü saat 00.05.07 itibarıyla dolar. "
        "Bu süre tatil nedeniyle uzamaz."
    )


def test_no_hours_at_all_means_at_once() -> None:
    start = datetime(2026, 3, 13, 14, 30, tzinfo=ISTANBUL)
    term = Term("security", 0, Unit.HOURS, rolls=False, clause="3/d", title="t")
    assert explain_instant(start, term, start, evidence="tutanak 5") == (
        "2018-1 sayılı Genelge m. 3/d uyarınca yükümlülük, "
        "13 Mart 2026 Cuma günü saat 14.30.00 itibarıyla (dayanak: tutanak 5) "
        "derhal yerine getirilir."
    )


def test_naive_instants_are_refused() -> None:
    naive = datetime(2026, 3, 13, 14, 30)
    with pytest.raises(ValueError, match="naive"):
        explain_instant(naive, Term.parse("24h"), naive, evidence="tutanak")


@pytest.mark.parametrize(
    ("day", "words", "short"),
    [
        (date(2026, 3, 23), "23 Mart 2026 Pazartesi", "23.03.2026"),
        (date(2026, 6, 1), "1 Haziran 2026 Pazartesi", "01.06.2026"),
        (date(2025, 11, 4), "4 Kasım 2025 Salı", "04.11.2025"),
        (date(2024, 2, 29), "29 Şubat 2024 Perşembe", "29.02.2024"),
        (date(2026, 8, 12), "12 Ağustos 2026 Çarşamba", "12.08.2026"),
    ],
)
def test_dates(day: date, words: str, short: str) -> None:
    assert (date_in_words(day), date_short(day)) == (words, short)


def test_all_months_are_spelled() -> None:
    words = [date_in_words(date(2026, month, 1)) for month in range(1, 13)]
    assert " ".join(it.split()[1] for it in words) == (
        "Ocak Şubat Mart Nisan Mayıs Haziran Temmuz Ağustos Eylül Ekim Kasım Aralık"
    )
