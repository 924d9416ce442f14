"""One certification authority for the whole corpus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.test import override_settings


@pytest.fixture(scope="session")
def kep_folder(tmp_path_factory):
    return tmp_path_factory.mktemp("kep")


@pytest.fixture(autouse=True)
def folder(kep_folder) -> Iterator[None]:
    """Instead of a folder for each test: pieces are made once and know their CA."""
    with override_settings(KEP_FOLDER=kep_folder, KEP_TRUST=None):
        yield
