"""A made-up certification authority of KEP for the demo and the tests: roots, providers' keys, a time stamp authority.

`ca/` in the KEP folder holds `keys/` and `trust/`; the latter has the layout of `kep_gateway.evidence.trust`.
Production refuses all of it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, Encoding, pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

from documents.demo_ca import made_once

PASSPHRASE = b"demo"
FROM, UNTIL = datetime(2017, 1, 1, tzinfo=UTC), datetime(2046, 1, 1, tzinfo=UTC)
PROVIDERS = ("hs01.kep.tr", "hs02.kep.tr", "hs03.kep.tr")
TSA = "tsa"

Key = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


@dataclass(frozen=True, eq=False)
class Hand:
    """Who signs: a private key, its certificate, and the certificates between it and the root."""

    key: Key
    certificate: x509.Certificate
    chain: tuple[x509.Certificate, ...] = ()


def folder() -> Path:
    """Return the CA's folder, made on first use; two processes at once end up with one CA.

    Raises:
        ImproperlyConfigured: in production.
    """
    if settings.PRODUCTION:
        raise ImproperlyConfigured("the sandbox's certification authority does not exist in production")
    return made_once(settings.KEP_FOLDER / "ca", _found)


def trust_folder() -> Path:
    """Return the folder of those whom evidence of the sandbox is verified by; as `folder()` says."""
    return folder() / "trust"


def hand(name: str) -> Hand:
    """Return the key of a provider (`hs01.kep.tr`), of the time stamp authority (TSA) or of an authority.

    Raises:
        FileNotFoundError: the CA has no such key.
    """
    file = folder() / "keys" / f"{name}.p12"
    return _load(file, file.stat().st_mtime_ns)


def certify(
    name: str,
    issuer: Hand | None,
    *,
    key: Key | None = None,
    valid: tuple[datetime, datetime] = (FROM, UNTIL),
    authority: bool = False,
    stamps: bool = False,
    signs: bool = True,
) -> Hand:
    """Make a key and a certificate for it; no issuer: self-signed. `signs`: its use is signatures, else encryption."""
    own = key or ec.generate_private_key(ec.SECP256R1())
    by, subject = issuer.key if issuer else own, _name(name)
    usage = x509.KeyUsage(
        digital_signature=signs and not authority, content_commitment=signs and not authority,
        key_encipherment=not signs, data_encipherment=False, key_agreement=False, key_cert_sign=authority,
        crl_sign=authority, encipher_only=False, decipher_only=False,
    )  # fmt: skip
    builder = (
        x509.CertificateBuilder(issuer.certificate.subject if issuer else subject, subject, own.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(own.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(by.public_key()), critical=False)
    )
    if stamps:
        builder = builder.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    above = (issuer.certificate, *issuer.chain) if issuer else ()
    chain = tuple(it for it in above if it.subject != it.issuer)
    return Hand(own, builder.sign(by, hashes.SHA256()), chain)


def revocation_list(
    issuer: Hand,
    revoked: dict[int, datetime],
    *,
    valid: tuple[datetime, datetime] = (FROM, UNTIL - timedelta(days=1)),
) -> bytes:
    """Return an authority's revocation list (DER): serial numbers with the instants since when."""
    entries = [
        x509.RevokedCertificateBuilder().serial_number(number).revocation_date(since).build()
        for number, since in revoked.items()
    ]
    signed = x509.CertificateRevocationListBuilder(issuer.certificate.subject, *valid, revoked_certificates=entries)
    key = x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer.key.public_key())
    numbered = signed.add_extension(x509.CRLNumber(len(entries) + 1), critical=False).add_extension(key, critical=False)
    return numbered.sign(issuer.key, hashes.SHA256()).public_bytes(Encoding.DER)


def _found(home: Path) -> None:
    trust = home / "trust"
    (home / "keys").mkdir(parents=True, mode=0o700)
    for part in ("roots", "others", "stamps", "lists"):
        (trust / part).mkdir(parents=True)
    root = certify("Deneme KEP Kökü", None, authority=True)
    issuing = certify("Deneme KEP Sertifika Sağlayıcısı", root, authority=True)
    stamping = certify("Deneme Zaman Damgası Kökü", None, authority=True)
    for part, name, one in (("roots", "root", root), ("others", "issuing", issuing), ("stamps", "stamping", stamping)):
        _keep(home, name, one)
        (trust / part / f"{name}.pem").write_bytes(one.certificate.public_bytes(Encoding.PEM))
        (trust / "lists" / f"{name}.crl").write_bytes(revocation_list(one, {}))
    _keep(home, TSA, certify("Deneme Zaman Damgası", stamping, stamps=True))
    made = {domain: certify(f"{domain} (deneme)", issuing, key=_key_of(domain)) for domain in PROVIDERS}
    for domain, one in made.items():
        _keep(home, domain, one)
    known = {
        domain: {"name": f"Deneme KEPHS {domain}", "signers": [one.certificate.subject.rfc4514_string()]}
        for domain, one in made.items()
    }
    (trust / "providers.json").write_text(json.dumps(known, ensure_ascii=False, indent=2))


def _key_of(domain: str) -> Key:
    """Return a new key: RSA for hs02, so that both families are met; P-256 for the others."""
    if domain == "hs02.kep.tr":
        return rsa.generate_private_key(65537, 2048)
    return ec.generate_private_key(ec.SECP256R1())


def _keep(home: Path, name: str, made: Hand) -> None:
    lock = BestAvailableEncryption(PASSPHRASE)
    data = pkcs12.serialize_key_and_certificates(name.encode(), made.key, made.certificate, made.chain, lock)
    file = home / "keys" / f"{name}.p12"
    file.write_bytes(data)
    file.chmod(0o600)


@lru_cache(maxsize=64)
def _load(file: Path, _written: int) -> Hand:
    key, made, chain = pkcs12.load_key_and_certificates(file.read_bytes(), PASSPHRASE)
    assert isinstance(key, ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey)
    assert made is not None
    return Hand(key, made, tuple(chain))


def _name(common_name: str) -> x509.Name:
    return x509.Name(
        [x509.NameAttribute(NameOID.COUNTRY_NAME, "TR"), x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    )
