"""Reading one enveloped XAdES signature (EN 319 132-1, XML-DSig) with its time stamp.

What signxml verified is what counts: the canonical bytes that it returns for each reference, never the document.
"""

from __future__ import annotations

from base64 import b64decode
from dataclasses import replace
from hashlib import new

from asn1crypto import x509
from lxml import etree
from signxml.algorithms import DigestAlgorithm, SignatureMethod
from signxml.exceptions import SignXMLException
from signxml.verifier import SignatureConfiguration, XMLVerifier

from kep_gateway.evidence.cms_signature import read_stamp
from kep_gateway.evidence.facts import Unproven
from kep_gateway.evidence.signature import DAMAGED, Signature, Stamp, beyond_doubt

DS, XADES = "{http://www.w3.org/2000/09/xmldsig#}", "{http://uri.etsi.org/01903/v1.3.2#}"
PROPERTIES = "http://uri.etsi.org/01903#SignedProperties"
ENVELOPED = "http://www.w3.org/2000/09/xmldsig#enveloped-signature"
_C14N, _C14N11 = "http://www.w3.org/TR/2001/REC-xml-c14n-20010315", "http://www.w3.org/2006/12/xml-c14n11"
_EXCLUSIVE = "http://www.w3.org/2001/10/xml-exc-c14n#"
CANONICAL = frozenset({_C14N, _C14N11, _EXCLUSIVE})
_CONFIGURATION = SignatureConfiguration(
    location="./",
    expect_references=False,
    signature_methods=frozenset(it for it in SignatureMethod if "HMAC" not in it.name),
    digest_algorithms=frozenset(DigestAlgorithm),  # the weak ones are told apart by their own check
)


