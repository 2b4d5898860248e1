"""Sheets of a workbook (工作表): a table with header, filter, widths, formats and print setup.

Nothing here knows of notices. How one cell is written stands in :mod:`zctrack.formats.cells`.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from zctrack.formats.cells import (
    Kind,
    link,
    new_workbook,
    plain,
    sheet_name,
    to_bytes,
    write,
)

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "Field",
    "add_table",
    "display_width",
    "link",
    "new_workbook",
    "print_setup",
    "sheet_name",
    "to_bytes",
    "write",
]

# A column is as wide as nearly all of its cells need, within these bounds (characters of 10 pt).
_NARROWEST, _WIDEST, _LONG_HEADING = 6.0, 52.0, 8.0
_LINE_PT, _HIGHEST_PT = 14.5, 409.0


@dataclass(frozen=True, slots=True)
class Field:
    """How one column of a table is shown.

    Parameters
    ----------
    name : str
        The DataFrame's column.
    heading : str
        What stands in the header.
    note : str or None
        The comment on the header.
    kind : {"text", "int", "float", "date", "share", "percent"}
        How its values are written; share is 0.25 for 25.0%, percent is 25 for it.
    width : float or None
        Width of the column in characters; measured if not given.
    """

    name: str
    heading: str
    note: str | None = None
    kind: Kind = "text"
    width: float | None = None


def display_width(text: str) -> float:
    """Measure text in columns of a fixed-width page: a Chinese character takes two.

    Parameters
    ----------
    text : str
        One or more lines; the widest counts.

    Returns
    -------
    float

    Examples
    --------
    >>> display_width("周村区27号")
    10.0
    """
    # Ambiguous characters (“ ” … —) are wide in the fonts that Chinese offices use.
    wide = ("W", "F", "A")
    return float(
        max(
            sum(2 if unicodedata.east_asian_width(c) in wide else 1 for c in line)
            for line in text.split("\n")
        )
    )


def add_table(
    sheet: Worksheet,
    rows: pd.DataFrame,
    fields: Sequence[Field],
    *,
    top: int = 1,
    widest: float | None = None,
) -> None:
    """Write a table: header with comments, frozen and with a filter; widths; print setup.

    Parameters
    ----------
    sheet : openpyxl worksheet
        Where to.
    rows : pandas.DataFrame
        One sheet row each; needs the columns that `fields` name.
    fields : sequence of Field
        The columns, in their order.
    top : int
        Row of the header, from 1.
    widest : float
        No column becomes wider than this many characters; longer text is wrapped. 52 if not given,
        and less where there are many columns.

    Examples
    --------
    >>> sheet = new_workbook("周村").create_sheet("一")
    >>> add_table(sheet, pd.DataFrame({"task": ["M1.1"]}), [Field("task", "任务")])
    >>> sheet.freeze_panes, sheet.auto_filter.ref, sheet["A2"].value
    ('A2', 'A1:A2', 'M1.1')
    """
    from openpyxl.utils import get_column_letter

    for column, field in enumerate(fields, start=1):
        cell = write(sheet, top, column, field.heading, look="header", kind=field.kind)
        if field.note:
            cell.comment = _comment(field.note)
    if widest is None:
        # So many columns print legibly on one page only if each is narrow.
        widest = _WIDEST if len(fields) <= 12 else 30.0
    # The header's lines first.
    lines = [1] * (len(rows) + 1)
    for column, field in enumerate(fields, start=1):
        values = list(rows[field.name])
        for row, value in enumerate(values, start=top + 1):
            write(sheet, row, column, value, look="cell", kind=field.kind)
        width = field.width or _width(field, values, widest)
        sheet.column_dimensions[get_column_letter(column)].width = width
        for row, value in enumerate([field.heading, *values]):
            lines[row] = max(lines[row], _lines(value, width - 3 if row == 0 else width))
    for row, most in enumerate(lines, start=top):
        # Set, because not every program fits rows to wrapped text when it opens a file.
        sheet.row_dimensions[row].height = min(_LINE_PT * most + 3, _HIGHEST_PT)
    last = f"{get_column_letter(max(len(fields), 1))}{top + len(rows)}"
    sheet.freeze_panes = sheet.cell(top + 1, 1)
    sheet.auto_filter.ref = f"A{top}:{last}"
    print_setup(sheet, header=top)


def _comment(note: str) -> Any:
    from openpyxl.comments import Comment

    # Pixels; about 36 narrow characters a line.
    lines = sum(math.ceil(display_width(line) / 36) or 1 for line in note.split("\n"))
    return Comment(note, "zctrack", width=300, height=24 + 18 * lines)


def _width(field: Field, values: Sequence[Any], widest: float) -> float:
    """Give the width that nearly all cells need; a long heading may take two lines."""
    shown = sorted(_shown_width(field, value) for value in values)
    usual = shown[math.ceil(len(shown) * 0.95) - 1] if shown else 0.0
    edge = 2.0 if field.kind in ("text", "date") else 3.5
    heading = display_width(field.heading)
    if heading > _LONG_HEADING:
        heading = max(_LONG_HEADING, math.ceil(heading / 2) + 1.0)
    # 3.5 for the filter's button beside the heading.
    wanted = max(usual + edge, heading + 3.5, _NARROWEST)
    return min(math.ceil(wanted), max(widest, _NARROWEST))


def _shown_width(field: Field, value: Any) -> float:
    found = plain(value)
    if found is None:
        return 0.0
    if field.kind == "date":
        return 10.0
    if field.kind in ("share", "percent"):
        return 6.0
    text = str(found)
    return display_width(text.removesuffix(".0") if isinstance(found, float) else text)


def _lines(value: Any, width: float) -> int:
    """Count the lines that a text takes in a column."""
    if not isinstance(value, str):
        return 1
    # A Chinese character of 10 pt is a little narrower than two columns of the sheet's grid.
    room = max(width * 1.05, 2.0)
    return sum(max(1, math.ceil(display_width(line) / room)) for line in value.split("\n"))


def print_setup(sheet: Worksheet, *, header: int | None = None) -> None:
    """Set a sheet up for print: A4 across, as wide as the page, header on each page.

    Parameters
    ----------
    sheet : openpyxl worksheet
        The sheet.
    header : int, optional
        The row that is repeated on each page.

    Examples
    --------
    >>> sheet = new_workbook("周村").create_sheet("一")
    >>> print_setup(sheet, header=1)
    >>> sheet.print_title_rows
    '$1:$1'
    """
    from openpyxl.worksheet.properties import PageSetupProperties

    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToWidth = 1
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.4
    sheet.page_margins.top, sheet.page_margins.bottom, sheet.page_margins.footer = 0.5, 0.7, 0.3
    sheet.oddFooter.left.text = "&A"
    sheet.oddFooter.right.text = "&P / &N"
    if header is not None:
        sheet.print_title_rows = f"{header}:{header}"
