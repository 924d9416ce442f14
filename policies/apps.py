"""The policies room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    """Dated values and holidays."""

    name = "policies"
    verbose_name = _("policies")
