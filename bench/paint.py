"""One page in Chromium with an empty cache: when its largest part is painted, how much moves, what was received."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings

WATCHED_MS = 1500
"""How long a page is watched once it has loaded; a layout shift is summed over all of it."""
WATCH = """
(long) => new Promise((done) => {
  let paint = 0, shift = 0;
  const painted = (it) => { paint = it.startTime; };
  const moved = (it) => { if (!it.hadRecentInput) shift += it.value; };
  for (const [type, note] of [["largest-contentful-paint", painted], ["layout-shift", moved]])
    new PerformanceObserver((list) => list.getEntries().forEach(note)).observe({type, buffered: true});
  setTimeout(() => done([paint, shift]), long);
})
"""


@dataclass(frozen=True)
class Seen:
    """What was seen of one load: milliseconds until the largest paint, the sum of layout shifts, bytes received."""

    paint: float
    shift: float
    wire: int


class Eye:
    """One page of a browser that counts what it receives."""

    def __init__(self, context: Any) -> None:
        self.page, self.received = context.new_page(), 0
        wire = context.new_cdp_session(self.page)
        wire.on("Network.loadingFinished", self._count)
        wire.send("Network.enable")

    def _count(self, event: dict[str, Any]) -> None:
        self.received += int(event["encodedDataLength"])

    def look(self, address: str) -> Seen:
        """Open an address and watch it.

        Raises:
            AssertionError: another page came, or nothing was painted.
        """
        self.received = 0
        answer = self.page.goto(address)
        assert answer.status == 200, (address, answer.status)
        assert urlsplit(self.page.url).path == urlsplit(address).path, (address, self.page.url)
        paint, shift = self.page.evaluate(WATCH, WATCHED_MS)
        assert paint, f"{address}: nothing was painted"
        return Seen(paint, shift, self.received)


@contextmanager
def eye(browser: Any, site: str, size: tuple[int, int], session: str = "", *, spoil: str = "") -> Iterator[Eye]:
    """Open a browser with nothing in its cache, of somebody with a session; `spoil` is a script for each page."""
    viewport = {"width": size[0], "height": size[1]}
    context = browser.new_context(base_url=site, locale="tr-TR", viewport=viewport)
    if session:
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": site}])
    if spoil:
        context.add_init_script(spoil)
    try:
        yield Eye(context)
    finally:
        context.close()
