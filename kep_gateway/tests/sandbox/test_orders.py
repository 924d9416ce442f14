"""Six pieces of verified evidence, in every order and with repetitions, lead to one opinion."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import permutations
from random import Random

import pytest

from documents import store
from kep_gateway.actions.take_evidence import take_evidence
from kep_gateway.evidence.facts import Expected
from kep_gateway.evidence.trust import trust
from kep_gateway.evidence.verdict import prove
from kep_gateway.models import Notice
from kep_gateway.opinion import EvidenceFact, ServiceRule, Verdict, opinion
from kep_gateway.outbox import EVIDENCE, deliver
from kep_gateway.providers.protocol import Issued, Piece
from kep_gateway.queries import opinion_of
from kep_gateway.sandbox import mint
from kep_gateway.tests.conftest import FRIDAY, Post
from kep_gateway.tests.sandbox.provider import SENDER
from law.clock import legal_day, moved

pytestmark = [pytest.mark.django_db, pytest.mark.engine]
MINUTE = timedelta(minutes=1)
SIX = ((10, 0), (20, 1), (41, 2), (40, 60), (40, 180), (60, 240))
"""Accepted, relayed, not left in the mailbox, left there after all, once more, opened: type and minutes."""


def pieces(message_id: str, reference: str, recipient: str, digest: str) -> list[Piece]:
    """Mint the six, in all families, and verify each."""
    expected, made = Expected(message_id, reference, SENDER, recipient, digest, FRIDAY), []
    for n, (code, minutes) in enumerate(SIX):
        at = FRIDAY + minutes * MINUTE
        event = mint.Event(code, f"delil-{n}", at, message_id, reference, SENDER, recipient, digest)
        where = "hs01.kep.tr" if code == 10 else recipient.rpartition("@")[2]
        data, name, kind = (
            mint.record(event, stamped_at=at, provider=where)
            if n % 3 == 2
            else mint.etsi(event, stamped_at=at, provider=where, wrapped=bool(n % 3))
        )
        proven = prove(data, expected, trust=trust(), at=FRIDAY + timedelta(days=1))
        made.append(Piece(Issued(data, name, kind), proven))
    return made


@pytest.mark.parametrize("rule", list(ServiceRule))
def test_all_720_orders_with_repetitions_give_one_opinion(kep_folder, rule: ServiceRule):
    six = [it.proven for it in pieces("ileti-1", "ref-1", "isik@hs02.kep.tr", "ab" * 32)]
    facts = [EvidenceFact(it.event_at, it.kind, it.reference) for it in six]
    orders = [(*order, *order[::2]) for order in permutations(facts)]
    assert len(orders) == 720
    first = opinion(facts, rule)
    assert {opinion(order, rule) for order in orders} == {first}
    assert first.status is Verdict.SERVED
    later = [replace(it, at=it.at + timedelta(days=9)) for it in facts]
    assert opinion(later, rule) != first, "the control: other evidence, another opinion"


def test_any_order_in_which_the_gateway_takes_them_serves_on_one_day(post: Post, kep_folder):
    served, opinions = set(), set()
    orders = Random(5).sample(list(permutations(range(6))), 12)
    for order in orders:
        notice = post("isik@hs02.kep.tr")
        with moved(FRIDAY):
            deliver(FRIDAY)
        notice = Notice.objects.get(pk=notice.pk)
        assert notice.package
        assert store.read(notice.package.sha256)
        six = pieces(notice.message_id, notice.reference, notice.address, notice.package.sha256)
        for n in (*order, *order[:2]):
            take_evidence(notice.pk, by=EVIDENCE, at=FRIDAY + timedelta(days=1), evidence=six[n])
        notice = Notice.objects.get(pk=notice.pk)
        held = opinion_of(notice)
        opinions.add((held.status, held.served_on, held.because))
        served.add(held.served_on)
    assert len(opinions) == 1
    assert served == {legal_day(FRIDAY) + timedelta(days=5)}
