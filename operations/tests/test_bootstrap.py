"""The empty start: what it stores, whom it names, and that it happens once."""

from __future__ import annotations

import io
import re
from datetime import datetime
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client
from django.urls import reverse

from accounts.actions.accept_invitation import accept_invitation
from accounts.actions.grant_role import grant_role
from accounts.actions.invite_person import invite_person
from accounts.models import Role, RoleGrant, User
from accounts.second_factor import has_second_factor
from applications.actions.compose_request import compose_request
from applications.actions.judge import judge
from applications.actions.start import start
from applications.actions.submit import submit
from applications.actions.take_up import take_up
from applications.models import Asked, Mark
from contracts.models import AgreementVersion
from documents import demo_ca
from documents.actions.initial_letter import initial_letter
from documents.actions.sign_letter import sign_letter
from documents.lifecycle import LetterStatus
from documents.models import MinistrySignatory
from documents.signing import run_waiting
from law.clock import legal_day
from ledger.actions.approve import approve
from ledger.actions.propose import propose
from ledger.models import Step
from ledger.verification import verify
from operations.first_start import furnish
from operations.tests.elsewhere import empty_database, production, run
from policies.models import CalendarYear, Policy
from registry.models import Publication, Requirement
from registry.requirements import set_in_force

A, B = ("ayse@bakanlik.ornek.invalid", "Ayşe Bir"), ("bora@bakanlik.ornek.invalid", "Bora İki")
PASSWORD = "uzun-bir-parola-2026"
LINK = re.compile(r"https?://\S+")


def bootstrap(*administrators: tuple[str, str]) -> list[str]:
    words = [word for one in administrators for word in ("--administrator", *one)]
    out = io.StringIO()
    call_command("bootstrap", *words, stdout=out)
    return LINK.findall(out.getvalue())


@pytest.mark.django_db
@pytest.mark.engine
def test_it_names_two_and_records_each(at):
    links = bootstrap(A, B)
    assert len(set(links)) == 2
    assert all(link.startswith(settings.SITE) for link in links)
    people = User.objects.order_by("email")
    assert [(it.email, it.full_name) for it in people] == [A, B]
    assert all(it.roles == {Role.ADMINISTRATOR} for it in people)
    assert not any(it.has_usable_password() for it in people)
    assert list(Step.objects.values_list("act", "rule")) == [("accounts.name_administrator", "bootstrap")] * 2
    assert list(verify()) == []


@pytest.mark.django_db
def test_it_furnishes_and_repeating_that_changes_nothing(at):
    bootstrap(A, B)
    assert set(CalendarYear.objects.values_list("year", flat=True)) >= set(range(2018, 2036))
    wanted = set_in_force(legal_day(at))
    assert wanted is not None
    assert wanted.requirements.count() == 11
    assert [it.number for it in AgreementVersion.objects.all()] == [1, 1]
    assert not Policy.objects.exists()  # the catalogue's defaults hold until two persons decide
    assert not Publication.objects.exists()
    furnish(at)
    assert Requirement.objects.count() == 11
    assert AgreementVersion.objects.count() == 2


@pytest.mark.django_db
@pytest.mark.parametrize("named", [(A,), (A, A), (A, (A[0].upper(), "Ayşe Yine")), (A, B, ("c@ornek.invalid", "Cem"))])
def test_anything_but_two_is_refused(named):
    with pytest.raises(CommandError, match="exactly two"):
        bootstrap(*named)
    assert not User.objects.exists()


def test_nobody_at_all_is_refused():
    with pytest.raises(CommandError, match="required"):
        bootstrap()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("other", "said"), [(("bora", "Bora İki"), "no e-mail address"), ((B[0], " "), "write the name")]
)
def test_malformed_words_are_refused(other, said):
    with pytest.raises(CommandError, match=said):
        bootstrap(A, other)
    assert not User.objects.exists()


@pytest.mark.django_db
def test_somebody_with_an_account_is_refused(outsider):
    with pytest.raises(CommandError, match="has an account already"):
        bootstrap(A, (outsider.email, outsider.full_name))


@pytest.mark.django_db
@pytest.mark.engine
def test_a_second_time_is_refused_even_when_nobody_holds_the_role_now(at):
    bootstrap(A, B)
    for grant in RoleGrant.objects.all():
        grant.ended_at = at
        grant.save()
    with pytest.raises(CommandError, match="first start already"):
        bootstrap(("c@ornek.invalid", "Cem Üç"), ("d@ornek.invalid", "Defne Dört"))
    assert User.objects.count() == 2


