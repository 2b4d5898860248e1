r"""The tables of a file as grids of text (表格): workbook, Word document or web page.

A merged cell has its text in each place that it covers, so that every row of a grid is whole by
itself. Lines inside a cell stay apart (``\\n``). What a formula last gave is read, not the formula.
"""

from __future__ import annotations

import io
import warnings
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from zctrack.errors import FormatError, LimitError, ZctrackError
from zctrack.formats.limits import DEFAULTS, Limits

__all__ = ["Grid", "place", "tables"]

Element = Any

_WORKBOOK, _WORD = "xl/workbook.xml", "word/document.xml"
# A merged cell of a made-up file may claim the whole sheet.
_MOST_COLUMNS = 200


@dataclass(frozen=True, slots=True)
class Grid:
    """One table.

    Parameters
    ----------
    sheet : str
        The sheet's name, or 表1, 表2 for the tables of a document.
    rows : tuple of tuple of str
        Its cells, row by row from the first of the sheet; rows may differ in length.
    """

    sheet: str
    rows: tuple[tuple[str, ...], ...]


def place(row: int, column: int) -> str:
    """Name a cell as a spreadsheet does; row and column from 0.

    Examples
    --------
    >>> place(6, 2)
    'C7'
    """
    from openpyxl.utils import get_column_letter

    return f"{get_column_letter(column + 1)}{row + 1}"


def tables(data: bytes, *, name: str | None = None, limits: Limits = DEFAULTS) -> list[Grid]:
    """Read every table of a file.

    Parameters
    ----------
    data : bytes
        An xlsx, a docx, or a web page.
    name : str, optional
        The file's name, for errors.
    limits : Limits, optional
        How much is accepted.

    Returns
    -------
    list of Grid
        In the file's order; tables that only arrange a page are left out.

    Raises
    ------
    FormatError
        If it is none of the three, or damaged.
    LimitError
        If it holds too much.

    Examples
    --------
    >>> page = "<table><tr><td rowspan=2>甲<td>1<tr><td>2</table>"
    >>> tables(page.encode())[0].rows
    (('甲', '1'), ('甲', '2'))
    """
    if len(data) > limits.file_bytes:
        raise LimitError(f"the file is larger than {limits.file_bytes:,} bytes", where=name)
    try:
        read = _reader(data, name, limits)
        found = list(read)
    except ZctrackError:
        raise
    except Exception as error:
        # openpyxl, zipfile and lxml raise whatever a damaged file leads them to (KeyError,
        # ValueError, BadZipFile, XMLSyntaxError, …): the file is what is wrong.
        raise FormatError(
            f"the file is damaged ({type(error).__name__})",
            where=name,
            todo="Open it in the program that it was made with and save it again.",
        ) from error
    if sum(len(row) for grid in found for row in grid.rows) > limits.cells:
        raise LimitError(f"the tables hold more than {limits.cells:,} cells", where=name)
    return found


