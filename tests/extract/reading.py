"""How a row of the parser is held against a row that was made by reading.

A cell of an expected table may hold alternatives parted by a slash; an empty piece is no value,
``*`` is any value, ``*2020-12-31`` is that date or none. A row that is doubtful (or not certain)
is neither required nor held against the parser.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

ROOT = Path(__file__).parents[1]
EXPECTED = ROOT / "expected" / "zhoucun-2020-27"
MADE = ROOT / "made"

Row = Mapping[str, Any]


def table(path: Path) -> list[dict[str, str]]:
    """The rows of a CSV, every cell a string."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def required(row: Row) -> bool:
    """Whether the parser has to have the row."""
    return row.get("certain") == "1" if "certain" in row else row["doubtful"] == "0"


def shown(value: Any) -> str:
    """A value of a frame as a cell."""
    if value is None or value is pd.NaT or (not isinstance(value, str) and pd.isna(value)):
        return ""
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    if isinstance(value, (bool, np.bool_)):
        return str(int(value))
    if isinstance(value, float):
        return f"{value:g}" if abs(value) < 1e6 else f"{value:.0f}"
    return str(value)


def same(cell: str, value: Any) -> bool:
    """Whether a value is one of the cell's alternatives."""
    got = shown(value)
    if cell == "*" or got == cell:
        return True
    if cell.startswith("*"):
        return got in ("", cell[1:])
    return any(got == piece or _close(piece, got) for piece in cell.split("/"))


def _close(piece: str, got: str) -> bool:
    """Thirds are printed with two decimals or four."""
    try:
        return abs(float(piece) - float(got)) <= 0.006
    except ValueError:
        return False


@dataclass
class Score:
    """What was found, missed, wrong and too much."""

    hits: int = 0
    missed: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    extra: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of the rows that the parser gave."""
        given = self.hits + len(self.wrong) + len(self.extra)
        return self.hits / given if given else 1.0

    @property
    def recall(self) -> float:
        """Of the rows that are required."""
        wanted = self.hits + len(self.wrong) + len(self.missed)
        return self.hits / wanted if wanted else 1.0

    @property
    def f1(self) -> float:
        """The harmonic mean of both."""
        total = self.precision + self.recall
        return 2 * self.precision * self.recall / total if total else 0.0


def compare(
    expected: Iterable[Row],
    given: Sequence[Row],
    differs: Callable[[Row, Row], list[str]],
    text: str,
) -> Score:
    """Match rows by overlap, each given row once; a doubtful row counts for nothing."""
    score = Score()
    used: set[int] = set()
    for row in expected:
        start, end = int(row["start"]), int(row["end"])
        near = [
            i
            for i, got in enumerate(given)
            if i not in used and got["start"] < end and start < got["end"]
        ]
        best = next((i for i in near if not differs(row, given[i])), near[0] if near else None)
        words = f"{text[max(0, start - 12) : start]}【{text[start:end]}】{text[end : end + 8]}"
        if best is not None:
            used.add(best)
        if not required(row):
            continue
        if best is None:
            score.missed.append(words)
        elif why := differs(row, given[best]):
            score.wrong.append(f"{words}: {'; '.join(why)} ({given[best].get('rule')})")
        else:
            score.hits += 1
    score.extra = [
        f"{text[max(0, g['start'] - 12) : g['start']]}【{text[g['start'] : g['end']]}】"
        for i, g in enumerate(given)
        if i not in used
    ]
    return score


def differing(columns: Sequence[str]) -> Callable[[Row, Row], list[str]]:
    """Which of the columns differ between an expected and a given row."""

    def differs(row: Row, got: Row) -> list[str]:
        return [
            f"{c} is {shown(got.get(c))!r}, expected {row[c]!r}"
            for c in columns
            if not same(row[c], got.get(c))
        ]

    return differs


def records(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """A frame's rows."""
    return [{str(k): v for k, v in row.items()} for row in frame.to_dict("records")]