@pytest.mark.django_db
def test_the_link_works_once_and_leads_to_the_second_factor():
    link = urlsplit(bootstrap(A, B)[0]).path
    client = Client()
    form = client.get(link, follow=True)
    assert form.status_code == 200
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    assert client.post(form.redirect_chain[-1][0], chosen).status_code == 302
    person = User.objects.get(email=A[0])
    assert person.check_password(PASSWORD)
    client.post(reverse("account_login"), {"login": A[0], "password": PASSWORD})
    assert client.session["_auth_user_id"] == str(person.pk)
    assert client.get(reverse("home")).headers["Location"] == reverse("mfa_index")
    assert not has_second_factor(person)
    again = Client().get(link, follow=True)
    assert "token_fail" in again.context
    assert again.context["token_fail"]


def joined(inviting: User, name: str, at: datetime) -> User:
    """A colleague accepts the invitation to the desk."""
    person = User.objects.create_user(f"{name.lower()}@bakanlik.ornek.invalid", None, full_name=f"{name} Yeni")
    accept_invitation(invite_person(inviting.pk, by=inviting, at=at, email=person.email).pk, by=person, at=at)
    return person


@pytest.mark.django_db
@pytest.mark.engine
def test_from_the_empty_start_to_a_signed_letter(at, firm, compliance, settings, tmp_path):
    """Nothing but acts: two administrators name an officer and who signs; the first deficient applicant is written to."""
    settings.DOCUMENTS_DIR = tmp_path
    bootstrap(A, B)
    first, second = User.objects.get(email=A[0]), User.objects.get(email=B[0])
    officer, director = joined(first, "Oya", at), joined(first, "Deniz", at)
    grant_role(officer.pk, by=first, at=at, role=Role.OFFICER)
    authority = {"title": "Genel Müdür", "delegated": True, "key_name": "deniz", "source": "Yönerge"}
    authority["from_on"] = legal_day(at).isoformat()
    for act, given in (
        ("accounts.grant_power", {"role": Role.APPROVER}),
        ("documents.name_ministry_signatory", authority),
    ):
        approve(propose(act, User, director.pk, by=first, at=at, arguments=given).pk, by=second, at=at)
    demo_ca.issue(str(director), "10000000146", key_name="deniz")
    officer, director = User.objects.get(pk=officer.pk), User.objects.get(pk=director.pk)
    application = start(firm.pk, by=compliance, at=at)
    submit(application.pk, by=compliance, at=at)
    take_up(application.pk, by=officer, at=at)
    for item in application.items.all():
        judge(item.pk, by=officer, at=at, mark=Mark.DEFICIENT, reason="Gönderilmemiştir.")
    letter = compose_request(application.pk, by=officer, at=at, asked=Asked.COMPLETION).letter
    initial_letter(letter.pk, by=officer, at=at)
    sign_letter(letter.pk, by=director, at=at)
    run_waiting(at)
    letter.refresh_from_db()
    assert letter.status == LetterStatus.SIGNED
    assert letter.document
    assert letter.document.signatures.get().good
    assert MinistrySignatory.objects.get(signings__letter=letter).person == director
    assert list(verify()) == []


@pytest.mark.django_db
@pytest.mark.engine
def test_an_empty_production_serves(tmp_path):
    """Migrate, bootstrap, and the public pages answer – all in production mode, in a process of its own."""
    with empty_database(tmp_path) as database:
        done = run(production(tmp_path, database), "-c", SERVE, *A, *B)
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.splitlines() if not line.startswith("{")]
    assert [link.startswith("https://sicil.ornek.invalid/hesap/") for link in LINK.findall(done.stdout)] == [True, True]
    assert told[-4:] == ["bootstrap again: CommandError", "/ 200", "/liste.json 200 0 []", "/saglik 503 unwell"]


SERVE = """
import os, sys, django
os.environ["DJANGO_SETTINGS_MODULE"] = "config.settings"
django.setup()
from django.core.management import CommandError, call_command
call_command("migrate", verbosity=0)
call_command("createcachetable")
call_command("collectstatic", interactive=False, verbosity=0)
named = ["--administrator", *sys.argv[1:3], "--administrator", *sys.argv[3:5]]
call_command("bootstrap", *named)
try:
    call_command("bootstrap", *named)
except CommandError as error:
    print("bootstrap again:", type(error).__name__)
import config.wsgi
from django.test import Client
client = Client(headers={"host": "sicil.ornek.invalid", "x-forwarded-proto": "https"})
print("/", client.get("/").status_code)
answer = client.get("/liste.json")
print("/liste.json", answer.status_code, answer.json()["sequence"], answer.json()["entries"])
answer = client.get("/saglik")
print("/saglik", answer.status_code, answer.json()["status"])
"""
