"""Tasks without numbers, the items of the follow-up, their classes: counted by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from zctrack.analysis import progress
from zctrack.analysis.said import closes
from zctrack.analysis.trajectory import rules
from zctrack.dictionary.build import codes, frame, labels, schema
from zctrack.errors import OptionError, TableError


def report(item: str, day: str, stated: str | None = "under_way", **given: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"item": item, "level": "district", "as_of": day, "value": None}
    row |= {"unit": None, "finality": "interim", "stated": stated, "evidence": "stated"}
    row |= {"reported_on": None, "reporter": "甲局", "source": "a.xlsx", "note": None}
    return row | given


def close_out(item: str, day: str, **given: Any) -> dict[str, Any]:
    return report(item, day, "done", finality="final", evidence="checked") | given


TASKS = pd.DataFrame(
    {
        "task": ["M1.1", "M1.2", "M1.3"],
        "label": ["（1）", "（2）", None],
        "measure": [1, 1, 1],
        "chapter": [1, 1, 1],
        "text": ["（1）制定方案。然后落实。", "（2）待市级文件出台后实施。", "建成充电桩100个。"],
        "waits_for": [None, "市级文件出台后", None],
    }
)
DEADLINES = pd.DataFrame(
    {
        "deadline": ["M1.1.d1", "M1.1.d2", "M1.1.d3", "M1.0.d1"],
        "task": ["M1.1", "M1.1", "M1.1", "M1.1"],
        "measure": [1, 1, 1, 1],
        "section": ["implementation", "implementation", "implementation", "commitment"],
        "kind": ["due", "due", "expires", "due"],
        "begin": pd.to_datetime([None] * 4),
        "until": pd.to_datetime(["2020-10-31", "2020-12-15", "2021-06-30", "2022-12-31"]),
        "precision": ["day"] * 4,
        "anchor": [None] * 4,
        "doubtful": [False, False, False, False],
        "surface": ["10月底前", "12月15日前", "2021年6月30日", "2022年"],
        "start": [1, 2, 3, 4],
        "end": [2, 3, 4, 5],
    }
)
PRODUCTS = pd.DataFrame({"task": ["M1.1", "M1.1"], "name": ["方案", "清单"]})
TARGETS = pd.DataFrame(
    {
        "quantity": ["M1.3.q1"],
        "task": ["M1.3"],
        "indicator": ["充电桩"],
        "comparator": [">="],
        "low": [100.0],
        "high": [None],
        "unit": ["个"],
        "basis": ["level"],
        "baseline": [None],
        "better": ["higher"],
        "indicator_type": ["deliverable"],
        "due": pd.to_datetime(["2020-12-31"]),
        "surface": ["100个"],
    }
)
WHO = pd.DataFrame(
    {
        "task": ["M1.1", "M1.1", "M1.1", "M1.3", "M1.3"],
        "party": ["赵一", "甲局", "乙局", "甲局", "丙局"],
        "kind": ["official", "unit", "unit", "unit", "unit"],
        "role": ["responsible", "lead", "joint", "lead", "support"],
        "collective": [False] * 5,
    }
)


def task(*reports: dict[str, Any], as_of: str = "2020-11-30", key: str = "M1.1") -> pd.Series[Any]:
    rows = pd.DataFrame(list(reports) or [report("M9.9", "2020-01-01")])
    table = progress.tasks(TASKS, DEADLINES, PRODUCTS, rows, as_of=as_of)
    schema("progress.tasks").validate(table)
    return table.set_index("task").loc[key]


def items(*reports: dict[str, Any], as_of: str = "2020-11-30", **more: Any) -> pd.DataFrame:
    rows = pd.DataFrame(list(reports) or [report("M9.9", "2020-01-01")])
    table = progress.items(TARGETS, TASKS, DEADLINES, PRODUCTS, rows, as_of=as_of, **more)
    schema("progress.items").validate(table)
    return table.set_index("item")


# ------------------------------------------------------------------------------------ close-outs


def test_a_close_out_is_a_checked_entry_of_its_kind_or_a_final_checked_done() -> None:
    rows = pd.DataFrame(
        [
            close_out("M1.1", "2020-11-30"),
            close_out("M1.1", "2020-11-30", evidence="documented"),
            close_out("M1.1", "2020-11-30", finality="interim"),
            close_out("M1.1", "2020-11-30", stated="under_way"),
        ]
    )
    assert closes(rows).tolist() == [True, False, False, False]
    kinds = rows.assign(kind=["report", "close_out", "close_out", "close_out"])
    assert closes(kinds).tolist() == [False, False, True, True]


def test_the_bodys_own_word_closes_nothing() -> None:
    row = task(report("M1.1", "2020-10-31", "done", finality="final"))
    assert row[["status", "closed", "evidence"]].tolist() == ["to_check", False, "stated"]


def test_a_checked_close_out_closes_and_keeps_its_day() -> None:
    row = task(report("M1.1", "2020-10-31", "done"), close_out("M1.1", "2020-11-15"))
    assert row[["status", "closed", "evidence"]].tolist() == ["closed", True, "checked"]
    assert row["closed_on"] == pd.Timestamp("2020-11-15")


# ----------------------------------------------------------------------------------------- tasks


def test_a_task_has_its_last_due_date_its_next_one_its_products_and_first_sentence() -> None:
    row = task(as_of="2020-11-30")
    assert row["due"] == row["next_due"] == pd.Timestamp("2020-12-15")
    assert (row["days_left"], row["products"], row["what"]) == (15, "方案、清单", "制定方案。")
    assert task(as_of="2020-10-01")["next_due"] == pd.Timestamp("2020-10-31")


@pytest.mark.parametrize(
    ("reports", "as_of", "status"),
    [
        ([], "2020-11-30", "unreported"),
        ([], "2021-01-31", "unreported"),
        ([("2020-11-30", "under_way")], "2020-11-30", "under_way"),
        ([("2020-11-30", "not_done")], "2020-11-30", "under_way"),
        ([("2020-11-30", "not_started")], "2020-11-30", "not_started"),
        # The date has passed, and the last word is older: nobody knows, so nothing is late.
        ([("2020-11-30", "under_way")], "2021-01-31", "unreported"),
        ([("2020-12-31", "under_way")], "2021-01-31", "overdue"),
        ([("2020-12-31", "not_started")], "2021-01-31", "overdue"),
        ([("2020-12-31", "done")], "2021-01-31", "to_check"),
        # A report of a later day is not known yet.
        ([("2020-12-31", "done")], "2020-12-20", "unreported"),
    ],
)
def test_the_states_of_a_task(reports: list[tuple[str, str]], as_of: str, status: str) -> None:
    row = task(*(report("M1.1", day, stated) for day, stated in reports), as_of=as_of)
    assert row["status"] == status
    assert row["overdue"] == (status == "overdue")


def test_a_final_word_that_it_is_not_done_is_not_done() -> None:
    row = task(report("M1.1", "2020-12-31", "not_done", finality="final"), as_of="2021-01-31")
    assert row[["status", "overdue"]].tolist() == ["not_done", True]


def test_what_waits_for_a_higher_paper_is_waiting_until_somebody_says_done() -> None:
    assert task(key="M1.2", as_of="2021-12-31")["status"] == "waiting"
    row = task(report("M1.2", "2020-11-30", "not_started"), key="M1.2")
    assert row[["status", "waiting", "waits_for"]].tolist() == ["waiting", True, "市级文件出台后"]
    assert task(report("M1.2", "2020-11-30", "done"), key="M1.2")["status"] == "to_check"


def test_a_late_report_is_not_known_before_it_came() -> None:
    late = report("M1.1", "2020-10-31", "under_way", reported_on="2020-12-05")
    assert task(late, as_of="2020-11-30")["status"] == "unreported"
    assert task(late, as_of="2020-12-05")["status"] == "under_way"


def test_context_other_levels_and_changes_say_nothing_of_a_task() -> None:
    for given in ({"finality": "context"}, {"level": "city"}, {"kind": "change"}):
        row = report("M1.1", "2020-11-30", "done") | given
        others = report("M9.9", "2020-01-01", kind="report")
        assert task(row, others)["status"] == "unreported"


def test_tasks_with_a_target_are_left_out_where_the_targets_are_given() -> None:
    none = pd.DataFrame([report("M9.9", "2020-01-01")])
    table = progress.tasks(TASKS, DEADLINES, PRODUCTS, none, as_of="2020-11-30", targets=TARGETS)
    assert table["task"].tolist() == ["M1.1", "M1.2"]


def test_simulated_reports_are_never_mixed_with_others() -> None:
    rows = [report("M1.1", "2020-11-30"), report("M1.2", "2020-11-30", source="simulated")]
    with pytest.raises(TableError, match="simulated"):
        task(*rows)


def test_the_remark_that_a_row_is_made_up_is_no_reason_of_the_body() -> None:
    note = report("M1.1", "2020-11-30", source="simulated", note="模拟数据")
    assert pd.isna(task(note)["words"])
    assert task(report("M1.1", "2020-11-30", note="因征地原因"))["words"] == "因征地原因"


# ----------------------------------------------------------------------------------------- items


def test_an_item_is_a_target_or_a_task_without_one() -> None:
    table = items()
    assert table.index.tolist() == ["M1.1", "M1.2", "M1.3.q1"]
    assert table["target"].tolist() == [False, False, True]
    assert table["what"].tolist()[2] == "充电桩"


def figure(day: str, value: float, **given: Any) -> dict[str, Any]:
    return report("M1.3.q1", day, value=value, unit="个") | given


def test_a_task_s_close_out_closes_its_targets_and_their_figure_keeps_its_status() -> None:
    table = items(figure("2020-11-30", 100.0), close_out("M1.3", "2020-11-30"))
    row = table.loc["M1.3.q1"]
    assert row[["closed", "status", "evidence", "office_class"]].tolist() == [
        True,
        "achieved",
        "checked",
        "done",
    ]


def test_a_target_closed_without_a_figure_is_closed_and_not_unreported() -> None:
    row = items(close_out("M1.3.q1", "2020-11-30")).loc["M1.3.q1"]
    assert row[["status", "office_class"]].tolist() == ["closed", "done"]


def test_a_close_out_does_not_turn_a_figure_that_falls_short_into_a_reached_one() -> None:
    rows = [figure("2020-12-31", 60.0, finality="final"), close_out("M1.3.q1", "2020-12-31")]
    row = items(*rows, as_of="2021-01-31").loc["M1.3.q1"]
    assert row[["status", "closed", "office_class"]].tolist() == ["missed", True, "cannot"]


@pytest.mark.parametrize(
    ("reports", "as_of", "in_time"),
    [
        # Due on 15 December. Done in a report of 30 November, checked in January: in time.
        ([("2020-11-30", "done")], "2021-02-01", "yes"),
        # The first report after the date says done: within 31 days, and nothing said otherwise.
        ([("2020-11-30", "under_way"), ("2020-12-31", "done")], "2021-02-01", "yes"),
        ([("2020-12-15", "under_way"), ("2020-12-31", "done")], "2021-02-01", "no"),
        ([("2021-01-31", "done")], "2021-02-01", "no"),
        # Done, taken back, done again.
        (
            [("2020-11-30", "done"), ("2020-12-20", "under_way"), ("2020-12-31", "done")],
            "2021-02-01",
            "no",
        ),
    ],
)
def test_closed_out_in_time(reports: list[tuple[str, str]], as_of: str, in_time: str) -> None:
    rows = [report("M1.1", day, stated) for day, stated in reports]
    row = items(*rows, close_out("M1.1", "2021-02-01"), as_of=as_of).loc["M1.1"]
    assert row["in_time"] == in_time


def test_nothing_is_said_of_in_time_where_nothing_can_be_said() -> None:
    # Awaiting its check, unreported, and without a date.
    assert items(report("M1.1", "2020-12-31", "done"), as_of="2021-02-01")["in_time"].isna().all()
    assert items(as_of="2021-02-01")["in_time"].isna().all()
    assert pd.isna(items(close_out("M1.2", "2020-11-30")).loc["M1.2", "in_time"])


def test_an_item_that_a_report_shows_late_is_not_in_time() -> None:
    row = items(report("M1.1", "2020-12-31"), as_of="2021-01-31").loc["M1.1"]
    assert row[["status", "in_time", "office_class"]].tolist() == ["overdue", "no", "difficult"]


def test_periods_count_the_months_after_issue_whose_reports_were_due() -> None:
    # Issued on 25 August: September, October, November; November's report has until 15 December.
    rows = [
        report("M1.1", "2020-09-30", reported_on="2020-10-10"),
        report("M1.1", "2020-10-31", reported_on="2020-11-20"),  # five days too late
        report("M1.1", "2020-11-30", reported_on="2020-12-15"),
    ]
    row = items(*rows, as_of="2020-12-15", since="2020-08-25").loc["M1.1"]
    assert row[["periods", "periods_reported"]].tolist() == [3, 2]
    row = items(*rows, as_of="2020-12-14", since="2020-08-25").loc["M1.1"]
    assert row[["periods", "periods_reported"]].tolist() == [2, 1]


def test_a_correction_that_comes_later_makes_no_report_late() -> None:
    first = report("M1.1", "2020-09-30", reported_on="2020-10-10")
    corrected = report("M1.1", "2020-09-30", reported_on="2020-11-20")
    entries = pd.DataFrame([first, corrected])
    given: dict[str, Any] = {"as_of": "2020-11-30", "since": "2020-08-25"}
    assert items(corrected, **given).loc["M1.1", "periods_reported"] == 0
    assert items(corrected, entries=entries, **given).loc["M1.1", "periods_reported"] == 1


def test_quarters_can_be_awaited_instead_of_months() -> None:
    row = items(as_of="2021-01-20", since="2020-08-25", every="quarter").loc["M1.1"]
    assert row["periods"] == 1  # the fourth quarter; the third had begun before the issue
    with pytest.raises(OptionError, match="week"):
        items(every="week")


def test_after_a_close_out_no_report_is_awaited_and_none_of_what_waits() -> None:
    rows = [close_out("M1.1", "2020-10-31")]
    table = items(*rows, as_of="2021-03-31", since="2020-08-25")
    assert table.loc["M1.1", ["awaited", "periods"]].tolist() == [False, 2]
    assert table.loc["M1.2", ["awaited", "periods"]].tolist() == [False, 0]
    assert table.loc["M1.3.q1", ["awaited", "periods"]].tolist() == [True, 6]


def test_days_of_silence_run_from_the_last_report_else_from_the_beginning() -> None:
    table = items(report("M1.1", "2020-10-31"), as_of="2020-11-30", since="2020-08-25")
    assert table.loc["M1.1", "days_silent"] == 30
    assert table.loc["M1.3.q1", "days_silent"] == 97


def test_units_and_officials_that_answer_stand_beside() -> None:
    table = items(assignments=WHO)
    assert table["units"].tolist()[0] == "甲局、乙局"
    assert table["officials"].tolist()[0] == "赵一"
    assert table.loc["M1.3.q1", "units"] == "甲局"


def test_a_changed_target_has_its_class_and_keeps_its_status() -> None:
    changes = pd.DataFrame({"item": ["M1.3.q1"], "as_of": ["2020-10-31"], "reported_on": [None]})
    row = items(figure("2020-11-30", 10.0), changes=changes).loc["M1.3.q1"]
    assert row[["status", "changed", "office_class"]].tolist() == ["behind", True, "changed"]
    row = items(figure("2020-11-30", 100.0), changes=changes).loc["M1.3.q1"]
    assert row["office_class"] == "done"
    row = items(figure("2020-09-30", 10.0), changes=changes, as_of="2020-10-01").loc["M1.3.q1"]
    assert not row["changed"]


def test_the_paces_and_the_forecast_stand_beside_the_figure() -> None:
    rows = [figure(f"2020-{month:02}-01", 10.0 * month) for month in range(3, 9)]
    row = items(*rows, as_of="2020-08-01").loc["M1.3.q1"]
    # 10 a month (31 or 30 days), 20 to go in 152 days.
    assert 10 / 31 <= row["pace"] <= 10 / 30
    assert row["pace_needed"] == pytest.approx(20 / 152)
    assert row["forecast_low"] <= row["forecast"] <= row["forecast_high"]
    assert row["forecast"] == pytest.approx(129.4, abs=1.0)


# --------------------------------------------------------------------------------------- classes


def test_classes_count_each_item_once_and_unreported_stands_beside() -> None:
    table = items(report("M1.1", "2020-12-31"), as_of="2021-01-31").reset_index()
    classes = progress.classes(table)
    schema("progress.classes").validate(classes)
    assert classes["items"].tolist() == [0, 0, 1, 0, 0, 1, 1, 0]
    assert classes["share"].sum() == pytest.approx(1.0)
    assert classes["share_judged"].tolist()[2] == 1.0
    assert classes["keys"].tolist()[2] == "M1.1"
    assert classes["keys"].tolist()[5] == "M1.3.q1"


def test_by_unit_counts_a_shared_item_for_each_of_its_units() -> None:
    table = items(report("M1.1", "2020-12-31"), as_of="2021-01-31").reset_index()
    units = progress.by_unit(table, WHO).set_index("unit")
    assert units["items"].to_dict() == {"甲局": 2, "乙局": 1}
    assert units["difficult"].to_dict() == {"甲局": 1, "乙局": 1}
    assert units.loc["甲局", ["unreported", "lagging"]].tolist() == [1, "M1.1"]


def test_the_classes_of_the_rules_are_those_of_the_dictionary() -> None:
    entries = rules()["class"]
    assert [c["code"] for c in entries] == [c.code for c in codes("office_class")]
    assert {c["code"]: c["zh"] for c in entries} == labels("office_class")
    assert {c["code"]: c["en"] for c in entries} == labels("office_class", "en")
    known = {c.code for c in codes("item_status")}
    every = [status for entry in entries for status in entry["status"]]
    assert len(every) == len(set(every))
    assert known - set(every) == {"unreported", "waiting", "not_started"}


def test_empty_tables_come_back_empty() -> None:
    assert progress.classes(frame("progress.items")).empty
    assert progress.by_unit(frame("progress.items"), WHO).empty
