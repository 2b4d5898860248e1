"""Tables of files as grids: merged cells whole in each row, lines inside a cell apart."""

from __future__ import annotations

import io

import docx
import openpyxl
import pytest

from zctrack.errors import FormatError, LimitError
from zctrack.formats.file_tables import tables
from zctrack.formats.limits import Limits


def test_a_merged_cell_of_a_sheet_stands_in_each_row() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B1"], book.active["B2"] = "甲", 1, 2.5
    book.active.merge_cells("A1:A2")
    out = io.BytesIO()
    book.save(out)
    (grid,) = tables(out.getvalue())
    assert grid.rows == (("甲", "1"), ("甲", "2.5"))


def test_a_merged_cell_of_a_document_stands_in_each_row() -> None:
    document = docx.Document()
    table = document.add_table(2, 3)
    table.cell(0, 0).merge(table.cell(1, 0)).text = "甲"
    table.cell(0, 1).merge(table.cell(0, 2)).text = "乙\n丙"
    table.cell(1, 2).text = "丁"
    out = io.BytesIO()
    document.save(out)
    (grid,) = tables(out.getvalue())
    assert grid.sheet == "表1"
    assert grid.rows == (("甲", "乙\n丙", "乙\n丙"), ("甲", "", "丁"))


def test_cells_of_a_page_over_rows_and_columns_stand_in_each() -> None:
    page = (
        "<table><tr><td rowspan=3>甲<td colspan=2>乙<br>丙<tr><td>1<td rowspan=2>2<tr><td>3</table>"
    )
    (grid,) = tables(page.encode())
    assert grid.rows == (("甲", "乙\n丙", "乙\n丙"), ("甲", "1", "2"), ("甲", "3", "2"))


def test_a_page_in_gb18030_reads_as_it_declares() -> None:
    page = '<meta charset="gb2312"><table><tr><td>周村<td>区</table>'.encode("gb18030")
    assert tables(page)[0].rows == (("周村", "区"),)


@pytest.mark.parametrize("data", [b"", b"text", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0 old"])
def test_what_holds_no_tables_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(FormatError, match=r"a\.bin"):
        tables(data, name="a.bin")


def test_a_file_that_is_too_large_is_refused() -> None:
    page = b"<table>" + b"<tr><td>1<td>2" * 9 + b"</table>"
    with pytest.raises(LimitError):
        tables(page, limits=Limits(cells=10))
    with pytest.raises(LimitError):
        tables(page, limits=Limits(file_bytes=10))
