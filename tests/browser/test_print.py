"""The public list as it leaves a printer: an official list, with nothing on it that only a screen can use."""

from __future__ import annotations

import subprocess
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from accounts.actions.register_firm import register_firm
from accounts.models import User
from conftest import T0
from deadlines.sweeper import sweep
from law.clock import legal_day, moved
from operations.demo.identities import tax_number
from registry.tests.conftest import admitted
from tests.browser.chromium import chromium
from tests.browser.conftest import Visits
from tests.browser.server import serving

pytestmark = [pytest.mark.browser]
WIDTHS = (658, 480)
"""What A4 leaves between its margins, in CSS pixels, and a paper so narrow that a screen would show rows as blocks."""
FIRMS = 14
LATER = T0 + timedelta(days=4)
LONG = "Uluslararası İş Sağlığı ve Güvenliği Yazılım Danışmanlık Eğitim Sanayi ve Ticaret Anonim Şirketi"
OUTSIDE = """
() => {
  const page = document.documentElement, wrong = [];
  if (page.scrollWidth > page.clientWidth) wrong.push(`wider than the paper by ${page.scrollWidth - page.clientWidth}`);
  for (const it of document.querySelectorAll("main th, main td")) {
    const box = it.getBoundingClientRect();
    if (box.right > page.clientWidth + 1 || it.scrollWidth > it.clientWidth + 1) wrong.push(`cut off: ${it.textContent.trim()}`);
  }
  for (const it of document.querySelectorAll("thead"))
    if (getComputedStyle(it).display !== "table-header-group") wrong.push("the head does not repeat");
  for (const it of document.querySelectorAll("nav, form, button, input, select, .skip, main a:not(table a)"))
    if (it.checkVisibility()) wrong.push(`only for a screen: ${it.outerHTML.slice(0, 60)}`);
  const edges = [...document.querySelectorAll("thead tr")].map((it) => [...it.cells].map((cell) => Math.round(cell.getBoundingClientRect().left)));
  if (new Set(edges.map(String)).size > 1) wrong.push("two tables, two sets of columns");
  return wrong;
}
"""


@pytest.fixture
def names(transactional_db: None, compliance: User, officer: User, approver: User) -> list[str]:
    """Admit firms of long names until the list is longer than a sheet, two of which fall passive; return the names."""
    named, rng, people = [f"Örnek {n} {LONG}" for n in range(FIRMS)], Random(3), (compliance, officer, approver)
    for n, name in enumerate(named):
        facts = {"province": "Kahramanmaraş", "kep": f"ornek{n}@hs01.kep.tr"}
        firm = register_firm(by=compliance, at=T0, legal_name=name, vkn=tax_number(rng), **facts)
        until = legal_day(T0) + timedelta(days=2 if n >= FIRMS - 2 else 200)
        admitted(firm, *people, products=(f"Örnek İSG {n}", "İşyeri Hekimi Defteri"), valid_until_on=until)
    with moved(LATER):
        sweep(LATER)
    return named


@pytest.fixture
def printed(names: list[str], tmp_path: Path) -> dict[str, Any]:
    """What came out of the printer, and what was seen of the pages that went into it."""
    with serving(LATER) as site, ThreadPoolExecutor(1) as beside:
        found: dict[str, Any] = beside.submit(chromium, lambda it: work(Visits(it, site, {}), tmp_path)).result()
    return found


def paper(page: Any, file: Path) -> list[str]:
    """Print a page on A4; return the words of each sheet."""
    page.pdf(path=file, format="A4", prefer_css_page_size=True)
    said = subprocess.run(["pdftotext", "-raw", str(file), "-"], capture_output=True, text=True, check=True).stdout
    return [" ".join(sheet.split()) for sheet in said.split("\f")[:-1]]


def looked(page: Any) -> dict[int, list[str]]:
    """Return what is wrong with a page as it is laid out for paper, by the paper's width."""
    page.emulate_media(media="print")
    wrong = {}
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        wrong[width] = page.evaluate(OUTSIDE)
    return wrong


def work(visits: Visits, folder: Path) -> dict[str, Any]:
    """Print the list, look at it as it is laid out, then look again with what paper is told taken away."""
    page = visits.context().new_page()
    page.goto("/")
    told: dict[str, Any] = {"sheets": paper(page, folder / "list.pdf"), "wrong": looked(page)}
    page.evaluate("document.querySelectorAll('link[media=print]').forEach((it) => it.remove())")
    told["spoilt"] = looked(page)
    page.goto("/?q=ornek+1")
    told["searched"] = " ".join(paper(page, folder / "searched.pdf"))
    return told


def test_the_printed_list_is_an_official_list(names: list[str], printed: dict[str, Any]) -> None:
    assert any("only for a screen" in it for it in printed["spoilt"][658]), "a fault would have been found"
    assert any("cut off" in it for it in printed["spoilt"][658])
    assert "the head does not repeat" in printed["spoilt"][480]
    assert printed["wrong"] == {width: [] for width in WIDTHS}
    sheets, text = printed["sheets"], " ".join(printed["sheets"])
    assert len(sheets) > 1
    assert "T.C. Çalışma ve Sosyal Güvenlik Bakanlığı Entegratör Sicili Entegratör firmalar" in sheets[0]
    assert f"Listede {FIRMS} entegratör firma var: " in sheets[0]
    assert "pasif. Son güncelleme: " in sheets[0], "of which day it is"
    for n, sheet in enumerate(sheets, 1):
        assert "Ticaret unvanı" in sheet, "each sheet begins with the head of the table"
        assert f"{n} / {len(sheets)}" in sheet
    for word in (*names, "Kahramanmaraş", "Yetkisi pasif olan entegratör firmalar", "belgenin geçerliliği"):
        assert word in text, word
    for word in ("Giriş yap", "English", "Ara ", "Makineler için", "Kişisel veriler"):
        assert word not in text, word
    assert "firma bulundu." in printed["searched"], "a part of the list says that it is one"
    assert "Tümünü göster" not in printed["searched"]
