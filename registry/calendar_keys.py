"""The secret in a calendar's address: unguessable, kept as a keyed digest; and the calendar that it opens."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import override

from ledger.acts import may
from registry.calendar_feed import Entry, as_ics
from registry.coming import Coming, coming
from registry.models import CalendarKey, Integrator


def make() -> str:
    """Return a new secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def digest(secret: str) -> str:
    """Return the keyed digest under which a secret is stored and looked up, in hex."""
    return hmac.new(settings.CODES_KEY, b"calendar:" + secret.encode(), hashlib.sha256).hexdigest()


def opened(secret: str) -> Integrator | None:
    """Return the integrator whose terms a secret shows: a live one, of somebody who still acts for the firm."""
    found = CalendarKey.objects.filter(digest=digest(secret), revoked_at=None, person__is_active=True)
    key = found.select_related("integrator__dossier", "integrator__firm", "person").first()
    return key.integrator if key and may(key.person, "registry.see_own", key.integrator) else None


def calendar_of(integrator: Integrator, at: datetime) -> bytes:
    """Return the calendar of an integrator's running terms, in Turkish whoever reads it."""
    dossier = integrator.dossier
    last = dossier.steps.order_by("-n").first()
    assert last is not None  # an integrator's dossier begins with its admission
    host = urlsplit(settings.SITE).hostname or "sicil"
    page = reverse("registry:portal_file", args=[dossier.number])
    with override("tr"):
        ahead = coming(integrator, at, ministry=False)
        entries = [
            Entry(
                uid=f"sure-{it.deadline.pk}@{host}",
                last_on=it.last_on,
                title=_("Last day: %(term)s") % {"term": it.title},
                text=_text(it),
                revision=dossier.head_n,
                stamped_at=last.recorded_at,
            )
            for it in ahead
        ]
        return as_ics(_("Terms %(number)s") % {"number": dossier.number}, f"{settings.SITE}{page}", entries)


def _text(it: Coming) -> str:
    return "\n".join(filter(None, (it.follows, it.avoids, it.why)))
