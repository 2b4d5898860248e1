"""One scan: cited titles, names with figures, marks, times and numbers (词法).

A title swallows its years and a time its digits, so that nothing needs masking; a run of digits
that no form took is a finding for nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from zctrack.grammar import load

__all__ = ["Token", "scan"]


@dataclass(slots=True)
class Token:
    """One hit of a form: what it is, which form read it, and the form's groups."""

    kind: str
    form: str
    start: int
    end: int
    groups: dict[str, str]
    fields: Mapping[str, Any]


def scan(folded: str) -> list[Token]:
    """Every token of a folded text, in order and without overlap.

    Parameters
    ----------
    folded : str
        The shadow text (`zctrack.extract.fold`).

    Examples
    --------
    >>> [(t.kind, t.form) for t in scan("2020年底前，新增学位4200个")]
    [('time', 'year_end'), ('number', 'number')]
    """
    scanner = load.scanner()
    find, at = scanner.find, scanner.at
    tokens: list[Token] = []
    pos = 0
    while hit := find(folded, pos):
        start = hit.start()
        alternatives = at[folded[start]]
        found = alternatives.match(folded, start)
        pos = start + 1
        if found is None or (end := found.end()) == start:
            continue
        form = alternatives.forms[(found.lastindex or 1) - 1]
        pos = end
        groups: dict[str, str] = {}
        if form.regex.groups and (own := form.regex.match(folded, start)):
            groups = {name: words for name, words in own.groupdict().items() if words}
        tokens.append(Token(form.kind, form.id, start, end, groups, form.fields))
    return tokens
