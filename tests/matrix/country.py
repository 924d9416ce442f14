"""The ministry, five firms at five places of their way, and everybody who may come to a door."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from accounts.actions.accept_invitation import accept_invitation
from accounts.actions.end_mandate import end_mandate
from accounts.actions.invite import invite
from accounts.models import Mandate, User
from applications.models import Application
from conftest import T0
from law.clock import moved
from ledger.actions.approve import approve
from operations.demo.people import World, ministry, person
from operations.demo.plots import MISSING
from operations.demo.story import Story
from operations.first_start import furnish
from tests.ground import GROUND

NAME = "Işık İSG Yazılım A.Ş."
"""Every firm bears the same name, so that the sample documents are printed once."""
MINISTRY = ("officer", "inspector", "approver", "signatory", "administrator", "auditor")
FIRMS = ("own", "foreign", "ended", "nobody", "superuser")
ROLES = (*MINISTRY, *FIRMS)
"""`approver` may not sign letters, `signatory` is an approver with a dated authority to sign. `own` acts for the firm
of the row, `foreign` for another one, `ended` did once act for it, `superuser` has Django's flag and no role."""


@dataclass
class Country:
    """The people, and the firms as their stories left them."""

    world: World
    at: datetime = T0
    people: dict[str, User] = field(default_factory=dict)
    told: dict[str, Story] = field(default_factory=dict)

    @property
    def plain(self) -> Story:
        """Registered, and nothing more."""
        return self.told["plain"]

    @property
    def draft(self) -> Story:
        """An application that is not handed in, with a document and a signed agreement."""
        return self.told["draft"]

    @property
    def asked(self) -> Story:
        """Under review; a signed letter about deficiencies waits to be sent."""
        return self.told["asked"]

    @property
    def suitable(self) -> Story:
        """Found suitable, the agreement countersigned."""
        return self.told["suitable"]

    @property
    def active(self) -> Story:
        """An active integrator with its secret."""
        return self.told["active"]

    def actor(self, role: str, story: Story | None = None) -> User:
        """Return who comes in a role to a row of a story, fresh from the database."""
        if role == "own":
            found = (story or self.active).person
        elif role == "foreign":
            found = self.plain.person if story is not self.plain else self.draft.person
        else:
            found = self.people[role]
        return User.objects.get(pk=found.pk)


def reached() -> Country:
    """Return the country, built once for all that stand on it in a process."""
    country: Country = GROUND.reach("country", transaction.atomic(founded))
    return country


def founded() -> Country:
    """Build the country."""
    with moved(T0):
        furnish(T0)
        world = ministry(T0, Random(11))
        country = Country(world)
        for role in ("officer", "inspector", "administrator", "auditor"):
            country.people[role] = getattr(world, role)
        country.people |= {"approver": world.second_approver, "signatory": world.approver}
        country.people["nobody"] = person("Hiç Kimse", "hickimse", T0)
        country.people["ended"] = person("Eski Vekil", "eski", T0)
        flagged = User.objects.create_user("bayrak@demo.ornek.invalid", None, full_name="Bayrak", is_superuser=True)
        country.people["superuser"] = flagged
    _tell(country)
    country.at = max(story.at for story in country.told.values()) + timedelta(days=1)
    return country


def _tell(country: Country) -> None:
    _begun(country, "plain")
    _begun(country, "draft").start().send("backup_procedure").sign_agreement()
    asked = _begun(country, "asked").start().send("backup_procedure").submit().take_up()
    keys = asked.application.items.values_list("requirement__key", flat=True)
    asked.judge({key: MISSING for key in keys if key != "backup_procedure"}).write().sign()
    _reviewed(country, "suitable")
    active = _reviewed(country, "active")
    proposal = active.propose("applications.approve", Application, active.application.pk)
    active.do(approve, proposal.pk, by=country.world.approver)
    active.draw_secret()
    active.file("Tutanak")


def _begun(country: Country, local: str) -> Story:
    """Register a firm, for which one person once acted and no longer does."""
    story = Story(country.world, NAME, kep=f"{local}@hs01.kep.tr", begins=T0).register()
    past = country.people["ended"]
    invitation = story.do(invite, story.firm.pk, by=story.person, email=past.email)
    story.do(accept_invitation, invitation.pk, by=past)
    story.do(end_mandate, Mandate.objects.get(person=past, firm=story.firm).pk, by=story.person)
    country.told[local] = story
    return story


def _reviewed(country: Country, local: str) -> Story:
    story = _begun(country, local).start().send_all().submit()
    return story.take_up().judge().find_suitable().countersign()


@contextmanager
def forked() -> Iterator[None]:
    """Try something and take it back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
