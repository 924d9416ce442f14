"""What the documents say is what the code does."""

import ast
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
import rules.permissions
from django.apps import apps
from django.core.management import CommandError, call_command

from ledger.management.commands import draw_lifecycles
from ledger.management.commands.draw_lifecycles import drawing, matters
from tests.house import ROOMS, ROOT, product

LINK = re.compile(r"\]\((?!https?:|mailto:|#)([^)#]+)")
CODE = re.compile(r"`([a-z_]+(?:/[a-z_<>*.0-9-]+)+)`")


def test_the_diagrams_are_drawn_from_the_arrows():
    call_command("draw_lifecycles", "--check")


def test_an_outdated_diagram_is_found_and_drawn_again(tmp_path, monkeypatch):
    monkeypatch.setattr(draw_lifecycles, "FOLDER", tmp_path)
    call_command("draw_lifecycles")
    (tmp_path / "gone.md").write_text("x")
    with pytest.raises(CommandError, match="outdated: gone"):
        call_command("draw_lifecycles", "--check")
    call_command("draw_lifecycles")
    call_command("draw_lifecycles", "--check")
    assert {path.name for path in tmp_path.iterdir()} == {f"{it._meta.model_name}.md" for it in matters()}


def test_a_diagram_shows_each_arrow_and_where_life_ends():
    (letter,) = [it for it in matters() if it._meta.label == "documents.Letter"]
    text = drawing(letter)
    assert "[*] --> draft" in text
    assert "draft --> initialled: to_initialled" in text
    assert "sent --> [*]" in text


@pytest.mark.parametrize(
    "path", [*(ROOT / "docs").rglob("*.md"), *ROOT.glob("*.md")], ids=lambda path: str(path.relative_to(ROOT))
)
def test_a_document_names_files_that_exist(path: Path):
    for link in LINK.findall(path.read_text()):
        assert (path.parent / link).exists(), link
    for name in CODE.findall(path.read_text()):
        if "<" not in name and "*" not in name and name.split("/")[0] in {*ROOMS, "law", "config", "docs", "tests"}:
            assert (ROOT / name).exists(), name


def test_decisions_are_one_page_and_numbered_once():
    pages = sorted((ROOT / "docs" / "decisions").glob("*.md"))
    numbers = [page.name[:4] for page in pages]
    assert len(set(numbers)) == len(numbers)
    for page in pages:
        text = page.read_text()
        assert len(text.splitlines()) <= 40, page.name
        for heading in ("## Context", "## Decision", "## Consequence"):
            assert heading in text, f"{page.name}: {heading}"


def test_every_row_stands_in_the_table_of_personal_data():
    table = (ROOT / "docs" / "personal-data.md").read_text()
    for room in ROOMS:
        for model in apps.get_app_config(room).get_models():
            if not hasattr(model, "history_object"):
                assert f"`{model._meta.label}`" in table, model._meta.label


BLOCK = re.compile(r"```python\n# (\S+)\n(.*?)```", re.DOTALL)


def example() -> dict[str, str]:
    """Return the code of the worked example in CONTRIBUTING.md, by file."""
    return dict(BLOCK.findall((ROOT / "CONTRIBUTING.md").read_text()))


@pytest.mark.django_db
@pytest.mark.engine
def test_the_worked_example_works(opened, officer, inspector, at, monkeypatch):
    code, known = example(), rules.permissions.permissions
    monkeypatch.setattr(rules.permissions, "permissions", type(known)(known))
    made = {}
    for file in (
        "deadlines/permissions.py",
        "deadlines/actions/call_off.py",
        "deadlines/views/ministry.py",
        "deadlines/tests/test_call_off.py",
    ):
        module = ModuleType(file.removesuffix(".py").replace("/", "."))
        monkeypatch.setitem(sys.modules, module.__name__, module)
        exec(compile(code[file], f"<{file}>", "exec"), vars(module))
        made[file] = module
    view, test = made["deadlines/views/ministry.py"], made["deadlines/tests/test_call_off.py"]
    assert view.call_off_term.access.permission in rules.permissions.permissions
    test.test_a_term_is_called_off_once(opened, officer, inspector, at)


def test_the_recipes_name_functions_that_exist():
    text = (ROOT / "CONTRIBUTING.md").read_text()
    named = set(re.findall(r"`([a-z_]+)\(\)`", text))
    known = {
        it.name for path in product() for it in ast.walk(ast.parse((ROOT / path).read_text()))
        if isinstance(it, ast.FunctionDef | ast.ClassDef)
    }  # fmt: skip
    assert named - known == set()
