"""The privacy room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Wiring of the room."""

    name = "privacy"
    verbose_name = _("personal data")

    def ready(self) -> None:
        """Load the room's permissions, and let it ask why personal data is opened."""
        from accounts.hooks import asks_first
        from privacy import permissions  # noqa: F401  # its import fills the rules
        from privacy.opened import ask_first

        asks_first.append(ask_first)
