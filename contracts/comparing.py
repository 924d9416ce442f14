"""What changed between two texts, clause by clause: words in and out, clauses and articles moved or renumbered.

Articles are matched first, by title and words, then the clauses within them, then what is left over anywhere. Pure.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import TypeVar

from contracts.wording import Article, Wording

SAME, CHANGED, INSERTED, DELETED = "same", "changed", "inserted", "deleted"
T = TypeVar("T", bound=Hashable)
ALIKE, MOVED_ALIKE, SAME_TITLE = 0.5, 0.8, 0.6
"""How many of their words two clauses share, at least, to be one that changed; elsewhere in the text, to be moved. Two
articles of one title need fewer."""


@dataclass(frozen=True)
class Run:
    """A row of words that stayed (`same`), came in (`inserted`) or went out (`deleted`)."""

    state: str
    words: str


@dataclass(frozen=True)
class Clause:
    """One paragraph, lettered item or article's title beside what it was; `was` is its old number, where it had one."""

    label: str
    was: str
    state: str
    runs: tuple[Run, ...]
    moved: bool = False

    @property
    def renumbered(self) -> bool:
        """Whether it stands under another number than before."""
        return bool(self.was and self.label) and self.was != self.label


@dataclass(frozen=True)
class Compared:
    """One article beside what it was."""

    heading: Clause
    clauses: tuple[Clause, ...]

    @property
    def untouched(self) -> bool:
        """Whether nothing in it changed, not even its number."""
        parts = (self.heading, *self.clauses)
        return all(it.state == SAME and not it.moved and not it.renumbered for it in parts)


@dataclass(frozen=True)
class Comparison:
    """Two texts side by side, in the order of the newer one."""

    articles: tuple[Compared, ...]

    @property
    def counts(self) -> dict[str, int]:
        """How many clauses came in, went out, changed, or moved to another place."""
        clauses = [clause for article in self.articles for clause in (article.heading, *article.clauses)]
        states = Counter(clause.state for clause in clauses)
        return {
            INSERTED: states[INSERTED],
            DELETED: states[DELETED],
            CHANGED: states[CHANGED],
            "moved": sum(it.moved for it in clauses),
        }


@dataclass(frozen=True)
class _Piece:
    """A paragraph, item or tail under its number, and the place of its article."""

    label: str
    text: str
    article: int


def compared(old: Wording, new: Wording) -> Comparison:
    """Compare two texts."""
    was, now = [list(_pieces(it)) for it in old.articles], [list(_pieces(it)) for it in new.articles]
    articles = _matched_articles(old.articles, new.articles)
    pairs = _matched_clauses(was, now, articles)
    strayed = _out_of_order([articles.get(place) for place in range(len(now))])
    found = []
    for before, place in _aligned(range(len(was)), range(len(now)), articles):
        mine = None if before is None else old.articles[before]
        theirs = None if place is None else new.articles[place]
        heading = _clause(_heading(mine), _heading(theirs), moved=place in strayed)
        gone, come = was[before] if before is not None else [], now[place] if place is not None else []
        found.append(Compared(heading, tuple(_beside(gone, come, pairs))))
    return Comparison(tuple(found))


def _beside(was: Sequence[_Piece], now: Sequence[_Piece], pairs: Mapping[_Piece, _Piece]) -> Iterator[Clause]:
    """Yield one article's clauses beside what they were; one from another article, or from another place, moved."""
    here = {new: pairs[new] for new in now if new in pairs and pairs[new] in was}
    left = [it for it in was if it in here.values() or it not in pairs.values()]
    strayed = _out_of_order([was.index(here[it]) if it in here else None for it in now])
    for old, new in _aligned(left, now, here):
        partner = pairs.get(new) if old is None and new is not None else old
        moved = new is not None and partner is not None and (new not in here or now.index(new) in strayed)
        yield _clause(partner, new, moved=moved)


def _aligned(olds: Sequence[T], news: Sequence[T], pairs: Mapping[T, T]) -> Iterator[tuple[T | None, T | None]]:
    """Yield each new one with its old one, and each old one that went out behind the one it stood behind."""
    kept, behind, last = set(pairs.values()), defaultdict[T | None, list[T]](list), None
    for old in olds:
        if old in kept:
            last = old
        else:
            behind[last].append(old)
    yield from ((gone, None) for gone in behind[None])
    for new in news:
        partner = pairs.get(new)
        yield partner, new
        if partner is not None:
            yield from ((gone, None) for gone in behind[partner])


