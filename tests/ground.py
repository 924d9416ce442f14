"""What tests stand on: a state is reached by running acts once, and its rows are put back for each test that begins alike.

A test's first steps are told to `GROUND`. Where an earlier test of this process took the same ones, nothing runs: the
objects are made anew at once, and the rows are written as soon as the test asks the database anything else. From then on
it goes its own way, in a transaction of its own as ever. Tests share bytes that are only read, and nothing that lives.
"""

from __future__ import annotations

import pickle
import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import Enum
from functools import partial, wraps
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from shutil import rmtree
from threading import RLock
from typing import Any

import pytest
from django.conf import settings
from django.db import connection
from django.db.backends.signals import connection_created
from django.db.models import Model
from django.utils import translation

from operations.demo.people import World
from operations.demo.story import Story
from tests.rows import Floor, Rows, put_back, put_back_beside, rows_of

WRITES = re.compile(r'\s*(?:INSERT (?:OR \w+ )?INTO|UPDATE|DELETE FROM) "?(\w+)')
HARMLESS = re.compile(r"[\s(]*(?:SELECT|SAVEPOINT|RELEASE|ROLLBACK|BEGIN)\b")
LASTING = "ca"
"""What stays in the KEP folder from one test to the next: the certification authority of the sandbox."""
Way = tuple[Any, ...]


@dataclass(frozen=True)
class State:
    """What there is at the end of a way: rows by table, files in the KEP folder, objects by their names, the answer."""

    rows: Rows = field(default_factory=dict)
    files: Mapping[str, bytes] = field(default_factory=dict)
    known: bytes = b""


class Ground:
    """The states that this process has reached, and where the running test stands."""

    def __init__(self) -> None:
        self.kept: dict[Way, State] = {}
        self.way: Way | None = None
        """The steps since the test began; None once it has asked or done anything else."""
        self.state, self.settled, self.known = State(), True, dict[str, Any]()
        self.building, self.touched = False, set[str]()
        self.floor: Floor | None = None
        self.lock = RLock()
        self.committed, self.usual, self.patched = False, in_force(), pytest.MonkeyPatch()

    @contextmanager
    def under(self, patched: pytest.MonkeyPatch, *, committed: bool) -> Iterator[None]:
        """Let a test stand on it: in the transaction that was begun for it or, if it commits, in none."""
        self.way, self.state, self.settled, self.known = (), State(), True, {}
        self.committed, self.patched = committed, patched
        if in_force() is self.usual:
            empty(settings.KEP_FOLDER)
        connection_created.connect(self._another_line)
        with connection.execute_wrapper(self._heard):
            try:
                yield
            finally:
                self.way, self.settled = None, True
                connection_created.disconnect(self._another_line)

    def reach(self, step: object, build: Callable[[], Any]) -> Any:
        """Return what `build` returns, with all that it does done; what an earlier test built so is not built again."""
        if self.building or not self._goes_on():
            return build()
        way = (*(self.way or ()), (step, translation.get_language()))
        if way in self.kept:
            self.way, self.state, self.settled = way, self.kept[way], False
            return self._recalled()
        self.settle()
        self.building, self.touched = True, set()
        try:
            made = build()
            if self.way is not None:
                self.way, self.state = way, self._seen(made)
                self.kept[way] = self.state
        except BaseException:
            self.way = None
            raise
        finally:
            self.building = False
        return made

    def call(self, **named: Any) -> None:
        """Give objects names that later steps may change: a test holds them while their state is put back."""
        self.known |= named

    def leave(self) -> None:
        """Go one's own way from here."""
        if self.way is not None:
            self.settle()
            self.way = None

    def settle(self) -> None:
        """Write the rows and files of the state that was reached without running anything."""
        with self.lock:
            if not self.settled:
                self.settled = True
                self._put_back()

    def _put_back(self) -> None:
        for name, data in self.state.files.items():
            place = settings.KEP_FOLDER / name
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(data)
        if self.committed:
            put_back_beside(connection, self.state.rows)
        else:
            put_back(connection, self.state.rows)

    def _another_line(self, **_: Any) -> None:
        """Have everything in its place before another thread asks."""
        if self.committed:
            self.settle()

    def _goes_on(self) -> bool:
        """Return whether steps were all that happened, everything being set as it usually is; else leave."""
        own = in_force() is not self.usual or self.patched._setattr or self.patched._setitem
        if own or (self.committed and connection.in_atomic_block):
            self.leave()
        return self.way is not None

    def _heard(self, execute: Callable[..., Any], sql: Any, *more: Any) -> Any:
        """Hear what the database is asked: in building, which tables change; else, that the test goes its own way."""
        if not self.building:
            self.leave()
        elif found := WRITES.match(str(sql)):
            self.touched.add(found[1])
        elif not HARMLESS.match(str(sql)):
            self.way = None  # nobody knows what that did
        return execute(sql, *more)

    def _seen(self, made: Any) -> State:
        rows = {**self.state.rows, **{name: rows_of(connection, name) for name in self.touched}}
        into = BytesIO()
        _Writer(into, self.known).dump(({name: vars(it) for name, it in self.known.items()}, made))
        return State(rows, files(settings.KEP_FOLDER), into.getvalue())

    def _recalled(self) -> Any:
        found, made = _Reader(BytesIO(self.state.known), self.known).load()
        for name, held in found.items():
            vars(self.known[name]).update(held)
        return made


