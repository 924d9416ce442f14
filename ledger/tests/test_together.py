"""Rows come with what hangs at them in one question, as if it had been asked for apart."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Firm, User
from ledger.models import Dossier
from ledger.together import together

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


def apart(rows, *relations):
    return [[list(getattr(row, name).all()) for name in relations] for row in rows]


def test_rows_come_in_their_order_with_all_that_hangs_at_them(firm, other_firm):
    plain = apart(Firm.objects.all(), "kep_addresses", "mandates", "signatories")
    with CaptureQueriesContext(connection) as asked:
        rows = together(Firm.objects.all(), "kep_addresses", "mandates__person", "signatories")
        assert [row.pk for row in rows] == [other_firm.pk, firm.pk]
        assert apart(rows, "kep_addresses", "mandates", "signatories") == plain
        assert rows[1].mandates.all()[0].person.full_name == "Ufuk Uyum"
        assert rows[1].mandates.all()[0].firm is rows[1]
    assert len(asked) == 1


def test_a_relation_may_hang_at_a_row_beside(firm, compliance):
    steps = list(firm.dossier.steps.all())
    with CaptureQueriesContext(connection) as asked:
        (row,) = together(Firm.objects.filter(pk=firm.pk), "dossier__steps__by")
        assert list(row.dossier.steps.all()) == steps
        assert row.dossier.steps.all()[0].by == compliance
        (held,) = together(
            Dossier.objects.filter(pk=firm.dossier_id), "firm_file__kep_addresses", "firm_file__mandates"
        )
        assert [it.address for it in held.firm_file.kep_addresses.all()] == ["isik@hs01.kep.tr"]
    assert len(asked) == 2


def test_several_rows_beside_one_multiply_nothing(firm, outsider, at):
    for n in range(3):
        firm.postal_addresses.create(text=f"{n}. yer", from_at=at, until_at=at)
        firm.kep_addresses.create(address=f"p{n}@hs01.kep.tr", from_at=at, until_at=at)
    (row,) = together(Firm.objects.filter(pk=firm.pk), "postal_addresses", "kep_addresses")
    assert apart([row], "postal_addresses", "kep_addresses") == apart([firm], "postal_addresses", "kep_addresses")


def test_nothing_hangs_at_a_row_that_is_not_there(officer):
    (row,) = together(User.objects.filter(pk=officer.pk), "dossier__firm__mandates")
    assert row.dossier.firm is None
