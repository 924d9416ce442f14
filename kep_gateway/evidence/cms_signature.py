"""Reading CMS signatures (RFC 5652) with their time stamps (RFC 3161): records, S/MIME, and the stamps themselves."""

from __future__ import annotations

from base64 import b64decode
from contextlib import suppress
from hashlib import new
from typing import Any

from asn1crypto import cms, pem, tsp, x509
from pyhanko.sign.general import (
    MultivaluedAttributeError,
    NonexistentAttributeError,
    check_ess_certid,
    find_unique_cms_attribute,
)
from pyhanko.sign.validation.generic_cms import validate_sig_integrity

from kep_gateway.evidence.facts import Unproven
from kep_gateway.evidence.signature import DAMAGED, Signature, Stamp, beyond_doubt

_ABSENT = (NonexistentAttributeError, MultivaluedAttributeError)


def read_cms(data: bytes, *, detached: bytes | None = None, content_type: str = "data") -> Signature:
    """Read a SignedData (DER, PEM or base64) with one signer.

    Raises:
        Unproven: `unreadable`, `unsigned` (nobody signed) or `untrusted` (the signer's certificate is not in it).
    """
    try:
        return _read(exactly(der_of(data)), detached, content_type)
    except DAMAGED as error:
        raise Unproven("unreadable") from error


def der_of(data: bytes) -> bytes:
    """Return the DER of what may be DER, PEM or bare base64."""
    if data[:1] == b"\x30":
        return data
    if pem.detect(data):
        return bytes(pem.unarmor(data)[2])
    return b64decode(b"".join(data.split()), validate=True)


def exactly(der: bytes) -> cms.ContentInfo:
    """Parse a ContentInfo that fills the bytes to the last one."""
    info: cms.ContentInfo = cms.ContentInfo.load(der, strict=True)
    return info


def _read(info: cms.ContentInfo, detached: bytes | None, content_type: str) -> Signature:
    if info["content_type"].native != "signed_data":
        raise Unproven("unreadable")
    signed = info["content"]
    signers = list(signed["signer_infos"])
    if not signers:
        raise Unproven("unsigned")
    signer, beside = _certificates(signed, signers[0])
    beyond_doubt(signer)
    carried = signed["encap_content_info"]
    inside = carried["content"].native is not None
    content = bytes(carried["content"]) if inside else detached
    if content is None or (inside and detached is not None) or carried["content_type"].native != content_type:
        raise Unproven("unreadable")
    return Signature(
        content=content if holds(signers[0], signer, content, content_type) else None,
        signer=signer,
        beside=beside,
        digests=_digests(signers[0]),
        bound=_bound(signers[0], signer),
        stamp=_stamp(signers[0]),
        signed_at=_claimed(signers[0]),
        others=len(signers) > 1,
    )


def read_stamp(token: bytes, over: bytes) -> Stamp:
    """Read a time stamp token (DER) that must have been made over these bytes."""
    try:
        signature = read_cms(token, content_type="tst_info")
        if signature.content is None:
            return Stamp(holds=False, signature=signature)
        info = tsp.TSTInfo.load(signature.content, strict=True)
        imprint = info["message_imprint"]
        digest = imprint["hash_algorithm"]["algorithm"].native
        holds = new(digest, over).digest() == imprint["hashed_message"].native
        at = info["gen_time"].native
    except (Unproven, *DAMAGED):
        return Stamp(holds=False)
    return Stamp(holds, at, _resting_on(signature, digest), token, over)


def _resting_on(signature: Signature, digest: str) -> Signature:
    """Return the stamp's signature, its imprint's digest among those that it rests on."""
    return Signature(
        signature.content, signature.signer, signature.beside, signature.digests | {digest}, signature.bound, None
    )


def holds(made: cms.SignerInfo, signer: x509.Certificate, content: bytes, content_type: str) -> bool:
    """Tell whether the signature verifies over the content."""
    try:
        digest = new(made["digest_algorithm"]["algorithm"].native, content).digest()
        intact, valid = validate_sig_integrity(made, signer, content_type, digest)
    except DAMAGED:
        return False
    return bool(intact and valid)


def _certificates(
    signed: cms.SignedData, made: cms.SignerInfo
) -> tuple[x509.Certificate, tuple[x509.Certificate, ...]]:
    found = [it.chosen for it in signed["certificates"] if it.name == "certificate"]
    sid = made["sid"]
    for one in found:
        if sid.name == "issuer_and_serial_number":
            named = sid.chosen["issuer"] == one.issuer and sid.chosen["serial_number"].native == one.serial_number
        else:
            named = sid.chosen.native == one.key_identifier
        if named:
            return one, tuple(it for it in found if it is not one)
    raise Unproven("untrusted")


def _digests(made: cms.SignerInfo) -> frozenset[str]:
    found = {made["digest_algorithm"]["algorithm"].native}
    with suppress(ValueError):  # rsassa_pkcs1v15 names no digest: that of the content counts
        found.add(made["signature_algorithm"].hash_algo)
    named = _ess(made)
    if isinstance(named, tsp.ESSCertIDv2):
        found.add(named["hash_algorithm"]["algorithm"].native)
    elif named is not None:
        found.add("sha1")
    return frozenset(found)


def _bound(made: cms.SignerInfo, signer: x509.Certificate) -> bool:
    named = _ess(made)
    return named is not None and bool(check_ess_certid(signer, named))


def _ess(made: cms.SignerInfo) -> Any:
    """Return the signer's certificate identifier (RFC 5035, RFC 2634), None where there is none."""
    for name in ("signing_certificate_v2", "signing_certificate"):
        try:
            return find_unique_cms_attribute(made["signed_attrs"], name)["certs"][0]
        except _ABSENT:
            continue
    return None


def _claimed(made: cms.SignerInfo) -> Any:
    try:
        return find_unique_cms_attribute(made["signed_attrs"], "signing_time").native
    except _ABSENT:
        return None


def _stamp(made: cms.SignerInfo) -> Stamp | None:
    try:
        token = find_unique_cms_attribute(made["unsigned_attrs"], "signature_time_stamp_token")
    except _ABSENT:
        return None
    return read_stamp(token.dump(), made["signature"].native)
