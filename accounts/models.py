"""User, RoleGrant, Firm, its addresses, Mandate, Signatory, Invitation and the plain e-mail outbox."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.core.validators import EmailValidator
from django.db import models, transaction
from django.db.models import CheckConstraint, F, Q, UniqueConstraint
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from accounts.identity import check_kep, check_mersis, check_vkn
from accounts.ordering import SortKeyField
from accounts.turkish import LONGEST_KEY, name_key
from law.clock import now
from ledger.guarded import Guarded
from ledger.models import Dossier, DossierKind
from ledger.numbers import open_dossier
from ledger.reading import once
from ledger.together import together


class Role(models.TextChoices):
    """What a person may do for the ministry."""

    OFFICER = "officer", _("officer")
    INSPECTOR = "inspector", _("inspector")
    APPROVER = "approver", _("approver")
    ADMINISTRATOR = "administrator", _("administrator")
    AUDITOR = "auditor", _("auditor")


class UserManager(BaseUserManager["User"]):
    """Makes people."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """Create a person who signs in with this e-mail address, and the dossier that tells of their roles."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        with transaction.atomic(using=self._db):
            user.dossier = open_dossier(DossierKind.PERSON, firm=None, at=user.joined_at)
            user.save(using=self._db)
        return user


class User(AbstractBaseUser, PermissionsMixin):
    """A person who signs in."""

    email = models.EmailField(_("e-mail address"), unique=True)
    full_name = models.CharField(_("full name"), max_length=200)
    name_order = SortKeyField(of="full_name")
    title = models.CharField(_("title"), max_length=200, blank=True)
    is_active = models.BooleanField(_("active"), default=True)
    joined_at = models.DateTimeField(_("joined at"), default=now)
    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="person", editable=False)

    objects = UserManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["full_name"]

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.full_name or self.email

    @cached_property
    def roles(self) -> frozenset[str]:
        """The ministry roles that the person holds; read once per instance, and anew after `forget_roles`."""
        return frozenset(self.role_grants.filter(ended_at=None).values_list("role", flat=True))

    def forget_roles(self) -> None:
        """Let `roles` be read anew: an act has just changed them."""
        self.__dict__.pop("roles", None)

    def refresh_from_db(
        self,
        using: str | None = None,
        fields: Iterable[str] | None = None,
        from_queryset: models.QuerySet[Any] | None = None,
    ) -> None:
        """Read the row again, roles included."""
        self.forget_roles()
        super().refresh_from_db(using=using, fields=fields, from_queryset=from_queryset)

    @property
    def is_staff(self) -> bool:
        """Whether the person may look through the administration window."""
        return bool(self.roles & {Role.ADMINISTRATOR, Role.AUDITOR})


class RoleGrant(models.Model):
    """One role of one person, from–until."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="role_grants")
    role = models.CharField(_("role"), max_length=20, choices=Role.choices)
    granted_at = models.DateTimeField(_("granted at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("role")
        verbose_name_plural = _("roles")
        base_manager_name = "objects"
        constraints: ClassVar = [
            UniqueConstraint(fields=["person", "role"], condition=Q(ended_at=None), name="role_held_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person}: {self.get_role_display()}"


class Firm(models.Model):
    """A legal person that signed in or was written to."""

    dossier = models.OneToOneField(Dossier, on_delete=models.PROTECT, related_name="firm_file")
    legal_name = models.CharField(_("legal name"), max_length=300)
    name_key = models.CharField(max_length=LONGEST_KEY, editable=False, db_index=True)
    name_order = SortKeyField(of="legal_name", db_index=True)
    vkn = models.CharField(_("tax number (VKN)"), max_length=10, validators=[check_vkn])
    mersis = models.CharField(_("MERSİS number"), max_length=16, blank=True, validators=[check_mersis])
    province = models.CharField(_("province"), max_length=60, blank=True)
    website = models.URLField(_("website"), blank=True)
    registered_at = models.DateTimeField(_("registered at"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged")
    history = HistoricalRecords(excluded_fields=["name_order"])

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("firm")
        verbose_name_plural = _("firms")
        base_manager_name = "objects"
        ordering: ClassVar = ["name_order", "pk"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["vkn"], condition=Q(ended_at=None), name="firm_vkn_once"),
            CheckConstraint(condition=Q(merged_into=None) | Q(ended_at__isnull=False), name="firm_merged_is_ended"),
        ]

    def __str__(self) -> str:
        return self.legal_name

    def clean(self) -> None:
        """Keep the search key with the name."""
        self.name_key = name_key(self.legal_name)

    @property
    def has_unusual_mersis(self) -> bool:
        """Whether the MERSİS number lacks the tax number, which it usually holds: worth a look, never refused."""
        return bool(self.mersis) and self.vkn not in self.mersis

    @once
    def filed(self) -> Firm:
        """Return the firm with its addresses, newest first, and its signatories, all in one question."""
        (firm,) = together(Firm.objects.filter(pk=self.pk), "kep_addresses", "postal_addresses", "signatories")
        return firm

    def kep_on(self, at: datetime) -> str:
        """Return the KEP address in force at an instant, or an empty text."""
        return next((it.address for it in self.filed().kep_addresses.all() if it.in_force_at(at)), "")

    def post_on(self, at: datetime) -> str:
        """Return the postal address in force at an instant, or an empty text."""
        return next((it.text for it in self.filed().postal_addresses.all() if it.in_force_at(at)), "")


class Found(models.TextChoices):
    """What the KEP provider's directory says of an address."""

    UNASKED = "", _("not asked yet")
    KNOWN = "known", _("known to the KEP provider")
    UNKNOWN = "unknown", _("unknown to the KEP provider")
    UNTOLD = "untold", _("the KEP provider cannot tell")


