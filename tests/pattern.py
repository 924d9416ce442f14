"""One database is migrated for all processes of a run; each copies it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from fcntl import LOCK_EX, flock
from pathlib import Path
from shutil import copyfile
from typing import Any

from django.conf import settings
from django.db import connection


class Pattern:
    """The migrated database that the processes of a run copy, made by whichever comes first."""

    def __init__(self, folder: Path, worker: str) -> None:
        """Take the place of how Django makes this process's test database."""
        self.folder, self.create = folder, connection.creation.create_test_db
        own = str(connection.settings_dict["TEST"]["NAME"])
        self.postgresql = connection.vendor == "postgresql"
        self.name = pattern_of(own.removesuffix(f"_{worker}")) if self.postgresql else str(folder / "pattern.sqlite3")

    def copy(self, verbosity: int = 1, autoclobber: bool = False, **_: Any) -> str:  # noqa: FBT001, FBT002  # as Django's
        """Make the test database of this process and return its name."""
        creation: Any = connection.creation
        name: str = creation._get_test_db_name()
        with self._locked():
            if self.postgresql:
                connection.settings_dict["TEST"]["TEMPLATE"] = self.name
            creation._create_test_db(verbosity, autoclobber, False)
            if not self.postgresql:
                copyfile(self.name, name)
        _use(name)
        return name

    @contextmanager
    def _locked(self) -> Iterator[None]:
        with (self.folder / "pattern.lock").open("w") as lock:
            flock(lock, LOCK_EX)
            if not (done := self.folder / "pattern.done").exists():
                self._make()
                done.touch()
            yield

    def _make(self) -> None:
        test, before = connection.settings_dict["TEST"], connection.settings_dict["NAME"]
        own, test["NAME"] = test["NAME"], self.name
        self.create(verbosity=0, autoclobber=True, serialize=False)
        test["NAME"] = own
        _use(before)


def pattern_of(name: str) -> str:
    """Return the name of the pattern of a run's test databases on PostgreSQL."""
    return f"{name}_pattern"


def drop_pattern() -> None:
    """Remove the pattern from the server once a run is over."""
    name = connection.settings_dict["TEST"]["NAME"] or f"test_{connection.settings_dict['NAME']}"
    creation: Any = connection.creation
    with creation._nodb_cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(pattern_of(name))}")


def _use(name: str) -> None:
    connection.close()
    settings.DATABASES[connection.alias]["NAME"] = connection.settings_dict["NAME"] = name
