"""Whom we trust, read from the folder that the installation names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from asn1crypto import crl, pem, x509
from django.conf import settings
from pyhanko_certvalidator import ValidationContext

from documents import demo_ca


@dataclass(frozen=True)
class TrustStore:
    """Whom we trust: root certificates, those between, and revocation lists."""

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...]
    revoked: tuple[crl.CertificateList, ...]


def trust_store() -> TrustStore:
    """Read the trust store: `*.pem`, `*.crt`, `*.cer` and `*.crl` of SICIL_TRUST, else of the demo's CA.

    Production without SICIL_TRUST trusts nobody.
    """
    folder: Path | None = settings.TRUST_DIR or (None if settings.PRODUCTION else demo_ca.folder())
    files = sorted(folder.iterdir()) if folder else []
    certificates = [x509.Certificate.load(der) for der in _ders(files, ".pem", ".crt", ".cer")]
    return TrustStore(
        roots=tuple(it for it in certificates if it.self_issued),
        others=tuple(it for it in certificates if not it.self_issued),
        revoked=tuple(crl.CertificateList.load(der) for der in _ders(files, ".crl")),
    )


def context_at(store: TrustStore, at: datetime) -> ValidationContext:
    """Return what pyHanko validates with at an instant: our store and nothing from the network."""
    return ValidationContext(
        trust_roots=list(store.roots),
        other_certs=list(store.others),
        crls=list(store.revoked),
        moment=at,
        allow_fetching=False,
        revocation_mode="require" if store.revoked else "soft-fail",
    )


def _ders(files: Iterable[Path], *endings: str) -> Iterator[bytes]:
    for file in files:
        if file.suffix in endings:
            data = file.read_bytes()
            yield from (der for _, _, der in pem.unarmor(data, multiple=True)) if pem.detect(data) else (data,)
