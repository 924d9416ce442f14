"""What must be true of every page at every width, asked in the browser itself."""

from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any

AXE = Path(str(files("axe_playwright_python") / "axe.min.js")).read_text()
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]

FAULTS = """
() => {
  const faults = [];
  const page = document.documentElement;
  if (page.scrollWidth > page.clientWidth) faults.push(`wider than the window by ${page.scrollWidth - page.clientWidth}`);
  const begins = document.querySelector("main").getBoundingClientRect().top + scrollY;
  if (innerHeight > 600 && begins > innerHeight / 3) faults.push(`head and menus take the first ${Math.round(begins)} px of ${innerHeight}`);
  const seen = (it) => { const box = it.getBoundingClientRect(); return box.width && box.height && getComputedStyle(it).visibility !== "hidden" && !it.closest(".unseen"); };
  for (const it of document.querySelectorAll("h1, h2, h3, h4, caption, th[scope]"))
    if (it.checkVisibility() && !it.textContent.trim() && it.tagName !== "TH") faults.push(`empty ${it.tagName}`);
  if (document.querySelectorAll("h1").length !== 1) faults.push("not one h1");
  const inText = (it) => { const around = it.closest("p, li, dd, td, summary, label, caption"); return it.tagName === "A" && around && around.textContent.trim().length > it.textContent.trim().length; };
  for (const it of document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary"))
    if (seen(it) && !inText(it) && !it.classList.contains("skip") && !["checkbox", "radio"].includes(it.type)) {
      const box = it.getBoundingClientRect();
      if (box.height < 43.5 || box.width < 24) faults.push(`small to touch: ${it.tagName} “${it.textContent.trim().slice(0, 40)}” ${Math.round(box.width)}×${Math.round(box.height)}`);
    }
  for (const it of document.querySelectorAll("main *"))
    if (it.childElementCount === 0 && it.scrollWidth > it.clientWidth + 1 && getComputedStyle(it).overflowX === "hidden" && seen(it)) faults.push(`clipped: “${it.textContent.trim().slice(0, 40)}”`);
  const text = [...document.querySelectorAll("main *")].filter((it) => seen(it) && !it.closest("pre, code")).flatMap((it) => [...it.childNodes]).filter((it) => it.nodeType === 3).map((it) => it.data).join("\\n");
  if (/\\bNone\\b|\\bnull\\b|\\bundefined\\b|\\{\\{|\\}\\}|<[A-Z]\\w+: /.test(text)) faults.push("a raw value: " + text.match(/.{0,20}(\\bNone\\b|\\bnull\\b|\\bundefined\\b|\\{\\{|\\}\\}|<[A-Z]\\w+: ).{0,20}/)[0]);
  return faults;
}
"""


def faults(page: Any, *, width: int) -> list[str]:
    """Return what is wrong with how a page looks at a width, in CSS pixels."""
    page.set_viewport_size({"width": width, "height": 800})
    found: list[str] = page.evaluate(FAULTS)
    return [f"{width} px: {fault}" for fault in dict.fromkeys(found)]


def violations(page: Any, *, colours: bool = True) -> Iterator[str]:
    """Yield each violation of WCAG 2.2 AA that axe finds, with the first element that has it.

    Colours need not be judged again where only the language differs.
    """
    page.evaluate(AXE)
    options: dict[str, object] = {"runOnly": {"type": "tag", "values": TAGS}, "resultTypes": ["violations"]}
    options["rules"] = {"color-contrast": {"enabled": colours}}
    found = page.evaluate("options => axe.run(document, options)", options)
    for one in found["violations"]:
        yield f"{one['id']}: {one['help']} – {one['nodes'][0]['html'][:160]}"
