"""The filled rows of a form (填报条目), and what happens where an item is filled more than once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zctrack.actuals.rejects import Problem
from zctrack.formats.grid import Cell, coordinate

__all__ = ["Entry", "content", "noted", "set_twice_aside"]


@dataclass(slots=True)
class Entry:
    """One filled row: what it says, where, what is wrong with it."""

    sheet: str
    cell: str
    line: int
    item: str | None
    found: str
    row: dict[str, Any] | None = None
    problems: list[Problem] = field(default_factory=list)
    bad: str | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def place(self) -> str:
        """Say where it stands: sheet and cell."""
        return f"{self.sheet} › {self.cell}"

    def wrong(self, problem: Problem, cell: Cell | None = None) -> None:
        """Add a problem; the first one's cell is the one that is named."""
        self.problems.append(problem)
        if self.bad is None and cell is not None:
            self.bad = coordinate(cell.row, cell.column)


def noted(remark: str | None, notes: Sequence[str]) -> str | None:
    """Put the unit's remark in front of what the reading adds, which stands in brackets."""
    said = "；".join(dict.fromkeys(notes))
    return "".join([remark or "", f"〔{said}〕" if said else ""]) or None


def content(row: Mapping[str, Any]) -> tuple[object, ...]:
    """Give what a row says, wherever it stood and however it was noted."""
    names = ("value", "unit", "basis", "comparator", "stated", "evidence", "words", "source")
    return tuple(row[name] for name in names)


def set_twice_aside(entries: Sequence[Entry]) -> None:
    """Let the same row twice count once, and set aside rows of one item and day that differ."""
    by_item: dict[str, list[Entry]] = {}
    for entry in entries:
        if entry.item is not None:
            by_item.setdefault(entry.item, []).append(entry)
    for group in by_item.values():
        if len(group) < 2:
            continue
        unread = any(entry.row is None for entry in group)
        by_day: dict[object, list[Entry]] = {}
        for entry in group:
            # Beside a row that could not be read nobody knows which of them holds.
            when = entry.row["as_of"] if entry.row and not unread else None
            by_day.setdefault(when, []).append(entry)
        for same in by_day.values():
            _settle(same)


def _settle(same: Sequence[Entry]) -> None:
    if len(same) < 2:
        return
    contents = {content(entry.row) for entry in same if entry.row}
    if len(contents) == 1 and all(entry.row for entry in same):
        first = same[0]
        places = "、".join(entry.place for entry in same[1:])
        assert first.row is not None
        remarks = [entry.row["note"] for entry in same[1:] if entry.row and entry.row["note"]]
        first.row["note"] = noted(first.row["note"], [f"同一内容另见 {places}", *remarks])
        for entry in same[1:]:
            entry.row = None
        return
    for entry in same:
        places = "、".join(other.place for other in same if other is not entry)
        entry.problems.append(Problem("twice", {"places": places}))
