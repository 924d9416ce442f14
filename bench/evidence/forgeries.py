"""Forgeries and accidents of shape, signature and certificate, with the reasons that must be among those given."""

from __future__ import annotations

from typing import Any

from lxml import etree

from bench.evidence.corpus import (
    DAY,
    DS,
    OURS,
    PAPERS,
    REM,
    THEIRS,
    THIRD,
    XADES,
    Item,
    T,
    edited,
    event,
    forge,
    lists,
    mail,
    number,
    record,
    resigned,
    stamp,
    text_of,
    with_lists,
    xml,
)
from bench.evidence.forging import (
    HOSTILE,
    bare,
    bit_of_signature,
    coded,
    deep,
    extend,
    foreign_list,
    hostile,
    mixed,
    nested,
    no_certificates,
    nobody,
    opaque_changed,
    other_certificate,
    plain_data,
    recipient,
    same_ids,
    swapped,
    third_part,
    two_files,
    two_signatures,
    two_signers,
    wrapped_in,
    xpath,
)
from kep_gateway.sandbox import ca, mint, signing
from kep_gateway.sandbox.ca import Hand

UNSOUND = {"sound": False}


def forgery(name: str, codes: str, data: Any, **more: Any) -> None:
    """Add a forgery; `data` makes its bytes, and callables among the rest are made with them."""
    forge(name, codes, lambda: Item(data(), **{key: it() if callable(it) else it for key, it in more.items()}))


