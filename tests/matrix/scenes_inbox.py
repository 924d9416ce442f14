"""KEP messages to us in every state, and the dossiers that one may come into."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from kep_gateway.actions.dismiss_mail import dismiss_mail
from kep_gateway.actions.settle_mail import settle_mail
from kep_gateway.inbox.loop import keep_mail
from kep_gateway.inbox.mailbox import mailbox
from kep_gateway.inbox.taking import Taken, taken
from kep_gateway.models import IncomingMail
from kep_gateway.providers.protocol import Incoming
from kep_gateway.tests.inbox.mails import PDF, file_part, mail, several
from tests.matrix.country import Country
from tests.matrix.stage import Scene, scene


def sent_by(address: str, at: datetime, *, unverified: str = "") -> Taken:
    """Return a message of an address, read, with a document attached."""
    data = mail(sender=address, body=several(file_part(PDF)))
    return replace(taken(Incoming(f"ptt-{address}", data), at=at), unverified=unverified)


@scene("KEP message", "waiting", "matched", "settled", "dismissed")
def _(country: Country, state: str) -> Scene:
    story, in_tray = country.active, state in {"waiting", "dismissed"}
    kept = keep_mail(sent_by(story.kep, country.at, unverified="unsigned" if in_tray else ""), at=country.at)
    if state == "settled":
        settle_mail(kept.pk, by=country.people["officer"], at=country.at)
    if state == "dismissed":
        dismiss_mail(kept.pk, by=country.people["officer"], at=country.at, reason="Bizimle ilgisi yok.")
    return Scene(IncomingMail.objects.get(pk=kept.pk), story, country.at, country)


@scene("dossier for a KEP message", "mailbox", "of the sender's firm", "of another firm")
def _(country: Country, state: str) -> Scene:
    story = country.suitable if state == "of another firm" else country.active
    file = mailbox(country.at) if state == "mailbox" else story.application.dossier
    return Scene(file, story, country.at, country)
