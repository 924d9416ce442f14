"""Every act tells its firm by letter or stands among the silences; letters are written and sent in one way."""

from __future__ import annotations

import ast
import inspect
from collections import Counter
from functools import cache
from types import ModuleType

from documents.kinds import KINDS, LetterKind
from ledger.offers import act_modules
from policies.catalogue import CATALOGUE, CHALLENGE
from tests.house import ROOMS, acts, calls, imported, product, tree
from tests.silences import SILENT

TOLD = {act for kind in KINDS.values() for act in kind.acts}
REASONS = Counter(act for group in SILENT.values() for act in group)
SENDS = "applications.send_request"
"""Sends what another act composed: it names no kind."""
MAKERS = {"documents.letters.draft", "kep_gateway.notices.notify"}


def test_every_act_tells_by_letter_or_says_why_it_does_not() -> None:
    known = set(act_modules())
    assert len(known) == len(acts())
    assert known - TOLD - set(REASONS) == set(), "declare a letter that names it, or the reason in tests/silences.py"
    assert (TOLD | set(REASONS)) - known == set(), "there is no such act"
    assert TOLD & set(REASONS) == set(), "it tells after all"
    assert [act for act, times in REASONS.items() if times > 1] == []


def test_an_act_that_a_kind_names_tells_it_and_no_other_act_does() -> None:
    for name, module in act_modules().items():
        named = {kind.key for kind in KINDS.values() if name in kind.acts}
        assert named == told_in(module) or name in {SENDS, "applications.compose_request"}, name


@cache
def told_in(module: ModuleType) -> set[str]:
    """Return the kinds that an act's file names: by their constant, or by their key where the room knows no kinds."""
    nodes = list(ast.walk(ast.parse(inspect.getsource(module))))
    constants = [getattr(module, it.id, None) for it in nodes if isinstance(it, ast.Name)]
    words = {it.value for it in nodes if isinstance(it, ast.Constant) and isinstance(it.value, str)}
    return {it.key for it in constants if isinstance(it, LetterKind)} | (words & KINDS.keys())


def test_letters_are_written_and_put_on_their_way_in_one_place() -> None:
    makers = {path.as_posix() for path in product() if MAKERS & set(imported(tree(path)))}
    assert makers == {"kep_gateway/letters.py"}


def test_what_is_told_is_told_before_the_list_is_published() -> None:
    for (
        path
    ) in acts():  # a sealed letter takes its number first; the other way round two acts would wait for each other
        told, published = ([it.lineno for it in calls(tree(path), name)] for name in ("tell", "publish"))
        assert not told or not published or max(told) < min(published), path


def test_every_burdening_kind_may_have_its_own_challenge_text_and_no_other() -> None:
    challenges = {key.removeprefix(f"{CHALLENGE}.") for key in CATALOGUE if key.startswith(f"{CHALLENGE}.")}
    assert challenges == {kind.key for kind in KINDS.values() if kind.burdening}


def test_a_kind_is_of_the_room_whose_act_causes_it() -> None:
    for kind in KINDS.values():
        assert {act.partition(".")[0] for act in kind.acts} == {kind.key.partition(".")[0]}, kind.key
        assert kind.key.partition(".")[0] in ROOMS
