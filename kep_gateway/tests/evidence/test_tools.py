"""openssl and xmlsec1 agree with us on every piece: on signatures and chains, which is all that they look at."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256

import pytest

from bench.evidence.corpus import FORGERIES, GENUINE, made, reasons
from bench.evidence.tools import sound

OF_SIGNATURES = {"broken", "untrusted", "self_signed", "expired", "unsigned", "unreadable"}
"""Codes of faults that these tools know as well."""
OF_SHAPE = {"nested", "doctype", "several", "partly_signed", "wrapped"}
"""Codes of a shape in which the tools find no signature to look at."""
BEYOND_THEM = {
    "CMS with bytes behind it": "openssl reads no further than the signature",
    "only the signed properties": "xmlsec1 does not ask what is signed",
    "UTF-16": "xmlsec1 reads every character set",
    "XPath that leaves nothing": "xmlsec1 knows XPath and is content with a signature over nothing",
    "external entity": "xmlsec1 leaves an entity alone that nothing uses",
}


def test_independent_tools_say_of_each_piece_what_is_expected(tmp_path):
    def said(name: str) -> bool:
        place = tmp_path / sha256(name.encode()).hexdigest()
        place.mkdir()
        return sound(made(name), place)

    names = [*FORGERIES, *GENUINE]
    expected = {name: made(name).sound for name in names}
    with ThreadPoolExecutor(4) as pool:
        assert dict(zip(names, pool.map(said, names), strict=True)) == expected


@pytest.mark.parametrize("refused", [True, False])
def test_whom_the_tools_refuse_we_refuse_for_a_like_reason(refused):
    """What they take and we refuse has a fault that they do not look at."""
    for name in FORGERIES:
        said = set(reasons(name))
        if refused and not made(name).sound:
            assert said & (OF_SIGNATURES | OF_SHAPE), name
        elif not refused and made(name).sound:
            assert not said & OF_SIGNATURES or name in BEYOND_THEM, name
    assert all(made(name).sound for name in GENUINE)
