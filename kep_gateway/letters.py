"""Telling a firm by letter: its text from its kind, its row, the e-seal where a rule sends it, and its way.

Most acts `tell()`. Where an officer still edits the letter before an act sends it, one act composes and another sends.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import override

from documents.actions.seal_letter import seal_letter
from documents.kinds import KINDS, LetterKind
from documents.letters import draft
from documents.models import Letter
from kep_gateway.models import Means, Notice
from kep_gateway.notices import notify
from law.clauses import clause
from law.clock import legal_day
from law.terms import Term
from ledger.acts import InDossier, Rule
from ledger.models import Dossier, Step
from policies.queries import value

if TYPE_CHECKING:
    from accounts.models import Firm, User

SEAL = Rule("letter")
"""Who seals what follows by rule, whoever did the act that it tells of."""


@dataclass(frozen=True)
class Text:
    """A letter before it is a row: what a preview shows, and what an act tells."""

    kind: LetterKind
    dossier: Dossier
    firm: Firm
    body: str

    @property
    def shown(self) -> Mapping[str, str]:
        """The letter as a preview shows it."""
        return {"subject": self.kind.subject, "body": self.body}

    def recipients(self, at: datetime) -> list[str]:
        """Return where the letter would go."""
        return [f"{self.firm.legal_name} <{self.way(at)[1]}>"]

    def way(self, at: datetime) -> tuple[Means, str]:
        """Return by which means the letter would go, and where."""
        return way(self.firm, at)

    def opens(self, at: datetime) -> Term | None:
        """Return the term that the letter's service would open."""
        return _opened(self.kind, at)[0]


def worded(kind: LetterKind, row: InDossier, **facts: Any) -> Text:
    """Return a letter about a row to the firm of its dossier; the facts are days, numbers and words of the act.

    Raises:
        ValueError: facts that the kind does not name, or lacks.
    """
    if facts.keys() != kind.facts:
        raise ValueError(f"{kind.key} says {sorted(kind.facts)}, not {sorted(facts)}")
    dossier: Dossier = row.dossier
    firm = dossier.firm
    assert firm is not None  # a dossier without one has nobody to write to
    common = {"firm": firm.legal_name, "dossier": dossier.number, "clause": clause(kind.clause)}
    with override("tr"):  # letters exist in Turkish only, whatever language their author reads
        body = render_to_string(kind.template, common | facts)
    return Text(kind, dossier, firm, body.strip() + "\n")


def compose(text: Text, *, by: User | Rule, at: datetime, references: Sequence[str] = ()) -> Letter:
    """Write the letter's row, inside an act with the dossier locked: a draft, which an officer may edit."""
    return draft(
        text.dossier,
        firm=text.firm,
        kind=text.kind.key,
        subject=text.kind.subject,
        body=text.body,
        references=references,
        burdening=text.kind.burdening,
        by=by,
        at=at,
    )


def send(letter: Letter, *, step: Step, at: datetime, term_key: str = "") -> Notice:
    """Put a letter on its way, inside an act; it is handed over once it is signed, and its service opens its term.

    `term_key` names the term where several of a kind may run beside each other in a dossier.

    A firm without a KEP address in force is written to by registered post: a missing address delays no act.

    Raises:
        ValueError: the act is none of those that its kind names.
    """
    kind = KINDS[letter.kind]
    if step.act not in kind.acts:
        raise ValueError(f"{step.act} does not tell {kind.key}")
    term, remind = _opened(kind, at)
    if term and term_key:
        term = replace(term, key=term_key)
    means, address = way(letter.firm, at)
    return notify(
        step,
        letter=letter,
        firm=letter.firm,
        kind=kind.key,
        at=at,
        term=term,
        remind=remind,
        means=means,
        address=address,
    )


def tell(text: Text, *, step: Step, by: User | Rule, at: datetime, term_key: str = "") -> Letter:
    """Tell a firm what an act did, after its Step: a letter and its way, as rows. Loops do the rest."""
    letter = compose(text, by=by, at=at)
    if text.kind.sealed:
        seal_letter(letter.pk, by=SEAL, at=at)
    send(letter, step=step, at=at, term_key=term_key)
    return letter


def tell_of_firm(kind: str, firm: Firm, *, step: Step, by: User, at: datetime, **facts: str) -> None:
    """Tell what an act of the accounts did with a firm; they know the kind by its key only."""
    tell(worded(KINDS[kind], firm, **facts), step=step, by=by, at=at)


def way(firm: Firm, at: datetime) -> tuple[Means, str]:
    """Return by which means a firm is written to at an instant, and where."""
    kep = firm.kep_on(at)
    if kep:
        return Means.KEP, kep
    postal = firm.postal_addresses.filter(until_at=None).first()
    return Means.POST, postal.text[:300] if postal else ""


def _opened(kind: LetterKind, at: datetime) -> tuple[Term | None, Sequence[int]]:
    if kind.opens is None:
        return None, ()
    opens, on = kind.opens, legal_day(at)
    term = opens.term.with_length(value(opens.length, on)) if opens.length else opens.term
    return term, value(opens.remind, on) if opens.remind else ()
