"""`make pictures`: photograph each face of the demo for the README, and fail on a page that one would not show.

The demo's data stay in var/pictures.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import django

from bench.demo import demo
from tests.browser.looks import faults, violations

FOLDER = Path(__file__).resolve().parent.parent.parent / "docs" / "pictures"
WIDTHS = (1280, 360, 320)
FACES: dict[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("list", "/"),
        ("firm", "main tbody a"),
        ("how-to-apply", "/basvuru-rehberi/"),
        ("machines", "/makine/"),
        ("verify", "/dogrula/"),
    ),
    "hisar": (("portal", "/portal/"), ("application", "main .tasks a[href^='/portal/basvuru/']")),
    "isik": (("standing", "/portal/entegrator/"), ("letters", "/portal/tebligat/"), ("people", "/portal/firma/")),
    "memur": (
        ("worklist", "/masa/"),
        ("dossier", "main a[href^='/masa/basvuru/']"),
        ("integrators", "/masa/entegrator/"),
        ("integrator", "main tbody a"),
        ("policies", "/masa/politikalar/"),
        ("notices", "/masa/kep/"),
    ),
}
"""Who looks at what: an address, or what they click on the page before."""
SHOWN = frozenset({"list", "portal", "worklist"})
"""The pictures that are kept, each wide and narrow."""


def looked_at(browser: Any, site: str, sign_in: Any) -> Iterator[str]:
    """Visit every face, keep the README's pictures; yield each fault."""
    for person, pages in FACES.items():
        page = browser.new_context(base_url=site, locale="tr-TR").new_page()
        if person:
            sign_in(page, person)
        for name, where in pages:
            if where.startswith("/"):
                page.goto(where)
            else:
                page.locator(where).first.click()
                page.wait_for_load_state()
            yield from (f"{name} ({page.url}): {it}" for it in _faults(page, name))


def _faults(page: Any, name: str) -> Iterator[str]:
    for width in WIDTHS:
        yield from faults(page, width=width)
        if name in SHOWN and width in WIDTHS[:2]:
            page.screenshot(path=FOLDER / f"{name}-{width}.png", clip={"x": 0, "y": 0, "width": width, "height": 800})
    yield from violations(page)


def main() -> int:
    """Look at a demo of its own; return 1 if a page has a fault."""
    with demo(FOLDER.parent.parent / "var" / "pictures") as site:
        django.setup()
        return photograph(site)


def photograph(site: str) -> int:
    """Look at the demo that runs at an address; return 1 if a page has a fault."""
    from operations.demo.people import DOMAIN, PASSWORD  # the settings stand only now
    from operations.demo.sign_ins import code  # as above
    from tests.browser.chromium import chromium  # as above

    def sign_in(page: Any, person: str) -> None:
        page.goto("/hesap/login/")
        page.fill("input[name=login]", f"{person}@{DOMAIN}")
        page.fill("input[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        if page.locator("input[name=code]").count():
            page.fill("input[name=code]", code())
            page.click("main button[type=submit]")
        page.wait_for_load_state()

    FOLDER.mkdir(parents=True, exist_ok=True)
    found = chromium(lambda browser: list(looked_at(browser, site, sign_in)))
    sys.stderr.writelines(f"{fault}\n" for fault in found)
    looked = sum(map(len, FACES.values()))
    sys.stdout.write(f"{looked} pages looked at, {len(found)} faults; pictures in docs/{FOLDER.name}/\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
