"""What pages stand: names that no layout expects, a registry without rows and one with very many, lost pictures, and a
window of 320×256.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from xml.etree.ElementTree import fromstring

import pytest
from django.db import transaction
from django.test import Client

from accounts.actions.register_firm import register_firm
from accounts.models import Firm
from applications.actions.start import start
from applications.actions.submit import submit
from applications.models import Application
from conftest import T0
from documents.actions.initial_letter import initial_letter
from law.clock import moved
from ledger import chain
from ledger.models import DossierKind
from ledger.numbers import open_dossier
from operations.demo.identities import tax_number
from registry.listing import Entry, Piece, as_csv, as_json
from registry.models import Integrator, Product
from registry.numbers import next_code, slug_for
from registry.publication import build, content_of, publish
from tests.browser.conftest import Browse, Visits
from tests.browser.looks import FAULTS, faults
from tests.browser.small import HEBREW, NAME_OF_TWO_HUNDRED, asked_for_documents, ministry_alone
from tests.matrix.country import Country
from tests.matrix.test_weight import HEAVIEST, weight

pytestmark = [pytest.mark.browser]
ARABIC = "شركة برمجيات السلامة المهنية"
HARD = (
    NAME_OF_TWO_HUNDRED,
    ("Çok Uzun Ünvanlı İş Sağlığı Güvenliği Yazılımları " * 4).strip(),
    HEBREW,
    "Z\u0323\u0307\u0302a\u0328\u0301l\u0335g\u0306\u0331o\u0308\u0304 I\u0307s\u0327 Yazılım",
    "<script>alert(1)</script><img src=x onerror=alert(2)> A.Ş.",
    ARABIC,
)
MANY = 10_000


@pytest.fixture
def country(transactional_db: None) -> Country:
    """The ministry alone, committed, for a browser to see."""
    return ministry_alone()


def admitted(firm: Firm, product: str) -> Integrator:
    """Do to rows what an admission does."""
    dossier = open_dossier(DossierKind.INTEGRATOR, firm=firm, at=T0)
    code, until = next_code(T0), T0 + timedelta(days=700)
    slug = slug_for(firm.legal_name)
    made = Integrator.objects.create(
        dossier=dossier,
        firm=firm,
        slug=slug,
        firm_code=code,
        approved_at=T0,
        active_until=until,
        next_ground="document_lapsed",
    )
    Product.objects.create(integrator=made, name=product)
    return made


NAMES = """
(names) => {
  const faults = [], rtl = /[\\u0590-\\u08ff]/, wide = document.documentElement.clientWidth;
  const seen = (it) => it.checkVisibility({ visibilityProperty: true }) && !it.closest(".unseen, .skip, option");
  const box = (node, at) => { const range = document.createRange(); range.setStart(node, at); range.setEnd(node, at + 1); return range.getBoundingClientRect(); };
  for (const it of document.querySelectorAll(".scroll"))
    if ((wide > 640 || it.querySelector("table.stack")) && it.scrollWidth > it.clientWidth + 1) faults.push(`a table wider than its place by ${it.scrollWidth - it.clientWidth}`);
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), blocks = new Map();
  for (let node; (node = walk.nextNode()); ) {
    if (!node.data.trim() || !seen(node.parentElement)) continue;
    const range = document.createRange(); range.selectNodeContents(node);
    const held = range.getBoundingClientRect(), freely = node.parentElement.closest(".scroll");
    if (held.width > wide || (!freely && (held.left < -1 || held.right > wide + 1))) faults.push(`beyond the window: “${node.data.trim().slice(0, 40)}”`);
    let block = node.parentElement; while (/^inline|contents/.test(getComputedStyle(block).display)) block = block.parentElement;
    blocks.set(block, [...(blocks.get(block) ?? []), ...[...node.data].flatMap((letter, at) => (letter.trim() ? [[letter, node, at]] : []))]);
  }
  for (const letters of blocks.values()) {
    const first = letters.findIndex(([it]) => rtl.test(it)), last = letters.findLastIndex(([it]) => rtl.test(it));
    if (first < 0) continue;
    const [from, to] = [box(...letters[first].slice(1)), box(...letters[last].slice(1))];
    const left = Math.min(from.left, to.left), right = Math.max(from.right, to.right);
    const before = letters[first - 1] && box(...letters[first - 1].slice(1)), after = letters[last + 1] && box(...letters[last + 1].slice(1));
    const beside = (one, other) => one && one.bottom > other.top + 4 && one.top < other.bottom - 4;
    if (beside(before, from) && from.top === to.top && before.right > left + 1) faults.push("what stands before a name is read after it");
    if (beside(after, to) && from.top === to.top && after.left < right - 1) faults.push(`what stands after a name is read before it: “${letters.slice(last + 1, last + 20).map(([it]) => it).join("")}”`);
  }
  if (getComputedStyle(document.body).direction !== "ltr") faults.push("the page is turned round");
  const text = document.body.innerText.replace(/\\s+/g, " ");
  return faults.concat(names.filter((it) => !text.includes(it)).map((it) => `not whole: ${it.slice(0, 40)}`));
}
"""


def misread(page: Any, width: int, names: tuple[str, ...]) -> Iterator[str]:
    """Yield what is wrong with names on a page at a width; all of these must stand on it, whole."""
    page.set_viewport_size({"width": width, "height": 800})
    yield from (f"{width} px: {it}" for it in dict.fromkeys(page.evaluate(NAMES, names)))


def firms_with_hard_names(country: Country) -> tuple[dict[str, str], list[str], list[str]]:
    """Register them for one person, hand an application of each in, admit each; return slugs, dossiers, applications."""
    by, slugs, dossiers, applications = country.actor("own"), dict[str, str](), list[str](), list[str]()
    with transaction.atomic(), moved(T0):
        for n, name in enumerate(HARD):
            vkn = tax_number(country.world.rng)
            firm = register_firm(by=by, at=T0, legal_name=name, vkn=vkn, kep=f"zor{n}@hs01.kep.tr", province="Şırnak")
            began: Application = start(firm.pk, by=by, at=T0)
            submit(began.pk, by=by, at=T0)
            made = admitted(firm, name[:200])
            slugs[made.slug] = firm.legal_name
            dossiers.append(made.dossier.number)
            applications.append(began.dossier.number)
            publish("registry.admit", made.slug, T0)
    return slugs, dossiers, applications


FOCUS = """
() => {
  const faults = [], reached = [...document.querySelectorAll("a[href], button:enabled, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")].filter((it) => it.checkVisibility());
  for (const it of reached) {
    it.focus();
    const name = `${it.tagName} “${(it.textContent.trim() || it.name || "").slice(0, 30)}”`, ring = getComputedStyle(it);
    const box = it.getClientRects()[0], x = (Math.max(box.left, 0) + Math.min(box.right, innerWidth)) / 2, y = (Math.max(box.top, 0) + Math.min(box.bottom, innerHeight)) / 2;
    const top = document.elementFromPoint(x, y);
    if (box.bottom <= 0 || box.top >= innerHeight || box.right <= 0 || box.left >= innerWidth) faults.push(`focused out of sight: ${name}`);
    else if (!it.contains(top) && !top?.contains(it)) faults.push(`focused under ${top?.tagName}: ${name}`);
    if (ring.outlineStyle === "none" || parseFloat(ring.outlineWidth) < 2) faults.push(`focused without a ring: ${name}`);
  }
  return reached.length > 8 ? faults : faults.concat(`only ${reached.length} places to go to`);
}
"""


def at_four_hundred_percent(page: Any) -> Iterator[str]:
    """Yield what cannot be read or reached on a page in a window of 320×256."""
    page.set_viewport_size({"width": 320, "height": 256})
    yield from page.evaluate(FAULTS)
    page.keyboard.press("Tab")  # from here on focus is shown, as it is to whoever works by keyboard
    yield from page.evaluate(FOCUS)


def pages_of(country: Country) -> dict[str, list[tuple[str, tuple[str, ...]]]]:
    """Return which pages each role opens, with the names that stand on it; every other firm's own pages are among them."""
    slugs, dossiers, applications = firms_with_hard_names(country)
    every = tuple(slugs.values())

    def closely(address: str, rows: Iterable[str]) -> list[tuple[str, tuple[str, ...]]]:
        return [(address.format(row), (name,)) for row, name in list(zip(rows, every, strict=True))[::2]]

    lists = ("/masa/", "/masa/entegrator/", "/masa/firma/")
    return {
        "": [("/", every), *closely("/firma/{}/", slugs)],
        "own": [("/portal/", every), ("/portal/firma/", every), ("/portal/entegrator/", every)],
        "officer": [
            *((address, every) for address in lists),
            *closely("/masa/entegrator/{}/", dossiers),
            *closely("/masa/basvuru/{}/", applications)[:1],
        ],
    }


