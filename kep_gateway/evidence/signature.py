"""One electronic signature as it was found, whatever its family."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from asn1crypto import x509
from cryptography import x509 as load
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from pyhanko.sign.general import CMSExtractionError
from pyhanko.sign.validation.errors import SignatureValidationError

from documents.signatures import UNREADABLE

DAMAGED = (
    *(*UNREADABLE, CMSExtractionError, SignatureValidationError, UnsupportedAlgorithm, InvalidSignature),
    *(load.InvalidVersion, AssertionError, LookupError, ArithmeticError, RecursionError),
)
"""What foreign bytes make asn1crypto, pyHanko and cryptography raise; each means that they cannot be read."""
LEAST_RSA_BITS, LEAST_EC_BITS = 2048, 256
STRONG = frozenset({"sha256", "sha384", "sha512", "sha3_256", "sha3_384", "sha3_512"})
"""The digests that count; any other is weak or unknown."""


@dataclass(frozen=True, eq=False)
class Stamp:
    """A time stamp (RFC 3161). `holds`: it verifies and is about this signature; else nothing of it counts.

    `token` is the stamp itself (DER), `over` the bytes that it was made of.
    """

    holds: bool
    at: datetime | None = None
    signature: Signature | None = None
    token: bytes = b""
    over: bytes = b""


@dataclass(frozen=True, eq=False)
class Signature:
    """One signature.

    `content` is what it covers, as the verifier returned it; None: it does not verify. `digests` are the digests that
    it rests on, `beside` the other certificates in it, `bound` whether it names its certificate, `signed_at` when it
    claims to have been made, `others` whether there are further signatures, `whole` whether it covers everything.
    """

    content: bytes | None
    signer: x509.Certificate
    beside: tuple[x509.Certificate, ...]
    digests: frozenset[str]
    bound: bool
    stamp: Stamp | None
    signed_at: datetime | None = None
    others: bool = False
    whole: bool = True

    @property
    def weak(self) -> bool:
        """Whether a digest or the key is too weak."""
        return not self.digests <= STRONG or weak_key(self.signer)


def weak_key(certificate: x509.Certificate) -> bool:
    """Tell whether a certificate's key is too weak, or of an unknown family."""
    key = beyond_doubt(certificate).public_key()
    if isinstance(key, rsa.RSAPublicKey):
        return key.key_size < LEAST_RSA_BITS
    return not isinstance(key, ec.EllipticCurvePublicKey) or key.key_size < LEAST_EC_BITS


def beyond_doubt(certificate: x509.Certificate) -> load.Certificate:
    """Return a signer's certificate as the stricter of two parsers reads it, with its name and key.

    Raises:
        ValueError, UnsupportedAlgorithm: it cannot.
    """
    read = load.load_der_x509_certificate(certificate.dump())
    read.subject.rfc4514_string()
    read.public_key()
    return read
