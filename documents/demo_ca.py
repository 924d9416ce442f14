"""A made-up certification authority for the demo and the tests: root, issuing CA, revocation lists, people's keys.

`demo_ca/` in the data folder holds what a trust store holds (roots and lists); `demo_ca/keys/` the private keys.
Production refuses all of it.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path

from asn1crypto import keys, pem
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from pyhanko.sign.signers import SimpleSigner
from pyhanko.sign.timestamps.dummy_client import DummyTimeStamper
from pyhanko_certvalidator.registry import SimpleCertificateStore

from documents.pades import embed

PASSPHRASE = b"demo"
FROM, UNTIL = datetime(2017, 1, 1, tzinfo=UTC), datetime(2046, 1, 1, tzinfo=UTC)
SEAL_KEY = "eseal"
"""The name of the institution's e-seal key, here and at a real signer."""
AUTHORITY, STAMPS = "authority", "stamps"
"""What a certificate is for, where it is not for signing documents."""
PrivateKey = ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey


def folder() -> Path:
    """Return the CA's folder, made on first use; two processes at once end up with one CA.

    Raises:
        ImproperlyConfigured: in production.
    """
    if settings.PRODUCTION:
        raise ImproperlyConfigured("the demo's certification authority does not exist in production")
    return made_once(settings.DATA_DIR / "demo_ca", _found)


def made_once(home: Path, found: Callable[[Path], None]) -> Path:
    """Return a folder that `found` fills on first use, whole or absent; of two processes at once the first counts."""
    if not home.exists():
        draft = home.with_name(f".{home.name}.{secrets.token_hex(4)}")
        found(draft)
        try:
            draft.rename(home)
        except OSError:
            if not home.exists():
                raise
    return home


def issue(
    common_name: str,
    identity_number: str,
    *,
    key_name: str,
    valid_from: datetime = FROM,
    valid_until: datetime = UNTIL,
) -> Path:
    """Issue a signer's certificate with the identity number as its serialNumber; return its PKCS#12 file.

    A key that this person has under this name already is left as it is.

    Raises:
        ValueError: the key of this name is somebody else's.
    """
    home, subject = folder(), _name(common_name, identity_number)
    file = _key_file(home, key_name)
    if not file.exists():
        _issue(home, common_name, identity_number, key_name, (valid_from, valid_until))
    elif (owner := _load(file)[1].subject) != subject:
        raise ValueError(f"the key {key_name!r} is that of {owner.rfc4514_string()}")
    return file


def issue_self_signed(common_name: str, identity_number: str, *, key_name: str) -> Path:
    """Make a signer whom no authority vouches for, to try out that nobody trusts it."""
    home, key = folder(), ec.generate_private_key(ec.SECP256R1())
    subject = _name(common_name, identity_number)
    made = _certificate(subject, key, subject, key, (FROM, UNTIL))
    return _keep(_key_file(home, key_name), key, made, [])


def revoke(key_name: str, *, at: datetime) -> None:
    """Put a signer's certificate on the issuing CA's revocation list."""
    home = folder()
    _key, made = _load(_key_file(home, key_name))
    known = x509.load_pem_x509_crl((home / "issuing.crl").read_bytes())
    entry = x509.RevokedCertificateBuilder().serial_number(made.serial_number).revocation_date(at).build()
    _publish(home, "issuing", [*known, entry])


def signer(key_name: str) -> SimpleSigner:
    """Load a key for pyHanko.

    Raises:
        FileNotFoundError: the CA issued no such key.
    """
    file = _key_file(folder(), key_name)
    if not file.exists():
        raise FileNotFoundError(file)
    return _signer(file, file.stat().st_mtime_ns)


@lru_cache(maxsize=64)
def _signer(file: Path, _written: int) -> SimpleSigner:
    loaded: SimpleSigner = SimpleSigner.load_pkcs12(str(file), passphrase=PASSPHRASE)
    return loaded


def sign_as(pdf: bytes, key_name: str, *, at: datetime) -> bytes:
    """Sign a PDF as a firm's signatory would do on his own machine."""
    return embed(pdf, signer(key_name), reason="", at=at)


def time_stamper(at: datetime) -> DummyTimeStamper:
    """Return the CA's own authority of time stamps, which says that it is `at`; made on first use."""
    home = folder()
    file = home / "keys" / "tsa.pem"
    if not file.exists():
        _issue_stamper(home, file)
    parts = {kind: der for kind, _headers, der in pem.unarmor(file.read_bytes(), multiple=True)}
    certificate = asn1_x509.Certificate.load(parts["CERTIFICATE"])
    issuer = asn1_x509.Certificate.load(pem.unarmor((home / "issuing.pem").read_bytes())[2])
    key = keys.PrivateKeyInfo.load(parts["PRIVATE KEY"])
    beside = SimpleCertificateStore()  # type: ignore[no-untyped-call]  # pyHanko left it without types
    beside.register(issuer)
    return DummyTimeStamper(certificate, key, certs_to_embed=beside, fixed_dt=at)


