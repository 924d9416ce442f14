"""Previews of acts on integrators as people read them: what their JSON says, in words and in one order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from kep_gateway.models import Means
from law.clauses import clause
from law.explain import date_short
from law.terms import Unit
from policies.measures import Measure, measured
from registry.lifecycle import GroundKind, Standing


def preview_in_words(preview: Mapping[str, Any]) -> dict[str, Any]:
    """Return the preview of an act on one integrator: entry, notices, letter, terms, secrets, what follows."""
    if "terms" not in preview:
        return dict(preview)  # of an act that would do nothing any more, or from before previews said all this
    terms = preview["terms"]
    certificate = preview.get("certificate")
    return {
        "on_the_list": {name: _listed(preview["list"][name]) for name in ("before", "after")},
        "grounds_that_close": [str(GroundKind(kind).label) for _pk, kind in preview.get("closes", ())],
        "certificate": certificate[1] if certificate else "",
        "terms_that_stop": [term_in_words(it) for it in terms["stop"]],
        "terms_that_start": [term_in_words(it) for it in terms["start"]],
        "terms_that_go_on": [term_in_words(it) for it in terms["go_on"]],
        "secrets_that_are_revoked": preview["secrets"],
        "consequences": preview["consequences"],
        "letters_and_their_way": [notice_in_words(it) for it in preview["notices"]],
        "letter": {name: preview["letter"][name] for name in ("subject", "body")},
    }


def bulk_in_words(preview: Mapping[str, Any]) -> dict[str, Any]:
    """Return the preview of an act on many integrators: its own lines, then what it does to whom."""
    own = {key: value for key, value in preview.items() if key not in {"firms", "effects", "letters", "starts"}}
    firms: int = preview.get("firms", 0)
    starts = {"terms_that_start": [term_in_words(it) for it in preview["starts"]]} if "starts" in preview else {}
    return {
        **own,
        **starts,
        "integrators": ngettext("%(n)d firm is affected", "%(n)d firms are affected", firms) % {"n": firms},
        "letters_and_their_way": [
            f"{Means(means).label}: {number}" for means, number in preview.get("letters", {}).items() if number
        ],
        "firms_and_what_opens": [
            {
                "firms": _many(it["firms"]),
                "new": it["new"],
                "dropped": it["dropped"],
                "changed": it["changed"],
            }
            for it in preview.get("effects", ())
        ],
    }


def term_in_words(term: Mapping[str, Any]) -> str:
    """Say one term: its last valid day, or how long it is once it begins."""
    if "last" in term:
        last = date_short(date.fromisoformat(term["last"]))
        return _("%(term)s – last valid day %(day)s") % {"term": term["title"], "day": last}
    length = measured(term["length"], Measure[Unit(term["unit"]).name])
    return _("%(term)s – %(length)s from the day it begins") % {"term": term["title"], "length": length}


def notice_in_words(notice: Mapping[str, Any]) -> str:
    """Say one letter: what about, to whom, by which means and where, and the term that its service opens."""
    address = notice["address"] or _("no address is known")
    told = f"{notice['subject']} → {notice['to']} – {Means(notice['means']).label}: {address}"
    if notice["opens"] is None:
        return told
    begins = _("its service opens: %(term)s") % {"term": term_in_words(notice["opens"])}
    return f"{told} ({begins})"


def _listed(entry: Mapping[str, str | None] | None) -> str:
    if entry is None:
        return _("not on the list")
    return ", ".join(_said(entry))


def _said(entry: Mapping[str, str | None]) -> Iterator[str]:
    yield str(Standing(entry["standing"] or "").label)
    if entry["ground"]:
        yield str(GroundKind(entry["ground"]).label)
    if entry["clause"]:
        yield clause(entry["clause"]).cited


def _many(firms: Iterable[str]) -> str:
    return "\n".join(firms)
