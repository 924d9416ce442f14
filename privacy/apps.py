"""The privacy room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PrivacyConfig(AppConfig):
    """Wiring of the room."""

    name = "privacy"
    verbose_name = _("personal data")

    def ready(self) -> None:
        """Load the room's permissions."""
        from privacy import permissions  # noqa: F401  # its import fills the rules
