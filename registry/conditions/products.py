"""Which products an integrator names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from django.utils.translation import gettext_lazy as _

from accounts.naming import name_flaws
from accounts.turkish import sort_key
from ledger.errors import Obstacle
from ledger.text import one_line

LONGEST = 200


def named(products: Iterable[str]) -> list[str]:
    """Return the names as they are kept, each once; what says nothing to the eye falls away."""
    return sorted({one_line(name) for name in products} - {""}, key=sort_key)


def products_are_named(products: Iterable[str]) -> Iterator[Obstacle]:
    """Yield that no product is named, and every name that nobody can read or that has no room."""
    names = named(products)
    if not names:
        yield Obstacle("no_product", _("Name the product that will be announced."), "2/c", "products")
    for name in names:
        yield from name_flaws("products", name, LONGEST, _("Nobody could read this: write letters or digits."))
