"""An officer enters a certification or accreditation body into the table that certificates hang on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.naming import name_flaws
from ledger.acts import Act, acting, lock, lock_dossiers, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from ledger.text import one_line
from policies.files import BODIES
from policies.models import PolicyFile
from registry.bodies import name_key, number_key, to_hang
from registry.conditions.bodies import is_sourced
from registry.lifecycle import BodyKind
from registry.models import Body, BodyStanding

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("registry.enter_body", _("Enter a body"), done=_("Body entered"), clause="2/b", audience=Audience.MINISTRY)


def obstacles(
    file: PolicyFile,
    *,
    at: datetime,
    kind: str | None = None,
    name: str | None = None,
    country: str = "TR",
    accreditation_number: str = "",
    accredited_by: int | None = None,
    citation: str | None = None,
    document: str = "",
) -> Iterator[Obstacle]:
    """Yield why a body cannot be entered: no name, no country, known already, accredited by none of ours, no source."""
    if file.key != BODIES:
        yield Obstacle("other_file", _("This is not the file of the bodies."))
    if name is None or kind is None:
        return
    yield from name_flaws("name", name, 200, _("Write the body's name."), "2/b")
    if not re.fullmatch(r"[A-Z]{2}", country):
        yield Obstacle("bad_country", _("Write the country as two capital letters, such as TR."), "2/b", "country")
    if Body.objects.filter(kind=kind, name_key=name_key(name)).exists():
        yield Obstacle("known", _("The table holds this body already."), "2/b", "name")
    yield from _accreditation(kind, accreditation_number, accredited_by)
    yield from is_sourced(file.dossier, citation, document)


def _accreditation(kind: str, number: str, accredited_by: int | None) -> Iterator[Obstacle]:
    key = number_key(number)
    if key and Body.objects.filter(kind=kind, accredited_by=accredited_by, number_key=key).exists():
        message = _("Another body has this accreditation number.")
        yield Obstacle("number_taken", message, "2/b", "accreditation_number")
    if accredited_by is None:
        return
    if kind == BodyKind.ACCREDITATION:
        yield Obstacle("not_accredited", _("An accreditation body is accredited by none."), "2/b", "accredited_by")
    if not Body.objects.filter(pk=accredited_by, kind=BodyKind.ACCREDITATION).exists():
        yield Obstacle("no_accreditor", _("Choose an accreditation body of the table."), "2/b", "accredited_by")


def _spelled(name: str, number: str) -> dict[str, str]:
    """Return the columns of a name and a number, each with the key by which certificates are matched."""
    keys = {"name_key": name_key(name), "number_key": number_key(number)}
    return {"name": one_line(name), "accreditation_number": one_line(number), **keys}


def enter_body(
    file_id: int,
    *,
    by: User,
    at: datetime,
    kind: str,
    name: str,
    country: str,
    citation: str,
    accreditation_number: str = "",
    accredited_by: int | None = None,
    document: str = "",
    seen: int | None = None,
) -> Body:
    """Enter a body as active; the certificates that mean it and no other hang on it, whenever they were entered.

    Raises:
        NotAllowed: no officer. Refused: see `obstacles`, or a stale page.
    """
    with acting():
        file = lock(PolicyFile, file_id)
        said = {"kind": kind, "name": name, "country": country, "accredited_by": accredited_by}
        said |= {"accreditation_number": accreditation_number, "citation": citation, "document": document}
        refuse(ACT, file, obstacles(file, at=at, **said), by=by, seen=seen)  # type: ignore[arg-type]  # a mixed dict
        body = Body.objects.create(
            dossier=file.dossier,
            kind=kind,
            country=country,
            accredited_by_id=accredited_by,
            changed_at=at,
            entered_at=at,
            **_spelled(name, accreditation_number),
        )
        paper = file.dossier.documents.filter(sha256=document).first() if document else None
        BodyStanding.objects.create(
            body=body, status=body.status, citation=citation.strip(), document=paper, officer=by, recorded_at=at
        )
        facts = {"body": body.pk, "kind": kind, "certificates": _hang(body)}
        record(ACT, body, by=by, at=at, after=body.status, facts=facts, documents=[document] if document else [])
    return body


def _hang(body: Body) -> int:
    """Hang on a body what was entered before it; return how many certificates that is."""
    dossiers = {it.dossier_id for it in to_hang(body)}
    lock_dossiers(dossiers)  # whoever holds one of these never waits for the bodies' file
    found = [it for it in to_hang(body) if it.dossier_id in dossiers]
    for certificate in found:
        certificate.certifier = body
        certificate.save(update_fields=["certifier"])
    return len(found)
