"""Integrators, their products, codes and secrets."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.models import Firm
from law.clock import legal_day
from law.explain import date_short
from ledger.guarded import Guarded
from ledger.models import Dossier
from registry.lifecycle import GroundKind, Standing


class Integrator(models.Model):
    """A firm that the ministry approved; exists only from the approval act on.

    `active_until` is the earliest instant at which a ground will arise by itself, and `next_ground` which; empty when
    none is ahead (it has arisen, or two persons decide). Both are the nearest of the integrator's running terms that
    name a ground (`registry/ahead.py`); whoever asks for the standing asks for no open ground and now < active_until,
    whenever the sweeper ran. `firm_code` is never public. A firm that ended may be admitted anew: another row with
    another code, since none is ever given twice.
    """

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="integrator")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="integrators")
    slug = models.SlugField(max_length=80, unique=True)
    firm_code = models.CharField(_("firm code"), max_length=11, unique=True)
    approved_at = models.DateTimeField(_("approved at"))
    active_until = models.DateTimeField(_("active until"), null=True, blank=True)
    next_ground = models.CharField(_("ground that arises then"), max_length=20, choices=GroundKind.choices, blank=True)
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    derived_status: ClassVar = Standing.choices

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("integrator")
        verbose_name_plural = _("integrators")
        base_manager_name = "objects"
        indexes: ClassVar = [models.Index(fields=["active_until"], name="integrator_active_until")]
        constraints: ClassVar = [
            UniqueConstraint(fields=["firm"], condition=Q(ended_at=None), name="integrator_one_at_a_time"),
            CheckConstraint(
                condition=Q(active_until=None, next_ground="") | (Q(active_until__isnull=False) & ~Q(next_ground="")),
                name="integrator_knows_what_is_ahead",
            ),
        ]

    def __str__(self) -> str:
        return str(self.firm)


class Product(models.Model):
    """A software of an integrator, by the name that the public knows, until the list names it no more."""

    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="products")
    name = models.CharField(_("product"), max_length=200)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    history = HistoricalRecords()

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("product")
        verbose_name_plural = _("products")
        base_manager_name = "objects"
        ordering: ClassVar = ["name"]

    def __str__(self) -> str:
        return self.name


class ListingChange(models.Model):
    """Why an officer changed what the list says of an integrator beside its standing; its Step says what."""

    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="listing_changes")
    at = models.DateTimeField(_("at"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="listing_changes")
    reason = models.TextField(_("reason"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("change of a listing")
        verbose_name_plural = _("changes of listings")
        base_manager_name = "objects"
        ordering: ClassVar = ["-at", "-pk"]
        constraints: ClassVar = [CheckConstraint(condition=~Q(reason=""), name="listing_change_has_reason")]

    def __str__(self) -> str:
        return f"{self.integrator} ({date_short(legal_day(self.at))})"


class FirmSecret(models.Model):
    """A firm code's secret: shown once, kept as a keyed digest. Drawing again revokes the one before."""

    integrator = models.ForeignKey(Integrator, on_delete=models.PROTECT, related_name="secrets")
    digest = models.CharField(max_length=64, unique=True)
    tail = models.CharField(max_length=4)
    drawn_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drawn_secrets")
    drawn_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_because = models.CharField(max_length=60, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("secret")
        verbose_name_plural = _("secrets")
        base_manager_name = "objects"
        ordering: ClassVar = ["-drawn_at"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["integrator"], condition=Q(revoked_at=None), name="secret_one_live"),
        ]

    def __str__(self) -> str:
        return f"…{self.tail}"

    def live(self, at: datetime) -> bool:
        """Tell whether the secret opens anything at an instant."""
        return self.drawn_at <= at and (self.revoked_at is None or at < self.revoked_at)


class Code(models.Model):
    """Every firm code ever given, so that none is given twice."""

    code = models.CharField(max_length=11, unique=True)
    given_on = models.DateField()
    given_before = models.BooleanField(_("given before this registry"), default=False)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("firm code")
        verbose_name_plural = _("firm codes")
        base_manager_name = "objects"

    def __str__(self) -> str:
        return f"{self.code[:2]}…"
