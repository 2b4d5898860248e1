"""A table laid out by types equals the one that pandas makes column by column."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from zctrack.dictionary.blocks import Layout, from_lists, values
from zctrack.dictionary.build import frame, table

DTYPES = {
    "task": "str",
    "start": "int64",
    "low": "float64",
    "until": "datetime64[s]",
    "year": "Int64",
    "doubtful": "bool",
    "role": "str",
}
ROWS: dict[str, list[Any]] = {
    "task": ["M1.1", None],
    "start": [7, 9],
    "low": [None, 0.5],
    "until": [dt.date(2020, 12, 31), None],
    "year": [None, 2018],
    "doubtful": [True, False],
    "role": ["lead", "support"],
}


def by_column(rows: dict[str, list[Any]]) -> pd.DataFrame:
    return pd.DataFrame({c: pd.Series(rows[c], dtype=DTYPES[c]) for c in DTYPES})


def test_blocks_hold_what_columns_hold() -> None:
    pd.testing.assert_frame_equal(from_lists(Layout(DTYPES), ROWS), by_column(ROWS))


def test_a_table_without_rows_keeps_its_types() -> None:
    empty: dict[str, list[Any]] = {column: [] for column in DTYPES}
    pd.testing.assert_frame_equal(from_lists(Layout(DTYPES), empty), by_column(empty))


def test_days_before_1970_and_times_of_day_are_read_too() -> None:
    early = values([dt.date(1949, 10, 1), None], "datetime64[s]")
    assert list(pd.Series(early).dt.strftime("%Y-%m-%d").fillna("")) == ["1949-10-01", ""]
    late = values([dt.datetime(2020, 6, 30, 8)], "datetime64[s]")
    assert pd.Series(late)[0] == pd.Timestamp("2020-06-30 08:00")


def test_texts_that_are_none_become_missing_whatever_stands_for_it() -> None:
    layout = Layout({"words": "str"})
    assert from_lists(layout, {"words": ["甲", None, float("nan")]})["words"].isna().tolist() == [
        False,
        True,
        True,
    ]
    assert from_lists(layout, {"words": ["甲", 7]})["words"].tolist() == ["甲", "7"]


def test_whole_numbers_of_pandas_own_are_held_as_arrays_too() -> None:
    layout = Layout({"year": "Int64"})
    made = from_lists(layout, {"year": [pd.NA, 2020]})
    pd.testing.assert_frame_equal(made, pd.DataFrame({"year": pd.array([None, 2020], "Int64")}))


def test_naming_the_columns_of_one_frame_names_no_other() -> None:
    layout = Layout(DTYPES)
    from_lists(layout, ROWS).columns.name = "changed"
    assert from_lists(layout, ROWS).columns.name is None


def test_writing_into_one_row_leaves_the_others() -> None:
    made = from_lists(Layout(DTYPES), ROWS)
    made.loc[0, "start"] = 1
    made.loc[1, "role"] = "guide"
    assert made["start"].tolist() == [1, 9]
    assert made["role"].tolist() == ["lead", "guide"]


@pytest.mark.parametrize("given", [pd.Series, tuple])
def test_a_frame_of_other_sequences_equals_the_frame_of_lists(given: Any) -> None:
    columns = [column.name for column in table("claims").columns]
    rows: dict[str, list[Any]] = {
        "claim": ["tasks"],
        "stated": [81],
        "parsed": [81],
        "agrees": [True],
        "surface": ["81项具体任务"],
        "start": [5],
        "end": [13],
    }
    assert list(rows) == columns
    lists = frame("claims", rows)
    others = frame("claims", {c: given(rows[c]) for c in columns})
    pd.testing.assert_frame_equal(lists, others)