def _hear(ran: list[str], dialog: Any) -> None:
    ran.append(dialog.message)
    dialog.dismiss()


def misread_names(visits: Visits, pages: dict[str, list[tuple[str, tuple[str, ...]]]]) -> Iterator[str]:
    """Yield what goes wrong with names, on every page at every width."""
    for role, opened in pages.items():
        page, ran = visits.context(role).new_page(), list[str]()
        page.on("dialog", partial(_hear, ran))
        for address, names in opened:
            page.goto(address)
            for width in (320, 360, 1280):
                yield from (f"{address} {it}" for it in misread(page, width, names))
            yield from (f"{address} {it}" for it in faults(page, width=320))
        yield from (f"{role}: a script ran: {it}" for it in ran)
        page.evaluate("alert(3)")
        assert ran[-1:] == ["3"], "a script that runs is heard"


def spoilt(visits: Visits) -> str:
    """Return what is found on a list whose rules for long words are gone, and where a name is not set apart."""
    page = visits.context().new_page()
    page.goto("/")
    page.evaluate(
        """() => { for (const sheet of document.styleSheets) for (let n = sheet.cssRules.length; n--; ) {
          const { style } = sheet.cssRules[n]; if (style) style.overflowWrap = ""; } }"""
    )
    page.evaluate(
        """name => { const made = document.createElement("p"); made.append(name, " (12) ve", ""); document.querySelector("main").append(made);
          made.style.direction = "rtl"; }""",
        HEBREW,
    )
    return "\n".join((*misread(page, 320, ()), *misread(page, 1280, ("Burada Olmayan",))))


