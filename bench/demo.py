"""The product with a demo of its own, as `make run` starts it."""

from __future__ import annotations

import http.client
import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
LONGEST_S = 600


@contextmanager
def demo(kept_in: Path | None = None) -> Iterator[str]:
    """Build a demo, serve it, yield its address; this process's own settings are the demo's too.

    `kept_in` is a folder in which it stays for the next time; else it is made in a scratch folder.
    """
    with nullcontext(str(kept_in)) if kept_in else tempfile.TemporaryDirectory(prefix="sicil-demo-") as scratch:
        for name in ("DATABASE_URL", "CELERY_BROKER_URL", "CACHE_URL"):
            os.environ.pop(name, None)
        os.environ |= {"SICIL_MODE": "demo", "SICIL_DATA": scratch, "DJANGO_SETTINGS_MODULE": "config.settings"}
        Path(scratch).mkdir(parents=True, exist_ok=True)
        port, said = _free_port(), Path(scratch) / "said.txt"
        with said.open("w") as out:
            command = [sys.executable, "-m", "config.launch", "--port", str(port)]
            process = subprocess.Popen(command, cwd=ROOT, stdout=out, stderr=subprocess.STDOUT)
        try:
            _wait(process, port, said)
            yield f"http://127.0.0.1:{port}"
        finally:
            process.terminate()
            process.wait()


def _wait(process: subprocess.Popen[bytes], port: int, said: Path) -> None:
    """Wait until the product is whole: it has answered that its loops have gone round."""
    limit = time.monotonic() + LONGEST_S
    while not _is_well(port):
        if process.poll() is not None or time.monotonic() > limit:
            sys.exit(f"the demo did not start:\n{said.read_text()[-2000:]}")
        time.sleep(1)


def _is_well(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/saglik")
        return connection.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
