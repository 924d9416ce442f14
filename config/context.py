"""What every page knows of the installation."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def house(request: HttpRequest) -> dict[str, Any]:
    """Return the demo mark, shown on every page so that nobody mistakes the demo for the ministry."""
    return {"demo": settings.DEMO}
