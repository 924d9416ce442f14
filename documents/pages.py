"""What the pages about letters are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from documents.forms import LetterForm, ReturnForm
from documents.hooks import senders
from documents.letters import number_of, shown
from documents.lifecycle import LetterStatus
from documents.models import Letter, SigningStatus
from documents.rendering import render_html
from ledger.acts import may
from ledger.offers import offers

if TYPE_CHECKING:
    from datetime import datetime

    from django.forms import Form

    from accounts.models import User

UNSIGNED = frozenset({LetterStatus.DRAFT, LetterStatus.INITIALLED})
"""While a letter is one of these, buttons that do not work say why; later only what can still be done is shown."""
BUTTONS = {
    "documents.initial_letter": "parafla",
    "documents.sign_letter": "imzala",
    "documents.discard_letter": "iptal",
}
"""Acts that need nothing but a button, and the last word of their address."""


def paper(letter: Letter) -> str:
    """Return the letter's own HTML, as a page shows it."""
    return render_html("letters/sheet.html", {"letter": shown(letter)})


def desk_page(
    letter: Letter, person: User, at: datetime, *, form: Form | None = None, returning: Form | None = None
) -> dict[str, Any]:
    """Return everything that the ministry's page of one letter shows to a person."""
    draft = letter.status == LetterStatus.DRAFT
    buttons = [(offer, BUTTONS[offer.act.name]) for offer in offers(tuple(BUTTONS), letter, person, at)]
    failed = letter.signing is not None and letter.signing.status == SigningStatus.FAILED
    return {
        "letter": letter,
        "number": number_of(letter) if letter.number else "",
        "paper": paper(letter),
        "seen": letter.dossier.head_n,
        "form": (form or LetterForm.of(letter)) if draft and may(person, "documents.edit_letter", letter) else None,
        "returning": (returning or ReturnForm())
        if letter.status == LetterStatus.INITIALLED and may(person, "documents.return_letter", letter)
        else None,
        "buttons": [it for it in buttons if letter.status in UNSIGNED or it[0].enabled],
        "sending": [it for send in senders for it in send(letter, person, at)],
        "failed": failed,
        "may_retry": failed and may(person, "documents.retry_signing", letter.signing),
    }


def initials(name: str) -> str:
    """Return a name of which only the first letter of each word is shown: enough to recognise, not to learn."""
    return " ".join(word[0] + "…" if len(word) > 1 else word for word in name.split())
