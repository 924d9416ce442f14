"""Names and addresses as acts take them, whoever calls: what nobody sees falls away, what nobody reads is refused."""

from datetime import date

import pytest
from django.urls import reverse
from stdnum.tr import tckimlik

from accounts.actions.change_address import change_address
from accounts.actions.name_signatory import name_signatory
from accounts.actions.register_firm import register_firm
from accounts.actions.rename_firm import rename_firm
from accounts.forms import SignupForm
from accounts.models import Firm, User
from accounts.tests.names import IN_ORDER
from accounts.turkish import LONGEST_KEY, name_key, search_key, sort_key
from accounts.views.ministry import FIRM_COLUMNS
from conftest import PAPER
from ledger.errors import Refused
from ledger.models import DossierKind
from ledger.numbers import open_dossier
from ledger.sorting import sorted_by

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
NUMBER = "100000000" + tckimlik.calc_check_digits("100000000")
NEW = {"vkn": "1234567890", "kep": "yeni@hs01.kep.tr"}
NO_NAMES = ["", "\u200e\u202e", "\x08", "\u3164", "--"]


def codes(call) -> set[str]:
    with pytest.raises(Refused) as refused:
        call()
    assert all(it.field for it in refused.value.obstacles)
    return set(refused.value.codes)


def test_a_firm_is_registered_under_what_can_be_read(compliance, at):
    more = {"province": "Bur\x08sa", "postal": " Cadde\x08 1\r\nAnkara\ufffe "}
    firm = register_firm(by=compliance, at=at, legal_name="A\x08B \u202e A.Ş.\n", **NEW, **more)
    firm.refresh_from_db()
    assert (firm.legal_name, firm.name_key, firm.province) == ("AB A.Ş.", "ab a.s.", "Bursa")
    assert firm.postal_addresses.get().text == "Cadde 1\nAnkara"


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_nobody_can_read_is_no_firms_name(compliance, at, name):
    assert codes(lambda: register_firm(by=compliance, at=at, legal_name=name, **NEW)) == {"no_name"}


def test_a_name_longer_than_its_place_is_refused(compliance, firm, officer, papered, at):
    papered(firm.dossier)
    long = "Ğ" * 301
    assert codes(lambda: register_firm(by=compliance, at=at, legal_name=long, **NEW)) >= {"long_name"}
    assert codes(lambda: rename_firm(firm.pk, by=officer, at=at, legal_name=long, document=PAPER)) == {"long_name"}


@pytest.mark.parametrize("name", ["ﷺ" * 100, "Ğ" * 300, "é" * 200, "שָׁ" * 90])
def test_the_search_key_of_a_long_name_finds_its_place(firm, officer, papered, at, name):
    papered(firm.dossier)
    rename_firm(firm.pk, by=officer, at=at, legal_name=name, document=PAPER)
    firm.refresh_from_db()
    assert firm.name_key == name_key(name)
    assert len(firm.name_key) <= LONGEST_KEY
    assert search_key(name).startswith(firm.name_key)


def test_a_new_name_is_what_can_be_read_of_it(firm, officer, papered, at):
    papered(firm.dossier)
    rename_firm(firm.pk, by=officer, at=at, legal_name="Işık\x08 \u2067Yazılım A.Ş.", document=PAPER)
    firm.refresh_from_db()
    assert firm.legal_name == "Işık Yazılım A.Ş."


@pytest.mark.parametrize("name", NO_NAMES)
def test_what_nobody_can_read_is_no_new_name(firm, officer, papered, at, name):
    papered(firm.dossier)
    assert codes(lambda: rename_firm(firm.pk, by=officer, at=at, legal_name=name, document=PAPER)) == {"no_name"}


def test_the_same_name_with_marks_is_the_same_name(firm, officer, papered, at):
    papered(firm.dossier)
    same = f"\u202d{firm.legal_name}\x08"
    assert codes(lambda: rename_firm(firm.pk, by=officer, at=at, legal_name=same, document=PAPER)) == {"same_name"}


def test_an_address_is_what_can_be_read_of_it(firm, compliance, at):
    assert change_address(firm.pk, by=compliance, at=at, text="Cadde\x08 1\r\nAnkara").text == "Cadde 1\nAnkara"
    again = "Cadde 1\nAnkara\u200e"
    assert codes(lambda: change_address(firm.pk, by=compliance, at=at, text=again)) == {"same_address"}
    assert codes(lambda: change_address(firm.pk, by=compliance, at=at, text="\u202e")) == {"no_address"}


def test_a_signatorys_name_is_what_can_be_read_of_it(firm, compliance, at):
    given = {"by": compliance, "at": at, "identity_number": NUMBER, "from_on": date(2026, 1, 1)}

    def name(full_name, source):
        return name_signatory(firm.pk, full_name=full_name, source=source, **given)

    assert codes(lambda: name("\u202e", "\x08")) == {"no_name", "no_source"}
    assert codes(lambda: name("A" * 201, "Sirküler")) == {"long_name"}
    named = name("Ayşe \x08 İmza\u200f", "Sirk\x08üler")
    assert (named.full_name, named.source) == ("Ayşe İmza", "Sirküler")


@pytest.mark.parametrize(("typed", "kept"), [("Ayşe\x08  Yeni", "Ayşe Yeni"), ("\u202e", ""), ("", "")])
def test_who_opens_an_account_gives_a_name_that_can_be_read(typed, kept):
    form = SignupForm({"full_name": typed})
    assert form.is_valid() is bool(kept)
    assert form.cleaned_data.get("full_name", "") == kept


def test_the_database_sorts_firms_and_people_as_a_dictionary_does(firm, at):
    dossiers = [open_dossier(DossierKind.FIRM, firm=None, at=at) for _name in IN_ORDER]
    for n, name in enumerate(reversed(IN_ORDER)):
        Firm.objects.create(
            dossier=dossiers[n], legal_name=name, name_key=name_key(name), vkn=f"{n:010d}", registered_at=at
        )
        User.objects.create_user(f"{n}@sira.invalid", None, full_name=name)
    ours = Firm.objects.exclude(pk=firm.pk)
    assert list(ours.values_list("legal_name", flat=True)) == IN_ORDER
    backwards, _headings = sorted_by(ours, FIRM_COLUMNS, {"sira": "-ad"})
    assert [it.legal_name for it in backwards] == IN_ORDER[::-1]
    people = User.objects.filter(email__endswith="@sira.invalid")
    assert list(people.order_by("name_order").values_list("full_name", flat=True)) == IN_ORDER


def test_a_new_name_finds_its_place(client, firm, officer, papered, at):
    papered(firm.dossier)
    rename_firm(firm.pk, by=officer, at=at, legal_name="Çınar Bilişim A.Ş.", document=PAPER)
    assert bytes(Firm.objects.get(pk=firm.pk).name_order) == sort_key("Çınar Bilişim A.Ş.")
    password = "uzun-bir-parola-26"
    told = {"email": "yeni@ornek.invalid", "full_name": "İnci Ğ", "password1": password, "password2": password}
    client.post(reverse("account_signup"), told)
    assert bytes(User.objects.get(email="yeni@ornek.invalid").name_order) == sort_key("İnci Ğ")
