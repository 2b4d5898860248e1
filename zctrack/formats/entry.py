"""Cells that people fill (填写格): lists to choose from, checks on numbers and dates, protection.

Nothing here knows of notices. A sheet is protected without a password: it keeps what is for
reference from slips, not from intent.
"""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING
from urllib.parse import quote

if TYPE_CHECKING:
    from openpyxl.styles import Alignment
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["ask_choice", "ask_date", "ask_number", "link_to_file", "protect", "unwrapped"]

_DAY_ONE = date(1899, 12, 30)
# Longer texts make Excel call the file damaged.
_TITLE, _TEXT, _LIST = 32, 225, 255


def ask_choice(
    sheet: Worksheet, cells: Sequence[str], words: Sequence[str], *, title: str, error: str
) -> None:
    """Give cells a list to choose from.

    Parameters
    ----------
    sheet : openpyxl worksheet
        Where.
    cells : sequence of str
        ``K5``; none makes no list.
    words : sequence of str
        The choices, without commas.
    title, error : str
        What is said to who enters something else.

    Examples
    --------
    >>> from zctrack.formats.cells import new_workbook
    >>> sheet = new_workbook("周村").create_sheet("一")
    >>> ask_choice(sheet, ["A1"], ["完成", "未完成"], title="状态", error="请选一个")
    >>> sheet.data_validations.dataValidation[0].formula1
    '"完成,未完成"'
    """
    listed = ",".join(words)
    if any("," in word or '"' in word for word in words) or len(listed) > _LIST:
        raise ValueError("a list of choices holds no comma or quote, and 255 characters at most")
    _ask(sheet, cells, title, error, type="list", formula1=f'"{listed}"')


def ask_number(
    sheet: Worksheet, cells: Sequence[str], *, least: float | None, title: str, error: str
) -> None:
    """Let cells take a number, of `least` or more.

    Examples
    --------
    >>> from zctrack.formats.cells import new_workbook
    >>> sheet = new_workbook("周村").create_sheet("一")
    >>> ask_number(sheet, ["A1"], least=0, title="数值", error="不小于0")
    >>> sheet.data_validations.dataValidation[0].operator
    'greaterThanOrEqual'
    """
    # Excel knows no "any number": a bound that nothing reaches stands for it.
    bound = -1e15 if least is None else least
    options = {"type": "decimal", "operator": "greaterThanOrEqual", "formula1": f"{bound:.15g}"}
    _ask(sheet, cells, title, error, **options)


def ask_date(
    sheet: Worksheet, cells: Sequence[str], *, first: date, last: date, title: str, error: str
) -> None:
    """Let cells take a date between two days.

    Examples
    --------
    >>> from zctrack.formats.cells import new_workbook
    >>> sheet = new_workbook("周村").create_sheet("一")
    >>> ask_date(sheet, ["A1"], first=date(2020, 1, 1), last=date(2021, 1, 1), title="日", error="")
    >>> sheet.data_validations.dataValidation[0].formula1
    '43831'
    """
    days = [str((day - _DAY_ONE).days) for day in (first, last)]
    options = {"type": "date", "operator": "between", "formula1": days[0], "formula2": days[1]}
    _ask(sheet, cells, title, error, **options)


def _ask(sheet: Worksheet, cells: Sequence[str], title: str, error: str, **rule: str) -> None:
    from openpyxl.worksheet.datavalidation import DataValidation

    if not cells:
        return
    check = DataValidation(allow_blank=True, showErrorMessage=True, errorStyle="stop", **rule)
    check.errorTitle, check.error = title[:_TITLE], error[:_TEXT]
    for cell in cells:
        check.add(cell)
    sheet.add_data_validation(check)


def protect(sheet: Worksheet) -> None:
    """Lock every cell but the unlocked ones, without a password.

    Columns and rows may still be sized, and the filter used.

    Examples
    --------
    >>> from zctrack.formats.cells import new_workbook
    >>> sheet = new_workbook("周村").create_sheet("一")
    >>> protect(sheet)
    >>> sheet.protection.sheet, sheet.protection.password
    (True, None)
    """
    rules = sheet.protection
    rules.sheet = True
    # In the file's terms these say what is forbidden.
    rules.formatColumns = rules.formatRows = rules.formatCells = False
    rules.autoFilter = rules.sort = False


def link_to_file(
    sheet: Worksheet, row: int, column: int, file: str, target: str, cell: str, *, text: str
) -> None:
    """Write a link to a cell of another workbook, which is looked for in the same folder.

    Parameters
    ----------
    sheet : openpyxl worksheet
        Where to.
    row, column : int
        From 1.
    file : str
        Name of the other workbook; its folder is left out.
    target, cell : str
        Its sheet, and the cell: C7.
    text : str
        What is shown.

    Examples
    --------
    >>> from zctrack.formats.cells import new_workbook
    >>> sheet = new_workbook("周村").create_sheet("一")
    >>> link_to_file(sheet, 1, 1, "a b.xlsx", "填报表", "C7", text="填报表 › C7")
    >>> sheet.cell(1, 1).hyperlink.target, sheet.cell(1, 1).hyperlink.location
    ('a%20b.xlsx', "'填报表'!C7")
    """
    from openpyxl.worksheet.hyperlink import Hyperlink

    from zctrack.formats.cells import write

    found = write(sheet, row, column, text, look="link")
    quoted = target.replace("'", "''")
    # Set as an attribute a link would also overwrite the cell's value with its address.
    found._hyperlink = Hyperlink(
        ref=found.coordinate,
        target=quote(posixpath.basename(file.replace("\\", "/"))),
        location=f"'{quoted}'!{cell}",
        display=text,
    )
    sheet._hyperlinks.append(found._hyperlink)


def unwrapped() -> Alignment:
    """Let a text run on over the empty cells to its right, in one line.

    Examples
    --------
    >>> unwrapped().wrap_text
    False
    """
    from openpyxl.styles import Alignment

    return Alignment(horizontal="left", vertical="top", wrap_text=False)
