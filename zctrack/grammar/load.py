"""Grammar files to compiled rules (文法).

A grammar file is TOML. ``[macros]`` names pieces of patterns; a pattern writes ``{name}`` for one.
Every array of tables is a list of rules. A rule has an ``id``, an ``example`` that it reads and a
``source`` that it was met in; a test holds each rule to its example. Patterns are matched against
the folded text (see `zctrack.extract.fold`): half-width digits, full-width brackets, simplified
characters, one dash, so that they need to know one form of each.
"""

from __future__ import annotations

import functools
import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

__all__ = [
    "Alternatives",
    "Lexeme",
    "Scanner",
    "characters",
    "data",
    "expand",
    "leads",
    "lexeme",
    "pattern",
    "rules",
    "words",
]

_MACRO = re.compile(r"\{([A-Za-z_][A-Za-z_0-9]*)\}")
_GROUP = re.compile(r"\(\?P<\w+>")


@functools.cache
def data(name: str) -> Mapping[str, Any]:
    """One grammar file as it stands.

    Parameters
    ----------
    name : str
        The file's name without ``.toml``.

    Examples
    --------
    >>> sorted(data("numbering"))
    ['commitment', 'macros', 'opener', 'style']
    """
    text = (resources.files("zctrack.grammar") / f"{name}.toml").read_text("utf-8")
    return tomllib.loads(text)


@functools.cache
def _macros(name: str) -> Mapping[str, str]:
    if name == "macros":
        names = sorted((unit["name"] for unit in data("units")["unit"]), key=lambda n: (-len(n), n))
        return {**data(name)["macros"], "unit": "(?:" + "|".join(map(re.escape, names)) + ")"}
    return {**_macros("macros"), **data(name).get("macros", {})}


def expand(text: str, name: str) -> str:
    """A pattern with its macros written out.

    Parameters
    ----------
    text : str
        The pattern with ``{macro}`` in it.
    name : str
        The grammar file whose macros hold; those of ``macros.toml`` hold everywhere.
    """
    macros = _macros(name)
    for _ in range(8):
        new = _MACRO.sub(lambda m: macros.get(m.group(1), m.group(0)), text)
        if new == text:
            return text
        text = new
    return text


@functools.cache
def pattern(text: str, name: str, *, ends: bool = False) -> re.Pattern[str]:
    """A compiled pattern; with `ends`, one that has to end where the searched text ends."""
    body = expand(text, name)
    return re.compile(f"(?:{body})\\Z" if ends else body)


@functools.cache
def words(name: str, key: str) -> tuple[str, ...]:
    """A list of words from a grammar file."""
    return tuple(data(name)[key])


@functools.cache
def rules(name: str, key: str) -> tuple[Mapping[str, Any], ...]:
    """A list of rules from a grammar file, in its order."""
    return tuple(data(name).get(key, ()))


@dataclass(frozen=True, slots=True)
class Lexeme:
    """One form of the lexer: what it is called, what it denotes, how it is found."""

    id: str
    kind: str
    leads: Mapping[str, frozenset[str] | None] = field(hash=False)
    regex: re.Pattern[str]
    fields: Mapping[str, Any] = field(hash=False)


def leads(text: str) -> dict[str, frozenset[str] | None]:
    """What a form can begin with: its first characters, each with those that can follow it.

    Parameters
    ----------
    text : str
        Runs of characters with spaces between them. A run is written like the body of a class;
        brackets behind it hold the characters that can follow, any where there are none.

    Returns
    -------
    dict
        First character → what can follow it; None for anything.

    Examples
    --------
    >>> found = leads("1-3 上下(半) 上(年)")
    >>> sorted(found), sorted(found["上"]), found["2"]
    (['1', '2', '3', '上', '下'], ['半', '年'], None)
    """
    found: dict[str, frozenset[str] | None] = {}
    for run in text.split():
        firsts, bracket, rest = run.partition("(")
        then = characters(rest.removesuffix(")")) if bracket else None
        for char in characters(firsts):
            known = found.get(char, frozenset())
            found[char] = None if known is None or then is None else known | then
    return found


def characters(text: str) -> frozenset[str]:
    """The characters of a class body.

    Examples
    --------
    >>> sorted(characters("0-2一"))
    ['0', '1', '2', '一']
    """
    chars: set[str] = set()
    i = 0
    while i < len(text):
        if i + 2 < len(text) and text[i + 1] == "-":
            chars.update(chr(c) for c in range(ord(text[i]), ord(text[i + 2]) + 1))
            i += 3
        else:
            chars.add(text[i])
            i += 1
    return frozenset(chars)


