"""How long the records are kept whose time can be counted (KVKK), and what becomes of them then.

docs/personal-data.md says of every row why it is kept and on which legal basis; a test compares its lengths with ours.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from dateutil.relativedelta import relativedelta

from law.clock import legal_day
from operations.erasure import (
    Due,
    closed_dossiers,
    dismissed_mail,
    ended_sessions,
    evidence,
    readings,
    sent_mail,
    unused_invitations,
)
from policies.queries import value


class End(StrEnum):
    """What becomes of records whose time is over."""

    REMOVED = "removed"
    SHOWN = "shown; a person of the ministry decides with the archive"


@dataclass(frozen=True)
class Kind:
    """One kind of record: its rows' models, what its time counts from, how it ends, and what finds those whose is over.

    `policy` names the length's policy (`…_days` or `…_years`), empty where the time ends by itself.
    """

    key: str
    rows: tuple[str, ...]
    since: str
    end: End
    due: Due
    policy: str = ""

    def length(self, at: datetime) -> int:
        """Return the length in force at `at`, in the unit of its policy; 0 where nothing is counted."""
        return int(value(self.policy, legal_day(at))) if self.policy else 0

    def limit(self, at: datetime) -> datetime:
        """Return the instant before which a record has had its time at `at`."""
        length = self.length(at)
        return at - (relativedelta(years=length) if self.unit == "years" else relativedelta(days=length))

    @property
    def unit(self) -> str:
        """The unit of the length."""
        return self.policy.rpartition("_")[2]


KINDS = (
    Kind("mail", ("accounts.Mail",), "sending or giving up", End.REMOVED, sent_mail, "retention.mail_days"),
    Kind(
        "invitation",
        ("accounts.Invitation",),
        "expiring unused",
        End.REMOVED,
        unused_invitations,
        "retention.invitation_days",
    ),
    Kind("session", ("sessions.Session", "usersessions.UserSession"), "its end", End.REMOVED, ended_sessions),
    Kind(
        "dossier",
        (
            *("documents.Document", "documents.Letter", "ledger.Proposal"),
            *("privacy.SubjectRequest", "privacy.Breach", "privacy.BreachFacts"),
        ),
        "the closing of the dossier",
        End.SHOWN,
        closed_dossiers,
        "retention.dossier_years",
    ),
    Kind(
        "dismissed_mail",
        ("kep_gateway.IncomingMail", "kep_gateway.MailAttachment", "kep_gateway.MailReopening"),
        "its dismissal",
        End.SHOWN,
        dismissed_mail,
        "retention.dismissed_mail_years",
    ),
    Kind(
        "evidence",
        ("kep_gateway.Evidence", "kep_gateway.Notice", "kep_gateway.ServiceReview"),
        "the evidence",
        End.SHOWN,
        evidence,
        "retention.evidence_years",
    ),
    Kind("reading", ("privacy.Reading",), "the reading", End.SHOWN, readings, "retention.reading_years"),
)
REMOVABLE = tuple(kind for kind in KINDS if kind.end is End.REMOVED)
