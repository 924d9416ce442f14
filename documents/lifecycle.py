"""The life of a letter, and of one signing by the worker."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField

from ledger.lifecycle import Matter, arrow
from ledger.models import Dossier


class LetterStatus(models.TextChoices):
    """Where a letter stands."""

    DRAFT = "draft", _("draft")
    INITIALLED = "initialled", _("initialled")
    SIGNING = "signing", _("being signed")
    SIGNED = "signed", _("signed")
    SENT = "sent", _("sent")
    DISCARDED = "discarded", _("discarded")


class LetterLifecycle(Matter):
    """draft → initialled → being signed (number given) → signed → sent. A sealed letter goes from draft to signing."""

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="letters")
    status: models.CharField[str, str] = FSMField(
        _("status"), default=LetterStatus.DRAFT, choices=LetterStatus.choices, protected=True
    )

    class Meta:
        abstract = True
        base_manager_name = "objects"

    @arrow([LetterStatus.DRAFT], LetterStatus.INITIALLED)
    def to_initialled(self) -> None:
        """The officer puts the letter forward for signature."""

    @arrow([LetterStatus.INITIALLED], LetterStatus.DRAFT)
    def to_draft(self) -> None:
        """The letter goes back to its author."""

    @arrow([LetterStatus.DRAFT, LetterStatus.INITIALLED], LetterStatus.SIGNING)
    def to_signing(self) -> None:
        """The signatory (or the seal) is to sign; the letter has its number and can no longer change."""

    @arrow([LetterStatus.SIGNING], LetterStatus.SIGNED)
    def to_signed(self) -> None:
        """The signed bytes verify."""

    @arrow([LetterStatus.SIGNED], LetterStatus.SENT)
    def to_sent(self) -> None:
        """The letter is on its way by some means of service."""

    @arrow([LetterStatus.DRAFT, LetterStatus.INITIALLED, LetterStatus.SIGNED], LetterStatus.DISCARDED)
    def to_discarded(self) -> None:
        """The letter is not needed and never goes out; one that was signed keeps its number, which nobody else gets."""
