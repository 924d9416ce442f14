"""How forgers work."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from asn1crypto import cms
from lxml import etree

from bench.evidence.corpus import (
    DS,
    OURS,
    PAPERS,
    REM,
    THEIRS,
    XADES,
    T,
    digested,
    edited,
    event,
    loaded,
    mail,
    record,
    stamp,
    text_of,
    xml,
)
from kep_gateway.sandbox import ca, mint, signing

HOSTILE = b'<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>'


def foreign_list() -> bytes:
    """Return a revocation list of somebody who says he is the authority."""
    return ca.revocation_list(ca.certify("Deneme KEP Sertifika Sağlayıcısı", None, authority=True), {})


def extend(root: Any, text: str) -> None:
    """Add an extension with a text."""
    etree.SubElement(etree.SubElement(root, f"{REM}Extensions"), f"{REM}Extension").text = text


def recipient(address: str) -> Any:
    """Return a change of the recipient's address."""
    return text_of("r:RecipientsDetails/r:EntityDetails/r:AttributedElectronicAddress", address)


def coded(data: bytes, charset: str) -> Any:
    """Return a document in another character set."""
    return etree.tostring(etree.fromstring(data), xml_declaration=True, encoding=charset)


def hostile(text: bytes) -> bytes:
    """Return signed evidence behind a document type, with a text for its number."""
    return HOSTILE + edited(xml(), text_of("r:EvidenceIdentifier", "D-40!"))[38:].replace(b"D-40!", text)


def nested(depth: int, inside: bytes) -> bytes:
    """Return multiparts inside each other."""
    heads = b"".join(b'Content-Type: multipart/mixed; boundary="%d"\r\n\r\n--%d\r\n' % (n, n) for n in range(depth))
    return heads + b"Content-Type: text/plain\r\n\r\n" + inside


def deep(depth: int) -> bytes:
    """Return a message with evidence far inside."""
    entity = mint.mail_of(xml(), "delil.xml", text="x\n")
    for n in range(depth):
        entity = b'Content-Type: multipart/mixed; boundary="b%d"\r\n\r\n--b%d\r\n%b\r\n--b%d--\r\n' % (n, n, entity, n)
    return entity


def two_files() -> bytes:
    """Return a signed message with two pieces of evidence."""
    start = mint.mail_of(xml(), "a.xml", text="x\n").rstrip().removesuffix(b"--")
    fence = start.rpartition(b"\r\n")[2]
    second = b"\r\nContent-Type: application/xml\r\n\r\n" + xml(event(41)).replace(b"\n", b"\r\n") + b"\r\n"
    return signing.signed_mail(start + second + fence + b"--\r\n", ca.hand(THEIRS), at=T)


def mixed(signed: bytes) -> bytes:
    """Return a signed message inside a multipart, beside a text that nobody signed."""
    start = b'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="x"\r\n\r\n--x\r\n'
    return start + signed + b"\r\n--x\r\nContent-Type: text/plain\r\n\r\nTebligat iptal.\r\n--x--\r\n"


def third_part(signed: bytes) -> bytes:
    """Return a signed message with a third part behind the signature."""
    fence = signed.rstrip().rpartition(b"\r\n")[2].removesuffix(b"--")
    return signed.rstrip().removesuffix(b"--") + b"\r\nContent-Type: text/plain\r\n\r\nIptal.\r\n" + fence + b"--\r\n"


def swapped() -> bytes:
    """Return a signed message whose entity comes from another one."""
    one, other = mail(xml(event(41))), mail(xml(event(40)))
    fence = one.split(b'boundary="')[1].split(b'"')[0]
    theirs = other.split(b'boundary="')[1].split(b'"')[0]
    entity = other.split(b"--" + theirs)[1]
    parts = one.split(b"--" + fence)
    parts[1] = entity
    return (b"--" + fence).join(parts)


def opaque_changed() -> bytes:
    """Return an opaque message whose text was changed."""
    der = signing.signed_cms(mint.mail_of(xml(), "a.xml", text="Delil ektedir\n"), ca.hand(THEIRS), at=T)
    return der.replace(b"Delil ektedir", b"Delil sahtedir"[:13])


def bit_of_signature(root: Any) -> None:
    """Change one bit of the signature."""
    value = next(root.iter(f"{DS}SignatureValue"))
    value.text = ("B" if value.text[0] == "A" else "A") + value.text[1:]


