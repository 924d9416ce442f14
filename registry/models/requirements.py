"""Requirement sets: what an applicant must show, and what must hold for ever."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from ledger.guarded import Guarded


class RequirementSet(models.Model):
    """One version of what an application must hold. Never changed once in force; a new version replaces it."""

    version = models.PositiveSmallIntegerField(_("version"), unique=True)
    in_force_from = models.DateField(_("in force from"))
    citation = models.TextField(_("source"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("requirement set")
        verbose_name_plural = _("requirement sets")
        base_manager_name = "objects"
        ordering: ClassVar = ["version"]

    def __str__(self) -> str:
        return f"v{self.version}"


class Evidenced(models.TextChoices):
    """How a requirement is shown."""

    FILE = "file", _("a document")
    CERTIFICATE = "certificate", _("a certificate with its fields")
    AGREEMENT = "agreement", _("the signed agreement")
    COMMITMENT = "commitment", _("the signed commitment")
    SIGNATORY = "signatory", _("a document that names the signatories")


class Concerns(models.TextChoices):
    """Whom a requirement concerns."""

    EVERY = "every", _("every integrator")
    SOME = "some", _("those whom an officer finds concerned")


class Lasting(models.TextChoices):
    """Until when a document that was shown holds."""

    UNTIL_CHANGED = "changed", _("as long as what it says is so")
    PRINTED = "printed", _("until the last valid day that it prints")
    MONTHS = "months", _("so many months from its date")


class Requirement(models.Model):
    """One thing that an applicant must show, an integrator must hold for ever, or both.

    What must be held (`continues`) opens an Obligation for each integrator: first shown within `first_due_days` of the
    day on which the duty begins, then held without a gap. Certificates and agreements have rows of their own instead.
    """

    requirement_set = models.ForeignKey(RequirementSet, on_delete=models.PROTECT, related_name="requirements")
    key = models.SlugField(_("key"), max_length=60)
    place = models.PositiveSmallIntegerField(_("place"))
    title_tr = models.CharField(max_length=200)
    title_en = models.CharField(max_length=200)
    help_tr = models.TextField()
    help_en = models.TextField()
    clause = models.CharField(_("clause"), max_length=20)
    evidenced = models.CharField(max_length=12, choices=Evidenced.choices, default=Evidenced.FILE)
    mandatory = models.BooleanField(default=True)
    applies = models.BooleanField(_("an application must show it"), default=True)
    continues = models.BooleanField(_("must be held for ever"), default=False)
    concerns = models.CharField(_("who must have it"), max_length=8, choices=Concerns.choices, default=Concerns.EVERY)
    condition_tr = models.CharField(max_length=200, blank=True)
    condition_en = models.CharField(max_length=200, blank=True)
    first_due_days = models.PositiveSmallIntegerField(_("days until it is first shown"), default=0)
    lasts = models.CharField(
        _("how long it holds"), max_length=8, choices=Lasting.choices, default=Lasting.UNTIL_CHANGED
    )
    months = models.PositiveSmallIntegerField(_("months for which it holds"), null=True, blank=True)
    renewal_days = models.PositiveSmallIntegerField(_("days before its end from which it may be renewed"), default=90)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("requirement")
        verbose_name_plural = _("requirements")
        base_manager_name = "objects"
        ordering: ClassVar = ["requirement_set_id", "place"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["requirement_set", "key"], name="requirement_once_per_set"),
            CheckConstraint(
                condition=Q(lasts="months", months__gte=1) | (~Q(lasts="months") & Q(months=None)),
                name="requirement_months_where_counted",
            ),
            CheckConstraint(
                condition=Q(concerns="every") | ~Q(condition_tr=""), name="requirement_says_whom_it_concerns"
            ),
            CheckConstraint(condition=Q(applies=True) | Q(continues=True), name="requirement_asks_something"),
        ]

    def __str__(self) -> str:
        return self.title_tr

    @property
    def title(self) -> str:
        """The title in the reader's language."""
        return self.title_tr if get_language() == "tr" else self.title_en

    @property
    def help(self) -> str:
        """What to send, in the reader's language."""
        return self.help_tr if get_language() == "tr" else self.help_en

    @property
    def condition(self) -> str:
        """Whom it concerns, in the reader's language; empty where it concerns every integrator."""
        return self.condition_tr if get_language() == "tr" else self.condition_en
