"""PTT's registered e-mail (KEP, hs01.kep.tr) over its SOAP web service `KepEYazismaV1.1`, with files as MTOM.

Publicly known, and so written into `wsdl/eyServis.wsdl`: names of operations, namespaces, the fields of most requests
and answers, the four credentials, the package kinds, `durum` 0 for success, the types of evidence. Known, too: what
`MimeYap` answers is no message but the digest of one that the provider wrote. Whoever signs that signs unseen, and
holds no package to which evidence could be bound. So the package is built and signed here and sent by `Yukle`, as PTT's
own client library does when it signs.

Assumed: that the provider keeps our Message-ID and shows it as `OrgMesajId` (or our number as `turId`), the directories
INBOX and INBOX.Sent, times by Istanbul's clock, the shapes of the directory's query, bytes as the quota's unit, that an
acknowledged message leaves INBOX, and that a login of kind BASE suffices. docs/kep.md says more.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import structlog
import zeep
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError
from django.core.validators import validate_email
from zeep.exceptions import Error as ZeepError
from zeep.helpers import serialize_object

from accounts.turkish import search_key
from documents.institution import INSTITUTION
from documents.signer import SEAL_KEY, sign_detached
from kep_gateway.evidence.facts import Expected, Proven
from kep_gateway.models import HoldReason
from kep_gateway.providers import package as packages
from kep_gateway.providers.eml import one_line
from kep_gateway.providers.protocol import Balance, Incoming, Issued, Message, OutcomeUnknown, Spent
from kep_gateway.providers.wire import HTTP, Lost, NotTaken, Wire
from law.clock import ISTANBUL, now
from ledger.errors import GiveUp, TryLater

log = structlog.get_logger("sicil.kep")
logging.getLogger("zeep").propagate = False  # at its lowest level it writes whole messages, credentials included
logging.getLogger("zeep").addHandler(logging.NullHandler())

WSDL = Path(__file__).parent / "wsdl" / "eyServis.wsdl"
BINDING = "{http://ws.apache.org/axis2}eyServisSOAPBinding"
SANDBOX = "sandbox:"
"""The endpoint of the provider that lives in this process."""
INBOX, SENT = "INBOX", "INBOX.Sent"
LOOKED_BACK = timedelta(days=60)
DONE = 0
TOO_LARGE = 413
_Got = TypeVar("_Got")
OF_ACCOUNT = frozenset({"KontorSorgula", "KotaSorgula", "DizinSorgula"})
"""Operations whose only parameter is the account itself."""
READINGS = zeep.Settings(strict=False, forbid_dtd=True, forbid_entities=True, forbid_external=True, xml_huge_tree=True)
"""A field that we do not know is passed over. Trees may be huge: `mtom.unpack` has read them before, within bounds."""
SPENT = {
    HoldReason.NO_CREDIT: ("kontor", "bakiye", "kredi"),
    HoldReason.NO_SPACE: ("kota", "depolama", "alan yetersiz"),
}
"""Words, folded, by which a refusal says that it concerns our account and not this message."""
LATER = ("daha sonra", "gecici", "mesgul", "yogunluk", "bakim", "zaman asimi")
"""Words, folded, by which a refusal says that it is for now."""
ENDINGS = {
    ".xml": "application/xml",
    ".eml": "message/rfc822",
    ".p7m": "application/pkcs7-mime",
    ".p7s": "application/pkcs7-signature",
    ".zip": "application/zip",
}


class PttProvider:
    """A Provider whose account, credentials and address are the settings KEP_ACCOUNT, KEP_SECRETS and KEP_ENDPOINT.

    It holds one session: `Giris` once, and anew when the provider refuses it.
    """

    def __init__(self) -> None:
        self._wire = _wire()
        self._session: str | None = None

    def find(self, reference: str) -> str | None:
        """Return the provider's number of what was sent under our reference within the last 60 days."""
        with self._told():
            found = self._listed(SENT, since=now() - LOOKED_BACK)
        return next((row["kepId"] for row in found if reference in (_local(row["OrgMesajId"]), row["turId"])), None)

    def pack(self, message: Message) -> bytes:
        """Return the package, signed by the institution's seal; the provider is not asked.

        Raises:
            GiveUp: the address is none, or there is no seal. TryLater: the token did not answer.
        """
        at = now()
        mail = packages.plain(message, sender=account(), at=at)
        return packages.signed(mail, lambda data: sign_detached(data, SEAL_KEY, at=at))

    def hand_over(self, message: Message, package: bytes) -> str:
        """Send a package by `Yukle` and return the provider's number of it.

        Raises:
            OutcomeUnknown: no answer after sending, or a crash of the provider's. Spent: no credit, no space. GiveUp:
                the refusal concerns this message.
            ValueError: the package was made for another message.
        """
        packages.check(package, message)
        file = {"_value_1": package, "contentType": "message/rfc822", "fileName": f"{message.reference}.eml"}
        with self._told():
            self._enter()  # a provider that is down says so here, before anything is sent
            try:
                answer = self._call("Yukle", ePaket=file, ePaketTur="Standart")
            except Lost as lost:
                raise OutcomeUnknown from lost
            except NotTaken as turned_away:
                if turned_away.status == TOO_LARGE:
                    raise GiveUp("the package is too large for the provider") from turned_away
                raise
        if answer["durum"] not in (None, DONE):
            raise self._refusal(answer)
        if answer["durum"] is None or not answer["kepId"]:
            raise OutcomeUnknown
        return str(answer["kepId"])

    def evidence_for(self, message_id: str) -> list[Issued]:
        """Return what `PaketDelilSorgula` lists and `PaketDelilIndir` gives, as often as it is listed."""
        with self._told():
            rows = _rows(self._call("PaketDelilSorgula", kepId=message_id, dizin=SENT), "delilId")
            return list(_each("delilId", rows, self._evidence))

    def prove(self, data: bytes, expected: Expected, *, at: datetime) -> Proven:
        """Verify a piece of evidence against the installation's trust store; what is sent, our account sends.

        Raises:
            Unproven: it proves nothing, with every reason that was found.
        """
        from kep_gateway.evidence import trust, verdict  # noqa: PLC0415  # heavy, and only the evidence loop needs it

        return verdict.prove(data, replace(expected, sender=account()), trust=trust.trust(), at=at)

    def inbox(self) -> list[Incoming]:
        """Return what lies in INBOX, oldest first; what the time does not suffice for comes with the next call."""
        with self._told():
            return list(_each("kepId", self._listed(INBOX, since=now() - LOOKED_BACK), self._download))

    def acknowledge(self, message_id: str) -> None:
        """Say by `AlindiOnay` that a message is kept.

        Raises:
            TryLater: the provider did not take it.
        """
        with self._told():
            answer = self._call("AlindiOnay", kepId=message_id, dizin=INBOX)
        if answer["durum"] != DONE:
            raise TryLater(f"not acknowledged: {answer['durum']}")

    def check_address(self, address: str) -> bool | None:
        """Tell by the directory of legal persons whether an address exists; what is no KEP address is not asked for."""
        if not _is_kep(address):
            return False
        with self._told():
            answer = self._call("RehberTuzelKisiSorgula", kepAdresi=address)
        if answer["durum"] != DONE:
            return None
        return address.lower() in [str(one).lower() for one in answer["kepAdresi"] or []]

    def balance(self) -> Balance:
        """Return what `KontorSorgula` and `KotaSorgula` tell."""
        with self._told():
            credit, quota = self._call("KontorSorgula"), self._call("KotaSorgula")
        amount = credit.get("miktar") if credit else None
        return Balance(None if amount is None else int(amount), quota, None)

    def _refusal(self, answer: dict[str, Any]) -> Spent | TryLater | GiveUp:
        """Return what a refusal means: for all letters, for now, or for this one.

        No list of codes is public, so its words are read; where they say nothing, the credit is asked. Nothing was done
        either way, so whatever keeps us from knowing means that it is tried later.
        """
        words, code = search_key(one_line(answer.get("hataaciklama") or "")), answer["durum"]
        for why, signs in SPENT.items():
            if any(sign in words for sign in signs):
                return Spent(why)
        if any(sign in words for sign in LATER):
            return TryLater(f"not now: {code}")
        if self.balance().credit == 0:
            return Spent(HoldReason.NO_CREDIT)
        return GiveUp(f"the provider says no: {code}")

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Begin the time of one call of ours; whatever the wire says inside means that nothing was done."""
        self._wire.begin()
        try:
            yield
        except (NotTaken, Lost) as away:
            raise TryLater(str(away)) from away

    def _call(self, operation: str, **fields: Any) -> Any:
        """Do one operation and return its answer as plain data.

        Raises:
            NotTaken, Lost: as the wire says; an answer of another shape is lost, too.
        """
        who = {"kepHesap": account(), **{name: it.get_secret_value() for name, it in settings.KEP_SECRETS.items()}}
        given = who if operation in OF_ACCOUNT else {"kepHesap": who, **fields}
        client = zeep.Client(_document(), transport=self._wire, settings=READINGS)
        service = client.create_service(BINDING, settings.KEP_ENDPOINT)
        try:
            answer = serialize_object(service[operation](param0=given), dict)
        except (ZeepError, ValueError, TypeError, AttributeError) as error:
            raise Lost(type(error).__name__) from None  # zeep quotes whole answers
        if answer is None and operation not in OF_ACCOUNT:
            raise Lost("empty answer")
        return answer

    def _enter(self, *, anew: bool = False) -> str:
        """Return the session's ticket, after a login where there is none or the old one was refused."""
        if self._session is None or anew:
            answer = self._call("Giris", girisTur="BASE")
            if answer["durum"] != str(DONE):
                log.error("kep_login_refused", code=one_line(str(answer["durum"]))[:20])
                raise NotTaken("login refused")
            self._session = answer["eGuvenlikId"] or ""
        return self._session

    def _listed(self, directory: str, *, since: datetime) -> list[dict[str, Any]]:
        """Return what a directory holds, oldest first."""
        until = now() + timedelta(days=1)
        answer = self._call("PaketSorgula", ilktarih=_local_time(since), sontarih=_local_time(until), dizin=directory)
        return sorted(_rows(answer, "kepId"), key=lambda row: row["kepSiraNo"] or 0)

    def _evidence(self, number: str) -> Issued | None:
        answer = self._call("PaketDelilIndir", delilId=number)
        file = answer["eDelil"]
        if answer["durum"] != DONE or not file:
            log.warning("evidence_not_given", code=answer["durum"])  # one that is missing hides no other
            return None
        name = one_line(str(file["fileName"] or "")).replace("\\", "/").rpartition("/")[2] or f"delil-{number}.xml"
        data = file["_value_1"] or b""  # an empty file is kept, too: refused, with its reason
        return Issued(data, name[:200], ENDINGS.get(Path(name).suffix.lower(), "application/octet-stream"))

    def _download(self, message_id: str) -> Incoming | None:
        """Return a whole message; a session that the provider refuses is opened anew once."""
        for anew in (False, True):
            ticket = self._enter(anew=anew)
            answer = self._call("Indir", kepId=message_id, ePart="ALL", eGuvenlikId=ticket, dizin=INBOX)
            files = [it["_value_1"] for it in answer["ePaket"] or [] if it and it["_value_1"]]
            if answer["durum"] == DONE and files:
                return Incoming(message_id, files[0])
        log.warning("message_not_given", code=answer["durum"])
        return None


