"""The kep_gateway room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class KepGatewayConfig(AppConfig):
    """Wiring of the room."""

    name = "kep_gateway"
    verbose_name = _("KEP notices")

    def ready(self) -> None:
        """Load the room's permissions, letters and what it listens to, and tell for the accounts."""
        from accounts.hooks import tellers
        from kep_gateway import followups, kinds, permissions  # noqa: F401  # their import declares and listens
        from kep_gateway.letters import tell_of_firm

        tellers.append(tell_of_firm)
