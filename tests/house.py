"""Our own source as the house tests read it: files, syntax trees, and where things are called."""

from __future__ import annotations

import ast
import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = tuple(app for app in settings.INSTALLED_APPS if "." not in app and (ROOT / app).is_dir())
SKIPPED = {".venv", ".git", "var", "__pycache__", "node_modules", "staticfiles"}
SKIPPED |= {".mypy_cache", ".ruff_cache", ".pytest_cache", ".hypothesis", ".import_linter_cache"}


def files(*suffixes: str) -> Iterator[Path]:
    """Yield the project's files with these suffixes, relative to its root."""
    for place, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in SKIPPED]
        yield from ((Path(place) / name).relative_to(ROOT) for name in names if Path(name).suffix in suffixes)


def is_test(path: Path) -> bool:
    return "tests" in path.parts or path.name == "conftest.py"


@cache
def product() -> tuple[Path, ...]:
    """Return the product's modules: no tests, no migrations."""
    return tuple(
        sorted(
            path
            for path in files(".py")
            if path.parts[0] in {*ROOMS, "law", "config"} and not is_test(path) and "migrations" not in path.parts
        )
    )


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(), filename=str(path))


def calls(node: ast.AST, *names: str) -> Iterator[ast.Call]:
    """Yield the calls of these names, plain or as an attribute."""
    for found in ast.walk(node):
        if isinstance(found, ast.Call) and called(found) in names:
            yield found


def called(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def functions(node: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    return (it for it in ast.walk(node) if isinstance(it, ast.FunctionDef | ast.AsyncFunctionDef))


def imported(node: ast.AST) -> Iterator[str]:
    """Yield the full names of what a module imports."""
    for found in ast.walk(node):
        if isinstance(found, ast.Import):
            yield from (alias.name for alias in found.names)
        elif isinstance(found, ast.ImportFrom):
            yield from (f"{found.module}.{alias.name}" for alias in found.names)


def acts() -> list[Path]:
    """Return the files that hold an act."""
    return [path for path in product() if path.parent.name == "actions" and path.name != "__init__.py"]
