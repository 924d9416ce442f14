"""The demo: a part of it is built as the whole is, and looked at; the rest is read off its plots."""

from __future__ import annotations

import re
from collections import Counter
from datetime import timedelta
from random import Random

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from stdnum.tr import tckimlik, vkn

from accounts.models import Firm, KepAddress, RoleGrant, User
from applications.lifecycle import Status
from applications.models import Application
from conftest import T0
from deadlines.models import Deadline, DeadlineStatus
from kep_gateway.inbox.lifecycle import MailStatus
from kep_gateway.models import Evidence, IncomingMail, RefusedEvidence
from ledger.verification import verify
from operations.demo.build import build, built
from operations.demo.identities import identity_number
from operations.demo.people import DOMAIN, PASSWORD
from operations.demo.plots import plots
from operations.demo.sign_ins import SHOWN_FIRMS, code, sign_ins
from registry.lifecycle import Standing
from registry.models import Integrator, Publication
from registry.queries import standing_of

pytestmark = pytest.mark.django_db

STATES = {
    "basak": Status.DRAFT,
    "camlica": Status.SUBMITTED,
    "ege": Status.UNDER_REVIEW,
    "hisar": Status.DEFICIENT,
    "inci": Status.DEFICIENT,
    "jale": Status.DEFICIENT,
    "okyanus": Status.SUITABLE,
    "omerusta": Status.WITHDRAWN,
    "pinar": Status.REJECTED,
}
STANDINGS = {
    "anka": Standing.CANDIDATE,
    "isik": Standing.ACTIVE,
    "erciyes": Standing.ACTIVE,
    "uludag": Standing.PASSIVE,
    "zirve": Standing.ENDED,
}


def test_one_firm_of_every_state_is_built_as_the_whole_is(settings, tmp_path):
    """One build for all questions: it takes long, and the tests of a module run in several processes."""
    settings.DATA_DIR, settings.DOCUMENTS_DIR, settings.KEP_FOLDER = tmp_path, tmp_path / "documents", tmp_path / "kep"
    settings.KEP_PROVIDER = "kep_gateway.providers.ptt.PttProvider"
    chosen = [plot for plot in plots() if plot.local in STATES | STANDINGS]
    assert build(T0, chosen) == len(STATES | STANDINGS)
    every_state_of_an_application_occurs()
    every_standing_occurs()
    a_firm_has_written_by_kep()
    evidence_is_verified()
    terms_end_soon_and_have_ended()
    its_history_is_whole_and_begins_a_year_ago()
    all_its_numbers_and_addresses_are_made_up()
    the_printed_sign_ins_work()
    it_is_built_once()


def of(local: str) -> Firm:
    return Firm.objects.get(website=f"https://{local}.ornek.invalid")


def a_firm_has_written_by_kep():
    mail = IncomingMail.objects.get()
    assert (mail.status, mail.dossier.firm) == (MailStatus.MATCHED, of("hisar"))


def evidence_is_verified():
    assert Evidence.objects.filter(entered_by=None).count() > 20
    assert not Evidence.objects.filter(entered_by=None, signer="").exists()
    assert not RefusedEvidence.objects.exists()


def every_state_of_an_application_occurs():
    for local, status in STATES.items():
        assert Application.objects.get(firm=of(local)).status == status, local
    assert {*Application.objects.values_list("status", flat=True)} == {*Status}


def every_standing_occurs():
    for local, standing in STANDINGS.items():
        assert standing_of(Integrator.objects.filter(firm=of(local)).first(), T0) == standing, local
    assert {*STANDINGS.values()} == {*Standing}


def terms_end_soon_and_have_ended():
    running, over = (
        Deadline.objects.filter(status=it, reminds=None) for it in (DeadlineStatus.OPEN, DeadlineStatus.ELAPSED)
    )
    assert running.filter(term="completion", due_at__lt=T0 + timedelta(days=21)).exists()
    assert running.filter(dossier__firm=of("erciyes"), due_at__lt=T0 + timedelta(days=30)).exists()
    assert over.filter(term="completion", dossier__firm=of("jale")).exists()
    assert not Deadline.objects.filter(status=DeadlineStatus.OPEN, due_at__lte=T0).exists(), "the sweeper went round"


def its_history_is_whole_and_begins_a_year_ago():
    assert list(verify()) == []
    assert T0 - Publication.objects.earliest("sequence").issued_at > timedelta(days=365)


def all_its_numbers_and_addresses_are_made_up():
    assert all(vkn.is_valid(it) for it in Firm.objects.values_list("vkn", flat=True))
    rng = Random(5)
    assert all(tckimlik.is_valid(identity_number(rng)) for _n in range(100))
    assert all(it.endswith(f"@{DOMAIN}") for it in User.objects.values_list("email", flat=True))
    assert DOMAIN.endswith(".invalid")
    assert all(it.endswith(".invalid") for it in Firm.objects.values_list("website", flat=True))
    assert all(it.startswith("192.0.2.") for it in Application.objects.values_list("remote_ip", flat=True) if it)
    locals_of = {plot.local for plot in plots()}
    assert all(it.partition("@")[0] in locals_of for it in KepAddress.objects.values_list("address", flat=True))


def the_printed_sign_ins_work():
    lines = list(sign_ins())
    addresses = re.findall(r"\S+@\S+", "\n".join(lines))
    assert PASSWORD in lines[0]
    assert len(addresses) == len(set(addresses)) == RoleGrant.objects.count() + len(SHOWN_FIRMS)
    for address in addresses:
        browser = Client()
        asked = browser.post("/hesap/login/", {"login": address, "password": PASSWORD})
        assert browser.post(asked["Location"], {"code": code()}).status_code == 302, address
        assert browser.get("/basla/", follow=True).status_code == 200, address


def it_is_built_once():
    assert built()
    call_command("demo", "--once")
    with pytest.raises(CommandError):
        call_command("demo")


def test_the_whole_of_it_has_about_forty_firms_none_of_them_twice_and_none_tomorrow():
    whole = plots()
    assert 38 <= len(whole) <= 45
    for named in ("name", "local"):
        assert not [it for it, times in Counter(getattr(plot, named) for plot in whole).items() if times > 1]
    assert {plot.local for plot in whole} >= STATES.keys() | STANDINGS.keys() | {*SHOWN_FIRMS}
    assert not [plot.name for plot in whole if sum(wait for wait, _then in plot.beats) > plot.begins]
