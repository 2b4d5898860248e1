"""Time tokens to deadlines (时限): their words, their days, and what they are to their sentence."""

from __future__ import annotations

import datetime as dt
import functools
import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from zctrack.extract import calendar
from zctrack.extract.clause_reader import Clause
from zctrack.extract.context import Around, Place, first, ruleset
from zctrack.extract.frontmatter import Front
from zctrack.extract.lexer import Token
from zctrack.extract.segments import Layout, Leaf
from zctrack.grammar import load

__all__ = ["Deadline", "Reading", "deadlines"]

_FROM = frozenset({"起", "开始", "以来"})
_WITHIN = frozenset({"内", "以内", "之内"})


@dataclass(slots=True)
class Deadline:
    """One row of the deadlines table, without its key."""

    task: str
    measure: int
    section: str
    kind: str
    when: calendar.When
    anchor: str | None
    doubtful: bool
    rule: str
    start: int
    end: int
    key: str = ""


@dataclass(slots=True)
class Reading:
    """The deadlines, and what became of each time token (by its start)."""

    rows: list[Deadline]
    dropped: dict[int, str]


@dataclass(slots=True)
class _Reached:
    start: int
    reach: str | None = None
    anchor: str | None = None
    own: str | None = None
    from_issue: bool = False


def deadlines(
    folded: str,
    around: Around,
    tokens: Sequence[Token],
    layout: Layout,
    clauses: Sequence[Clause],
    coverage: Mapping[int, Sequence[tuple[str, int]]],
    front: Front,
) -> Reading:
    """Every deadline of the body, in text order.

    Parameters
    ----------
    folded : str
        The shadow text.
    around : Around
        Its sentences and clauses.
    tokens : sequence of Token
        The scan's tokens.
    layout : Layout
        What stands where.
    clauses : sequence of Clause
        The responsibility clauses: a time in one holds for every task that it covers.
    coverage : mapping of int to sequence
        Clause number → the keys and measures of the tasks that it covers.
    front : Front
        The day of issue, the year, the region.
    """
    reading = Reading([], {})
    starts = [c.start for c in clauses]
    limits = sorted(span for c in clauses for span in c.limits)
    carried: int | None = None
    sentence = (-1, -1)
    previous: tuple[Token, Deadline | None] | None = None
    rules = ruleset("dates", "kind")
    last_end = 0
    for token in tokens:
        if token.kind != "time":
            last_end = token.end
            continue
        leaf = layout.at(token.start)
        if (
            leaf.kind == "front"
            or leaf.key.startswith("end")
            or (leaf.kind == "section" and leaf.key.startswith("section"))
        ):
            last_end = token.end
            continue
        if not sentence[0] <= token.start < sentence[1]:
            sentence = around.sentence(token.start, token.end)
            carried = None
        when = calendar.read(token, base=front.base_year, carried=carried, region=front.region)
        if when.year is not None and front.base_year is not None and when.year >= front.base_year:
            carried = when.year
        clause = _clause_at(clauses, starts, token.start)
        section = _section(leaf, clause)
        reached = _reach(folded, token, max(last_end, sentence[0]), front)
        last_end = token.end
        if reached.from_issue or token.fields["span"] == "issue":
            when.begin = front.issued
        passed = bool(front.issued and when.until and when.until < front.issued)
        place = Place(around, reached.start, token.end)
        facts = {
            "span": token.fields["span"],
            "form": token.form,
            "edge": tuple(v for k in ("S", "T") if (v := token.groups.get(k))),
            "section": section,
            "field": _inside(limits, token.start),
            "passed": passed,
            "anchor": reached.own,
            "reach": reached.reach,
            "begins": reached.from_issue,
            "counted": bool(token.groups.get("N")),
        }
        rule = first(rules, facts, place)
        if rule is None or rule.fields["kind"] == "none":
            reading.dropped[token.start] = rule.id if rule else "no_rule"
            previous = None
            continue
        kind = rule.fields["kind"]
        merged = _merge(previous, token, when, reading, kind)
        if merged:
            previous = None
            continue
        if kind == "due" and token.fields["span"] == "duration" and reached.own == "own":
            when.until = _later(front.issued, when)
            when.precision = "day"
        if kind == "past" and token.fields["span"] == "year_start":
            when.until = None
        if kind != "cadence":
            when.cadence = None
        doubtful = when.doubtful or bool(rule.fields.get("doubtful", False))
        if facts["field"] and rule.id == "field_of_limit":
            doubtful = when.doubtful
        if reached.reach == "by" and token.fields["span"] == "year":
            when.begin = None
            doubtful = when.doubtful
        targets: Sequence[tuple[str, int]] = [(leaf.task or leaf.key, leaf.measure)]
        if clause is not None and section == "responsibility":
            targets = coverage.get(clause.number) or targets
        row: Deadline | None = None
        for task, measure in targets:
            row = Deadline(
                task,
                measure,
                section,
                kind,
                when,
                reached.anchor,
                doubtful,
                f"{token.form}/{rule.id}",
                reached.start,
                token.end,
            )
            reading.rows.append(row)
        previous = (token, row)
    return reading


