"""PDF with a text layer (.pdf): lines joined back into paragraphs, tables read cell by cell.

Page numbers, running heads, watermarks and the table of contents are left out. A table with ruled
columns reads as in a docx: one line per cell, row by row, an empty line for an empty cell, and a
merged cell's text in its first row. A table that goes on over pages is one table; a heading row
that is printed again on the next page is read once. Pages that are pictures give an empty block,
so that nobody takes them for read.
"""

from __future__ import annotations

from collections.abc import Sequence

from zctrack.errors import FormatError, ZctrackError
from zctrack.formats.limits import DEFAULTS, Limits
from zctrack.formats.lines import Lines
from zctrack.formats.pdf_furniture import without_furniture
from zctrack.formats.pdf_lines import Line, lines_of
from zctrack.formats.pdf_pages import Page, read_pages
from zctrack.formats.pdf_paragraphs import paragraphs, setting
from zctrack.formats.pdf_tables import Row, Table, continued, tables_of
from zctrack.notice import Document

__all__ = ["read"]


def read(data: bytes, *, name: str | None = None, limits: Limits = DEFAULTS) -> Document:
    """Read a PDF's text layer.

    Parameters
    ----------
    data : bytes
        The file.
    name : str, optional
        Its name.
    limits : Limits, optional
        How much is accepted.

    Returns
    -------
    Document
        With a Block per paragraph and cell; `Block.page` is the page that it begins on. An empty
        block outside tables stands for a page without text.

    Raises
    ------
    FormatError
        If it is damaged, protected by a password, or its pages are pictures.
    LimitError
        If it has too many pages, characters or cells.

    Examples
    --------
    >>> read(b"%PDF-1.7", name="a.pdf")
    Traceback (most recent call last):
    ...
    zctrack.errors.FormatError: a.pdf: the PDF is damaged (PdfiumError). Download it again, or \
open it and print it as a PDF.
    """
    pages = read_pages(data, name, limits)
    lines = Lines(limits, name)
    try:
        _read(pages, lines)
    except ZctrackError:
        raise
    except (ArithmeticError, ValueError, LookupError) as error:
        # Coordinates are whatever the file says; no arithmetic on absurd ones may end in a
        # traceback.
        raise FormatError(
            f"the PDF's layout cannot be read ({type(error).__name__})",
            where=name,
            todo="Open it and print it as a PDF, or take the .docx or the web page.",
        ) from error
    return lines.document()


def _read(pages: Sequence[Page], lines: Lines) -> None:
    tables = [tables_of(page) for page in pages]
    outside = [
        lines_of((g for g in page.glyphs if not any(t.holds(g) for t in own)), page.number)
        for page, own in zip(pages, tables, strict=True)
    ]
    outside = without_furniture(pages, outside)
    style = setting(pages, outside)
    flow: list[Line] = []
    number = last_row = 0
    open_table: Table | None = None
    waiting: list[Row] = []

    def end_table() -> None:
        nonlocal last_row
        for row in waiting:
            last_row += 1
            for column, text in row.cells:
                lines.add(
                    text,
                    page=row.page,
                    table=number,
                    row=last_row,
                    column=column,
                    merged=column in row.merged,
                )
        waiting.clear()

    def end_flow() -> None:
        for paragraph in paragraphs(pages, flow, style):
            lines.add(paragraph.text, page=paragraph.page)
        flow.clear()

    for page, texts, own in zip(pages, outside, tables, strict=True):
        if not texts and not own and not page.glyphs:
            end_table()
            end_flow()
            lines.add("", page=page.number)
            continue
        items: list[tuple[float, Line | Table]] = [(-line.base, line) for line in texts]
        items += [(-table.top, table) for table in own]
        for _, item in sorted(items, key=lambda entry: entry[0]):
            if isinstance(item, Line):
                end_table()
                open_table = None
                flow.append(item)
                continue
            end_flow()
            if open_table is not None and open_table.page < item.page and item.like(open_table):
                waiting[:] = continued(waiting, item.rows)
            else:
                end_table()
                number, last_row = number + 1, 0
                waiting[:] = item.rows
            open_table = item
    end_table()
    end_flow()
