"""The catalogue of clauses is whole and says where each stands."""

import pytest

from law.clauses import CLAUSES, Clause, UnknownClause, clause

KEYS = [
    "preamble",
    "1/c", "1/d", "1/i", "1/j", "1/k", "1/m", "1/n",
    "2", "2/a", "2/b", "2/c",
    "3", "3/a", "3/b", "3/c", "3/d",
    "4", "5", "6",
    "7/a", "7/b", "7/c", "7/d", "7/e",
    "KVKK 11", "KVKK 12/1", "KVKK 12/5", "KVKK 13/2", "KVKK 13/3", "Kurul 2019/10",
]  # fmt: skip


def test_the_keys_are_those_the_project_cites() -> None:
    assert list(CLAUSES) == KEYS


@pytest.mark.parametrize("one", CLAUSES.values(), ids=lambda it: it.key)
def test_each_clause_says_its_place_and_gist_in_one_sentence(one: Clause) -> None:
    assert CLAUSES[one.key] is one
    assert one.place
    for gloss in (one.gloss_tr, one.gloss_en):
        assert gloss.endswith(".")
        assert ". " not in gloss.replace("m. 6", "").replace("art. 6", "")


def test_no_two_clauses_stand_in_one_place() -> None:
    assert len({it.place for it in CLAUSES.values()}) == len(KEYS)


@pytest.mark.parametrize("key", [key for key in KEYS if key[0].isdigit()])
def test_a_place_names_the_number_and_letter_of_its_key(key: str) -> None:
    number, _, letter = key.partition("/")
    place = CLAUSES[key].place
    assert place.startswith(f"{number}. ")
    assert not letter or f", {letter}. " in place or f", {letter} bendi" in place


@pytest.mark.parametrize("key", [key for key in KEYS if key.startswith("KVKK")])
def test_a_place_in_the_data_law_names_its_article(key: str) -> None:
    article, _, _paragraph = key.removeprefix("KVKK ").partition("/")
    assert CLAUSES[key].place.startswith(f"Madde {article}, ")


def test_a_citation_names_the_law_or_the_boards_decision() -> None:
    assert clause("KVKK 12/5").cited == "6698 sayılı Kanun m. 12/5"
    assert clause("KVKK 11").cited == "6698 sayılı Kanun m. 11"
    assert clause("Kurul 2019/10").cited.endswith("2019/10 sayılı Kararı")


def test_a_citation_names_the_circular() -> None:
    assert clause("3/b").cited == "2018-1 sayılı Genelge m. 3/b"
    assert clause("preamble").cited == "2018-1 sayılı Genelge, giriş bölümü"


@pytest.mark.parametrize("key", ["1", "1/a", "8", "3/e", "3/B", "12/5", "KVKK 7"])
def test_an_unknown_clause_is_refused(key: str) -> None:
    with pytest.raises(UnknownClause, match=key):
        clause(key)


def test_the_catalogue_cannot_be_changed() -> None:
    with pytest.raises(TypeError):
        CLAUSES["8"] = CLAUSES["2"]  # type: ignore[index]  # it is not to be had
