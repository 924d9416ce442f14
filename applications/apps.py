"""The applications room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ApplicationsConfig(AppConfig):
    """From the first draft to the decision."""

    name = "applications"
    verbose_name = _("applications")

    def ready(self) -> None:
        """Load the permissions and fill the hooks."""
        from accounts.hooks import firm_facts, signed_days
        from applications import notices, permissions  # noqa: F401  # their import declares them
        from applications.conditions.firm import undecided
        from applications.conditions.openness import dossier_closed_to_the_firm
        from applications.sending import sending
        from applications.signatures import days_bound
        from contracts.hooks import closed_dossiers
        from documents.hooks import senders

        firm_facts.append(undecided)
        signed_days.append(days_bound)
        senders.append(sending)
        closed_dossiers.append(dossier_closed_to_the_firm)
