"""The public list as stored bytes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from ledger.guarded import Guarded


class Publication(models.Model):
    """The public list as stored bytes, one row per public event; the newest is what the public reads. Append-only.

    Until when the bytes are good is asked when they are read (`registry/reading.py`): acts and policies after them move
    it. `canonical` is the text that the digest is made of; it names the digest of each of the three bytes.
    """

    sequence = models.PositiveIntegerField(unique=True)
    issued_at = models.DateTimeField()
    event = models.CharField(max_length=80)
    event_slug = models.CharField(max_length=80, blank=True)
    as_json = models.BinaryField()
    as_csv = models.BinaryField()
    as_atom = models.BinaryField()
    canonical = models.TextField()
    previous = models.CharField(max_length=64, blank=True)
    digest = models.CharField(max_length=64)
    mac = models.CharField(max_length=64)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("publication")
        verbose_name_plural = _("publications")
        base_manager_name = "objects"
        ordering: ClassVar = ["sequence"]

    def __str__(self) -> str:
        return f"{self.sequence}"
