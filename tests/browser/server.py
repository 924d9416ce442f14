"""The product behind a real socket at a moved clock, for a browser on the same machine."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from time import monotonic
from typing import Any

from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application
from django.db import connections

from law.clock import moved


class Quiet(WSGIRequestHandler):
    """Says nothing of requests."""

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  # the name that its base gives it
        """Write no line."""


class Site:
    """The product at an address, with a clock that begins at an instant and runs on, or is put ahead."""

    def __init__(self, at: datetime) -> None:
        self.at, self.began, self.address = at, monotonic(), ""
        self.application = get_wsgi_application()

    def now(self) -> datetime:
        """Return the site's instant."""
        return self.at + timedelta(seconds=monotonic() - self.began)

    def ahead(self, **given: int) -> None:
        """Let time pass."""
        self.at += timedelta(**given)

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request at the site's instant: another thread keeps its own clock."""
        with moved(self.now()):
            response = self.application(environ, start_response)
            try:
                return [b"".join(response)]
            finally:
                if hasattr(response, "close"):
                    response.close()
                connections.close_all()


@contextmanager
def serving(at: datetime) -> Iterator[Site]:
    """Serve on a free port of this machine from an instant on."""
    site, server = Site(at), ThreadedWSGIServer(("127.0.0.1", 0), Quiet, ipv6=False)
    server.daemon_threads = True
    server.set_app(site)
    site.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield site
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
