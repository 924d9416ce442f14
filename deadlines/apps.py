"""The deadlines room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeadlinesConfig(AppConfig):
    """Wiring of the room."""

    name = "deadlines"
    verbose_name = _("deadlines")

    def ready(self) -> None:
        """Load the room's permissions and what it listens to."""
        from deadlines import followups, permissions  # noqa: F401  # their import fills the rules and the signal
