"""The trust folder, the sandbox's authority, and what hostile certificates cost."""

from __future__ import annotations

from multiprocessing import get_context

import pytest
from django.core.exceptions import ImproperlyConfigured

from bench.evidence.corpus import OURS, Item, T, event, judged, lists, loaded, number, xml
from kep_gateway.evidence.facts import Proven
from kep_gateway.evidence.trust import MOST_CERTIFICATES, chain_fault, trust, trust_files
from kep_gateway.sandbox import ca, mint
from law.clock import monotonic


def test_a_folder_is_read_once_for_each_state(settings, tmp_path):
    settings.KEP_FOLDER = tmp_path
    before = trust()
    assert trust() is before
    data = mint.etsi(event(10), stamped_at=T)[0]
    assert isinstance(judged(Item(data)), Proven)
    (tmp_path / "ca/trust/lists/issuing.crl").write_bytes(lists(issuing={number(OURS): ca.FROM})[1])
    assert trust() is not before
    assert judged(Item(data)) == ("revoked",)


def test_production_trusts_nobody_until_it_is_told(settings, tmp_path):
    sandbox = ca.folder() / "trust"
    settings.PRODUCTION, settings.KEP_TRUST_MAKER = True, ""
    assert trust().roots == ()
    assert list(trust_files()) == []
    with pytest.raises(ImproperlyConfigured):
        ca.folder()
    settings.KEP_TRUST_MAKER = "kep_gateway.sandbox.ca.trust_folder"
    with pytest.raises(ImproperlyConfigured):
        trust()
    settings.KEP_TRUST = sandbox
    assert trust().provider_at("a@b.hs03.kep.tr") == "hs03.kep.tr"
    assert {name for name, _ in trust_files()} >= {"providers.json", "roots/root.pem", "lists/issuing.crl"}


def test_an_address_belongs_to_a_provider_or_to_nobody():
    known = trust()
    assert known.provider_at("isik@HS02.kep.tr") == "hs02.kep.tr"
    assert (
        known.provider_at("isik@xhs02.kep.tr") == known.provider_at("isik@hs02.kep.tr.x") == known.provider_at("") == ""
    )


def test_processes_that_come_at_once_have_one_authority(settings, tmp_path):
    settings.KEP_FOLDER = tmp_path
    fork = get_context("fork")
    racers = [fork.Process(target=ca.folder) for _ in range(4)]
    for racer in racers:
        racer.start()
    for racer in racers:
        racer.join(30)
    assert [racer.exitcode for racer in racers] == [0] * 4
    assert {it.name for it in tmp_path.iterdir() if not it.name.startswith(".")} == {"ca"}
    assert isinstance(judged(Item(xml())), Proven)


def test_certificates_that_all_vouch_for_each_other_cost_little():
    root = ca.certify("A", None, authority=True)
    many = tuple(loaded(ca.certify("A", root, key=root.key, authority=True)) for _ in range(40))
    began = monotonic()
    assert chain_fault(loaded(ca.certify("B", root)), many, trust=trust(), stamps=False, moment=T) == "untrusted"
    assert monotonic() - began < 5
    assert len(many) > MOST_CERTIFICATES
