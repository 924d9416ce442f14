"""While a page is read, the same question is asked once.

A page offers many acts, and each act's obstacles ask after the same certificate, agreement and items. Nothing changes
while somebody only looks, so one answer serves them all. Acts never see an old answer: whoever writes is not reading.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from inspect import unwrap
from typing import Any, ParamSpec, TypeVar

from django.db.models import Model
from django.http import HttpRequest, HttpResponseBase

P = ParamSpec("P")
R = TypeVar("R")

_answers: ContextVar[dict[Hashable, Any] | None] = ContextVar("answers", default=None)
LOOKING = ("GET", "HEAD")


@contextmanager
def asking_anew() -> Iterator[None]:
    """Give no kept answers within the block: an act may run where somebody reads."""
    token = _answers.set(None)
    try:
        yield
    finally:
        _answers.reset(token)


@contextmanager
def reading() -> Iterator[None]:
    """Keep the answers of functions marked `once` until the end of the block."""
    token = _answers.set({})
    try:
        yield
    finally:
        _answers.reset(token)


def looking() -> bool:
    """Tell whether somebody only looks, so that answers may be kept."""
    return _answers.get() is not None


def once(ask: Callable[P, R]) -> Callable[P, R]:
    """Mark a question whose arguments are rows and plain values, and whose answer is no iterator."""

    @wraps(ask)
    def asked(*args: P.args, **kwargs: P.kwargs) -> R:
        answers = _answers.get()
        if answers is None:
            return ask(*args, **kwargs)
        key = _key(ask, args, kwargs)
        if key not in answers:
            answers[key] = ask(*args, **kwargs)
        answer: R = answers[key]
        return answer

    return asked


def answered(ask: Callable[..., R], *args: Any, answer: R) -> None:
    """Keep an answer that another question brought along, so that this one need not be asked while somebody looks."""
    answers = _answers.get()
    if answers is not None:
        answers[_key(ask, args, {})] = answer


def _key(ask: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Hashable:
    asked = unwrap(ask)
    return (asked, *map(_name, args), *((name, _name(value)) for name, value in sorted(kwargs.items())))


def _name(value: object) -> Any:
    return (value.__class__, value.pk) if isinstance(value, Model) else value  # request.user is a proxy of its class


class ReadingMiddleware:
    """Let one request that only looks keep its answers."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Pass the request on."""
        if request.method not in LOOKING:
            return self.get_response(request)
        with reading():
            return self.get_response(request)
