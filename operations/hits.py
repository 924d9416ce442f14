"""How a found row reads on the page of the search: its name, its address, and what tells it from others."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import Firm, User
from applications.models import Application
from documents.letters import number_of
from documents.models import Letter
from kep_gateway.models import IncomingMail, Notice
from law.clock import legal_day
from law.explain import date_short
from ledger.models import Dossier, DossierKind
from ledger.templatetags.matters import page_of
from registry.models import Certificate, Integrator


@dataclass(frozen=True)
class Hit:
    """One found row; `turkish` where its name is a letter's subject, which is Turkish in every language."""

    name: str
    address: str
    facts: tuple[str | Promise, ...]
    turkish: bool = False


def firm_hit(firm: Firm) -> Hit:
    """Return a firm with its dossier and tax number."""
    numbers = (firm.dossier.number, firm.vkn)
    facts = (*numbers, _("ended")) if firm.ended_at else numbers
    return Hit(firm.legal_name, page_of(firm.dossier), facts)


def application_hit(application: Application) -> Hit:
    """Return an application with its dossier, its status and the day on which it was handed in."""
    assert application.submitted_at
    handed_in = date_short(legal_day(application.submitted_at))
    facts = (application.dossier.number, application.get_status_display(), handed_in)
    return Hit(application.firm.legal_name, page_of(application.dossier), facts)


def integrator_hit(integrator: Integrator) -> Hit:
    """Return an integrator with its dossier and firm code."""
    numbers = (integrator.dossier.number, integrator.firm_code)
    facts = (*numbers, _("ended")) if integrator.ended_at else numbers
    return Hit(integrator.firm.legal_name, page_of(integrator.dossier), facts)


def letter_hit(letter: Letter) -> Hit:
    """Return a letter with its firm, its status, and number and day once it has them."""
    facts: tuple[str | Promise, ...] = (letter.firm.legal_name, letter.get_status_display())
    if letter.registered_on:
        facts += (number_of(letter), date_short(letter.registered_on))
    return Hit(letter.subject, reverse("desk_letter", args=[letter.pk]), facts, turkish=True)


def notice_hit(notice: Notice) -> Hit:
    """Return a notice with its firm, its means and status, and the name of its message."""
    facts = (
        notice.firm.legal_name,
        notice.get_means_display(),
        notice.get_status_display(),
        date_short(legal_day(notice.handed_over_at or notice.created_at)),
        notice.message_id or notice.reference,
    )
    return Hit(notice.letter.subject, reverse("kep:notice", args=[notice.pk]), facts, turkish=True)


def mail_hit(mail: IncomingMail) -> Hit:
    """Return a KEP message to us with its sender, its status, the day on which it came, and its dossier."""
    facts: tuple[str | Promise, ...] = (
        mail.sender or mail.sender_name or "–",
        mail.get_status_display(),
        date_short(legal_day(mail.received_at)),
    )
    if mail.dossier.firm is not None:
        facts += (mail.dossier.firm.legal_name, mail.dossier.number)
    return Hit(str(mail), reverse("kep:incoming", args=[mail.pk]), facts)


def certificate_hit(certificate: Certificate) -> Hit:
    """Return a certificate with its firm, its last valid day and the dossier on whose page it stands."""
    facts = (certificate.firm.legal_name, date_short(certificate.valid_until_on), certificate.dossier.number)
    return Hit(certificate.number, page_of(certificate.dossier), facts)


def data_file_hit(dossier: Dossier) -> Hit:
    """Return the file of a data subject's request or of a breach; who asks stands on its page only."""
    request = dossier.kind == DossierKind.DATA_REQUEST
    row = dossier.subjectrequest if request else dossier.breach
    facts = (dossier.get_kind_display(), row.get_status_display(), date_short(legal_day(dossier.opened_at)))
    return Hit(dossier.number, page_of(dossier), facts)


def person_hit(person: User) -> Hit:
    """Return a person with their address."""
    return Hit(str(person), reverse("desk_person", args=[person.pk]), (person.email,))
