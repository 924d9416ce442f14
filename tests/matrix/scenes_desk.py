"""Applications, their letters and documents, notices and terms in every state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.test import override_settings

from applications.actions.compose_request import compose_request
from applications.actions.review_again import review_again
from applications.models import Application, Asked, Request
from deadlines.actions.elapse import elapse
from deadlines.models import Deadline
from documents import signing
from documents.actions.discard_letter import discard_letter
from documents.actions.initial_letter import initial_letter
from documents.actions.settle_scan import settle_scan
from documents.actions.sign_letter import sign_letter
from kep_gateway.actions.give_up import give_up
from kep_gateway.actions.hand_over import hand_over
from kep_gateway.actions.hold_outbox import hold_outbox
from kep_gateway.actions.lose_track import lose_track
from kep_gateway.actions.note_refused_evidence import note_refused_evidence
from kep_gateway.actions.refuse_evidence import refuse_evidence
from kep_gateway.actions.release_outbox import release_outbox
from kep_gateway.actions.serve_otherwise import serve_otherwise
from kep_gateway.actions.take_evidence import take_evidence
from kep_gateway.evidence.facts import Proven
from kep_gateway.models import EvidenceKind, Means, Notice, OutboxHold
from kep_gateway.providers.protocol import Issued, Piece
from ledger.acts import Rule
from ledger.errors import GiveUp
from operations.demo.story import Story
from policies.files import CALENDAR, file_of
from policies.models import CalendarYear, PolicyFile
from tests.matrix.country import Country
from tests.matrix.stage import Scene, decided, scene


def _application(country: Country, state: str) -> Story:
    story = {"draft": country.draft, "submitted": country.draft, "withdrawn": country.draft, "rejected": country.draft}
    chosen = story.get(state) or {"deficient": country.asked, "approved": country.active}.get(state, country.suitable)
    chosen.at = country.at
    if state in {"submitted", "withdrawn", "rejected"}:
        chosen.submit()
    if state == "withdrawn":
        chosen.withdraw()
    if state == "rejected":
        proof = chosen.application.dossier.documents.first()
        assert proof
        arguments = {"ground": "no_authority", "document": proof.pk}
        decided(chosen, "applications.reject", Application, chosen.application.pk, **arguments)
    if state == "deficient":
        chosen.do(_send, chosen.request.pk, by=country.people["officer"])
        chosen.send("backup_procedure")
    if state == "under_review":
        chosen.do(review_again, chosen.application.pk, by=country.people["officer"])
    return chosen


def _send(pk: int, **who: Any) -> None:
    from applications.actions.send_request import send_request

    send_request(pk, **who)


APPLICATION = ("draft", "submitted", "under_review", "deficient", "suitable", "approved", "withdrawn", "rejected")


@scene("application", *APPLICATION)
def _(country: Country, state: str) -> Scene:
    story = _application(country, state)
    return Scene(Application.objects.get(pk=story.application.pk), story, country.at, country)


@scene("item", *APPLICATION)
def _(country: Country, state: str) -> Scene:
    story = _application(country, state)
    return Scene(story.item("backup_procedure"), story, country.at, country)


@scene("attachment", *APPLICATION)
def _(country: Country, state: str) -> Scene:
    story = _application(country, state)
    return Scene(story.item("backup_procedure").attachments.latest("pk"), story, country.at, country)


LETTER = ("draft", "initialled", "signing", "signed", "sent", "discarded")


def _request(country: Country, state: str) -> tuple[Story, Request]:
    if state in {"signed", "sent"}:
        story = country.asked
        story.at = country.at
        if state == "sent":
            story.do(_send, story.request.pk, by=country.people["officer"])
        return story, story.request
    story = _application(country, "under_review")
    officer = country.people["officer"]
    request = story.do(compose_request, story.application.pk, by=officer, asked=Asked.INFORMATION)
    if state == "discarded":
        story.do(discard_letter, request.letter.pk, by=officer)
    elif state != "draft":
        story.do(initial_letter, request.letter.pk, by=officer)
    if state in {"signing", "verified"}:
        story.do(sign_letter, request.letter.pk, by=country.people["signatory"])
    if state == "verified":
        signing.sign_prepared(country.at)
    return story, request


@scene("request", *LETTER)
def _(country: Country, state: str) -> Scene:
    story, request = _request(country, state)
    return Scene(Request.objects.get(pk=request.pk), story, country.at, country)


@scene("letter", *LETTER)
def _(country: Country, state: str) -> Scene:
    story, request = _request(country, state)
    return Scene(Request.objects.get(pk=request.pk).letter, story, country.at, country)


@scene("letter to bind", *LETTER, "verified")
def _(country: Country, state: str) -> Scene:
    story, request = _request(country, state)
    return Scene(Request.objects.get(pk=request.pk).letter, story, country.at, country)


@scene("signing", "prepared", "verified", "failed")
def _(country: Country, state: str) -> Scene:
    story, request = _request(country, "signed" if state == "verified" else "signing")
    job = Request.objects.get(pk=request.pk).letter.signing
    assert job
    if state == "failed":
        signing._postpone(job.pk, GiveUp("the signer said no"), country.at)
        job.refresh_from_db()
    return Scene(job, story, country.at, country)


@scene("document", "clean", "quarantined", "infected")
def _(country: Country, state: str) -> Scene:
    here = Scene(None, country.active, country.at, country)
    with override_settings(SCANNER="" if state == "clean" else "clamd"):
        here.row = here.document()
    if state == "infected":
        here.row = settle_scan(here.row.pk, by=Rule("scanner"), at=country.at, found="EICAR")
    return here


def evidence(reference: str, event_at: datetime, kind: EvidenceKind = EvidenceKind.DELIVERED) -> Piece:
    """Return a piece of evidence as the provider would give it."""
    issued = Issued(f"<delil>{reference}</delil>".encode(), f"{reference}.xml", "application/xml")
    return Piece(issued, Proven(kind, reference, event_at, "hs01.kep.tr", "CN=Deneme", event_at))


PROVEN = timedelta(hours=48)
OUTBOX, EVIDENCE = Rule("outbox"), Rule("evidence")
NOTICE = ("waiting", "unknown", "handed_over", "silent", "served", "disputed", "failed", "replaced")


def _notice(country: Country, state: str) -> tuple[Story, int]:
    story, _asked = _request(country, "sent")
    pk, at = story.application.dossier.notices.get().pk, country.at
    proven = at + PROVEN
    if state == "unknown":
        lose_track(pk, by=OUTBOX, at=at)
    if state in {"handed_over", "silent", "served", "disputed"}:
        notice = Notice.objects.get(pk=pk)
        notice.package = notice.letter.document
        notice.save(update_fields=["package"])
        hand_over(pk, by=OUTBOX, at=at, message_id="ileti-1")
    if state in {"served", "disputed"}:
        take_evidence(pk, by=EVIDENCE, at=proven, evidence=evidence("delil-1", proven))
    if state == "disputed":
        take_evidence(pk, by=EVIDENCE, at=proven, evidence=evidence("delil-0", at + timedelta(hours=1)))
    if state in {"failed", "replaced"}:
        give_up(pk, by=OUTBOX, at=at)
    if state == "replaced":
        given: dict[str, Any] = {"means": Means.BY_HAND, "event_at": at, "reference": "T-1"}
        proof = Scene(None, story, at, country).received("tutanak.pdf")
        serve_otherwise(pk, by=country.people["officer"], at=at, proof=proof, **given)
    return story, pk


@scene("notice", *NOTICE)
def _(country: Country, state: str) -> Scene:
    story, pk = _notice(country, state)
    later = {"silent": timedelta(days=8), "served": PROVEN, "disputed": PROVEN}
    at = country.at + later.get(state, timedelta(0))
    return Scene(Notice.objects.get(pk=pk), story, at, country)


@scene("hold of the outbox", "standing", "released")
def _(country: Country, state: str) -> Scene:
    hold = hold_outbox(by=OUTBOX, at=country.at, waiting=101, most=100)
    if state == "released":
        release_outbox(hold.pk, by=country.people["approver"], at=country.at)
    return Scene(OutboxHold.objects.get(pk=hold.pk), country.active, country.at, country)


@scene("notice with refused evidence", "not looked at", "looked at", "proven later")
def _(country: Country, state: str) -> Scene:
    story, pk = _notice(country, "handed_over")
    piece = evidence("delil-1", country.at)
    refuse_evidence(pk, by=EVIDENCE, at=country.at, issued=piece.issued, codes=("stale_list",))
    if state == "looked at":
        note_refused_evidence(pk, by=country.people["officer"], at=country.at, conclusion="Sahte.")
    if state == "proven later":
        take_evidence(pk, by=EVIDENCE, at=country.at, evidence=piece)
    return Scene(Notice.objects.get(pk=pk), story, country.at, country)


@scene("notice whose term waits", "waiting for a year", "year loaded")
def _(country: Country, state: str) -> Scene:
    story, pk = _notice(country, "handed_over")
    last = CalendarYear.objects.latest("year").year
    event_at = datetime(last, 12, 1, 9, 0, tzinfo=UTC)
    take_evidence(pk, by=EVIDENCE, at=event_at, evidence=evidence("delil-1", event_at))
    story.at = event_at
    if state == "year loaded":
        file = file_of(CALENDAR, at=event_at)
        decided(story, "policies.load_year", PolicyFile, file.pk, year=last + 1)
    return Scene(Notice.objects.get(pk=pk), story, event_at, country)


@scene("deadline", "open", "due", "elapsed", "met", "cancelled")
def _(country: Country, state: str) -> Scene:
    story, _pk = _notice(country, "served")
    term, at = Deadline.objects.get(dossier=story.application.dossier, term="completion"), country.at
    file, last = file_of(CALENDAR, at=at), term.effective_on
    assert last
    holiday = {"day": last.isoformat(), "name": "Deneme tatili", "source": "Resmî Gazete"}
    decided(story, "policies.add_holiday", PolicyFile, file.pk, **holiday)
    if state in {"due", "elapsed"}:
        at = term.due_at
    if state == "elapsed":
        elapse(term.pk, by=Rule("sweeper"), at=at)
    if state == "met":
        story.send("backup_procedure").complete()
    if state == "cancelled":
        story.withdraw()
    term.refresh_from_db()
    return Scene(term, story, at, country)