def is_word(data: bytes) -> bool:
    """Whether a file is a Word document, as far as its parts tell.

    Examples
    --------
    >>> is_word(b"text")
    False
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _WORD in archive.namelist()
    except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError):
        return False


def _reader(data: bytes, name: str | None, limits: Limits) -> Iterator[Grid]:
    if data.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = {entry.filename: entry.file_size for entry in archive.infolist()}
        if sum(entries.values()) > limits.part_bytes or len(entries) > limits.zip_entries:
            raise LimitError("the file unpacks to too much", where=name)
        if _WORKBOOK in entries:
            return _workbook(data, limits)
        if _WORD in entries:
            return _word(data, name, limits)
    elif b"<table" in data[: limits.file_bytes].lower() or b"<\0t\0a\0b\0l\0e" in data.lower():
        return _page(data, name)
    raise FormatError(
        "this is no file with tables that can be read",
        where=name,
        todo="Save it as .xlsx, .docx or .html (an old .xls or .doc: open it and save it anew).",
    )


# ------------------------------------------------------------------------------------ workbooks


def _workbook(data: bytes, limits: Limits) -> Iterator[Grid]:
    from openpyxl import load_workbook

    # openpyxl warns of drop-downs and the like that it leaves out: nothing that a text needs.
    with warnings.catch_warnings(action="ignore"):
        book = load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        if sheet.max_row * min(sheet.max_column, _MOST_COLUMNS) > 50 * limits.cells:
            raise LimitError(f"the sheet {sheet.title} is too large")
        cells = {
            (cell.row - 1, cell.column - 1): _shown(cell.value)
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None
        }
        height = max((row for row, _ in cells), default=-1) + 1
        for merged in sheet.merged_cells.ranges:
            text = cells.get((merged.min_row - 1, merged.min_col - 1))
            if text is None:
                continue
            height = max(height, min(merged.max_row, height + limits.zip_entries))
            for row in range(merged.min_row - 1, min(merged.max_row, height)):
                for column in range(merged.min_col - 1, min(merged.max_col, _MOST_COLUMNS)):
                    cells[row, column] = text
        widths: dict[int, int] = {}
        for row, column in cells:
            widths[row] = max(widths.get(row, 0), column + 1)
        yield Grid(
            sheet.title,
            tuple(
                tuple(cells.get((row, column), "") for column in range(widths.get(row, 0)))
                for row in range(height)
            ),
        )


def _shown(value: Any) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if hasattr(value, "isoformat"):
        return str(value.isoformat()).removesuffix("T00:00:00")
    return str(value).strip()


# ------------------------------------------------------------------------------------ Word files


def _word(data: bytes, name: str | None, limits: Limits) -> Iterator[Grid]:
    from zctrack.formats.docx_package import W, attribute, integer, open_package

    package = open_package(data, name, limits)
    for number, table in enumerate(package.document.iter(f"{W}tbl"), start=1):
        rows: list[tuple[str, ...]] = []
        for element in _inside(table, f"{W}tr", W):
            row: list[str] = [""] * (integer(element.find(f"{W}trPr/{W}gridBefore")) or 0)
            for cell in _inside(element, f"{W}tc", W):
                properties = cell.find(f"{W}tcPr")
                merge = properties.find(f"{W}vMerge") if properties is not None else None
                span = integer(properties.find(f"{W}gridSpan")) if properties is not None else None
                text = _paragraphs(cell, W)
                if merge is not None and attribute(merge) != "restart" and rows:
                    above = rows[-1]
                    text = above[len(row)] if len(row) < len(above) else text
                row += [text] * min(max(span or 1, 1), _MOST_COLUMNS)
            rows.append(tuple(row))
        yield Grid(f"表{number}", tuple(rows))


def _inside(element: Element, tag: str, w: str) -> Iterator[Element]:
    """Children with a tag, through content controls and inserted text, not through tables."""
    for child in element:
        if child.tag == tag:
            yield child
        elif child.tag in (f"{w}sdt", f"{w}sdtContent", f"{w}ins", f"{w}customXml"):
            yield from _inside(child, tag, w)


def _paragraphs(cell: Element, w: str) -> str:
    lines: list[str] = []
    for paragraph in cell.iter(f"{w}p"):
        nodes = paragraph.iter(f"{w}t", f"{w}tab", f"{w}br", f"{w}cr")
        pieces = [node.text or "" if node.tag == f"{w}t" else "\n" for node in nodes]
        lines += [line.strip() for line in "".join(pieces).split("\n")]
    return "\n".join(line for line in lines if line)


# ------------------------------------------------------------------------------------ web pages


def _page(data: bytes, name: str | None) -> Iterator[Grid]:
    from lxml import etree

    from zctrack.formats.html import cell_text, decode
    from zctrack.formats.html_tables import is_data

    parser = etree.HTMLParser(
        encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=True
    )
    root = etree.fromstring(decode(data, name).replace("\0", "").encode("utf-8"), parser)
    number = 0
    for table in root.iter("table") if root is not None else ():
        if is_data(table):
            number += 1
            filled = _filled(table, lambda cell: cell_text(cell, joint="\n"))
            yield Grid(f"表{number}", tuple(filled))


def _filled(table: Element, text_of: Callable[[Element], str]) -> Iterator[tuple[str, ...]]:
    """Rows of a table in which a cell over several rows or columns stands in each of them."""
    from zctrack.formats.html_tables import integer

    below: dict[int, tuple[int, str]] = {}  # column → rows that a cell still covers, its text
    for element in table.iter("tr"):
        row: list[str] = []
        still: dict[int, tuple[int, str]] = {}
        for cell in [cell for cell in element if cell.tag in ("td", "th")]:
            _cover(row, below, still)
            text = text_of(cell)
            height = integer(cell.get("rowspan"), 1) or 1
            for _ in range(min(max(integer(cell.get("colspan"), 1), 1), _MOST_COLUMNS)):
                if height > 1:
                    still[len(row)] = (height - 1, text)
                row.append(text)
        _cover(row, below, still)
        below |= still
        yield tuple(row)


def _cover(
    row: list[str], below: dict[int, tuple[int, str]], still: dict[int, tuple[int, str]]
) -> None:
    """Put in what cells of rows above hold at the next columns."""
    while len(row) in below:
        left, text = below.pop(len(row))
        if left > 1:
            still[len(row)] = (left - 1, text)
        row.append(text)
