"""Who may open an address. Every view carries one of these marks; an address without a mark fails the house test.

An unknown id and a foreign one give the same 404: whoever may not see a row does not learn that it exists.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import TYPE_CHECKING, Any, cast

from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpRequest, HttpResponseBase

from accounts.hooks import asks_first
from accounts.second_factor import ask_again, second_factor_fresh
from ledger.acts import may
from ledger.together import together

if TYPE_CHECKING:
    from accounts.models import User

View = Callable[..., HttpResponseBase]


@dataclass(frozen=True)
class Access:
    """The mark of a view: who may open it; `model` where the address names a row, `fresh` as the mark of that name.

    `personal` says that the page shows personal data in the clear, so that opening it is recorded.
    """

    who: str
    permission: str = ""
    model: type[models.Model] | None = None
    fresh: bool = False
    personal: bool = False


def person_of(request: HttpRequest) -> User:
    """Return the person who is signed in; behind any mark but `public` there is one."""
    return cast("User", request.user)


def entitled(request: HttpRequest, permission: str, row: models.Model) -> User:
    """Return the person, who has a right on a row that its mark lets see.

    Raises:
        PermissionDenied: no such right; a form is closed to whoever could never send it.
    """
    person = person_of(request)
    if not may(person, permission, row):
        raise PermissionDenied
    return person


def mark(view: View, access: Access) -> View:
    """Put the mark on a view."""
    view.access = access  # type: ignore[attr-defined]  # functions carry attributes; their type cannot say so
    return view


def public(view: View) -> View:
    """Anyone may open this."""
    return mark(view, Access("public"))


def person(view: View) -> View:
    """Whoever is signed in may open this."""
    return mark(login_required(view), Access("person"))


def desk(permission: str) -> Callable[[View], View]:
    """Whoever has a permission that needs no row may open this; others get 403."""

    def wrap(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            if not may(person_of(request), permission):
                raise PermissionDenied
            return view(request, *args, **kwargs)

        return mark(guarded, Access("desk", permission))

    return wrap


def row(
    model: type[models.Model],
    permission: str,
    *,
    key: str = "pk",
    beside: tuple[str, ...] = (),
    personal: bool = False,
    many: tuple[str, ...] = (),
) -> Callable[[View], View]:
    """Whoever has a permission on the named row may open this; the view is given the row, others get 404.

    `key` is the model's lookup; the address carries it as the first keyword of the same name, `__` written as `_`.
    `beside` names the rows that are read with it, `many` the relations of many (see `ledger.together`). `personal`
    leaves the row at the request as `opened`: who of the ministry sees it is then recorded.
    """

    def wrap(view: View) -> View:
        name = key.replace("__", "_")

        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            rows = model._default_manager.select_related(*beside) if beside else model._default_manager
            found = next(iter(together(rows.filter(**{key: kwargs.pop(name)}), *many)), None)
            if found is None or not may(person_of(request), permission, found):
                raise Http404
            if personal:
                request.opened = found  # type: ignore[attr-defined]  # read where openings are recorded
                if (asked := next(filter(None, (ask(request) for ask in asks_first)), None)) is not None:
                    return asked
            return view(request, found, *args, **kwargs)

        return mark(guarded, Access("row", permission, model, personal=personal))

    return wrap


def fresh(view: View) -> View:
    """Only with a second factor shown in the last minutes: put above another mark, for approving and for secrets.

    Others are sent to show it and come back to the same request, what they typed included.
    """
    access: Access = view.access  # type: ignore[attr-defined]  # the mark below put it there

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.user.is_authenticated and not second_factor_fresh(request):
            return ask_again(request)
        return view(request, *args, **kwargs)

    return mark(guarded, replace(access, fresh=True))