def _issue_stamper(home: Path, file: Path) -> None:
    """Issue its certificate; the key is RSA, which is all that pyHanko's own stamper signs with."""
    issuer_key, issuer = _authority(home, "issuing")
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    subject = _name("Deneme Zaman Damgası")
    made = _certificate(subject, key, issuer.subject, issuer_key, (FROM, UNTIL), use=STAMPS)
    plain = serialization.NoEncryption()
    private = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, plain)
    _put_whole(file, private + made.public_bytes(serialization.Encoding.PEM), mode=0o600)


def _found(home: Path) -> None:
    (home / "keys").mkdir(parents=True, mode=0o700)
    keys = {name: ec.generate_private_key(ec.SECP256R1()) for name in ("root", "issuing")}
    names = {"root": _name("Deneme Kök Sertifikası"), "issuing": _name("Deneme Nitelikli Sertifika Sağlayıcısı")}
    for name, key in keys.items():
        made = _certificate(names[name], key, names["root"], keys["root"], (FROM, UNTIL), use=AUTHORITY)
        (home / f"{name}.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
        _keep(_key_file(home, f"ca-{name}"), key, made, [])
        _publish(home, name, [])
    _issue(home, "İSGGM Elektronik Mührü (deneme)", "", SEAL_KEY, (FROM, UNTIL))


def _issue(home: Path, common_name: str, identity_number: str, key_name: str, valid: tuple[datetime, datetime]) -> None:
    issuer_key, issuer = _authority(home, "issuing")
    key = ec.generate_private_key(ec.SECP256R1())
    made = _certificate(_name(common_name, identity_number), key, issuer.subject, issuer_key, valid)
    _keep(_key_file(home, key_name), key, made, [issuer])


def _certificate(
    subject: x509.Name,
    key: PrivateKey,
    issuer: x509.Name,
    issuer_key: ec.EllipticCurvePrivateKey,
    valid: tuple[datetime, datetime],
    *,
    use: str = "",
) -> x509.Certificate:
    authority = use == AUTHORITY
    usage = x509.KeyUsage(
        digital_signature=not authority, content_commitment=not authority, key_encipherment=False,
        data_encipherment=False, key_agreement=False, key_cert_sign=authority, crl_sign=authority,
        encipher_only=False, decipher_only=False,
    )  # fmt: skip
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(valid[0])
        .not_valid_after(valid[1])
        .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        .add_extension(usage, critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()), critical=False)
    )
    if use == STAMPS:
        made = made.add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.TIME_STAMPING]), critical=True)
    return made.sign(issuer_key, hashes.SHA256())


def _publish(home: Path, name: str, revoked: list[x509.RevokedCertificate]) -> None:
    """Write an authority's revocation list."""
    key, made = _authority(home, name)
    builder = x509.CertificateRevocationListBuilder(
        made.subject, FROM, UNTIL - timedelta(days=1), revoked_certificates=revoked
    )
    number = x509.CRLNumber(len(revoked) + 1)
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(key.public_key())
    signed = builder.add_extension(number, critical=False).add_extension(issuer, critical=False)
    data = signed.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    _put_whole(home / f"{name}.crl", data, mode=0o644)


def _authority(home: Path, name: str) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    return _load(_key_file(home, f"ca-{name}"))


def _load(file: Path) -> tuple[ec.EllipticCurvePrivateKey, x509.Certificate]:
    key, made, _ = pkcs12.load_key_and_certificates(file.read_bytes(), PASSPHRASE)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    assert made is not None
    return key, made


def _keep(file: Path, key: ec.EllipticCurvePrivateKey, made: x509.Certificate, chain: list[x509.Certificate]) -> Path:
    lock = serialization.BestAvailableEncryption(PASSPHRASE)
    data = pkcs12.serialize_key_and_certificates(file.stem.encode(), key, made, chain, lock)
    return _put_whole(file, data, mode=0o600)


def _put_whole(file: Path, data: bytes, *, mode: int) -> Path:
    """Write a file that is read whole or not at all."""
    draft = file.with_name(f".{file.name}.{secrets.token_hex(4)}")
    draft.write_bytes(data)
    draft.chmod(mode)
    return draft.replace(file)


def _key_file(home: Path, key_name: str) -> Path:
    return home / "keys" / f"{key_name}.p12"


def _name(common_name: str, identity_number: str = "") -> x509.Name:
    parts = [x509.NameAttribute(NameOID.COUNTRY_NAME, "TR"), x509.NameAttribute(NameOID.COMMON_NAME, common_name)]
    if identity_number:
        parts.append(x509.NameAttribute(NameOID.SERIAL_NUMBER, identity_number))
    return x509.Name(parts)
