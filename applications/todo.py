"""What a firm must do now: read from its file, its application and its standing; what is İSGGM's turn is not in it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from applications.conditions.openness import asked
from applications.lifecycle import OPEN, Status
from applications.models import Application, Mark
from applications.queries import items, missing, of_firm
from contracts.conditions.renewed import newest_renewals, signed_or_waiting
from deadlines.left import last_day, left_of
from law.explain import date_short
from registry.lifecycle import GroundKind, Standing
from registry.models import Certificate, Showing
from registry.obligations import FIRST_SHOWING
from registry.queries import standing_of

if TYPE_CHECKING:
    from accounts.models import Firm
    from registry.models import Integrator

AHEAD = timedelta(days=90)
"""How long before a certificate ends the firm is asked for the next one; a help, no rule."""


@dataclass(frozen=True)
class Todo:
    """One thing to do: where, in which words, how pressing (a chip's tone), and what helps."""

    title: str
    address: str
    words: str = ""
    tone: str = "warn"
    help: str = ""


def todo(firm: Firm, integrator: Integrator | None, at: datetime) -> Iterator[Todo]:
    """Yield what the firm must do, the most pressing first."""
    for application in (it for it in of_firm(firm) if it.status in OPEN):
        yield from _application(application)
    if integrator is not None:
        yield from _integrator(integrator, at)
    yield from _file(firm)


def _application(application: Application) -> Iterator[Todo]:
    address = reverse("portal_application", args=[application.dossier.number])
    lacking = len(list(missing(application)))
    documents = ngettext("%(n)d document is missing", "%(n)d documents are missing", lacking) % {"n": lacking}
    if application.status == Status.DRAFT:
        words = documents if lacking else _("ready")
        yield Todo(_("Hand the application in"), address, words, "warn" if lacking else "good")
    elif asked(application):
        n = sum(item.mark == Mark.DEFICIENT for item in items(application))
        words = ngettext("%(n)d deficiency", "%(n)d deficiencies", n) % {"n": n} if n else _("a letter waits")
        text = _("Send what the letter asks for, then send the completed documents.")
        yield Todo(_("Answer İSGGM's letter"), address, words, "bad", text)


def _integrator(integrator: Integrator, at: datetime) -> Iterator[Todo]:
    number, now = integrator.dossier.number, standing_of(integrator, at)
    certificate = reverse("registry:portal_certificate", args=[number])
    ends, waiting = integrator.active_until, _waiting(integrator)
    if now == Standing.PASSIVE:
        text = _("Send a newer certificate, or the document that remedies the breach.")
        card = f"{reverse('registry:portal')}?dosya={number}"
        yield Todo(_("Have the authority made active again"), card, _("passive"), "bad", text)
    elif (
        integrator.next_ground == GroundKind.DOCUMENT_LAPSED and ends is not None and ends - at <= AHEAD and not waiting
    ):
        left = left_of(ends, at)
        text = _(
            "If no newer certificate is accepted by the end of %(day)s, your authority becomes passive and no live "
            "notification of yours is taken."
        ) % {"day": date_short(last_day(ends))}
        tone = "bad" if left.state else "warn"
        yield Todo(_("Send the next ISO/IEC 27001 certificate"), certificate, left.words, tone, text)
    yield from _owed(integrator, at)
    yield from _to_sign(integrator, at)
    if now == Standing.ACTIVE and not integrator.secrets.filter(revoked_at=None).exists():
        address = reverse("registry:portal_secret", args=[number])
        yield Todo(_("Draw the secret of your firm code"), address, _("none yet"), "warn")


def _owed(integrator: Integrator, at: datetime) -> Iterator[Todo]:
    """Yield what must be shown: for the first time, or anew because its last valid day comes near or is over."""
    rows = integrator.obligations.filter(ended_at=None, concerned=True).select_related("requirement", "deadline")
    waiting = Showing.objects.filter(obligation=OuterRef("pk"), accepted_at=None, refused_at=None)
    for owed in rows.exclude(deadline=None).exclude(Exists(waiting)):
        assert owed.deadline
        ends, renewal = owed.deadline.due_at, timedelta(days=owed.requirement.renewal_days)
        if owed.deadline.term == FIRST_SHOWING or ends - at <= renewal:
            left = left_of(ends, at)
            title = _("Show “%(what)s”") % {"what": owed.requirement.title}
            address = reverse("registry:portal_show", args=[integrator.dossier.number, owed.pk])
            yield Todo(title, address, left.words, "bad" if left.state else "warn", owed.requirement.help)


def _to_sign(integrator: Integrator, at: datetime) -> Iterator[Todo]:
    """Yield the renewed versions that the firm has not signed, within their days and after them."""
    for renewal in newest_renewals(integrator):
        if not signed_or_waiting(renewal):
            address = reverse("portal_agreement", args=[renewal.version.kind, integrator.dossier.number])
            left = left_of(renewal.deadline.due_at, at)
            said = {"number": renewal.version.number, "kind": renewal.version.get_kind_display()}
            title = _("Sign version %(number)s of the %(kind)s and send it") % said
            text = _("It counts when you have sent it signed by the end of %(day)s.")
            day = date_short(last_day(renewal.deadline.due_at))
            yield Todo(title, address, left.words, "bad" if left.state else "warn", text % {"day": day})


def _waiting(integrator: Integrator) -> bool:
    """Tell whether a newer certificate waits for İSGGM's judgement."""
    return Certificate.objects.filter(dossier=integrator.dossier, accepted_at=None, refused_at=None).exists()


def _file(firm: Firm) -> Iterator[Todo]:
    address = reverse("portal_firm", args=[firm.dossier.number])
    if all(it.until_at for it in firm.filed().postal_addresses.all()):
        yield Todo(_("Record the firm's postal address"), address, _("missing"))
    if all(it.until_on for it in firm.filed().signatories.all()):
        yield Todo(_("Record who binds the firm by signature"), address, _("missing"))
