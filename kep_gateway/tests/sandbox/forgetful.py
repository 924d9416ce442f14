"""A provider that a control needs: with it, a killed worker sends twice."""

from kep_gateway.providers.ptt import PttProvider


class Forgetful(PttProvider):
    """Does not ask whether the provider has the message already."""

    def find(self, reference: str) -> str | None:
        """Know nothing."""
        return None
