"""The pages that officers open all day ask the database a fixed, small number of questions, however much waits."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from accounts.models import Mandate
from accounts.tests.sign_in import signed_in
from applications.models import Application
from conftest import T0
from law.clock import moved
from operations.demo.story import Story

pytestmark = pytest.mark.django_db
MOST = 12
FIRMS = 30


ADDRESSES = (
    "/masa/",
    "/masa/?sayfa=1",
    "/masa/basvurular/",
    "/masa/basvurular/?q=firma",
    "/masa/basvurular/?durum=submitted",
)


@pytest.fixture
def many(world):
    """Thirty applications that wait, five of them with a letter to sign, five with a proposal to decide."""
    told = [
        Story(world, f"Firma {n:02} A.Ş.", kep=f"sorgu{n:02}@hs01.kep.tr", begins=T0).register().start()
        for n in range(FIRMS)
    ]
    for story in told[:5]:
        story.submit().take_up().judge({it.requirement.key: "Yok." for it in story.application.items.all()}).write()
    for story in told[5:10]:
        story.send("backup_procedure").submit()
        said = {"ground": "no_authority", "document": story.application.dossier.documents.get().pk}
        story.propose("applications.reject", Application, story.application.pk, **said)
    for story in told[10:]:
        story.submit()
    return world


@pytest.mark.parametrize("who", ["officer", "approver"])
def test_the_desk_and_its_search_ask_few_questions(many, who, django_assert_max_num_queries):
    with moved(T0 + timedelta(minutes=1)):
        client = signed_in(Client(), getattr(many, who))
        for address in ADDRESSES:
            with django_assert_max_num_queries(MOST):
                page = client.get(address)
            assert page.content.decode().count("A.Ş.") >= 20, address
        assert ("/masa/oneriler/#" in client.get("/masa/").content.decode()) == (who == "approver")


def test_whoever_acts_for_many_firms_sees_one_at_a_time_and_every_end(world, django_assert_max_num_queries):
    told = [
        Story(world, f"Firma {n:02} A.Ş.", kep=f"cok{n:02}@hs01.kep.tr", begins=T0).register().start() for n in range(5)
    ]
    person, urgent = told[0].person, told[3]
    for story in told[1:]:
        Mandate.objects.create(firm=story.firm, person=person, from_at=T0)
    urgent.submit().take_up().judge({it.requirement.key: "Yok." for it in urgent.application.items.all()}).write()
    urgent.sign().post().wait(days=6)
    client, at = signed_in(Client(), person), urgent.at
    with moved(at):
        client.get("/portal/")
        with django_assert_max_num_queries(MOST):
            page = client.get("/portal/")
        assert page.context["it"]["firm"] == urgent.firm, "whose term ends next comes first"
        other = told[4].firm
        chosen = client.get("/portal/", {"firma": other.dossier.number})
        assert (chosen.context["it"]["firm"], len(chosen.context["others"])) == (other, 4)
        theirs = Story(world, "Yabancı A.Ş.", kep="yabanci@hs01.kep.tr", begins=T0).register().firm
        for number in (theirs.dossier.number, "FRM-0000-000000"):
            assert client.get("/portal/", {"firma": number}).status_code == 404
