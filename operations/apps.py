"""The operations room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """Running the installation."""

    name = "operations"
    verbose_name = _("operations")