class _Writer(pickle.Pickler):
    """Writes a named object as its name."""

    def __init__(self, into: BytesIO, known: Mapping[str, Any]) -> None:
        super().__init__(into, protocol=pickle.HIGHEST_PROTOCOL)
        self.names = {id(it): (name, type(it)) for name, it in known.items()}

    def persistent_id(self, obj: Any) -> Any:
        """Return the name of an object that has one."""
        return self.names.get(id(obj))


class _Reader(pickle.Unpickler):
    """Reads a name as the object that bears it in this test."""

    def __init__(self, data: BytesIO, known: dict[str, Any]) -> None:
        super().__init__(data)
        self.known = known

    def persistent_load(self, pid: Any) -> Any:
        """Return the object of that name, a blank one where the test has none yet."""
        name, kind = pid
        if name not in self.known:
            self.known[name] = object.__new__(kind)
        return self.known[name]


def in_force() -> object:
    """Return what holds the settings: another object while a test overrides any."""
    return vars(settings)["_wrapped"]


def files(folder: Path) -> dict[str, bytes]:
    """Return what lies in the KEP folder."""
    found = {it.relative_to(folder): it for it in folder.rglob("*") if it.is_file()}
    return {str(name): it.read_bytes() for name, it in found.items() if name.parts[0] != LASTING}


def empty(folder: Path) -> None:
    """Take out of the KEP folder what another test sent."""
    for it in folder.iterdir() if folder.exists() else ():
        if it.is_file():
            it.unlink()
        elif it.name != LASTING:
            rmtree(it)


GROUND = Ground()


class Told(Story):
    """A story whose steps are steps of the test that tells it."""


def _step(method: Callable[..., Story]) -> Callable[..., Story]:
    @wraps(method)
    def told(story: Told, *args: Any, **kwargs: Any) -> Story:
        try:
            step = (method.__name__, plain(vars(story)), plain(args), plain(kwargs))
        except TypeError:
            GROUND.leave()
            return method(story, *args, **kwargs)
        GROUND.reach(step, partial(method, story, *args, **kwargs))
        return story

    return told


MADE_OF_STEPS = {"become_integrator", "notify_deficiencies"}
for _method in list(vars(Story).values()):
    if getattr(_method, "__annotations__", {}).get("return") == "Story" and _method.__name__ not in MADE_OF_STEPS:
        setattr(Told, _method.__name__, _step(_method))


def plain(value: Any) -> Any:
    """Return something that is equal for equal values only, and stays as it is.

    Raises:
        TypeError: for what has no such words.
    """
    if isinstance(value, Model):
        return type(value), value.pk
    if isinstance(value, World):
        return sha256(repr(value.rng.getstate()).encode()).digest()
    if isinstance(value, bytes):
        return sha256(value).digest()
    if isinstance(value, Mapping):
        return tuple((key, plain(it)) for key, it in value.items())
    if isinstance(value, list | tuple):
        return tuple(map(plain, value))
    if value is None or isinstance(value, str | int | date | timedelta | Enum):
        return value
    raise TypeError(value)
