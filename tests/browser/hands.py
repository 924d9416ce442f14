"""How somebody works a page: with a pointer, or by keyboard alone."""

from __future__ import annotations

from typing import Any

FARTHEST = 400
"""Presses of Tab after which something is taken to be out of reach."""
REACHED = """it => [...(it.type === "radio" ? document.getElementsByName(it.name) : [it])]
  .some((one) => one === document.activeElement || one.contains(document.activeElement))"""
"""Whether the focus is there; radio buttons of one name are one stop, within which the arrows go on."""

AWAY = """it => {
  const stops = [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex='0']")]
    .filter((one) => !one.disabled && one.checkVisibility({ visibilityProperty: true }));
  const groups = stops.map((one) => (one.type === "radio" ? one.name : one)), place = (one) => groups.indexOf(one.type === "radio" ? one.name : one);
  return new Set(groups.slice(place(document.activeElement) + 1, place(it))).size;
}"""
"""About how many stops lie between the focus and something."""
CLOSE = 3
"""How many stops before something one begins to look at each whether it is reached."""


class Hands:
    """One person's hands on one page. By keyboard, everything is reached with Tab before it is used."""

    def __init__(self, page: Any, *, keyboard: bool = False) -> None:
        self.page, self.keyboard = page, keyboard

    def go(self, address: str) -> Hands:
        """Open an address."""
        answer = self.page.goto(address)
        assert answer.status == 200, (address, answer.status)
        return self

    def follow(self, address: str) -> Hands:
        """Follow a link of the page."""
        return self._use(self.page.locator(f'main a[href="{address}"]').first)

    def press(self, action: str = "") -> Hands:
        """Press the button of the form that goes to an address; without one, of the page's own form."""
        form = f'main form[action="{action}"]' if action else "main form:not([action])"
        return self._use(self.page.locator(f"{form} button[type=submit]").first)

    def write(self, **fields: Any) -> Hands:
        """Fill fields by name: text, a choice, a tick, or the path of a file."""
        for name, value in fields.items():
            field = self.page.locator(f'main [name="{name}"]').first
            kind = field.get_attribute("type") or field.evaluate("it => it.tagName.toLowerCase()")
            if kind == "radio":
                field = self.page.locator(f'main [name="{name}"][value="{value}"]')
            self._reach(field)
            if kind == "file":
                field.set_input_files(value)
            elif kind in {"checkbox", "radio"}:
                field.set_checked(bool(value))
            elif kind == "select":
                field.select_option(str(value))
            else:
                field.fill(str(value))
        return self

    def told(self, *texts: str) -> Hands:
        """Demand that the page says something."""
        said = self.page.locator("main").inner_text()
        for text in texts:
            assert text in said, (text, self.page.url, said[:600])
        return self

    def _use(self, place: Any) -> Hands:
        self._reach(place)
        with self.page.expect_navigation():  # a file on its way is waited for, as people do
            if self.keyboard:
                self.page.keyboard.press("Enter")
            else:
                place.click()
        self.page.wait_for_load_state()
        return self

    def _reach(self, place: Any) -> None:
        if not self.keyboard:
            return
        handle = place.element_handle()
        for _press in range(min(self.page.evaluate(AWAY, handle), FARTHEST) - CLOSE):
            self.page.keyboard.press("Tab")
        for _press in range(FARTHEST):
            if self.page.evaluate(REACHED, handle):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"out of reach by keyboard: {place} on {self.page.url}")