class Scanner:
    """One scan over a text for several lists of forms, in order of preference.

    Each form names what it can begin with. The scan stops at such beginnings only; there, one
    alternation of the forms of that character is matched in place.
    """

    def __init__(self, forms: Sequence[Lexeme]) -> None:
        self.forms = tuple(forms)
        self.find = re.compile(_stops([form.leads for form in forms])).search
        self.at: dict[str, Alternatives] = {}
        for chars in _alike(forms):
            mine = [form for form in forms if not chars.isdisjoint(form.leads)]
            self.at |= dict.fromkeys(chars, Alternatives(mine))

    def next(self, text: str, start: int, end: int) -> tuple[Lexeme, int, int] | None:
        """The next form in a stretch of a text, with its place; None where there is none."""
        find, at = self.find, self.at
        while hit := find(text, start, end):
            start = hit.start()
            alternatives = at[text[start]]
            if (found := alternatives.match(text, start, end)) and found.end() > start:
                return alternatives.forms[(found.lastindex or 1) - 1], start, found.end()
            start += 1
        return None


def _alike(forms: Sequence[Lexeme]) -> list[set[str]]:
    """The first characters in groups that mostly begin the same forms.

    One alternation serves a group: a few forms more to try cost less than programs that push each
    other out of the processor's cache.
    """
    begun: dict[str, set[int]] = {}
    for i, form in enumerate(forms):
        for char in form.leads:
            begun.setdefault(char, set()).add(i)
    groups: list[tuple[set[str], set[int]]] = []
    for char, mine in sorted(begun.items(), key=lambda item: (-len(item[1]), item[0])):
        for chars, known in groups:
            if 2 * len(known & mine) >= len(known | mine):
                chars.add(char)
                known |= mine
                break
        else:
            groups.append(({char}, set(mine)))
    return [chars for chars, _ in groups]


def _stops(several: Sequence[Mapping[str, frozenset[str] | None]]) -> str:
    """The pattern that finds where a form can begin.

    It begins with one class of all first characters, which the engine looks for fastest; what has
    to follow is tried behind it.
    """
    firsts: dict[str, set[str] | None] = {}
    for one in several:
        for char, then in one.items():
            known = firsts.setdefault(char, set())
            firsts[char] = None if known is None or then is None else known | then
    ways: dict[frozenset[str], list[str]] = {}
    for char, known in sorted(firsts.items()):
        if known is not None:
            ways.setdefault(frozenset(known), []).append(char)
    free = [char for char, known in firsts.items() if known is None]
    bound = "|".join(
        f"(?={_one_of(then)})(?<={_one_of(chars)})"
        for then, chars in sorted(ways.items(), key=lambda way: (-len(way[1]), way[1]))
    )
    if not ways:
        return _one_of(free)
    # Few characters follow, so that one class of them spares most of the ways.
    followers = _one_of(frozenset().union(*ways))
    return f"{_one_of(firsts)}(?:(?<={_one_of(free)})|(?={followers})(?:{bound}))"


def _one_of(chars: Iterable[str]) -> str:
    return "[" + "".join(map(re.escape, sorted(chars))) + "]"


class Alternatives:
    """Forms in one pattern, each ended by an empty group that says which one matched.

    The groups inside the forms are left out, for every group makes every match slower; a form that
    has some is matched once more by itself.
    """

    def __init__(self, forms: Sequence[Lexeme]) -> None:
        self.forms = tuple(forms)
        self.match = re.compile(
            "|".join(f"(?:{_GROUP.sub('(?:', form.regex.pattern)})()" for form in forms)
        ).match


def lexeme(rule: Mapping[str, Any], file: str, kind: str) -> Lexeme:
    """A rule with its pattern and its leads.

    Raises
    ------
    ValueError
        If the pattern is none, or has a group without a name.
    """
    try:
        regex = re.compile(expand(rule["pattern"], file))
    except re.error as error:
        raise ValueError(f"{file}.toml, {rule['id']}: {error}") from error
    if regex.groups != len(regex.groupindex):
        raise ValueError(f"{file}.toml, {rule['id']}: a group has no name; use (?:…)")
    begins = leads(expand(rule["lead"], file))
    return Lexeme(rule["id"], rule.get("kind", kind), begins, regex, rule)


@functools.cache
def scanner() -> Scanner:
    """The scanner over all forms, compiled at first use."""
    sources = (
        ("citations", "form", "title"),
        ("numbering", "style", "mark"),
        ("stop_names", "name", "name"),
        ("dates", "form", "time"),
        ("quantities", "form", "number"),
    )
    return Scanner(
        [lexeme(rule, file, kind) for file, key, kind in sources for rule in rules(file, key)]
    )
