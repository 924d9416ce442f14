"""The key of a person's calendar of an integrator's terms."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.guarded import Guarded
from ledger.models import Dossier
from registry.models.integrators import Integrator


class CalendarKey(models.Model):
    """An unguessable address under which one person's calendar program reads one integrator's terms; kept as a digest.

    Opens nothing else, and nothing once the person acts for the firm no longer.
    """

    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="calendar_keys")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_keys")
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("calendar key")
        verbose_name_plural = _("calendar keys")
        base_manager_name = "objects"
        constraints: ClassVar = [
            UniqueConstraint(
                fields=["integrator", "person"], condition=Q(revoked_at=None), name="calendar_key_one_live"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.integrator} ({self.person})"

    @property
    def dossier(self) -> Dossier:
        """Its Steps stand in the integrator's dossier."""
        return self.integrator.dossier
