"""Officers ask whether a KEP address exists; whoever reads a letter that has not left sees where it will go."""

from __future__ import annotations

import pytest
from django.test import Client

from accounts.tests.sign_in import signed_in
from kep_gateway.notices import notify
from kep_gateway.tests.conftest import FRIDAY
from kep_gateway.tests.folder import FolderProvider
from kep_gateway.tests.letters import unsigned
from law.clock import moved
from ledger.errors import TryLater

pytestmark = [pytest.mark.django_db, pytest.mark.engine]


class Away(FolderProvider):
    def check_address(self, address: str) -> bool | None:
        raise TryLater


class Silent(FolderProvider):
    def check_address(self, address: str) -> bool | None:
        return None


@pytest.fixture
def desk(client: Client, officer) -> Client:
    return signed_in(client, officer)


def asked(desk: Client, address: str) -> str:
    return desk.get("/masa/kep/adres/", {"address": address}).content.decode()


def test_the_provider_knows_an_address_or_does_not(desk):
    assert "bu adresi tanıyor" in asked(desk, "isik@hs01.kep.tr")
    assert "böyle bir adres yok" in asked(desk, "gecersiz@hs01.kep.tr")


@pytest.mark.parametrize(("provider", "said"), [("Away", "şu anda yanıt vermiyor"), ("Silent", "bildiremiyor")])
def test_a_provider_that_cannot_tell_is_not_believed(desk, settings, provider, said):
    settings.KEP_PROVIDER = f"kep_gateway.tests.test_addresses.{provider}"
    assert said in asked(desk, "isik@hs01.kep.tr")


def test_what_is_no_kep_address_is_not_asked(desk):
    assert "tanıyor" not in asked(desk, "isik@ornek.com")
    assert "errors" in asked(desk, "isik@ornek.com")


def test_a_letter_says_where_it_will_go(desk, firm, at):
    letter = unsigned(firm, at=FRIDAY)
    with moved(FRIDAY):
        page = desk.get(f"/masa/yazi/{letter.pk}/").content.decode()
    assert "isik@hs01.kep.tr" in page


def test_a_letter_goes_to_no_other_firm(firm, other_firm):
    letter = unsigned(firm, at=FRIDAY)
    with pytest.raises(ValueError, match="written to"):
        notify(firm.dossier.steps.get(n=1), letter=letter, firm=other_firm, kind="deneme", at=FRIDAY)
