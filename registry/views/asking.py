"""Who asks, and what was sent with the request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from django.http import HttpRequest


def posted(request: HttpRequest) -> dict[str, Any]:
    """Return what a form is bound to: what was posted, even if that is nothing; unbound for a page that is drawn."""
    return {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
