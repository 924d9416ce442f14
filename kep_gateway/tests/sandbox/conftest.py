"""An empty folder of the sandbox's provider for each test, with an authority made once."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as installed
from pydantic import SecretStr

from kep_gateway.sandbox import ca
from kep_gateway.tests.sandbox.provider import SECRETS


@pytest.fixture(scope="session")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sandbox's certification authority, made once for all tests."""
    kept, made = installed.KEP_FOLDER, tmp_path_factory.mktemp("authority")
    installed.KEP_FOLDER = made
    try:
        return ca.folder()
    finally:
        installed.KEP_FOLDER = kept


@pytest.fixture
def kep_folder(settings: Any, tmp_path: Path, authority: Path) -> Path:
    """An empty KEP folder whose provider knows our account."""
    folder = tmp_path / "kep"
    shutil.copytree(authority, folder / "ca")
    settings.KEP_FOLDER, settings.KEP_ENDPOINT = folder, "sandbox:"
    settings.KEP_SECRETS = {name: SecretStr(value) for name, value in SECRETS.items()}
    return folder
