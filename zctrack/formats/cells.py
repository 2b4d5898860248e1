"""Cells of a workbook (单元格): text, numbers and dates, their look, links between sheets.

A cell's text is always text: what begins with ``=``, ``+``, ``-`` or ``@`` is written as a quoted
string and never computed. Each look is a named style of the workbook.
"""

from __future__ import annotations

import io
import math
import re
from collections.abc import Collection
from typing import TYPE_CHECKING, Any, Literal

import pandas as pd

from zctrack.formats.files import zip_with_fixed_times

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.styles import NamedStyle
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["Kind", "Look", "link", "new_workbook", "plain", "sheet_name", "to_bytes", "write"]

Kind = Literal["text", "int", "float", "date", "share", "percent"]
Look = Literal[
    "plain", "cell", "title", "heading", "header", "note", "link", "good", "bad",
    "grid", "entry", "shaded", "key",
]  # fmt: skip

# Points and colours of the sheets; colours are ARGB without the alpha channel.
_FACE = "微软雅黑"
_INK, _MUTED, _RULE = "1F2429", "59626C", "B3BAC2"
_HEADER, _LINK, _GOOD, _BAD = "CADCEB", "0B4A8F", "005A6E", "B3261E"
_ENTRY, _SHADED = "FFF6CC", "E6E8EB"
_FORMATS: dict[str, str] = {
    "int": "0",
    # General shows 15.48 as 15.48 and 750 as 750.
    "float": "General",
    "date": "yyyy-mm-dd",
    "share": "0.0%",
    "percent": '0.0"%"',
}
_LONGEST = 32_767
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# XML 1.0 has no place for these characters, and Excel refuses a file that holds them.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
# Excel reads _x0041_ as A; the underscore itself has to be written that way.
_ESCAPE_LIKE = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")
_FORBIDDEN_IN_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")


def sheet_name(name: str, taken: Collection[str] = ()) -> str:
    """Make a name that a sheet may bear.

    Parameters
    ----------
    name : str
        The name wished for.
    taken : collection of str
        The names that the workbook has.

    Returns
    -------
    str
        At most 31 characters, none of them forbidden, unlike every taken name (Excel does not tell
        capitals apart).

    Examples
    --------
    >>> sheet_name("收入/支出"), sheet_name("甲", ["甲"])
    ('收入／支出', '甲（2）')
    """
    full_width = str.maketrans({"/": "／", "\\": "＼", ":": "：", "*": "＊", "?": "？"})
    clean = _FORBIDDEN_IN_NAME.sub(" ", _UNWRITABLE.sub("", name.translate(full_width)))
    clean = clean.strip().strip("'").strip() or "Sheet"
    if clean.casefold() == "history":  # Excel keeps that name for itself.
        clean += "_"
    used = {other.casefold() for other in taken}
    found, number = _cut(clean, 31), 1
    while found.casefold() in used:
        number += 1
        end = f"（{number}）"
        found = _cut(clean, 31 - len(end)) + end
    return found


def _cut(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def new_workbook(title: str) -> Workbook:
    """Make a workbook without sheets.

    Parameters
    ----------
    title : str
        Its title, in the file's properties.

    Returns
    -------
    openpyxl.Workbook

    Examples
    --------
    >>> new_workbook("周村").sheetnames
    []
    """
    import openpyxl

    book = openpyxl.Workbook()
    for sheet in book.worksheets:
        book.remove(sheet)
    book.properties.creator = "zctrack"
    book.properties.title = _UNWRITABLE.sub("", title)
    return book


def to_bytes(book: Workbook, *, stamp: str = "1980-01-01T00:00:00Z") -> bytes:
    """Give a workbook as bytes that do not depend on when it was made.

    Parameters
    ----------
    book : openpyxl.Workbook
        The workbook, with at least one sheet.
    stamp : str
        The time that its properties give, as ISO 8601 in UTC.

    Returns
    -------
    bytes

    Examples
    --------
    >>> book = new_workbook("周村")
    >>> _ = book.create_sheet("一")
    >>> to_bytes(book) == to_bytes(book)
    True
    """
    buffer = io.BytesIO()
    book.save(buffer)
    return zip_with_fixed_times(buffer.getvalue(), stamp=stamp)


def _clean(text: str) -> str:
    """Leave out what a cell cannot hold, and cut what it would cut silently."""
    clean = _ESCAPE_LIKE.sub("_x005F_", _UNWRITABLE.sub("", text))
    return clean if len(clean) <= _LONGEST else clean[: _LONGEST - 1] + "…"


def plain(value: Any) -> Any:
    """Turn a value of pandas or numpy into one that a cell can hold; None where it is missing."""
    if value is None or (not isinstance(value, str) and pd.isna(value)):
        return None
    if isinstance(value, pd.Timestamp):
        return value.to_pydatetime()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, float) and math.isinf(value):
        return str(value)
    return value


