"""Letters: drafting one, what stands on its paper, its number, and noting that it went out."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import segno
from django.conf import settings

from accounts.turkish import lower, upper
from documents.institution import INSTITUTION, Institution
from documents.intake import open_to_firm
from documents.lifecycle import LetterStatus
from documents.models import Letter, MinistrySignatory, Signing
from law.clock import legal_day
from law.explain import date_short
from ledger.acts import Rule
from ledger.kept import kept
from policies.queries import challenge_text

if TYPE_CHECKING:
    from accounts.models import Firm, User
    from ledger.models import Dossier

MARKS = "abcçdefgğhıijklmnoöprsştuüvyz"
MANY = "DAĞITIM YERLERİNE"
"""The addressee of a letter that also goes to others for information."""
CLOSING = "Bilgilerinizi ve gereğini rica ederim."
_ITEM = re.compile(r"(?:\d+|[a-zçğıöşü])[).-]\s")


@dataclass(frozen=True)
class Line:
    """One paragraph of the text, or one item of a list."""

    text: str
    item: bool = False


@dataclass(frozen=True)
class LetterFacts:
    """Everything that stands on a letter's paper. `signed` puts the sentence of law 5070 on it, `draft` the watermark.

    `signature` are the lines of the signature block; `references` pairs of a mark (`a)`, empty for a single one) and
    a text; `qr` a picture as a data address.
    """

    institution: Institution
    title: str
    number: str
    date: str
    subject: str
    recipient: str
    addressee: str
    references: tuple[tuple[str, str], ...]
    lines: tuple[Line, ...]
    challenge: str
    closing: str
    signature: tuple[str, ...]
    enclosures: tuple[str, ...]
    informs: tuple[str, ...]
    code: str
    verify_at: str
    qr: str
    sealed: bool
    signed: bool

    @property
    def draft(self) -> bool:
        """Whether the paper carries the watermark TASLAK."""
        return not self.signed


def draft(
    dossier: Dossier,
    *,
    firm: Firm,
    kind: str,
    subject: str,
    body: str,
    references: Sequence[str] = (),
    enclosures: Sequence[str] = (),
    informs: Sequence[str] = (),
    burdening: bool = True,
    by: User | Rule,
    at: datetime,
) -> Letter:
    """Write a letter's row inside the caller's act; `body` is paragraphs parted by blank lines.

    A burdening letter carries where and by when it can be challenged, by the policy of the day.
    """
    return Letter.objects.create(
        dossier=dossier,
        firm=firm,
        kind=kind,
        subject=subject,
        body=body,
        references=list(references),
        enclosures=list(enclosures),
        informs=list(informs),
        burdening=burdening,
        challenge=challenge_text(kind, legal_day(at)) if burdening else "",
        drafted_by=None if isinstance(by, Rule) else by,
        drafted_at=at,
    )


def mark_sent(letter: Letter, at: datetime) -> None:
    """Note that a signed letter is on its way, inside the caller's act; from now on the firm may read it."""
    letter.to_sent()
    letter.sent_at = at
    letter.save()
    assert letter.document
    open_to_firm(letter.document)


def number_of(letter: Letter) -> str:
    """Return the letter's number as correspondence cites it: as it was given; without a record number before that."""
    return letter.cited_as or numbered()


def numbered(number: int | None = None) -> str:
    """Return how a record number that is given now is cited; only the beginning of it where there is none."""
    return f"E-{INSTITUTION.detsis}-{INSTITUTION.file_plan}-{number or ''}"


def text_digest(letter: Letter) -> str:
    """Return the digest of what the letter says, for Steps: who initialled or signed saw exactly this."""
    says = [letter.subject, letter.body, letter.references, letter.enclosures, letter.informs, letter.challenge]
    return hashlib.sha256(json.dumps(says, ensure_ascii=False).encode()).hexdigest()


def facts_of(letter: Letter, *, signing: Signing | None = None) -> LetterFacts:
    """Return what stands on the paper: as a draft, or as the bytes that a signing is about to be made over."""
    lines = tuple(_lines(letter.body))
    closes = bool(lines) and lower(lines[-1].text).rstrip().endswith("rica ederim.")
    code = letter.verification_code or ""
    verify_at = f"{settings.SITE}/dogrula/{code}/" if code else ""
    return LetterFacts(
        institution=INSTITUTION,
        title=f"{number_of(letter)} {letter.subject}",
        number=number_of(letter),
        date=date_short(letter.registered_on) if letter.registered_on else "",
        subject=letter.subject,
        recipient=letter.firm.legal_name,
        addressee=MANY if letter.informs else upper(letter.firm.legal_name),
        references=tuple(_marked(letter.references)),
        lines=lines[:-1] if closes else lines,
        challenge=letter.challenge,
        closing=lines[-1].text if closes else CLOSING,
        signature=_signature(signing.authority if signing else None, sealed=bool(signing and not signing.authority)),
        enclosures=tuple(letter.enclosures),
        informs=tuple(letter.informs),
        code=code,
        verify_at=verify_at,
        qr=segno.make(verify_at, error="m").svg_data_uri(border=0) if code else "",
        sealed=bool(signing and not signing.authority),
        signed=signing is not None,
    )


def shown(letter: Letter) -> LetterFacts:
    """Return what a page shows of the letter: as it was signed, else as a draft."""
    done = letter.status in {LetterStatus.SIGNED, LetterStatus.SENT}
    return facts_of(letter, signing=letter.signing if done else None)


def authority_of(person: User, on: date) -> MinistrySignatory | None:
    """Return the person's authority to sign for the ministry that stands on a day, or None."""
    return next((one for one in _authorities(person.pk) if one.in_force_on(on)), None)


@kept
def _authorities(person_id: int) -> tuple[MinistrySignatory, ...]:
    """Return every authority to sign that a person was given, newest first."""
    return tuple(MinistrySignatory.objects.filter(person=person_id).order_by("-from_on"))


def _lines(body: str) -> Iterator[Line]:
    """Split a text into paragraphs at blank lines, and numbered lines into items."""
    for block in re.split(r"\n\s*\n", body.replace("\r\n", "\n").strip()):
        running: list[str] = []
        for line in filter(None, (" ".join(raw.split()) for raw in block.split("\n"))):
            if _ITEM.match(line):
                yield from _joined(running)
                running = []
                yield Line(line, item=True)
            else:
                running.append(line)
        yield from _joined(running)


def _joined(parts: list[str]) -> Iterator[Line]:
    if parts:
        yield Line(" ".join(parts))


def _marked(references: Sequence[str]) -> Iterator[tuple[str, str]]:
    for mark, text in zip(MARKS, references, strict=False):
        yield (f"{mark})" if len(references) > 1 else "", text)


def _signature(authority: MinistrySignatory | None, *, sealed: bool) -> tuple[str, ...]:
    """Return the signature block: name and SURNAME, “Bakan a.” where delegated, title."""
    if sealed:
        return (INSTITUTION.unit,)
    if authority is None:
        return ("(imza)",)
    first, _, surname = authority.person.full_name.rpartition(" ")
    name = f"{first} {upper(surname)}".strip()
    return (name, "Bakan a.", authority.title) if authority.delegated else (name, authority.title)
