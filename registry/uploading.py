"""A certificate is sent in two steps: first the file, then its form, filled with what was read from it.

Without a script; the file need not be chosen again, and nothing typed is lost. What was read is kept with the document.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django import forms
from django.db import models
from django.utils.translation import gettext_lazy as _

from documents import store
from documents.content import PDF
from documents.intake import Received, receive
from documents.models import Flaw
from documents.signatures import Verdict
from documents.text import text_of
from documents.uploads import Files, files_in
from ledger.edge import refusals_on
from registry.certificate_reading import Found, as_json, from_json, read
from registry.conditions.reading import contradicted, doubts
from registry.forms import CertificateFileForm, CertificateForm

if TYPE_CHECKING:
    from django.http import HttpRequest

    from ledger.models import Dossier


class Legible(models.TextChoices):
    """What came of reading a document."""

    READ = "read", _("Check every field against the document: what was read from it stands in the form already.")
    NOTHING = (
        "nothing",
        _("The document has text, but nothing of a certificate was recognised in it. Fill in the form."),
    )
    SCAN = (
        "scan",
        _("The document is a picture without text, so nothing can be read from it. Fill in the form by hand."),
    )
    UNREADABLE = "unreadable", _("The document's text could not be read. Fill in the form by hand.")


@dataclass
class Upload:
    """Where an upload stands: the form to show, and the file once it has arrived; `ready` when an act may keep it."""

    form: forms.Form
    received: Received | None = None
    token: str = ""
    ready: bool = False
    doubted: tuple[str, ...] = ()
    found: Mapping[str, Found] = field(default_factory=dict)

    @property
    def legible(self) -> Legible | None:
        """What came of reading the file; None before it arrived."""
        return Legible(self.received.facts["legible"]) if self.received else None

    @property
    def signatures(self) -> list[tuple[Verdict, str]]:
        """The file's electronic signatures, each with the sentence that says why it proves nothing."""
        judged = self.received.signatures if self.received else ()
        return [(it, str(Flaw(it.reason).label) if it.reason else "") for it in judged]

    @property
    def fields(self) -> dict[str, Any]:
        """What was typed, without the file."""
        return {name: value for name, value in self.form.cleaned_data.items() if name != "file"}


def upload_in(request: HttpRequest, dossier: Dossier, *, at: datetime) -> Upload:
    """Return where the upload of a certificate stands with this request.

    Raises:
        Http404: the file that it names as having arrived is another person's.
    """
    if request.method != "POST":
        return Upload(CertificateFileForm())
    files = files_in(request, at)
    if "read" in request.POST:
        return _file_first(CertificateFileForm(request.POST, files), files, dossier, at)
    form = CertificateForm(request.POST, files)
    valid = form.is_valid()
    received = _received(form, at)
    if received is None:
        return Upload(form)
    return _filled_in(request, form, received, files, valid=valid)


def _file_first(form: CertificateFileForm, files: Files, dossier: Dossier, at: datetime) -> Upload:
    received = _received(form, at) if form.is_valid() else None
    if received is None:
        return Upload(form)
    assert dossier.firm
    found = found_in(received.facts)
    values = {name: it.value for name, it in found.items()}
    filled = CertificateForm(initial=values, found=found, doubts=doubts(values, dossier.firm, at=at))
    del filled.fields["file"]
    return Upload(filled, received, files.keep(), found=found)


def _filled_in(request: HttpRequest, form: CertificateForm, received: Received, files: Files, *, valid: bool) -> Upload:
    """Return the upload with its file; what was read and is contradicted by what was typed is asked about once."""
    del form.fields["file"]
    found = found_in(received.facts)
    against = contradicted(form.cleaned_data, found)
    form.mark(found, against)
    asked = set(request.POST.get("doubted", "").split())
    ready = valid and not form.errors and set(against) <= asked
    return Upload(form, received, files.keep(), ready, tuple(against), found)


def _received(form: forms.Form, at: datetime) -> Received | None:
    """Take the file in, if there is one, and read it; a refusal is shown at its field."""
    arrived = list[Received]()
    if "file" not in form.cleaned_data:
        return None
    with refusals_on(form):
        arrived.append(receive(form.cleaned_data["file"], at=at))
    return next((replace(it, facts=it.facts | reading_of(it)) for it in arrived), None)


def reading_of(received: Received) -> dict[str, Any]:
    """Return what a document's facts keep of its reading."""
    if received.media_type != PDF:
        return {"legible": Legible.SCAN, "read": {}}
    text = text_of(store.read(received.sha256))
    if not text.readable:
        return {"legible": Legible.UNREADABLE, "read": {}}
    found = read(text.pages)
    state = Legible.READ if found else Legible.SCAN if text.is_scan else Legible.NOTHING
    return {"legible": state, "read": as_json(found)}


def found_in(facts: Mapping[str, Any]) -> dict[str, Found]:
    """Return what was read from a document, as its facts keep it; nothing where it came before documents were read."""
    return from_json(facts.get("read", {}))
