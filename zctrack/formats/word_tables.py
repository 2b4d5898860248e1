"""Tables of a Word document (表格): ruled cells, a header row on every page, readable grounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from zctrack.formats.word_paragraphs import paragraph
from zctrack.formats.word_styles import Align
from zctrack.formats.word_xml import element, tag

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.table import _Cell as Cell

__all__ = ["cell", "table"]

_RULE, _FILL = "8A939C", "DCE7F1"


def table(
    place: Document,
    rows: Sequence[Sequence[str]],
    widths: Sequence[float],
    *,
    header: Sequence[str] = (),
    size: float | None = None,
    heads: bool = False,
    align: Sequence[Align] = (),
) -> Table:
    """Add a table with ruled cells; its header row stands on every page that it runs over.

    Parameters
    ----------
    place : Document
        Where to.
    rows : sequence of sequences of str
        The cells; a line break begins a new line.
    widths : sequence of float
        Of the columns, in millimetres.
    header : sequence of str
        Headings; without them there is no header row.
    size : float, optional
        Points; else as the style "Table Text" has it.
    heads : bool
        Whether the first cell of each row is its heading.
    align : sequence of {"left", "center", "right"}
        Of each column; left where it is shorter.

    Returns
    -------
    docx.table.Table

    Examples
    --------
    >>> from zctrack.formats.word import new_document
    >>> made = table(new_document("通报"), [["滞后", "3"]], [40, 20], header=["状态", "项"])
    >>> len(made.rows), made.cell(1, 0).text
    (2, '滞后')
    """
    from docx.shared import Mm

    made: Table = place.add_table(rows=0, cols=len(widths), style="Table Grid")
    made.autofit = False
    for column, wide in zip(made.columns, widths, strict=True):
        column.width = Mm(wide)
    _table_form(made)
    lines = [list(header), *map(list, rows)] if header else [list(row) for row in rows]
    for number, line in enumerate(lines):
        row: Any = made.add_row()  # type: ignore[no-untyped-call]
        row._tr.get_or_add_trPr().append(element("w:cantSplit"))
        first = bool(header) and number == 0
        if first:
            row._tr.get_or_add_trPr().append(element("w:tblHeader"))
        for column, (box, text) in enumerate(zip(row.cells, line, strict=True)):
            box.width = Mm(widths[column])
            head = first or (heads and column == 0)
            where = align[column] if column < len(align) else "left"
            cell(box, text, bold=head, fill=_FILL if head else None, align=where, size=size)
    return made


def _table_form(made: Table) -> None:
    """Rule the table thinly and set its cells' margins."""
    properties = made._tbl.tblPr
    # Text of the cells stands a little inside the text of the page, the rules in line with it.
    properties.append(element("w:tblInd", w="70", type="dxa"))
    borders = element("w:tblBorders")
    for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
        borders.append(element(f"w:{side}", val="single", sz="4", space="0", color=_RULE))
    properties.append(borders)
    layout = properties.find(tag("w:tblLayout"))
    if layout is not None:  # the order of a table's properties is part of the format
        properties.remove(layout)
        properties.append(layout)
    margins = element("w:tblCellMar")
    for side, wide in (("top", "25"), ("left", "70"), ("bottom", "25"), ("right", "70")):
        margins.append(element(f"w:{side}", w=wide, type="dxa"))
    properties.append(margins)
    look = properties.find(tag("w:tblLook"))
    if look is not None:
        properties.remove(look)
        properties.append(look)


def cell(
    box: Cell,
    text: str,
    *,
    bold: bool = False,
    fill: str | None = None,
    colour: str | None = None,
    align: Align = "left",
    size: float | None = None,
) -> None:
    """Write a cell: each line of the text a paragraph.

    Parameters
    ----------
    box : cell
        A cell of a table.
    text : str
        Its text.
    bold, colour, align, size
        As in `paragraph`.
    fill : str, optional
        Colour of the cell, six hexadecimal digits.

    Examples
    --------
    >>> from zctrack.formats.word import new_document
    >>> made = table(new_document("通报"), [["甲"]], [40])
    >>> cell(made.cell(0, 0), "乙", bold=True)
    >>> made.cell(0, 0).text
    '乙'
    """
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT

    for old in box.paragraphs:
        old._p.getparent().remove(old._p)
    for line in text.split("\n") or [""]:
        paragraph(box, line, "Table Text", bold=bold, colour=colour, align=align, size=size)
    box.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    if fill:
        properties = box._tc.get_or_add_tcPr()
        shade = element("w:shd", val="clear", color="auto", fill=fill)
        properties.insert_element_before(shade, "w:noWrap", "w:tcMar", "w:vAlign")
