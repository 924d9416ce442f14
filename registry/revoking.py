"""Revoking an integrator's secrets, as rows of the act that asks for it."""

from datetime import datetime

from registry.models import Integrator


def revoke_secrets(integrator: Integrator, *, at: datetime, because: str) -> None:
    """Revoke every live secret of an integrator, whose dossier must be locked."""
    for secret in integrator.secrets.filter(revoked_at=None):
        secret.revoked_at, secret.revoked_because = at, because
        secret.save(update_fields=["revoked_at", "revoked_because"])
