"""How the sandbox signs: CMS (RFC 5652, CAdES-T), time stamps (RFC 3161), S/MIME (RFC 8551) and XAdES-T (EN 319 132-1).

Written apart from what verifies it, so that the two do not share a mistake.
"""

from __future__ import annotations

import secrets
from base64 import b64encode, encodebytes
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import new, sha256
from typing import Any

from asn1crypto import algos, cms, core, tsp, x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import Certificate
from lxml import etree

from kep_gateway.sandbox.ca import Hand

Stamper = Callable[[bytes], bytes]
"""Makes a time stamp token (DER) over bytes."""

DS, XADES = "http://www.w3.org/2000/09/xmldsig#", "http://uri.etsi.org/01903/v1.3.2#"
EXCLUSIVE, INCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#", "http://www.w3.org/TR/2001/REC-xml-c14n-20010315"
_HASHES: dict[str, hashes.HashAlgorithm] = {
    "sha1": hashes.SHA1(),  # noqa: S303  # forgeries are signed with it
    "sha256": hashes.SHA256(),
    "sha512": hashes.SHA512(),
}
_DIGESTS = {"sha1": f"{DS}sha1", "sha256": "http://www.w3.org/2001/04/xmlenc#sha256"}
_DIGESTS["sha512"] = "http://www.w3.org/2001/04/xmlenc#sha512"
_POLICY = "1.3.6.1.4.1.99999.1"
"""The stamp policy's OID, under a number that is nobody's."""


def stamper(hand: Hand, at: datetime, *, digest: str = "sha256") -> Stamper:
    """Return what makes time stamps of one instant."""

    def stamp(data: bytes) -> bytes:
        imprint = {"hash_algorithm": {"algorithm": digest}, "hashed_message": new(digest, data).digest()}
        info = tsp.TSTInfo(
            {
                "version": "v1",
                "policy": _POLICY,
                "message_imprint": imprint,
                "serial_number": secrets.randbits(63),
                "gen_time": at.astimezone(UTC).replace(microsecond=0),
            }
        )
        return signed_cms(info.dump(), hand, at=at, content_type="tst_info", digest=digest)

    return stamp


def signed_cms(
    content: bytes,
    hand: Hand,
    *,
    at: datetime,
    stamp: Stamper | None = None,
    detached: bool = False,
    content_type: str = "data",
    digest: str = "sha256",
    bound: bool = True,
) -> bytes:
    """Return a SignedData (DER) with one signer; `bound`: it names its certificate (ESS signing-certificate-v2)."""
    made = _signer_info(hand, _attributes(content, hand, at, content_type, digest, bound=bound), digest)
    if stamp:
        token = cms.ContentInfo.load(stamp(made["signature"]))
        made["unsigned_attrs"] = [{"type": "signature_time_stamp_token", "values": [token]}]
    kind = core.ParsableOctetString if content_type != "data" else core.OctetString
    carried = {"content_type": content_type} | ({} if detached else {"content": kind(content)})
    body = {
        "version": "v3" if content_type != "data" else "v1",
        "digest_algorithms": [algos.DigestAlgorithm({"algorithm": digest})],
        "encap_content_info": carried,
        "certificates": [_loaded(it) for it in (hand.certificate, *hand.chain)],
        "signer_infos": [made],
    }
    whole: bytes = cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(body)}).dump()
    return whole


def _attributes(
    content: bytes, hand: Hand, at: datetime, content_type: str, digest: str, *, bound: bool
) -> cms.CMSAttributes:
    attributes = [
        ("content_type", content_type),
        ("message_digest", new(digest, content).digest()),
        ("signing_time", cms.Time({"utc_time": at.astimezone(UTC).replace(microsecond=0)})),
    ]
    if bound:
        mark = sha256(_loaded(hand.certificate).dump()).digest()
        named = tsp.ESSCertIDv2({"hash_algorithm": {"algorithm": "sha256"}, "cert_hash": mark})
        attributes.append(("signing_certificate_v2", tsp.SigningCertificateV2({"certs": [named]})))
    return cms.CMSAttributes([{"type": name, "values": [value]} for name, value in attributes])


