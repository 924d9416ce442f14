"""Questions that several acts on people and firms share."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accounts.models import Firm, Mandate, User
from ledger.errors import Obstacle
from ledger.models import Dossier


def well_formed(field: str, value: str, check: Callable[[str], None]) -> Iterator[Obstacle]:
    """Yield a malformed value at its field."""
    try:
        check(value)
    except ValidationError as error:
        yield Obstacle(f"bad_{field}", error.messages[0], field=field)


def rests_on_document(dossier: Dossier, document: str | None) -> Iterator[Obstacle]:
    """Yield that no released document of the dossier was named by its SHA-256. None asks nothing: no form was sent."""
    if document is not None and not dossier.documents.released().filter(sha256=document).exists():
        message = _("Choose the document this rests on; put it into the file first.")
        yield Obstacle("no_document", message, field="document")


def firm_lives(firm: Firm) -> Iterator[Obstacle]:
    """Yield that a firm has ended."""
    if firm.ended_at is not None:
        yield Obstacle("firm_ended", _("This firm has ended."))


def free_of_mandates(person: User) -> Iterator[Obstacle]:
    """Yield that a person acts for a firm, which nobody of the ministry does."""
    if Mandate.objects.filter(person=person, until_at=None, firm__ended_at=None).exists():
        message = _("This person acts for a firm. People of the ministry do not; end the mandate first.")
        yield Obstacle("holds_mandate", message)


def is_active(person: User) -> Iterator[Obstacle]:
    """Yield that a person's account is closed."""
    if not person.is_active:
        yield Obstacle("inactive", _("This person's account is closed."))
