"""What a person types into a firm's mailbox."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kep_gateway.sandbox.play import File

MOST_FILES, MOST_MEGABYTES = 5, 10


class SeveralFiles(forms.ClearableFileInput):
    """An input that takes more than one file."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Up to five files, as files of a message."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> tuple[File, ...]:
        """Return the files, whatever they hold: the other side judges them.

        Raises:
            ValidationError: too many, or one that is too large or empty.
        """
        uploads = [super(FilesField, self).clean(one, initial) for one in data or [] if one]
        if len(uploads) > MOST_FILES:
            raise forms.ValidationError(_("At most %(most)s files go with one message."), params={"most": MOST_FILES})
        if any(one.size > MOST_MEGABYTES << 20 for one in uploads):
            raise forms.ValidationError(_("A file may have %(most)s MB at most."), params={"most": MOST_MEGABYTES})
        return tuple(File(one.name, _kind(one.content_type), one.read()) for one in uploads)


class AnswerForm(forms.Form):
    """The answer to a message."""

    subject = forms.CharField(label=_("Subject"), max_length=200)
    text = forms.CharField(label=_("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 10}))
    attached = FilesField(
        label=_("Files"),
        required=False,
        help_text=_("Up to %(files)s, of %(size)s MB at most each.") % {"files": MOST_FILES, "size": MOST_MEGABYTES},
    )


def _kind(said: str | None) -> str:
    whole = re.fullmatch(r"[\w.+-]+/[\w.+-]+", said or "", re.ASCII)
    return (
        whole[0]
        if whole and not whole[0].startswith(("multipart/", "message/", "text/"))
        else "application/octet-stream"
    )
