"""What was typed is there again after a line that was cut, a sign-in that ran out, and another officer's change."""

from __future__ import annotations

import re
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from socketserver import BaseRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import transaction
from django.urls import reverse
from playwright.sync_api import Error

from conftest import T0
from operations.demo.people import PASSWORD
from operations.demo.samples import certificate_fields, pdf
from operations.demo.sign_ins import code
from operations.demo.story import Story
from tests.browser.conftest import Browse, Visits
from tests.browser.hands import Hands
from tests.browser.looks import faults
from tests.browser.small import asked_for_documents, ministry_alone
from tests.matrix.country import NAME, Country

pytestmark = [pytest.mark.browser]


@pytest.fixture
def country(transactional_db: None) -> Country:
    """The ministry alone, committed, for a browser to see."""
    return ministry_alone()


class Wire(ThreadingTCPServer):
    """A line to the site that can be cut while something is on its way."""

    daemon_threads, cut = True, False

    def __init__(self, site: str) -> None:
        parts = urlsplit(site)
        self.site = (parts.hostname or "", parts.port or 0)
        super().__init__(("127.0.0.1", 0), Ends)
        self.address = f"http://127.0.0.1:{self.server_address[1]}"


class Ends(BaseRequestHandler):
    """The two ends of one connection."""

    server: Wire

    def handle(self) -> None:
        """Pass on what comes from either end; once the line is to be cut, the first long piece is the last one."""
        with socket.create_connection(self.server.site) as there:
            Thread(target=self.back, args=(there,), daemon=True).start()
            while part := self.request.recv(65536):
                if self.server.cut and len(part) > 10_000:
                    self.request.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
                    return
                there.sendall(part)

    def back(self, there: socket.socket) -> None:
        """Pass on what the site answers."""
        with suppress(OSError):
            while part := there.recv(65536):
                self.request.sendall(part)


