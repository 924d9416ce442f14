"""The accounts room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who."""

    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        """Load the permissions, and say how histories name a role."""
        from accounts import permissions  # noqa: F401  # its import fills the rules
        from accounts.models import Role
        from ledger.timeline import about

        about["role"] = lambda role: Role(role).label