def _signer_info(hand: Hand, signed: cms.CMSAttributes, digest: str) -> dict[str, Any]:
    signer = _loaded(hand.certificate)
    family = "ecdsa" if isinstance(hand.key, ec.EllipticCurvePrivateKey) else "rsa"
    return {
        "version": "v1",
        "sid": {"issuer_and_serial_number": {"issuer": signer.issuer, "serial_number": signer.serial_number}},
        "digest_algorithm": {"algorithm": digest},
        "signed_attrs": signed,
        "signature_algorithm": {"algorithm": f"{digest}_{family}"},
        "signature": signature(hand, signed.dump(), digest),
    }


def _loaded(certificate: Certificate) -> x509.Certificate:
    made: x509.Certificate = x509.Certificate.load(certificate.public_bytes(Encoding.DER))
    return made


def signature(hand: Hand, data: bytes, digest: str) -> bytes:
    """Return the bare signature over bytes (ECDSA as DER, RSA after PKCS #1 v1.5)."""
    if isinstance(hand.key, ec.EllipticCurvePrivateKey):
        return hand.key.sign(data, ec.ECDSA(_HASHES[digest]))
    return hand.key.sign(data, padding.PKCS1v15(), _HASHES[digest])


def signed_mail(entity: bytes, hand: Hand, *, at: datetime, headers: bytes = b"", opaque: bool = False) -> bytes:
    """Return an S/MIME message around a MIME entity: multipart/signed, or one application/pkcs7-mime (`opaque`)."""
    made = signed_cms(entity, hand, at=at, detached=not opaque)
    start = headers + b"MIME-Version: 1.0\r\n"
    coded = encodebytes(made).replace(b"\n", b"\r\n")
    if opaque:
        kind = b'Content-Type: application/pkcs7-mime; smime-type=signed-data; name="smime.p7m"\r\n'
        return start + kind + b"Content-Transfer-Encoding: base64\r\n\r\n" + coded
    fence = f"=_{secrets.token_hex(12)}".encode()
    kind = b'Content-Type: multipart/signed; protocol="application/pkcs7-signature"; micalg=sha-256; boundary="%b"\r\n'
    proof = b'Content-Type: application/pkcs7-signature; name="smime.p7s"\r\nContent-Transfer-Encoding: base64\r\n\r\n'
    parts = (b"\r\n--%b\r\n" % fence, entity, b"\r\n--%b\r\n" % fence, proof, coded, b"--%b--\r\n" % fence)
    return start + kind % fence + b"".join(parts)


def signed_xml(
    root: etree._Element,
    hand: Hand,
    *,
    at: datetime,
    stamp: Stamper | None,
    digest: str = "sha256",
    c14n: str = EXCLUSIVE,
    bound: bool = True,
    reference: str = "",
) -> bytes:
    """Append an enveloped XAdES signature to `root` and return the document; `reference` is the URI it covers."""
    covered = next(it for it in root.iter() if not reference or it.get("Id") == reference[1:])
    content = canonical(covered, c14n)
    made = etree.SubElement(root, f"{{{DS}}}Signature", {"Id": "imza"}, nsmap={"ds": DS})
    info, value, key = (_ds(made, name) for name in ("SignedInfo", "SignatureValue", "KeyInfo"))
    _ds(info, "CanonicalizationMethod", Algorithm=c14n)
    _ds(info, "SignatureMethod", Algorithm=_method(hand, digest))
    certificates = _ds(key, "X509Data")
    for one in (hand.certificate, *hand.chain):
        _ds(certificates, "X509Certificate").text = base64(one.public_bytes(Encoding.DER))
    signed, unsigned = _properties(made, hand, at, bound=bound)
    transforms = (f"{DS}enveloped-signature", c14n)
    _refer(info, reference, content, transforms, digest)
    _refer(
        info,
        "#imza-bilgisi",
        canonical(signed, c14n),
        (c14n,),
        digest,
        Type="http://uri.etsi.org/01903#SignedProperties",
    )
    raw = signature(hand, canonical(info, c14n), digest)
    value.text = base64(fixed(hand, raw))
    if stamp:
        _stamp(unsigned, value, stamp, c14n)
    whole: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return whole


