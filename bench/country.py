"""The ministry, the people who act for firms, and the rows that every story here is made of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from random import Random

from accounts.actions.register_firm import register_firm
from accounts.models import Firm, User
from bench.names import PROVINCES, legal_names
from documents.letters import draft, mark_sent
from documents.models import Document, Letter, SigningStatus
from documents.registering import register
from law.clock import moved
from ledger import chain
from ledger.acts import Act, InDossier
from ledger.models import Dossier, Outcome, Proposal
from operations.demo.identities import mersis_number, tax_number
from operations.demo.people import World, ministry, person
from operations.first_start import furnish

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)
"""The day on which everything is measured: a Monday, 12:00 in Istanbul."""
BEGAN = AT - timedelta(days=1500)
PEOPLE = 120


@dataclass(frozen=True)
class Country:
    """Who there is, and where made-up facts come from: the same for the same seed."""

    world: World
    people: tuple[User, ...]
    names: Iterator[str]
    rng: Random

    def days_ago(self, least: int, most: int) -> datetime:
        """Return an instant so many days before `AT`, in the hour of some working day."""
        return AT - timedelta(days=self.rng.randrange(least, most), minutes=self.rng.randrange(180))


def founded(seed: int) -> Country:
    """Make the ministry and the compliance officers, each of whom acts for about ten firms."""
    rng = Random(seed)  # noqa: S311  # made-up facts, the same at every run
    with moved(BEGAN):
        furnish(BEGAN)
        world = ministry(BEGAN, rng)
        people = tuple(person(f"Uyum Görevlisi {n}", f"uyum{n}", BEGAN) for n in range(PEOPLE))
    return Country(world, people, legal_names(rng), rng)


def registered(country: Country, at: datetime) -> tuple[Firm, User]:
    """Register the next firm, by the act; return it with the person who acts for it."""
    by, rng, name = country.rng.choice(country.people), country.rng, next(country.names)
    vkn = tax_number(rng)
    with moved(at):
        firm = register_firm(
            by=by,
            at=at,
            legal_name=name,
            vkn=vkn,
            kep=f"firma{vkn}@hs01.kep.tr",
            mersis=mersis_number(vkn),
            province=rng.choice(PROVINCES.split()),
            website=f"https://firma{vkn}.ornek.invalid",
            postal=f"Örnek Mah. {rng.randrange(1, 99)}. Sok. No: {rng.randrange(1, 60)}",
        )
    return firm, by


def document(dossier: Dossier, kind: str, title: str, at: datetime) -> Document:
    """Make the row of a document; no measured page opens its bytes."""
    digest = sha256(f"{dossier.number} {title}".encode()).hexdigest()
    return Document.objects.create(
        dossier=dossier,
        kind=kind,
        title=title,
        filename=f"{kind}.pdf",
        sha256=digest,
        size=20_000,
        media_type="application/pdf",
        received_at=at,
    )


def proposal(world: World, act: Act, row: InDossier, at: datetime, *, decided: bool = True) -> Proposal:
    """Make a proposal of the officer, decided by the approver or still open."""
    by_second = {"outcome": Outcome.APPROVED, "decided_by": world.approver, "decided_at": at} if decided else {}
    return Proposal.objects.create(
        dossier=row.dossier,
        act=act.name,
        subject_id=row.pk,
        preview_digest=chain.digest("{}"),
        proposed_by=world.officer,
        proposed_at=at,
        expires_at=at + timedelta(days=14),
        **by_second,
    )


def sent_letter(world: World, dossier: Dossier, firm: Firm, kind: str, subject: str, at: datetime) -> Letter:
    """Write a letter, numbered, signed and sent, but for the bytes of its signature."""
    letter = draft(dossier, firm=firm, kind=kind, subject=subject, body="Örnek yazı.", by=world.officer, at=at)
    register(letter, authority=world.signatory, by=world.approver, at=at)
    letter.to_signing()
    signing = letter.signing
    assert signing
    signing.result = letter.document = document(dossier, "letter", subject, at)
    signing.status, signing.verified_at, letter.signed_at = SigningStatus.VERIFIED, at, at
    signing.save()
    letter.to_signed()
    mark_sent(letter, at)
    return letter
