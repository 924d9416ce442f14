"""The kep_gateway room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KepGatewayConfig(AppConfig):
    """Wiring of the room."""

    name = "kep_gateway"
    verbose_name = _("KEP notices")

    def ready(self) -> None:
        """Load the room's permissions and what it listens to."""
        from kep_gateway import followups, permissions  # noqa: F401  # their import fills the rules and the signal
