"""What the notice states of itself, and what in it is irregular (自述数, 发现)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from zctrack.extract.clause_reader import Clause
from zctrack.extract.lexer import Token
from zctrack.extract.marks import Finding, Tree
from zctrack.extract.numerals import number
from zctrack.extract.segments import Assignment, Layout
from zctrack.grammar import load

__all__ = ["Claim", "claims", "findings"]


@dataclass(slots=True)
class Claim:
    """One count that the notice states of itself."""

    claim: str
    stated: int
    parsed: int | None
    agrees: bool
    start: int
    end: int


def claims(
    text: str, folded: str, tokens: Sequence[Token], layout: Layout, body: int
) -> list[Claim]:
    """The notice's own counts, in its preamble and closing, against the parse.

    Parameters
    ----------
    text, folded : str
        The text and its shadow.
    tokens : sequence of Token
        The scan's tokens.
    layout : Layout
        The units that were counted.
    body : int
        Where the first unit begins.
    """
    counts = {
        "chapters": len(layout.chapters),
        "measures": len(layout.measures),
        "tasks": len(layout.tasks),
    }
    rows: list[Claim] = []
    seen: set[str] = set()
    spans = [(0, body)] + [(leaf.start, leaf.end) for leaf in layout.leaves if leaf.key == "M0.0"]
    for row in load.rules("claims", "claim"):
        pattern = load.pattern(row["pattern"], "claims")
        for start, end in spans:
            for found in pattern.finditer(folded, start, end):
                what = row["counts"]
                name = (
                    what
                    if what not in seen
                    else f"{what}-{sum(c.claim.startswith(what) for c in rows) + 1}"
                )
                seen.add(what)
                stated = int(number(found.group("n")))
                parsed = counts[what]
                agrees = stated == parsed
                if row.get("any_level") and not agrees and stated in counts.values():
                    # 33项 may count measures or tasks: the level that has as many is meant.
                    parsed, agrees = stated, True
                rows.append(Claim(name, stated, parsed, agrees, *found.span()))
    return sorted(rows, key=lambda c: c.start)


def findings(
    text: str,
    folded: str,
    tokens: Sequence[Token],
    tree: Tree,
    layout: Layout,
    clauses: Sequence[Clause],
    assignments: Sequence[Assignment],
    unpaired: Sequence[int],
    stated: Sequence[Claim],
    *,
    body: int,
    body_end: int,
    has_day: bool,
    bodies: Sequence[Finding] = (),
) -> list[Finding]:
    """Everything that a reader should look at, neighbours of one kind as one row.

    Returns
    -------
    list of Finding
        In text order.
    """
    rows = [*tree.findings, *bodies]
    rows += _brackets(folded, unpaired)
    # The space behind a printed number is how it is set.
    behind_marks = {t.end for t in tokens if t.kind == "mark"}
    rows += [
        row
        for row in _characters(text, folded)
        if row.kind != "stray_space" or row.start not in behind_marks
    ]
    rows += _uncovered(folded, layout, clauses, assignments)
    rows += _unread_numbers(folded, tokens, layout, clauses, body, body_end)
    for claim in stated:
        if not claim.agrees:
            rows.append(
                Finding(
                    "claim_contradicted", "error",
                    f"文中自称{claim.stated}，解析为{claim.parsed}。"
                    f"The notice states {claim.stated}, the parse has {claim.parsed}.",
                    claim.start, claim.end,
                )
            )  # fmt: skip
    if not has_day:
        rows.append(
            Finding(
                "no_day_of_issue", "warning",
                "未见成文日期，相对时间未定；可用 issued= 给出。"
                "No day of issue: relative times have no dates; give issued=.",
                0, 0,
            )
        )  # fmt: skip
    if not layout.tasks:
        rows.append(Finding("no_tasks", "error", "未见任务。No task was found.", 0, 0))
    rows.sort(key=lambda f: (f.start, f.end, f.kind))
    return _joined(rows)


def _joined(rows: Sequence[Finding]) -> list[Finding]:
    """Neighbours of one kind as one row."""
    out: list[Finding] = []
    for row in rows:
        if out and out[-1].kind == row.kind and row.start - out[-1].end <= 2 and row.start > 0:
            out[-1].end = max(out[-1].end, row.end)
        else:
            out.append(row)
    return out


def _brackets(folded: str, unpaired: Sequence[int]) -> list[Finding]:
    rows = [
        Finding("unpaired_bracket", "warning", "括号不成对。A bracket has no partner.", i, i + 1)
        for i in unpaired
        if not re.match(r"\d{1,2}）", folded[max(0, i - 2) : i + 1].lstrip("（。；\n "))
    ]
    depth = 0
    opened: list[int] = []
    for found in re.finditer(r"[《》]", folded):
        if found.group() == "《":
            depth += 1
            opened.append(found.start())
        elif depth:
            depth -= 1
            opened.pop()
        else:
            rows.append(
                Finding(
                    "unpaired_title_bracket",
                    "warning",
                    "书名号缺前半。A 》 has no 《.",
                    found.start(),
                    found.end(),
                )
            )
    rows += [
        Finding("unpaired_title_bracket", "warning", "书名号缺后半。A 《 has no 》.", i, i + 1)
        for i in opened
    ]
    return rows


def _characters(text: str, folded: str) -> list[Finding]:
    rows = []
    for row in load.rules("claims", "irregular"):
        pattern = load.pattern(row["pattern"], "claims")
        target = text if row.get("printed") else folded
        minority = row.get("unless_usual")
        usual = row.get("usual", 1)
        if minority and len(list(islice(re.finditer(minority, target), usual))) < usual:
            continue
        # What is irregular may be a part of what the pattern reads.
        part = "surface" if "surface" in pattern.groupindex else 0
        rows += [
            Finding(row["id"], row["severity"], row["message"], *found.span(part))
            for found in pattern.finditer(target)
        ]
    return rows


def _uncovered(
    folded: str, layout: Layout, clauses: Sequence[Clause], assignments: Sequence[Assignment]
) -> list[Finding]:
    """Tasks that nobody answers for, where others have a clause; clauses that cover no task."""
    covered = {row.task for row in assignments}
    alone = [task for task in layout.tasks if clauses and task.key not in covered]
    unread = [c for c in clauses if not c.parties and not c.limits and c.form != "cells"]
    return [
        Finding(
            "task_without_clause", "warning",
            f"任务{task.key}没有责任主体。Task {task.key} has nobody who answers.",
            task.start, min(task.end, task.start + 30),
        )
        for task in alone
    ] + [
        Finding(
            "clause_unread", "error", "责任条款未能读出。A clause could not be read.",
            clause.start, clause.end,
        )
        for clause in unread
    ]  # fmt: skip


_DIGITS = re.compile(r"[0-9]+")


def _unread_numbers(
    folded: str,
    tokens: Sequence[Token],
    layout: Layout,
    clauses: Sequence[Clause],
    body: int,
    body_end: int,
) -> list[Finding]:
    """Digits of the body that no form took."""
    inside = [t for t in tokens if body < t.end and t.start < body_end]
    begins = [body, *(t.end for t in inside)]
    ends = [*(t.start for t in inside), body_end]
    between = list(zip(begins, ends, strict=True))
    # Nearly always none is left: then the digits need not be looked for one by one.
    left = "".join([folded[begin:end] for begin, end in between])
    if not any(digit in left for digit in "0123456789"):
        return []
    return [
        Finding(
            "number_unread", "note", "数字未能读出。A number was read by no rule.", *found.span()
        )
        for begin, end in between
        for found in _DIGITS.finditer(folded, begin, end)
    ]
