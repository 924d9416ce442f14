"""Two persons publish the next version of the agreement or the commitment."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _

from contracts.comparing import compared
from contracts.models import AgreementVersion
from contracts.terms import SIGNATURE, evidence_of
from contracts.versions import proposed_text, published_text
from contracts.wording import NoSuchText
from deadlines.terms import open_deadline
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience, Proposal
from ledger.wake import wake
from registry.bulk import NOTHING, affected, everyone
from registry.previews import counted

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "contracts.publish_version",
    _("Publish a new version of the agreement"),
    done=_("New version of the agreement published"),
    clause="3/b",
    audience=Audience.PUBLIC,
    two_persons=True,
)
SUBJECT = "contracts.AgreementVersion"
NOTICE = timedelta(days=31)
"""Thirty full days lie between the publication day and the first day of the new terms."""


def obstacles(
    version: AgreementVersion, *, at: datetime, template: str | None = None, effective_on: str | None = None
) -> Iterator[Obstacle]:
    """Yield why a new version cannot follow this one: not the last, its term runs, the text, or the day of effect."""
    if AgreementVersion.objects.filter(kind=version.kind, number__gt=version.number).exists():
        yield Obstacle("not_newest", _("A newer version has been published meanwhile."), "3/b")
    term = version.signing_term
    if term is not None and term.effective_on and at < term.due_at:
        message = _("Firms still have until the end of %(day)s to sign the version before it.")
        yield Obstacle("term_runs", message % {"day": date_short(term.effective_on)}, "3/b")
    if template is not None:
        yield from _text_obstacles(version, template)
    if effective_on is not None:
        yield from _day_obstacles(effective_on, legal_day(at) + NOTICE)


def _text_obstacles(version: AgreementVersion, template: str) -> Iterator[Obstacle]:
    try:
        text, _document = proposed_text(version, template)
    except NoSuchText:
        yield Obstacle("no_text", _("There is no such text."), field="template")
        return
    if AgreementVersion.objects.filter(template_sha256=text.sha256).exists():
        yield Obstacle("same_text", _("This text has been published already."), field="template")


def _day_obstacles(effective_on: str, earliest: date) -> Iterator[Obstacle]:
    try:
        day = date.fromisoformat(effective_on)
    except ValueError:
        yield Obstacle("bad_day", _("Write a day."), field="effective_on")
        return
    if day < earliest:
        message = _("New terms take effect on %(day)s at the earliest: thirty days after publication.")
        yield Obstacle("too_soon", message % {"day": f"{earliest:%d.%m.%Y}"}, "3/b", "effective_on")


def preview(version: AgreementVersion, *, at: datetime, template: str, effective_on: str) -> dict[str, Any]:
    """Return what would be published, in how many places it differs, which term begins, and for whom."""
    text, _document = proposed_text(version, template)
    term = SIGNATURE[version.kind]
    asked = {**NOTHING, "new": [str(term.title)]}
    return {
        "kind": version.kind,
        "number": version.number + 1,
        "title": text.title,
        "articles": [article.title for article in text.articles],
        "changes": compared(published_text(version), text).counts,
        "sha256": text.sha256,
        "effective_on": effective_on,
        "starts": [counted(term)],
        **affected(((integrator, asked) for integrator in everyone()), at),
    }


def publish_version(
    version_id: int, *, by: User, at: datetime, proposal: Proposal, template: str, effective_on: str
) -> AgreementVersion:
    """Publish the version that follows the newest one. Its days and its text's digest never change.

    The term to sign it begins for all integrators with this instant; the campaign's loop asks each of them.

    Raises:
        NotAllowed: no right to it. Refused: not the newest, the term before runs, an unknown or published text, effect
            too soon, one person, or the term reaches a year whose holidays are unknown.
    """
    with acting():
        version = lock(AgreementVersion, version_id)
        found = obstacles(version, at=at, template=template, effective_on=effective_on)
        refuse(ACT, version, found, by=by, proposal=proposal)
        (text, document), today, number = proposed_text(version, template), legal_day(at), version.number + 1
        term = open_deadline(
            version.dossier, SIGNATURE[version.kind], start=today, evidence=evidence_of(number), step=None
        )
        new = AgreementVersion.objects.create(
            dossier=version.dossier,
            kind=version.kind,
            number=number,
            template=text.name,
            text=document,
            template_sha256=text.sha256,
            published_on=today,
            published_at=at,
            effective_on=date.fromisoformat(effective_on),
            signing_term=term,
        )
        facts = {"kind": new.kind, "number": new.number, "text": text.sha256, "effective_on": new.effective_on}
        record(ACT, new, by=by, at=at, after=f"v{new.number}", facts=facts | {"sign_by": term.effective_on})
        wake("contracts.render")
        wake("contracts.campaign")
    return new
