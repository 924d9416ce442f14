import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core import mail as django_mail

from accounts.models import Mail, User
from accounts.second_factor import has_second_factor
from accounts.tests.sign_in import TOTP_SECRET, signed_in
from law.clock import moved, now

pytestmark = pytest.mark.django_db
PASSWORD = "parola-parola-1"
LONG = "cok-uzun-bir-parola-7"


def code() -> str:
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(TOTP_SECRET, counters[len(counters) // 2]))


def sign_up(client, email="yeni@ornek.invalid"):
    given = {"email": email, "password1": LONG, "password2": LONG, "full_name": "Yeni Kişi"}
    return client.post("/hesap/signup/", given)


def test_whoever_signs_up_gets_a_dossier_and_a_mail_in_the_outbox(client):
    assert sign_up(client).status_code == 302
    person = User.objects.get(email="yeni@ornek.invalid")
    assert (person.full_name, person.dossier.kind) == ("Yeni Kişi", "KUL")
    mail = Mail.objects.get()
    assert mail.to == person.email
    assert mail.subject.startswith("Entegratör Sicili: ")
    assert django_mail.outbox == []
    link = re.search(r"http://testserver(/hesap/confirm-email/\S+)", mail.body)
    assert link
    assert client.post(link[1]).status_code == 302
    answer = client.post("/hesap/login/", {"login": person.email, "password": LONG})
    assert answer.status_code == 302
    assert client.get("/hesap/ben/").status_code == 200


def test_signing_up_with_a_known_address_looks_the_same(client, compliance):
    new, known = sign_up(client), sign_up(client, compliance.email)
    assert (new.status_code, new.url) == (known.status_code, known.url)
    assert User.objects.filter(email=compliance.email).count() == 1


def test_a_forgotten_password_tells_nobody_who_has_an_account(client, compliance):
    answers = [
        client.post("/hesap/password/reset/", {"email": address}) for address in (compliance.email, "kimse@x.invalid")
    ]
    assert len({(it.status_code, it.url) for it in answers}) == 1
    assert Mail.objects.count() == 2


def test_wrong_passwords_are_limited(client, compliance):
    for _ in range(6):
        answer = client.post("/hesap/login/", {"login": compliance.email, "password": "yanlis"})
    right = client.post("/hesap/login/", {"login": compliance.email, "password": PASSWORD})
    assert (answer.status_code, right.status_code) == (200, 200)


def test_a_password_alone_does_not_sign_the_ministry_in(client, officer):
    answer = client.post("/hesap/login/", {"login": officer.email, "password": PASSWORD})
    assert answer.url == "/hesap/2fa/authenticate/"
    assert client.get("/hesap/ben/").status_code == 302
    assert 'name="code"' in client.get(answer.url).content.decode(), "the page asks for the second factor"
    assert client.post(answer.url, {"code": "000000"}).status_code == 200
    assert client.post(answer.url, {"code": code()}).status_code == 302
    assert client.get("/hesap/ben/").status_code == 200


def test_a_role_without_second_factor_leads_to_the_set_up_page_first(client, officer):
    Authenticator.objects.filter(user=officer).delete()
    signed_in(client, officer, second_factor=False)
    for path in ("/hesap/ben/", "/masa/oneriler/", "/masa/politikalar/", "/hesap/email/"):
        answer = client.get(path)
        assert (answer.status_code, answer.url) == (302, "/hesap/2fa/")
    assert client.get("/hesap/2fa/").status_code == 200
    assert client.post("/dil/", {"language": "en"}).status_code == 302
    assert client.post("/hesap/logout/").url == "/"


def test_whoever_has_no_role_needs_no_second_factor(client, compliance, firm):
    assert signed_in(client, compliance, second_factor=False).get("/hesap/ben/").status_code == 200
    assert not has_second_factor(compliance)


def test_the_app_is_set_up_with_the_password_and_its_secret_is_kept_sealed(client, compliance):
    signed_in(client, compliance, second_factor=False)
    assert client.get("/hesap/2fa/totp/activate/").url.startswith("/hesap/reauthenticate/")
    client.post("/hesap/reauthenticate/?next=/hesap/2fa/totp/activate/", {"password": PASSWORD})
    page = client.get("/hesap/2fa/totp/activate/").content.decode()
    secret = re.search(r'id="authenticator_secret"[^>]* value="([A-Z2-7]+)"', page)
    assert secret
    counters = list(yield_hotp_counters_from_time())
    answer = client.post("/hesap/2fa/totp/activate/", {"code": format_hotp_value(hotp_value(secret[1], counters[1]))})
    assert answer.status_code == 302
    kept = Authenticator.objects.get(user=compliance, type="totp").data["secret"]
    assert secret[1] not in kept
    assert client.get("/hesap/2fa/recovery-codes/").status_code == 200


def test_the_last_second_factor_of_the_ministry_cannot_be_taken_off(client, officer):
    signed_in(client, officer)
    client.post("/hesap/2fa/reauthenticate/", {"code": code()})
    client.post("/hesap/2fa/totp/deactivate/")
    assert has_second_factor(officer)


@pytest.mark.parametrize(
    "path",
    [
        "/hesap/login/",
        "/hesap/signup/",
        "/hesap/password/reset/",
        "/hesap/password/reset/done/",
        "/hesap/password/reset/key/x-y/",
        "/hesap/password/reset/key/done/",
        "/hesap/confirm-email/",
        "/hesap/confirm-email/yok/",
        "/hesap/inactive/",
    ],
)
def test_every_page_of_a_stranger_is_ours_and_in_turkish(client, path):
    page = client.get(path).content.decode()
    assert '<html lang="tr">' in page
    assert 'class="skip"' in page
    assert "{%" not in page
    assert not re.search(r">\s*(Sign In|Sign Up|Password Reset|Confirm)\s*<", page)


@pytest.mark.parametrize(
    "path",
    [
        "/hesap/ben/",
        "/hesap/email/",
        "/hesap/logout/",
        "/hesap/password/change/",
        "/hesap/reauthenticate/",
        "/hesap/2fa/",
        "/hesap/2fa/reauthenticate/",
        "/hesap/2fa/webauthn/",
        "/hesap/sessions/",
    ],
)
def test_every_page_of_ones_own_account_is_ours(client, officer, path):
    page = signed_in(client, officer).get(path)
    assert page.status_code == 200
    text = page.content.decode()
    assert '<html lang="tr">' in text
    assert 'class="skip"' in text
    assert not re.search(r"<script(?![^>]*(src=|type=\"application/json\"))|<style|\sstyle=|\son[a-z]+=", text)


def test_webauthn_pages_bring_our_own_scripts_only(client, officer):
    signed_in(client, officer)
    client.post("/hesap/2fa/reauthenticate/", {"code": code()})
    page = client.get("/hesap/2fa/webauthn/add/").content.decode()
    assert 'src="/static/mfa/js/webauthn.js"' in page
    assert client.get("/hesap/2fa/recovery-codes/generate/").status_code == 200


def test_the_second_factor_is_fresh_for_ten_minutes_only(client, approver, officer):
    signed_in(client, approver)
    with moved(now()):
        assert client.post("/masa/oneriler/999/onayla/").status_code == 404
    with moved(now() + timedelta(seconds=600)):
        answer = client.post("/masa/oneriler/999/onayla/")
    assert answer.url.startswith("/hesap/2fa/reauthenticate/?next=%2Fmasa%2Foneriler%2F999%2Fonayla%2F")


def test_without_any_second_factor_one_is_sent_to_set_it_up(rf, compliance):
    from django.contrib.sessions.backends.db import SessionStore

    from accounts.second_factor import ask_again, second_factor_fresh

    request = rf.get("/x/")
    request.user, request.session = compliance, SessionStore()
    assert not second_factor_fresh(request)
    assert ask_again(request)["Location"] == "/hesap/2fa/"


def test_whoever_has_a_passkey_only_is_asked_for_it(client, approver):
    signed_in(client, approver, second_factor=False)
    Authenticator.objects.filter(user=approver).delete()
    Authenticator.objects.create(user=approver, type="webauthn", data={"name": "Anahtar"})
    answer = client.post("/masa/oneriler/999/onayla/")
    assert answer.url.startswith("/hesap/2fa/webauthn/reauthenticate/")


def test_the_language_is_switched_and_stays(client):
    client.post("/dil/", {"language": "en", "next": "/hesap/login/"})
    assert '<html lang="en">' in client.get("/hesap/login/").content.decode()
