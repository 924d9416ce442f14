"""Messages to us as the loop would have read them, and matters that they may belong to."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import count
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Firm
from kep_gateway.inbox.loop import keep_mail
from kep_gateway.inbox.taking import Taken, taken
from kep_gateway.models import IncomingMail, Notice
from kep_gateway.providers.protocol import Incoming
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.inbox.mails import mail
from ledger.models import Dossier, DossierKind
from ledger.numbers import open_dossier

Keep = Callable[..., IncomingMail]


@pytest.fixture
def read_one() -> Callable[..., Taken]:
    """`read_one(data)` reads a message; its provider vouches for it unless `unverified` says why not."""
    numbers = count(1)

    def make(data: bytes, *, unverified: str = "", message_id: str = "") -> Taken:
        incoming = Incoming(message_id or f"ptt-{next(numbers)}", data)
        said = taken(incoming, at=FRIDAY)
        return replace(said, unverified=unverified, issuer="" if unverified else "hs01.kep.tr")

    return make


@pytest.fixture
def keep(read_one) -> Keep:
    """`keep(subject="…")` keeps a message of `firm`'s, vouched for, wherever it belongs."""

    def make(data: bytes = b"", *, unverified: str = "", **written: Any) -> IncomingMail:
        return keep_mail(read_one(data or mail(**written), unverified=unverified), at=FRIDAY)

    return make


@pytest.fixture
def matter() -> Callable[..., Dossier]:
    """`matter(firm)` is an open application's dossier of a firm."""

    def make(owner: Firm, kind: DossierKind = DossierKind.APPLICATION, *, shown: bool = True) -> Dossier:
        with transaction.atomic():
            return open_dossier(kind, firm=owner, at=FRIDAY, shown=shown)

    return make


@pytest.fixture
def notice(post: Post) -> Notice:
    """A notice to `firm`."""
    return post()
