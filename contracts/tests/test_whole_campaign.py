"""A renewal campaign over several firms: published, half of them sign, the rest lapse; everything agrees.

`run_campaign` is told how many firms; the soak of 200 runs the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from accounts.actions.change_address import change_address
from accounts.actions.name_signatory import name_signatory
from accounts.actions.register_firm import register_firm
from contracts import campaigns, issuing
from contracts.actions.receive_signed import receive_signed
from contracts.actions.request_copy import request_copy
from contracts.board import Stage, as_csv, lines_of
from contracts.models import AgreementVersion
from contracts.tests.conftest import ALONE, issued, key, upload
from contracts.tests.test_campaigns import published
from deadlines.sweeper import sweep
from documents import demo_ca
from documents.intake import receive
from kep_gateway.models import Notice
from law.clock import moved
from operations.demo.identities import tax_number
from registry.lifecycle import GroundKind
from registry.listing import read
from registry.models import Ground, Integrator
from registry.queries import active
from registry.reading import current
from registry.tests.conftest import admitted

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


@dataclass
class Campaign:
    """What came of it: the version, who signed, who did not, and the instant of the end."""

    version: AgreementVersion
    signed: list[Integrator]
    late: list[Integrator]
    due: datetime


def run_campaign(count: int, *, officer: Any, approver: Any, person: Any, at: datetime) -> Campaign:
    """Admit so many firms, publish version 2 a day later, and let the first half sign on the third day."""
    rng, day = Random(5), lambda n: at + timedelta(days=n)
    firms = [_admitted(n, rng, officer, approver, person, at) for n in range(count)]
    version = published(officer, approver, day(1), effective_on="2026-05-01")
    assert campaigns.run_waiting(day(1)) == count
    signer, half = key("Müdür", ALONE), count // 2
    for it in firms[:half]:
        request_copy(it.dossier_id, by=person, at=day(2))
    while issuing.run_waiting(day(2)):
        pass
    for it in firms[:half]:
        copy = it.dossier.agreement_copies.get()
        received = receive(upload(demo_ca.sign_as(issued(copy), signer, at=day(3))), at=day(3))
        receive_signed(copy.pk, by=person, at=day(3), received=received, ink="electronic")
    return Campaign(version, firms[:half], firms[half:], version.signing_term.due_at)


def _admitted(n: int, rng: Random, officer: Any, approver: Any, person: Any, at: datetime) -> Integrator:
    kep, vkn = f"f{n}@hs01.kep.tr", tax_number(rng)
    firm = register_firm(by=person, at=at, legal_name=f"Firma {n} A.Ş.", vkn=vkn, kep=kep)
    change_address(firm.pk, by=person, at=at, text="Ankara")
    facts: dict[str, Any] = {"full_name": f"Müdür {n}", "identity_number": ALONE, "source": "Sirküler"}
    name_signatory(firm.pk, by=person, at=at, from_on=date(2026, 1, 1), **facts)
    return admitted(firm, person, officer, approver, valid_until_on=date(2027, 12, 31))


def agrees(campaign: Campaign) -> None:
    """Let the term end, and compare list, grounds, notices and board, before and after the sweeper."""
    due, passive = campaign.due, {it.slug for it in campaign.late}
    with moved(due - timedelta(seconds=1)):
        assert set(active(due - timedelta(seconds=1))) == {*campaign.signed, *campaign.late}
    with moved(due):
        assert set(active(due)) == set(campaign.signed)
        entries = read(bytes(current(due).as_json))
        sweep(due)
        assert read(bytes(current(due).as_json)) == entries
    assert {it["slug"] for it in entries if it["standing"] == "passive"} == passive
    assert {it["slug"] for it in entries if it["standing"] == "active"} == {it.slug for it in campaign.signed}
    grounds = Ground.objects.filter(kind=GroundKind.AGREEMENT_NOT_RETURNED, at=due, clause="2")
    assert sorted(it.integrator.slug for it in grounds) == sorted(passive)
    told = Notice.objects.filter(kind="registry.unreturned")
    assert sorted(it.firm_id for it in told) == sorted(it.firm_id for it in campaign.late)
    stages = [line.stage for line in lines_of(campaign.version, due)]
    assert stages == [Stage.LATE] * len(campaign.late) + [Stage.SENT] * len(campaign.signed)
    assert as_csv(lines_of(campaign.version, due)).count(b"\r\n") == len(stages) + 1


def test_half_of_six_firms_sign_and_everything_agrees(version, officer, approver, compliance, at):
    agrees(run_campaign(6, officer=officer, approver=approver, person=compliance, at=at))
