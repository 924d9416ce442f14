"""The registry room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RegistryConfig(AppConfig):
    """Wiring of the room."""

    name = "registry"
    verbose_name = _("registry")

    def ready(self) -> None:
        """Load the permissions, and tell the rooms below what this one runs at a term's end, checks and knows."""
        from accounts.hooks import firm_facts
        from accounts.proposals import worded
        from deadlines.hooks import due_acts
        from ledger.timeline import about
        from ledger.verification import CHECKS
        from registry import followups, notices, permissions  # noqa: F401  # their import declares them
        from registry.checks import publications
        from registry.conditions.firm import standing_of_firm
        from registry.days import set_begins, warning_due
        from registry.due import run_end
        from registry.obligations import FIRST_SHOWING, HOLDING, IN_FORCE
        from registry.permissions import TWO_PERSONS
        from registry.requirements import title_of
        from registry.terms import VALIDITY, WARNING
        from registry.wording import bulk_in_words, preview_in_words

        due_acts.update(dict.fromkeys((VALIDITY, HOLDING, FIRST_SHOWING), run_end))
        due_acts[IN_FORCE], due_acts[WARNING] = set_begins, warning_due
        CHECKS.append(publications)
        about["requirement"] = title_of
        firm_facts.append(standing_of_firm)
        worded.update({f"registry.{verb}": preview_in_words for verb in TWO_PERSONS})
        worded["registry.adopt_requirements"] = bulk_in_words
