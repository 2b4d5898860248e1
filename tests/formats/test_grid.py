"""A workbook as people send it: values, formulas, merged and hidden cells, and what is refused."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

import openpyxl
import pytest

from zctrack.errors import FormatError, LimitError
from zctrack.formats.grid import Book, coordinate, read_grids
from zctrack.formats.limits import Limits
from zctrack.formats.names import file_name


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(book: openpyxl.Workbook) -> Book:
    return read_grids(saved(book))


def test_cells_stand_where_they_stood_with_their_formats() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["B2"], sheet["C2"], sheet["C3"] = "文", 0.635, datetime(2020, 9, 30)
    sheet["C2"].number_format = "0.0%"
    grid = read(book).grids[0]
    assert {(c.row, c.column): c.text for c in grid.cells()} == {
        (2, 2): "文",
        (2, 3): "0.635",
        (3, 3): "2020-09-30",
    }
    assert grid.rows[2][3].number_format == "0.0%"


def test_empty_and_blank_cells_are_left_out() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["A2"] = "", "  "
    assert not read(book).grids[0].rows


def test_a_merged_cell_speaks_for_the_cells_it_covers() -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet["A1"] = "甲"
    sheet["A3"] = "乙"
    sheet.merge_cells("A1:B2")
    grid = read(book).grids[0]
    covered = grid.rows[2][2]
    assert (covered.value, covered.merged, covered.over_rows) == ("甲", "A1", True)
    assert grid.rows[1][1].merged is None
    assert grid.rows[1][1].over_rows
    assert not grid.rows[3][1].over_rows


def test_a_formula_without_a_saved_result_has_no_value() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "=1+1"
    cell = read(book).grids[0].rows[1][1]
    assert (cell.formula, cell.value, cell.text) == (True, None, "")


def test_an_error_is_an_error() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "#DIV/0!"
    assert read(book).grids[0].rows[1][1].error


def test_hidden_rows_and_sheets_say_so() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "甲"
    book.active.row_dimensions[1].hidden = True
    book.create_sheet("藏").sheet_state = "hidden"
    grids = read(book).grids
    assert grids[0].hidden_rows == {1}
    assert [grid.hidden for grid in grids] == [False, True]


@pytest.mark.parametrize(
    "data", [b"", b"text", b"PK\x03\x04", b"\xd0\xcf\x11\xe0" + b"0" * 600, b"%PDF-1.4"]
)
def test_what_is_no_workbook_is_refused(data: bytes) -> None:
    with pytest.raises(FormatError):
        read_grids(data, name="a.xlsx")


def test_a_zip_that_is_no_workbook_and_a_damaged_one_are_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("a.txt", "text")
    with pytest.raises(FormatError):
        read_grids(buffer.getvalue())
    with zipfile.ZipFile(buffer, "w") as made:
        made.writestr("xl/workbook.xml", "<broken")
    with pytest.raises(FormatError, match="no workbook that can be read"):
        read_grids(buffer.getvalue())


def test_limits_hold_before_the_file_is_unpacked() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/workbook.xml", b" " * 20_000_000)
    with pytest.raises(LimitError, match="unpacked"):
        read_grids(buffer.getvalue())
    book = openpyxl.Workbook()
    book.active.append(list(range(20)))
    with pytest.raises(LimitError, match="20 cells"):
        read_grids(saved(book), limits=Limits(cells=10))
    with pytest.raises(LimitError, match="larger than"):
        read_grids(saved(book), limits=Limits(file_bytes=10))


def test_columns_are_named_as_in_a_sheet() -> None:
    assert [coordinate(1, n) for n in (1, 26, 27, 702, 703)] == ["A1", "Z1", "AA1", "ZZ1", "AAA1"]


@pytest.mark.parametrize(
    ("stem", "name"),
    [
        ("../区:二局", "／区：二局.x"),
        ("a\x00b\u202e", "a b.x"),
        ("  . ", "_.x"),
        ("CON", "CON_.x"),
        ("区财政局.", "区财政局.x"),
    ],
)
def test_a_file_name_is_safe_everywhere(stem: str, name: str) -> None:
    assert file_name(stem, ".x", set()) == name


def test_long_names_are_cut_and_equal_ones_told_apart() -> None:
    taken: set[str] = set()
    names = [file_name("区" * 300, ".xlsx", taken), file_name("区" * 300, ".xlsx", taken)]
    assert all(len(name.encode()) <= 255 for name in names)
    assert len(set(names)) == 2
    assert [file_name(stem, ".x", taken) for stem in ("Ab", "aB")] == ["Ab.x", "aB（2）.x"]
