import pytest
from django.test import Client

from accounts.tests.sign_in import signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "address",
    [
        "/?q=%00",
        "/firma/%00/",
        "/%00",
        "/dogrula/?kod=a%00b",
        "/masa/basvuru/%00/",
        "/masa/firma/?ara=%00",
        "/masa/ara/?q=%00",
        "/masa/entegrator/?q=x%00",
        "/masa/entegrator/%00/",
        "/masa/politikalar/%00/oner/",
        "/masa/kep/?sayfa=%00",
    ],
)
def test_an_address_with_a_nul_is_answered_in_the_houses_words(client, officer, address):
    answer = signed_in(client, officer).get(address)
    assert answer.status_code == 400
    assert "400.html" in [it.name for it in answer.templates]
    assert str(officer) in answer.content.decode(), "the page knows who is signed in"


def test_an_encoded_percent_sign_is_no_nul(client):
    assert client.get("/?q=%2500").status_code == 200


def test_a_stale_page_says_what_to_do(compliance):
    client = signed_in(Client(enforce_csrf_checks=True), compliance)
    answer = client.post("/portal/firma/kayit/", {"csrfmiddlewaretoken": "x" * 64})
    assert answer.status_code == 403
    assert next(it.name for it in answer.templates) == "403_csrf.html"


def test_a_request_that_django_cannot_read_gets_the_houses_page(client, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 1
    answer = client.post("/dil/", {"language": "tr", "next": "/", "more": "x"})
    assert answer.status_code == 400
    assert "400.html" in [it.name for it in answer.templates]