def without_pictures(visits: Visits, address: str) -> None:
    """Open a signed letter's page without any picture: the brand and the code's picture are told in words."""
    told = []
    for pictures in (True, False):
        page = visits.context("officer").new_page()
        if not pictures:
            page.route("**/*.svg", lambda route: route.abort())
        page.goto(address)
        if not pictures:  # a data address asks nothing that could be aborted
            page.evaluate("document.querySelectorAll('img[src^=data]').forEach((it) => (it.src = '/yok.svg'))")
            page.wait_for_function("[...document.images].every((it) => it.complete && !it.naturalWidth)")
        told.append(page.locator("body").inner_text())
        assert page.get_by_role("banner").get_by_role("link", name="Entegratör Sicili").is_visible()
        assert page.get_by_role("img", name="Doğrulama adresinin karekodu").count() == 1
    assert told[0] == told[1]
    assert "Doğrulama kodu:" in told[1]
    assert "Doğrulama adresi:" in told[1]


def test_pages_stand_hard_names_lost_pictures_and_a_very_small_window(browse: Browse, country: Country) -> None:
    pages = pages_of(country)
    with transaction.atomic():
        story = asked_for_documents(country, "imzali")
        story.do(initial_letter, story.request.letter.pk, by=country.world.officer)
        story.sign()
    letter, application = story.request.letter.pk, story.application.dossier.number
    small = {
        "": ["/", "/hesap/login/"],
        "own": ["/portal/"],
        "officer": ["/masa/", "/masa/entegrator/", f"/masa/basvuru/{application}/", f"/masa/yazi/{letter}/"],
    }

    def look(visits: Visits) -> tuple[list[str], str]:
        wrong = list(misread_names(visits, pages))
        for role, addresses in small.items():
            page = visits.context(role).new_page()
            for address in addresses:
                page.goto(address)
                wrong.extend(f"{address} at 400 %: {it}" for it in at_four_hundred_percent(page))
        page.goto("/masa/")
        page.evaluate("document.querySelector('header').style.cssText = 'position: sticky; top: 0; height: 250px'")
        without_pictures(visits, f"/masa/yazi/{letter}/")
        return wrong, spoilt(visits) + "\n".join(at_four_hundred_percent(page))

    wrong, found = browse(look)
    for fault in ("wider than its place", "beyond the window", "read before it", "not whole", "focused under"):
        assert fault in found, fault
    assert not wrong, "\n".join(wrong)


