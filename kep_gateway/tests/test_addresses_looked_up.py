"""A firm's KEP address is looked up after it was entered; what is said stands beside it and refuses nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.actions.note_kep_check import note_kep_check
from accounts.models import Found, KepAddress
from accounts.tests.sign_in import signed_in
from applications.worklist import worklist
from kep_gateway.addresses import DIRECTORY, look_up
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.folder import FolderProvider
from law.clock import moved
from ledger.errors import Refused, TryLater

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
HERE = "kep_gateway.tests.test_addresses_looked_up"
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


class Directory(FolderProvider):
    said: bool | None = True
    away = False

    def check_address(self, address: str) -> bool | None:
        if self.away:
            raise TryLater
        return self.said


@pytest.fixture(autouse=True)
def directory(settings, monkeypatch):
    settings.KEP_PROVIDER = f"{HERE}.Directory"
    return lambda **says: [monkeypatch.setattr(Directory, name, value) for name, value in says.items()]


def held(firm) -> KepAddress:
    return KepAddress.objects.get(firm=firm, until_at=None)


def pages(firm, officer, compliance, at) -> str:
    with moved(at):
        desk = signed_in(Client(), officer).get(f"/masa/firma/{firm.dossier.number}/").content.decode()
        own = signed_in(Client(), compliance).get(f"/portal/firma/{firm.dossier.number}/").content.decode()
    said = [str(it.label) for it in Found if f">{it.label}<" in desk and f">{it.label}<" in own]
    return " ".join(said)


def test_a_new_address_is_looked_up_once_and_shown_to_firm_and_officer(firm, officer):
    assert held(firm).found == Found.UNASKED
    assert look_up(FRIDAY) == 1
    assert look_up(FRIDAY + HOUR) == 0
    assert (held(firm).found, held(firm).checked_at) == (Found.KNOWN, FRIDAY)
    step = firm.dossier.steps.get(act="accounts.note_kep_check")
    assert step.facts == {"kep": held(firm).pk}
    assert not worklist(officer, FRIDAY)


def test_an_unknown_address_is_a_task_until_it_is_known_or_changed(firm, officer, papered, directory):
    directory(said=False)
    look_up(FRIDAY)
    task = worklist(officer, FRIDAY)[0]
    assert firm.dossier.number in task.address
    assert look_up(FRIDAY + HOUR) == 0
    assert look_up(FRIDAY + DAY) == 1, "directories are brought up to date"
    assert firm.dossier.steps.filter(act="accounts.note_kep_check").count() == 1, "the same answer is no news"
    directory(said=True)
    look_up(FRIDAY + 2 * DAY)
    assert held(firm).found == Found.KNOWN
    assert worklist(officer, FRIDAY) == []


def test_a_provider_that_is_away_is_asked_again_and_one_that_cannot_tell_is_not(firm, directory):
    directory(away=True)
    assert look_up(FRIDAY) == 0
    directory(away=False, said=None)
    assert look_up(FRIDAY + HOUR / 2) == 0, "it was claimed for an hour"
    assert look_up(FRIDAY + HOUR) == 1
    assert held(firm).found == Found.UNTOLD
    assert look_up(FRIDAY + 9 * DAY) == 0


def test_nothing_is_said_of_a_former_address(firm):
    former = KepAddress.objects.create(firm=firm, address="eski@hs01.kep.tr", from_at=FRIDAY, until_at=FRIDAY)
    with pytest.raises(Refused) as refused:
        note_kep_check(former.pk, by=DIRECTORY, at=FRIDAY, found=Found.KNOWN)
    assert refused.value.codes == {"former_kep"}
    look_up(FRIDAY)
    former.refresh_from_db()
    assert former.found == Found.UNASKED


def test_firm_and_officer_read_it_beside_the_address(firm, officer, compliance, directory):
    assert pages(firm, officer, compliance, FRIDAY) == str(Found.UNASKED.label)
    directory(said=False)
    look_up(FRIDAY)
    assert pages(firm, officer, compliance, FRIDAY) == str(Found.UNKNOWN.label)
