"""The accounts room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AccountsConfig(AppConfig):
    """Who."""

    name = "accounts"
    verbose_name = _("accounts")

    def ready(self) -> None:
        """Load the permissions."""
        from accounts import permissions  # noqa: F401  # its import fills the rules