# nothing that could be read
forgery("empty", "unreadable", lambda: b"", **UNSOUND)
forgery("a PDF", "unreadable", lambda: b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\n", **UNSOUND)
forgery("noise", "unreadable", lambda: bytes(range(256)) * 20, **UNSOUND)
forgery("a mail without evidence", "several", lambda: b"From: a@b.c\r\n\r\nTebligat yapildi.\r\n", **UNSOUND)
forgery("headers only", "unreadable", lambda: b"Content-Type: multipart/signed\r\n", **UNSOUND)
forgery("truncated XML", "unreadable", lambda: xml()[:-200], **UNSOUND)
forgery("truncated CMS", "unreadable", lambda: record()[:-30], **UNSOUND)
forgery("half a CMS", "unreadable", lambda: record()[:600], **UNSOUND)
forgery("CMS with bytes behind it", "unreadable", lambda: record() + b"\x00\x00")
forgery("CMS without its content", "unreadable", lambda: record(detached=True), **UNSOUND)
forgery("CMS of data only", "unreadable", plain_data, **UNSOUND)
forgery("CMS that nobody signed", "unsigned", lambda: nobody(record()), **UNSOUND)
forgery("CMS without certificates", "untrusted", lambda: bare(record()), **UNSOUND)
forgery("XML without certificates", "untrusted", lambda: edited(xml(), no_certificates), **UNSOUND)
forgery("truncated S/MIME", "unreadable", lambda: mail()[:-600], **UNSOUND)
forgery("S/MIME cut within the evidence", "unreadable", lambda: mail()[:3000], **UNSOUND)
forgery("two pieces of evidence in one message", "several", two_files)

# what must not reach a parser
forgery("larger than evidence is", "too_large", lambda: xml(change=lambda root: extend(root, "x" * 2_200_000)))
forgery("10,000 nested parts", "nested", lambda: nested(10_000, b"son"), **UNSOUND)
forgery("25 nested parts around evidence", "nested", lambda: signing.signed_mail(deep(25), ca.hand(THEIRS), at=T))
forgery("entity bomb", "doctype", lambda: hostile(b"&c;"), **UNSOUND)
forgery("external entity", "doctype", lambda: HOSTILE.replace(b'"ha"', b'SYSTEM "file:///etc/passwd"') + xml()[38:])
forgery("harmless document type", "doctype", lambda: b'<!DOCTYPE x SYSTEM "x.dtd">' + xml()[38:])
forgery("UTF-16", "unreadable", lambda: coded(xml(), "UTF-16"))
forgery(
    "windows-1251",
    "doctype",
    lambda: coded(xml(change=text_of("r:SenderMessageDetails/r:MessageSubject", "Yazi")), "windows-1251"),
)

# signatures that are not there, or not around everything
forgery("unsigned XML", "unsigned", lambda: etree.tostring(mint.evidence(event(), THEIRS)), **UNSOUND)
forgery(
    "unsigned XML in signed S/MIME", "unsigned", lambda: mail(etree.tostring(mint.evidence(event(), THEIRS))), **UNSOUND
)
forgery(
    "signed XML in an unsigned mail",
    "partly_signed",
    lambda: b"From: a@b.c\r\n" + mint.mail_of(xml(), "a.xml", text="x"),
    **UNSOUND,
)
forgery("signed part in a mixed mail", "partly_signed", lambda: mixed(mail()), **UNSOUND)
forgery("a third part in multipart/signed", "partly_signed", lambda: third_part(mail()), **UNSOUND)
forgery("words behind the last part", "partly_signed", lambda: mail() + b"\r\nTebligat iptal edilmistir.\r\n")
forgery("two signers of a record", "several_signatures", two_signers)
forgery("two signatures in XML", "several_signatures", two_signatures)
forgery(
    "event time changed",
    "broken",
    lambda: edited(xml(), text_of("r:EventTime", "2026-03-01T09:00:00+00:00")),
    **UNSOUND,
)
forgery("recipient changed", "broken", lambda: edited(xml(), recipient(f"baska@{THEIRS}")), **UNSOUND)
forgery(
    "kind changed",
    "broken",
    lambda: edited(xml(event(41)), text_of("r:EventCode", "http:uri.etsi.org/02640/Event#Delivery")),
    **UNSOUND,
)
forgery(
    "root changed",
    "broken",
    lambda: edited(xml(event(20)), lambda it: setattr(it, "tag", f"{REM}SubmissionAcceptanceRejection")),
    **UNSOUND,
)
forgery("element added", "broken", lambda: edited(xml(), lambda it: extend(it, "x")), **UNSOUND)
forgery(
    "signing time changed",
    "broken",
    lambda: edited(
        xml(), lambda it: setattr(next(it.iter(f"{XADES}SigningTime")), "text", "2026-03-01T09:00:00+00:00")
    ),
    **UNSOUND,
)
forgery("signature value changed", "broken", lambda: edited(xml(), bit_of_signature), **UNSOUND)
forgery(
    "another key than the certificate's",
    "broken",
    lambda: xml(by=Hand(ca.hand(OURS).key, ca.hand(THIRD).certificate, ca.hand(OURS).chain)),
    **UNSOUND,
)
forgery("record: content changed", "broken", lambda: record().replace(b"D-40", b"D-41"), **UNSOUND)
forgery(
    "record: type changed", "broken", lambda: record(event(41)).replace(b"<delilTurId>41", b"<delilTurId>40"), **UNSOUND
)
forgery(
    "record: another key",
    "broken",
    lambda: record(by=Hand(ca.hand(THIRD).key, ca.hand(OURS).certificate, ca.hand(OURS).chain)),
    **UNSOUND,
)
forgery("S/MIME: text changed", "broken", lambda: mail().replace(b"Delil ektedir", b"Delil degildir"), **UNSOUND)
forgery("S/MIME: another piece put in", "broken", swapped, **UNSOUND)
forgery("opaque S/MIME, changed", "broken", opaque_changed, **UNSOUND)
forgery("wrapped: genuine evidence in Extensions", "wrapped", lambda: wrapped_in("Extensions"))
forgery("wrapped: genuine evidence in an Object", "wrapped", lambda: wrapped_in("Object"), **UNSOUND)
forgery(
    "wrapped: only the message details",
    "wrapped malformed",
    lambda: xml(change=lambda it: it.find(f"{REM}SenderMessageDetails").set("Id", "a"), reference="#a"),
)
forgery(
    "only the signed properties",
    "wrapped",
    lambda: resigned(xml(), THEIRS, lambda it: it.find(f".//{DS}SignedInfo").remove(it.find(f".//{DS}Reference"))),
)
forgery("XPath that leaves nothing", "wrapped", lambda: resigned(xml(), THEIRS, xpath))
forgery(
    "a processing instruction before it", "wrapped", lambda: xml().replace(b"?>", b"?><?tebligat iptal?>", 1), **UNSOUND
)
forgery("two elements with one identifier", "same_ids", lambda: xml(change=same_ids))

# algorithms and certificates
forgery("SHA-1", "weak", lambda: xml(digest="sha1"))
forgery("record: SHA-1", "weak", lambda: record(digest="sha1"))
forgery("stamp with SHA-1", "weak", lambda: xml(stamped=stamp(digest="sha1")))
forgery("RSA 1024", "weak", lambda: xml(by=PAPERS.short))
forgery(
    "package bound by SHA-1",
    "weak_package",
    lambda: xml(change=lambda it: it.find(f".//{DS}DigestMethod").set("Algorithm", f"{signing.DS}sha1")),
)
forgery(
    "record: package bound by MD5", "weak_package", lambda: record(change=lambda data: data.replace(b"SHA-256", b"MD5"))
)
forgery("certificate not named", "certificate_unbound", lambda: xml(bound=False))
forgery("record: certificate not named", "certificate_unbound", lambda: record(bound=False))
forgery(
    "certificate exchanged for another of the same key",
    "certificate_unbound",
    lambda: edited(xml(), other_certificate),
)
forgery("as forged", "untrusted stamp_untrusted", lambda: mint.forged(event(), stamped_at=T)[0], **UNSOUND)
forgery("an authority of his own", "untrusted", lambda: xml(by=PAPERS.stranger(THEIRS)), **UNSOUND)
forgery("record: an authority of his own", "untrusted", lambda: record(by=PAPERS.stranger(OURS)), **UNSOUND)
forgery("S/MIME: an authority of his own", "untrusted", lambda: mail(by=PAPERS.stranger(THEIRS)), **UNSOUND)
forgery("self-signed", "self_signed", lambda: xml(by=ca.certify(f"{THEIRS} (deneme)", None)), **UNSOUND)
forgery("record: self-signed", "self_signed", lambda: record(by=ca.certify(f"{OURS} (deneme)", None)), **UNSOUND)
forgery("certificate ended before", "expired", lambda: xml(by=PAPERS.ended), **UNSOUND)
forgery("certificate begins after", "expired", lambda: xml(by=PAPERS.unborn), **UNSOUND)
forgery("S/MIME: certificate ended before", "expired", lambda: mail(by=PAPERS.ended), **UNSOUND)
forgery("signer revoked", "revoked", xml, trust=lambda: with_lists(*lists(issuing={number(THEIRS): T - DAY})))
forgery(
    "record: signer revoked",
    "revoked",
    record,
    trust=lambda: with_lists(*lists(issuing={number(OURS): T - DAY})),
)
forgery(
    "S/MIME: signer revoked",
    "revoked",
    lambda: mail(by=OURS),
    trust=lambda: with_lists(*lists(issuing={number(OURS): T - DAY})),
)
forgery("authority revoked", "revoked", xml, trust=lambda: with_lists(*lists(root={number("issuing"): T - DAY})))
forgery("no list at all", "no_list", xml, trust=with_lists)
forgery("no list of the issuing authority", "no_list", xml, trust=lambda: with_lists(lists()[0], lists()[2]))
forgery(
    "a list signed by somebody else",
    "no_list",
    xml,
    trust=lambda: with_lists(lists()[0], foreign_list(), lists()[2]),
)
forgery(
    "list ended before the stamp",
    "stale_list",
    xml,
    trust=lambda: with_lists(lists()[0], lists(valid=(ca.FROM, T - DAY))[1], lists()[2]),
)
forgery("certificate for encryption", "wrong_use", lambda: xml(by=PAPERS.named(signs=False)))
forgery("the authority itself as signer", "wrong_use unknown_provider", lambda: record(by="issuing"))
forgery(
    "right authority, no provider", "unknown_provider", lambda: xml(by=ca.certify("Bir Şirket A.Ş.", PAPERS.issuing))
)
forgery(
    "record: right authority, no provider",
    "unknown_provider",
    lambda: record(by=ca.certify("Bir Şirket A.Ş.", PAPERS.issuing)),
)
forgery(
    "S/MIME: right authority, no provider",
    "unknown_provider",
    lambda: mail(by=ca.certify("Bir Şirket A.Ş.", PAPERS.issuing)),
)