class HeldFrom(models.Model):
    """What a firm holds from one instant on until another."""

    from_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True

    def in_force_at(self, at: datetime) -> bool:
        """Tell whether it is in force at an instant."""
        return self.from_at <= at and (self.until_at is None or at < self.until_at)


class KepAddress(HeldFrom):
    """A firm's KEP address, from–until.

    `found` is what the provider's directory said at `checked_at`; `ask_at` when it is asked next, empty where it is not
    or was never. What it says refuses nothing.
    """

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="kep_addresses")
    address = models.CharField(_("KEP address"), max_length=254, validators=[EmailValidator(), check_kep])
    found = models.CharField(_("in the directory"), max_length=10, choices=Found.choices, blank=True)
    checked_at = models.DateTimeField(_("looked up"), null=True, blank=True)
    ask_at = models.DateTimeField(null=True, blank=True)
    derived_status: ClassVar = Found.choices

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("KEP address")
        verbose_name_plural = _("KEP addresses")
        base_manager_name = "objects"
        ordering: ClassVar = ["-from_at"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["firm"], condition=Q(until_at=None), name="kep_one_now"),
            CheckConstraint(
                condition=Q(found="", checked_at=None) | (~Q(found="") & Q(checked_at__isnull=False)),
                name="kep_found_when",
            ),
        ]

    def __str__(self) -> str:
        return self.address

    @property
    def dossier(self) -> Dossier:
        """An address's Steps stand in its firm's dossier."""
        return self.firm.dossier


class PostalAddress(HeldFrom):
    """A firm's postal address, from–until."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="postal_addresses")
    text = models.TextField(_("postal address"))

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("postal address")
        verbose_name_plural = _("postal addresses")
        base_manager_name = "objects"
        ordering: ClassVar = ["-from_at"]
        constraints: ClassVar = [
            UniqueConstraint(fields=["firm"], condition=Q(until_at=None), name="post_one_now"),
        ]

    def __str__(self) -> str:
        return self.text


class Mandate(models.Model):
    """A person acts for a firm in the portal, from–until."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mandates")
    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="mandates")
    from_at = models.DateTimeField(_("from"))
    until_at = models.DateTimeField(_("until"), null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("mandate")
        verbose_name_plural = _("mandates")
        base_manager_name = "objects"
        constraints: ClassVar = [
            UniqueConstraint(fields=["person", "firm"], condition=Q(until_at=None), name="mandate_once"),
            CheckConstraint(
                condition=Q(until_at=None) | Q(until_at__gte=F("from_at")), name="mandate_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.firm}"

    @property
    def dossier(self) -> Dossier:
        """A mandate's Steps stand in the firm's file."""
        return self.firm.dossier


class Signatory(models.Model):
    """A person who binds the firm by signature."""

    firm = models.ForeignKey(Firm, on_delete=models.PROTECT, related_name="signatories")
    full_name = models.CharField(_("full name"), max_length=200)
    identity_digest = models.CharField(max_length=64, editable=False)
    identity_tail = models.CharField(_("last four digits"), max_length=4)
    jointly = models.BooleanField(_("signs jointly"), default=False)
    source = models.CharField(_("source document"), max_length=200)
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        base_manager_name = "objects"
        constraints: ClassVar = [
            UniqueConstraint(fields=["firm", "identity_digest"], condition=Q(until_on=None), name="signatory_once"),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def dossier(self) -> Dossier:
        """A signatory's Steps stand in the firm's file."""
        return self.firm.dossier

    def binds_on(self, day: date) -> bool:
        """Tell whether the person bound the firm on a day."""
        return self.from_on <= day and (self.until_on is None or day <= self.until_on)


class Invitation(models.Model):
    """A link by plain e-mail that makes its receiver a mandate holder of a firm or a person of the ministry."""

    email = models.EmailField(_("e-mail address"))
    firm = models.ForeignKey(Firm, null=True, blank=True, on_delete=models.PROTECT, related_name="invitations")
    token_digest = models.CharField(max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="accepted_invitations"
    )

    objects = Guarded.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        base_manager_name = "objects"

    def __str__(self) -> str:
        return self.email

    @property
    def dossier(self) -> Dossier:
        """An invitation's Steps stand in the firm's file, or in that of the administrator who invited."""
        return self.firm.dossier if self.firm else self.invited_by.dossier

    def open_at(self, at: datetime) -> bool:
        """Tell whether the link still works at an instant."""
        return self.accepted_at is None and at < self.expires_at


class Mail(models.Model):
    """One plain e-mail waiting or sent. Nothing legal depends on it."""

    to = models.EmailField()
    subject = models.CharField(max_length=200)
    body = models.TextField()
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    retry_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("e-mail")
        verbose_name_plural = _("e-mails")
        indexes: ClassVar = [models.Index(fields=["retry_at"], condition=Q(sent_at=None), name="mail_waiting")]

    def __str__(self) -> str:
        return self.subject
