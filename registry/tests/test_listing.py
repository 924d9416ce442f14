"""What the list says beside the standing: changed by an act, told alike by every spelling and page."""

from typing import Any

import pytest

from accounts.tests.sign_in import signed_in
from law.clock import moved
from ledger.errors import NotAllowed, Refused
from ledger.verification import verify
from registry.actions.change_listing import change_listing
from registry.models import Product, Publication
from registry.reading import current
from registry.tests.test_pages import at_desk
from registry.tests.test_publication import listed, rows

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
WORDS: dict[str, Any] = {
    "products": ["Işık Sağlık", " Işık \u202eEğitim ", "", "Işık  Eğitim"],
    "province": "İzmir",
    "website": "https://isik.invalid/",
}
WHY: dict[str, Any] = {"reason": "Firmanın dilekçesi."}


@pytest.fixture
def changed(integrator, officer, day):
    with moved(day(2)):
        return change_listing(integrator.pk, by=officer, at=day(2), **WORDS, **WHY)


def test_every_spelling_and_page_says_the_new_words(client, changed, day):
    newest = current(day(2))
    assert (newest.sequence, newest.event, newest.event_slug) == (2, "registry.change_listing", changed.slug)
    (entry,), (row,) = listed(newest)["entries"], rows(newest)
    assert (entry["products"], entry["province"]) == (["Işık Eğitim", "Işık Sağlık"], "İzmir")
    assert (row["products"], row["province"], row["website"]) == ("Işık Eğitim, Işık Sağlık", "İzmir", WORDS["website"])
    assert entry["website"] == WORDS["website"]
    with moved(day(2)):
        assert client.get("/liste.json").content == bytes(newest.as_json)
        assert client.get("/liste.csv").content == bytes(newest.as_csv)
        assert client.get("/liste.atom").content == bytes(newest.as_atom)
        for page in (client.get("/"), client.get(f"/firma/{changed.slug}/")):
            text = page.content.decode()
            assert "Işık Eğitim, Işık Sağlık" in text.replace("<bdi>", "").replace("</bdi>", "")
            assert "İzmir" in text
            assert "Işık İSG," not in text
    assert list(verify()) == []


def test_a_product_that_is_named_no_more_keeps_its_row_and_the_step_says_what_changed(changed, officer, day):
    gone = Product.objects.get(name="Işık İSG")
    assert gone.withdrawn_at == day(2)
    step = changed.dossier.steps.get(act="registry.change_listing")
    assert step.facts["products"] == [["Işık İSG"], ["Işık Eğitim", "Işık Sağlık"]]
    assert step.facts["province"] == ["", "İzmir"]
    letter = step.notices.get().letter
    assert (letter.kind, letter.burdening, letter.status) == ("registry.listing_changed", False, "signing")
    assert "1) Yazılımlar: “Işık İSG” yerine “Işık Eğitim, Işık Sağlık”." in letter.body
    assert "2) İl: “-” yerine “İzmir”." in letter.body
    assert WHY["reason"] in letter.body
    change = changed.listing_changes.get()
    assert (change.pk, change.author, change.reason) == (step.facts["change"], officer, WHY["reason"])
    assert WHY["reason"] not in step.canonical
    back = WORDS | {"products": ["Işık İSG", "Işık Eğitim"]}
    with moved(day(3)):
        change_listing(changed.pk, by=officer, at=day(3), **back, **WHY)
    assert listed(current(day(3)))["entries"][0]["products"] == ["Işık Eğitim", "Işık İSG"]


@pytest.mark.parametrize(
    ("given", "codes"),
    [
        ({}, {"unchanged"}),
        ({"products": [" ", ""]}, {"no_product"}),
        ({"products": ["x" * 201]}, {"long_name"}),
        ({"products": ["Işık Eğitim", "--"]}, {"no_name"}),
        ({"products": ["\u202e", "\u3164"]}, {"no_name"}),
        ({"province": "x" * 61}, {"too_long"}),
        ({"website": "javascript:alert(1)"}, {"bad_website"}),
        ({"province": "Ankara", "reason": " "}, {"empty"}),
    ],
)
def test_what_cannot_be_listed_is_refused_and_publishes_nothing(changed, officer, day, given, codes):
    with pytest.raises(Refused) as refused:
        change_listing(changed.pk, by=officer, at=day(2), **(WORDS | WHY | given))
    assert refused.value.codes == codes
    assert Publication.objects.count() == 2


def test_who_may_change_the_listing(integrator, compliance, approver, inspector, auditor, day):
    for person in (compliance, approver, inspector, auditor):
        with pytest.raises(NotAllowed):
            change_listing(integrator.pk, by=person, at=day(1), **WORDS, **WHY)


def test_an_ended_integrator_is_not_listed_any_more(integrator, officer, decide, filed, day):
    decide("end_integrator", integrator, day(1), document_id=filed(integrator, day(1), kind="decision").pk)
    with pytest.raises(Refused) as refused:
        change_listing(integrator.pk, by=officer, at=day(2), **WORDS, **WHY)
    assert refused.value.codes == {"ended"}


def test_an_officer_changes_the_listing_on_its_page(client, integrator, officer):
    address = at_desk(integrator, "desk_listing")
    signed_in(client, officer)
    assert address in client.get(at_desk(integrator)).content.decode()
    assert "Işık İSG" in client.get(address).content.decode()
    typed = {"products": "Işık Eğitim\r\nIşık Sağlık\r\n", "province": "İzmir", "website": "https://isik.invalid/"}
    assert client.post(address, typed).status_code == 422, "no reason"
    for name in ("--", "x" * 201):
        answer = client.post(address, typed | WHY | {"products": f"Işık Eğitim\n{name}"})
        assert (answer.status_code, set(answer.context["form"].errors)) == (422, {"products"})
    assert client.post(address, typed | WHY).status_code == 302
    page = client.get(at_desk(integrator)).content.decode()
    assert "Işık Eğitim, Işık Sağlık" in page
    assert WHY["reason"] in page
    again = client.post(address, typed | WHY)
    assert again.status_code == 422, "nothing changed"
