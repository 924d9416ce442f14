"""From application to public list in a browser: without script, by keyboard alone, and on a telephone's width.

Without script everything is done by hand. The other ways lead over every page too, and over each of a kind once: that a
file of another name is sent by the same form is known by then, so its acts are run instead.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from operator import methodcaller
from pathlib import Path
from typing import Any

import pytest
from django.db import connections, transaction

from applications.models import Application
from contracts import issuing
from contracts.copies import counting, live_copy
from contracts.models import SignedAgreement
from deadlines.sweeper import sweep
from documents import demo_ca, signing, store
from documents.models import Letter
from kep_gateway import outbox
from law.clock import legal_day, moved
from ledger.models import Proposal
from operations.demo.samples import certificate_fields, pdf
from operations.demo.story import Story
from registry.models import Evidenced, Integrator
from tests.browser.conftest import Browse, Visits
from tests.browser.hands import Hands
from tests.matrix.country import NAME, Country

pytestmark = [pytest.mark.browser]
WAYS: dict[str, dict[str, Any]] = {
    "without script": {"java_script_enabled": False},
    "by keyboard": {},
    "narrow": {"viewport": {"width": 360, "height": 740}},
}


class Journey:
    """People at their browsers, and the worker, each beside the other."""

    def __init__(self, visits: Visits, story: Story, folder: Path, way: str) -> None:
        self.visits, self.story, self.folder, self.way = visits, story, folder, way
        self.by_hand = way == "without script"
        self.beside = ThreadPoolExecutor(1)
        self.people = {role: self._hands(role) for role in ("officer", "approver", "signatory", "")}
        self.people["firm"] = self._hands(way)
        self.firm = story.firm

    def _hands(self, role: str) -> Hands:
        context = self.visits.context(role, **WAYS[self.way])
        return Hands(context.new_page(), keyboard=self.way == "by keyboard")

    def ask(self, question: Callable[[], Any]) -> Any:
        """Do something with rows or keys beside the browser's thread, at the site's instant."""

        def answer() -> Any:
            try:
                with moved(self.visits.place.now()):
                    return question()
            finally:
                connections.close_all()

        return self.beside.submit(answer).result()

    def meanwhile(self, happens: Callable[[Story], Any]) -> None:
        """Let the story go on by acts alone."""

        def tell() -> None:
            self.story.at, self.story.application = self.visits.place.now(), self.application()
            happens(self.story)

        self.ask(tell)

    def work(self) -> None:
        """Let the worker's loops go round."""
        at = self.visits.place.now()
        for loop in (issuing.run_waiting, signing.run_waiting, outbox.deliver, outbox.collect, sweep):
            self.ask(partial(loop, at))

    def paper(self, title: str) -> Path:
        """Return a file on the disk."""
        file = self.folder / f"{title}.pdf"
        file.write_bytes(self.ask(lambda: pdf(title, NAME)))
        return file

    def application(self) -> Application:
        """Return the firm's newest application; to be asked beside the browser's thread."""
        return Application.objects.select_related("dossier", "firm").filter(firm=self.firm).latest("pk")


def the_firm_applies(trip: Journey) -> str:
    """Start, fill in, send every document but one, sign the agreement, hand in; return the dossier's number."""
    hands = trip.people["firm"].go("/portal/").press(f"/portal/basvur/{trip.firm.pk}/")
    number: str = trip.ask(lambda: trip.application().dossier.number)
    page = f"/portal/basvuru/{number}/"
    hands.follow(f"{page}bilgi/").write(product="Işık İSG", remote_ip="192.0.2.10").press()
    items = trip.ask(lambda: list(trip.application().items.select_related("requirement")))
    known = set[str]()
    for item in items:
        key, how = item.requirement.key, item.requirement.evidenced
        if key == "backup_procedure":
            continue
        if how in known and not trip.by_hand:
            trip.meanwhile(methodcaller("send", key))
            continue
        known.add(how)
        if how == Evidenced.AGREEMENT:
            the_firm_signs(trip, hands, number)
        else:
            address = f"{page}belge/{key}/"
            hands.go(page).follow(address).write(file=trip.paper(key))
            if how == Evidenced.CERTIFICATE:
                hands.press(address).write(**a_certificate(trip))
                hands.press(hands.page.locator("main form[action^='?belge=']").get_attribute("action"))
            else:
                hands.press()
    hands.go(page).press(f"{page}gonder/")
    return number


def a_certificate(trip: Journey) -> dict[str, str]:
    today = legal_day(trip.visits.place.now())
    issued, until = today.replace(year=today.year - 1), today.replace(year=today.year + 2)
    fields = certificate_fields(NAME, issued=issued, until=until, edition="2022", number="ISMS-1")
    return {name: str(value) for name, value in fields.items() if value}


