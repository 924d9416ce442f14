"""The signer port signs any bytes, too: a detached CMS signature that a tool of others verifies."""

from __future__ import annotations

import subprocess
from datetime import UTC, datetime
from pathlib import Path

import pytest
from asn1crypto import cms

from documents import demo_ca
from documents.signer import SEAL_KEY, sign_detached
from ledger.errors import GiveUp

T = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
DATA = b"Konu: yaz\xc4\xb1\r\n\r\n" + bytes(range(256))


def openssl(tmp_path: Path, signature: bytes, data: bytes) -> bool:
    (tmp_path / "signature").write_bytes(signature)
    (tmp_path / "data").write_bytes(data)
    command = ["openssl", "cms", "-verify", "-binary", "-inform", "DER", "-in", str(tmp_path / "signature")]
    given = ["-content", str(tmp_path / "data"), "-CAfile", str(demo_ca.folder() / "root.pem"), "-purpose", "any"]
    return not subprocess.run([*command, *given], capture_output=True, check=False).returncode


def test_a_detached_signature_binds_the_bytes_and_claims_its_time(tmp_path):
    signature = sign_detached(DATA, SEAL_KEY, at=T)
    assert openssl(tmp_path, signature, DATA)
    assert not openssl(tmp_path, signature, DATA + b" ")
    content = cms.ContentInfo.load(signature)["content"]
    assert content["encap_content_info"]["content"].native is None
    (signer,) = content["signer_infos"]
    assert signer["digest_algorithm"]["algorithm"].native == "sha256"
    claims = {it["type"].native: it["values"][0].native for it in signer["signed_attrs"]}
    assert claims["content_type"] == "data"
    assert claims["signing_time"] == T


def test_without_a_key_or_a_signer_nothing_is_signed(settings):
    with pytest.raises(GiveUp):
        sign_detached(DATA, "yok", at=T)
    settings.PRODUCTION = True
    with pytest.raises(GiveUp):
        sign_detached(DATA, SEAL_KEY, at=T)
