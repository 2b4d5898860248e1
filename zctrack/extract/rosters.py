"""Rosters (名单): 组长：…，副组长：…，成员：…, the members of a body.

The decisions of the reading: a roster in a task's own text (组建专班，组长：…) says who carries the
task: its head leads, deputies and members support. A roster of a body that stands elsewhere (the
leading group in a chapter, its members in an annex) assigns no task; it is kept as a finding, with
its place, and so is whom to ask (联系人).
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from zctrack.extract.clause_reader import Clause, Party, Reader, names
from zctrack.extract.lexer import Token
from zctrack.extract.marks import Finding
from zctrack.extract.segments import Layout
from zctrack.grammar import load

__all__ = ["read"]

# How far one position may stand behind another of the same roster.
_GAP = 20
_LONGEST = 600
# A position with spaces between its characters and a remark in brackets.
_LONGEST_POSITION = 36
_SPLIT = re.compile(r"[、，；]|\s*\n\s*")


@dataclass(slots=True)
class _Position:
    role: str
    rule: str
    weak: bool
    start: int
    begin: int
    end: int = 0


def read(
    text: str,
    folded: str,
    tokens: Sequence[Token],
    layout: Layout,
    clauses: Sequence[Clause],
    begin: int,
) -> tuple[list[Clause], list[Finding]]:
    """The rosters of a text: those in tasks as clauses, the others as findings.

    Parameters
    ----------
    text, folded : str
        The text and its shadow.
    tokens : sequence of Token
        The scan's tokens.
    layout : Layout
        What stands where.
    clauses : sequence of Clause
        Those found already; no roster is read inside one.
    begin : int
        Where the body begins.

    Returns
    -------
    tuple of list of Clause and list of Finding
    """
    positions = list(_positions(folded, begin))
    found: list[Clause] = []
    bodies: list[Finding] = []
    if positions:
        reader = Reader(text, folded, [t for t in tokens if t.kind == "time"])
        taken = [(c.start, c.end) for c in clauses]
        for group in _rosters(positions):
            start, end = group[0].start, group[-1].end
            if any(s < end and start < e for s, e in taken):
                continue
            parties = [p for position in group for p in _parties(reader, position)]
            if not parties:
                continue
            leaf = layout.at(start)
            if leaf.kind == "task" or (leaf.kind == "measure" and leaf.measure):
                found.append(Clause(start, end, "roster", parties, scope="here"))
            else:
                bodies.append(
                    Finding(
                        "roster", "note",
                        "名单：所列为机构组成人员，不作为任务责任主体。"
                        "A roster: it names the members of a body, who answer for no single task.",
                        start, end,
                    )
                )  # fmt: skip
    for row in load.rules("rosters", "contact"):
        bodies += [
            Finding("contact", "note", "联系人。Whom to ask, not who answers.", *hit.span())
            for hit in load.pattern(row["pattern"], "rosters").finditer(folded, begin)
        ]
    return found, bodies


@functools.cache
def _words() -> re.Pattern[str]:
    # deputies first: 副组长 holds 组长
    rows = sorted(load.rules("rosters", "position"), key=lambda row: row["id"] != "deputy")
    body = "|".join(f"(?P<{row['id']}>{row['pattern']})" for row in rows)
    return re.compile(rf"(?<![\u4e00-\u9fff])(?:{body})(?:（[^（）\n]{{1,12}}）)? ?：")


@functools.cache
def _last() -> frozenset[str]:
    """What can stand before the colon of a position."""
    return frozenset("".join(row["last"] for row in load.rules("rosters", "position")) + "） ")


def _positions(folded: str, begin: int) -> Iterator[_Position]:
    rows = {row["id"]: row for row in load.rules("rosters", "position")}
    hits = list(_hits(folded, begin))
    for i, hit in enumerate(hits):
        row = rows[hit.lastgroup or ""]
        limit = hits[i + 1].start() if i + 1 < len(hits) else len(folded)
        position = _Position(row["role"], row["id"], row.get("weak", False), hit.start(), hit.end())
        position.end = _end(folded, hit.end(), min(limit, hit.end() + _LONGEST))
        yield position


def _hits(folded: str, begin: int) -> Iterator[re.Match[str]]:
    """The positions with their colons; looked for at the colons, which are few."""
    last = _last()
    colon = folded.find("：", begin)
    while colon >= 0:
        if folded[colon - 1] in last and (
            hit := _words().search(folded, max(begin, colon - _LONGEST_POSITION), colon + 1)
        ):
            yield hit
        begin = colon + 1
        colon = folded.find("：", begin)


def _end(folded: str, begin: int, limit: int) -> int:
    """Where the names of a position end: a stop, or a line that is not indented names."""
    position = begin
    while True:
        line = folded.find("\n", position, limit)
        stop = folded.find("。", position, limit if line < 0 else line)
        if stop >= 0:
            return stop
        if line < 0:
            return limit
        following = folded.find("\n", line + 1, limit)
        words = folded[line + 1 : limit if following < 0 else following]
        if not (words.startswith("  ") and _person().match(words.strip())):
            return line
        position = line + 1


def _rosters(positions: Sequence[_Position]) -> Iterator[list[_Position]]:
    """Positions that follow one another; one that is weak does not stand alone."""
    group: list[_Position] = []
    for position in positions:
        if group and position.start - group[-1].end > _GAP:
            yield from _strong(group)
            group = []
        group.append(position)
    yield from _strong(group)


def _strong(group: list[_Position]) -> Iterator[list[_Position]]:
    if group and not all(position.weak for position in group):
        yield group


@functools.cache
def _person() -> re.Pattern[str]:
    surnames = "".join(load.data("parties")["surnames"])
    return re.compile(
        rf"[{surnames}](?: {{1,2}}[\u4e00-\u9fff](?![\u4e00-\u9fff])|[\u4e00-\u9fff]{{1,2}})"
        r"(?=\s|（|、|，|；|。|\Z)"
    )


def _parties(reader: Reader, position: _Position) -> list[Party]:
    """The persons or bodies of one position, without the offices that stand behind a person."""
    folded = reader.folded
    found: list[Party] = []
    start = position.begin
    for cut in [*_SPLIT.finditer(folded, position.begin, position.end), None]:
        end = cut.start() if cut else position.end
        while start < end and folded[start] in " \n\r":
            start += 1
        hit = _person().match(folded, start, end)
        words = folded[start:end].strip()
        known = names()
        if hit and not known.sure(words):
            found.append(_party(hit.start(), hit.end(), "official", position, group=False))
        elif words and known.sure(words) and (not found or found[-1].kind == "unit"):
            stop = start + len(words)
            found.append(_party(start, stop, "unit", position, group=known.group(words)))
        start = cut.end() if cut else end
    return found


def _party(start: int, end: int, kind: str, position: _Position, *, group: bool) -> Party:
    return Party(start, end, kind, position.role, position.rule, collective=group)
