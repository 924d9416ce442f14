"""The applications room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """Wiring of the room."""

    name = "applications"
    verbose_name = _("applications")
