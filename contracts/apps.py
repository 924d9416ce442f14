"""The contracts room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ContractsConfig(AppConfig):
    """Wiring of the room."""

    name = "contracts"
    verbose_name = _("contracts")

    def ready(self) -> None:
        """Load permissions and letters; fill the hooks: what a term's end runs, what keeps passive, what remedies."""
        from accounts.proposals import worded
        from contracts import followups, notices, permissions  # noqa: F401  # their import declares them
        from contracts.conditions.renewed import not_signed, owed_to_return, remedy
        from contracts.terms import SIGNATURE
        from deadlines.hooks import due_acts
        from registry.due import run_end
        from registry.hooks import conditions, consequences, remedies
        from registry.wording import bulk_in_words

        due_acts.update(dict.fromkeys((term.key for term in SIGNATURE.values()), run_end))
        worded["contracts.publish_version"] = bulk_in_words
        conditions.append(not_signed)
        consequences.append(owed_to_return)
        remedies.append(remedy)
