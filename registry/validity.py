"""How far a firm's accepted certificates carry it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accounts.models import Firm
from deadlines.models import Deadline, DeadlineStatus
from law.calendar import CalendarGap
from law.clock import legal_day
from law.explain import date_short
from ledger.reading import once
from registry.conditions.certificate import covered_through, last_valid_day
from registry.models import Certificate, Integrator
from registry.queries import certificates_of
from registry.terms import VALIDITY, Validity, lapses_by_itself, validity_of


class Uncounted(Validity):
    """A certificate carries, but its grace reaches a year without holidays: nobody can say yet until when.

    Pages ask only whether it carries, and can be read; an act that needs the last day is refused until the year is
    loaded. `year` is the one that is missing.
    """

    year: int

    def __init__(self, certificate: Certificate, certified: date, *, automatic: bool, year: int) -> None:
        known = {"certificate": certificate, "certified": certified, "automatic": automatic, "year": year}
        for name, it in known.items():
            object.__setattr__(self, name, it)

    @property
    def last(self) -> date:
        """Fail: no day is known.

        Raises:
            CalendarGap: always.
        """
        raise CalendarGap(self.year)


@once
def carried(firm: Firm, at: datetime) -> Validity | None:
    """Return how long the certificates accepted so far carry a firm from an instant on; None where none covers it."""
    covering = covered_through(certificates_of(firm), legal_day(at))
    return None if covering is None else _counted(firm, covering, at)


def carried_on(integrator: Integrator, at: datetime) -> Validity | None:
    """Return how long an integrator is carried on whose certificate at hand its body may have suspended.

    That makes nobody passive by itself: the running term goes on to the last day of the certificate that it rests on.
    What follows it must be valid.
    """
    firm = integrator.firm
    validity, running = carried(firm, at), running_validity(integrator)
    if validity is not None or running is None or running.raw_on is None:
        return validity
    today, accepted = legal_day(at), [it for it in certificates_of(firm) if it.accepted_at is not None]
    at_hand = [it for it in accepted if it.issued_on <= today <= last_valid_day(it) <= running.raw_on]
    if not at_hand:
        return None
    rests_on = max(at_hand, key=last_valid_day)
    following = covered_through(accepted, last_valid_day(rests_on) + timedelta(days=1))
    return _counted(firm, following or rests_on, at)


def running_validity(integrator: Integrator) -> Deadline | None:
    """Return the running term of an integrator's certificate."""
    rows = Deadline.objects.filter(dossier=integrator.dossier_id, term=VALIDITY, status=DeadlineStatus.OPEN)
    return rows.first()


def _counted(firm: Firm, covering: Certificate, at: datetime) -> Validity:
    certified = last_valid_day(covering)
    try:
        return validity_of(covering, certified, at)
    except CalendarGap as gap:
        automatic = lapses_by_itself(at)
        counted = _counted_before(firm, covering)
        if counted is None:
            return Uncounted(covering, certified, automatic=automatic, year=gap.year)
        return Validity(covering, certified, counted, automatic)


def onward(integrator: Integrator, at: datetime) -> Validity | None:
    """Return how long the accepted certificates carry an integrator; None where its running term says so already."""
    validity, running = carried_on(integrator, at), running_validity(integrator)
    unchanged = validity is not None and running is not None and running.raw_on == validity.last
    return None if unchanged else validity


def said_of(validity: Validity) -> dict[str, str]:
    """Return what the letter says that a term is counted anew."""
    return {"certificate": validity.certificate.number, "valid_through": date_short(validity.last)}


def _counted_before(firm: Firm, certificate: Certificate) -> date | None:
    """Return the last day of the certificate's running term: what cannot be counted anew stays as it was counted."""
    running = Deadline.objects.filter(
        dossier__firm=firm, term=VALIDITY, status=DeadlineStatus.OPEN, opened_by__facts__certificate=certificate.pk
    ).first()
    return running.effective_on if running else None
