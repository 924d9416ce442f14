"""Where each firm of a campaign stands, for the desk: rows, counts by stage, and the same as a sheet."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.turkish import sort_key
from contracts.models import AgreementCopy, AgreementVersion, Ink, Kind, Renewal, SignedAgreement
from law.clock import ISTANBUL
from law.explain import date_short
from registry.listing import plain_cell


class Stage(models.TextChoices):
    """How far a firm has come with a renewed version, the least far first."""

    LATE = "late", gettext_lazy("late")
    NOT_OPENED = "not_opened", gettext_lazy("not opened")
    ISSUED = "issued", gettext_lazy("issued, not downloaded")
    DOWNLOADED = "downloaded", gettext_lazy("downloaded")
    FLAWED = "flawed", gettext_lazy("sent, does not count")
    SENT = "sent", gettext_lazy("sent")
    COUNTERSIGNED = "countersigned", gettext_lazy("countersigned")


TONES = {Stage.LATE: "bad", Stage.FLAWED: "bad", Stage.SENT: "info", Stage.COUNTERSIGNED: "good"}
UNSENT = frozenset({Stage.NOT_OPENED, Stage.ISSUED, Stage.DOWNLOADED, Stage.FLAWED})


@dataclass(frozen=True)
class Line:
    """One firm of a campaign."""

    renewal: Renewal
    firm: str
    number: str
    stage: Stage
    copy: AgreementCopy | None
    sent: SignedAgreement | None

    @property
    def tone(self) -> str:
        """The tone of the stage's chip."""
        return TONES.get(self.stage, "warn")

    @property
    def last_on(self) -> date | None:
        """The last day on which the firm can send it."""
        return self.renewal.deadline.effective_on

    @property
    def waits_for(self) -> str:
        """What the ministry must do with what was sent, in words; empty where it is the firm's turn."""
        if self.stage != Stage.SENT or self.sent is None:
            return ""
        if self.sent.ink == Ink.WET and self.sent.verified_at is None:
            return _("compare the scan with the paper original")
        if self.renewal.version.kind == Kind.COMMITMENT:
            return ""
        return _("countersign")


def lines_of(version: AgreementVersion, at: datetime) -> list[Line]:
    """Return every firm of a campaign that has not ended, the least far first, in a fixed number of questions."""
    rows = version.renewals.filter(integrator__ended_at=None)
    renewals = list(rows.select_related("dossier", "deadline", "integrator__firm", "version", "sent"))
    copies = {it.dossier_id: it for it in version.copies.order_by("requested_at", "pk")}
    sent = _sent(version)
    found = [_line(it, copies.get(it.dossier_id), sent.get(it.dossier_id, []), at) for it in renewals]
    order = list(Stage)
    return sorted(found, key=lambda it: (order.index(it.stage), sort_key(it.firm), it.renewal.pk))


def counts_of(lines: Iterable[Line]) -> list[tuple[Stage, int]]:
    """Return how many firms stand where, every stage named."""
    counted = Counter(line.stage for line in lines)
    return [(stage, counted[stage]) for stage in Stage]


def as_csv(lines: Iterable[Line]) -> bytes:
    """Return the lines as a sheet that Excel opens: semicolons, a mark for UTF-8, no formula from a firm's name."""
    text = io.StringIO()
    sheet = csv.writer(text, delimiter=";", lineterminator="\r\n")
    sheet.writerow([_("Dossier"), _("Legal name"), _("Where it stands"), _("Sent at"), _("Last day"), _("Waits for")])
    for line in lines:
        sent_at = f"{line.sent.sent_at.astimezone(ISTANBUL):%d.%m.%Y %H:%M}" if line.sent else ""
        last = date_short(line.last_on) if line.last_on else ""
        said = (line.number, line.firm, str(line.stage.label), sent_at, last, line.waits_for)
        sheet.writerow([plain_cell(it) for it in said])
    return text.getvalue().encode("utf-8-sig")


def _sent(version: AgreementVersion) -> dict[int, list[SignedAgreement]]:
    """Return what came back on a version, by dossier, the newest first."""
    rows = SignedAgreement.objects.filter(copy__version=version).order_by("-sent_at", "-pk")
    rows = rows.select_related("copy__firm", "document")
    found: dict[int, list[SignedAgreement]] = {}
    for row in rows.prefetch_related("document__signatures", "copy__firm__signatories"):
        found.setdefault(row.dossier_id, []).append(row)
    return found


def _line(renewal: Renewal, copy: AgreementCopy | None, sent: list[SignedAgreement], at: datetime) -> Line:
    good = next((it for it in sent if not it.found), None)
    firm, number = renewal.integrator.firm.legal_name, renewal.dossier.number
    shown = good or (sent[0] if sent else None)
    return Line(renewal, firm, number, _stage(renewal, copy, good, sent, at), copy, shown)


def _stage(
    renewal: Renewal,
    copy: AgreementCopy | None,
    good: SignedAgreement | None,
    sent: list[SignedAgreement],
    at: datetime,
) -> Stage:
    if good is not None and good.countersigned_at:
        return Stage.COUNTERSIGNED
    if renewal.sent is not None:
        return Stage.SENT
    if renewal.deadline.due_at <= at:
        return Stage.LATE
    if sent:
        return Stage.FLAWED
    if copy is None:
        return Stage.NOT_OPENED
    return Stage.DOWNLOADED if copy.downloaded_at else Stage.ISSUED
