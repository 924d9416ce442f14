"""Joints 8 and 9: planted violations of the import order and of the clock ban are found by our own configuration."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
ROOMS = ("config", "law", *(app for app in settings.INSTALLED_APPS if (ROOT / app).is_dir()))
LINT_IMPORTS = "from importlinter.cli import lint_imports_command as main; main()"


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of our source in which violations are planted."""
    place = tmp_path_factory.mktemp("planted")
    for room in ROOMS:
        shutil.copytree(ROOT / room, place / room, ignore=shutil.ignore_patterns("__pycache__", "tests"))
    shutil.copy(ROOT / "pyproject.toml", place)
    return place


def lint_imports(place: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT_IMPORTS, "--no-cache"]
    return subprocess.run(command, cwd=place, capture_output=True, text=True, check=False)


@pytest.mark.parametrize(
    ("planted_in", "line"),
    [
        ("law/calendar.py", "import ledger.chain"),
        ("ledger/chain.py", "import registry.models"),
        ("deadlines/terms.py", "import documents.models"),  # siblings
        ("accounts/identity.py", "import config.settings"),
        ("deadlines/terms.py", "import deadlines.actions.elapse"),  # inside a room
    ],
)
def test_an_import_against_the_order_is_found(copy, planted_in, line):
    path = copy / planted_in
    before = path.read_text()
    path.write_text(f"{before}\n\ndef planted():\n    {line}\n")
    try:
        verdict = lint_imports(copy)
    finally:
        path.write_text(before)
    assert verdict.returncode == 1, verdict.stderr
    assert planted_in.removesuffix(".py").replace("/", ".") in verdict.stdout


def test_every_room_stands_in_the_order():
    contracts = (ROOT / "pyproject.toml").read_text().split("[[tool.importlinter.contracts]]")
    for room in ROOMS:
        assert f'"{room}"' in contracts[0], f"{room} is no root package"
        assert f'{room}"' in contracts[1] or f'"{room} ' in contracts[1], f"{room} has no layer"


CLOCKS = """
from datetime import date, datetime
import time
import django.utils.timezone
from django.db.models.functions import Now
from django.utils import timezone as tz
datetime.now(tz=None)
datetime.utcnow()
datetime.today()
date.today()
time.time()
time.time_ns()
time.localtime()
time.gmtime()
time.strftime("%Y")
tz.now()
tz.localdate()
django.utils.timezone.localtime()
"""
READS = 12


def ruff(text: str, name: str) -> list[str]:
    command = [sys.executable, "-m", "ruff", "check", "--select=TID251", "--output-format=concise", "--no-cache"]
    command += ["--stdin-filename", str(ROOT / name), "-"]
    found = subprocess.run(command, cwd=ROOT, input=text, capture_output=True, text=True, check=False)
    return [line for line in found.stdout.splitlines() if "TID251" in line]


def test_every_reading_of_the_clock_is_found():
    found = {int(line.split(":")[1]) for line in ruff(CLOCKS, "registry/planted.py")}
    assert 5 in found  # a database's own clock, where it is imported
    lines = {n for n, line in enumerate(CLOCKS.splitlines(), 1) if line.endswith(")")}
    assert len(lines) == READS
    assert lines <= found


def test_the_one_clock_may_read():
    assert ruff(CLOCKS, "law/clock.py") == []
