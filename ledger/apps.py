"""The ledger room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class LedgerConfig(AppConfig):
    """What happened."""

    name = "ledger"
    verbose_name = _("ledger")
