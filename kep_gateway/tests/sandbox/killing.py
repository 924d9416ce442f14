"""A worker is killed again and again while it hands letters over, and a judge looks at what became of them.

The sandbox answers on a socket; whenever a package arrives, the worker that sent it is killed: before the provider keeps
it, after, or a moment after it was answered. Then another one goes on.
"""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterable
from contextlib import suppress
from contextvars import Context
from dataclasses import dataclass
from pathlib import Path
from random import Random
from threading import Timer
from typing import Any

from django.conf import settings
from django.db import connection

from kep_gateway.lifecycle import NoticeStatus
from kep_gateway.models import Evidence, Notice
from kep_gateway.sandbox import soap
from kep_gateway.sandbox.house import House
from kep_gateway.tests.sandbox.provider import SECRETS, served
from law.clock import moved, now
from ledger.models import Step
from ledger.verification import verify
from operations.tests.elsewhere import address, environment

LONGEST_S = 60


@dataclass
class Killer:
    """The sandbox's application, which kills its caller when a package comes; `left` is how many are still to die."""

    left: int
    rng: Random
    pid: int = 0

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        """Answer one request, and kill who asked before or after."""
        dies = self.left > 0 and environ.get("HTTP_SOAPACTION", "").strip('"').endswith("Yukle")
        when = self.rng.choice(("before", "after", "late")) if dies else ""
        if when == "before":
            self._kill()
            raise ConnectionAbortedError
        answer = list(soap.app(environ, start_response))
        if when == "after":
            self._kill()
        elif when == "late":
            Timer(self.rng.random() / 20, self._kill).start()
        return answer

    def _kill(self) -> None:
        self.left -= 1
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


class Nursery:
    """Forks workers of one environment, one after the other."""

    def __init__(self, place: dict[str, str]) -> None:
        command = [sys.executable, "-m", "kep_gateway.tests.sandbox.worker"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stderr": subprocess.PIPE, "stdout": subprocess.DEVNULL}
        self.process = subprocess.Popen(command, cwd=settings.BASE_DIR, env=place, text=True, **pipes)
        assert self.process.stdin
        assert self.process.stderr
        self.said, self.heard = self.process.stdin, self.process.stderr

    def begin(self) -> int:
        """Have a worker begin, and return its number."""
        self.said.write("\n")
        self.said.flush()
        return int(self.heard.readline().removeprefix("born "))

    def is_over(self, seconds: float) -> bool:
        """Wait so long for the end of the worker; raises AssertionError where it ended by itself, with a fault."""
        if not select.select([self.heard], [], [], seconds)[0]:
            return False
        code = int(self.heard.readline().removeprefix("gone "))
        assert code in {-signal.SIGKILL, -signal.SIGTERM}, code
        return True

    def end(self) -> None:
        """Let nobody begin any more."""
        self.said.close()
        self.process.wait()
        self.heard.close()


def killed(times: int, *, folder: Path, provider: str = "", seed: int = 7) -> int:
    """Kill so many workers, then let one work until nothing waits; return how many were killed.

    `folder` is the data folder of the test: its documents and the KEP folder lie there. Sandbox and workers
    have the clock of this machine.
    """
    killer = Killer(times, Random(seed))
    with moved(Context().run(now)), served(killer) as endpoint:
        nursery = Nursery(_place(folder, endpoint, provider))
        limit = time.monotonic() + LONGEST_S + times
        while (killer.left or _waiting()) and time.monotonic() < limit:
            killer.pid = nursery.begin()
            while not nursery.is_over(0.05):
                if time.monotonic() > limit or not (killer.left or _waiting()):
                    os.kill(killer.pid, signal.SIGTERM)
        nursery.end()
    return times - killer.left


def _place(folder: Path, endpoint: str, provider: str) -> dict[str, str]:
    ca = folder / "demo_ca"
    if not ca.exists():
        ca.symlink_to(settings.DATA_DIR / "demo_ca")
    return environment(
        folder,
        address(connection.settings_dict["NAME"]),
        CELERY_BROKER_URL="memory://",
        SICIL_KEYS=str(settings.ENV.keys_dir),
        SICIL_KEP_PROVIDER=provider or "kep_gateway.providers.ptt.PttProvider",
        SICIL_KEP_ENDPOINT=endpoint,
        **{f"SICIL_KEP_{name.upper()}": value for name, value in SECRETS.items()},
    )


def _waiting() -> bool:
    rows = Notice.objects.filter(status__in=[NoticeStatus.WAITING, NoticeStatus.UNKNOWN, NoticeStatus.HANDED_OVER])
    return rows.exists()


def faults() -> list[str]:
    """Return everything that a kill must never do, in words; empty when each notice was effective exactly once."""
    wrong = []
    sent = Counter(held.reference for held in House().messages())
    for notice in Notice.objects.all():
        name = f"notice {notice.pk}"
        if sent[notice.reference] != 1:
            wrong.append(f"{name}: {sent[notice.reference]} messages at the provider")
        if notice.status != NoticeStatus.SERVED:
            wrong.append(f"{name}: {notice.status}")
        steps = Step.objects.filter(act="kep_gateway.hand_over", subject=f"kep_gateway.notice:{notice.pk}").count()
        if steps != 1:
            wrong.append(f"{name}: handed over in {steps} Steps")
        if Evidence.objects.filter(notice=notice).count() < 1:
            wrong.append(f"{name}: no evidence")
    wrong += [f"{reference}: nobody's message" for reference in set(sent) - set(_references())]
    return wrong + [f"history: {fault}" for fault in verify()]


def _references() -> Iterable[str]:
    return Notice.objects.values_list("reference", flat=True)
