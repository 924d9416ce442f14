"""Who may see documents and letters, and do what with letters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from rules.permissions import add_perm
from rules.predicates import predicate

from accounts.permissions import (
    acts_for_firm,
    is_administrator,
    is_approver,
    is_auditor,
    is_desk,
    is_ministry,
    is_officer,
    somebody_else,
)
from documents.letters import authority_of
from documents.lifecycle import LetterStatus
from documents.models import Document, Letter
from law.clock import legal_day, now
from ledger.models import CONFIDENTIAL, Dossier, DossierKind

if TYPE_CHECKING:
    from accounts.models import User


@predicate
def is_open_to_firm(person: User, document: Any) -> bool:
    """The document is not the ministry's alone."""
    return isinstance(document, Document) and not document.internal


@predicate
def is_shown(person: User, row: Any) -> bool:
    """The row's dossier is no draft that its firm keeps to itself."""
    dossier = getattr(row, "dossier", None)
    return dossier is not None and dossier.shown_at is not None


@predicate
def is_confidential(person: User, row: Any) -> bool:
    """The row lies in the file of a data subject's request or of a breach."""
    return getattr(getattr(row, "dossier", None), "kind", None) in CONFIDENTIAL


@predicate
def was_sent(person: User, letter: Any) -> bool:
    """The letter is on its way or arrived."""
    return isinstance(letter, Letter) and letter.status == LetterStatus.SENT


@predicate
def is_own_file(person: User, dossier: Any) -> bool:
    """The dossier is a firm's own, or that of policies and calendar: no matter's, whose room files for itself."""
    return isinstance(dossier, Dossier) and dossier.kind in (DossierKind.FIRM, DossierKind.POLICY)


@predicate
def is_of_policies(person: User, dossier: Any) -> bool:
    """The dossier is that of policies and calendar."""
    return isinstance(dossier, Dossier) and dossier.kind == DossierKind.POLICY


@predicate
def signs_for_ministry(person: User) -> bool:
    """The person holds a dated authority to sign that stands today."""
    return authority_of(person, legal_day(now())) is not None


answers_for_data = is_administrator | is_approver | is_auditor
add_perm(
    "documents.see",
    (is_ministry & is_shown & (~is_confidential | answers_for_data)) | (acts_for_firm & is_open_to_firm),
)
add_perm("documents.file_in_dossier", is_own_file & (is_desk | (is_administrator & is_of_policies)))
add_perm("documents.see_letter", is_ministry)
add_perm("documents.read_letter", acts_for_firm & was_sent)
add_perm("documents.see_signatories", is_administrator | is_auditor)
add_perm("documents.name_ministry_signatory:propose", is_administrator & somebody_else)
add_perm("documents.name_ministry_signatory", is_administrator & somebody_else)
add_perm("documents.end_ministry_signatory:propose", is_administrator)
add_perm("documents.end_ministry_signatory", is_administrator)
add_perm("documents.edit_letter", is_officer)
add_perm("documents.initial_letter", is_officer)
add_perm("documents.discard_letter", is_officer)
add_perm("documents.return_letter", is_officer | is_approver | (is_ministry & signs_for_ministry))
add_perm("documents.sign_letter", is_approver | (is_ministry & signs_for_ministry))
add_perm("documents.retry_signing", is_desk)
