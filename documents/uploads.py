"""A form's file: a refused form keeps it, so that it need not be chosen again."""

from __future__ import annotations

from datetime import datetime
from functools import cached_property
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.forms import BoundField
from django.http import Http404, HttpRequest
from django.template.loader import render_to_string
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString

from accounts.access import person_of
from documents import aside
from ledger.edge import received_at

FILE = "file"
"""What every upload's field is called."""
KEPT = "kept_file"
"""The hidden field that carries a file's token."""


class Files(MultiValueDict[str, UploadedFile[Any]]):
    """The files of a request, with whose they are, and the token of one that was taken up again."""

    owner = 0
    at: datetime
    token = ""

    def keep(self) -> str:
        """Return the token by which this person's next form finds the file."""
        upload = self[FILE]
        if not self.token and isinstance(upload, UploadedFile):
            self.token = aside.lay(upload, owner=self.owner, at=self.at)
        return self.token


def files_in(request: HttpRequest, at: datetime) -> Files:
    """Return the files that came with a request, and one laid aside before where none was chosen anew.

    Raises:
        Http404: the token is no token of this person's.
    """
    files = Files(dict(request.FILES.lists()))
    files.owner, files.at = person_of(request).pk, at
    token = request.POST.get(KEPT, "")
    if token and FILE not in files:
        try:
            held = aside.take(token, owner=files.owner, at=at)
        except aside.NotYours as error:
            raise Http404 from error
        if held is not None:
            files[FILE], files.token = held, token
    return files


def posted(request: HttpRequest) -> dict[str, Any]:
    """Return what a form is bound to: what was posted, even if that is nothing; unbound for a page that is drawn."""
    if request.method != "POST":
        return {}
    return {"data": request.POST, "files": files_in(request, received_at(request))}


class _Drawn(BoundField):
    """The field as a page draws it: a form that comes back with a fault elsewhere lays its file aside."""

    @cached_property
    def kept(self) -> dict[str, str]:
        """The name and token of the file that is kept; empty where none came, or the file itself is at fault."""
        files = self.form.files
        upload = (
            files.get(self.html_name) if isinstance(files, Files) and self.form.errors and not self.errors else None
        )
        if not isinstance(files, Files) or not isinstance(upload, UploadedFile):
            return {}
        if not 0 < (upload.size or 0) <= settings.UPLOAD_MAX_BYTES:
            return {}
        return {"file": upload.name or "", "token": files.keep()}

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Ask for no file where one is kept."""
        built = super().build_widget_attrs(attrs, widget)
        return {name: it for name, it in built.items() if name != "required"} if self.kept else built

    def as_widget(self, *args: Any, **kwargs: Any) -> SafeString:
        """Draw the field, below it what is kept."""
        drawn = super().as_widget(*args, **kwargs)
        return (
            render_to_string("parts/kept_file.html", {"field": drawn, "name": KEPT, **self.kept})
            if self.kept
            else drawn
        )


class UploadField(forms.FileField):
    """A file that is chosen once, however often its form comes back."""

    def get_bound_field(self, form: forms.BaseForm, field_name: str) -> BoundField:
        """Return the field as this form draws it."""
        return _Drawn(form, self, field_name)
