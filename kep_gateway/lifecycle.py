"""The life of a notice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from ledger.lifecycle import Matter, arrow
from ledger.models import Dossier


class NoticeStatus(models.TextChoices):
    """Where a notice stands."""

    WAITING = "waiting", _("waits to be handed over")
    UNKNOWN = "unknown", _("outcome of handing over unknown")
    HANDED_OVER = "handed_over", _("handed over")
    SERVED = "served", _("served")
    FAILED = "failed", _("not served")
    REPLACED = "replaced", _("replaced by another means")


class NoticeLifecycle(Matter):
    """waiting → handed over → served; failed or without an answer, replaced by another means."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="notices")
    status: models.CharField[str, str] = FSMField(
        _("status"), default=NoticeStatus.WAITING, choices=NoticeStatus.choices, protected=True
    )

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @arrow([NoticeStatus.WAITING, NoticeStatus.UNKNOWN], NoticeStatus.HANDED_OVER)
    def to_handed_over(self) -> None:
        """The provider has the message."""

    @arrow([NoticeStatus.WAITING], NoticeStatus.UNKNOWN)
    def to_unknown(self) -> None:
        """The provider was asked and its answer was lost: never sent again blindly."""

    @arrow([NoticeStatus.UNKNOWN], NoticeStatus.WAITING)
    def to_waiting(self) -> None:
        """An officer found that the provider never got it: it is handed over again."""

    @arrow([NoticeStatus.WAITING, NoticeStatus.HANDED_OVER, NoticeStatus.FAILED], NoticeStatus.SERVED)
    def to_served(self) -> None:
        """The evidence proves service; after a failure only where a person accepted later evidence."""

    @arrow([NoticeStatus.WAITING, NoticeStatus.HANDED_OVER], NoticeStatus.FAILED)
    def to_failed(self) -> None:
        """It did not arrive; no clock starts."""

    @arrow(
        [NoticeStatus.WAITING, NoticeStatus.HANDED_OVER, NoticeStatus.FAILED, NoticeStatus.UNKNOWN],
        NoticeStatus.REPLACED,
    )
    def to_replaced(self) -> None:
        """An officer served the letter by another means; after handing over only once KEP has been silent too long."""
