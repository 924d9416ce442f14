"""Every row that an act may find, in every state that it may have."""

from tests.matrix import scenes_desk, scenes_inbox, scenes_people, scenes_privacy, scenes_registry
from tests.matrix.stage import SCENES, Scene

__all__ = ["SCENES", "Scene", "scenes_desk", "scenes_inbox", "scenes_people", "scenes_privacy", "scenes_registry"]
