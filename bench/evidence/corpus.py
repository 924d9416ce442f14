"""Evidence, genuine and forged: every piece with what must be said of it, by us and by independent tools."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import cache, cached_property
from hashlib import sha256
from typing import Any

from asn1crypto import crl, x509
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding
from lxml import etree

from kep_gateway.evidence.facts import Expected, Proven, Unproven
from kep_gateway.evidence.trust import Trust, trust
from kep_gateway.evidence.verdict import prove
from kep_gateway.sandbox import ca, mint, signing
from kep_gateway.sandbox.ca import Hand
from kep_gateway.sandbox.mint import Event

DS, XADES, REM = f"{{{signing.DS}}}", f"{{{signing.XADES}}}", f"{{{mint.REM}}}"
T = datetime(2026, 3, 13, 9, 0, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
Change = Callable[[Any], object]
"""What is done to a document."""
PACKAGE = sha256(b"package").hexdigest()
OURS, THEIRS, THIRD = "hs01.kep.tr", "hs02.kep.tr", "hs03.kep.tr"
CODES = (10, 11, 20, 21, 31, 40, 41, 60)
EXPECTED = Expected("20260313-7", "4f0c9a52", f"isggm@{OURS}", f"isik@{THEIRS}", PACKAGE, T - HOUR)


@dataclass(frozen=True)
class Item:
    """One piece of evidence.

    `sound`: what openssl and xmlsec1 must say of its signatures and chains, which is all that they look at.
    """

    data: bytes
    sound: bool = True
    expected: Expected = EXPECTED
    at: datetime = T + HOUR
    trust: Trust = field(default_factory=trust)
    judged_at: datetime = T


@dataclass(frozen=True)
class Forgery:
    """How a forgery is made, and which codes must be among the reasons against it."""

    make: Callable[[], Item]
    codes: frozenset[str]


FORGERIES: dict[str, Forgery] = {}
GENUINE: dict[str, Callable[[], Item]] = {}
made = cache(lambda name: (FORGERIES[name].make if name in FORGERIES else GENUINE[name])())
"""Each piece, made once."""


def forge(name: str, codes: str, make: Callable[[], Item]) -> None:
    """Put a forgery into the corpus, with the codes that must be among the reasons against it."""
    assert name not in FORGERIES
    FORGERIES[name] = Forgery(make, frozenset(codes.split()))


def genuine(name: str, make: Callable[[], Item]) -> None:
    """Put a genuine piece into the corpus."""
    assert name not in GENUINE
    GENUINE[name] = make


def judged(item: Item) -> Proven | tuple[str, ...]:
    """Return what a piece proves, or why it proves nothing."""
    try:
        return prove(item.data, item.expected, trust=item.trust, at=item.at)
    except Unproven as unproven:
        return unproven.codes


def reasons(name: str) -> tuple[str, ...]:
    """Return why a piece proves nothing; nothing where it proves something."""
    said = judged(made(name))
    return () if isinstance(said, Proven) else said


def accepted(names: Iterable[str]) -> list[str]:
    """Return which of the pieces prove something."""
    return [name for name in names if isinstance(judged(made(name)), Proven)]


# what pieces are made of


def event(code: int = 40, **changes: Any) -> Event:
    """Return what happened to the expected message, with changes."""
    known = Event(
        code, f"D-{code}", T, EXPECTED.message_id, EXPECTED.reference, EXPECTED.sender, EXPECTED.recipient, PACKAGE
    )
    return replace(known, **changes)


def place(code: int) -> str:
    """Return the provider where an event of this type happens."""
    return OURS if code in {10, 11, 31} else THEIRS


def stamp(at: datetime = T, hand: Hand | None = None, **how: Any) -> signing.Stamper:
    """Return what makes time stamps of an instant."""
    return signing.stamper(hand or ca.hand(ca.TSA), at, **how)


def xml(
    what: Event | None = None,
    *,
    by: str | Hand = "",
    change: Change | None = None,
    stamped: signing.Stamper | None = None,
    at: datetime = T,
    named: str = "",
    prefix: str | None = None,
    **how: Any,
) -> bytes:
    """Return signed ETSI evidence; `change` acts on it before it is signed."""
    what = what or event()
    by = by or place(what.code)
    root = mint.evidence(what, named or (by if isinstance(by, str) else place(what.code)), prefix=prefix)
    if change:
        change(root)
    hand = ca.hand(by) if isinstance(by, str) else by
    return signing.signed_xml(root, hand, at=at, stamp=stamped or stamp(at), **how)


def unstamped(what: Event, by: str) -> bytes:
    """Return signed ETSI evidence without a time stamp."""
    return signing.signed_xml(mint.evidence(what, by), ca.hand(by), at=T, stamp=None)


def mail(
    inner: bytes | None = None,
    *,
    by: str | Hand = THEIRS,
    text: str = "Delil ektedir.\n",
    charset: str = "utf-8",
    **how: Any,
) -> bytes:
    """Return evidence in a provider's S/MIME message."""
    entity = mint.mail_of(inner or xml(), "delil.xml", text=text, charset=charset)
    return signing.signed_mail(entity, ca.hand(by) if isinstance(by, str) else by, at=T, **how)


