"""Every text of ours stands in the Turkish catalogue, and the catalogue holds nothing else."""

import ast
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from accounts.proposals import CODE
from config.words import ALLAUTH, NAMES
from policies.catalogue import CATALOGUE
from tests.house import ROOMS, ROOT, acts, functions, tree

PO = Path("locale", "tr", "LC_MESSAGES", "django.po")
EN = Path("locale", "en", "LC_MESSAGES", "django.po")
TITLE_CASE = re.compile(r"(?<![.?:])[ ](?!IP|TOTP|QR|JavaScript)[A-Z][a-z]")
PLACES = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Collect the texts anew, in a copy of the catalogue, as `make messages` does."""
    place = tmp_path_factory.mktemp("texts")
    for room in (*ROOMS, "law", "config", "templates"):
        (place / room).symlink_to(ROOT / room)
    (place / PO).parent.mkdir(parents=True)
    shutil.copy(ROOT / PO, place / PO)
    command = [sys.executable, "-m", "django", "makemessages", "--locale=tr", "--symlinks", "--verbosity=0"]
    env = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    subprocess.run(command, cwd=place, env=env, check=True)
    return place / PO


def texts(catalogue: Path, *kinds: str) -> set[str]:
    """Return the English texts of a catalogue, of some kinds only."""
    command = ["msgattrib", "--no-wrap", "--no-obsolete", *kinds, str(catalogue)]
    found = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    return set(re.findall(r'^msgid (".+")$', found, re.MULTILINE)) - {'""'}


def test_the_turkish_catalogue_is_complete(collected):
    assert len(texts(collected)) > 500
    assert texts(collected, "--untranslated") == set(), "make messages, then translate in locale/tr"
    assert texts(collected, "--only-fuzzy") == set()


def test_the_catalogue_holds_what_is_used_and_no_more(collected):
    assert texts(ROOT / PO) == texts(collected), "make messages"


def test_a_translation_fills_the_same_places():
    entries = re.split(r"\n\n", (ROOT / PO).read_text())
    for entry in entries:
        said = re.search(r"^msgid (.*?)^msgstr (.*)", entry, re.MULTILINE | re.DOTALL)
        if said and "msgid_plural" not in entry and not entry.startswith("#~") and said[1] != '""\n':
            assert sorted(PLACES.findall(said[1])) == sorted(PLACES.findall(said[2])), said[1]


def test_a_library_speaks_english_in_sentence_case_as_we_do():
    said = dict(re.findall(r'^msgid "(.+)"\nmsgstr "(.*)"$', (ROOT / EN).read_text(), re.MULTILINE))
    in_titles = [it for it in ALLAUTH if "\n" not in it and "." not in it and TITLE_CASE.search(it)]
    assert len(in_titles) > 30
    assert [it for it in in_titles if not said.get(it) or TITLE_CASE.search(said[it])] == []


def names_in_code() -> Iterator[str]:
    """Yield what pages put into words by `accounts.proposals.words`: keys of previews, keys and values of policies."""
    for path in acts():
        for function in (it for it in functions(tree(path)) if it.name == "preview"):
            for node in (it for it in ast.walk(function) if isinstance(it, ast.Dict)):
                yield from (
                    key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
                )
    for kind in CATALOGUE.values():
        yield from _said(kind.default)
        yield from getattr(kind.check, "choices", ())


def _said(value: object) -> Iterator[str]:
    parts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    yield from (it for it in (value, *parts) if isinstance(it, str))


def test_every_name_in_code_that_people_read_has_its_words():
    listed = set(NAMES)
    missing = {it for it in names_in_code() if CODE.fullmatch(it) and it.replace("_", " ") not in listed}
    assert missing - {"version"} == set(), (
        "put it into config/words.py (a dict in a preview is shown: keep others out of it)"
    )  # a model's own word says “version”


def test_a_text_that_is_missing_is_found(collected, tmp_path):
    catalogue = tmp_path / "django.po"
    catalogue.write_text(collected.read_text() + '\nmsgid "A text nobody translated"\nmsgstr ""\n')
    assert texts(catalogue, "--untranslated") >= {'"A text nobody translated"'}
