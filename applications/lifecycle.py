"""The life of an application."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from ledger.lifecycle import Matter, arrow


class Status(models.TextChoices):
    """Where an application stands."""

    DRAFT = "draft", _("draft")
    SUBMITTED = "submitted", _("submitted")
    UNDER_REVIEW = "under_review", _("under review")
    DEFICIENT = "deficient", _("deficient")
    SUITABLE = "suitable", _("suitable")
    APPROVED = "approved", _("approved")
    WITHDRAWN = "withdrawn", _("withdrawn by the firm")
    REJECTED = "rejected", _("rejected")


LIVE = (Status.SUBMITTED, Status.UNDER_REVIEW, Status.DEFICIENT, Status.SUITABLE)
OPEN = (Status.DRAFT, *LIVE)


class ApplicationLifecycle(Matter):
    """draft → submitted → under review ⇄ deficient → suitable → approved; withdrawn by the firm; rejected by two."""

    status: models.CharField[str, str] = FSMField(
        _("status"), default=Status.DRAFT, choices=Status.choices, protected=True
    )

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @arrow([Status.DRAFT], Status.SUBMITTED)
    def to_submitted(self) -> None:
        """The firm hands it in."""

    @arrow([Status.SUBMITTED, Status.DEFICIENT, Status.SUITABLE], Status.UNDER_REVIEW)
    def to_under_review(self) -> None:
        """An officer takes it up, again after completion, or once more before the decision."""

    @arrow([Status.UNDER_REVIEW], Status.DEFICIENT)
    def to_deficient(self) -> None:
        """The deficiency letter is sent."""

    @arrow([Status.UNDER_REVIEW], Status.SUITABLE)
    def to_suitable(self) -> None:
        """Every requirement is met."""

    @arrow([Status.SUITABLE], Status.APPROVED)
    def to_approved(self) -> None:
        """Two persons approve; the firm becomes an integrator."""

    @arrow([Status.DRAFT, *LIVE], Status.WITHDRAWN)
    def to_withdrawn(self) -> None:
        """The firm takes it back."""

    @arrow(LIVE, Status.REJECTED)
    def to_rejected(self) -> None:
        """Two persons reject it on one of the listed grounds; incompleteness is none of them."""
