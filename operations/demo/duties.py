"""What the demo's integrators must hold for ever: a second requirement set, documents shown, decided, asked for."""

from __future__ import annotations

from datetime import datetime, timedelta

from contracts.models import AgreementVersion, Kind
from documents.actions.initial_letter import initial_letter
from documents.actions.sign_letter import sign_letter
from documents.intake import receive
from documents.lifecycle import LetterStatus
from documents.models import Letter
from law.clock import legal_day, moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from operations.demo.people import World
from operations.demo.samples import pdf, upload
from operations.demo.story import Story
from policies.files import REQUIREMENTS, file_of
from policies.models import PolicyFile
from registry.actions.accept_showing import accept_showing
from registry.actions.answer_demand import answer_demand
from registry.actions.decide_concern import decide_concern
from registry.actions.demand_document import demand_document
from registry.actions.refuse_showing import refuse_showing
from registry.actions.show_document import show_document
from registry.models import Obligation, Requirement
from registry.requirements import set_in_force

AHEAD, EFFECT = timedelta(days=30), timedelta(days=45)
CITATION = "Bakan oluru (demo): sürekli bulundurulacak belgeler"


def adopt_second_set(world: World, at: datetime) -> None:
    """Have two persons bring the second requirement set into force a month later."""
    with moved(at):
        said = {"in_force_from": legal_day(at + AHEAD).isoformat(), "citation": CITATION}
        file = file_of(REQUIREMENTS, at=at)
        act = "registry.adopt_requirements"
        proposal = propose(act, PolicyFile, file.pk, by=world.officer, at=at, arguments=said)
        approve(proposal.pk, by=world.approver, at=at)


def publish_second_version(world: World, at: datetime) -> None:
    """Have two persons publish the second version of the agreement; each integrator has thirty days to sign it."""
    with moved(at):
        newest = AgreementVersion.objects.filter(kind=Kind.AGREEMENT).latest("number")
        said = {"template": "agreement_v2", "effective_on": legal_day(at + EFFECT).isoformat()}
        act = "contracts.publish_version"
        proposal = propose(act, AgreementVersion, newest.pk, by=world.officer, at=at, arguments=said)
        approve(proposal.pk, by=world.approver, at=at)


def owed(story: Story, key: str) -> Obligation:
    """Return what the integrator owes under a key."""
    return Obligation.objects.get(integrator=story.integrator, key=key, ended_at=None)


def show(story: Story, key: str, *, old: int, lasts: int = 0) -> Story:
    """The firm shows a document that is so many days old, and ends so many days from now where it prints its end."""
    what, today = owed(story, key), legal_day(story.at)
    received = story.do(receive, upload("belge.pdf", pdf(what.requirement.title_tr, story.name)))
    days = {"dated_on": today - timedelta(days=old), "valid_until_on": today + timedelta(days=lasts) if lasts else None}
    story.do(show_document, what.pk, by=story.person, received=received, **days)
    return story.run_loops()


def judge(story: Story, key: str, refusal: str = "") -> Story:
    """The officer accepts what was shown last, or refuses it for a reason; the letter goes out."""
    shown, officer = owed(story, key).showings.latest("pk"), story.world.officer
    if refusal:
        story.do(refuse_showing, shown.pk, by=officer, reason=refusal)
    else:
        story.do(accept_showing, shown.pk, by=officer)
    return send_letters(story)


def concerns(story: Story, decision: str) -> Story:
    """The officer decides that the hosting document concerns the firm."""
    what = owed(story, "hosting_approval")
    story.do(decide_concern, what.pk, by=story.world.officer, concerned=True, decision=decision)
    return send_letters(story)


def demand(story: Story, key: str, reason: str) -> Story:
    """The officer asks for a document to be shown; the letter is signed and goes out."""
    wanted = Requirement.objects.get(requirement_set=set_in_force(legal_day(story.at)), key=key)
    officer = story.world.officer
    story.do(demand_document, story.integrator.pk, by=officer, requirement_id=wanted.pk, reason=reason)
    return send_letters(story)


def answer(story: Story) -> Story:
    """The firm shows what was asked for."""
    asked = story.integrator.demands.latest("pk")
    received = story.do(receive, upload("belge.pdf", pdf(asked.requirement.title_tr, story.name)))
    story.do(answer_demand, asked.pk, by=story.person, received=received)
    return story.run_loops()


def send_letters(story: Story) -> Story:
    """Every draft to the firm is put forward and signed; the loops hand it over."""
    for letter in Letter.objects.filter(firm=story.firm, status=LetterStatus.DRAFT):
        story.do(initial_letter, letter.pk, by=story.world.officer)
        story.do(sign_letter, letter.pk, by=story.world.approver)
    return story.run_loops()
