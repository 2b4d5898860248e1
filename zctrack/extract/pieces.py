"""The pieces of a responsibility clause that are no names (责任条款的标点与用语).

Separators, brackets, labels, role words, 等 with what it opens, rules said once, and the words that
join two names.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from typing import Any

from zctrack.grammar import load

__all__ = ["following", "label_at", "label_ends", "labels", "levels"]

# What stands behind a role word, and behind 等.
_BEHIND_ROLE = r"(?=[，。；、）〕\s,]|\Z|（|列第|排名|下同)"
_BEHIND_OPEN = r"(?=[，。；、）〕及和\s]|\Z|按|负责|配合|参与|分别|牵头|共同|落实|结合|根据)"
_BEHIND_NONE = r"(?=[，。；、）〕及和与\s]|\Z|按|负责|配合|参与|分别|牵头|共同|落实|结合|根据|及)"
_SPACES = "".join(chr(code) for code in range(0x3001) if chr(code).isspace())


@functools.cache
def labels() -> tuple[re.Pattern[str], Mapping[str, Mapping[str, Any]]]:
    """The pattern of all labels with their colon, and word → row."""
    rows = {word: row for row in load.rules("roles", "label") for word in row["words"]}
    return _label(rows), rows


def _label(words: Mapping[str, Any]) -> re.Pattern[str]:
    body = "|".join(sorted(map(re.escape, words), key=len, reverse=True))
    said = "|".join(f"(?<={noun})为" for noun in load.words("roles", "asks_for_a_name"))
    ends = f"(?:：|〕：?|{said})"
    return re.compile(f"(?P<label>{body})(?:（[^（）]{{1,12}}）)? {{0,2}}{ends}")


@functools.cache
def label_ends() -> frozenset[str]:
    """The characters that can stand before the colon of a label."""
    words = (*labels()[1], *load.words("roles", "asks_for_a_name"))
    return frozenset(word[-1] for word in words) | {"）"}


def label_at(folded: str, start: int) -> Mapping[str, Any]:
    """The row of the label that begins there."""
    pattern, rows = labels()
    found = pattern.match(folded, start)
    if found is None:
        raise LookupError(f"no label begins at {start}")
    return rows[found.group("label")]


@functools.cache
def levels() -> re.Pattern[str]:
    """各 before a list of levels of government."""
    return re.compile("|".join(_patterns("levels")))


def _patterns(key: str) -> list[str]:
    return [load.expand(row["pattern"], "roles") for row in load.rules("roles", key)]


def following(folded: str, start: int, end: int) -> tuple[load.Lexeme, int, int] | None:
    """The next piece in a stretch of a clause, with its place.

    Examples
    --------
    >>> piece, begin, end = following("区财政局牵头，区税务局配合", 0, 13)
    >>> piece.kind, piece.id, (begin, end)
    ('role', 'lead', (4, 6))
    """
    return _scanner().next(folded, start, end)


@functools.cache
def _scanner() -> load.Scanner:
    opened = load.data("roles")["open"]
    made = [
        # Separators come first, for they are the most frequent and begin nothing else.
        _piece("sep", frozenset("、，；。,;/" + _SPACES), r"[、，；。,;\n]|\s+|/"),
        _piece("bracket", frozenset("（"), "（"),
    ]
    for row in load.rules("roles", "standing"):
        pattern = f"(?:{row['pattern']})(?:，?下同)?"
        made.append(_piece("standing", load.leads(row["lead"]), pattern, row))
    made += [_piece("levels", frozenset("各"), pattern) for pattern in _patterns("levels")]
    words = labels()[1]
    for first in sorted({word[0] for word in words}):
        mine = {word: row for word, row in words.items() if word[0] == first}
        seconds = frozenset(word[1:2] for word in mine)
        leads = {first: None if "" in seconds else seconds}
        made.append(_piece("label", leads, _label(mine).pattern))
    made += [
        _piece("etcparty", frozenset("等"), f"(?:{opened['party']}){_BEHIND_OPEN}"),
        _piece("etc", frozenset("等"), f"(?:{opened['none']}){_BEHIND_NONE}"),
    ]
    for row in load.rules("roles", "role"):
        pattern = f"(?:{row['pattern']}){_BEHIND_ROLE}"
        made.append(_piece("role", load.leads(row["lead"]), pattern, row))
    made.append(_piece("join", frozenset("会以及和与联"), "会同|以及|及其|及|和|与|联合"))
    return load.Scanner(made)


def _piece(
    kind: str,
    leads: Mapping[str, frozenset[str] | None] | frozenset[str],
    pattern: str,
    row: Mapping[str, Any] | None = None,
) -> load.Lexeme:
    begins = dict.fromkeys(leads) if isinstance(leads, frozenset) else leads
    return load.Lexeme(row["id"] if row else kind, kind, begins, re.compile(pattern), row or {})
