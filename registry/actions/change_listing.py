"""An officer changes what the list says of an integrator beside its standing: products, province, website."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from accounts.conditions import well_formed
from kep_gateway.letters import tell, worded
from ledger.acts import Act, acting, lock_dossiers, record, refuse
from ledger.errors import Obstacle
from ledger.models import Audience
from registry.conditions.grounds import not_ended, said
from registry.conditions.products import named, products_are_named
from registry.due import held
from registry.models import Integrator, ListingChange, Product
from registry.notices import LISTING_CHANGED
from registry.publication import publish
from registry.queries import product_names

if TYPE_CHECKING:
    from accounts.models import User

ACT = Act(
    "registry.change_listing",
    _("Change what the list says"),
    done=_("What the list says was changed"),
    clause="2/c",
    audience=Audience.PUBLIC,
    follows=_("The firm is told by a sealed letter at once."),
)
LONGEST = {"province": 60, "website": 200}
ON_PAPER = {"products": "Yazılımlar", "province": "İl", "website": "İnternet sitesi"}
"""What the letter calls each part of the listing."""


def obstacles(
    integrator: Integrator,
    *,
    at: datetime,
    products: Sequence[str] | None = None,
    province: str | None = None,
    website: str | None = None,
    reason: str | None = None,
) -> Iterator[Obstacle]:
    """Yield why nothing can be changed: ended, no product, a value unfit or too long, no reason, all as it was."""
    yield from not_ended(integrator)
    yield from said(reason=reason)
    if products is None or province is None or website is None:
        return
    given = _words(products, province, website)
    yield from products_are_named(products)
    if given["website"]:
        yield from well_formed("website", website.strip(), URLValidator(schemes=["http", "https"]))
    for field, most in LONGEST.items():
        if len(given[field]) > most:
            yield Obstacle("too_long", _("This is too long."), field=field)
    if given == _present(integrator):
        yield Obstacle("unchanged", _("The list says this already."))


def change_listing(
    integrator_id: int,
    *,
    by: User,
    at: datetime,
    products: Sequence[str],
    province: str,
    website: str,
    reason: str,
    seen: int | None = None,
) -> Integrator:
    """Let the list say this from now on; a product that is named no more keeps its row with the day of its withdrawal.

    Raises:
        NotAllowed: no officer. Refused: see `obstacles`, or a stale page.
    """
    with acting():
        lock_dossiers(_dossiers(integrator_id))
        integrator = held(integrator_id, at)
        words = {"products": products, "province": province, "website": website}
        refuse(ACT, integrator, obstacles(integrator, at=at, reason=reason, **words), by=by, seen=seen)  # type: ignore[arg-type]  # a mixed dict
        before, after = _present(integrator), _words(products, province, website)
        _name_products(integrator, after["products"], at)
        firm = integrator.firm
        firm.province, firm.website = after["province"], after["website"]
        firm.save(update_fields=["province", "website"])
        change = ListingChange.objects.create(integrator=integrator, at=at, author=by, reason=reason.strip())
        changed = {key: [before[key], after[key]] for key in before if before[key] != after[key]}
        step = record(ACT, integrator, by=by, at=at, facts={"change": change.pk, **changed})
        said = {"changes": [_in_words(part, *moved) for part, moved in changed.items()], "reason": change.reason}
        tell(worded(LISTING_CHANGED, integrator, **said), step=step, by=by, at=at)
        publish(ACT.name, integrator.slug, at)
    return integrator


def _dossiers(integrator_id: int) -> tuple[int, int]:
    """Return the integrator's dossier and its firm's: the firm's own columns change too."""
    return Integrator.objects.values_list("dossier_id", "firm__dossier_id").get(pk=integrator_id)


def _words(products: Sequence[str], province: str, website: str) -> dict[str, Any]:
    return {"products": named(products), "province": province.strip(), "website": website.strip()}


def _present(integrator: Integrator) -> dict[str, Any]:
    return _words(product_names(integrator), integrator.firm.province, integrator.firm.website)


def _in_words(part: str, before: str | list[str], after: str | list[str]) -> str:
    """Return one change as the letter says it."""
    old, new = (", ".join(it) if isinstance(it, list) else it for it in (before, after))
    return f"{ON_PAPER[part]}: “{old or '-'}” yerine “{new or '-'}”."


def _name_products(integrator: Integrator, names: Sequence[str], at: datetime) -> None:
    listed = {product.name: product for product in integrator.products.filter(withdrawn_at=None)}
    for name in listed.keys() - set(names):
        listed[name].withdrawn_at = at
        listed[name].save()
    for name in sorted(set(names) - listed.keys()):
        Product.objects.create(integrator=integrator, name=name)
