"""The kep_gateway room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KepGatewayConfig(AppConfig):
    """Wiring of the room."""

    name = "kep_gateway"
    verbose_name = _("KEP notices")

    def ready(self) -> None:
        """Load the permissions."""
        from kep_gateway import permissions  # noqa: F401  # its import fills the rules
