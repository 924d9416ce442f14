"""What a file is and whether its inside is sound: judged by its bytes, never by its name."""

from __future__ import annotations

import struct
import warnings
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any
from zipfile import BadZipFile, ZipFile

import magic
import pikepdf
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from PIL import Image, UnidentifiedImageError

from documents.zips import UnsafeZip, check_zip

PDF, JPEG, PNG = "application/pdf", "image/jpeg", "image/png"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
ZIP = "application/zip"
TYPES, TEXT = "[Content_Types].xml", "word/document.xml"
MOST_PIXELS = 80_000_000
"""An A3 page scanned at 600 dots an inch has 70 million."""
IMAGES = {JPEG: "JPEG", PNG: "PNG"}
ACTIVE = ("/JavaScript", "/Launch")


@dataclass(frozen=True)
class Problem:
    """Why a file of the right kind is not accepted."""

    code: str
    message: str | Promise


BROKEN = Problem("unreadable", _("The file is damaged or incomplete; it cannot be opened."))
ENCRYPTED = Problem("encrypted", _("The file is protected by a password; send it without one."))
ACTIVE_CONTENT = Problem("active_content", _("The file contains a program; send it without one."))
MACROS = Problem("macros", _("The file contains macros; send it without them."))
TOO_MANY_PIXELS = Problem("too_many_pixels", _("The picture is too large; scan it with fewer dots."))


def type_of(data: bytes) -> str:
    """Return the media type of bytes; a zip that names Word's parts is a DOCX."""
    found = str(magic.from_buffer(data[:8192], mime=True))
    return DOCX if data.startswith(b"PK\x03\x04") and _names_word_parts(data) else found


def problem_of(media_type: str, data: bytes) -> Problem | None:
    """Return what is wrong with the structure of bytes of this type, or None."""
    if media_type == PDF:
        return _pdf_problem(data)
    if media_type == DOCX:
        return _docx_problem(data)
    return _image_problem(IMAGES[media_type], data)


def facts_of(media_type: str, data: bytes) -> dict[str, Any]:
    """Return what is worth knowing of sound bytes: a PDF's pages, a picture's size."""
    if media_type == PDF:
        with pikepdf.open(BytesIO(data)) as pdf:
            return {"pages": len(pdf.pages)}
    if media_type in IMAGES:
        with Image.open(BytesIO(data)) as image:
            return {"width": image.width, "height": image.height}
    return {}


def _pdf_problem(data: bytes) -> Problem | None:
    try:
        with pikepdf.open(BytesIO(data)) as pdf:
            if pdf.is_encrypted:
                return ENCRYPTED
            if not len(pdf.pages):
                return BROKEN
            return ACTIVE_CONTENT if _is_active(pdf) else None
    except pikepdf.PasswordError:
        return ENCRYPTED
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return BROKEN


def _is_active(pdf: pikepdf.Pdf) -> bool:
    """Tell whether any object runs a script or starts a program."""
    return any(str(it.get("/S", "")) in ACTIVE for held in pdf.objects for it in _dictionaries(held))


def _dictionaries(held: Any) -> Iterator[pikepdf.Dictionary]:
    """Yield the dictionaries within one indirect object, itself first; references to others are not followed."""
    if isinstance(held, pikepdf.Dictionary):
        yield held
    if isinstance(held, pikepdf.Dictionary | pikepdf.Array):
        inner: Iterable[Any] = held.values() if isinstance(held, pikepdf.Dictionary) else held
        for value in inner:
            if isinstance(value, pikepdf.Object) and not value.is_indirect:
                yield from _dictionaries(value)


def _docx_problem(data: bytes) -> Problem | None:
    try:
        check_zip(data)
    except UnsafeZip as unsafe:
        return Problem(unsafe.code, unsafe.message)
    with ZipFile(BytesIO(data)) as parts:
        names = parts.namelist()
        if not names_of_word(names):
            return BROKEN
        macros = b"macroEnabled" in parts.read(TYPES) or any("vbaproject" in name.lower() for name in names)
        return MACROS if macros else None


def _image_problem(kind: str, data: bytes) -> Problem | None:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(data), formats=[kind]) as image:
                if image.width * image.height > MOST_PIXELS:
                    return TOO_MANY_PIXELS
                image.load()
    except (Image.DecompressionBombError, Image.DecompressionBombWarning):
        return TOO_MANY_PIXELS
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError):
        return BROKEN
    return None


def _names_word_parts(data: bytes) -> bool:
    """Read the zip's own list of names, and nothing of its content; a damaged list names nothing for sure."""
    try:
        with ZipFile(BytesIO(data)) as parts:
            return names_of_word(parts.namelist())
    except (BadZipFile, struct.error, ValueError, NotImplementedError):
        return TYPES.encode() in data and TEXT.encode() in data


def names_of_word(names: Iterable[str]) -> bool:
    """Tell whether the names are those of a Word file."""
    return {TYPES, TEXT} <= set(names)
