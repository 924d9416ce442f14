"""The firm writes what is no document: the product's name and the address of remote access."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from accounts.naming import name_flaws
from applications.conditions.openness import closed_to_the_firm
from applications.models import Application
from ledger.acts import Act, acting, lock, record, refuse
from ledger.errors import Obstacle
from ledger.text import one_line

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act("applications.fill_in", _("Save the application"), done=_("Application saved"), clause="3/a")


def obstacles(
    application: Application, *, at: datetime, product: str | None = None, remote_ip: str | None = None
) -> Iterator[Obstacle]:
    """Yield malformed values at their fields, and a state in which the firm can change nothing."""
    yield from closed_to_the_firm(application)
    if product:
        yield from name_flaws("product", product, 200, _("Nobody could read this: write letters or digits."))
    if remote_ip:
        try:
            ipaddress.ip_address(remote_ip)
        except ValueError:
            message = _("Write exactly one IP address, for example 192.0.2.10.")
            yield Obstacle("bad_ip", message, field="remote_ip")


def fill_in(
    application_id: int, *, by: User, at: datetime, product: str, remote_ip: str, seen: int | None = None
) -> Application:
    """Save the product's name and the one IP address of remote access; both may still be empty.

    Raises:
        NotAllowed, Refused: malformed values at their fields, or the application is not with the firm.
    """
    product, remote_ip = one_line(product), remote_ip.strip()
    with acting():
        application = lock(Application, application_id)
        found = obstacles(application, at=at, product=product, remote_ip=remote_ip)
        refuse(ACT, application, found, by=by, seen=seen)
        said = (product, remote_ip or None)
        changed = (application.product, application.remote_ip) != said
        application.product, application.remote_ip = said
        application.save()
        record(ACT, application, by=by, at=at, before=application.status, facts={"changed": changed})
    return application
