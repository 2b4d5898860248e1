"""How what is read from the made returns is held against what a reader takes from them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pandas as pd

from tests.actuals.made_returns import MERGED, Expected, Row, figures, returns, write
from zctrack.actuals.returns import read_return
from zctrack.notice import Notice


@dataclass
class Count:
    """What was given, what was wanted, and what was right of it."""

    right: int = 0
    given: int = 0
    wanted: int = 0
    wrong: list[str] = field(default_factory=list)

    @property
    def precision(self) -> float:
        """Of what was given."""
        return self.right / self.given if self.given else 1.0

    @property
    def recall(self) -> float:
        """Of what was wanted."""
        return self.right / self.wanted if self.wanted else 1.0


@dataclass
class Score:
    """One group of made returns."""

    rows: int = 0
    first: Count = field(default_factory=Count)  # the task at rank 1, of rows that have one
    proposed: Count = field(default_factory=Count)  # sure or doubtful
    sure: Count = field(default_factory=Count)
    figures: Count = field(default_factory=Count)  # value, unit and basis
    numbers: Count = field(default_factory=Count)  # value and unit
    targets: Count = field(default_factory=Count)  # the target for which a figure stands
    parties: Count = field(default_factory=Count)  # officials and units of a row
    states: Count = field(default_factory=Count)


def score(notice: Notice, folder: Path, *names: str) -> Score:
    """Draw the made returns of these names, read them, and hold each row against the reader's."""
    total = Score()
    for made in returns(*names):
        found = read_return(write(made, folder), notice)
        for row, given in _rows(made, found):
            total.rows += 1
            _matched(total, row, given)
            _figures(total, row, given)
            people = "、".join(row["people"])
            bodies = "、".join(row["bodies"])
            _one(total.parties, (people, bodies), tuple(_texts(given, "officials", "units")), row)
            state = given["stated"].iloc[0]
            shown = "" if pd.isna(state) else str(state)
            _one(total.states, row["stated"].split("/"), shown, row)
    return total


def _rows(made: Mapping[str, Any], found: pd.DataFrame) -> Iterator[tuple[Row, pd.DataFrame]]:
    """Each made row with its proposals, which name the cell of its words."""
    numbers = found["cell"].str.extract(r"(\d+)", expand=False).astype(int)
    first = int(numbers.min())
    above: dict[str, Any] = {}
    for at, row in enumerate(made["row"]):
        above |= {key: value for key, value in row.items() if value != MERGED}
        whole = {key: above[key] for key in row}
        yield whole, found[numbers == first + at]


def _texts(given: pd.DataFrame, *columns: str) -> Iterator[str]:
    for column in columns:
        value = given[column].iloc[0]
        yield "" if pd.isna(value) else str(value)


def _one(count: Count, wanted: Any, given: Any, row: Row) -> None:
    """One cell: right or not."""
    count.given += 1
    count.wanted += 1
    if given == wanted or (isinstance(wanted, list) and given in wanted):
        count.right += 1
    else:
        count.wrong.append(f"{row['goal']}: {given!r}, expected {wanted!r}")


def _matched(total: Score, row: Row, given: pd.DataFrame) -> None:
    states = given[given["figure"].isna()]
    wanted = [set(task.split("/")) for task in row["tasks"]]
    best = [
        str(r["item"] if not pd.isna(r["item"]) else r["second"]) for r in states.to_dict("records")
    ]
    for tasks in wanted:
        total.first.wanted += 1
        total.first.given += 1
        if tasks & set(best):
            total.first.right += 1
        else:
            total.first.wrong.append(f"{row['goal']}: {best}, expected {sorted(tasks)}")
    for count, bands in ((total.proposed, ("sure", "doubtful")), (total.sure, ("sure",))):
        count.wanted += len(wanted)
        for item, band in zip(best, states["band"], strict=True):
            if band in bands:
                count.given += 1
                if any(item in tasks for tasks in wanted):
                    count.right += 1
                else:
                    count.wrong.append(f"{row['goal']}: {item}, expected {row['tasks']}")


def _figures(total: Score, row: Row, given: pd.DataFrame) -> None:
    got = given[given["figure"].notna()].to_dict("records")
    used: set[int] = set()
    for want in figures(row):
        at = next(
            (i for i, g in enumerate(got) if i not in used and g["figure"] == want.words), None
        )
        if at is not None:
            used.add(at)
        if want.certain:
            _figure(total, row, want, None if at is None else got[at])
    for i, extra in enumerate(got):
        if i not in used:
            total.figures.given += 1
            total.numbers.given += 1
            total.figures.wrong.append(f"{row['progress']}: {extra['figure']} is no figure")


def _figure(total: Score, row: Row, want: Expected, got: Mapping[Any, Any] | None) -> None:
    for count in (total.figures, total.numbers):
        count.wanted += 1
        count.given += got is not None
    if got is None:
        total.figures.wrong.append(f"{row['progress']}: {want.words} is missing")
    else:
        same = got["value"] == want.value and got["unit"] in want.units
        total.numbers.right += same
        if same and got["basis"] in want.bases:
            total.figures.right += 1
        else:
            said = f"{got['value']} {got['unit']} {got['basis']}"
            total.figures.wrong.append(f"{row['progress']}: {want.words} is {said}")
    if want.target == "?":
        return
    stands = got is not None and bool(got["stands"])
    total.targets.wanted += bool(want.target)
    total.targets.given += stands
    if stands and got is not None and str(got["item"]) in want.target.split("/"):
        total.targets.right += 1
    elif stands or want.target:
        item = got["item"] if got is not None and stands else "none"
        total.targets.wrong.append(
            f"{row['progress']}: {want.words} stands for {item}, expected {want.target or 'none'}"
        )