def record(
    what: Event | None = None,
    *,
    by: str | Hand = OURS,
    stamped: signing.Stamper | None = None,
    at: datetime = T,
    **how: Any,
) -> bytes:
    """Return PTT's record, signed and stamped; `change` acts on its bytes before they are signed."""
    change = how.pop("change", lambda data: data)
    content = change(mint.record_xml(what or event(), encoding=how.pop("encoding", "UTF-8")))
    return signing.signed_cms(
        content, ca.hand(by) if isinstance(by, str) else by, at=at, stamp=stamped or stamp(at), **how
    )


def text_of(path: str, text: str) -> Change:
    """Return a change that sets an element's text."""

    def change(root: Any) -> None:
        found = root.find(path.replace("r:", REM).replace("d:", DS))
        assert found is not None
        found.text = text

    return change


def edited(data: bytes, change: Change) -> bytes:
    """Change a document after it was signed."""
    root = etree.fromstring(data)
    change(root)
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8")


def resigned(data: bytes, by: str | Hand, change: Change) -> bytes:
    """Change the signature of a document and let the same hand sign it again."""
    hand = ca.hand(by) if isinstance(by, str) else by

    def anew(root: Any) -> None:
        change(root)
        found = root.find(f"{DS}Signature")
        info, value = found.find(f"{DS}SignedInfo"), found.find(f"{DS}SignatureValue")
        value.text = signing.base64(signing.fixed(hand, signing.signature(hand, c14n(info), "sha256")))
        token = next(root.iter(f"{XADES}EncapsulatedTimeStamp"))
        token.text = signing.base64(stamp()(c14n(value)))

    return edited(data, anew)


def c14n(element: Any) -> bytes:
    """Return the canonical bytes of an element."""
    return signing.canonical(element, signing.EXCLUSIVE)


def digested(reference: Any, content: bytes) -> None:
    """Set the digest of a reference to that of other content."""
    reference.find(f"{DS}DigestValue").text = signing.base64(sha256(content).digest())


# whom forgers and providers with other papers sign as


@dataclass(frozen=True)
class Papers:
    """Certificates of our own CA for what may happen to a provider's."""

    @cached_property
    def issuing(self) -> Hand:
        """The authority that certifies providers."""
        return ca.hand("issuing")

    @cached_property
    def stamping(self) -> Hand:
        """The authority that certifies time stamps."""
        return ca.hand("stamping")

    def named(self, **how: Any) -> Hand:
        """A certificate that says it is hs02's."""
        return ca.certify(f"{THEIRS} (deneme)", how.pop("issuer", self.issuing), **how)

    @cached_property
    def short(self) -> Hand:
        """A provider whose key is too short."""
        return self.named(key=rsa.generate_private_key(65537, 1024))  # noqa: S505  # a forgery has it

    @cached_property
    def ended(self) -> Hand:
        """A provider whose certificate had ended."""
        return self.named(valid=(ca.FROM, T - DAY))

    @cached_property
    def unborn(self) -> Hand:
        """A provider whose certificate was not valid yet."""
        return self.named(valid=(T + HOUR / 2, ca.UNTIL))

    @cached_property
    def long(self) -> tuple[Hand, tuple[bytes, ...]]:
        """A provider five authorities below the root, and their lists."""
        above, lists = self.issuing, []
        for n in range(1, 4):
            above = ca.certify(f"Deneme Ara Sağlayıcı {n}", above, authority=True)
            lists.append(ca.revocation_list(above, {}))
        return self.named(issuer=above), tuple(lists)

    @cache  # noqa: B019  # there is one set of papers
    def stranger(self, domain: str) -> Hand:
        """A certificate that says it is a provider's, of an authority that says it is ours."""
        return ca.certify(f"{domain} (deneme)", ca.certify("Deneme KEP Kökü", None, authority=True))

    @cached_property
    def stranger_tsa(self) -> Hand:
        """A time stamp authority of somebody who says he is ours."""
        return ca.certify(
            "Deneme Zaman Damgası", ca.certify("Deneme Zaman Damgası Kökü", None, authority=True), stamps=True
        )


PAPERS = Papers()


def with_lists(*lists: bytes) -> Trust:
    """Return the trust store with these revocation lists and no others."""
    return replace(trust(), lists=tuple(crl.CertificateList.load(it) for it in lists))


def lists(
    *,
    root: dict[int, datetime] | None = None,
    issuing: dict[int, datetime] | None = None,
    stamping: dict[int, datetime] | None = None,
    **how: Any,
) -> tuple[bytes, ...]:
    """Return the CA's lists, with what is revoked."""
    said = {"root": root or {}, "issuing": issuing or {}, "stamping": stamping or {}}
    return tuple(ca.revocation_list(ca.hand(name), revoked, **how) for name, revoked in said.items())


def number(hand: Hand | str) -> int:
    """Return a certificate's serial number."""
    return (ca.hand(hand) if isinstance(hand, str) else hand).certificate.serial_number


def loaded(hand: Hand) -> Any:
    """Return a certificate as the verifier's library holds it."""
    return x509.Certificate.load(hand.certificate.public_bytes(Encoding.DER))
