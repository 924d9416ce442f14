"""What `verify_history` asks of the public list: every stored row whole and chained, the newest one true."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from ledger import chain
from ledger.verification import Finding
from registry.models import Publication
from registry.publication import content_of, untrue_parts


def publications() -> Iterator[Finding]:
    """Yield every publication that is not as it was written, and the newest where it differs from the rows."""
    previous, newest = "", None
    for n, newest in enumerate(Publication.objects.order_by("sequence").iterator(chunk_size=50), start=1):
        keys = [*altered_keys(newest), *(["previous"] if newest.previous != previous else [])]
        if newest.sequence != n:
            keys.append("sequence")
        if keys:
            yield Finding(f"Publication {newest.sequence}", tuple(dict.fromkeys(keys)))
        previous = newest.digest
    if newest is not None and (stale := untrue_parts(newest)):
        yield Finding(f"Publication {newest.sequence}: not what the rows say", stale)


def altered_keys(publication: Publication) -> tuple[str, ...]:
    """Return the keys in which a publication differs from what was written; empty when it is whole.

    What was written may name more than there are columns today: the digest covers it all the same.
    """
    shown = content_of(publication)
    if chain.digest(publication.canonical) == publication.digest:
        keys = _differing(shown, publication.canonical)
    elif chain.digest(chain.canonical(shown)) == publication.digest:
        keys = ["canonical"]
    else:
        keys = [*_differing(shown, publication.canonical), "digest"]
    if chain.mac(publication.digest) != publication.mac:
        keys.append("mac")
    return tuple(keys)


def _differing(shown: dict[str, Any], canonical: str) -> list[str]:
    try:
        written = json.loads(canonical)
    except json.JSONDecodeError:
        written = None
    if not isinstance(written, dict):
        return ["canonical"]
    return [key for key in sorted(shown) if key not in written or shown[key] != written[key]]
