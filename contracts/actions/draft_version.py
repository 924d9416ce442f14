"""An administrator uploads the draft of the next version, a Word file whose text was read at the edge."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from contracts.models import AgreementVersion, VersionDraft
from contracts.wording import read
from documents.intake import keep, keep_bytes
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience

if TYPE_CHECKING:
    from accounts.models import User
    from documents.intake import Received

ACT = Act(
    "contracts.draft_version",
    _("Upload a draft"),
    done=_("Draft of the next version entered"),
    clause="3/b",
    audience=Audience.MINISTRY,
)
PLAIN = "text/plain; charset=utf-8"


def obstacles(version: AgreementVersion, *, at: datetime, text: bytes | None = None) -> Iterator[Obstacle]:
    """Yield why no draft can follow this version: it is not the newest, or the same words were drafted or published."""
    if AgreementVersion.objects.filter(kind=version.kind, number__gt=version.number).exists():
        yield Obstacle("not_newest", _("A newer version has been published meanwhile."), "3/b")
    if text is None:
        return
    digest = hashlib.sha256(text).hexdigest()
    if AgreementVersion.objects.filter(template_sha256=digest).exists():
        yield Obstacle("same_text", _("This text has been published already."), field="file")
    if version.drafts.filter(text__sha256=digest).exists():
        yield Obstacle("same_draft", _("The same words lie here as a draft already."), field="file")


def draft_version(
    version_id: int, *, by: User, at: datetime, received: Received, text: bytes, seen: int | None = None
) -> VersionDraft:
    """Keep the file and the text that was read from it, each under its digest, to follow a version.

    Raises:
        NotAllowed: no administrator. Refused: not the newest version, or the same words lie here.
    """
    with acting():
        version = lock(AgreementVersion, version_id)
        refuse(ACT, version, obstacles(version, at=at, text=text), by=by, seen=seen)
        title = f"{read(text).title} – taslak (sürüm {version.number + 1})"
        kind = f"{version.kind}_draft"
        source = keep(received, dossier=version.dossier, kind=kind, title=title, by=by, internal=True)
        words = keep_bytes(
            text,
            dossier=version.dossier,
            kind=f"{kind}_text",
            title=title,
            filename=f"{received.filename}.txt",
            media_type=PLAIN,
            at=at,
            internal=True,
        )
        draft = VersionDraft.objects.create(
            dossier=version.dossier, follows=version, source=source, text=words, drafted_by=by, drafted_at=at
        )
        facts = {"kind": version.kind, "follows": version.number, "text": words.sha256}
        record(ACT, draft, by=by, at=at, facts=facts, documents=[source.sha256, words.sha256])
    return draft
