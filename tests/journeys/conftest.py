"""People at their browsers: clients that are signed in, and the worker that goes round when told."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest
import time_machine
from django.test import Client

from accounts.models import User
from accounts.tests.sign_in import signed_in
from conftest import T0
from contracts import issuing
from deadlines.sweeper import sweep
from documents import signing
from kep_gateway import outbox
from kep_gateway.inbox.loop import take_inbox
from law.clock import moved
from operations.demo.people import World, ministry
from operations.first_start import furnish


@dataclass
class Journey:
    """The moved clock and the browsers of a journey; every page is asked for at the journey's instant."""

    world: World
    at: datetime

    def wait(self, *, days: int = 0, hours: int = 1) -> None:
        """Let time pass, then let the worker's loops go round."""
        self.at += timedelta(days=days, hours=hours)
        with moved(self.at):
            for loop in (issuing.run_waiting, signing.run_waiting, outbox.deliver, outbox.collect, take_inbox, sweep):
                loop(self.at)

    def visit(self, address: str) -> str:
        """Return what the public reads at an address now."""
        with moved(self.at):
            response = Client().get(address)
        assert response.status_code == 200, (address, response.status_code)
        return response.content.decode("utf-8-sig")

    def browser(self, person: User) -> Browser:
        """Return a browser in which a person is signed in."""
        return Browser(self, person)


class Browser:
    """One person's browser. Posts carry the `seen` of the page they come from; the session is renewed each time."""

    def __init__(self, journey: Journey, person: User) -> None:
        self.journey, self.person = journey, person

    def client(self) -> Client:
        """Return a client whose second factor is fresh at this instant."""
        return signed_in(Client(), User.objects.get(pk=self.person.pk))

    def get(self, address: str, status: int = 200) -> Any:
        """Open a page."""
        with moved(self.journey.at), time_machine.travel(self.journey.at, tick=True):
            response = self.client().get(address)
        self.journey.at += timedelta(minutes=1)
        assert response.status_code == status, (address, response.status_code)
        return response

    def post(self, address: str, data: dict[str, Any] | None = None, status: int = 302) -> Any:
        """Send a form."""
        with moved(self.journey.at), time_machine.travel(self.journey.at, tick=True):
            response = self.client().post(address, data or {})
        self.journey.at += timedelta(minutes=1)
        assert response.status_code == status, (address, response.status_code, _problems(response))
        return response


def _problems(response: Any) -> object:
    form = (response.context or {}).get("form") if response.context else None
    refused = response.context.get("refused") if response.context else None
    return form.errors if form else refused


@pytest.fixture
def journey(db: None, settings: Any, tmp_path: Path) -> Journey:
    """The ministry on its first day; its letters go over the SOAP of the KEP sandbox, and evidence is verified."""
    settings.KEP_PROVIDER, settings.KEP_FOLDER = "kep_gateway.providers.ptt.PttProvider", tmp_path / "kep"
    furnish(T0)
    return Journey(ministry(T0, Random(3)), T0)
