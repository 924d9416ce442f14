"""Whether and on which day a letter was served: a pure function of the set of evidence and the policy in force.

Any order of the same evidence, with any repetition, gives one opinion. Where several pieces prove service, the
earliest proven day counts: a message cannot leave a mailbox again. Where evidence contradicts itself, proof of delivery
beats proof of failure: the first is a fact seen in the mailbox, the second a provider's word that it saw none, and a
second try by the provider yields both. An opening without evidence of delivery proves no day under rules that count
from delivery; the firm is not made to guess one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from kep_gateway.codes import CODES
from kep_gateway.models import EvidenceKind
from law.clock import ISTANBUL, legal_day
from law.explain import date_in_words

DEEMED_AFTER = timedelta(days=5)
FAILURES = {
    EvidenceKind.REJECTED: "gönderen hizmet sağlayıcı iletiyi kabul etmemiştir",
    EvidenceKind.RELAY_REJECTED: "alıcının hizmet sağlayıcısı iletiyi kabul etmemiştir",
    EvidenceKind.RELAY_FAILED: "ileti alıcının hizmet sağlayıcısına aktarılamamıştır",
    EvidenceKind.NOT_DELIVERED: "ileti muhatabın posta kutusuna bırakılamamıştır",
}
ARRIVALS = frozenset({EvidenceKind.DELIVERED, EvidenceKind.HANDED, EvidenceKind.POSTED})
_PENDING = "Tebliği kanıtlayan delil henüz bulunmamaktadır; süre işlemeye başlamamıştır."


class ServiceRule(StrEnum):
    """When electronic service counts: the values of the policy `service.kep`, and what the statute says of UETS."""

    FIFTH_DAY = "fifth_day"
    DELIVERY_DAY = "delivery_day"
    OPENING_DAY = "opening_day"
    UETS = "uets"


class Verdict(StrEnum):
    """What the evidence says."""

    PENDING = "pending"
    SERVED = "served"
    FAILED = "failed"


@dataclass(frozen=True, order=True)
class EvidenceFact:
    """One piece of evidence: when the event was, what it proves, and the evidence's own number."""

    at: datetime
    kind: EvidenceKind
    reference: str


@dataclass(frozen=True)
class Opinion:
    """What the evidence proves.

    `served_on` is the served day, None unless served; `because` a Turkish sentence for a court; `proof` the evidence
    that the verdict rests on; `arrived` the earliest evidence of delivery or handing over, from which terms in hours
    run whatever the rule of the served day.
    """

    status: Verdict
    served_on: date | None
    because: str
    proof: EvidenceFact | None = None
    arrived: EvidenceFact | None = None


def opinion(evidence: Iterable[EvidenceFact], rule: str) -> Opinion:
    """Return what a set of evidence proves under a rule of service.

    Raises:
        ValueError: an unknown rule, or evidence at a naive instant.
    """
    counts, facts = ServiceRule(rule), sorted(set(evidence))
    arrived = next((fact for fact in facts if fact.kind in ARRIVALS), None)
    failed = [fact for fact in facts if fact.kind in FAILURES]
    served = [(day, fact) for fact in facts if (day := _served_day(fact, counts))]
    if served:
        day, proof = min(served)
        return Opinion(Verdict.SERVED, day, _why_served(proof, day, counts) + _despite(failed), proof, arrived)
    if failed and arrived is None:
        return Opinion(Verdict.FAILED, None, _why_failed(failed[0]), failed[0])
    return Opinion(Verdict.PENDING, None, _PENDING, None, arrived)


def evidence_phrase(fact: EvidenceFact) -> str:
    """Return the Turkish words by which a term names the evidence of its start."""
    if fact.kind is EvidenceKind.HANDED:
        return f"{fact.reference} sayılı elden tebliğ tutanağı"
    if fact.kind is EvidenceKind.POSTED:
        return f"{fact.reference} sayılı taahhütlü gönderinin teslim kaydı"
    return f"{moment(fact.at)} itibarıyla düzenlenen {_cited(fact)}"


def moment(at: datetime) -> str:
    """Return an instant as letters write it, to the minute, in Istanbul time."""
    return f"{date_in_words(legal_day(at))} günü saat {at.astimezone(ISTANBUL):%H.%M}"


def _served_day(fact: EvidenceFact, rule: ServiceRule) -> date | None:
    if fact.kind in {EvidenceKind.HANDED, EvidenceKind.POSTED}:
        return legal_day(fact.at)
    if fact.kind is EvidenceKind.OPENED and rule is ServiceRule.OPENING_DAY:
        return legal_day(fact.at)
    if fact.kind is EvidenceKind.DELIVERED and rule is not ServiceRule.OPENING_DAY:
        return legal_day(fact.at) + (timedelta(0) if rule is ServiceRule.DELIVERY_DAY else DEEMED_AFTER)
    return None


def _cited(fact: EvidenceFact) -> str:
    code = CODES.get(fact.kind)
    return f"{fact.reference} sayılı delil" + (f" (tür {code})" if code else "")


def _why_served(fact: EvidenceFact, day: date, rule: ServiceRule) -> str:
    on = date_in_words(day)
    if fact.kind is EvidenceKind.HANDED:
        return f"Yazı, {fact.reference} sayılı tutanakla {on} günü elden teslim edilmiş ve aynı gün tebliğ edilmiştir."
    if fact.kind is EvidenceKind.POSTED:
        sent = f"Yazı, {fact.reference} sayılı taahhütlü gönderiyle {on} günü muhataba teslim edilmiş"
        return f"{sent} ve aynı gün tebliğ edilmiştir."
    if fact.kind is EvidenceKind.OPENED:
        opened = f"İleti {moment(fact.at)} itibarıyla muhatapça açılmıştır ({_cited(fact)})"
        return f"{opened}; uygulanan kurala göre açıldığı gün olan {on} günü tebliğ edilmiştir."
    left = f"İleti {moment(fact.at)} itibarıyla muhatabın elektronik posta kutusuna bırakılmıştır ({_cited(fact)})"
    if rule is ServiceRule.DELIVERY_DAY:
        return f"{left}; uygulanan kurala göre bırakıldığı gün olan {on} günü tebliğ edilmiştir."
    by = "uyarınca" if rule is ServiceRule.UETS else "kıyasen uygulanarak"
    return (
        f"{left}; 7201 sayılı Tebligat Kanunu m. 7/a {by} bu tarihi izleyen beşinci günün sonunda, {on} günü tebliğ "
        "edilmiş sayılır. İletinin daha önce açılması bu günü öne almaz; bu gün tatil nedeniyle kaymaz."
    )


def _why_failed(fact: EvidenceFact) -> str:
    what = f"{moment(fact.at)} itibarıyla {FAILURES[fact.kind]} ({_cited(fact)})"
    return f"Tebliğ yapılamamıştır: {what}. Süre işlemeye başlamamıştır."


def _despite(failed: list[EvidenceFact]) -> str:
    if not failed:
        return ""
    contrary = ", ".join(_cited(fact) for fact in failed)
    return f" Ulaşmadığını bildiren {contrary}, muhataba ulaştığı kanıtlandığından sonucu değiştirmez."