def many() -> Iterator[Entry]:
    """Make up a list in its order; every seventh firm is passive."""
    for n in range(MANY):
        standing, place = "active" if n % 7 else "passive", ("Ankara", "İstanbul", "Iğdır", "Şırnak")[n % 4]
        pieces = (Piece("active", "2024-01-02", None, None), Piece(standing, "2025-01-02", "2", None))[
            : 2 - (n % 7 > 0)
        ]
        name = f"Örnek {n:05} Yazılım A.Ş."
        yield Entry(f"firma-{n}", name, standing, "2024-01-02", (f"İSG {n}",), place, "", pieces)


def store_many(at: datetime) -> None:
    """Publish that list as one event would have published it, without a firm behind its lines."""
    listed, made = list(many()), build(1, at)
    made.as_json, made.as_csv = as_json(1, at, listed), as_csv(listed)
    made.canonical = chain.canonical(content_of(made))
    made.digest = chain.digest(made.canonical)
    made.mac = chain.mac(made.digest)
    made.save(force_insert=True)


EMPTY = {
    "": {"/": "Liste boş.", "/basvuru-rehberi/": "", "/makine/": "", "/dogrula/": ""},
    "own": {
        "/portal/": "Henüz bir firma adına işlem yapmıyorsunuz.",
        "/portal/firma/": "Henüz bir firma adına işlem yapmıyorsunuz.",
        "/portal/entegrator/": "Firmanız entegratör değil.",
        "/portal/tebligat/": "Henüz tebligat yok.",
    },
    "officer": {
        "/masa/": "Bekleyen iş yok.",
        "/masa/entegrator/": "Eşleşen kayıt yok.",
        "/masa/firma/": "Firma bulunamadı.",
        "/masa/kep/": "Burada bekleyen işiniz yok.",
        "/masa/oneriler/": "",
        "/masa/basvurular/": "",
    },
}
"""What pages without rows say; an empty text where a page has something to show all the same."""


def broken_when_empty(visits: Visits) -> Iterator[str]:
    """Yield what is wrong with the pages of a registry without rows, and which of them do not say so."""
    for role, said in EMPTY.items():
        page = visits.context(role).new_page()
        for address, words in said.items():
            answer = page.goto(address)
            assert answer
            text = page.locator("main").inner_text()
            if answer.status != 200 or words not in text:
                yield f"{address} says: {answer.status} {text[:200]}"
            yield from (f"{address} {it}" for it in faults(page, width=320))


def spelled_when_empty(visits: Visits) -> None:
    """Read the list's spellings where nothing was ever published."""
    asked = visits.context().request
    told = {it: asked.get(f"/liste.{it}") for it in ("json", "csv", "atom")}
    assert {it.status for it in told.values()} == {200}
    assert json.loads(told["json"].body())["entries"] == []
    assert len(told["csv"].text().splitlines()) == 1
    assert fromstring(told["atom"].body()).findall("{*}entry") == []


def search_among_many(visits: Visits) -> None:
    """Read the first and the last page, filter, and search while typing."""
    page = visits.context().new_page()
    page.goto("/")
    rows, place = page.locator("tbody tr"), page.locator(".pager")
    assert "10.000 entegratör" in page.locator("main").inner_text().replace("10000", "10.000")
    assert rows.count() == 50
    page.goto("/?sayfa=999999")
    assert "200 / 200" in place.inner_text()
    assert rows.count() == 50
    page.goto("/?durum=passive&il=Ankara")
    assert "358 firma" in page.get_by_role("status").first.inner_text()
    with page.expect_response(lambda it: "q=" in it.url):
        page.locator("#q").fill("ornek 09876")
        page.locator("#durum").select_option("")
        page.locator("#il").select_option("")
    page.get_by_text("1 firma").wait_for()
    assert rows.all_inner_texts()[0].startswith("Örnek 09876 Yazılım A.Ş.")
    page.locator("#q").fill("olmayan")
    page.get_by_text("Listenin tamamını göster").wait_for()
    assert rows.count() == 0


def test_a_list_stands_no_row_and_ten_thousand(browse: Browse, country: Country) -> None:
    browse(spelled_when_empty)
    wrong = browse(lambda visits: list(broken_when_empty(visits)))
    assert not wrong, "\n".join(wrong)
    with transaction.atomic(), moved(country.at):
        store_many(country.at)
    browse(search_among_many)
    with moved(country.at):
        for address in ("/", "/?sayfa=200", "/?q=ornek", "/?durum=passive"):
            assert weight(Client().get(address).content.decode()) < HEAVIEST
