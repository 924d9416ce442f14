"""What the tests of the provider and of its sandbox share: a message, and the sandbox on a real socket."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import copy_context
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from kep_gateway.evidence.facts import Expected
from kep_gateway.management.commands.kep_sandbox import server
from kep_gateway.providers.protocol import Message
from kep_gateway.sandbox.soap import PATH
from kep_gateway.sandbox.soap import app as sandbox

T = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + bytes(range(256)) + b"\r\n--\r\n%%EOF\r\n"
SECRETS = {"tcno": "10000000146", "parola": "cok-gizli-parola", "sifre": "daha-gizli-sifre"}
SENDER = "isggm@hs01.kep.tr"

App = Callable[[dict[str, Any], Any], Iterable[bytes]]


def message(recipient: str = "isik@hs02.kep.tr", **other: Any) -> Message:
    given = {
        "reference": "ref-1",
        "recipient_name": "Işık İSG Yazılım A.Ş.",
        "subject": "Eksiklik bildirimi: ığüşöç",
        "text": "Sayın ilgili, ığüşöçİ\n",
        "filename": "yazı-7.pdf",
        "attachment": PDF,
        **other,
    }
    return Message(recipient=recipient, **given)


def expected(number: str, package: bytes, at: datetime, recipient: str = "isik@hs02.kep.tr") -> Expected:
    return Expected(number, "ref-1", SENDER, recipient, hashlib.sha256(package).hexdigest(), at)


def scenario(folder: Path, **said: Any) -> None:
    (folder / "scenario.json").write_text(json.dumps(said))


@contextmanager
def served(app: App | None = None) -> Iterator[str]:
    """A provider on a socket of 127.0.0.1; yields its address."""
    made, context = server(0), copy_context()  # a thread of its own would not know the moved clock
    made.set_app(lambda environ, start: context.copy().run(app or sandbox, environ, start))
    thread = threading.Thread(target=made.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{made.server_port}{PATH}"
    finally:
        made.shutdown()
        made.server_close()
        thread.join()
