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
    tokens: list[Token] = []
    pos, end = 0, len(folded)
    while hit := scanner.next(folded, pos, end):
        form, start, pos = hit
        groups: dict[str, str] = {}
        if form.regex.groups and (own := form.regex.match(folded, start)):
            groups = {name: words for name, words in own.groupdict().items() if words}
        tokens.append(Token(form.kind, form.id, start, pos, groups, form.fields))
    return tokens
