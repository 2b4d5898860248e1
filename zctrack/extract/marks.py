"""The tree of numbering (编号层级).

A mark counts if its value goes on from its sibling, or is 1 under a new parent, or runs on from
the last one of its style under a new parent. At the beginning of a line a jump is accepted with a
finding, in running text never. A mark closes every open mark of its rank and below, which gives
the tree, of whatever depth.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from zctrack.extract.lexer import Token
from zctrack.extract.numerals import chinese
from zctrack.grammar import load

__all__ = ["Finding", "Node", "Tree", "shorten", "tree"]

_STOPS = frozenset("。；：！？）”》〕\n")
# In running text a unit that follows a heading without a stop begins within this many characters.
_HEADING = 45


@dataclass(slots=True)
class Finding:
    """Something irregular in the source."""

    kind: str
    severity: str
    message: str
    start: int
    end: int


@dataclass(slots=True)
class Node:
    """One numbered unit: its mark, value, and the units under it."""

    style: str
    rank: int
    value: int
    label: str
    start: int
    mark_end: int
    parent: Node | None
    depth: int
    part: int
    end: int = 0
    children: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class Tree:
    """The units of the top level, the part headings, what was irregular, and all units."""

    tops: list[Node]
    parts: list[tuple[int, int]]
    findings: list[Finding]
    # Every unit in text order.
    units: list[Node]


@functools.cache
def _styles() -> Mapping[str, tuple[int, bool]]:
    return {row["id"]: (row["rank"], row["chapter"]) for row in load.rules("numbering", "style")}


def can_be_chapter(style: str) -> bool:
    """Whether a level of this style can be the chapters."""
    return _styles()[style][1]


def _value(token: Token) -> int:
    text = token.groups.get("v") or token.groups["w"]
    if text.isascii():
        return int(text)
    code = ord(text[0])
    if 0x2460 <= code <= 0x2473:  # ① to ⑳
        return code - 0x2460 + 1
    if 0x2488 <= code <= 0x249B:  # ⒈ to ⒛
        return code - 0x2488 + 1
    return chinese(text)


_SIBLING_STYLES = {"digit_stop": "digit", "row": "row"}


def tree(
    text: str,
    folded: str,
    tokens: Sequence[Token],
    begin: int,
    end: int,
    parts: Sequence[tuple[int, int]],
) -> Tree:
    """The units of a text.

    Parameters
    ----------
    text, folded : str
        The text and its shadow.
    tokens : sequence of Token
        The scan's tokens; those of kind ``mark`` are candidates.
    begin, end : int
        Where numbered units can begin and have to end.
    parts : sequence of (int, int)
        Headings that begin a part of their own, in which numbering starts again.
    """
    findings: list[Finding] = []
    tops: list[Node] = []
    stack: list[Node] = []
    last: dict[str, int] = {}
    seen: list[Node] = []
    part = 0
    queue = list(parts)
    annexed = _annexed(folded, tokens)
    for token in tokens:
        if token.kind != "mark" or not begin <= token.start < end or token.start in annexed:
            continue
        while queue and queue[0][0] <= token.start:
            _close(stack, queue.pop(0)[0])
            stack.clear()
            last.clear()
            part += 1
        rank, _ = _styles()[token.form]
        style = _SIBLING_STYLES.get(token.form, token.form)
        try:
            value = _value(token)
        except ValueError:
            continue
        line_start = not folded[_line_start(folded, token.start) : token.start].strip()
        sibling = next((n for n in reversed(stack) if n.style == style), None)
        previous = seen[-1] if seen else None
        # Two marks in a row: nothing stands between them but a heading without a stop.
        headed = (
            previous is not None
            and token.start - previous.mark_end <= _HEADING
            and _STOPS.isdisjoint(folded[previous.mark_end : token.start].rstrip("）"))
            and rank > previous.rank
        )
        if not line_start and not headed and not _after_stop(folded, token.start):
            continue
        if style == "row" or (sibling is not None and value == sibling.value + 1):
            goes_on = True
        elif value == 1:
            goes_on = sibling is None or line_start
        else:
            goes_on = sibling is None and value == last.get(style, -1) + 1 and bool(stack)
        if not goes_on:
            if not line_start or style in ("circled", "digit_half_bracket"):
                continue
            if (
                sibling is None
                and (not stack or value > 60)
                and value != 1
                and not (
                    token.form in ("cn", "chapter", "cn_bracket", "digit", "article")
                    and _lone(folded, token)
                )
            ):
                continue
            expected = sibling.value + 1 if sibling else 1
            findings.append(
                Finding(
                    "numbering_gap" if value > expected else "numbering_repeat",
                    "note",
                    f"编号应为{expected}，印作{value}。Expected {expected}, printed {value}.",
                    token.start,
                    token.end,
                )
            )
        while stack and (stack[-1].rank >= rank):
            _close_one(stack, token.start)
        parent = stack[-1] if stack else None
        label = text[token.start : token.end].strip()
        node = Node(style, rank, value, label, token.start, token.end, parent, len(stack) + 1, part)
        (parent.children if parent else tops).append(node)
        stack.append(node)
        seen.append(node)
        last[style] = value
    for position, _ in queue:
        _close(stack, position)
        stack.clear()
    _close(stack, end)
    return Tree(tops, list(parts), findings, seen)


# What stands before numbers that count annexes or notes.
_BESIDE = re.compile(r"\n *(?:附件|附|说明|备注|注)： *")


def _annexed(folded: str, tokens: Sequence[Token]) -> frozenset[int]:
    """Where the marks of a list of annexes or of a note stand: they number no unit.

    附件：1.… with 2.… under it; 说明：1.… with 2.… in its line or under it.
    """
    found: set[int] = set()
    if not _BESIDE.search(folded):
        return frozenset()
    # The form and value that would go on, and in which lines.
    last: tuple[str, int, tuple[int, int]] | None = None
    for token in tokens:
        if token.kind != "mark" or not token.groups.get("v", "").isdecimal():
            continue
        line = _line_start(folded, token.start)
        value = int(token.groups["v"])
        opens = value == 1 and _BESIDE.fullmatch(folded, max(0, line - 1), token.start)
        goes_on = last is not None and (token.form, value) == last[:2] and line in last[2]
        if opens or goes_on:
            found.add(token.start)
            last = (token.form, value + 1, (line, folded.find("\n", token.start) + 1))
    return frozenset(found)


def shorten(units: Sequence[Node], end: int) -> bool:
    """End at an offset the units that reach beyond it; False where one begins behind it."""
    if units[-1].start >= end:
        return False
    for unit in units:
        unit.end = min(unit.end, end)
    return True


def _lone(folded: str, token: Token) -> bool:
    """Whether a jump at the beginning of a text (an excerpt) may open the numbering."""
    return token.end < len(folded) and folded[token.end] not in "0123456789"


def _line_start(folded: str, position: int) -> int:
    return folded.rfind("\n", 0, position) + 1


def _after_stop(folded: str, position: int) -> bool:
    i = position - 1
    while i >= 0 and folded[i] == " ":
        i -= 1
    return i < 0 or folded[i] in _STOPS


def _close(stack: list[Node], position: int) -> None:
    for node in stack:
        node.end = position


def _close_one(stack: list[Node], position: int) -> None:
    stack.pop().end = position


_TITLE = re.compile(r"《([^《》\n]{4,80})》")


def part_headings(folded: str, first: int) -> list[tuple[int, int]]:
    """Lines that repeat a title announced before the first unit: each begins a part.

    Only lines behind the announcement count, and only where more than one title was announced
    or the line stands behind `first`.
    """
    titles = {m.group(1).strip() for m in _TITLE.finditer(folded)}
    found = []
    position = 0
    for line in folded.split("\n"):
        bare = line.strip(" 　\r")
        if bare in titles and "《" not in line:
            start = position + line.index(bare)
            found.append((start, start + len(bare)))
        position += len(line) + 1
    return [span for span in found if span[0] >= first]
