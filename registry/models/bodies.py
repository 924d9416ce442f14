"""Certification and accreditation bodies, and how their accreditation stood from when on."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import CheckConstraint, Q, UniqueConstraint
from django.utils.translation import gettext_lazy as _

from documents.models import Document
from ledger.guarded import Guarded
from ledger.models import Dossier
from registry.lifecycle import BodyKind, BodyStatus


class Body(models.Model):
    """A body that certifies firms, or that accredits those; certificates hang on the first kind.

    `name_key` and `number_key` are what certificates are matched by. `status` stands since `since_on`, as the newest
    BodyStanding says with its source. A body's standing makes nobody passive: persons verify and decide.
    """

    dossier = models.ForeignKey(Dossier, on_delete=models.PROTECT, related_name="bodies")
    kind = models.CharField(_("kind of body"), max_length=13, choices=BodyKind.choices)
    name = models.CharField(_("name of the body"), max_length=200)
    name_key = models.CharField(max_length=300, db_index=True)
    country = models.CharField(_("country"), max_length=2, help_text=_("Two letters. Example: TR"))
    accreditation_number = models.CharField(
        _("its accreditation number"), max_length=60, blank=True, help_text=_("Example: AB-0042-YS")
    )
    number_key = models.CharField(max_length=60, blank=True, db_index=True)
    accredited_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="accredited",
        verbose_name=_("accredited by"),
    )
    status = models.CharField(_("status"), max_length=9, choices=BodyStatus.choices, default=BodyStatus.ACTIVE)
    since_on = models.DateField(_("since"), null=True, blank=True)
    changed_at = models.DateTimeField(_("status recorded at"))
    entered_at = models.DateTimeField(_("entered at"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        base_manager_name = "objects"
        ordering: ClassVar = ["kind", "name_key", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["kind", "name_key"], name="body_once_by_name"),
            UniqueConstraint(
                fields=["kind", "accredited_by", "number_key"], condition=~Q(number_key=""), name="body_once_by_number"
            ),
            CheckConstraint(
                condition=Q(kind=BodyKind.CERTIFICATION) | Q(accredited_by=None), name="body_only_certifiers_accredited"
            ),
            CheckConstraint(
                condition=Q(status=BodyStatus.ACTIVE) | Q(since_on__isnull=False), name="body_fallen_since"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class BodyStanding(models.Model):
    """One status of a body, from which day, and by which source; `officer` is empty for what came with the software."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="standings")
    status = models.CharField(_("status"), max_length=9, choices=BodyStatus.choices)
    since_on = models.DateField(_("since"), null=True, blank=True)
    citation = models.TextField(_("source"))
    document = models.ForeignKey(
        Document, null=True, blank=True, on_delete=models.PROTECT, related_name="body_standings"
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="body_standings"
    )
    recorded_at = models.DateTimeField(_("recorded at"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("standing of a body")
        verbose_name_plural = _("standings of bodies")
        base_manager_name = "objects"
        ordering: ClassVar = ["-recorded_at", "-pk"]
        constraints: ClassVar = [CheckConstraint(condition=~Q(citation=""), name="body_standing_has_source")]

    def __str__(self) -> str:
        return f"{self.body}: {self.get_status_display()}"
