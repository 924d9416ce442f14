"""What changed between two texts: words in and out, clauses and articles moved or renumbered."""

from __future__ import annotations

import pytest

from contracts.comparing import Comparison, compared
from contracts.wording import read, wording

pytestmark = pytest.mark.engine

OLD = """Sözleşme
# Taraflar
Bu Sözleşme iki taraf arasında yapılmıştır ve tarafları bağlar.
# Süre
Sözleşme bir yıl için yapılır ve kendiliğinden uzar.
Taraflar altı ay önceden bildirerek uzamayı önleyebilir.
# Gizlilik
Veri yalnız bildirim amacıyla işlenir ve üçüncü kişilere verilmez.
Firma;
- verinin yedeğini alır,
- erişimi kayıt altına alır,
- parolaları saklar
ve bunları belgeler.
# Fesih
Taraflardan biri sözleşmeyi haklı nedenle her zaman feshedebilir.
"""


def of(new: str) -> Comparison:
    return compared(read(OLD.encode()), read(new.encode()))


def said(comparison: Comparison) -> list[tuple[str, str, str, bool]]:
    return [
        (it.label, it.was, it.state, it.moved)
        for article in comparison.articles
        for it in (article.heading, *article.clauses)
        if it.state != "same" or it.moved or it.renumbered
    ]


def test_a_text_is_itself():
    assert said(of(OLD)) == []
    assert all(it.untouched for it in of(OLD).articles)


def test_words_go_out_and_come_in():
    (clause,) = [
        it
        for article in of(OLD.replace("bir yıl için", "iki yıl için")).articles
        for it in article.clauses
        if it.state == "changed"
    ]
    assert [(it.state, it.words) for it in clause.runs] == [
        ("same", "Sözleşme"),
        ("deleted", "bir"),
        ("inserted", "iki"),
        ("same", "yıl için yapılır ve kendiliğinden uzar."),
    ]


def test_an_article_that_comes_in_renumbers_those_behind_it():
    new = OLD.replace("# Süre", "# Konu\nKonu, veri paylaşımının usulüdür.\n# Süre")
    found = of(new)
    assert [it.heading.state for it in found.articles] == ["same", "inserted", "same", "same", "same"]
    assert [it.heading.renumbered for it in found.articles] == [False, False, True, True, True]
    assert not any(it.heading.moved for it in found.articles)
    assert found.counts == {"inserted": 2, "deleted": 0, "changed": 0, "moved": 0}


def test_an_article_that_goes_out_is_shown_where_it_stood():
    new = OLD.replace("# Süre\nSözleşme bir yıl için yapılır ve kendiliğinden uzar.\n", "").replace(
        "Taraflar altı ay önceden bildirerek uzamayı önleyebilir.\n", ""
    )
    found = of(new)
    assert [(it.heading.label, it.heading.was, it.heading.state) for it in found.articles] == [
        ("Madde 1", "Madde 1", "same"),
        ("", "Madde 2", "deleted"),
        ("Madde 2", "Madde 3", "same"),
        ("Madde 3", "Madde 4", "same"),
    ]
    assert [it.state for it in found.articles[1].clauses] == ["deleted", "deleted"]


def test_an_article_that_changed_its_place_moved():
    parts = OLD.split("# ")
    new = "# ".join([parts[0], parts[1], parts[3], parts[4], parts[2]])
    assert [it for it in said(of(new)) if it[3]] == [("Madde 4", "Madde 2", "same", True)]


def test_a_paragraph_that_went_to_another_article_moved():
    line = "Taraflar altı ay önceden bildirerek uzamayı önleyebilir.\n"
    new = OLD.replace(line, "") + line
    assert said(of(new)) == [("4.2", "2.2", "same", True)]
    assert of(new).counts == {"inserted": 0, "deleted": 0, "changed": 0, "moved": 1}


def test_items_are_clauses_of_their_own():
    new = OLD.replace("- erişimi kayıt altına alır,\n", "")
    assert said(of(new)) == [("", "3.2 b)", "deleted", False), ("3.2 b)", "3.2 c)", "same", False)]


def test_a_title_alone_may_change():
    (heading,) = [
        it.heading for it in of(OLD.replace("# Fesih", "# Fesih ve sonuçları")).articles if it.heading.state != "same"
    ]
    assert [(it.state, it.words) for it in heading.runs] == [("same", "Fesih"), ("inserted", "ve sonuçları")]


def test_the_shipped_versions_differ_in_four_clauses():
    assert compared(wording("agreement_v1"), wording("agreement_v2")).counts == {
        "inserted": 1,
        "deleted": 0,
        "changed": 3,
        "moved": 0,
    }
