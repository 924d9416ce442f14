"""What is told of the KEP provider, and what keeps letters from it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.guarded import Guarded


class OutboxHold(models.Model):
    """One run would have sent more letters than the policy lets go unseen: none goes until a person has looked."""

    dossier = models.ForeignKey("ledger.Dossier", on_delete=models.PROTECT, related_name="outbox_holds")
    raised_at = models.DateTimeField(_("raised at"))
    waiting = models.PositiveIntegerField()
    most = models.PositiveIntegerField()
    released_at = models.DateTimeField(_("released at"), null=True, blank=True)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="released_holds"
    )

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("hold of the outbox")
        verbose_name_plural = _("holds of the outbox")
        base_manager_name = "objects"
        ordering: ClassVar = ["-raised_at", "-pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["dossier"], condition=Q(released_at=None), name="outbox_hold_once"),
            CheckConstraint(
                condition=Q(released_at=None, released_by=None)
                | Q(released_at__isnull=False, released_by__isnull=False),
                name="outbox_hold_released_by_someone",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.waiting} > {self.most}"


class ProviderBalance(models.Model):
    """What the KEP provider told last of credit (messages) and mailbox space (bytes). One row; no part of any file."""

    asked_at = models.DateTimeField(null=True)
    credit = models.IntegerField(null=True)
    quota_bytes = models.BigIntegerField(null=True)
    used_bytes = models.BigIntegerField(null=True)

    def __str__(self) -> str:
        return f"{self.credit}"
