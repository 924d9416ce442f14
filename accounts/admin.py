"""The administration as a window to look through: administrators and auditors read, nobody writes."""

from __future__ import annotations

from typing import Any, ClassVar

from allauth.account.decorators import secure_admin_login
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth.models import Group
from django.db import models
from django.http import HttpRequest

from accounts.models import Firm, Invitation, KepAddress, Mail, Mandate, PostalAddress, RoleGrant, Signatory, User
from ledger.models import Dossier, Proposal, Seal, Step

admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign, no-untyped-call]  # allauth’s way
admin.site.site_header = admin.site.site_title = "Entegratör Sicili"
for foreign in (EmailAddress, Authenticator, UserSession, Group):
    admin.site.unregister(foreign)


class ReadOnly(admin.ModelAdmin[Any]):
    """Shows rows and changes none; whoever may open the administration may look."""

    actions = None
    formfield_overrides: ClassVar[dict[Any, Any]] = {models.URLField: {"assume_scheme": "https"}}
    show_full_result_count = False

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whoever is let in sees every table."""
        return self.has_view_permission(request)

    def has_view_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Administrators and auditors look."""
        return bool(getattr(request.user, "is_staff", False))

    def has_add_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Rows are made by acts."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Rows are changed by acts."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: models.Model | None = None) -> bool:
        """Nothing is deleted."""
        return False


@admin.register(User)
class UserWindow(ReadOnly):
    """People, without the digest of their password."""

    list_display = ("email", "full_name", "is_active", "joined_at", "last_login")
    search_fields = ("email", "full_name")
    exclude = ("password", "groups", "user_permissions", "is_superuser")


@admin.register(Firm)
class FirmWindow(ReadOnly):
    """Firms."""

    list_display = ("legal_name", "vkn", "registered_at", "ended_at")
    search_fields = ("name_key", "vkn")


@admin.register(Signatory)
class SignatoryWindow(ReadOnly):
    """Signatories; identity numbers as their last four digits."""

    list_display = ("full_name", "identity_tail", "firm", "from_on", "until_on")
    exclude = ("identity_digest",)


@admin.register(Invitation)
class InvitationWindow(ReadOnly):
    """Invitations, without what their links could be made of."""

    list_display = ("email", "firm", "invited_at", "accepted_at")
    exclude = ("token_digest",)


@admin.register(Mail)
class MailWindow(ReadOnly):
    """The outbox of plain e-mail, without bodies: some hold links that open doors."""

    list_display = ("to", "subject", "created_at", "sent_at", "attempts")
    exclude = ("body",)


@admin.register(RoleGrant, Mandate, KepAddress, PostalAddress, Dossier, Step, Proposal, Seal)
class PlainWindow(ReadOnly):
    """Rows as they are."""
