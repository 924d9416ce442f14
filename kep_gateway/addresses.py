"""Whether a KEP address exists, as the provider's directory says."""

from __future__ import annotations

from kep_gateway.providers.protocol import provider
from ledger.errors import GiveUp


def asked(address: str) -> str:
    """Return `known`, `unknown`, or `untold` where the provider cannot tell.

    Raises:
        TryLater: the provider is away.
    """
    try:
        found = provider().check_address(address)
    except GiveUp:
        found = None
    return {True: "known", False: "unknown", None: "untold"}[found]
