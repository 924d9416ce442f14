"""Kinds of letters: all that is decided once about each, declared in `notices.py` of the room whose acts cause it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from law.clauses import clause
from law.terms import Term
from policies.catalogue import CATALOGUE, challenge_of, known

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

COMMON = frozenset({"firm", "dossier", "clause"})
"""What every letter's text may say without being told: the firm's name, the matter's number, the kind's clause."""


@dataclass(frozen=True)
class Opens:
    """The term that service of a letter opens; its length and its reminders may be policies, by their keys."""

    term: Term
    length: str = ""
    remind: str = ""


@dataclass(frozen=True)
class LetterKind:
    """One kind of letter. `key` is `<room>.<name>`, and its text `templates/<room>/letters/<name>.txt`.

    `acts` cause it, and no others. `facts` are what its text says beside the `COMMON` ones. One with a `challenge` (the
    title of the policy that may say where and by when) burdens the firm. A `sealed` one follows by rule from what
    happened and gets the institution's e-seal at once; any other is a draft for an officer and a signatory.
    """

    key: str
    subject: str
    acts: frozenset[str]
    clause: str
    facts: frozenset[str] = frozenset()
    challenge: StrOrPromise = ""
    sealed: bool = False
    opens: Opens | None = None

    def __post_init__(self) -> None:
        """Refuse a clause that the circular does not have."""
        clause(self.clause)

    @property
    def burdening(self) -> bool:
        """Whether the letter takes or denies the firm something, and so says where it can be challenged."""
        return bool(self.challenge)

    @property
    def template(self) -> str:
        """Where the text stands."""
        room, _, name = self.key.partition(".")
        return f"{room}/letters/{name}.txt"


_KINDS: dict[str, LetterKind] = {}
KINDS: Mapping[str, LetterKind] = MappingProxyType(_KINDS)
"""Every kind that a room declared, by its key."""


def letter_kind(
    key: str,
    subject: str,
    *,
    acts: tuple[str, ...],
    clause: str,
    facts: tuple[str, ...] = (),
    challenge: StrOrPromise = "",
    sealed: bool = False,
    opens: Opens | None = None,
) -> LetterKind:
    """Declare a kind of letter, while its room is loaded; a burdening one gets its policy of challenges with it.

    Raises:
        ValueError: two kinds of one key, or a policy for its term that there is not.
    """
    kind = LetterKind(key, subject, frozenset(acts), clause, frozenset(facts), challenge, sealed, opens)
    if key in _KINDS:
        raise ValueError(f"{key} is declared twice")
    if opens and not {opens.length, opens.remind} - {""} <= CATALOGUE.keys():
        raise ValueError(f"{key} names a policy that there is not")
    _KINDS[key] = kind
    if challenge:
        known(challenge_of(key, challenge, clause))
    return kind
