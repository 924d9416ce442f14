"""Which documents of a dossier an officer may choose, and how each is named."""

from datetime import timedelta

import pytest
from django.test import override_settings
from django.utils.translation import override

from documents.intake import keep
from registry.forms import BreachForm, RemedyForm
from registry.tests.conftest import received

pytestmark = pytest.mark.django_db


def offered(form, name):
    with override("en"):
        return [label for value, label in form.fields[name].choices if value]


def test_documents_are_offered_newest_first_with_kind_and_day_and_without_what_cannot_serve(integrator, officer, at):
    for n, kind in enumerate(("proof", "letter", "agreement_copy", "evidence", "remedy", "backup_procedure")):
        held = received(at + timedelta(days=n))
        keep(held, dossier=integrator.dossier, kind=kind, title=f"Belge {n}", by=officer)
    with override_settings(SCANNER="clamd"):
        keep(received(at), dossier=integrator.dossier, kind="proof", title="Taranmadı", by=officer)
    assert offered(BreachForm(integrator=integrator), "proof_id") == [
        "Belge 5 – 07.03.2026",
        "Belge 4 – a remedy – 06.03.2026",
        "Belge 3 – evidence of service – 05.03.2026",
        "Belge 1 – letter of the ministry – 03.03.2026",
        "Belge 0 – a proof – 02.03.2026",
    ]
    assert offered(RemedyForm(integrator=integrator), "remedy_id") == [
        "Belge 5 – 07.03.2026",
        "Belge 4 – a remedy – 06.03.2026",
        "Belge 0 – a proof – 02.03.2026",
    ]
