"""A form as a person fills it: write cells by heading and key, save, read back."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import openpyxl

import zctrack as zt
from zctrack.actuals.form_reading import read_form
from zctrack.actuals.forms import write_forms
from zctrack.actuals.rejects import Read

UNIT = "区农业农村局"
SHEET = "填报表"
HEADER = 4
NOTICE = zt.load()


def blank_forms(folder: Path, **options: Any) -> dict[str, Path]:
    """The forms of 30 September 2020 by the unit's name."""
    paths = write_forms(NOTICE, as_of="2020-09-30", out=folder, **options)
    return {path.stem.split("_")[1]: path for path in paths}


class Filled:
    """One form in the making."""

    def __init__(self, path: Path) -> None:
        self.book = openpyxl.load_workbook(path)
        self.sheet = self.book[SHEET]
        self.columns = {c.value: c.column for c in self.sheet[HEADER] if c.value}
        key = self.columns["标识（勿改）"]
        self.rows = {
            str(self.sheet.cell(r, key).value): r
            for r in range(HEADER + 1, self.sheet.max_row + 1)
            if self.sheet.cell(r, key).value
        }

    def cell(self, item: str, heading: str) -> Any:
        return self.sheet.cell(self.rows[item], self.columns[heading])

    def put(self, item: str, **cells: Any) -> Filled:
        for heading, value in cells.items():
            self.cell(item, heading).value = value
        return self

    def filled_on(self, day: Any) -> Filled:
        row = next(c for c in self.sheet[2] if c.value == "填报日期")
        self.sheet.cell(2, row.column + 1).value = day
        return self

    def bytes(self) -> bytes:
        buffer = io.BytesIO()
        self.book.save(buffer)
        return buffer.getvalue()

    def save(self, path: Path) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(self.bytes())
        return path

    def read(self) -> Read:
        return read_form(self.bytes(), NOTICE, name="农业农村局.xlsx")


def one(read: Read) -> dict[str, Any]:
    """The one row that was taken in; nothing was set aside."""
    assert read.rejects.empty, read.rejects[["cell", "reason"]].to_string()
    assert len(read.submission) == 1
    return read.submission.to_dict("records")[0]


def aside(read: Read) -> dict[str, Any]:
    """The one row that was set aside; nothing was taken in."""
    assert read.submission.empty, read.submission[["item", "value"]].to_string()
    assert len(read.rejects) == 1
    return read.rejects.to_dict("records")[0]
