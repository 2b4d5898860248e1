"""What in the reports is to be asked about: each finding by an example and its counter-example."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from zctrack.analysis import progress
from zctrack.analysis.trajectory import rules
from zctrack.dictionary.build import codes, schema


def target(**given: Any) -> pd.DataFrame:
    row: dict[str, Any] = {"quantity": "M1.1.q1", "task": "M1.1", "indicator": "充电桩"}
    row |= {"comparator": ">=", "low": 100.0, "high": None, "unit": "个", "basis": "level"}
    row |= {"baseline": None, "better": "higher", "indicator_type": "deliverable"}
    row |= {"due": pd.Timestamp("2020-12-31"), "surface": "100个"}
    return pd.DataFrame([row | given]).astype({"due": "datetime64[s]"})


def report(day: str, value: float | None = None, **given: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"item": "M1.1.q1", "level": "district", "as_of": day, "value": value}
    row |= {"unit": "个", "basis": None, "finality": "interim", "stated": "under_way"}
    row |= {"evidence": "stated", "reported_on": None, "reporter": "甲局", "source": "a.xlsx"}
    return row | given


def found(*reports: dict[str, Any], as_of: str = "2020-11-30", **more: Any) -> pd.DataFrame:
    of = more.pop("of", target())
    table = progress.findings(of, pd.DataFrame(list(reports)), as_of=as_of, **more)
    schema("progress.findings").validate(table)
    return table


def kinds(*reports: dict[str, Any], **more: Any) -> list[str]:
    return found(*reports, **more)["finding"].tolist()


def test_reports_in_order_give_no_finding() -> None:
    assert kinds(report("2020-10-31", 80.0), report("2020-11-30", 95.0)) == []


def test_two_reporters_with_different_figures_of_one_day_contradict_each_other() -> None:
    table = found(report("2020-10-31", 80.0), report("2020-10-31", 70.0, reporter="乙局"))
    assert table["finding"].tolist() == ["contradiction"]
    row = table.iloc[0]
    assert (row["value"], row["other_value"]) == (70.0, 80.0)
    assert (row["reporter"], row["other_reporter"]) == ("乙局", "甲局")


def test_two_files_contradict_each_other_and_one_file_or_equal_figures_do_not() -> None:
    one = report("2020-10-31", 80.0, file="a.xlsx")
    assert kinds(one, report("2020-10-31", 70.0, file="b.xlsx")) == ["contradiction"]
    assert kinds(one, report("2020-10-31", 70.0, file="a.xlsx")) == []
    assert kinds(one, report("2020-10-31", 80.0, file="b.xlsx")) == []


def test_the_same_figure_in_another_unit_is_no_contradiction() -> None:
    of = target(unit="万亩", low=15.48, indicator_type="stock")
    rows = [report("2020-10-31", 154800.0, unit="亩"), report("2020-10-31", 15.48, unit="万亩")]
    rows[1]["reporter"] = "乙局"
    assert kinds(*rows, of=of) == []


def test_a_deliverable_that_falls_goes_backwards() -> None:
    table = found(report("2020-10-31", 80.0), report("2020-11-30", 70.0))
    assert table[["finding", "severity", "value", "other_value"]].values.tolist() == [
        ["backwards", "warning", 70.0, 80.0]
    ]


def test_a_stock_that_falls_is_a_note_and_a_rate_may_fall() -> None:
    rows = [report("2020-10-31", 80.0), report("2020-11-30", 75.0)]
    assert kinds(*rows, of=target(indicator_type="stock")) == ["stock_fell"]
    percent = [row | {"unit": "%"} for row in rows]
    assert kinds(*percent, of=target(indicator_type="rate", unit="%")) == []


def test_a_running_sum_begins_anew_with_the_year() -> None:
    flow = target(indicator_type="flow", due=pd.Timestamp("2021-12-31"))
    rows = [report("2020-12-31", 90.0), report("2021-01-31", 8.0)]
    assert kinds(*rows, of=flow, as_of="2021-01-31") == []
    rows = [report("2021-01-31", 9.0), report("2021-02-28", 8.0)]
    assert kinds(*rows, of=flow, as_of="2021-02-28") == ["backwards"]


def test_what_is_to_come_down_may_come_down() -> None:
    rows = [report("2020-10-31", 80.0), report("2020-11-30", 70.0)]
    low = target(comparator="<=", better="lower", indicator_type="stock")
    assert kinds(*rows, of=low) == []


def test_said_to_be_done_with_a_figure_that_falls_short_or_without_one() -> None:
    assert kinds(report("2020-10-31", 80.0, stated="done")) == ["done_short"]
    assert kinds(report("2020-10-31", None, stated="done")) == ["done_no_figure"]
    assert kinds(report("2020-10-31", 100.0, stated="done")) == []


def test_word_and_figure_that_exclude_each_other_conflict() -> None:
    table = found(report("2020-10-31", 100.0, stated="not_done"))
    assert table[["finding", "stated", "status"]].values.tolist() == [
        ["conflict", "not_done", "achieved"]
    ]


def test_monthly_reports_that_stop_are_found_and_rare_ones_are_not() -> None:
    months = [report(day, 80.0) for day in ("2020-07-31", "2020-08-31", "2020-09-30")]
    table = found(*months, as_of="2020-11-30")
    assert table[["finding", "days"]].values.tolist() == [["stopped", 61]]
    assert kinds(*months, as_of="2020-11-15") == []  # 46 days: the report may be on its way
    assert kinds(*months[::2], as_of="2020-11-30") == []
    closed = report("2020-10-01", 100.0, stated="done", finality="final", evidence="checked")
    assert kinds(*months, closed, as_of="2020-11-30") == []


def test_a_later_report_that_is_not_done_after_a_close_out_is_found() -> None:
    closed = report("2020-10-01", 100.0, stated="done", finality="final", evidence="checked")
    table = found(closed, report("2020-10-31", 100.0, stated="under_way"))
    assert table["finding"].tolist() == ["after_close"]
    assert table["other_day"].tolist() == [pd.Timestamp("2020-10-01")]


def test_a_unit_that_does_not_convert_is_found() -> None:
    table = found(report("2020-10-31", 80.0, unit="吨"))
    assert table[["finding", "value", "unit"]].values.tolist() == [["unit_unknown", 80.0, "吨"]]
    assert kinds(report("2020-10-31", 80.0, unit="吨", finality="context")) == []


def test_the_reports_of_tasks_are_looked_at_where_the_tasks_are_given() -> None:
    tasks = pd.DataFrame(
        {"task": ["M2.1"], "measure": [2], "chapter": [1], "text": ["建立机制。"]}
        | {"waits_for": [None]}
    )
    rows = [
        report("2020-10-31", item="M2.1", stated="done"),
        report("2020-10-31", item="M2.1", stated="under_way", reporter="乙局"),
    ]
    table = found(*rows, tasks=tasks)
    assert table[["finding", "what"]].values.tolist() == [["contradiction", "建立机制。"]]
    assert kinds(*rows) == []


def test_what_was_reported_later_is_not_yet_found() -> None:
    late = report("2020-10-31", 70.0, reporter="乙局", reported_on="2020-12-05")
    assert kinds(report("2020-10-31", 80.0), late, as_of="2020-11-30") == []
    assert "contradiction" in kinds(report("2020-10-31", 80.0), late, as_of="2020-12-05")


@pytest.mark.parametrize("name", ["finding", "conflict"])
def test_the_rules_name_codes_of_the_dictionary(name: str) -> None:
    known = {
        "finding": {c.code for c in codes("report_finding")},
        "stated": {c.code for c in codes("stated")},
        "status": {c.code for c in codes("status")},
    }
    if name == "finding":
        assert {entry["code"] for entry in rules()["finding"]} == known["finding"]
    for pair in rules()["conflict"]:
        assert set(pair["stated"]) <= known["stated"]
        assert set(pair["status"]) <= known["status"]
