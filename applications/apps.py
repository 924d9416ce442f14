"""The applications room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """From the first draft to the decision."""

    name = "applications"
    verbose_name = _("applications")

    def ready(self) -> None:
        """Load the permissions and fill the hooks."""
        from accounts.hooks import firm_facts
        from applications import permissions  # noqa: F401  # its import fills the rules
        from applications.conditions.firm import undecided

        firm_facts.append(undecided)
