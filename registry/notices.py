"""What integrators are told by letter: the wording of each letter, and putting it on its way."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.template.loader import render_to_string
from django.utils.translation import override

from documents.actions.seal_letter import seal_letter
from documents.letters import draft
from documents.models import Letter
from kep_gateway.models import Means
from kep_gateway.notices import notify
from law.clauses import clause
from law.terms import Term
from ledger.acts import Rule
from ledger.models import Step
from registry.models import Integrator

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class Wording:
    """One letter's subject and text, in paragraphs; a burdening one is sent only with where it can be challenged."""

    kind: str
    subject: str
    body: str
    burdening: bool = True


SUBJECTS = {
    "lapsed": "Yetkinin pasife alınması",
    "document_lapsed": "Yetkinin pasife alınması",
    "unreturned": "Yetkinin pasife alınması",
    "not_holding": "Yetkinin pasife alınması",
    "passivated": "Yetkinin pasife alınması",
    "stayed": "Pasife alma işleminin durdurulması",
    "stay_lifted": "Durdurmanın kalkması",
    "annulled": "Pasife alma işleminin iptali",
    "renewal": "Yenilenen metnin imzalanması",
    "reactivated": "Yetkinin yeniden aktif edilmesi",
    "ended": "Entegratörlüğün sona ermesi",
}
BURDENING = frozenset({"lapsed", "document_lapsed", "unreturned", "not_holding", "passivated", "stay_lifted", "ended"})


def wording(kind: str, integrator: Integrator, **facts: Any) -> Wording:
    """Return a letter's text from its template; the facts are days, numbers and words that an act decided."""
    known = {"firm": integrator.firm.legal_name, "clause": clause("2"), **facts}
    with override("tr"):  # letters exist in Turkish only, whatever language their author reads
        body = render_to_string(f"registry/letters/{kind}.txt", known)
    return Wording(f"registry.{kind}", SUBJECTS[kind], body.strip(), burdening=kind in BURDENING)


def recipients(integrator: Integrator, at: datetime) -> list[str]:
    """Return where a letter to the integrator would go."""
    return [f"{integrator.firm.legal_name} <{_way(integrator, at)[1]}>"]


def tell(
    integrator: Integrator,
    text: Wording,
    *,
    step: Step,
    by: User | Rule,
    at: datetime,
    term: Term | None = None,
    remind: Iterable[int] = (),
) -> Letter:
    """Draft a letter and put it on its way, as rows; one that a rule writes gets the institution's e-seal.

    Service opens `term`, with reminders so many days before it ends. A firm without a KEP address in force is written
    to by registered post: a missing address delays no act.
    """
    letter = draft(
        integrator.dossier,
        firm=integrator.firm,
        kind=text.kind,
        subject=text.subject,
        body=text.body,
        burdening=text.burdening,
        by=by,
        at=at,
    )
    if isinstance(by, Rule):
        seal_letter(letter.pk, by=by, at=at)
    means, address = _way(integrator, at)
    notify(
        step,
        letter=letter,
        firm=integrator.firm,
        kind=text.kind,
        at=at,
        term=term,
        remind=remind,
        means=means,
        address=address,
    )
    return letter


def shown(text: Wording) -> Mapping[str, str]:
    """Return a letter as a preview shows it."""
    return {"subject": text.subject, "body": text.body}


def _way(integrator: Integrator, at: datetime) -> tuple[Means, str]:
    kep = integrator.firm.kep_on(at)
    if kep:
        return Means.KEP, kep
    postal = integrator.firm.postal_addresses.filter(until_at=None).first()
    return Means.POST, postal.text[:300] if postal else ""