@contextmanager
def wired(site: str) -> Iterator[Wire]:
    """Lay a line to the site."""
    with Wire(site) as wire:
        Thread(target=wire.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield wire
        finally:
            wire.shutdown()


CUT = "Bağlantı kesildi, hiçbir şey kaydedilmedi."
SAMPLE = certificate_fields(NAME, issued=date(2025, 6, 2), until=date(2028, 6, 1), edition="2022", number="ISMS-1")
ENTERED = {name: str(value) for name, value in SAMPLE.items() if value} | {
    "sites": "Ankara\nİzmir",
    "scope": "Yazılım <b>geliştirme</b> & “bakım”",
}
"""What stands in every field of a certificate."""
VALUES = """() => Object.fromEntries([...document.querySelectorAll("main form[enctype] [name]:not([type=hidden])")].map((it) => [it.name, it.type === "file" ? it.files.length : it.value]))"""
ADDRESS = re.compile(r"/belge/iso_27001/")
STORED = "() => JSON.stringify(sessionStorage)"


def entered(page: Any, file: Path) -> dict[str, Any]:
    """Send a certificate's file and fill in its form; return what then stands in it."""
    Hands(page).write(file=file)
    sent(page)
    page.locator('[name="number"]').wait_for()
    return filled_in(page)


def filled_in(page: Any) -> dict[str, Any]:
    """Fill in the form of a certificate whose file has arrived; return what then stands in it."""
    Hands(page).write(**ENTERED)
    held: dict[str, Any] = page.evaluate(VALUES)
    assert ENTERED.items() <= held.items()
    assert "file" not in held, "it need not be chosen again"
    return held


def cut_off(page: Any, held: dict[str, Any]) -> None:
    """Send while nothing gets through; the page says so, and everything is still there."""
    page.route(ADDRESS, lambda it: it.abort() if it.request.method == "POST" else it.continue_())
    sent(page)
    page.get_by_text(CUT).wait_for()
    assert page.evaluate(VALUES) == held
    page.unroute(ADDRESS)


def sent(page: Any) -> None:
    """Press the button of the form with a file."""
    page.locator("main form[enctype] button[type=submit]").click()


def an_upload_is_cut(visits: Visits, address: str, file: Path) -> None:
    """Cut it before it begins and in its middle; then send it wrongly, and at last well."""
    with wired(visits.site) as wire:
        context = visits.context("applicant")
        page = context.new_page()
        page.goto("/portal/")
        page.goto(wire.address + address)
        Hands(page).write(file=file)
        held: dict[str, Any] = page.evaluate(VALUES)
        length, there = page.evaluate("history.length"), page.locator(".docs > li").count()
        assert held == {"file": 1}
        wire.cut = True
        sent(page)
        page.get_by_text(CUT).wait_for()
        assert page.get_by_text(CUT).evaluate("it => it === document.activeElement")
        assert page.evaluate(VALUES) == held
        wire.cut = False
        page.get_by_text(CUT).evaluate("it => (it.hidden = true)")
        cut_off(page, held)
        sent(page)
        page.locator('[name="number"]').wait_for()
        held = filled_in(page)
        cut_off(page, held)
        page.locator('[name="number"]').fill("")
        sent(page)
        page.locator("div.errors[role=alert]:focus").wait_for()
        assert page.evaluate(VALUES) == held | {"number": ""}
        page.locator('[name="number"]').fill("ISMS-1")
        sent(page)
        page.locator(".messages").wait_for()
        assert page.locator(".docs > li").count() == there + 1, "what was cut left nothing"
        assert not faults(page, width=320)
        assert page.url == wire.address + address
        assert page.evaluate("history.length") == length
        assert "ISMS-1" not in page.evaluate(STORED)
        page.go_back()
        assert page.url == visits.site + "/portal/"


def an_upload_leads_on(visits: Visits, number: str, file: Path) -> None:
    """A file that was taken leads to another page, which says so once; Back leads to the form."""
    page = visits.context("officer").new_page()
    address = reverse("desk_file", args=[number])
    page.goto(address)
    Hands(page).write(title="Vekâletname", file=file)
    sent(page)
    page.wait_for_url(f"**{reverse('desk_firm', args=[number])}")
    page.locator(".messages").wait_for()
    assert page.locator(".messages").inner_text() == "Belge dosyada."
    page.reload()
    assert page.locator(".messages").count() == 0
    page.go_back()
    page.wait_for_url(f"**{address}")
    assert "Vekâletname" not in page.evaluate(STORED)


def an_upload_is_cut_without_script(visits: Visits, address: str, file: Path) -> None:
    """The browser says it in its own words and holds what was sent: its “load again” sends it, with nothing lost."""
    page = visits.context("applicant", java_script_enabled=False).new_page()
    page.goto(address)
    for given in ({"file": file}, ENTERED):
        Hands(page).write(**given)
        page.route(ADDRESS, lambda it: it.abort() if it.request.method == "POST" else it.continue_())
        with suppress(Error):
            sent(page)
        page.wait_for_url("chrome-error://**")
        page.unroute(ADDRESS)
        page.reload()
        assert file.name in page.locator("main").inner_text()
    assert page.locator(".docs > li").count() == 1


def signs_in(page: Any, email: str) -> None:
    """Sign in with password and code where one was led to."""
    page.wait_for_url("**/hesap/login/**")
    page.locator('main [name="login"]').fill(email)
    page.locator('main [name="password"]').fill(PASSWORD)
    page.locator("main form button[type=submit]").first.click()
    page.wait_for_url("**/hesap/2fa/authenticate/**")
    kept = page.evaluate(STORED)
    page.locator('main [name="code"]').fill(code())
    page.locator("main form button[type=submit]").first.click()
    assert "typed:" in kept
    assert PASSWORD not in kept


def a_session_ends(visits: Visits, address: str, file: Path, email: str) -> None:
    """Enter a certificate while the sign-in runs out; once its file is sent again, everything typed is back, once."""
    context = visits.context("applicant")
    page = context.new_page()
    page.goto(address)
    held = entered(page, file)
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    sent(page)
    signs_in(page, email)
    page.wait_for_url(f"**{address}**")
    assert page.evaluate(VALUES) == {"file": 0}
    assert file.name not in page.evaluate(STORED)
    page.locator("main [type=file]").set_input_files(file)
    sent(page)
    page.locator('[name="number"]').wait_for()
    assert page.evaluate(VALUES) == held
    sent(page)
    page.get_by_text("Belge ulaştı").wait_for()
    page.reload()
    assert page.locator('[name="scope"]').count() == 0
    assert ENTERED["scope"] not in page.evaluate(STORED)


def a_letter_outlives_the_session(visits: Visits, letter: str, email: str) -> None:
    """Write a letter while the sign-in runs out; then save it, and find nothing kept beside it."""
    context = visits.context("officer")
    page = context.new_page()
    hands = Hands(page).go(letter).write(subject="Yeni <konu>", body="Bir.\n\nİki.", references="a\nb")
    context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    hands.press()
    signs_in(page, email)
    page.wait_for_url(f"**{letter}")
    written = ("subject", "body", "references")
    for _time in ("back after the sign-in", "saved", "loaded again"):
        assert [page.locator(f'main [name="{it}"]').input_value() for it in written] == [
            "Yeni <konu>",
            "Bir.\n\nİki.",
            "a\nb",
        ]
        if _time == "back after the sign-in":
            assert "Bir." in page.evaluate(STORED)
            hands.press().told("kaydedildi")
        else:
            assert "Bir." not in page.evaluate(STORED)
            page.reload()


def two_officers(visits: Visits, letter: str) -> None:
    """The second of two who write one letter is told what the first did; both texts are there, and sending anew works."""
    first, second = (Hands(visits.context(role).new_page()).go(letter) for role in ("officer", "second"))
    first.write(subject="Birincinin konusu").press().told("kaydedildi")
    assert "Bu arada" not in first.page.locator("main").inner_text()
    second.write(subject="İkincinin konusu", body="İkincinin metni.").press()
    second.told("Bu arada olanlar", "Oya Memur")
    assert second.page.locator('main [name="subject"]').input_value() == "İkincinin konusu"
    assert second.page.locator('main [name="body"]').input_value() == "İkincinin metni."
    second.press().told("kaydedildi", "İkincinin metni.")


def a_button_is_too_late(visits: Visits, letter: str) -> None:
    """What the second officer typed is there again after a button of the page was refused, though other forms are gone."""
    first, second = (Hands(visits.context(role).new_page()).go(letter) for role in ("officer", "second"))
    second.write(body="Henüz gönderilmedi.")
    first.write(subject="Üçüncü konu").press()
    second.press(f"{letter}parafla/").told("Oya Memur")
    assert second.page.url.endswith("/parafla/")
    second.page.locator("main a").last.click()
    second.page.wait_for_url(f"**{letter}")
    assert second.page.locator('main [name="body"]').input_value() == "Henüz gönderilmedi."


def test_what_is_typed_outlives_a_cut_line_an_ended_session_and_another_officer(
    browse: Browse, country: Country, tmp_path: Path
) -> None:
    with transaction.atomic():
        story = asked_for_documents(country, "yazan")
        other = Story(country.world, NAME, kep="yukleyen@hs01.kep.tr", begins=T0).register().start()
    address = reverse("portal_item", args=[other.application.dossier.number, "iso_27001"])
    folder = other.firm.dossier.number
    letter = reverse("desk_letter", args=[story.request.letter_id])
    file = tmp_path / ("u" * 196 + ".pdf")
    file.write_bytes(pdf("iso_27001", NAME) + b"\n%" + b"-" * 500_000)
    people = {"applicant": other.person, "second": country.world.second_officer}

    def work(visits: Visits) -> None:
        an_upload_is_cut_without_script(visits, address, file)
        an_upload_is_cut(visits, address, file)
        an_upload_leads_on(visits, folder, file)
        a_session_ends(visits, address, file, other.person.email)
        a_letter_outlives_the_session(visits, letter, country.world.officer.email)
        two_officers(visits, letter)
        a_button_is_too_late(visits, letter)

    browse(work, people)
