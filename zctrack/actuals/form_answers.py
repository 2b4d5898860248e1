"""What a filled row of a form says (填报内容): figure, day, state, words, or what is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

import pandas as pd

from zctrack.actuals.cell_days import Day, day, state
from zctrack.actuals.cell_figures import Figure, blank, figure
from zctrack.actuals.form_entries import Entry, noted
from zctrack.actuals.form_layout import Line, Seen
from zctrack.actuals.form_rows import Row
from zctrack.actuals.form_words import columns, data, folded
from zctrack.actuals.rejects import Problem
from zctrack.formats.grid import Cell

__all__ = ["ENTRIES", "SIMULATED", "Source", "read_answers"]

SIMULATED = "simulated"
# The columns that people fill.
ENTRIES = tuple(name for name, column in columns().items() if column.kind == "entry")


@dataclass(frozen=True, slots=True)
class Source:
    """The file that a row stands in: what it reports on, its name and its hash.

    Parameters
    ----------
    notice : str
        The notice's key.
    file, digest : str
        The file's name and the SHA-256 of its bytes.
    level : str
        Whose figures these are.
    epoch : datetime.datetime
        From which the workbook counts its days.
    """

    notice: str
    file: str
    digest: str
    level: str
    epoch: datetime


def read_answers(
    entry: Entry, line: Line, seen: Seen, row: Row, *, unit: str | None, source: Source
) -> None:
    """Read the cells of a row; each that cannot be read is a problem of the row.

    Parameters
    ----------
    entry : Entry
        Gets its ledger row, or its problems.
    line : Line
        The row on the sheet.
    seen : Seen
        What the sheet says of itself.
    row : Row
        What the form asked there.
    unit : str or None
        Who filled the sheet.
    source : Source
        The file.
    """
    cells = {name: line.cells[name] for name in ENTRIES if not blank(line.cells.get(name))}
    form_day = seen.id.as_of if seen.id is not None else seen.as_of
    for name in [name for name, cell in cells.items() if _unreadable(entry, cell)]:
        del cells[name]
    for name, cell in cells.items():
        if cell.merged or cell.over_rows:
            if name == "value":
                entry.wrong(Problem("merged_number", {"found": cell.text}), cell)
            elif cell.merged:
                entry.notes.append(f"{columns()[name].zh}是合并单元格（{cell.merged}）")
        if cell.formula:
            entry.notes.append(f"{columns()[name].zh}是公式，取保存的结果")
    said = _figure(entry, cells, line.cells.get("unit"), row)
    as_of = _as_of(entry, cells.get("as_of"), form_day, seen, source)
    stated = None
    if "stated" in cells:
        read = state(cells["stated"])
        if isinstance(read, Problem):
            entry.wrong(read, cells["stated"])
        else:
            stated = read[0]
            entry.notes += read[1]
    if entry.problems or as_of is None:
        return
    simulated = seen.id is not None and seen.id.simulated
    evidence = _text(cells, "evidence")
    if "quarter" in cells:
        entry.notes.append(f"本季任务目标：{cells['quarter'].text}")
    if simulated and evidence:
        entry.notes.append(f"依据：{evidence}")
    if seen.unit and unit and folded(seen.unit) != folded(unit):
        entry.notes.append(f"“填报单位”写作“{seen.unit}”")
    asked = form_day or as_of
    own = f"{unit}填报表（数据截至{asked.date().isoformat()}）"
    entry.row = {
        "notice": source.notice,
        "item": row.item,
        "level": source.level,
        "indicator": row.indicator,
        "as_of": as_of,
        "value": None if said is None else said.value,
        "unit": None if said is None else said.unit,
        "basis": None if said is None else said.basis or _basis(row),
        "comparator": None if said is None else said.comparator or "=",
        # A unit's own figure stands on the way: final is what was checked at the close-out.
        "finality": "interim",
        "stated": stated,
        "evidence": "documented" if evidence else "stated",
        "reported_on": seen.filled_on,
        "reporter": unit,
        "source": SIMULATED if simulated else evidence or own,
        "note": noted(_text(cells, "note"), entry.notes),
        "words": _text(cells, "words"),
        "kind": "report",
        "file": source.file,
        "file_hash": source.digest,
        "sheet": entry.sheet,
        "cell": entry.cell,
    }


def _unreadable(entry: Entry, cell: Cell) -> bool:
    if cell.error:
        entry.wrong(Problem("error_cell", {"found": cell.text}), cell)
    elif cell.formula and cell.value is None:
        entry.wrong(Problem("formula_without_value"), cell)
    else:
        return False
    return True


def _figure(entry: Entry, cells: Mapping[str, Cell], unit: Cell | None, row: Row) -> Figure | None:
    cell = cells.get("value")
    if cell is None:
        words = cells.get("words")
        if words is not None and _is_number(words):
            values = {"column": columns()["words"].zh}
            entry.wrong(Problem("figure_in_words", values), words)
        return None
    if not row.target:
        if folded(cell.text) in {folded(text) for text in data()["cells"]["nothing"]}:
            entry.notes.append(f"数值栏：{cell.text}")
        else:
            entry.wrong(Problem("no_figure_asked"), cell)
        return None
    if cell.merged or cell.over_rows:
        return None
    own = None if blank(unit) or unit is None or unit.error else unit.text
    read = figure(cell, row, own or row.unit)
    if isinstance(read, Problem):
        entry.wrong(read, cell)
        return None
    if read is None:
        entry.notes.append(f"数值栏：{cell.text}")
        return None
    entry.notes += read.notes
    return read


def _as_of(
    entry: Entry, cell: Cell | None, form_day: pd.Timestamp | None, seen: Seen, source: Source
) -> pd.Timestamp | None:
    if cell is None:
        if form_day is None:
            entry.wrong(Problem("no_day"))
        return form_day
    read = day(cell, form_day=form_day, epoch=source.epoch)
    if not isinstance(read, Day):
        entry.wrong(read, cell)
        return None
    entry.notes += read.notes
    found = pd.Timestamp(read.day)
    if seen.filled_on is not None and read.day > seen.filled_on:
        values = {"found": read.day.isoformat(), "day": seen.filled_on.isoformat()}
        entry.wrong(Problem("date_after_filling", values), cell)
    elif form_day is not None:
        limits = data()["limits"]
        if not -limits["days_after"] <= (form_day - found).days <= limits["days_before"]:
            values = {"found": read.day.isoformat(), "day": form_day.date().isoformat()}
            entry.wrong(Problem("date_far", values), cell)
    return found


def _basis(row: Row) -> str:
    """Say what a figure of a target is: of what means all or refers to another, the level."""
    return "level" if row.basis in ("all", "relative", None) else row.basis


def _text(cells: Mapping[str, Cell], name: str) -> str | None:
    return cells[name].text if name in cells else None


def _is_number(cell: Cell) -> bool:
    if isinstance(cell.value, bool):
        return False
    if isinstance(cell.value, int | float):
        return True
    text = folded(cell.text).replace(",", "").replace("，", "")
    return text.rstrip("%").replace(".", "", 1).isdecimal()
