"""Reading reported figures: what is accepted, and how what is not is named."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import Workbook

from zctrack.actuals.read import read_actuals
from zctrack.dictionary.build import schema, table
from zctrack.errors import FileError, FormatError, OptionError, TableError

HEADER = "notice,item,level,as_of,value,unit,finality,evidence,source"
ROW = "n1,M8.5.q1,district,2020-12-31,760,家,final,documented,a.pdf"


def csv(*rows: str, header: str = HEADER) -> io.BytesIO:
    return io.BytesIO("\n".join([header, *rows, ""]).encode())


def test_a_csv_gives_the_dictionarys_table() -> None:
    actuals = read_actuals(csv(ROW))
    schema("actuals").validate(actuals)
    assert actuals[["item", "value", "unit"]].values.tolist() == [["M8.5.q1", 760.0, "家"]]
    assert actuals["as_of"].tolist() == [pd.Timestamp("2020-12-31")]


def test_columns_may_stand_in_any_order_and_optional_ones_may_be_missing() -> None:
    names = HEADER.split(",")
    turned = csv(",".join(reversed(ROW.split(","))), header=",".join(reversed(names)))
    pd.testing.assert_frame_equal(read_actuals(turned), read_actuals(csv(ROW)))


def test_columns_that_the_dictionary_does_not_know_are_kept_as_text_behind_the_others() -> None:
    actuals = read_actuals(csv(ROW + ",007", header=HEADER + ",quote"))
    assert list(actuals.columns) == [c.name for c in table("actuals").columns] + ["quote"]
    assert actuals["quote"].tolist() == ["007"]


def test_known_on_keeps_what_had_been_reported_by_that_day() -> None:
    rows = [f"{ROW},2021-01-10", f"{ROW},2021-02-10", f"{ROW},"]
    actuals = read_actuals(csv(*rows, header=HEADER + ",reported_on"), known_on="2021-01-31")
    # The row without a day of its report counts as reported on the day that it describes.
    assert actuals["reported_on"].tolist()[0] == pd.Timestamp("2021-01-10")
    assert len(actuals) == 2


def test_a_workbook_reads_like_the_csv(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(HEADER.split(","))
    sheet.append(
        ["n1", "M8.5.q1", "district", date(2020, 12, 31), 760, "家", "final", "documented", "a.pdf"]
    )
    book.save(tmp_path / "a.xlsx")
    pd.testing.assert_frame_equal(read_actuals(tmp_path / "a.xlsx"), read_actuals(csv(ROW)))


def test_an_error_in_a_workbook_names_sheet_and_cell(tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "三季度"
    sheet.append(HEADER.split(","))
    sheet.append(["n1", "M8.5.q1", "district", "31 Dec", 760, "家", "final", "documented", "a.pdf"])
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(TableError, match=r"a\.xlsx, sheet 三季度, cell D2 \(as_of\): '31 Dec'"):
        read_actuals(tmp_path / "a.xlsx")


def test_csv_saved_by_chinese_excel_is_read() -> None:
    assert read_actuals(io.BytesIO(csv(ROW).getvalue().decode().encode("gb18030"))).unit[0] == "家"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("760", "1,000", "more cells than the first line"),
        ("760", "约760", "line 2, column value: '约760' is no number"),
        ("760", "nan", "'nan' is no number"),
        ("2020-12-31", "2020-02-30", "line 2, column as_of: '2020-02-30' is a day that does not"),
        ("2020-12-31", "2020年底", "'2020年底' is no date"),
        ("district", "county", "column level: 'county' is none of national, province, city"),
        ("final", "", "column finality: the cell is empty"),
        ("M8.5.q1", "14.10", "'14.10' is no key of a task"),
    ],
)
def test_a_cell_that_cannot_be_used_is_named(old: str, new: str, message: str) -> None:
    with pytest.raises(TableError, match=message):
        read_actuals(csv(ROW.replace(old, new)))


def test_a_line_is_counted_as_an_editor_counts_it() -> None:
    two_lines = ROW.replace("a.pdf", '"a\nb.pdf"')
    with pytest.raises(TableError, match="line 4, column level"):
        read_actuals(csv(two_lines, ROW.replace("district", "?")))


def test_many_bad_cells_give_the_first_ones_and_a_count() -> None:
    with pytest.raises(TableError, match="and 2 more"):
        read_actuals(csv(*[ROW.replace("760", "x")] * 5))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableError, match="lacks the columns source"):
        read_actuals(csv(header=HEADER.removesuffix(",source")))


def test_files_that_are_no_table_are_refused_in_one_line(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="empty"):
        read_actuals(io.BytesIO(b""))
    with pytest.raises(FormatError, match="neither CSV"):
        read_actuals(io.BytesIO(b"\x89PNG\x00\x00"))
    with pytest.raises(FormatError, match="no workbook"):
        read_actuals(io.BytesIO(b"PK\x03\x04 not a zip"))
    with pytest.raises(FileError, match="cannot be read"):
        read_actuals(tmp_path / "none.csv")
    with pytest.raises(OptionError, match=r"^mysql://… is an address that cannot be read") as told:
        read_actuals("mysql://me:secret@host/db")
    assert "secret" not in str(told.value)
    with pytest.raises(OptionError, match="no date"):
        read_actuals(csv(ROW), known_on="soon")


def test_the_published_figures_read_without_a_change() -> None:
    path = Path(__file__).parents[2] / "data" / "actuals" / "published.csv"
    raw = pd.read_csv(path, dtype=str, keep_default_na=False)
    actuals = read_actuals(path)
    assert actuals["quote"].fillna("").tolist() == raw["quote"].tolist()
    assert [f"{v:g}" for v in actuals["value"].dropna()] == [v for v in raw["value"] if v]
    assert not (actuals["source"] == "simulated").any()
