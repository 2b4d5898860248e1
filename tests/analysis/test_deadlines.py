"""What a user relies on in the calendar, its clustering, the load and what is next."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pandas as pd
import pytest

from zctrack.analysis import deadlines as analysis
from zctrack.dictionary.build import frame, schema
from zctrack.errors import OptionError, TableError


def deadline(task: str, until: str | None, **more: Any) -> dict[str, Any]:
    """One row of deadlines: due, printed to the day, unless told otherwise."""
    return {
        "deadline": f"{task}.d1",
        "task": task,
        "measure": int(task[1:].split(".")[0]),
        "section": "implementation",
        "kind": "due",
        "begin": None,
        "until": until,
        "precision": "day",
        "cadence": None,
        "amount": None,
        "amount_unit": None,
        "anchor": None,
        "doubtful": False,
        "rule": "r",
        "surface": until or "6个月",
        "start": 0,
        "end": 1,
    } | more


def table(name: str, rows: list[dict[str, Any]]) -> pd.DataFrame:
    return frame(name, {column: [row[column] for row in rows] for column in rows[0]})


def deadlines(*rows: dict[str, Any]) -> pd.DataFrame:
    numbered = [
        row | {"deadline": f"{row['task']}.d{n}", "start": row["start"] or n}
        for n, row in enumerate(rows)
    ]
    return table("deadlines", numbered)


def assigned(task: str, party: str, role: str, kind: str = "unit") -> dict[str, Any]:
    return {
        "task": task,
        "measure": int(task[1:].split(".")[0]),
        "party": party,
        "party_full": party,
        "kind": kind,
        "role": role,
        "collective": False,
        "open": False,
        "clause": 1,
        "rule": "r",
        "surface": party,
        "start": int(task[1:].split(".")[0]),
        "end": 9,
    }


NEW_YEARS_EVE = "2020-12-31"

# Five tasks on New Year's Eve (M1.1 printed, M1.2 and M2.1 inferred, M3.1 doubtful, M4.1 lapses)
# and one due in June.
ROWS = deadlines(
    deadline("M1.1", NEW_YEARS_EVE),
    deadline("M1.2", NEW_YEARS_EVE, precision="year", surface="年底前"),
    deadline("M2.1", NEW_YEARS_EVE, precision="year", surface="年内"),
    deadline("M2.1", NEW_YEARS_EVE, precision="year", surface="年底前"),
    deadline("M3.1", NEW_YEARS_EVE, precision="year", surface="2020年", doubtful=True),
    deadline("M4.1", NEW_YEARS_EVE, kind="expires"),
    deadline("M5.1", "2021-06-30", precision="month", surface="2021年6月底前"),
    deadline("M6.0", NEW_YEARS_EVE, section="commitment"),
    deadline("M0.0", NEW_YEARS_EVE, section="closing", precision="year"),
    deadline("M7.1", None, kind="duration", precision=None),
    deadline("M8.1", "2020-12-31", kind="window", begin="2020-06-01"),
    deadline("M9.1", None, kind="window", begin="2020-06-01"),
    deadline("M9.2", "2019-12-31", kind="past"),
)


def row(result: pd.DataFrame, **where: Any) -> pd.Series[Any]:
    found = result
    for column, value in where.items():
        found = found[found[column] == value]
    assert len(found) == 1
    return found.iloc[0]


def test_the_calendar_holds_what_has_a_last_day_in_date_order_and_nothing_of_the_nation() -> None:
    result = analysis.calendar(ROWS)
    assert result["until"].is_monotonic_increasing
    assert list(result["task"]) == [
        *("M1.1", "M1.2", "M2.1", "M2.1", "M3.1", "M0.0"),  # due first on one day
        *("M4.1", "M8.1"),  # then the lapse, then the window
        "M5.1",
    ]


def test_the_nations_dates_are_kept_on_demand() -> None:
    assert "M6.0" in set(analysis.calendar(ROWS, national=True)["task"])
    busiest = row(analysis.clustering(ROWS, national=True), kind="due", busiest=True)
    assert busiest["printed_tasks"] == "M1.1、M6.0"


def test_one_kind_can_be_asked_for() -> None:
    assert list(analysis.calendar(ROWS, kinds="expires")["task"]) == ["M4.1"]


@pytest.mark.parametrize(
    ("precision", "anchor", "inferred"),
    [
        ("day", None, False),
        ("month", None, True),
        ("season", None, True),
        ("year", None, True),
        (None, None, True),
        ("day", "自印发之日起", True),
    ],
)
def test_a_day_is_inferred_when_the_notice_does_not_print_it(
    precision: str | None, anchor: str | None, inferred: bool
) -> None:
    rows = deadlines(deadline("M1.1", NEW_YEARS_EVE, precision=precision, anchor=anchor))
    assert bool(analysis.calendar(rows)["inferred"].iloc[0]) is inferred


def test_a_task_counts_once_a_date_in_its_surest_class() -> None:
    day = row(analysis.clustering(ROWS), kind="due", date=pd.Timestamp(NEW_YEARS_EVE))
    assert (day["printed"], day["inferred"], day["doubtful"], day["tasks"]) == (1, 2, 1, 4)
    assert day["printed_tasks"] == "M1.1"
    assert day["inferred_tasks"] == "M1.2、M2.1"
    assert day["doubtful_tasks"] == "M3.1"
    both = deadlines(
        deadline("M1.1", NEW_YEARS_EVE, precision="year", doubtful=True),
        deadline("M1.1", NEW_YEARS_EVE),
    )
    assert analysis.clustering(both)[["printed", "doubtful"]].values.tolist() == [[1, 0]]


def test_the_share_of_a_day_lies_between_what_is_printed_and_the_tightest_reading() -> None:
    day = row(analysis.clustering(ROWS), kind="due", busiest=True)
    assert day["of"] == 5  # M1.1, M1.2, M2.1, M3.1, M5.1
    assert day["share_low"] == pytest.approx(1 / 5)
    assert day["share_high"] == pytest.approx(4 / 5)


def test_a_lapse_is_never_added_to_what_is_due() -> None:
    result = analysis.clustering(ROWS)
    assert row(result, kind="expires")["tasks"] == 1
    assert row(result, kind="expires")["of"] == 1


def test_doubtful_rows_can_be_left_out() -> None:
    day = row(analysis.clustering(ROWS, doubtful=False), kind="due", busiest=True)
    assert (day["tasks"], day["doubtful"], day["of"]) == (3, 0, 4)


def test_among_equally_busy_days_the_earliest_is_named() -> None:
    rows = deadlines(deadline("M1.1", "2021-01-31"), deadline("M1.2", "2020-10-31"))
    busiest = row(analysis.clustering(rows), busiest=True)
    assert busiest["date"] == pd.Timestamp("2020-10-31")


def test_text_after_the_last_task_is_no_task() -> None:
    assert "M0.0" not in "、".join(analysis.clustering(ROWS)["inferred_tasks"].dropna())


PARTIES = table(
    "assignments",
    [
        assigned("M1.1", "甲", "lead"),
        assigned("M1.1", "乙", "support"),
        assigned("M1.1", "丙", "guide"),
        assigned("M1.1", "张三", "responsible", "official"),
        assigned("M2.1", "甲", "joint"),
        assigned("M2.1", "乙", "by_duty"),
        assigned("M4.1", "乙", "lead"),
        assigned("M4.1", "丁", "lead"),
        assigned("M5.1", "甲", "support"),
        assigned("M5.1", "乙", "respective"),
    ],
)


def test_the_load_keeps_due_and_lapses_answering_and_supporting_apart() -> None:
    result = analysis.load(ROWS, PARTIES).set_index(["party", "begin"])
    counts = ["due_answering", "due_supporting", "lapses_answering", "lapses_supporting"]
    december, june = pd.Timestamp("2020-12-01"), pd.Timestamp("2021-06-01")
    assert result.loc[("甲", december), counts].tolist() == [2, 0, 0, 0]
    assert result.loc[("甲", june), counts].tolist() == [0, 1, 0, 0]
    assert result.loc[("乙", december), counts].tolist() == [0, 2, 1, 0]
    assert result.loc[("丁", december), counts].tolist() == [0, 0, 1, 0]
    assert "丙" not in result.index.get_level_values("party")  # who guides carries no load


def test_the_worst_period_is_the_one_with_most_to_answer_for_and_lapses_do_not_weigh() -> None:
    result = analysis.load(ROWS, PARTIES)
    worst = result[result["worst"]].set_index("party")["begin"]
    assert worst["甲"] == pd.Timestamp("2020-12-01")
    assert worst["乙"] == pd.Timestamp("2021-06-01")  # one to answer for outweighs two supported
    assert "丁" not in worst.index


@pytest.mark.parametrize(
    ("freq", "span", "begin", "end"),
    [
        ("D", "day", "2021-06-30", "2021-06-30"),
        ("MS", "month", "2021-06-01", "2021-06-30"),
        ("QS", "quarter", "2021-04-01", "2021-06-30"),
        ("YS", "year", "2021-01-01", "2021-12-31"),
    ],
)
def test_a_period_says_its_first_and_last_day(freq: Any, span: str, begin: str, end: str) -> None:
    last = analysis.load(ROWS, PARTIES, freq=freq).query("party == '乙'").iloc[-1]
    assert last["span"] == span
    assert (last["begin"], last["end"]) == (pd.Timestamp(begin), pd.Timestamp(end))


def test_the_load_of_officials_counts_what_they_are_responsible_for() -> None:
    result = analysis.load(ROWS, PARTIES, kind="official")
    assert result[["party", "due_answering"]].values.tolist() == [["张三", 1]]


def test_what_is_past_is_told_from_what_is_next() -> None:
    result = analysis.upcoming(ROWS, as_of="2021-01-01", days=(30, 180))
    assert set(result.loc[result["past"], "task"]) == {
        "M1.1",
        "M1.2",
        "M2.1",
        "M3.1",
        "M4.1",
        "M0.0",
    }
    june = row(result, task="M5.1")
    assert (june["days_left"], june["within"], bool(june["past"])) == (180, 180, False)
    assert set(result["horizon"]) == {180}
    assert result.loc[result["past"], "within"].isna().all()


def test_the_day_itself_is_not_past() -> None:
    result = analysis.upcoming(ROWS, as_of=dt.date(2020, 12, 31))
    assert not result["past"].any()
    assert row(result, task="M1.1")["days_left"] == 0
    assert row(result, task="M1.1")["within"] == 30


def test_a_day_beyond_every_horizon_stays_in_the_table() -> None:
    june = row(analysis.upcoming(ROWS, as_of="2021-01-01"), task="M5.1")
    assert june["within"] is pd.NA
    assert june["horizon"] == 90


@pytest.mark.parametrize(
    "as_of", ["2021-01-01", dt.date(2021, 1, 1), pd.Timestamp("2021-01-01 9:00")]
)
def test_a_day_may_be_given_in_any_usual_form(as_of: Any) -> None:
    assert row(analysis.upcoming(ROWS, as_of=as_of), task="M5.1")["days_left"] == 180


TASKS = pd.DataFrame(
    {
        "task": ["M1.1", "M2.1"],
        "label": ["（1）", None],
        "text": ["（1）制定方案。年底前完成；再评估。", "先做甲。后做乙。"],
        "start": [100, 200],
    }
)


@pytest.mark.parametrize(
    ("task", "start", "surface", "sentence"),
    [
        ("M1.1", 108, "年底前", "年底前完成；"),
        ("M1.1", 103, "制定方案", "制定方案。"),  # the label is no part of the sentence
        ("M1.1", 7, "年底前", "年底前完成；"),  # offsets of another text: found by its words
        ("M2.1", 230, "9月底前", "先做甲。"),  # in the responsibility clause
        ("M3.1", 108, "年底前", None),
    ],
)
def test_each_date_brings_the_sentence_that_it_stands_in(
    task: str, start: int, surface: str, sentence: str | None
) -> None:
    rows = deadlines(deadline(task, NEW_YEARS_EVE, start=start, surface=surface))
    found = analysis.calendar(rows, tasks=TASKS)["sentence"].iloc[0]
    assert found == sentence if sentence else pd.isna(found)


def test_each_date_brings_the_units_that_answer_for_it() -> None:
    result = analysis.calendar(ROWS, assignments=PARTIES)
    assert row(result, task="M4.1")["units"] == "乙、丁"
    assert row(result, task="M1.1")["units"] == "甲"
    assert pd.isna(row(result, task="M1.2")["units"])


def test_results_keep_what_the_dictionary_promises() -> None:
    schema("deadlines.calendar").validate(analysis.calendar(ROWS, tasks=TASKS, assignments=PARTIES))
    schema("deadlines.clustering").validate(analysis.clustering(ROWS))
    schema("deadlines.load").validate(analysis.load(ROWS, PARTIES))
    schema("deadlines.upcoming").validate(analysis.upcoming(ROWS, as_of="2020-08-25"))


def test_empty_tables_give_empty_results_of_the_same_shape() -> None:
    none = frame("deadlines")
    schema("deadlines.calendar").validate(analysis.calendar(none))
    schema("deadlines.clustering").validate(analysis.clustering(none))
    schema("deadlines.load").validate(analysis.load(none, frame("assignments")))
    schema("deadlines.upcoming").validate(analysis.upcoming(none, as_of="2020-08-25"))
    assert analysis.load(ROWS, frame("assignments")).empty


def test_the_users_tables_stay_as_they_were() -> None:
    rows, parties = ROWS.copy(deep=True), PARTIES.copy(deep=True)
    analysis.load(rows, parties)
    analysis.upcoming(rows, as_of="2020-08-25", assignments=parties)
    pd.testing.assert_frame_equal(rows, ROWS)
    pd.testing.assert_frame_equal(parties, PARTIES)


def test_the_order_of_the_users_rows_does_not_matter() -> None:
    shuffled = ROWS.iloc[::-1]
    pd.testing.assert_frame_equal(analysis.calendar(shuffled), analysis.calendar(ROWS))
    pd.testing.assert_frame_equal(analysis.clustering(shuffled), analysis.clustering(ROWS))


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableError, match="until"):
        analysis.clustering(ROWS.drop(columns="until"))
    with pytest.raises(TableError, match="role"):
        analysis.load(ROWS, PARTIES.drop(columns="role"))
    with pytest.raises(TableError, match="until"):
        analysis.calendar(ROWS.astype({"until": "str"}).assign(until="年底"))


@pytest.mark.parametrize("as_of", ["someday", None, 3.5, pd.NaT])
def test_what_is_no_day_is_refused(as_of: Any) -> None:
    with pytest.raises(OptionError, match="as_of"):
        analysis.upcoming(ROWS, as_of=as_of)


@pytest.mark.parametrize("days", [(), (0,), (-30, 30), (1.5,)])
def test_what_is_no_horizon_is_refused(days: Any) -> None:
    with pytest.raises(OptionError, match="days"):
        analysis.upcoming(ROWS, as_of="2020-08-25", days=days)


def test_unknown_options_are_refused_with_those_that_are_known() -> None:
    with pytest.raises(OptionError, match="official"):
        analysis.load(ROWS, PARTIES, kind="person")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="QS"):
        analysis.load(ROWS, PARTIES, freq="W")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="expires"):
        analysis.calendar(ROWS, kinds="cadence")
