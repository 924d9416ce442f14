"""Joint 2 across dossiers: what would contradict each other waits, although each act has a first dossier of its own."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import pytest
from django.db import connection, transaction

from accounts.actions.accept_invitation import accept_invitation
from accounts.actions.grant_role import grant_role
from accounts.actions.invite import invite
from accounts.actions.register_firm import register_firm
from accounts.actions.rename_firm import rename_firm
from accounts.models import Firm, Mandate, Role, RoleGrant, User
from applications.actions.start import start
from applications.models import Application
from conftest import PAPER, T0, person
from documents.actions.file_in_dossier import file_in_dossier
from documents.content import PDF
from documents.intake import Received
from law.clock import moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.errors import NotAllowed, Refused, TryLater
from ledger.models import Proposal
from ledger.verification import verify
from operations.demo.story import Story
from registry.models import Integrator, Publication
from tests import campaigns
from tests.races import at_once, only_postgresql

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.engine]
ROUNDS = 10
INTEGRATOR_ASKED = 'FROM "registry_integrator"'


def impatiently(call: Callable[[], object]) -> object:
    """Make a call from another connection that waits for a lock no longer than a moment."""

    def run() -> object:
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '200ms'")
        return call()

    (answer,) = at_once(run)
    return answer


class Meanwhile:
    """Let somebody else act the moment this connection asks whether a firm is an integrator: once, and impatiently."""

    def __init__(self, call: Callable[[], object]) -> None:
        self.call, self.answers = call, list[object]()

    def __call__(self, execute: Any, sql: str, *more: Any) -> Any:
        asked = execute(sql, *more)
        if INTEGRATOR_ASKED in sql and not self.answers:
            self.answers.append(None)
            self.answers[0] = impatiently(self.call)
        return asked


def filed(story: Story) -> str:
    received = Received(PAPER, 1, PDF, "belge.pdf", story.at)
    kept: str = story.do(
        file_in_dossier, story.firm.dossier.pk, by=story.world.officer, received=received, title="Belge"
    ).sha256
    return kept


@pytest.fixture
def ending(story: Story, other_firm: Firm) -> Callable[[str], Proposal]:
    """`ending(act)` proposes to end or to merge a firm that has not applied yet, and then tells of its application."""

    def make(act: str) -> Proposal:
        story.register()
        more = {"into": other_firm.pk} if act == "accounts.merge_firms" else {}
        proposal = story.propose(act, Firm, story.firm.pk, document=filed(story), **more)
        told(story)
        return proposal

    return make


def told(story: Story) -> Proposal:
    """Tell of an application that lacks nothing but the second person, and return the proposal."""
    story.start().send_all().submit().take_up().judge().find_suitable().countersign()
    return story.propose("applications.approve", Application, story.application.pk)


@only_postgresql
def test_a_firm_is_listed_by_the_name_it_was_given_while_its_application_was_approved(story):
    proposal, paper = told(story.register()), filed(story)
    renaming = partial(
        rename_firm, story.firm.pk, by=story.world.officer, at=story.at, legal_name="Başka A.Ş.", document=paper
    )
    with moved(story.at):
        with transaction.atomic():
            approve(proposal.pk, by=story.world.approver, at=story.at)
            assert isinstance(impatiently(renaming), TryLater)
        renaming()
    assert "Başka A.Ş." in bytes(Publication.objects.latest("sequence").as_json).decode()
    assert list(verify()) == []


@only_postgresql
@pytest.mark.parametrize("act", ["accounts.end_firm", "accounts.merge_firms"])
def test_a_firm_does_not_end_while_its_application_is_approved(story, ending, act):
    end, proposal = ending(act), Proposal.objects.get(act="applications.approve")
    approving = Meanwhile(partial(approve, proposal.pk, by=story.world.approver, at=story.at))
    with moved(story.at):
        with connection.execute_wrapper(approving), pytest.raises(Refused) as refused:
            approve(end.pk, by=story.world.second_approver, at=story.at)
        assert refused.value.codes == {"open_application"}
        assert isinstance(approving.answers[0], TryLater)
        approving.call()
        with pytest.raises(Refused) as again:
            approve(end.pk, by=story.world.second_approver, at=story.at)
    assert again.value.codes == {"integrator"}
    assert list(verify()) == []


@only_postgresql
def test_nobody_starts_anew_while_the_application_is_approved(story):
    proposal = told(story.register())
    approving = Meanwhile(partial(approve, proposal.pk, by=story.world.approver, at=story.at))
    with moved(story.at):
        with connection.execute_wrapper(approving), pytest.raises(Refused) as refused:
            start(story.firm.pk, by=story.person, at=story.at)
        assert refused.value.codes == {"open_application"}
        assert isinstance(approving.answers[0], TryLater)
        approving.call()
        with pytest.raises(Refused) as again:
            start(story.firm.pk, by=story.person, at=story.at)
    assert again.value.codes == {"is_integrator"}
    assert Integrator.objects.filter(firm=story.firm).count() == Application.objects.filter(firm=story.firm).count()


@pytest.fixture
def sides(firm, compliance, administrator, second_administrator) -> Callable[[str, str], tuple[Any, Any, User]]:
    """`sides("accept", "role")` returns how somebody comes to act for a firm, how to get a role, and who it is."""
    newcomer = person("Yeni Biri")
    assert newcomer.roles == frozenset()  # as the request read them, before any lock
    invitation = invite(firm.pk, by=compliance, at=T0, email=newcomer.email)
    facts = {"legal_name": "Yeni A.Ş.", "vkn": "1111111114", "kep": "yeni@hs01.kep.tr"}
    power = {"role": Role.APPROVER.value}
    proposal = propose("accounts.grant_power", User, newcomer.pk, by=administrator, at=T0, arguments=power)
    ways = {
        "accept": partial(accept_invitation, invitation.pk, by=newcomer, at=T0),
        "register": partial(register_firm, by=newcomer, at=T0, **facts),
        "role": partial(grant_role, newcomer.pk, by=administrator, at=T0, role=Role.OFFICER),
        "power": partial(approve, proposal.pk, by=second_administrator, at=T0),
    }
    return lambda mandate, role: (ways[mandate], ways[role], newcomer)


@only_postgresql
@pytest.mark.parametrize("role", ["role", "power"])
@pytest.mark.parametrize("mandate", ["accept", "register"])
@pytest.mark.parametrize("first", ["mandate", "role"])
def test_nobody_comes_to_both_sides_at_one_moment(sides, first, mandate, role):
    to_the_firm, to_the_ministry, newcomer = sides(mandate, role)
    one, other = (to_the_firm, to_the_ministry) if first == "mandate" else (to_the_ministry, to_the_firm)
    with transaction.atomic():
        one()
        assert isinstance(impatiently(other), TryLater)
    with pytest.raises((Refused, NotAllowed)) as late:
        other()
    assert late.value.codes in ({"holds_mandate"}, {"holds_role"}, {"not_allowed"})
    acts_for = Mandate.objects.filter(person=newcomer, until_at=None).count()
    assert acts_for + RoleGrant.objects.filter(person=newcomer, ended_at=None).count() == 1


def test_of_a_mandate_and_a_role_at_once_one_is_had(firm, compliance, administrator):
    campaigns.sides(ROUNDS, firm, compliance, administrator)
