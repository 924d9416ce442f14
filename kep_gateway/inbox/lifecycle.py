"""The life of a KEP message to us."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from ledger.lifecycle import Matter, arrow
from ledger.models import Dossier


class MailStatus(models.TextChoices):
    """Where a message to us stands."""

    WAITING = "waiting", _("waits in the tray")
    MATCHED = "matched", _("in its dossier, to be looked at")
    SETTLED = "settled", _("dealt with")
    DISMISSED = "dismissed", _("belongs to no dossier")


class MailLifecycle(Matter):
    """waiting in the tray → matched to a dossier → dealt with; or dismissed from the tray. An end can be taken back."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="mails")
    status: models.CharField[str, str] = FSMField(
        _("status"), default=MailStatus.WAITING, choices=MailStatus.choices, protected=True
    )

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @arrow([MailStatus.WAITING, MailStatus.MATCHED], MailStatus.MATCHED)
    def to_matched(self) -> None:
        """The message lies in a firm's dossier; an officer may still put it into another one."""

    @arrow([MailStatus.MATCHED], MailStatus.SETTLED)
    def to_settled(self) -> None:
        """An officer has looked at it and done what it asks for."""

    @arrow([MailStatus.WAITING], MailStatus.DISMISSED)
    def to_dismissed(self) -> None:
        """An officer found that it belongs to no dossier of ours."""

    @arrow([MailStatus.SETTLED, MailStatus.DISMISSED], MailStatus.WAITING)
    def to_waiting(self) -> None:
        """An officer found that it was ended wrongly: it lies in the tray again, to be put where it belongs."""
