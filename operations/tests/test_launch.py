"""`make run`: a real launcher on a port of its own, over an installation whose demo stands already, without firms."""

from __future__ import annotations

import http.client
import os
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings

from law.clock import monotonic
from operations.tests.elsewhere import environment, manage

HOST = "127.0.0.1"
LISTENS, ZOMBIE = "0A", "Z"
BUILT = """
from django.core.management import call_command
call_command("migrate", interactive=False, verbosity=0)
from law.clock import now
from operations.demo.build import build
build(now(), [])
"""


def until(holds: Callable[[], object], *, seconds: float) -> None:
    """Look again and again until something holds, or fail."""
    limit = monotonic() + seconds
    while not holds():
        assert monotonic() < limit, "waited in vain"
        Event().wait(0.1)


def free_port() -> int:
    with closing(socket.socket()) as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


def status(port: int) -> int:
    """Return what /saglik answers with, 0 where nobody does."""
    asked = http.client.HTTPConnection(HOST, port, timeout=5)
    try:
        asked.request("GET", "/saglik")
        return asked.getresponse().status
    except OSError:
        return 0
    finally:
        asked.close()


def listeners(port: int) -> set[str]:
    """Return the addresses on which somebody listens at a port, as the kernel spells them."""
    rows = [line.split() for name in ("tcp", "tcp6") for line in Path(f"/proc/net/{name}").read_text().splitlines()[1:]]
    return {row[1].split(":")[0] for row in rows if row[1].endswith(f":{port:04X}") and row[3] == LISTENS}


@dataclass
class Launched:
    """A running launcher, what it says, and the processes of its installation."""

    process: subprocess.Popen[bytes]
    data: Path
    port: int
    output: Path

    def said(self) -> str:
        return self.output.read_text()

    def processes(self) -> dict[int, str]:
        """Return the command lines of all living processes of this installation, by number."""
        return {int(it.name): line for it in Path("/proc").glob("[0-9]*") if (line := self._ours(it))}

    def _ours(self, entry: Path) -> str:
        try:
            if f"SICIL_DATA={self.data}".encode() not in (entry / "environ").read_bytes().split(b"\0"):
                return ""
            state = (entry / "stat").read_text().rpartition(")")[2].split()[0]
            return "" if state == ZOMBIE else (entry / "cmdline").read_text().replace("\0", " ")
        except OSError:
            return ""

    def leader(self, word: str) -> int:
        """Return the launcher's own child whose command names a word, 0 while there is none."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        lines = self.processes()
        return next((int(it) for it in children if word in lines.get(int(it), "")), 0)

    def stop(self) -> float:
        """Press Ctrl-C; return how many seconds it took."""
        began = monotonic()
        self.process.send_signal(signal.SIGINT)
        assert self.process.wait(timeout=20) == 0
        return monotonic() - began


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """An installation whose demo stands: its people and its rules, no firms."""
    place = environment(tmp_path_factory.mktemp("kurulum"), "", SICIL_MODE="demo")
    done = manage(place, "shell", "--no-imports", "-c", BUILT)
    assert done.returncode == 0, done.stderr
    return place


def kept(place: dict[str, str]) -> object:
    """Return what must outlive a start: people with their passwords, and the keys."""
    data = Path(place["SICIL_DATA"])
    with closing(sqlite3.connect(data / "sicil.sqlite3")) as database:
        people = database.execute("SELECT id, email, password, last_login FROM accounts_user ORDER BY id").fetchall()
    assert people
    return people, {it.name: it.read_bytes() for it in (data / "keys").iterdir()}


def launcher(place: dict[str, str], port: int) -> list[str]:
    return [sys.executable, "-m", "config.launch", "--port", str(port)]


@contextmanager
def launched(place: dict[str, str], told: str) -> Iterator[Launched]:
    """Start the launcher and wait until it has told something; nothing of it survives."""
    data, port = Path(place["SICIL_DATA"]), free_port()
    output = data / f"said-{port}"
    with output.open("wb") as into:
        process = subprocess.Popen(launcher(place, port), cwd=settings.BASE_DIR, env=place, stdout=into, stderr=into)
    it = Launched(process, data, port, output)
    try:
        until(lambda: told in it.said() or process.poll() is not None, seconds=60)
        assert process.poll() is None, it.said()
        yield it
    finally:
        process.kill()
        process.wait()
        for pid in it.processes():
            os.kill(pid, signal.SIGKILL)


def test_it_serves_starts_the_dead_again_ends_with_ctrl_c_and_keeps_its_data(installation):
    before = kept(installation)
    with launched(installation, "erciyes@") as it:
        assert f"http://{HOST}:{it.port}/" in it.said()
        assert status(it.port) in {200, 503}
        assert listeners(it.port) == {"0100007F"}, "127.0.0.1 and nothing else"
        assert second(installation).returncode == 1, "one launcher for one installation"

        worker, web = it.leader("celery"), it.leader("gunicorn")
        for pid in (worker, web):
            os.kill(pid, signal.SIGKILL)
        until(lambda: it.leader("celery") not in {0, worker}, seconds=20)
        until(lambda: it.leader("gunicorn") not in {0, web} and status(it.port), seconds=20)
        assert not {worker, web} & set(it.processes())

        assert it.stop() < 5
        until(lambda: not it.processes(), seconds=2)
        assert status(it.port) == 0
    with launched(installation, "http://") as it:
        assert "building the demo" not in it.said()
        it.stop()
    assert kept(installation) == before


def second(place: dict[str, str], port: int = 0) -> subprocess.CompletedProcess[str]:
    """Start the launcher where it must give up at once."""
    words = launcher(place, port or free_port())
    return subprocess.run(words, cwd=settings.BASE_DIR, env=place, capture_output=True, text=True, check=False)


def test_a_port_that_is_taken_is_named(tmp_path):
    with closing(socket.socket()) as other:
        other.bind((HOST, 0))
        other.listen()
        port = other.getsockname()[1]
        done = second(environment(tmp_path, "", SICIL_MODE="demo"), port)
    assert done.returncode == 1
    assert str(port) in done.stdout