def no_certificates(root: Any) -> None:
    """Take the certificates away."""
    key = root.find(f".//{DS}KeyInfo")
    key.remove(key[0])


def other_certificate(root: Any) -> None:
    """Put another certificate of the same name and key beside the signature, which has the serial that one likes."""
    other = PAPERS.named(key=ca.hand(THEIRS).key)
    root.find(f".//{DS}X509Certificate").text = signing.base64(loaded(other).dump())


def wrapped_in(where: str) -> Any:
    """Put genuine evidence, signed by reference, somewhere in a document that says something else."""
    genuine: Any = etree.fromstring(xml(change=lambda root: root.set("Id", "asil"), reference="#asil"))
    proof = genuine.find(f"{DS}Signature")
    genuine.remove(proof)
    lie = mint.evidence(event(10), OURS)
    place = etree.SubElement(proof if where == "Object" else lie, f"{DS if where == 'Object' else REM}{where}")
    place.append(genuine)
    lie.append(proof)
    return etree.tostring(lie)


def xpath(root: Any) -> None:
    """Let a transform leave nothing of what is signed."""
    reference = root.find(f".//{DS}Reference")
    steps = reference.find(f"{DS}Transforms")
    step = etree.Element(f"{DS}Transform", {"Algorithm": "http://www.w3.org/TR/1999/REC-xpath-19991116"})
    etree.SubElement(step, f"{DS}XPath").text = "false()"
    steps.insert(0, step)
    digested(reference, b"")


def same_ids(root: Any) -> None:
    """Give two elements one identifier."""
    root.find(f"{REM}SenderDetails").set("Id", "a")
    root.find(f"{REM}RecipientsDetails").set("Id", "a")


def about_nobody(root: Any) -> None:
    """Name two recipients and say of neither that the evidence is about him."""
    root.find(f"{REM}RecipientsDetails").append(deepcopy(root.find(f"{REM}RecipientsDetails")[0]))
    root.remove(root.find(f"{REM}EvidenceRefersToRecipient"))


def two_signatures() -> Any:
    """Sign a document that holds a signature already; the one that covers everything stands first."""
    root: Any = etree.fromstring(xml())
    root.find(f"{DS}Signature").set("Id", "once")
    next(root.iter(f"{XADES}SignedProperties")).set("Id", "once-bilgisi")
    again = etree.fromstring(signing.signed_xml(root, ca.hand(THEIRS), at=T, stamp=stamp()))
    first, second = again.findall(f"{DS}Signature")
    again.insert(again.index(first), second)
    return etree.tostring(again)


def two_signers() -> Any:
    """Return a record that two signed."""
    one, other = (cms.ContentInfo.load(record(by=by))["content"] for by in (OURS, THEIRS))
    certificates = {it.dump(): it for it in (*one["certificates"], *other["certificates"])}
    return remade(one, [*one["signer_infos"], *other["signer_infos"]], list(certificates.values()))


def nobody(der: bytes) -> Any:
    """Return a record that nobody signed."""
    signed = cms.ContentInfo.load(der)["content"]
    return remade(signed, [], list(signed["certificates"]))


def bare(der: bytes) -> Any:
    """Return a record without its signer's certificate."""
    signed = cms.ContentInfo.load(der)["content"]
    return remade(signed, list(signed["signer_infos"]), [])


def remade(signed: cms.SignedData, infos: list[cms.SignerInfo], certificates: list[cms.CertificateChoices]) -> Any:
    """Return a SignedData around the same content with other signers and certificates."""
    whole = cms.SignedData(
        {
            "version": "v1",
            "digest_algorithms": signed["digest_algorithms"],
            "encap_content_info": signed["encap_content_info"],
            "certificates": certificates,
            "signer_infos": infos,
        }
    )
    return cms.ContentInfo({"content_type": "signed_data", "content": whole}).dump()


def plain_data() -> Any:
    """Return a CMS container that signs nothing."""
    return cms.ContentInfo({"content_type": "data", "content": mint.record_xml(event())}).dump()


def taken_stamp(root: Any) -> None:
    """Put the time stamp of another piece in."""
    other = etree.fromstring(xml(event(41)))
    token = next(other.iter(f"{XADES}EncapsulatedTimeStamp")).text
    next(root.iter(f"{XADES}EncapsulatedTimeStamp")).text = token
