"""The contracts room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    """Wiring of the room."""

    name = "contracts"
    verbose_name = _("contracts")

    def ready(self) -> None:
        """Load the permissions and letters."""
        from contracts import notices, permissions  # noqa: F401  # their import declares them
