"""The lives of a data subject's request and of a breach."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from ledger.lifecycle import Matter, arrow


class RequestStatus(models.TextChoices):
    """Where a data subject's request stands."""

    RECEIVED = "received", _("waits for an identity")
    IDENTIFIED = "identified", _("waits for its answer")
    ANSWERED = "answered", _("answered")


class RequestLifecycle(Matter):
    """received → identity shown → answered; who does not show an identity is answered that nothing can be told."""

    status: models.CharField[str, str] = FSMField(
        _("status"), default=RequestStatus.RECEIVED, choices=RequestStatus.choices, protected=True
    )

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @arrow(RequestStatus.RECEIVED, RequestStatus.IDENTIFIED)
    def to_identified(self) -> None:
        """Somebody made sure that the request comes from whose data it is about."""

    @arrow([RequestStatus.RECEIVED, RequestStatus.IDENTIFIED], RequestStatus.ANSWERED)
    def to_answered(self) -> None:
        """The answer was given; its document lies in the file."""


class BreachStatus(models.TextChoices):
    """Where a breach stands."""

    OPEN = "open", _("open")
    CLOSED = "closed", _("closed")


class BreachLifecycle(Matter):
    """open → closed, by two persons, once the Board and those concerned were told or it was none."""

    status: models.CharField[str, str] = FSMField(
        _("status"), default=BreachStatus.OPEN, choices=BreachStatus.choices, protected=True
    )

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @arrow(BreachStatus.OPEN, BreachStatus.CLOSED)
    def to_closed(self) -> None:
        """Two persons closed the file."""
