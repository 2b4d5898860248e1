"""What a pattern can begin with, found by walking through it: two characters deep."""

from __future__ import annotations

from collections.abc import Iterable
from re import _parser  # type: ignore[attr-defined]
from typing import Any

ANY = "∗"
_DEEP = 2
_MANY = 200
# A beginning and whether the pattern may end there, so that what follows it goes on.
Opening = tuple[str, bool]


def openings(pattern: str) -> set[str]:
    """Every beginning of a match, cut at two characters; ``∗`` stands for any character.

    A match of one character gives that character and ``∗``: anything may follow it.
    """
    return {(words + ANY * _DEEP)[:_DEEP] for words, _ in _sequence(_parser.parse(pattern))}


def endings(pattern: str) -> set[str]:
    """Every character that a match can end with; ``∗`` stands for any character."""
    return _last(list(_parser.parse(pattern)))[0]


def _last(items: list[Any]) -> tuple[set[str], bool]:
    found: set[str] = set()
    for operation, argument in reversed(items):
        chars, empty = _last_of(str(operation), argument)
        found |= chars
        if not empty:
            return found, False
    return found, True


def _last_of(operation: str, argument: Any) -> tuple[set[str], bool]:
    match operation:
        case "LITERAL":
            return {chr(argument)}, False
        case "IN":
            return _class(argument), False
        case "BRANCH":
            parts = [_last(list(branch)) for branch in argument[1]]
            return set().union(*(chars for chars, _ in parts)), any(empty for _, empty in parts)
        case "SUBPATTERN":
            return _last(list(argument[3]))
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            chars, empty = _last(list(argument[2]))
            return chars, empty or not argument[0]
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return set(), True
    raise AssertionError(f"{operation} in a pattern")


def _sequence(items: Iterable[Any]) -> set[Opening]:
    found: set[Opening] = {("", True)}
    for operation, argument in items:
        if not any(more for _, more in found):
            break
        part = _one(str(operation), argument)
        done = {(words, more) for words, more in found if not more}
        found = done | {
            _cut(words + further, more) for words, open_ in found if open_ for further, more in part
        }
    return found


def _cut(words: str, more: bool) -> Opening:
    return words[:_DEEP], more and len(words) < _DEEP


def _one(operation: str, argument: Any) -> set[Opening]:
    match operation:
        case "LITERAL":
            return {(chr(argument), True)}
        case "IN":
            return {(char, True) for char in _class(argument)}
        case "ANY" | "NOT_LITERAL":
            return {(ANY, True)}
        case "BRANCH":
            return set().union(*map(_sequence, argument[1]))
        case "SUBPATTERN":
            return _sequence(argument[3])
        case "ATOMIC_GROUP":
            return _sequence(argument)
        case "MAX_REPEAT" | "MIN_REPEAT" | "POSSESSIVE_REPEAT":
            least, most, inner = argument
            once = _sequence(inner)
            times = min(int(most), _DEEP)
            found: set[Opening] = set() if least else {("", True)}
            so_far: set[Opening] = {("", True)}
            for n in range(1, times + 1):
                so_far = {
                    _cut(a + b, more)
                    for a, open_ in so_far
                    for b, more in (once if open_ else {("", False)})
                }
                if n >= min(least, times):
                    found |= so_far
            return found
        case "ASSERT" | "ASSERT_NOT" | "AT":
            return {("", True)}
    raise AssertionError(f"{operation} in a pattern")


def _class(parts: list[Any]) -> set[str]:
    found: set[str] = set()
    for operation, argument in parts:
        match str(operation):
            case "LITERAL":
                found.add(chr(argument))
            case "RANGE" if argument[1] - argument[0] < _MANY:
                found |= {chr(c) for c in range(argument[0], argument[1] + 1)}
            case _:
                return {ANY}
    return found
