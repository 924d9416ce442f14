"""The documents room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Wiring of the room."""

    name = "documents"
    verbose_name = _("documents")

    def ready(self) -> None:
        """Load the room's permissions."""
        import documents.permissions  # noqa: F401  # loading declares them
