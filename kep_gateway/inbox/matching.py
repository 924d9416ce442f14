"""Which dossier a message to us belongs to. What is not certain is an officer's to say.

In this order: the notice that it answers, a number that its subject names, the one open matter of its sender's firm.
A message never comes into the file of a firm whose KEP address its sender's is not: that firm would read it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import Firm, KepAddress
from documents.models import Letter
from kep_gateway.models import IncomingMail, MatchedBy, Notice, Unmatched
from ledger.models import Dossier, DossierKind
from ledger.reading import once

MATTERS = (DossierKind.APPLICATION, DossierKind.INTEGRATOR)
_DOSSIER = re.compile(r"\b[A-Z]{3}-\d{4}-\d{6}\b", re.IGNORECASE | re.ASCII)
_LETTER = re.compile(r"\bE-\d+-[\d.]+-\d{1,9}\b", re.ASCII)


@dataclass(frozen=True)
class Match:
    """What was found for a message: its dossier and how, or why there is none."""

    dossier: Dossier | None = None
    how: MatchedBy | None = None
    unmatched: Unmatched | None = None


@dataclass(frozen=True)
class Candidate:
    """A dossier that an officer may have in mind, and what speaks for it."""

    dossier: Dossier
    how: MatchedBy


def match(sender: str, subject: str, answers: list[str], *, at: datetime) -> Match:
    """Return the dossier of a message whose sender is vouched for."""
    firm = _firm_of(sender, at)
    for how, found in ((MatchedBy.REFERENCE, answered(answers)), (MatchedBy.NUMBER, named(subject, firm))):
        if any(it.firm_id != getattr(firm, "pk", None) for it in found):
            return Match(unmatched=Unmatched.OTHER_FIRM)
        if len(found) == 1 or (found and how is MatchedBy.REFERENCE):
            return Match(found[0], how)
        if found:
            return Match(unmatched=Unmatched.SEVERAL)
    if firm is None:
        return Match(unmatched=Unmatched.UNKNOWN_SENDER)
    return _only(list(running(firm)))


def candidates(mail: IncomingMail) -> list[Candidate]:
    """Return the dossiers that speak for themselves and may take the message, each once, the strongest reason first."""
    firms = firms_ever(mail.sender)
    found = [(it, MatchedBy.REFERENCE) for it in answered(mail.answers)]
    for firm in (*firms, None):
        found += [(it, MatchedBy.NUMBER) for it in named(mail.subject, firm)]
    found += [(it, MatchedBy.SENDER) for firm in firms for it in running(firm)]
    each = {dossier.pk: Candidate(dossier, how) for dossier, how in reversed(found)}
    return [it for it in reversed(each.values()) if not foreign(mail.sender, it.dossier)]


def foreign(sender: str, dossier: Dossier) -> bool:
    """Tell whether the sender's address is, or was, that of other firms and never that of the dossier's."""
    known = [firm.pk for firm in firms_ever(sender)]
    return bool(known) and dossier.firm_id not in known


def answered(answers: list[str]) -> list[Dossier]:
    """Return the dossiers of the notices that a message names, the nearest first."""
    notices = Notice.objects.filter(reference__in=answers).select_related("dossier__firm")
    by_reference = {it.reference: it.dossier for it in notices}
    return list(dict.fromkeys(by_reference[it] for it in answers if it in by_reference))


def named(subject: str, firm: Firm | None) -> list[Dossier]:
    """Return the dossiers whose number, or that of a letter in them, stands in a subject.

    Letters are numbered anew each year: where one of that number went to the firm itself, it is that one.
    """
    numbers = [it.upper() for it in _DOSSIER.findall(subject)]
    letters = Letter.objects.filter(cited_as__in=_LETTER.findall(subject), sent_at__isnull=False)
    own = letters.filter(firm=firm)
    chosen = own if own.exists() else letters
    wanted = Q(number__in=numbers) | Q(pk__in=chosen.values("dossier"))
    return list(Dossier.objects.filter(wanted, shown_at__isnull=False, firm__isnull=False).select_related("firm"))


def running(firm: Firm) -> QuerySet[Dossier]:
    """Return the firm's open matters that the ministry knows of."""
    return firm.dossiers.filter(kind__in=MATTERS, closed_at=None, shown_at__isnull=False).select_related("firm")


@once
def firms_ever(sender: str) -> list[Firm]:
    """Return the firms whose KEP address this is or was."""
    return list(Firm.objects.filter(pk__in=KepAddress.objects.filter(address=sender).values("firm")))


def _firm_of(sender: str, at: datetime) -> Firm | None:
    """Return the one firm whose KEP address this is at an instant."""
    held = KepAddress.objects.filter(address=sender, from_at__lte=at).exclude(until_at__lte=at)
    firms = list(Firm.objects.filter(pk__in=held.values("firm"), ended_at=None)[:2])
    return firms[0] if len(firms) == 1 else None


def _only(found: list[Dossier]) -> Match:
    applications = [it for it in found if it.kind == DossierKind.APPLICATION]
    for some in (applications, found):
        if len(some) == 1:
            return Match(some[0], MatchedBy.SENDER)
    return Match(unmatched=Unmatched.SEVERAL if found else Unmatched.NONE)
