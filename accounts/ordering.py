"""The column by which the database sorts names as a Turkish dictionary does."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.turkish import LONGEST_SORT_KEY, sort_key


class SortKeyField(models.BinaryField):  # type: ignore[type-arg]  # no subscript at runtime
    """The sort key of another column's name, made anew whenever the row is written.

    It holds bytes, which both databases compare one by one: no collation of theirs has a say. A `save` that lists its
    columns lists this one with the name.
    """

    def __init__(self, *args: Any, of: str = "", **kwargs: Any) -> None:
        self.of = of
        kwargs |= {"max_length": LONGEST_SORT_KEY, "editable": False}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> tuple[str, str, Any, Any]:
        """Return what a migration makes the field of."""
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, {**kwargs, "of": self.of}

    def pre_save(self, model_instance: models.Model, add: bool) -> bytes:  # noqa: FBT001  # Django's signature
        """Return the key of the name as it is now."""
        key = sort_key(getattr(model_instance, self.of))
        setattr(model_instance, self.attname, key)
        return key
