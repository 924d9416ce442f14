"""Policy: a dated value with its citation. CalendarYear and CalendarDay: the holidays that terms roll over."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from ledger.guarded import Guarded
from ledger.models import Dossier
from policies.catalogue import CATALOGUE

OTHER_FILES = {
    "calendar": _("official calendar"),
    "requirements": _("requirement sets"),
    "bodies": _("certification and accreditation bodies"),
}


class PolicyFile(models.Model):
    """What a proposal about one policy, or about the calendar, points to; all share one dossier."""

    key = models.CharField(_("policy"), max_length=60, unique=True)
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="policy_files")

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("policy file")
        verbose_name_plural = _("policy files")
        base_manager_name = "objects"

    def __str__(self) -> str:
        kind = CATALOGUE.get(self.key)
        return str(kind.title if kind else OTHER_FILES.get(self.key, self.key))


class Policy(models.Model):
    """One value of one policy, in force from a day until a newer row's day."""

    key = models.CharField(_("policy"), max_length=60)
    value = models.JSONField(_("value"))
    in_force_from = models.DateField(_("in force from"))
    citation = models.TextField(_("source and reason"))
    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="policies")
    decided_at = models.DateTimeField(_("decided at"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("policy")
        verbose_name_plural = _("policies")
        base_manager_name = "objects"
        ordering: ClassVar = ["key", "-in_force_from", "-pk"]
        constraints: ClassVar = [
            CheckConstraint(condition=~Q(citation=""), name="policy_has_citation"),
        ]

    def __str__(self) -> str:
        return f"{self.key} = {self.value}"


class CalendarYear(models.Model):
    """A year whose holidays are known. A term that reaches into any other year is refused."""

    year = models.PositiveSmallIntegerField(_("year"), unique=True)
    source = models.TextField(_("source"))
    loaded_at = models.DateTimeField(_("loaded at"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("calendar year")
        verbose_name_plural = _("calendar years")
        base_manager_name = "objects"
        ordering: ClassVar = ["year"]

    def __str__(self) -> str:
        return str(self.year)


class CalendarDay(models.Model):
    """One official holiday, whole or from 13:00."""

    day = models.DateField(_("day"))
    name = models.CharField(_("name"), max_length=120)
    half = models.BooleanField(_("half day (from 13:00)"), default=False)
    source = models.TextField(_("source"))
    added_at = models.DateTimeField(_("added at"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("holiday")
        verbose_name_plural = _("holidays")
        base_manager_name = "objects"
        ordering: ClassVar = ["day", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["day", "name", "half"], name="holiday_once"),
            CheckConstraint(condition=~Q(source=""), name="holiday_has_source"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%d.%m.%Y} {self.name}"
