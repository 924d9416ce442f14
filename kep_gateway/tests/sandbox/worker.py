"""Workers for the tests that kill them: each line of standard input has one work from then on.

Django is loaded once and every worker is forked from it, so that hundreds can die within minutes. Told on standard
error: `born PID`, and once it is over `gone SIGNAL`. No worker waits before it tries again: unsettled rows are made ready for it.

usage: python -m kep_gateway.tests.sandbox.worker
"""

from __future__ import annotations

import os
import sys
from threading import Event

import django

PAUSE_S = 0.05


def work() -> None:
    """Hand over and collect, round after round."""
    from django.db.models import QuerySet

    from kep_gateway.lifecycle import NoticeStatus
    from kep_gateway.models import Notice
    from kep_gateway.outbox import collect, deliver
    from law.clock import now

    unsettled = [NoticeStatus.WAITING, NoticeStatus.UNKNOWN, NoticeStatus.HANDED_OVER]
    while True:
        QuerySet(Notice).filter(status__in=unsettled).update(retry_at=None)
        deliver(now())
        collect(now())
        Event().wait(PAUSE_S)  # its evidence needs seconds


def main() -> None:
    """Fork a worker for each line."""
    django.setup()
    from kep_gateway import outbox  # noqa: F401  # loaded before the first fork

    for _line in sys.stdin:
        pid = os.fork()
        if pid == 0:
            work()
        sys.stderr.write(f"born {pid}\n")
        sys.stderr.write(f"gone {os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])}\n")


if __name__ == "__main__":
    main()
