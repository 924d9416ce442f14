"""A ministry where next to nothing has happened, for tests that need no whole country."""

from __future__ import annotations

from datetime import timedelta
from random import Random

from django.db import transaction

from applications.actions.compose_request import compose_request
from applications.models import Asked
from conftest import T0
from law.clock import moved
from operations.demo.people import ministry, person
from operations.demo.plots import MISSING
from operations.demo.story import Story
from operations.first_start import furnish
from tests.matrix.country import NAME, Country

NAME_OF_TWO_HUNDRED = "Upuzunyazılımünvanı" * 10 + "Uzunluk200"
HEBREW = "שירותי תוכנה לבטיחות בעבודה"


def ministry_alone() -> Country:
    """Return the ministry, and two people with hard names who act for no firm yet: a registry without rows."""
    with transaction.atomic(), moved(T0):
        furnish(T0)
        world = ministry(T0, Random(13))
        country = Country(world, T0 + timedelta(days=1))
        for role in ("officer", "administrator", "auditor"):
            country.people[role] = getattr(world, role)
        country.people |= {"approver": world.second_approver, "signatory": world.approver}
        for local, name in (("active", NAME_OF_TWO_HUNDRED), ("plain", HEBREW)):
            country.told[local] = Story(world, NAME, kep=f"{local}@hs01.kep.tr", begins=T0)
            country.told[local].person = person(name, local, T0)
    return country


def asked_for_documents(country: Country, local: str) -> Story:
    """Tell of an application whose every document is found missing, up to the draft of a letter."""
    story = Story(country.world, NAME, kep=f"{local}@hs01.kep.tr", begins=T0).register().start()
    story.send("backup_procedure").submit().take_up()
    keys = story.application.items.values_list("requirement__key", flat=True)
    story.judge({key: MISSING for key in keys if key != "backup_procedure"})
    story.request = story.do(compose_request, story.application.pk, by=country.world.officer, asked=Asked.COMPLETION)
    return story
