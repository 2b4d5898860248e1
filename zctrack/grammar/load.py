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
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from typing import Any

__all__ = ["Alternatives", "Lexeme", "Scanner", "data", "expand", "pattern", "rules", "words"]

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
    lead: frozenset[str]
    regex: re.Pattern[str]
    fields: Mapping[str, Any] = field(hash=False)


def _leads(text: str) -> frozenset[str]:
    """The characters of a class body such as ``0-9一二三``."""
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

    Each form names the characters that it can begin with. The scan stops at those characters
    only; there, one alternation of the forms of that character is matched in place.
    """

    def __init__(self, sources: tuple[tuple[str, str, str], ...]) -> None:
        self.forms: list[Lexeme] = []
        for file, key, kind in sources:
            for rule in rules(file, key):
                body = expand(rule["pattern"], file)
                try:
                    regex = re.compile(body)
                except re.error as error:
                    raise ValueError(f"{file}.toml, {rule['id']}: {error}") from error
                lead = _leads(expand(rule["lead"], file))
                self.forms.append(Lexeme(rule["id"], rule.get("kind", kind), lead, regex, rule))
        leads = sorted(frozenset().union(*(form.lead for form in self.forms)))
        self.find = re.compile("[" + "".join(re.escape(c) for c in leads) + "]").search
        self.at: dict[str, Alternatives] = {}
        made: dict[tuple[str, ...], Alternatives] = {}
        for char in leads:
            mine = [form for form in self.forms if char in form.lead]
            patterns = tuple(form.regex.pattern for form in mine)
            if patterns not in made:
                made[patterns] = Alternatives(mine)
            self.at[char] = made[patterns]


class Alternatives:
    """Forms in one pattern: a group around each, and their own groups by number.

    Named groups of several forms would collide, so that they become numbers; ``forms`` leads from
    the number of the group around a form to the form and to the names and numbers inside it.
    """

    def __init__(self, forms: Sequence[Lexeme]) -> None:
        self.match = re.compile(
            "|".join("(" + _GROUP.sub("(", form.regex.pattern) + ")" for form in forms)
        ).match
        self.forms: dict[int, tuple[Lexeme, tuple[tuple[str, int], ...]]] = {}
        around = 1
        for form in forms:
            inner = tuple((name, around + i) for name, i in form.regex.groupindex.items())
            self.forms[around] = (form, inner)
            around += 1 + form.regex.groups


@functools.cache
def scanner() -> Scanner:
    """The scanner over all forms, compiled at first use."""
    return Scanner(
        (
            ("citations", "form", "title"),
            ("numbering", "style", "mark"),
            ("stop_names", "name", "name"),
            ("dates", "form", "time"),
            ("quantities", "form", "number"),
        )
    )
