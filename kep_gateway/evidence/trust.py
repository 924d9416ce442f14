"""Whom we trust with evidence: roots, time stamp authorities, revocation lists, and the providers' own certificates.

The folder SICIL_KEP_TRUST holds `roots/*.pem`, `others/*.pem` (certificates between root and signer), `stamps/*.pem`
(roots of time stamp authorities), `lists/*.crl` (revocation lists of every authority in a chain) and `providers.json`:
`{"hs01.kep.tr": {"name": "…", "signers": ["CN=…,C=TR"]}}`, subjects after RFC 4514. Nothing is ever fetched: who keeps
the folder keeps its lists fresh. Where none is named, the setting KEP_TRUST_MAKER may name a function that returns one:
outside production the sandbox's, in production none.
"""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from asn1crypto import crl, pem, x509
from cryptography.x509 import Name
from django.conf import settings
from django.utils.module_loading import import_string
from pyhanko_certvalidator import ValidationContext, find_valid_path
from pyhanko_certvalidator.errors import (
    DisallowedAlgorithmError,
    ExpiredError,
    InsufficientRevinfoError,
    NotYetValidError,
    RevokedError,
    StaleRevinfoError,
)

from kep_gateway.evidence.signature import DAMAGED, beyond_doubt

MOST_CERTIFICATES = 6
"""How many certificates of a signature are looked at when its chain is built."""


@dataclass(frozen=True, eq=False)
class Trust:
    """What one state of the folder says; `providers` maps a provider's domain to the subjects that sign for it."""

    roots: tuple[x509.Certificate, ...]
    others: tuple[x509.Certificate, ...]
    stamps: tuple[x509.Certificate, ...]
    lists: tuple[crl.CertificateList, ...]
    providers: Mapping[str, frozenset[str]]

    def provider_at(self, address: str) -> str:
        """Return the domain of the provider that an address is at, which may have subdomains; else nothing."""
        domain = address.strip().rpartition("@")[2].lower()
        return next((it for it in self.providers if domain == it or domain.endswith(f".{it}")), "")

    def provider_of(self, signer: x509.Certificate) -> str:
        """Return the domain of the provider that a certificate signs for, empty where there is none."""
        subject = subject_of(signer)
        return next((domain for domain, subjects in self.providers.items() if subject in subjects), "")


def trust() -> Trust:
    """Return what the trust folder says now; production without SICIL_KEP_TRUST trusts nobody.

    Raises:
        ValueError: the folder holds something that is not what its place says.
    """
    home = _home()
    return _loaded(home, _state(home)) if home else Trust((), (), (), (), {})


def trust_files() -> Iterator[tuple[str, bytes]]:
    """Yield name and bytes of every file in the trust folder, for whoever verifies evidence without us."""
    if home := _home():
        for name, _, _ in _state(home):
            yield str(Path(name).relative_to(home)), Path(name).read_bytes()


def subject_of(certificate: x509.Certificate) -> str:
    """Return a certificate's subject after RFC 4514."""
    return beyond_doubt(certificate).subject.rfc4514_string()


def chain_fault(
    signer: x509.Certificate, beside: tuple[x509.Certificate, ...], *, trust: Trust, stamps: bool, moment: datetime
) -> str:
    """Return the code of what is wrong with a signer's chain at an instant, empty where nothing is (RFC 5280, 6).

    Every certificate below the root needs a revocation list that had not ended at that instant; a list made later
    counts, too, with the revocations of before. `beside` is what the signature brought along, `stamps` asks for a time
    stamp authority.
    """
    brought = tuple(it.dump() for it in beside[:MOST_CERTIFICATES])
    return _chain_fault(trust, signer.dump(), brought, stamps, moment)


@lru_cache(maxsize=2048)
def _chain_fault(trust: Trust, signer: bytes, beside: tuple[bytes, ...], stamps: bool, moment: datetime) -> str:  # noqa: FBT001  # a cache's key
    try:
        certificate = x509.Certificate.load(signer)
        context = ValidationContext(
            trust_roots=list(trust.stamps if stamps else trust.roots),
            other_certs=[*trust.others, *(x509.Certificate.load(it) for it in beside)],
            crls=list(trust.lists),
            moment=moment,
            allow_fetching=False,
            revocation_mode="require",
            retroactive_revinfo=True,
        )
        paths = context.path_builder.async_build_paths_lazy(certificate)
        asyncio.run(find_valid_path(certificate, paths, context))
    except DAMAGED as error:
        return _code_of(error, signer)
    return ""


def _code_of(error: Exception, signer: bytes) -> str:
    found = next((code for kind, code in _FAULTS if isinstance(error, kind)), "untrusted")
    if found == "untrusted" and _self_signed(signer):
        return "self_signed"
    return found


_FAULTS: tuple[tuple[Any, str], ...] = (
    (RevokedError, "revoked"),
    ((ExpiredError, NotYetValidError), "expired"),
    (StaleRevinfoError, "stale_list"),
    (InsufficientRevinfoError, "no_list"),
    (DisallowedAlgorithmError, "weak"),
)


def _self_signed(signer: bytes) -> bool:
    try:
        return bool(x509.Certificate.load(signer).self_issued)
    except ValueError:
        return False


def _home() -> Path | None:
    if settings.KEP_TRUST is not None or not settings.KEP_TRUST_MAKER:
        kept: Path | None = settings.KEP_TRUST
        return kept
    made: Path = import_string(settings.KEP_TRUST_MAKER)()
    return made


def _state(home: Path) -> tuple[tuple[str, int, int], ...]:
    files = sorted(it for it in home.rglob("*") if it.is_file())
    return tuple((str(it), it.stat().st_mtime_ns, it.stat().st_size) for it in files)


@lru_cache(maxsize=4)
def _loaded(home: Path, _state: tuple[tuple[str, int, int], ...]) -> Trust:
    known = json.loads((home / "providers.json").read_text())
    return Trust(
        roots=_certificates(home / "roots"),
        others=_certificates(home / "others"),
        stamps=_certificates(home / "stamps"),
        lists=tuple(crl.CertificateList.load(der) for der in _ders((home / "lists").glob("*.crl"))),
        providers={
            domain.lower(): frozenset(Name.from_rfc4514_string(it).rfc4514_string() for it in one["signers"])
            for domain, one in known.items()
        },
    )


def _certificates(place: Path) -> tuple[x509.Certificate, ...]:
    return tuple(x509.Certificate.load(der) for der in _ders(place.glob("*.pem")))


def _ders(files: Iterable[Path]) -> Iterator[bytes]:
    for file in sorted(files):
        data = file.read_bytes()
        yield from (der for _, _, der in pem.unarmor(data, multiple=True)) if pem.detect(data) else (data,)
