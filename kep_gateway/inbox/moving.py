"""A message to us and its files go from one dossier to another together."""

from __future__ import annotations

from documents.models import Document
from kep_gateway.models import IncomingMail
from ledger.models import Dossier, DossierKind


def papers_of(mail: IncomingMail) -> list[Document]:
    """Return the message as it came, and what its attachments became."""
    return [mail.package, *(it.document for it in mail.attachments.select_related("document") if it.document)]


def relied_on(mail: IncomingMail) -> bool:
    """Tell whether something else in a firm's dossier than messages and files themselves names one of its documents."""
    if mail.dossier.kind == DossierKind.MAILBOX:
        return False
    digests = {it.sha256 for it in papers_of(mail)}
    steps = mail.dossier.steps.exclude(documents=[])
    for model in (IncomingMail, Document):
        steps = steps.exclude(subject__startswith=f"{model._meta.label_lower}:")
    return any(digests & set(named) for named in steps.values_list("documents", flat=True))


def move(mail: IncomingMail, there: Dossier) -> list[str]:
    """Move a message's documents along with it; return their digests."""
    documents = papers_of(mail)
    for document in documents:
        document.dossier = there
        document.save(update_fields=["dossier"])
    return [document.sha256 for document in documents]
