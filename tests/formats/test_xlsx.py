"""A sheet's cells hold what was given, whatever characters it has."""

from __future__ import annotations

import datetime
import io
import zipfile

import numpy as np
import openpyxl
import pandas as pd
import pytest

from zctrack.formats.xlsx import (
    Field,
    add_table,
    link,
    new_workbook,
    sheet_name,
    to_bytes,
    write,
)


def through(value, **options):
    """Write a cell, save, open again, give the cell."""
    book = new_workbook("t")
    write(book.create_sheet("s"), 1, 1, value, **options)
    return openpyxl.load_workbook(io.BytesIO(to_bytes(book)))["s"]["A1"]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "=cmd|' /C calc'!A0"])
def test_text_is_never_a_formula(text: str):
    cell = through(text)
    assert cell.data_type == "s"
    assert cell.value == text
    assert cell.quotePrefix


def test_a_carriage_return_at_the_front_is_text_too():
    cell = through("\r=1+1")
    assert cell.data_type == "s"
    assert cell.quotePrefix


def test_a_number_below_zero_stays_a_number():
    cell = through(-5, kind="int")
    assert (cell.data_type, cell.value, cell.quotePrefix) == ("n", -5, False)


@pytest.mark.parametrize(
    ("value", "kind", "expected"),
    [
        (np.int64(3), "int", 3),
        (15.48, "float", 15.48),
        (float("inf"), "float", "inf"),
        (pd.NA, "int", None),
        (float("nan"), "float", None),
        (pd.NaT, "date", None),
        (None, "text", None),
        ("M14.10", "text", "M14.10"),
        (pd.Timestamp("2020-12-31"), "date", datetime.datetime(2020, 12, 31)),
        (np.bool_(True), "text", True),
    ],
)
def test_values_of_pandas_and_numpy_arrive(value, kind, expected):
    assert through(value, kind=kind).value == expected


def test_characters_that_no_sheet_can_hold_are_left_out():
    assert through("甲\x00乙\x0b丙\ufffe").value == "甲乙丙"


def test_text_that_looks_like_an_escape_is_kept_as_it_is():
    book = new_workbook("t")
    write(book.create_sheet("s"), 1, 1, "_x0041_")
    # Excel undoes this once, and shows _x0041_ rather than A.
    with zipfile.ZipFile(io.BytesIO(to_bytes(book))) as file:
        assert b"_x005F_x0041_" in file.read("xl/worksheets/sheet1.xml")


def test_a_text_too_long_for_a_cell_is_cut_visibly():
    value = through("字" * 40_000).value
    assert len(value) == 32_767
    assert value.endswith("…")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("财政局", "财政局"),
        ("甲/乙:丙*丁?", "甲／乙：丙＊丁？"),
        ("[甲]", "甲"),
        ("'甲'", "甲"),
        ("", "Sheet"),
        ("History", "History_"),
        ("字" * 40, "字" * 30 + "…"),
    ],
)
def test_a_sheet_s_name_is_one_that_excel_takes(name: str, expected: str):
    assert sheet_name(name) == expected


def test_sheet_names_differ_even_when_cut():
    taken: list[str] = []
    for _ in range(12):
        taken.append(sheet_name("字" * 40, taken))
    assert len(set(taken)) == 12
    assert max(map(len, taken)) == 31


def test_excel_does_not_tell_capitals_apart_so_names_do_not_either():
    assert sheet_name("tasks", ["Tasks"]) == "tasks（2）"


def test_a_chinese_column_is_wide_enough_and_a_long_text_is_wrapped():
    sheet = new_workbook("t").create_sheet("s")
    rows = pd.DataFrame({"name": ["区人力资源社会保障局"], "text": ["字" * 200]})
    add_table(sheet, rows, [Field("name", "名称"), Field("text", "内容")])
    assert sheet.column_dimensions["A"].width >= 20
    assert sheet.column_dimensions["B"].width == 52
    assert sheet["B2"].alignment.wrap_text
    assert sheet.row_dimensions[2].height > 6 * 14


def test_a_table_without_rows_keeps_its_header_and_filter():
    sheet = new_workbook("t").create_sheet("s")
    add_table(sheet, pd.DataFrame({"a": []}), [Field("a", "甲", "note")], top=3)
    assert sheet["A3"].value == "甲"
    assert sheet.auto_filter.ref == "A3:A3"
    assert sheet.freeze_panes == "A4"


def test_shares_and_percents_read_the_same():
    sheet = new_workbook("t").create_sheet("s")
    rows = pd.DataFrame({"share": [0.25], "percent": [25.0]})
    add_table(
        sheet, rows, [Field("share", "甲", kind="share"), Field("percent", "乙", kind="percent")]
    )
    assert sheet["A2"].number_format == "0.0%"
    assert sheet["B2"].number_format == '0.0"%"'


def test_a_link_leads_to_a_sheet_whose_name_holds_an_apostrophe():
    book = new_workbook("t")
    link(book.create_sheet("s"), 1, 1, "it's", "there")
    book.create_sheet("it's")
    cell = openpyxl.load_workbook(io.BytesIO(to_bytes(book)))["s"]["A1"]
    assert cell.hyperlink.location == "'it''s'!A1"
    assert cell.value == "there"
