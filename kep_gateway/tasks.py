"""The loops of the gateway."""

from celery import shared_task

from kep_gateway import balance
from kep_gateway.addresses import look_up
from kep_gateway.inbox.loop import take_inbox
from kep_gateway.late_terms import open_waiting
from kep_gateway.outbox import collect, deliver
from law.clock import now
from ledger.heartbeat import beat


@shared_task(name="kep_gateway.deliver")
def deliver_waiting() -> None:
    """Hand over what is signed and say that we went round."""
    deliver(now())
    beat("notices")


@shared_task(name="kep_gateway.collect")
def collect_evidence() -> None:
    """Take in what the provider issued, open terms that waited for a calendar, ask for credit and new addresses."""
    collect(now())
    open_waiting(now())
    balance.ask(now())
    look_up(now())
    beat("evidence")


@shared_task(name="kep_gateway.inbox")
def empty_inbox() -> None:
    """Take in what firms sent us and say that we went round."""
    take_inbox(now())
    beat("inbox")
