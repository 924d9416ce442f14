"""Stories for the tests of applications: data reaches a state by running acts."""

from __future__ import annotations

from random import Random

import pytest
from django.db import transaction

from conftest import T0
from operations.demo.people import World, ministry
from operations.demo.story import Story
from operations.first_start import furnish


@pytest.fixture
def world(db: None) -> World:
    with transaction.atomic():
        furnish(T0)
        return ministry(T0, Random(7))


@pytest.fixture
def story(world: World) -> Story:
    return Story(world, "Işık İSG Yazılım A.Ş.", kep="isik@hs01.kep.tr", begins=T0)
