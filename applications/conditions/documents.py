"""Whether what the firm showed is enough: every item judged and met, the certificate and the agreement good."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from applications.models import Mark
from applications.queries import certificate, counted_on, items, shown
from contracts.conditions.agreement import SIGNED, agreement_flaws
from contracts.versions import AGREEMENT
from documents.models import DocumentState
from ledger.errors import Obstacle
from registry.conditions.certificate import flaws
from registry.models import Evidenced

if TYPE_CHECKING:
    from applications.models import Application, Item


def not_met(application: Application) -> Iterator[Obstacle]:
    """Yield every item that is not judged as met."""
    for item in items(application):
        if item.mark == Mark.MET:
            continue
        message = _("“%(title)s” is not judged as met.") % {"title": item.requirement.title_tr}
        yield Obstacle("item_not_met", message, clause=item.requirement.clause)


def not_judged(application: Application) -> Iterator[Obstacle]:
    """Yield every item that nobody has judged yet."""
    for item in items(application):
        if item.mark != Mark.OPEN:
            continue
        message = _("“%(title)s” is not judged yet.") % {"title": item.requirement.title_tr}
        yield Obstacle("item_not_judged", message, clause=item.requirement.clause)


def not_shown(item: Item) -> Iterator[Obstacle]:
    """Yield why nothing shows that an item is met: nothing was sent, or what was sent has not passed the virus scan."""
    sent, title = shown(item), {"title": item.requirement.title_tr}
    if sent is None:
        if item.requirement.mandatory:
            yield Obstacle("nothing_sent", _("Nothing was sent for “%(title)s”.") % title, "3/a", "mark")
    elif sent.document.state != DocumentState.CLEAN:
        message = _("The document for “%(title)s” has not passed the virus scan.") % title
        yield Obstacle("not_clean", message, "3/a", "mark")


def not_evidenced(item: Item, *, today: date) -> Iterator[Obstacle]:
    """Yield why an item cannot be met: what has fields or a signature of its own must be good by them."""
    yield from not_shown(item)
    if kind := SIGNED.get(item.requirement.evidenced):
        yield from agreement_flaws(item.application.dossier, on=today, kind=kind)
    if item.requirement.evidenced == Evidenced.CERTIFICATE:
        yield from certificate_flaws(item.application, on=counted_on(item.application) or today)


def certificate_flaws(application: Application, *, on: date) -> Iterator[Obstacle]:
    """Yield what the certificate lacks on a day; a missing certificate is one flaw."""
    found = certificate(application)
    if found is None:
        yield Obstacle("no_certificate", _("There is no ISO/IEC 27001 certificate with its fields."), clause="2/b")
    else:
        yield from flaws(found, holder_name=application.firm.legal_name, on=on)


def insufficient(application: Application, *, today: date) -> Iterator[Obstacle]:
    """Yield everything that stands between the documents and the decision, on the day that counts and today."""
    yield from not_met(application)
    for item in items(application):
        yield from not_shown(item)
    for kind in {AGREEMENT, *(SIGNED.get(item.requirement.evidenced, AGREEMENT) for item in items(application))}:
        yield from agreement_flaws(application.dossier, on=today, kind=kind)
    counted = counted_on(application)
    seen: set[str] = set()
    for day in filter(None, (counted, today)):
        for obstacle in certificate_flaws(application, on=day):
            if obstacle.code not in seen:
                seen.add(obstacle.code)
                yield obstacle
