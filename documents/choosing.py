"""Choosing one document of a dossier: the newest first, each with what it is and the day it came."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.utils.translation import gettext_lazy as _

from accounts.forms import nothing_chosen
from documents.models import Document
from law.clock import legal_day

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from ledger.models import Dossier

PRINTED = ("agreement_copy", "commitment_copy", "kep_package")
"""What we print to be signed or sent: it says nothing that a form asks for."""
KINDS = {
    "agreement": _("agreement with both signatures"),
    "court": _("a court's decision"),
    "decision": _("a decision of the ministry"),
    "evidence": _("evidence of service"),
    "letter": _("letter of the ministry"),
    "proof": _("a proof"),
    "remedy": _("a remedy"),
    "signed_agreement": _("the signed agreement"),
}
"""What a document is, where its title need not say it; that of a requirement is the requirement's own."""


class DocumentChoice(forms.ModelChoiceField):  # type: ignore[type-arg]  # no subscript at runtime
    """One document of a dossier that no virus scan holds back; `without` names kinds that cannot serve besides."""

    def __init__(self, *, label: StrOrPromise, required: bool = True, without: tuple[str, ...] = ()) -> None:
        super().__init__(
            Document.objects.none(), label=label, required=required, empty_label=nothing_chosen(required=required)
        )
        self.without = (*PRINTED, *without)

    def offer(self, dossier: Dossier) -> None:
        """Let one choose from a dossier's documents."""
        held = dossier.documents.released().exclude(kind__in=self.without)
        self.queryset = held.order_by("-received_at", "-pk")

    def label_from_instance(self, document: Document) -> str:
        """Return the title, the kind and the day."""
        day = f"{legal_day(document.received_at):%d.%m.%Y}"
        return " – ".join(str(part) for part in (document.title, KINDS.get(document.kind), day) if part)
