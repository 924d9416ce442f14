"""The operations room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OperationsConfig(AppConfig):
    """Running the installation."""

    name = "operations"
    verbose_name = _("operations")

    def ready(self) -> None:
        """Register what `check --deploy` and the start of the web server ask; let logs name Steps."""
        from django.core.checks import Tags, register

        from operations.checks import TAG, fit_to_serve
        from operations.requests import listen

        register(fit_to_serve, Tags.security, TAG, deploy=True)
        listen()
