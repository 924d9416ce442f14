"""The list as the public reads it: the newest stored bytes, never older than the law."""

from __future__ import annotations

from datetime import datetime

from registry.due import settle
from registry.models import Publication
from registry.publication import build


def current(at: datetime) -> Publication:
    """Return the list as it is at an instant.

    Bytes that may be outdated are first replaced by recording what fell due; where that fails (a busy or read-only
    database), freshly derived bytes are returned, unsaved.
    """
    newest = _newest()
    if newest is not None and not _outdated(newest, at):
        return newest
    if newest is not None:
        settle(at)
        newest = _newest()
        if newest is not None and not _outdated(newest, at):
            return newest
    return build(0 if newest is None else newest.sequence, at)


def _newest() -> Publication | None:
    return Publication.objects.order_by("-sequence").first()


def _outdated(publication: Publication, at: datetime) -> bool:
    return publication.good_until is not None and publication.good_until <= at