def parsed(data: bytes) -> etree._Element:
    """Parse XML without entities, network and large trees.

    Raises:
        Unproven: `unreadable`.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=False
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.LxmlError, ValueError) as error:
        raise Unproven("unreadable") from error


def same_ids(root: etree._Element) -> bool:
    """Tell whether two elements have the same identifier."""
    names = {"id", "{http://www.w3.org/XML/1998/namespace}id"}
    ids = [value for it in root.iter(etree.Element) for name, value in it.items() if name.lower() in names]
    return len(ids) != len(set(ids))


def read_xml(root: etree._Element) -> Signature | None:
    """Read the signature of a document; None where its root has none.

    Raises:
        Unproven: `unreadable`, or `untrusted` (no certificate in it).
    """
    made = root.find(f"{DS}Signature")
    if made is None:
        return None
    try:
        return _read(root, made)
    except (*DAMAGED, etree.LxmlError) as error:
        raise Unproven("unreadable") from error


def _read(root: etree._Element, made: etree._Element) -> Signature:
    certificates = [
        x509.Certificate.load(b64decode(it.text or ""))
        for it in made.iterfind(f"{DS}KeyInfo/{DS}X509Data/{DS}X509Certificate")
    ]
    if not certificates:
        raise Unproven("untrusted")
    issuers = [it.issuer for it in certificates if not it.self_issued]
    signer = next((it for it in certificates if it.subject not in issuers), certificates[0])
    beyond_doubt(signer)
    references = made.findall(f"{DS}SignedInfo/{DS}Reference")
    found = verified(root, signer)
    contents = dict(zip(references, found, strict=True)) if found else {}
    data = next((it for it in references if it.get("Type") != PROPERTIES), None)
    marks = _marks(next((contents.get(it) for it in references if it.get("Type") == PROPERTIES), None))
    return Signature(
        content=contents.get(data) if data is not None else None,
        signer=signer,
        beside=tuple(it for it in certificates if it is not signer),
        digests=frozenset(_digests(made)) | {digest for digest, _ in marks},
        bound=any(value == _digest(digest, signer) for digest, value in marks[:1]),
        stamp=_stamp(made),
        others=sum(1 for _ in root.iter(f"{DS}Signature")) > 1,
        whole=_whole(root, made, references),
    )


def verified(root: etree._Element, signer: x509.Certificate) -> list[bytes] | None:
    """Return what each reference covers, in their order; None where the signature does not verify."""
    try:
        certificate = beyond_doubt(signer)
        neutral = replace(_CONFIGURATION, verification_time=certificate.not_valid_before_utc)  # judged with its chain
        results = XMLVerifier().verify(root, x509_cert=certificate, expect_config=neutral)
    except (*DAMAGED, SignXMLException, etree.LxmlError):
        return None
    return [it.signed_data for it in (results if isinstance(results, list) else [results])]


def _whole(root: etree._Element, made: etree._Element, references: list[etree._Element]) -> bool:
    """Tell whether the document and the signed properties are covered once each, and nothing else is refered to."""
    if any(callable(it.tag) for backwards in (True, False) for it in root.itersiblings(preceding=backwards)):
        return False
    properties = made.findall(f"{DS}Object/{XADES}QualifyingProperties/{XADES}SignedProperties")
    key = made.find(f"{DS}KeyInfo")
    own = [f"#{it.get('Id')}" for it in properties]
    whole = {"", f"#{root.get('Id')}"} if root.get("Id") else {""}
    optional = {f"#{key.get('Id')}"} if key is not None and key.get("Id") else set()
    data = [it for it in references if it.get("URI") in whole]
    signed = [it for it in references if it.get("URI") in own and it.get("Type") == PROPERTIES]
    rest = [it for it in references if it not in data and it not in signed]
    return (
        len(data) == len(signed) == len(own) == 1
        and ENVELOPED in _transforms(data[0])
        and all(it.get("URI") in optional for it in rest)
        and all(step in CANONICAL | {ENVELOPED} for it in references for step in _transforms(it))
    )


def _transforms(reference: etree._Element) -> list[str]:
    return [it.get("Algorithm") or "" for it in reference.iterfind(f"{DS}Transforms/{DS}Transform")]


def _digests(made: etree._Element) -> set[str]:
    info = made.find(f"{DS}SignedInfo")
    method = made.find(f"{DS}SignedInfo/{DS}SignatureMethod")
    named = [] if info is None else [it.get("Algorithm") or "" for it in info.iter(f"{DS}DigestMethod")]
    return {digest_name(it) for it in [*named, "" if method is None else method.get("Algorithm") or ""]}


def digest_name(uri: str) -> str:
    """Return the digest that an algorithm's URI names, by itself or in a signature method (RFC 9231)."""
    for part in reversed(uri.lower().replace("#", "-").replace("sha3-", "sha3_").split("-")):
        if part.startswith("sha"):
            return part
    return uri


def _marks(properties: bytes | None) -> list[tuple[str, bytes]]:
    """Return digest and value of each certificate that the verified properties name, the signer's first."""
    if properties is None:
        return []
    root = parsed(properties)
    found = []
    for name in ("SigningCertificateV2", "SigningCertificate"):
        for mark in root.iterfind(f"{XADES}SignedSignatureProperties/{XADES}{name}/{XADES}Cert/{XADES}CertDigest"):
            method = mark.find(f"{DS}DigestMethod")
            uri = "" if method is None else method.get("Algorithm") or ""
            found.append((digest_name(uri), b64decode(mark.findtext(f"{DS}DigestValue") or "")))
    return found


def _digest(name: str, signer: x509.Certificate) -> bytes:
    return new(name, signer.dump()).digest()


def _stamp(made: etree._Element) -> Stamp | None:
    place = made.find(
        f"{DS}Object/{XADES}QualifyingProperties/{XADES}UnsignedProperties/{XADES}UnsignedSignatureProperties"
        f"/{XADES}SignatureTimeStamp"
    )
    value = made.find(f"{DS}SignatureValue")
    if place is None or value is None:
        return None
    method = place.find(f"{DS}CanonicalizationMethod")
    c14n = _C14N if method is None else method.get("Algorithm")
    if c14n not in CANONICAL:
        return Stamp(holds=False)
    over = etree.tostring(value, method="c14n", exclusive=c14n == _EXCLUSIVE, with_comments=False)
    try:
        token = b64decode(place.findtext(f"{XADES}EncapsulatedTimeStamp") or "")
    except ValueError:
        return Stamp(holds=False)
    return read_stamp(token, over)