def _properties(
    made: etree._Element, hand: Hand, at: datetime, *, bound: bool
) -> tuple[etree._Element, etree._Element]:
    place = etree.SubElement(
        _ds(made, "Object"), f"{{{XADES}}}QualifyingProperties", {"Target": "#imza"}, nsmap={"xades": XADES}
    )
    signed = etree.SubElement(place, f"{{{XADES}}}SignedProperties", {"Id": "imza-bilgisi"})
    said = etree.SubElement(signed, f"{{{XADES}}}SignedSignatureProperties")
    etree.SubElement(said, f"{{{XADES}}}SigningTime").text = at.astimezone(UTC).isoformat(timespec="seconds")
    if bound:
        named = etree.SubElement(etree.SubElement(said, f"{{{XADES}}}SigningCertificateV2"), f"{{{XADES}}}Cert")
        mark = etree.SubElement(named, f"{{{XADES}}}CertDigest")
        _ds(mark, "DigestMethod", Algorithm=_DIGESTS["sha256"])
        _ds(mark, "DigestValue").text = base64(hand.certificate.fingerprint(hashes.SHA256()))
    unsigned = etree.SubElement(place, f"{{{XADES}}}UnsignedProperties")
    return signed, etree.SubElement(unsigned, f"{{{XADES}}}UnsignedSignatureProperties")


def _stamp(unsigned: etree._Element, value: etree._Element, stamp: Stamper, c14n: str) -> None:
    place = etree.SubElement(unsigned, f"{{{XADES}}}SignatureTimeStamp")
    _ds(place, "CanonicalizationMethod", Algorithm=c14n)
    token = stamp(canonical(value, c14n))
    etree.SubElement(place, f"{{{XADES}}}EncapsulatedTimeStamp").text = base64(token)


def _refer(
    info: etree._Element, uri: str, content: bytes, transforms: tuple[str, ...], digest: str, **attributes: str
) -> None:
    place = _ds(info, "Reference", URI=uri, **attributes)
    steps = _ds(place, "Transforms")
    for step in transforms:
        _ds(steps, "Transform", Algorithm=step)
    _ds(place, "DigestMethod", Algorithm=_DIGESTS[digest])
    _ds(place, "DigestValue").text = base64(new(digest, content).digest())


def _method(hand: Hand, digest: str) -> str:
    family = "ecdsa" if isinstance(hand.key, ec.EllipticCurvePrivateKey) else "rsa"
    old = (family, digest) == ("rsa", "sha1")
    return f"{DS}rsa-sha1" if old else f"http://www.w3.org/2001/04/xmldsig-more#{family}-{digest}"


def fixed(hand: Hand, raw: bytes) -> bytes:
    """Return an ECDSA signature as XML has it: both numbers at the key's width (RFC 4050)."""
    if not isinstance(hand.key, ec.EllipticCurvePrivateKey):
        return raw
    width = (hand.key.key_size + 7) // 8
    return b"".join(number.to_bytes(width, "big") for number in decode_dss_signature(raw))


def _ds(parent: etree._Element, name: str, **attributes: str) -> etree._Element:
    return etree.SubElement(parent, f"{{{DS}}}{name}", attributes)


def canonical(element: etree._Element, c14n: str) -> bytes:
    """Return the canonical bytes of an element."""
    made: bytes = etree.tostring(element, method="c14n", exclusive=c14n == EXCLUSIVE, with_comments=False)
    return made


def base64(data: bytes) -> str:
    """Return bytes as base64 text."""
    return b64encode(data).decode()