@lru_cache(maxsize=1)
def _document() -> zeep.wsdl.Document:
    return zeep.wsdl.Document(str(WSDL), zeep.Transport(), settings=READINGS)  # type: ignore[arg-type]  # it asks for the class


def _wire() -> Wire:
    """Return the way to the configured endpoint.

    Raises:
        ImproperlyConfigured: production without an https address.
    """
    if settings.PRODUCTION and not settings.KEP_ENDPOINT.startswith("https://"):
        raise ImproperlyConfigured("production wants an https SICIL_KEP_ENDPOINT")
    if settings.KEP_ENDPOINT == SANDBOX:
        from kep_gateway.sandbox.soap import InProcess  # noqa: PLC0415  # production has no such endpoint

        return InProcess()
    return HTTP()


def account() -> str:
    """Return the address of our account at the provider."""
    return settings.KEP_ACCOUNT or INSTITUTION.kep


def _rows(answer: Any, key: str) -> list[dict[str, Any]]:
    """Turn parallel lists into rows; those without their key are nothing.

    Raises:
        NotTaken: the provider answered with an error instead.
    """
    lists = {name: values or [] for name, values in (answer or {}).items()}
    found = [value for value in lists.get(key, []) if value]
    wrong = [code for code in lists.get("durum", []) if code not in (None, DONE)]
    if wrong and not found:
        raise NotTaken(f"refused: {wrong[0]}")
    columns = {name: [*values, *[None] * len(found)] for name, values in lists.items()}
    return [{name: values[place] for name, values in columns.items()} for place in range(len(found))]


def _each(key: str, rows: list[dict[str, Any]], fetch: Callable[[str], _Got | None]) -> Iterator[_Got]:
    """Yield what can be fetched of the rows: one whose answer cannot be read keeps none behind it from us.

    Raises:
        NotTaken: the provider turned us away before anything was fetched; later, the rest is for the next call.
        Lost: none of them could be read.
    """
    got, last = False, None
    for row in rows:
        try:
            one = fetch(row[key])
        except Lost as lost:
            log.warning("fetching_lost", number=one_line(str(row[key]))[:200], why=str(lost))
            last = lost
            continue
        except NotTaken:
            if got:
                return
            raise
        if one is not None:
            got = True
            yield one
    if last is not None and not got:
        raise last


def _local(message_id: str | None) -> str:
    return (message_id or "").strip("<>").rpartition("@")[0]


def _local_time(at: datetime) -> datetime:
    return at.astimezone(ISTANBUL).replace(tzinfo=None, microsecond=0)


def _is_kep(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return address.lower().rpartition("@")[2].endswith(".kep.tr")
