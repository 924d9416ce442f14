"""The loops of the documents room."""

from celery import shared_task

from documents import aside
from documents.scanning import scan_waiting
from documents.signing import run_waiting
from law.clock import now
from ledger.heartbeat import beat


@shared_task(name="documents.sign")
def sign() -> None:
    """Make the signatures that wait."""
    run_waiting(now())
    beat("signing")


@shared_task(name="documents.scan")
def scan() -> None:
    """Scan the documents that wait."""
    scan_waiting(now())
    beat("scan")


@shared_task(name="documents.sweep_aside")
def sweep_aside() -> None:
    """Remove the files that were laid aside a day ago."""
    aside.sweep(now())
    beat("aside")
