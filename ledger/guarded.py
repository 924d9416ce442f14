"""QuerySets that cannot change a lifecycle row past its acts."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, NoReturn, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model)


class BypassError(TypeError):
    """Somebody tried to change rows without an act, which would leave no Step."""


class Guarded(models.QuerySet[M, M]):
    """A QuerySet that reads and creates; changes belong to acts."""

    def update(self, **kwargs: Any) -> NoReturn:
        """Refuse: an act changes the row and records a Step."""
        raise BypassError(f"{self.model.__name__}: update() bypasses acts")

    def bulk_update(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse, as `update`."""
        raise BypassError(f"{self.model.__name__}: bulk_update() bypasses acts")

    def delete(self) -> NoReturn:
        """Refuse: nothing legal is deleted."""
        raise BypassError(f"{self.model.__name__}: delete() bypasses acts")

    def update_or_create(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refuse, as `update`."""
        raise BypassError(f"{self.model.__name__}: update_or_create() bypasses acts")

    def bulk_create(self, objs: Iterable[M], *args: Any, **kwargs: Any) -> list[M]:
        """Create rows; refuse to overwrite existing ones."""
        if kwargs.get("update_conflicts") or kwargs.get("ignore_conflicts"):
            raise BypassError(f"{self.model.__name__}: bulk_create() may not overwrite")
        return super().bulk_create(objs, *args, **kwargs)
