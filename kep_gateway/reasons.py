"""Why a piece of evidence proves nothing, in words: what its verifier found, and what the matter itself says."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from kep_gateway.evidence.reasons import REASONS

MATTER: Mapping[str, str | Promise] = {
    "not_handed_over": _("The message had not been handed over."),
    "before_dossier": _("The evidence is of a time before this dossier was opened."),
    "before_letter": _("The evidence is of a time before the letter was signed."),
    "future": _("The evidence is of a time that is still to come."),
    "altered": _("Evidence of the same number says something else."),
    "not_judged": _("The verifier could not come to an end; the technical log says why."),
    "empty": _("The file that came is empty."),
    "no_package": _("There is no package of ours to which evidence about this message could be bound."),
    "no_provider": _("No KEP provider is set up."),
    "unreadable": _("The evidence cannot be read."),
}


def reasons_of(codes: str) -> Iterator[str | Promise]:
    """Yield a sentence for each code of a refused piece; an unknown code is shown as it is."""
    for code in filter(None, codes.split(",")):
        yield REASONS.get(code) or MATTER.get(code) or code