def the_firm_signs(trip: Journey, hands: Hands, number: str) -> None:
    """Ask for the agreement, sign its exact bytes, send them back among the documents."""
    hands.go(f"/portal/sozlesme/{number}/").press(f"/portal/sozlesme/{number}/iste/")
    trip.work()
    file = trip.folder / "imzali.pdf"

    def signed() -> bytes:
        copy = live_copy(trip.application().dossier)
        assert copy
        assert copy.pdf
        return demo_ca.sign_as(store.read(copy.pdf.sha256), trip.story.key, at=trip.visits.place.now())

    file.write_bytes(trip.ask(signed))
    hands.go(f"/portal/basvuru/{number}/belge/agreement/").write(file=file, ink="electronic").press()


def the_officer_asks(trip: Journey, number: str) -> None:
    """Take the application up, judge everything, write, have it signed, send it."""
    desk, officer = f"/masa/basvuru/{number}/", trip.people["officer"]
    officer.go("/masa/").follow(desk).press(f"{desk}incele/")
    judge_open_ones(trip, number, {"backup_procedure": "Yedekleme prosedürü gönderilmemiştir."})
    officer.go(desk).press(f"{desk}yazi/").write(asked="completion").press()
    letter: Letter = trip.ask(lambda: Letter.objects.latest("pk"))
    address = f"/masa/yazi/{letter.pk}/"
    officer.go(address).write(subject="Eksik belgenin tamamlanması").press()
    officer.told("Eksik belgenin tamamlanması").press(f"{address}parafla/")
    trip.people["signatory"].go(address).press(f"{address}imzala/")
    trip.work()
    sent = trip.ask(lambda: trip.application().requests.get().pk)
    officer.go(desk).press(f"/masa/istek/{sent}/gonder/")
    trip.work()


def judge_open_ones(trip: Journey, number: str, reasons: dict[str, str]) -> None:
    open_ones = trip.ask(
        lambda: list(trip.application().items.filter(mark="open").values_list("requirement__key", flat=True))
    )
    met = [key for key in open_ones if key not in reasons]
    for key in open_ones if trip.by_hand else [*reasons, *met[:1]]:
        reason = reasons.get(key, "")
        mark = "deficient" if reason else "met"
        address = f"/masa/basvuru/{number}/degerlendir/{key}/"
        trip.people["officer"].go(f"/masa/basvuru/{number}/").follow(address).write(mark=mark, reason=reason).press()
    if not trip.by_hand:
        trip.meanwhile(methodcaller("judge"))


def the_firm_completes(trip: Journey, number: str) -> None:
    page, hands = f"/portal/basvuru/{number}/", trip.people["firm"]
    hands.go("/portal/").told("1 eksiklik").follow(page).told("Yedekleme prosedürü gönderilmemiştir.")
    hands.follow(f"{page}belge/backup_procedure/").write(file=trip.paper("backup_procedure")).press()
    hands.go(page).press(f"{page}tamamla/")


def two_persons_approve(trip: Journey, number: str) -> None:
    desk, officer = f"/masa/basvuru/{number}/", trip.people["officer"]
    judge_open_ones(trip, number, {})
    officer.go(desk).press(f"{desk}uygun-bul/")
    signed: SignedAgreement | None = trip.ask(lambda: counting(trip.application().dossier))
    assert signed
    trip.people["signatory"].go(desk).press(f"/masa/sozlesme/{signed.pk}/karsi-imza/")
    trip.work()
    officer.go(desk).press(f"{desk}oner-onay/")
    proposal: Proposal = trip.ask(lambda: Proposal.objects.latest("pk"))
    trip.people["approver"].go("/masa/oneriler/").press(f"/masa/oneriler/{proposal.pk}/onayla/")
    trip.work()


def travelled(visits: Visits, story: Story, folder: Path, way: str) -> None:
    trip = Journey(visits, story, folder, way)
    number = the_firm_applies(trip)
    the_officer_asks(trip, number)
    the_firm_completes(trip, number)
    two_persons_approve(trip, number)
    slug = trip.ask(lambda: Integrator.objects.get(firm=trip.firm).slug)
    trip.people[""].go("/?q=isik").follow(f"/firma/{slug}/").told("aktif")
    trip.people["firm"].go("/portal/").told("Firma kodunuzun şifresini oluşturun")


def test_from_application_to_public_list(browse: Browse, country: Country, tmp_path: Path) -> None:
    told = {}
    for n, way in enumerate(WAYS):
        with transaction.atomic():
            told[way] = Story(country.world, NAME, kep=f"yol{n}@hs01.kep.tr", begins=country.at).register()

    def all_ways(visits: Visits) -> None:
        for way, story in told.items():
            travelled(visits, story, tmp_path, way)

    browse(all_ways, {way: story.person for way, story in told.items()})
