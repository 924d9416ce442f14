"""One small country for the whole matrix: built once by running acts, never committed, forked by a savepoint."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from law.clock import moved
from registry.requirements import SHIPPED
from tests.ground import GROUND
from tests.matrix.country import Country, reached


@pytest.fixture(scope="package")
def founding(django_db_setup: None, django_db_blocker: Any) -> Iterator[Country]:
    """Hold one transaction open round every test here; it is rolled back at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        with GROUND.under(pytest.MonkeyPatch(), committed=False):
            country = reached()
            GROUND.leave()
        yield country
        transaction.set_rollback(True)


@pytest.fixture
def _django_db_helper() -> None:
    """Leave the database to `founding`: pytest-django's own transaction would close the connection under it."""


@pytest.fixture
def country(founding: Country) -> Iterator[Country]:
    """The country at its last instant, in a savepoint of the test's own; what a scene ships besides goes with it."""
    shipped = dict(SHIPPED)
    with transaction.atomic(), moved(founding.at):
        yield founding
        transaction.set_rollback(True)
    SHIPPED.clear()
    SHIPPED.update(shipped)