def _matched_articles(olds: Sequence[Article], news: Sequence[Article]) -> dict[int, int]:
    bags = [_words(it) for it in olds], [_words(it) for it in news]
    titled = {
        (i, j): SAME_TITLE
        for i, old in enumerate(olds)
        for j, new in enumerate(news)
        if old.title.strip() == new.title.strip()
    }
    return _paired(*bags, ALIKE, titled)


def _matched_clauses(
    was: Sequence[Sequence[_Piece]], now: Sequence[Sequence[_Piece]], articles: Mapping[int, int]
) -> dict[_Piece, _Piece]:
    """Match clauses within matched articles, then whatever is left over, wherever it stands."""
    pairs: dict[_Piece, _Piece] = {}
    for place, before in articles.items():
        pairs |= _matched(was[before], now[place], ALIKE)
    kept = set(pairs.values())
    gone = [it for pieces in was for it in pieces if it not in kept]
    come = [it for pieces in now for it in pieces if it not in pairs]
    return pairs | _matched(gone, come, MOVED_ALIKE)


def _matched(olds: Sequence[_Piece], news: Sequence[_Piece], least: float) -> dict[_Piece, _Piece]:
    bags = [Counter(it.text.split()) for it in olds], [Counter(it.text.split()) for it in news]
    return {news[j]: olds[i] for j, i in _paired(*bags, least, {}).items()}


def _paired(
    olds: Sequence[Counter[str]], news: Sequence[Counter[str]], least: float, more: Mapping[tuple[int, int], float]
) -> dict[int, int]:
    """Match the most alike first, the nearest of equals; return the place of the older by that of the newer."""
    scores = (
        (_alike(old, new) + more.get((i, j), 0.0), -abs(i - j), i, j)
        for i, old in enumerate(olds)
        for j, new in enumerate(news)
    )
    found: dict[int, int] = {}
    taken = set[int]()
    for score, _near, i, j in sorted(scores, reverse=True):
        if score >= least and j not in found and i not in taken:
            found[j] = i
            taken.add(i)
    return found


def _alike(old: Counter[str], new: Counter[str]) -> float:
    whole = old.total() + new.total()
    return 2 * (old & new).total() / whole if whole else 1.0


def _out_of_order(before: Sequence[int | None]) -> set[int]:
    """Return the places outside the longest rising row: the fewest that must have moved."""
    known = [(place, it) for place, it in enumerate(before) if it is not None]
    best: list[list[int]] = []
    for n, (_here, value) in enumerate(known):
        rising = [best[m] for m in range(n) if known[m][1] < value]
        best.append([*_longest(rising), n])
    stayed = set(_longest(best))
    return {place for n, (place, _value) in enumerate(known) if n not in stayed}


def _longest(rows: Sequence[list[int]]) -> list[int]:
    found: list[int] = []
    for row in rows:
        found = row if len(row) > len(found) else found
    return found


def _clause(old: _Piece | None, new: _Piece | None, *, moved: bool = False) -> Clause:
    if new is None:
        assert old
        return Clause("", old.label, DELETED, (Run(DELETED, old.text),))
    if old is None:
        return Clause(new.label, "", INSERTED, (Run(INSERTED, new.text),))
    state = SAME if old.text == new.text else CHANGED
    return Clause(new.label, old.label, state, tuple(_runs(old.text, new.text)), moved=moved)


def _runs(old: str, new: str) -> Iterator[Run]:
    a, b = old.split(), new.split()
    for what, i, j, k, m in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if what == "equal":
            yield Run(SAME, " ".join(a[i:j]))
            continue
        if j > i:
            yield Run(DELETED, " ".join(a[i:j]))
        if m > k:
            yield Run(INSERTED, " ".join(b[k:m]))


def _heading(article: Article | None) -> _Piece | None:
    return None if article is None else _Piece(f"Madde {article.number}", article.title, article.number)


def _words(article: Article) -> Counter[str]:
    return Counter(" ".join(piece.text for piece in _pieces(article)).split())


def _pieces(article: Article) -> Iterator[_Piece]:
    """Yield an article's paragraphs, items and tails under their numbers; a place to fill is a piece of its own."""
    last = ""
    for paragraph in article.paragraphs:
        number = paragraph.number or last
        yield _Piece(number, paragraph.text or f"{{{{{paragraph.slot}}}}}", article.number)
        for letter, text in paragraph.items:
            yield _Piece(f"{number} {letter})", text, article.number)
        if paragraph.tail:
            yield _Piece(number, paragraph.tail, article.number)
        last = number
