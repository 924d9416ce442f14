"""Every act tells the firm by a letter or stands among the silences; letters are written and sent in one way."""

from __future__ import annotations

import ast
import inspect
from collections import Counter

from documents.kinds import KINDS
from kep_gateway import letters
from ledger.acts import Act
from ledger.offers import act_modules
from policies.catalogue import CATALOGUE, CHALLENGE
from tests.house import ROOMS, acts, calls, is_test, product, tree
from tests.silences import SILENT

TOLD = {act for kind in KINDS.values() for act in kind.acts}
KEPT_SILENT = Counter(act for group in SILENT.values() for act in group)


def test_every_act_tells_by_letter_or_says_why_it_does_not() -> None:
    known = {name for name, module in act_modules().items() if isinstance(module.ACT, Act)}
    assert len(known) == len(acts())
    assert known - TOLD - set(KEPT_SILENT) == set(), "declare a letter, or the reason in tests/silences.py"
    assert (TOLD | set(KEPT_SILENT)) - known == set(), "no such act"
    assert TOLD & set(KEPT_SILENT) == set(), "it tells after all"
    assert [act for act, times in KEPT_SILENT.items() if times > 1] == []


def test_an_act_that_a_letter_names_tells_it_and_no_other_act_does() -> None:
    names = {id(kind): name for module in _kind_modules() for name, kind in vars(module).items()}
    for kind in KINDS.values():
        for name, module in act_modules().items():
            source = ast.walk(ast.parse(inspect.getsource(module)))
            said = {it.id for it in source if isinstance(it, ast.Name) and vars(module).get(it.id) is kind}
            by_key = f'"{kind.key}"' in inspect.getsource(module)
            if name == "applications.send_request":
                continue  # sends what another act composed
            assert bool(said or by_key) == (name in kind.acts), (name, kind.key, names[id(kind)])


def _kind_modules():
    import importlib

    rooms = {"accounts": "kep_gateway.kinds", "kep_gateway": "kep_gateway.kinds"}
    return {importlib.import_module(rooms.get(key.split(".")[0], f"{key.split('.')[0]}.notices")) for key in KINDS}


def test_letters_are_written_and_put_on_their_way_in_one_place() -> None:
    for path in product():
        if not is_test(path) and path.as_posix() not in {"kep_gateway/letters.py", "documents/letters.py"}:
            imported = {
                f"{it.module}.{name.name}"
                for it in ast.walk(tree(path))
                if isinstance(it, ast.ImportFrom)
                for name in it.names
            }
            assert not imported & {"documents.letters.draft", "kep_gateway.notices.notify"}, path
            assert not any(calls(tree(path), "notify")), path


def test_every_kind_of_burdening_letter_may_have_its_own_challenge_text_and_no_other() -> None:
    challenges = {key.removeprefix(f"{CHALLENGE}.") for key in CATALOGUE if key.startswith(f"{CHALLENGE}.")}
    assert challenges == {kind.key for kind in KINDS.values() if kind.burdening}
    assert {key.partition(".")[0] for key in KINDS} <= set(ROOMS)
