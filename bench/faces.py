"""The main pages of each face, what is demanded of them, and pages spoilt on purpose that must miss it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median
from typing import Any

from django.conf import settings
from django.test import Client

from accounts.models import User
from accounts.tests.sign_in import signed_in
from bench.figures import Figure, Table, missed, sheet
from bench.paint import WATCHED_MS, Seen, eye
from operations.demo.people import DOMAIN
from tests.browser.chromium import chromium

PAINT_MS, SHIFT = 1000.0, 0.01
SIZES = ((1280, 800), (360, 740))
FACES: Mapping[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("the list", "/"),
        ("a firm", "main tbody a"),
        ("the guide", "/basvuru-rehberi/"),
        ("verification", "/dogrula/"),
    ),
    "hisar": (
        ("a firm's start", "/portal/"),
        ("its application", "main .tasks a[href^='/portal/basvuru/']"),
        ("its agreement", "main a[href^='/portal/sozlesme/']"),
        ("its letters", "/portal/tebligat/"),
    ),
    "memur": (
        ("the worklist", "/masa/"),
        ("the letter composer", "main a[href^='/masa/yazi/']"),
        ("applications", "/masa/basvurular/"),
        ("an application's dossier", "main a[href^='/masa/basvuru/']"),
        ("integrators", "/masa/entegrator/"),
        ("an integrator's dossier", "main tbody a"),
        ("notices", "/masa/kep/"),
        ("policies", "/masa/politikalar/"),
        ("holidays", "/masa/takvim/"),
    ),
}
"""Who looks at what: an address, or the first such link of the page before."""
COLUMNS = (
    "page",
    "window",
    f"largest paint, median ms (< {PAINT_MS:.0f})",
    "slowest ms",
    f"shift, worst (< {SHIFT})",
    "kB over the wire",
)
HELD_BACK = """
const sheet = new CSSStyleSheet();
sheet.replaceSync("main { visibility: hidden; }");
document.adoptedStyleSheets = [sheet];
setTimeout(() => { document.adoptedStyleSheets = []; }, 1200);
"""
PUT_ABOVE = """
addEventListener("load", () => setTimeout(() => {
  const line = document.createElement("p");
  line.textContent = "Duyuru";
  document.querySelector("main").prepend(line);
}, 300));
"""


@dataclass(frozen=True)
class Looks:
    """Everybody's browsers at one site."""

    browser: Any
    site: str
    sessions: Mapping[str, str]

    def look(self, who: str, address: str, size: tuple[int, int], *, times: int = 1, spoil: str = "") -> list[Seen]:
        """Open a page so many times, each in a browser with an empty cache."""
        seen = []
        for _n in range(times):
            with eye(self.browser, self.site, size, self.sessions[who], spoil=spoil) as one:
                seen.append(one.look(address))
        return seen


def measured(site: str, loads: int, load: float) -> tuple[str, list[str]]:
    """Return the page of figures, and its lines that are not within their bounds."""
    sessions = {who: _session(who) for who in FACES}
    tables: list[Table] = chromium(lambda browser: _tables(Looks(browser, site, sessions), loads))
    each = f"{loads} of each page in each window, each in a browser with an empty cache, watched for {WATCHED_MS} ms"
    served = "the demo as `make run` serves it, on this machine: one web process and the worker, files not compressed"
    bound = f"the sum of all shifts of a load; nothing may move, and below {SHIFT} a page counts as still"
    title = "The main pages as a person sees them"
    more = {"served": served, "loads": each, "shift": bound, "load at the end": f"{os.getloadavg()[0]:.1f}"}
    text = sheet(title, "make bench-pages", tables, load=load, **more)
    return text, missed(tables)


def _session(who: str) -> str:
    """Sign somebody of the demo in; return the session's key, empty for the public."""
    if not who:
        return ""
    client = signed_in(Client(), User.objects.get(email=f"{who}@{DOMAIN}"))
    return str(client.cookies[settings.SESSION_COOKIE_NAME].value)


def _tables(looks: Looks, loads: int) -> list[Table]:
    pages = [(who, name, address) for who in FACES for name, address in _found(looks, who)]
    shown = [_figure(looks, *page, size, loads) for page in pages for size in SIZES]
    controls = Table("Controls: that each figure could have failed", ("what", "shown"), list(_controls(looks)))
    return [Table("Pages", COLUMNS, shown), controls]


def _found(looks: Looks, who: str) -> Iterator[tuple[str, str]]:
    """Go the way once, which also lets the server warm up; yield each page's name and address."""
    with eye(looks.browser, looks.site, SIZES[0], looks.sessions[who]) as one:
        for name, where in FACES[who]:
            link = "" if where.startswith("/") else one.page.locator(where).first.get_attribute("href")
            one.look(link or where)
            yield name, link or where


def _figure(looks: Looks, who: str, name: str, address: str, size: tuple[int, int], loads: int) -> Figure:
    seen = looks.look(who, address, size, times=loads)
    paints, shift = [it.paint for it in seen], max(it.shift for it in seen)
    wire = median(it.wire for it in seen) / 1000
    when = (f"{median(paints):.0f}", f"{max(paints):.0f}")
    cells = (f"{name} `{address}`", f"{size[0]}×{size[1]}", *when, f"{shift:.3f}", f"{wire:.0f}")
    return Figure(cells, median(paints) < PAINT_MS and shift < SHIFT)


def _controls(looks: Looks) -> Iterator[Figure]:
    """Show that paint, shift and bytes can each be told from what is demanded, and each without the others."""
    (late,) = looks.look("", "/", SIZES[0], spoil=HELD_BACK)
    (moved,) = looks.look("", "/", SIZES[0], spoil=PUT_ABOVE)
    with eye(looks.browser, looks.site, SIZES[0]) as one:
        first, again = one.look("/"), one.look("/")
    yield Figure(("the main text held back by 1.2 s", _told(late)), late.paint > PAINT_MS and late.shift < SHIFT)
    yield Figure(
        ("a line put above the text after it came", _told(moved)), moved.shift > SHIFT and moved.paint < PAINT_MS
    )
    kept = f"{first.wire / 1000:.0f} kB, then {again.wire / 1000:.0f} kB"
    yield Figure(("the same page twice in one browser, its cache kept", kept), again.wire < first.wire / 2)


def _told(seen: Seen) -> str:
    return f"painted after {seen.paint:.0f} ms, shift {seen.shift:.3f}"
