"""The policies room."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PoliciesConfig(AppConfig):
    """Dated values and holidays."""

    name = "policies"
    verbose_name = _("policies")

    def ready(self) -> None:
        """Load the permissions, and say how a proposed value is told."""
        from accounts.proposals import worded
        from policies import permissions  # noqa: F401  # its import fills the rules
        from policies.wording import preview_in_words

        worded["policies.set_policy"] = preview_in_words
