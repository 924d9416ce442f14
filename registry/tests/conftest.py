"""Integrators reach their state by running acts; an approval's proposal stands in for the application's."""

from datetime import date, timedelta
from itertools import count

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction

from conftest import T0
from documents.intake import receive
from law.clock import legal_day, moved
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.models import Dossier, DossierKind, Outcome, Proposal
from ledger.numbers import open_dossier
from registry.actions.accept_certificate import accept_certificate
from registry.actions.admit import admit
from registry.actions.enter_certificate import enter_certificate
from registry.actions.file_document import file_document
from registry.models import Integrator

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f00050001ff"
    "56c72f0d0000000049454e44ae426082"
)
numbers = count(1)


def received(at, name="belge.png"):
    return receive(SimpleUploadedFile(name, PNG), at=at)


def certificate_fields(legal_name, **more):
    fields = {
        "number": f"ISMS-{next(numbers)}",
        "edition": "2022",
        "holder": legal_name,
        "sites": "Ankara",
        "scope": "Yazılım geliştirme",
        "soa_version": "1",
        "soa_on": date(2024, 1, 1),
        "body": "Örnek Belgelendirme",
        "body_accreditation": "AB-0001",
        "first_issued_on": date(2024, 1, 10),
        "issued_on": date(2025, 1, 10),
        "valid_until_on": date(2026, 6, 30),
    }
    return fields | more


def enter(dossier, *, by, at, **more):
    fields = certificate_fields(dossier.firm.legal_name, **more)
    return enter_certificate(dossier.pk, by=by, at=at, received=received(at), fields=fields)


def approved_proposal(dossier: Dossier, by, second, at):
    """Stand in for the application's proposal, which belongs to a room above."""
    return Proposal.objects.create(
        dossier=dossier,
        act="applications.approve",
        subject_id=1,
        proposed_by=by,
        proposed_at=at,
        expires_at=at + timedelta(days=14),
        outcome=Outcome.APPROVED,
        decided_by=second,
        decided_at=at,
    )


def admitted(firm, person, officer, approver, *, at=T0, products=("Işık İSG",), **more) -> Integrator:
    """Return the firm as an integrator: certificate entered and accepted in its application's dossier, admitted."""
    with moved(at), transaction.atomic():
        dossier = open_dossier(DossierKind.APPLICATION, firm=firm, at=at)
        certificate = enter(dossier, by=person, at=at, **more)
        accept_certificate(certificate.pk, by=officer, at=at)
        proposal = approved_proposal(dossier, officer, approver, at)
        return admit(
            firm.pk, by=approver, at=at, certificate_id=certificate.pk, products=list(products), proposal=proposal
        )


@pytest.fixture
def integrator(firm, compliance, officer, approver):
    """`firm` as an active integrator whose certificate ends on 30 June 2026."""
    return admitted(firm, compliance, officer, approver)


@pytest.fixture
def other_integrator(other_firm, outsider, officer, approver):
    return admitted(other_firm, outsider, officer, approver, products=["Çınar Ofis", "=ABS(A1)"])


@pytest.fixture
def decide(officer, approver):
    """`decide("passivate", integrator, at, **arguments)`: the officer proposes, the approver approves."""

    def both(verb, integrator, at, **arguments):
        with moved(at):
            act = f"registry.{verb}"
            proposal = propose(act, Integrator, integrator.pk, by=officer, at=at, arguments=arguments)
            return approve(proposal.pk, by=approver, at=at)

    return both


@pytest.fixture
def filed(officer):
    """`filed(integrator, at, kind)` puts a document into the dossier."""

    def file(integrator, at, kind="proof", by=None):
        return file_document(
            integrator.pk, by=by or officer, at=at, received=received(at), title="Tutanak 1", kind=kind
        )

    return file


@pytest.fixture
def breach(decide, filed):
    """`breach(integrator, at)` makes passive for a breach and returns the ground."""

    def act(integrator, at):
        return decide("passivate", integrator, at, proof_id=filed(integrator, at).pk, **BREACH)

    return act


@pytest.fixture
def renewed(compliance, officer):
    """`renewed(integrator, at, **fields)` enters a certificate that runs a year from `at`, and accepts it."""

    def do(integrator, at, **more):
        day = legal_day(at)
        fields = {"issued_on": day, "valid_until_on": day + timedelta(days=365)} | more
        with moved(at):
            certificate = enter(integrator.dossier, by=compliance, at=at, **fields)
            return accept_certificate(certificate.pk, by=officer, at=at)

    return do


BREACH = {
    "article": "m. 7",
    "why_no_period": "Aykırılık giderilemez.",
    "hearing": "Firma 1 Mart 2026 tarihli yazısıyla kabul etti.",
}
