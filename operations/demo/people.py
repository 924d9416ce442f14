"""The made-up ministry's people, and how the demo signs in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from random import Random

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password

from accounts.models import Role, RoleGrant, User
from accounts.second_factor import give_totp
from documents import demo_ca
from documents.models import MinistrySignatory
from law.clock import legal_day
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from operations.demo.identities import identity_number

DOMAIN = "demo.ornek.invalid"
PASSWORD = "entegrator-demo-1"  # noqa: S105  # printed by `make run`; production refuses to start with these people
TOTP_SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"  # noqa: S105  # as the password


@dataclass(frozen=True)
class World:
    """Who there is; `rng` makes everything else, the same at every build."""

    officer: User
    second_officer: User
    inspector: User
    approver: User
    second_approver: User
    administrator: User
    second_administrator: User
    auditor: User
    signatory: MinistrySignatory
    rng: Random


def ministry(at: datetime, rng: Random) -> World:
    """Make the people of the ministry, and the general director's authority to sign."""
    approver = person("Ayla Onay", "onay", at, Role.APPROVER, title="Genel Müdür")
    administrator = person("Yusuf Yönetici", "yonetici", at, Role.ADMINISTRATOR, title="Sistem Yöneticisi")
    second = person("Yasemin Kaya", "yonetici2", at, Role.ADMINISTRATOR, title="Sistem Yöneticisi")
    number = identity_number(rng)
    demo_ca.issue("Ayla Onay", number, key_name=(key := f"genel-mudur-{number}"))
    return World(
        officer=person("Oya Memur", "memur", at, Role.OFFICER, title="Uzman"),
        second_officer=person("Orhan Uzman", "uzman", at, Role.OFFICER, title="Uzman"),
        inspector=person("Müge Müfettiş", "mufettis", at, Role.INSPECTOR, title="Müfettiş"),
        approver=approver,
        second_approver=person("Aslan Daire", "daire", at, Role.APPROVER, title="Daire Başkanı"),
        administrator=administrator,
        second_administrator=second,
        auditor=person("Deniz Denetçi", "denetci", at, Role.AUDITOR, title="İç Denetçi"),
        signatory=_authorised(approver, administrator, second, key, at),
        rng=rng,
    )


def _authorised(director: User, first: User, second: User, key: str, at: datetime) -> MinistrySignatory:
    """Have two administrators give the general director the authority to sign."""
    given = {
        "title": "Genel Müdür",
        "delegated": True,
        "key_name": key,
        "source": "Bakanlık İmza Yetkileri Yönergesi (demo)",
        "from_on": (legal_day(at) - timedelta(days=400)).isoformat(),
    }
    proposal = propose("documents.name_ministry_signatory", User, director.pk, by=first, at=at, arguments=given)
    authority: MinistrySignatory = approve(proposal.pk, by=second, at=at)
    return authority


def person(name: str, local: str, at: datetime, *roles: Role, title: str = "") -> User:
    """Make one person of the demo."""
    user = User.objects.create_user(f"{local}@{DOMAIN}", None, full_name=name, title=title, joined_at=at)
    user.password = _hashed()
    user.save(update_fields=["password"])
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    give_totp(user, TOTP_SECRET)
    for role in roles:
        RoleGrant.objects.create(person=user, role=role, granted_at=at)
    return user


@cache
def _hashed() -> str:
    """Return the digest of everybody's password, made once: it is printed for all to see, and making it is slow."""
    return make_password(PASSWORD)