def _clause_at(clauses: Sequence[Clause], starts: Sequence[int], offset: int) -> Clause | None:
    i = bisect_right(starts, offset) - 1
    while i >= 0 and offset - clauses[i].start < 700:
        if clauses[i].start <= offset < clauses[i].end:
            return clauses[i]
        i -= 1
    return None


def _inside(spans: Sequence[tuple[int, int]], offset: int) -> bool:
    i = bisect_right(spans, (offset, 1 << 60)) - 1
    return i >= 0 and spans[i][0] <= offset < spans[i][1]


def _section(leaf: Leaf, clause: Clause | None) -> str:
    if leaf.kind == "commitment":
        return "commitment"
    if leaf.kind == "closing":
        return "closing"
    if clause is not None and clause.scope == "back":
        return "responsibility"
    return "implementation"


@functools.cache
def _reaches(span: str) -> tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]:
    return tuple(
        (load.pattern(row["pattern"], "dates", ends=True), row)
        for row in load.rules("dates", "reach")
        if span in row["spans"]
    )


@functools.cache
def _last_of_reach(span: str) -> frozenset[str]:
    return frozenset("".join(row["last"] for _, row in _reaches(span)))


def _reach(folded: str, token: Token, floor: int, front: Front) -> _Reached:
    """Words on the left that touch the time and belong to its surface."""
    span = token.fields["span"]
    window = folded[max(floor, token.start - 26) : token.start]
    reached = _Reached(token.start)
    if not window:
        return reached
    if window[-1] not in _last_of_reach(span):
        return reached
    for pattern, row in _reaches(span):
        hit = pattern.search(window)
        if hit is None or not hit.group():
            continue
        if row["id"] == "from" and token.groups.get("S") not in _FROM:
            continue
        if row["id"] in ("from_event", "from_own_issue") and token.groups.get("S") not in _WITHIN:
            continue
        reached.start = token.start - len(hit.group())
        reached.reach = row["id"]
        reached.own = row.get("anchor")
        reached.anchor = hit.group() if row.get("anchor") else None
        reached.from_issue = row.get("begin") == "issued"
        return reached
    return reached


def _merge(
    previous: tuple[Token, Deadline | None] | None,
    token: Token,
    when: calendar.When,
    reading: Reading,
    kind: str,
) -> bool:
    """A period counted from a start that touches it: 2012年起5年内 is one row."""
    if previous is None or token.fields["span"] != "duration":
        return False
    before, row = previous
    if (
        row is None
        or before.end != token.start
        or before.groups.get("S") not in _FROM
        or when.amount is None
    ):
        return False
    row.end = token.end
    row.when.amount, row.when.amount_unit = when.amount, when.amount_unit
    begin = row.when.begin
    if begin and when.amount_unit == "年":
        row.when.until = _shift(begin, months=int(12 * when.amount)) - dt.timedelta(days=1)
    elif begin and when.amount_unit == "月":
        row.when.until = _shift(begin, months=int(when.amount)) - dt.timedelta(days=1)
    return True


def _later(day: dt.date | None, when: calendar.When) -> dt.date | None:
    if day is None or when.amount is None:
        return None
    if when.amount_unit == "日":
        return day + dt.timedelta(days=int(when.amount))
    if when.amount_unit == "周":
        return day + dt.timedelta(weeks=int(when.amount))
    if when.amount_unit == "月":
        return _shift(day, months=int(when.amount))
    if when.amount_unit == "年":
        return _shift(day, months=int(12 * when.amount))
    return None


def _shift(day: dt.date, *, months: int) -> dt.date:
    total = day.year * 12 + day.month - 1 + months
    year, month = divmod(total, 12)
    for d in range(day.day, 27, -1):
        try:
            return dt.date(year, month + 1, d)
        except ValueError:
            continue
    return dt.date(year, month + 1, min(day.day, 28))
