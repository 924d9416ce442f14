"""What is told of the KEP provider, and what keeps letters from it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.guarded import Guarded


class HoldReason(models.TextChoices):
    """Why the outbox is held."""

    TOO_MANY = "too_many", _("more letters than may leave in one run")
    NO_CREDIT = "no_credit", _("the credit at the KEP provider is spent")
    NO_SPACE = "no_space", _("the mailbox at the KEP provider is full")


class OutboxHold(models.Model):
    """No letter goes until a person has looked: one run would have sent too many, or the provider takes none.

    `waiting` letters waited when it was raised; `most` is how many may leave in one run, where that was exceeded.
    """

    dossier = models.ForeignKey("ledger.Dossier", on_delete=models.PROTECT, related_name="outbox_holds")
    raised_at = models.DateTimeField(_("raised at"))
    waiting = models.PositiveIntegerField()
    most = models.PositiveIntegerField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=10, choices=HoldReason.choices, default=HoldReason.TOO_MANY)
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
            CheckConstraint(
                condition=Q(reason="too_many", most__isnull=False) | (~Q(reason="too_many") & Q(most=None)),
                name="outbox_hold_counts_where_many",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_reason_display()}: {self.waiting}"


class ProviderBalance(models.Model):
    """What the KEP provider told last of credit (messages) and mailbox space (bytes). One row; no part of any file.

    `low_at`: since when fewer messages are left than the policy wants.
    """

    asked_at = models.DateTimeField(null=True)
    credit = models.IntegerField(null=True)
    quota_bytes = models.BigIntegerField(null=True)
    used_bytes = models.BigIntegerField(null=True)
    low_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.credit}"
