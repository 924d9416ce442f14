"""The desk's forms are open to whoever could send them; the page of proposals costs the same however many there are."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.tests.sign_in import signed_in
from conftest import T0
from ledger.models import Proposal
from registry.models import Integrator
from registry.tests.test_pages import at_desk, many, shown

pytestmark = pytest.mark.django_db
PROPOSALS = "/masa/oneriler/"


def test_a_form_is_closed_to_whoever_could_never_send_it(client, integrator, auditor, officer):
    certificate = integrator.firm.certificates.get().pk
    forms = {
        at_desk(integrator, "desk_document"),
        at_desk(integrator, "desk_listing"),
        at_desk(integrator, "propose", "end_integrator"),
        *(at_desk(integrator, "desk_certificate", certificate, verb) for verb in ("kabul", "ret", "dogrula")),
    }
    client.force_login(auditor)
    page = shown(client.get(at_desk(integrator)))
    assert not any(f'"{address}"' in page for address in forms)
    for address in forms:
        answer = client.get(address)
        assert answer.status_code == 403
        assert "Bunu yapamazsınız" in answer.content.decode()
    client.force_login(officer)
    page = shown(client.get(at_desk(integrator)))
    assert all(f'"{address}"' in page for address in forms)
    assert {client.get(address).status_code for address in forms} == {200}


def proposed(integrators, by):
    """Propose to end each integrator and each of their firms, the short way: what is measured is reading."""
    Proposal.objects.bulk_create(
        Proposal(
            dossier=row.dossier, act=act, subject_id=row.pk, proposed_by=by, proposed_at=T0,
            expires_at=T0 + timedelta(days=14),
        )
        for it in integrators
        for act, row in (("registry.end_integrator", it), ("accounts.end_firm", it.firm))
    )  # fmt: skip


def test_proposals_about_eight_firms_ask_no_more_of_the_database_than_about_one(client, officer, approver):
    many(8)
    first, *others = Integrator.objects.select_related("firm__dossier", "dossier")
    signed_in(client, approver)
    proposed([first], officer)
    client.get(PROPOSALS)  # what is asked once a session
    with CaptureQueriesContext(connection) as one:
        assert shown(client.get(PROPOSALS)).count("/onayla/") == 2
    proposed(others, officer)
    with CaptureQueriesContext(connection) as eight:
        page = shown(client.get(PROPOSALS))
    assert page.count("/onayla/") == 16
    assert all(page.count(f": {it.firm.legal_name}</h2>") == 2 for it in (first, *others))
    assert len(eight) == len(one) <= 8
