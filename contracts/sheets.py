"""A text with one firm's data, ready to be printed: the one shape from which PDF and DOCX are made."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from contracts.models import AgreementCopy, AgreementVersion, Kind
from contracts.versions import published_text
from contracts.wording import WORDS, Article, filled
from documents.institution import INSTITUTION
from law.explain import date_in_words

BLANK = "………………………………………"
MINISTRY = (
    ("Adı", "T.C. Çalışma ve Sosyal Güvenlik Bakanlığı"),
    ("Birimi", f"{INSTITUTION.unit} (İSGGM)"),
    ("Adresi", INSTITUTION.address),
    ("KEP adresi", INSTITUTION.kep),
)
LABELS = {
    "legal_name": "Unvanı",
    "vkn": "Vergi kimlik no (VKN)",
    "mersis": "MERSİS no",
    "address": "Adresi",
    "kep": "KEP adresi",
}


@dataclass(frozen=True)
class Sheet:
    """What stands on the paper, in the order of the paper."""

    name: str
    title: str
    subtitle: str
    foot: str
    institution: tuple[str, ...]
    articles: tuple[Article, ...]
    ministry: tuple[tuple[str, str], ...]
    firm: tuple[tuple[str, str], ...]
    signers: tuple[str, ...]

    @property
    def signature_rows(self) -> int:
        """How many rows the ministry's cell stands beside: a name and a place for the hand per signatory."""
        return 2 * len(self.signers)


NAMES = {Kind.AGREEMENT.value: "sozlesme", Kind.COMMITMENT.value: "taahhutname"}
"""What the files of each kind are called, and their addresses."""


def copy_sheet(copy: AgreementCopy, issued_on: date) -> Sheet:
    """Return the text with the data that the copy keeps."""
    return _sheet(copy.version, copy.data, place=copy.dossier.number, issued_on=issued_on)


def blank_sheet(version: AgreementVersion) -> Sheet:
    """Return a version with dotted lines for the firm's data: to read before applying, not to sign."""
    data = {**dict.fromkeys(LABELS, BLANK), "signatories": []}
    return _sheet(version, data, place="Boş örnek", issued_on=None)


def _sheet(version: AgreementVersion, data: dict[str, Any], *, place: str, issued_on: date | None) -> Sheet:
    text = published_text(version)
    parts = [f"Sürüm {version.number}", f"yürürlük {version.effective_on:%d.%m.%Y}", place]
    if issued_on:
        parts.append(f"düzenleme tarihi {date_in_words(issued_on)}")
    return Sheet(
        name=NAMES[version.kind],
        title=text.title,
        subtitle=" · ".join(parts),
        foot=f"{text.title} · Sürüm {version.number} · {place}",
        institution=(INSTITUTION.state, INSTITUTION.name, INSTITUTION.unit),
        articles=filled(text.articles, lambda word: data[WORDS[word]] or BLANK),
        ministry=MINISTRY,
        firm=tuple((label, data[key]) for key, label in LABELS.items() if data[key]),
        # the firm's signatories may not be recorded yet: then the name is written by hand
        signers=tuple(_signer(it) for it in data["signatories"]) or (f"Adı soyadı: {BLANK}",),
    )


def _signer(person: dict[str, Any]) -> str:
    return f"{person['name']} (müştereken)" if person["jointly"] else str(person["name"])
