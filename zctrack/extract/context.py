"""What stands around a token, and the first rule that fits it (语境).

A context rule is a row of tests in a grammar file. Set tests hold a fact of the token (``span``,
``form``, ``section``, …) against a list; pattern tests hold the words around it against a
pattern, over bounded windows, so that time stays linear.

========================  =====================================================
test                      meaning
========================  =====================================================
``NAME = [..]``           the fact NAME is (one of) these
``NAME_not = [..]``       it is none of these
``NAME = true``           the fact NAME is so
``before``, ``before_not``  the pattern ends (does not end) where the token begins
``last``                  the characters that ``before`` can end with, if they are few
``before_far``            it is found in the clause before the token
``before_has``            it is found in the 10 characters before the token
``after``, ``after_not``  it begins (does not begin) where the token ends
``lead``                  the characters that ``after`` can begin with, if they are few
``text``                  it is the token's own words
``clause``, ``sentence``  it is found in the clause, the sentence around the token
``clause_upto``           with it, only the words up to the token count
========================  =====================================================

``last`` and ``lead`` test nothing of their own: they say of most tokens that the pattern need not
be tried.
"""

from __future__ import annotations

import functools
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from zctrack.grammar import load

__all__ = ["Around", "Place", "Rule", "Rules", "first", "ruleset"]

_BEFORE = 16
_AFTER = 40
_NEAR = 10
_CLAUSE = 80
_SENTENCE = 160
_NOT_TESTS = frozenset(
    (
        "id",
        "example",
        "source",
        "kind",
        "role",
        "basis",
        "type",
        "doubtful",
        "clause_upto",
        "sentence_upto",
        "baseline",
        "better",
        "last",
        "lead",
    )
)
_PATTERNS = frozenset(
    (
        "before",
        "before_not",
        "before_far",
        "before_has",
        "after",
        "after_not",
        "text",
        "clause",
        "sentence",
        "pattern",
    )
)


class Around:
    """The clause and sentence boundaries of a text, found once."""

    def __init__(self, folded: str) -> None:
        self.folded = folded
        # By code points: whole arrays are compared ten times as fast as a pattern walks the text.
        codes = np.frombuffer(folded.encode("utf-32-le", "surrogatepass"), dtype="<u4")
        ends = _among(codes, "。；！？\n")
        self.sentence_ends = np.flatnonzero(ends).tolist()
        self.clause_ends = np.flatnonzero(ends | _among(codes, "，：")).tolist()

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around a stretch begins and ends."""
        return _bounds(self.sentence_ends, start, end, len(self.folded))

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause around a stretch begins and ends."""
        return _bounds(self.clause_ends, start, end, len(self.folded))


def _among(codes: Any, characters: str) -> Any:
    """Which code points are one of some characters."""
    found = codes == ord(characters[0])
    for character in characters[1:]:
        found |= codes == ord(character)
    return found


def _bounds(stops: list[int], start: int, end: int, length: int) -> tuple[int, int]:
    i = bisect_left(stops, start)
    j = bisect_right(stops, end - 1)
    return (stops[i - 1] + 1 if i else 0), (stops[j] if j < len(stops) else length)


# The windows that a test can look into, by their places in a list of bounds.
_AT_BEFORE, _AT_AFTER, _AT_NEAR, _AT_TEXT, _AT_CLAUSE, _AT_SENTENCE = 0, 1, 2, 3, 4, 6
_UPTO = 1
_WINDOWS = {
    "before": _AT_BEFORE,
    "after": _AT_AFTER,
    "near": _AT_NEAR,
    "text": _AT_TEXT,
    "clause": _AT_CLAUSE,
    "clause_upto": _AT_CLAUSE + _UPTO,
    "sentence": _AT_SENTENCE,
    "sentence_upto": _AT_SENTENCE + _UPTO,
}
_UNKNOWN = (None,) * (len(_WINDOWS) - _AT_NEAR)


class Place:
    """Where one token stands, and the bounds of the windows around it.

    Nearly every token is asked for the first two; the others are found when first asked for.
    """

    __slots__ = ("around", "bounds", "end", "start")

    def __init__(self, around: Around, start: int, end: int) -> None:
        self.around = around
        self.start = start
        self.end = end
        self.bounds: list[tuple[int, int] | None] = [
            (start - _BEFORE if start > _BEFORE else 0, start),
            (end, end + _AFTER),
            *_UNKNOWN,
        ]

    def __getitem__(self, name: str) -> str:
        """The words of the window of that name."""
        window = _WINDOWS[name]
        left, right = self.bounds[window] or self.find(window)
        return self.around.folded[left:right]

    def find(self, window: int) -> tuple[int, int]:
        """The bounds of a window, which are kept."""
        start, end, bounds = self.start, self.end, self.bounds
        if window < _AT_CLAUSE:
            bounds[_AT_NEAR] = near = (start - _NEAR if start > _NEAR else 0, start)
            bounds[_AT_TEXT] = own = (start, end)
            return near if window == _AT_NEAR else own
        if window < _AT_SENTENCE:
            whole, reach, stops = _AT_CLAUSE, _CLAUSE, self.around.clause_ends
        else:
            whole, reach, stops = _AT_SENTENCE, _SENTENCE, self.around.sentence_ends
        left, right = _bounds(stops, start, end, end + reach)
        if left < start - reach:
            left = start - reach
        if right > end + reach:
            right = end + reach
        bounds[whole] = around = (left, right)
        bounds[whole + _UPTO] = upto = (left, start)
        return around if window == whole else upto


