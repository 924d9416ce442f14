"""What the tests of this room add to the cast."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from accounts.tests.sign_in import signed_in
from conftest import PAPER
from documents.content import PDF
from documents.intake import Received
from privacy.actions.open_breach import open_breach
from privacy.actions.receive_request import receive_request
from privacy.models import Breach, SubjectRequest

ASKED: dict[str, Any] = {
    "right": "information",
    "way": "by_hand",
    "full_name": "Ada Örnek",
    "contact": "Ankara",
    "text": "Hakkımda ne tutuluyor?",
}


def browser_of(person):
    """Return somebody's browser, signed in with a second factor."""
    return signed_in(Client(), person)


@pytest.fixture
def paper(at) -> Received:
    """A file that passed the edge."""
    return Received(PAPER, 1, PDF, "belge.pdf", at)


@pytest.fixture
def asked(administrator, at) -> Callable[..., SubjectRequest]:
    """`asked()` enters a request that came now."""
    return lambda **more: receive_request(by=administrator, at=at, **{**ASKED, "received_at": at, **more})


@pytest.fixture
def breach(administrator, at) -> Breach:
    return open_breach(by=administrator, at=at, aware_at=at, what="Bir dizüstü bilgisayar çalındı.")
