"""Submissions: rows in the dictionary's types, and how what cannot be used is named."""

from __future__ import annotations

from datetime import date, datetime

import numpy as np
import pandas as pd
import pytest

from zctrack.actuals.submission import check_submission, columns, submission
from zctrack.dictionary.build import table
from zctrack.errors import TableError

ROW: dict[str, object] = {
    "notice": "n1",
    "item": "M8.5.q1",
    "level": "district",
    "as_of": "2020-09-30",
    "value": 760,
    "unit": "家",
    "finality": "interim",
    "evidence": "stated",
    "source": "三季度报表",
}


def test_a_submission_has_the_ledgers_columns_without_what_the_ledger_gives() -> None:
    made = submission([ROW])
    wanted = [
        c.name for c in table("ledger").columns if c.name not in ("entry", "entered_on", "replaces")
    ]
    assert list(made.columns) == wanted
    assert [str(made[c.name].dtype) for c in columns()] == [c.dtype for c in columns()]
    assert made["kind"].tolist() == ["report"]
    assert made["note"].isna().all()


def test_no_rows_are_an_empty_table_of_the_same_types() -> None:
    assert submission([]).dtypes.equals(submission([ROW]).dtypes)


@pytest.mark.parametrize(
    ("column", "given", "read"),
    [
        ("as_of", date(2020, 9, 30), pd.Timestamp("2020-09-30")),
        ("as_of", datetime(2020, 9, 30, 17, 45), pd.Timestamp("2020-09-30")),
        ("as_of", pd.Timestamp("2020-09-30"), pd.Timestamp("2020-09-30")),
        ("value", np.int64(3), 3.0),
        ("value", "0.15", 0.15),
        ("value", -0.0, 0.0),
        ("words", " 已建成。\r\n在建2个。\r", "已建成。\n在建2个。"),
    ],
)
def test_a_value_is_read_however_it_was_typed(column: str, given: object, read: object) -> None:
    assert submission([ROW | {column: given}])[column].tolist() == [read]


@pytest.mark.parametrize("empty", [None, "", "  ", float("nan"), pd.NaT, pd.NA])
def test_an_empty_cell_of_an_optional_column_is_missing(empty: object) -> None:
    made = submission([ROW | {"value": empty, "reported_on": empty, "words": empty}])
    assert made[["value", "reported_on", "words"]].isna().all(axis=None)


@pytest.mark.parametrize(
    ("column", "given", "message"),
    [
        ("value", "1,000", r"column value: '1,000' is no number"),
        ("value", "1_000", r"column value: '1_000' is no number"),
        ("value", float("inf"), r"column value: 'inf' is no number"),
        ("value", True, r"column value: True is no number"),
        ("as_of", "9月30日", r"column as_of: '9月30日' is no date; write it as 2020-12-31"),
        ("as_of", "2020-09-31", r"column as_of: '2020-09-31' is a day that does not exist"),
        ("as_of", None, r"column as_of: the value is missing"),
        ("item", "8.5", r"column item: '8.5' is no key of a task"),
        ("level", "区", r"column level: '区' is none of national, province, city, district"),
        ("note", "a\x00b", r"column note: .* holds a character that cannot be written"),
        ("note", "\ud800", r"column note: .* holds a character that cannot be written"),
        ("kind", "close_out", r"column evidence: a close-out needs a checked result"),
        ("value2", 1, r"the column value2 is none of a submission's: notice, item"),
        ("entry", 1, r"the column entry is none of a submission's"),
    ],
)
def test_what_cannot_be_used_is_named_with_row_and_column(
    column: str, given: object, message: str
) -> None:
    with pytest.raises(TableError, match=rf"^row 2 of the submission[,:] {message}"):
        submission([ROW, ROW | {column: given}])


def test_a_row_from_a_file_is_named_by_file_sheet_and_cell() -> None:
    place = {"file": "教体局.xlsx", "sheet": "任务", "cell": "C7"}
    with pytest.raises(TableError, match=r"^教体局\.xlsx, sheet 任务, cell C7, column value: 'x'"):
        submission([ROW | place | {"value": "x"}])


def test_several_faults_are_named_at_once() -> None:
    with pytest.raises(TableError, match=r"row 1 .*; row 2 .*; row 3 .*; and 2 more"):
        submission([ROW | {"value": "x"}] * 5)


def test_a_checked_close_out_is_taken() -> None:
    made = submission([ROW | {"kind": "close_out", "evidence": "checked", "stated": "done"}])
    assert made["kind"].tolist() == ["close_out"]


def test_a_table_of_actuals_is_a_submission() -> None:
    actuals = pd.DataFrame([ROW | {"reported_on": pd.Timestamp("2020-10-10"), "note": None}])
    pd.testing.assert_frame_equal(
        check_submission(actuals), submission([ROW | {"reported_on": "2020-10-10"}])
    )


def test_checking_a_submission_changes_nothing_in_it() -> None:
    made = submission([ROW, ROW | {"words": "进展顺利", "value": None}])
    before = made.copy(deep=True)
    pd.testing.assert_frame_equal(check_submission(made), before)
    pd.testing.assert_frame_equal(made, before)


def test_a_column_that_stands_twice_is_refused_rather_than_dropped() -> None:
    made = submission([ROW])
    with pytest.raises(TableError, match="the table has the column value twice"):
        check_submission(pd.concat([made, made[["value"]]], axis=1))
