"""The registry room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """Wiring of the room."""

    name = "registry"
    verbose_name = _("registry")
