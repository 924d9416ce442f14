"""The terms of an integrator: its certificate's validity, and the next time its certificate is verified."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext_lazy as _

from deadlines.models import Deadline, DeadlineStatus
from deadlines.terms import close, open_deadline, open_last_day, remind
from law.clock import day_end, legal_day
from law.due import due
from law.explain import date_in_words
from law.terms import Term, Unit
from ledger.models import Step
from policies.catalogue import AUTOMATIC
from policies.queries import calendar, counting, value
from registry.ahead import look_ahead
from registry.lifecycle import GroundKind
from registry.models import Certificate, Integrator

VALIDITY = "certificate_validity"
VALIDITY_TITLE = "ISO/IEC 27001 belgesinin geçerliliği"
VERIFICATION = "certificate_verification"
"""The ministry's own work: a firm reads of no term that is not its own."""
WARNING = "lapse_ahead"
DEMAND = Term("demand", 15, Unit.DAYS, rolls=True, clause="3/a", title=_("Showing a document on demand"))


@dataclass(frozen=True)
class Validity:
    """How long a certificate carries an integrator, by the policies of the day on which the term was opened.

    `last` is the last covered day, grace included; `automatic` whether a ground arises by itself at its end.
    """

    certificate: Certificate
    certified: date
    last: date
    automatic: bool

    @property
    def ends_at(self) -> datetime:
        """The instant at which the last day is over."""
        return day_end(self.last)

    @property
    def arises(self) -> str:
        """The ground that arises at its end; empty where two persons decide."""
        return GroundKind.DOCUMENT_LAPSED.value if self.automatic else ""


def validity_of(certificate: Certificate, certified: date, at: datetime) -> Validity:
    """Return how long a certificate carries whose last valid day is `certified`; the grace is a policy."""
    return Validity(certificate, certified, with_grace(certified, at), lapses_by_itself(at))


def lapses_by_itself(at: datetime) -> bool:
    """Tell whether a lapsed document makes passive without persons, by the policy of an instant's day."""
    return bool(value("passivation.document_lapsed", legal_day(at)) == AUTOMATIC)


def open_validity(integrator: Integrator, validity: Validity, *, at: datetime, step: Step | None) -> Deadline:
    """Replace the running term of validity by this one, with warnings before its end; the dossier must be locked."""
    close(integrator.dossier, [VALIDITY], DeadlineStatus.CANCELLED, at=at)
    grace = "" if validity.last == validity.certified else ", tanınan ek süreyle"
    ends = date_in_words(validity.certified)
    deadline = open_last_day(
        integrator.dossier,
        VALIDITY,
        VALIDITY_TITLE,
        clause="2",
        last=validity.last,
        start=legal_day(at),
        evidence=f"{validity.certificate.number} sayılı belge, belgenin son geçerli günü {ends}{grace}",
        step=step,
        arises=validity.arises,
    )
    warn_before(deadline, at)
    look_ahead(integrator)
    return deadline


def warn_before(deadline: Deadline, at: datetime) -> None:
    """Let the firm be warned before a document's last valid day, by e-mail and by letter, as the policies say."""
    remind(deadline, value("document.warnings", legal_day(at)), after=at)
    remind(deadline, value("document.kep_warnings", legal_day(at)), after=at, term=WARNING)


def open_verification(integrator: Integrator, *, at: datetime, step: Step) -> Deadline:
    """Open anew the term after which the certificate is verified again: a suspension cannot be seen on the PDF."""
    close(integrator.dossier, [VERIFICATION], DeadlineStatus.MET, at=at)
    start, evidence = legal_day(at), "belgenin son doğrulanması"
    return open_deadline(integrator.dossier, verification_term(at), start=start, evidence=evidence, step=step)


def verification_term(at: datetime) -> Term:
    """Return the term after which a certificate is verified again, by the policy of an instant's day."""
    days = value("certificate.verification_days", legal_day(at))
    return Term(VERIFICATION, days, Unit.DAYS, rolls=False, clause="2/b", title=_("Verification of the certificate"))


def with_grace(last: date, at: datetime) -> date:
    """Return the last day of a document that is valid through `last`, with the grace of an instant's policy.

    Raises:
        CalendarGap: a grace of working days reaches a year whose holidays are unknown.
    """
    grace: dict[str, int | bool] = value("document.grace", legal_day(at))
    length = int(grace["days"])
    if not length:
        return last
    unit = Unit.WORKING_DAYS if grace["working"] else Unit.DAYS
    term = Term("document_grace", length, unit, rolls=False, clause="2", title=_("Grace after a document lapses"))
    return due(last, term, calendar(), counting(last)).effective
