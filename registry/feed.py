"""Public events of integrators, told in Turkish and spelled as an Atom feed (RFC 4287). Pure.

A published passivation that was annulled stays in the feed with its correction beside it; nothing is taken back
silently.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from xml.etree import ElementTree as ET

from law.clauses import clause
from law.clock import legal_day
from law.explain import date_short
from ledger.text import clean
from registry.lifecycle import GroundKind
from registry.listing import Shown, instant_text

NAMESPACE = "http://www.w3.org/2005/Atom"
NEWEST = 200
GROUNDS_TR = {
    GroundKind.DOCUMENT_LAPSED.value: "belgenin geçerliliği sona erdi",
    GroundKind.DOCUMENT_NOT_SHOWN.value: "istenen belge ibraz edilmedi",
    GroundKind.AGREEMENT_NOT_RETURNED.value: "yenilenen sözleşme süresinde gönderilmedi",
    GroundKind.CONTRACT_BREACH.value: "sözleşmeye aykırı faaliyet",
}


@dataclass(frozen=True)
class Event:
    """One thing that the public was told of a firm."""

    slug: str
    what: str
    at: datetime
    title: str
    correction: bool = False


def events(shown: Shown, at: datetime, *, grounds_public: bool) -> list[Event]:
    """Return a firm's public events up to an instant, oldest first."""
    found = {(it.what, it.at): it for it in _events(shown, at, grounds_public=grounds_public) if it.at <= at}
    return sorted(found.values(), key=lambda it: it.at)


def _events(shown: Shown, at: datetime, *, grounds_public: bool) -> Iterator[Event]:
    facts, name = shown.facts, shown.legal_name
    yield Event(shown.slug, "listed", facts.approved_at, f"{name} entegratör listesine alındı")
    for ground in facts.all_grounds:
        kind = GROUNDS_TR.get(ground.kind, ground.kind)
        why = f" ({clause(ground.clause).cited}: {kind})" if grounds_public else ""
        yield Event(shown.slug, f"passive-{ground.kind}", ground.at, f"{name} firmasının yetkisi pasife alındı{why}")
        told = date_short(legal_day(ground.at))
        for stay in ground.stays:
            text = f"{told} tarihli pasife alma işlemi mahkemece durduruldu"
            yield Event(shown.slug, "stayed", stay.from_at, f"{name}: {text}")
            if stay.until_at is not None:
                text = f"{told} tarihli pasife alma işlemine ilişkin durdurma kalktı"
                yield Event(shown.slug, "stay-lifted", stay.until_at, f"{name}: {text}")
        if ground.closed_at is not None and ground.annulled:
            text = f"Düzeltme: {name} firmasının {told} tarihli pasife alma kaydı iptal edildi; hiç olmamış sayılır"
            yield Event(shown.slug, f"annulled-{ground.kind}", ground.closed_at, text, correction=True)
        elif ground.closed_at is not None:
            yield Event(shown.slug, "reactivated", ground.closed_at, f"{name} firmasının yetkisi yeniden aktif edildi")
    if facts.ended_at is not None:
        yield Event(shown.slug, "ended", facts.ended_at, f"{name} firmasının entegratörlüğü sona erdi")


def as_atom(site: str, issued_at: datetime, told: Iterable[Event]) -> bytes:
    """Spell the newest events as an Atom feed; `site` is the registry's own address without a slash at its end."""
    ET.register_namespace("", NAMESPACE)
    feed = ET.Element(f"{{{NAMESPACE}}}feed")
    _text(feed, "title", "Entegratör Sicili")
    _text(feed, "id", f"{site}/liste.atom")
    _text(feed, "updated", instant_text(issued_at))
    _text(ET.SubElement(feed, f"{{{NAMESPACE}}}author"), "name", "İş Sağlığı ve Güvenliği Genel Müdürlüğü")
    ET.SubElement(feed, f"{{{NAMESPACE}}}link", rel="self", href=f"{site}/liste.atom")
    ET.SubElement(feed, f"{{{NAMESPACE}}}link", rel="alternate", href=f"{site}/")
    for event in sorted(told, key=lambda it: (it.at, it.slug, it.what), reverse=True)[:NEWEST]:
        _entry(feed, site, event)
    spelled: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return spelled


def _entry(feed: ET.Element, site: str, event: Event) -> None:
    entry, instant = ET.SubElement(feed, f"{{{NAMESPACE}}}entry"), instant_text(event.at)
    _text(entry, "title", event.title)
    _text(entry, "id", f"{site}/firma/{event.slug}/#{event.what}-{instant}")
    _text(entry, "updated", instant)
    _text(entry, "summary", event.title)
    ET.SubElement(entry, f"{{{NAMESPACE}}}link", rel="alternate", href=f"{site}/firma/{event.slug}/")


def _text(parent: ET.Element, name: str, text: str) -> None:
    # names from before they were cleaned at the edge would leave the whole feed unreadable
    ET.SubElement(parent, f"{{{NAMESPACE}}}{name}").text = clean(text)
