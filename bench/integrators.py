"""A thousand integrators as their years left them: most active, some passive, some passive once and no longer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from accounts.models import Firm, User
from applications.actions.approve import ACT as APPROVE
from applications.lifecycle import Status
from applications.models import Application
from bench.country import AT, Country, document, proposal, registered, sent_letter
from kep_gateway.notices import notify
from law.clock import legal_day, moved
from ledger.acts import Act, record
from ledger.models import Dossier, DossierKind
from ledger.numbers import open_dossier
from operations.demo.samples import certificate_fields
from registry.actions.admit import ACT as ADMIT
from registry.actions.annul_ground import ACT as ANNUL
from registry.actions.passivate import ACT as PASSIVATE
from registry.actions.reactivate import ACT as REACTIVATE
from registry.lifecycle import CertificateStatus, Closing, GroundKind, Standing
from registry.models import Certificate, CertificateVerification, Ground, Integrator, Product
from registry.numbers import next_code, slug_for
from registry.requirements import set_in_force
from registry.terms import open_validity, open_verification
from registry.validity import carried

YEARS = timedelta(days=3 * 365)
EVERY = 20


@dataclass(frozen=True)
class Fate:
    """What became of an integrator: its certificate lapsed, its breach ended so, its verification is late."""

    lapsed: bool = False
    breach: bool = False
    closing: Closing | None = None
    late: bool = False


FATES = {
    0: Fate(lapsed=True),
    1: Fate(lapsed=True, late=True),
    2: Fate(breach=True),
    3: Fate(breach=True, closing=Closing.REMEDIED),
    4: Fate(breach=True, closing=Closing.ANNULLED),
    5: Fate(late=True),
}
"""Of every twenty integrators; nothing happened to the others."""


def integrators(country: Country, how_many: int) -> list[Integrator]:
    """Tell so many integrators; a lapse is left to the sweeper, which writes its letter."""
    return [_told(country, FATES.get(n % EVERY, Fate())) for n in range(how_many)]


def tasks(how_many: int) -> int:
    """Return how many lines of the worklist so many are: a verification that is late, a lapse to be looked at."""
    fates = [FATES.get(n % EVERY, Fate()) for n in range(how_many)]
    return sum(it.late + it.lapsed for it in fates)


def _told(country: Country, fate: Fate) -> Integrator:
    ago = (1110, 1400) if fate.lapsed else (350, 1090)
    issued = country.days_ago(*ago)
    at = issued + timedelta(days=country.rng.randrange(20, 80))
    firm, by = registered(country, at - timedelta(days=40))
    with moved(at):
        application = approved(country, firm, by, at)
        held = certificate(application.dossier, firm, legal_day(issued), accepted_at=at)
        made = admitted(country, firm, application, at)
    if fate.breach:
        _breach(country, made, fate.closing)
    asked = country.days_ago(*((95, 300) if fate.late else (1, 88)))
    _verified(country, held, asked)
    open_verification(made, at=asked, step=made.dossier.steps.get(n=1))
    return made


def _verified(country: Country, held: Certificate, at: datetime) -> None:
    """Let the body have answered when it was asked last: the audit before that day, and the next that is to come."""
    last, following = (held.issued_on + timedelta(days=365 * n) for n in (_years(held, at), _years(held, AT) + 1))
    CertificateVerification.objects.create(
        certificate=held,
        how="Kuruluşun internet sayfası",
        reference=f"SORGU-{held.pk}",
        status=CertificateStatus.VALID,
        verified_on=legal_day(at),
        surveillance_on=last,
        next_surveillance_on=following,
        recorded_at=at,
        officer=country.world.officer,
    )


def _years(held: Certificate, at: datetime) -> int:
    return (legal_day(at) - held.issued_on).days // 365


def approved(country: Country, firm: Firm, by: User, at: datetime) -> Application:
    """Make an approved application with its decision and its letter, served."""
    wanted = set_in_force(legal_day(at))
    assert wanted
    application = Application.objects.create(
        dossier=open_dossier(DossierKind.APPLICATION, firm=firm, at=at - timedelta(days=30)),
        firm=firm,
        requirement_set=wanted,
        product=f"{firm.legal_name.split()[0]} İSG",
        started_by=by,
        started_at=at - timedelta(days=30),
        submitted_at=at - timedelta(days=20),
        reviewer=country.world.officer,
        status=Status.SUITABLE,
    )
    application.decision_proposal, application.decided_at = proposal(country.world, APPROVE, application, at), at
    application.to_approved()
    application.save()
    step = record(APPROVE, application, by=country.world.approver, at=at, before=Status.SUITABLE)
    subject = "Entegratörlük başvurunuzun uygun görülmesi"
    letter = sent_letter(country.world, application.dossier, firm, "applications.approval", subject, at)
    notice = notify(step, letter=letter, firm=firm, kind=letter.kind, at=at)
    notice.to_handed_over()
    notice.to_served()
    notice.handed_over_at, notice.served_on = at, legal_day(at) + timedelta(days=5)
    notice.save()
    return application


def certificate(dossier: Dossier, firm: Firm, issued: date, *, accepted_at: datetime | None) -> Certificate:
    """Enter a certificate of three years, accepted or waiting for an officer."""
    number = f"ISMS-{firm.pk}-{issued:%y%m%d}"
    return Certificate.objects.create(
        dossier=dossier,
        firm=firm,
        document=document(dossier, "iso_27001", f"ISO/IEC 27001 {number}", accepted_at or AT),
        entered_at=accepted_at or AT,
        accepted_at=accepted_at,
        **certificate_fields(firm.legal_name, issued=issued, until=issued + YEARS, number=number),
    )


def admitted(country: Country, firm: Firm, application: Application, at: datetime) -> Integrator:
    """Do what the act of admission does, but for its publication of the whole list."""
    validity = carried(firm, at)
    assert validity
    made = Integrator.objects.create(
        dossier=open_dossier(DossierKind.INTEGRATOR, firm=firm, at=at),
        firm=firm,
        slug=slug_for(firm.legal_name),
        firm_code=next_code(at),
        approved_at=at,
        active_until=validity.ends_at,
        next_ground=validity.arises,
    )
    Product.objects.create(integrator=made, name=application.product)
    step = record(ADMIT, made, by=country.world.approver, at=at, before=Standing.CANDIDATE, after=Standing.ACTIVE)
    open_validity(made, validity, at=at, step=step)
    return made


def _breach(country: Country, made: Integrator, closing: Closing | None) -> None:
    at, by = country.days_ago(60, 200), country.world.approver
    ground = Ground.objects.create(
        integrator=made,
        kind=GroundKind.CONTRACT_BREACH,
        clause="2",
        at=at,
        recorded_at=at,
        author=by,
        proposal=proposal(country.world, PASSIVATE, made, at),
        proof=document(made.dossier, "proof", "Sözleşmeye aykırılık tespit tutanağı", at),
        article="Madde 6",
        why_no_period="Genelge m. 2 bu hâlde süre öngörmemektedir.",
        hearing="Firmanın yazılı açıklaması alınmıştır.",
    )
    record(PASSIVATE, made, by=by, at=at, before=Standing.ACTIVE, after=Standing.PASSIVE, ground=ground.kind)
    if closing is not None:
        _closed(country, made, ground, closing, at + timedelta(days=country.rng.randrange(5, 50)))


def _closed(country: Country, made: Integrator, ground: Ground, closing: Closing, at: datetime) -> None:
    act: Act = ANNUL if closing == Closing.ANNULLED else REACTIVATE
    ground.closing, ground.closed_at = closing, at
    ground.closing_proposal = proposal(country.world, act, made, at)
    ground.closing_document = document(made.dossier, "decision", "Karar", at)
    ground.save()
    record(act, made, by=country.world.approver, at=at, before=Standing.PASSIVE, after=Standing.ACTIVE)
