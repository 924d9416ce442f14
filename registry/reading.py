"""The list as the public reads it: the newest stored bytes, never older than the law."""

from __future__ import annotations

from datetime import datetime

import structlog
from django.db import DatabaseError

from registry.due import settle
from registry.models import Integrator, Publication
from registry.publication import PARTS, build, publish_policy, shaped_anew

log = structlog.get_logger("sicil.registry")


def current(at: datetime, part: str = "as_json") -> Publication:
    """Return the list as it is at an instant, read for one of its spellings.

    Outdated bytes are first replaced by recording what fell due and what began; where that fails (a busy or read-only
    database), freshly derived bytes are returned, unsaved.
    """
    newest = _newest(part)
    if newest is not None and not _outdated(newest, at):
        return newest
    if newest is not None:
        settle(at)
        _begin_policy(at)
        newest = _newest(part)
    if newest is None or _outdated(newest, at):
        return build(0 if newest is None else newest.sequence, at)
    return newest


def _newest(part: str) -> Publication | None:
    others = (it for it in PARTS if it != part)
    return Publication.objects.defer("canonical", *others).order_by("-sequence").first()


def _outdated(publication: Publication, at: datetime) -> bool:
    """Tell whether an integrator lapsed, or a policy that shapes the list began, between the bytes and an instant."""
    ran_out = {"active_until__gt": publication.issued_at, "active_until__lte": at}
    return Integrator.objects.filter(ended_at=None, **ran_out).exists() or shaped_anew(publication, at)


def _begin_policy(at: datetime) -> None:
    newest = _newest("as_json")
    if newest is None or not shaped_anew(newest, at):
        return
    try:
        publish_policy(at)
    except DatabaseError as error:
        log.warning("policy_not_published", error=type(error).__name__)
