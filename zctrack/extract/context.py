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
``before_far``            it is found in the clause before the token
``before_has``            it is found in the 10 characters before the token
``after``, ``after_not``  it begins (does not begin) where the token ends
``text``                  it is the token's own words
``clause``, ``sentence``  it is found in the clause, the sentence around the token
``clause_upto``           with it, only the words up to the token count
========================  =====================================================
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from typing import Any

from zctrack.grammar import load

__all__ = ["Around", "Place", "Rule", "Rules", "first", "ruleset"]

_BEFORE = 16
_AFTER = 40
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

    _any = re.compile(r"[，。；：！？\n]")

    def __init__(self, folded: str) -> None:
        self.folded = folded
        pieces = self._any.split(folded)
        self._clause = list(accumulate((len(piece) + 1 for piece in pieces), initial=-1))[1:-1]
        self._sentence = [at for at in self._clause if folded[at] not in "，："]

    def sentence(self, start: int, end: int) -> tuple[int, int]:
        """Where the sentence around a stretch begins and ends."""
        return self._bounds(self._sentence, start, end)

    def clause(self, start: int, end: int) -> tuple[int, int]:
        """Where the clause around a stretch begins and ends."""
        return self._bounds(self._clause, start, end)

    def _bounds(self, stops: list[int], start: int, end: int) -> tuple[int, int]:
        i = bisect_left(stops, start)
        j = bisect_right(stops, end - 1)
        left = stops[i - 1] + 1 if i else 0
        right = stops[j] if j < len(stops) else len(self.folded)
        return left, right


class Place:
    """The words around one token; each window is cut when it is first asked for."""

    __slots__ = ("around", "end", "start", "windows")

    def __init__(self, around: Around, start: int, end: int) -> None:
        self.around = around
        self.start = start
        self.end = end
        self.windows: dict[str, str] = {}

    def __getitem__(self, name: str) -> str:
        """The window of that name."""
        window = self.windows.get(name)
        if window is None:
            window = self.windows[name] = self._cut(name)
        return window

    def _cut(self, name: str) -> str:
        text = self.around.folded
        if name == "before":
            return text[max(0, self.start - _BEFORE) : self.start]
        if name == "after":
            return text[self.end : self.end + _AFTER]
        if name == "near":
            return text[max(0, self.start - 10) : self.start]
        if name == "text":
            return text[self.start : self.end]
        if name in ("clause", "clause_upto"):
            left, right = self.around.clause(self.start, self.end)
            left = max(left, self.start - _CLAUSE)
            return text[
                left : self.start if name.endswith("upto") else min(right, self.end + _CLAUSE)
            ]
        left, right = self.around.sentence(self.start, self.end)
        left = max(left, self.start - _SENTENCE)
        return text[
            left : self.start if name.endswith("upto") else min(right, self.end + _SENTENCE)
        ]


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
    patterns: tuple[tuple[str, Callable[[str], object], bool], ...]

    def allows(self, facts: Mapping[str, Any]) -> bool:
        """Whether every set test holds."""
        for name, wanted, negated in self.sets:
            fact = facts.get(name)
            held = not wanted.isdisjoint(fact) if isinstance(fact, tuple) else fact in wanted
            if held is negated:
                return False
        return True

    def fits(self, place: Place) -> bool:
        """Whether every pattern test holds."""
        windows = place.windows
        for window, find, negated in self.patterns:
            words = windows.get(window)
            if words is None:
                words = place[window]
            if (find(words) is None) is not negated:
                return False
        return True


class Rules:
    """A list of rules, which remembers the ones that each set of facts allows.

    Facts are few and recur, so that nearly always only patterns are left to try.
    """

    _most = 4096

    def __init__(self, rules: tuple[Rule, ...]) -> None:
        self.rules = rules
        self._names = tuple(sorted({name for rule in rules for name, _, _ in rule.sets}))
        self._allowed: dict[tuple[Any, ...], tuple[Rule, ...]] = {}

    def allowed(self, facts: Mapping[str, Any]) -> tuple[Rule, ...]:
        """The rules whose set tests hold, in their order."""
        key = tuple(map(facts.get, self._names))
        rules = self._allowed.get(key)
        if rules is None:
            if len(self._allowed) >= self._most:
                self._allowed.clear()
            rules = tuple(rule for rule in self.rules if rule.allows(facts))
            self._allowed[key] = rules
        return rules


def _compile(row: Mapping[str, Any], file: str) -> Rule:
    sets: list[tuple[str, frozenset[Any], bool]] = []
    patterns: list[tuple[str, Callable[[str], object], bool]] = []
    for name, value in row.items():
        if name in _NOT_TESTS:
            continue
        negated = name.endswith("_not")
        if name in _PATTERNS and isinstance(value, str):
            window = _WINDOW.get(name) or (f"{name}_upto" if row.get(f"{name}_upto") else name)
            ends = name in ("before", "before_not", "text")
            regex = load.pattern(value, file, ends=ends)
            begins = name in ("after", "after_not", "text")
            patterns.append((window, regex.match if begins else regex.search, negated))
        elif isinstance(value, list):
            sets.append((name.removesuffix("_not"), frozenset(value), negated))
        else:
            sets.append((name.removesuffix("_not"), frozenset([value]), negated))
    return Rule(row["id"], row, tuple(sets), tuple(patterns))


@functools.cache
def ruleset(file: str, key: str) -> Rules:
    """The context rules of one list of a grammar file, compiled at first use."""
    return Rules(tuple(_compile(row, file) for row in load.rules(file, key)))


def first(rules: Rules, facts: Mapping[str, Any], place: Place) -> Rule | None:
    """The first rule that fits, or None."""
    for rule in rules.allowed(facts):
        if rule.fits(place):
            return rule
    return None