def write(
    sheet: Worksheet,
    row: int,
    column: int,
    value: Any,
    *,
    look: Look = "plain",
    kind: Kind = "text",
) -> Cell:
    """Write one cell; text is never read as a formula.

    Parameters
    ----------
    sheet : openpyxl worksheet
        Where to.
    row, column : int
        From 1.
    value : object
        Text, number, date, or missing (which leaves the cell empty).
    look : {"plain", "cell", "title", "heading", "header", "note", "link", "good", "bad", ...}
        How it looks: "grid" has a frame, "entry" is to be filled and unlocked, "shaded" is to be
        left, "key" is small print.
    kind : {"text", "int", "float", "date", "share", "percent"}
        How a number or date is written.

    Returns
    -------
    openpyxl cell

    Examples
    --------
    >>> sheet = new_workbook("周村").create_sheet("一")
    >>> write(sheet, 1, 1, "=1+1").data_type
    's'
    """
    from openpyxl.cell import Cell

    cell = sheet.cell(row, column)
    assert isinstance(cell, Cell)
    found = plain(value)
    if isinstance(found, str):
        text = _clean(found)
        cell.value = text
        cell.data_type = "s"
        _dress(cell, look, kind)
        if text.startswith(_FORMULA):
            # The apostrophe that a person would type: the cell stays text when it is edited.
            cell.quotePrefix = True
    else:
        if found is not None:
            cell.value = found
        _dress(cell, look, kind)
    if look in ("title", "heading"):
        sheet.row_dimensions[row].height = {"title": 26.0, "heading": 18.0}[look]
    return cell


def _dress(cell: Cell, look: Look, kind: Kind) -> None:
    """Give a cell its named style, which is made when it is first used in the workbook."""
    name = f"zctrack {look} {kind}"
    book = cell.parent.parent
    if name not in book.named_styles:
        book.add_named_style(_style(name, look, kind))
    cell.style = name


def _style(name: str, look: Look, kind: Kind) -> NamedStyle:
    from openpyxl.styles import (
        Alignment,
        Border,
        Font,
        NamedStyle,
        PatternFill,
        Protection,
        Side,
    )

    style = NamedStyle(name=name)
    inks = {"note": _MUTED, "link": _LINK, "good": _GOOD, "bad": _BAD, "key": _MUTED}
    points = {"title": 16.0, "heading": 11.0, "note": 9.0, "key": 8.0}
    style.font = Font(
        name=_FACE,
        size=points.get(look, 10.0),
        bold=look in ("title", "heading", "header", "bad"),
        color=inks.get(look, _INK),
        underline="single" if look == "link" else None,
    )
    right = kind not in ("text", "date")
    style.alignment = Alignment(
        horizontal="right" if right else "left",
        # A number keeps its distance from the words of the next column, and stands below its
        # heading, which leaves room for the filter's button.
        indent=2 if right else 0,
        vertical="center" if look == "header" else "top",
        wrap_text=look not in ("title", "heading"),
    )
    if look == "header":
        style.fill = PatternFill("solid", fgColor=_HEADER)
        style.border = Border(bottom=Side("thin", color=_MUTED))
    elif look == "cell":
        style.border = Border(bottom=Side("hair", color=_RULE))
    elif look in ("grid", "entry", "shaded", "key"):
        edge = Side("thin", color=_RULE)
        style.border = Border(left=edge, right=edge, top=edge, bottom=edge)
        if look != "grid":
            style.fill = PatternFill("solid", fgColor=_ENTRY if look == "entry" else _SHADED)
        style.protection = Protection(locked=look != "entry")
    style.number_format = "General" if kind == "text" else _FORMATS[kind]
    return style


def link(
    sheet: Worksheet, row: int, column: int, target: str, text: str, *, look: Look = "link"
) -> None:
    """Write a link to another sheet of the workbook.

    Parameters
    ----------
    sheet : openpyxl worksheet
        Where to.
    row, column : int
        From 1.
    target : str
        Name of the other sheet.
    text : str
        What is shown.
    look : str
        As for `write`.

    Examples
    --------
    >>> sheet = new_workbook("周村").create_sheet("一")
    >>> link(sheet, 1, 1, "二", "到二")
    >>> sheet.cell(1, 1).hyperlink.location
    "'二'!A1"
    """
    from openpyxl.worksheet.hyperlink import Hyperlink

    cell = write(sheet, row, column, text, look=look)
    quoted = target.replace("'", "''")
    # Set as an attribute a link would also overwrite the cell's value with its address.
    cell._hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!A1", display=text)
    sheet._hyperlinks.append(cell._hyperlink)
