"""`make run`: builds the demo once, then keeps web server and worker alive until Ctrl-C.

Each child leads a process group. A dead child's group is killed before the child is started again:
a killed worker leaves its beat alive, and then two would tick.
"""

import argparse
import fcntl
import http.client
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"
TICK_S, GRACE_S, ANSWER_S, STEADY_S, LONGEST_DELAY_S = 0.1, 1.5, 90, 60, 30
WEB = "gunicorn config.wsgi:application --workers 1 --threads 8 --graceful-timeout 1 --no-control-socket"
WORKER = "celery --quiet -A config worker --beat --pool solo --without-gossip --without-mingle --without-heartbeat"
KEP_PATH = "/KepEYazismaV1.1/KepEYazismaCOREWSDL.php"
QUIET = ("-W", "ignore:You're running the worker")  # celery's warning for root
# a child gets SIGTERM should this process be killed
GUARD = ("setpriv", "--pdeathsig", "TERM") if shutil.which("setpriv") else ()


def children(port: int) -> dict[str, list[str]]:
    """Return the commands to keep alive, by name; the KEP sandbox too, where no provider is set."""
    web = f"{WEB} --log-level warning --bind {HOST}:{port}"
    worker = f"{WORKER} --loglevel warning"
    return {"web": ["-m", *web.split()], "worker": [*QUIET, "-m", *worker.split()], **sandbox()}


def sandbox() -> dict[str, list[str]]:
    """Choose a port for the KEP sandbox and tell the other children of it; nothing where a provider is set.

    The demo is built before, with the sandbox in its own process: its clock is moved.
    """
    if os.environ.get("SICIL_KEP_ENDPOINT") or os.environ.get("SICIL_KEP_PROVIDER"):
        return {}
    port = free_port()
    os.environ["SICIL_KEP_ENDPOINT"] = f"http://{HOST}:{port}{KEP_PATH}"
    return {"kep": ["manage.py", "kep_sandbox", "--port", str(port)]}


def say(text: str) -> None:
    """Tell the person at the terminal."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


@dataclass
class Child:
    """A Python command in a process group of its own, started again when it dies, each time later."""

    name: str
    words: Sequence[str]
    process: subprocess.Popen[bytes] | None = None
    started: float = 0
    delay: float = 0

    def start(self) -> None:
        """Start the command."""
        command = [*GUARD, sys.executable, *self.words]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)
        self.started = time.monotonic()

    def is_dead(self) -> bool:
        """Tell whether it ended, without reaping: until then its number can name no stranger's group."""
        state = os.WEXITED | os.WNOHANG | os.WNOWAIT
        return self.process is None or os.waitid(os.P_PID, self.process.pid, state) is not None

    def reap(self) -> int:
        """Kill what is left of the group; return the command's exit code."""
        process, self.process = self.process, None
        if process is None:
            return 0
        os.killpg(process.pid, signal.SIGKILL)
        return process.wait()

    def tend(self) -> None:
        """Notice its death; start it again when its pause is over."""
        age = time.monotonic() - self.started
        if self.process is None and age >= self.delay:
            self.start()
        elif self.process is not None and self.is_dead():
            self.delay = 1 if age >= STEADY_S else min(max(self.delay * 2, 1), LONGEST_DELAY_S)
            self.started = time.monotonic()  # of the pause
            say(f"{self.name} ended (exit code {self.reap()}); starting it again in {self.delay:.0f} s")


def end(group: Sequence[Child]) -> int:
    """End whole process groups, politely, then after `GRACE_S` by force; return the worst exit code."""
    for child in group:
        if child.process is not None:
            os.killpg(child.process.pid, signal.SIGTERM)
    limit = time.monotonic() + GRACE_S
    while time.monotonic() < limit and not all(child.is_dead() for child in group):
        time.sleep(TICK_S / 2)
    return max((abs(child.reap()) for child in group), default=0)


class Launcher:
    """Runs commands to their end and tends children, until a signal asks it to stop."""

    def __init__(self) -> None:
        """Listen for Ctrl-C, an ended session and a closed terminal."""
        self.children: list[Child] = []
        self.asked_to_stop = False
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._stop)

    def _stop(self, *_: object) -> None:
        self.asked_to_stop = True

    def tend_until(self, done: Callable[[], bool], *, seconds: float = float("inf")) -> bool:
        """Look after the children until `done`; False when asked to stop or out of time before."""
        limit = time.monotonic() + seconds
        while not self.asked_to_stop and time.monotonic() < limit:
            for child in self.children:
                child.tend()
            if done():
                return True
            time.sleep(TICK_S)
        return False

    def finishes(self, command: str) -> bool:
        """Run a management command to its end, tending the children; tell whether it succeeded."""
        child = Child(command, ["manage.py", *command.split()])
        child.start()
        done = self.tend_until(child.is_dead)
        code = end([child])
        if done and code:
            say(f"manage.py {command} failed with exit code {code}.")
        return done and code == 0


def answers(port: int) -> bool:
    """Tell whether the product answers; 503 is an answer too: no sweep was recorded yet."""
    connection = http.client.HTTPConnection(HOST, port, timeout=1)
    try:
        connection.request("GET", "/saglik")
        return connection.getresponse().status in {200, 503}
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def is_free(port: int) -> bool:
    """Tell whether we may listen on this port; say so when not."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except (OSError, OverflowError) as error:
            say(f"Port {port} cannot be used: {error}.\nChoose another one, for example: make run PORT=8123")
            return False
    return True


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        port: int = probe.getsockname()[1]
        return port


def serve(launcher: Launcher, port: int) -> bool:
    """Prepare, start, announce, and stay until asked to stop; False when it could not be started."""
    if not launcher.finishes("prepare"):
        return launcher.asked_to_stop
    launcher.children = [Child(name, words) for name, words in children(port).items()]
    if launcher.tend_until(lambda: answers(port), seconds=ANSWER_S):
        say(f"\n  http://{HOST}:{port}/   (Ctrl-C ends it)\n")
        launcher.finishes("demo --sign-ins")
        launcher.tend_until(lambda: False)
    elif not launcher.asked_to_stop:
        say(f"The web server did not answer within {ANSWER_S} s; its messages are above.")
    return launcher.asked_to_stop


def main(words: Sequence[str] | None = None) -> int:
    """Start the demo installation; exit code 1 when it could not be."""
    parser = argparse.ArgumentParser(prog="config.launch", description=main.__doc__)
    parser.add_argument("--port", type=int, default=8000)
    port = parser.parse_args(words).port
    os.chdir(ROOT)
    os.environ.setdefault("SICIL_MODE", "demo")
    os.environ.setdefault("SICIL_SITE", f"http://{HOST}:{port}")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    data = Path(os.environ.setdefault("SICIL_DATA", str(ROOT / "var")))
    data.mkdir(parents=True, exist_ok=True)
    with (data / "launch.lock").open("w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say(f"It is already running with the data in {data}.")
            return 1
        if not is_free(port):
            return 1
        launcher = Launcher()
        try:
            return 0 if serve(launcher, port) else 1
        finally:
            end(launcher.children)


if __name__ == "__main__":
    sys.exit(main())
