"""The base of every matter with a status, and the arrow that moves it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any, TypeVar, cast

from django.db import models
from django_fsm import FSMFieldMixin, transition

from ledger.guarded import Guarded

F = TypeVar("F", bound=Callable[..., None])


def arrow(source: str | Sequence[str], target: str) -> Callable[[F], F]:
    """Declare one arrow of a lifecycle: from which states to which. The method's body stays empty."""
    return cast("Callable[[F], F]", transition(field="status", source=source, target=target))


class Matter(models.Model):
    """A row whose life is told in a Dossier.

    django-fsm's protected field also refuses Django's own refresh and validation; both are mended here, and nowhere
    does the field become assignable.
    """

    dossier = models.OneToOneField("ledger.Dossier", on_delete=models.PROTECT, related_name="%(class)s")

    objects = Guarded.as_manager()

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @classmethod
    def protected_fields(cls) -> set[str]:
        """Names of the fields that only arrows may set."""
        return {f.attname for f in cls._meta.concrete_fields if isinstance(f, FSMFieldMixin) and f.protected}

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        """Read the row again, protected status included."""
        wanted = None if fields is None else list(fields)
        for name in self.protected_fields():
            if wanted is None or name in wanted:
                self.__dict__.pop(name, None)
        super().refresh_from_db(using=using, fields=wanted, from_queryset=from_queryset)

    def clean_fields(self, exclude: Collection[str] | None = None) -> None:
        """Validate what people type; the status is no such thing."""
        super().clean_fields(exclude=set(exclude or ()) | self.protected_fields())
