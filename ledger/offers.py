"""Acts as buttons: every act that a person may do on a row, enabled, or grey with the reasons."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING

from django.apps import apps

from ledger.acts import Act, InDossier, allowed, blocked, may
from ledger.errors import Obstacle

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Offer:
    """One act offered to one person on one row; `obstacles` empty means the button works."""

    act: Act
    obstacles: tuple[Obstacle, ...]

    @property
    def enabled(self) -> bool:
        """Whether the act would go through now."""
        return not self.obstacles


@cache
def act_modules() -> dict[str, ModuleType]:
    """Return every act's module by the act's name, found by reading the `actions` packages of our own rooms."""
    found: dict[str, ModuleType] = {}
    for config in apps.get_app_configs():
        name = f"{config.name}.actions"
        if "." not in config.name and importlib.util.find_spec(name):
            for info in pkgutil.iter_modules(importlib.import_module(name).__path__):
                module = importlib.import_module(f"{name}.{info.name}")
                found[module.ACT.name] = module
    return found


def act_module(name: str) -> ModuleType:
    """Return one act's module.

    Raises:
        LookupError: there is no such act.
    """
    try:
        return act_modules()[name]
    except KeyError:
        raise LookupError(f"no act {name!r}") from None


def obstacles_of(module: ModuleType, row: InDossier, at: datetime) -> tuple[Obstacle, ...]:
    """Return everything that stands in the act's way now: the arrow first, then its own obstacles."""
    return (*blocked(module.ACT, row), *module.obstacles(row, at=at))


def offers(names: tuple[str, ...], row: InDossier, person: User, at: datetime) -> Iterator[Offer]:
    """Yield the acts of a list that the person has a right to, in the list's order."""
    for name in names:
        module = act_module(name)
        act: Act = module.ACT
        right = may(person, act.propose, row) if act.two_persons else allowed(act, person, row)
        if right:
            yield Offer(act, obstacles_of(module, row, at))