_WINDOW = {
    "before": "before",
    "before_not": "before",
    "before_far": "clause_upto",
    "before_has": "near",
    "after": "after",
    "after_not": "after",
    "text": "text",
    "pattern": "clause",
}


@dataclass(frozen=True, slots=True)
class Rule:
    """One context rule, compiled."""

    id: str
    fields: Mapping[str, Any]
    sets: tuple[tuple[str, frozenset[Any], bool], ...]
    patterns: tuple[tuple[int, Callable[[str, int, int], object], bool], ...]
    last: frozenset[str] | None
    lead: frozenset[str] | None

    def allows(self, facts: Mapping[str, Any]) -> bool:
        """Whether every set test holds."""
        for name, wanted, negated in self.sets:
            fact = facts.get(name)
            held = not wanted.isdisjoint(fact) if isinstance(fact, tuple) else fact in wanted
            if held is negated:
                return False
        return True

    def may_stand(self, before: str, after: str) -> bool:
        """Whether the characters that touch the token are such as its patterns touch it with."""
        return (self.last is None or before in self.last) and (
            self.lead is None or after in self.lead
        )


class Rules:
    """A list of rules, which remembers the ones that facts and touching characters allow.

    Both are few and recur, so that nearly always only patterns are left to try.
    """

    _most = 4096

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._names = tuple(sorted({name for rule in rules for name, _, _ in rule.sets}))
        self._allowed: dict[tuple[Any, ...], dict[tuple[str, str], tuple[Rule, ...]]] = {}
        self._count = 0

    def allowed(self, facts: Mapping[str, Any], before: str, after: str) -> tuple[Rule, ...]:
        """The rules, in their order, whose set tests hold and whose patterns may fit.

        Parameters
        ----------
        facts : mapping of str to object
            What is known of the token.
        before, after : str
            The characters that touch it; empty at the text's ends.
        """
        key = tuple(map(facts.get, self._names))
        edges = (before, after)
        by_edges = self._allowed.get(key)
        rules = by_edges.get(edges) if by_edges is not None else None
        if rules is None:
            if self._count >= self._most:
                self._allowed.clear()
                self._count = 0
            rules = tuple(
                rule for rule in self.rules if rule.may_stand(*edges) and rule.allows(facts)
            )
            self._allowed.setdefault(key, {})[edges] = rules
            self._count += 1
        return rules


def _compile(row: Mapping[str, Any], file: str) -> Rule:
    sets: list[tuple[str, frozenset[Any], bool]] = []
    patterns: list[tuple[int, Callable[[str, int, int], object], bool]] = []
    for name, value in row.items():
        if name in _NOT_TESTS:
            continue
        negated = name.endswith("_not")
        if name in _PATTERNS and isinstance(value, str):
            window = _WINDOW.get(name) or (f"{name}_upto" if row.get(f"{name}_upto") else name)
            ends = name in ("before", "before_not", "text")
            regex = load.pattern(value, file, ends=ends)
            begins = name in ("after", "after_not", "text")
            patterns.append((_WINDOWS[window], regex.match if begins else regex.search, negated))
        elif isinstance(value, list):
            sets.append((name.removesuffix("_not"), frozenset(value), negated))
        else:
            sets.append((name.removesuffix("_not"), frozenset([value]), negated))
    last, lead = (load.characters(row[edge]) if edge in row else None for edge in ("last", "lead"))
    return Rule(row["id"], row, tuple(sets), tuple(patterns), last, lead)


@functools.cache
def ruleset(file: str, key: str) -> Rules:
    """The context rules of one list of a grammar file, compiled at first use."""
    return Rules(tuple(_compile(row, file) for row in load.rules(file, key)))


def first(rules: Rules, facts: Mapping[str, Any], place: Place) -> Rule | None:
    """The first rule that fits, or None."""
    text, start, end = place.around.folded, place.start, place.end
    bounds = place.bounds
    for rule in rules.allowed(facts, text[start - 1 : start], text[end : end + 1]):
        for window, find, negated in rule.patterns:
            left, right = bounds[window] or place.find(window)
            if (find(text, left, right) is None) is not negated:
                break
        else:
            return rule
    return None
