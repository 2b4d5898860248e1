"""By what tasks can be checked: each test in its order, and what does not count."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import zctrack as zt
from zctrack.analysis import structure
from zctrack.dictionary.build import codes, schema
from zctrack.errors import TableError

TASKS = pd.DataFrame(
    {"task": ["M1.1", "M1.2", "M2.1"], "measure": [1, 1, 2], "chapter": [1, 1, 2], "ordinal": 1}
)


def deadlines(*rows: dict[str, Any]) -> pd.DataFrame:
    given = {
        "task": "M1.1",
        "section": "implementation",
        "kind": "due",
        "until": "2020-12-31",
        "doubtful": False,
    }
    table = pd.DataFrame([given | row for row in rows], columns=list(given))
    return table.assign(
        until=pd.to_datetime(table["until"]), doubtful=table["doubtful"].astype(bool)
    )


def quantities(*rows: dict[str, Any]) -> pd.DataFrame:
    given = {
        "task": "M1.1",
        "section": "implementation",
        "role": "target",
        "low": 3.0,
        "high": None,
        "doubtful": False,
    }
    table = pd.DataFrame([given | row for row in rows], columns=list(given))
    return table.assign(
        low=table["low"].astype("float64"),
        high=table["high"].astype("float64"),
        doubtful=table["doubtful"].astype(bool),
    )


def products(*tasks: str) -> pd.DataFrame:
    return pd.DataFrame({"task": list(tasks)}, dtype="str")


def first_class(
    dates: pd.DataFrame | None = None,
    numbers: pd.DataFrame | None = None,
    made: pd.DataFrame | None = None,
    tasks: pd.DataFrame = TASKS,
    **options: pd.DataFrame,
) -> str:
    table = structure.checkability(
        tasks,
        deadlines() if dates is None else dates,
        quantities() if numbers is None else numbers,
        made,
        **options,
    )
    return str(table["class"].iloc[0])


def test_a_date_and_a_number_are_told_apart_from_either() -> None:
    assert first_class(deadlines({}), quantities({})) == "both"
    assert first_class(deadlines({})) == "date"
    assert first_class(numbers=quantities({})) == "number"
    assert first_class() == "open"


@pytest.mark.parametrize(
    "row",
    [
        {"section": "commitment"},  # the nation's
        {"kind": "window"},
        {"kind": "past"},
        {"until": None},  # 当日: due, on no day
        {"task": "M1.0"},
    ],
)
def test_what_is_no_due_date_of_its_own_does_not_make_a_task_checkable(row: dict[str, Any]) -> None:
    assert first_class(deadlines(row)) in ("rule", "open")


@pytest.mark.parametrize(
    "row", [{"role": "parameter"}, {"role": "scope"}, {"low": None}, {"section": "commitment"}]
)
def test_only_a_target_with_a_figure_counts_as_a_number(row: dict[str, Any]) -> None:
    assert first_class(numbers=quantities(row)) in ("rule", "open")


def test_a_ceiling_is_a_figure_too() -> None:
    assert first_class(numbers=quantities({"low": None, "high": 5.0})) == "number"


def test_a_lapse_is_no_due_date() -> None:
    assert first_class(deadlines({"kind": "expires"})) == "policy_end"
    assert first_class(deadlines({"kind": "expires"}, {})) == "date"


def test_the_first_test_that_fits_wins_down_the_whole_order() -> None:
    waiting = TASKS.assign(waits_for=["上级文件", None, None])
    rule = quantities({"role": "parameter"})
    lapse = deadlines({"kind": "expires"})
    made = products("M1.1")
    assert first_class(lapse, rule, made, waiting) == "policy_end"
    assert first_class(None, rule, made, waiting) == "product"
    assert first_class(None, rule, None, waiting) == "waits"
    assert first_class(None, rule, None, TASKS) == "rule"


@pytest.mark.parametrize(
    "evidence",
    [
        {"dates": deadlines({"kind": "duration", "until": None})},
        {"dates": deadlines({"kind": "cadence", "until": None})},
        {"numbers": quantities({"role": "scope"})},
        {"numbers": quantities({"low": None})},  # 全部: a commitment without digits
        {"citations": products("M1.1")},
    ],
)
def test_what_a_task_works_by_is_a_rule(evidence: dict[str, pd.DataFrame]) -> None:
    assert first_class(**evidence) == "rule"


def test_doubtful_rows_count_and_the_firm_class_leaves_them_out() -> None:
    table = structure.checkability(
        TASKS, deadlines({"doubtful": True}), quantities({"role": "parameter"})
    )
    assert table.loc[0, ["class", "class_firm"]].tolist() == ["date", "rule"]


def test_the_evidence_is_counted_and_the_text_goes_along() -> None:
    table = structure.checkability(
        TASKS.assign(text=["甲", "乙", "丙"]),
        deadlines({}, {}, {"kind": "expires"}),
        quantities({}, {"role": "parameter"}),
        products("M1.1", "M1.1", "M2.1"),
    )
    columns = ["due_dates", "numeric_targets", "policy_ends", "products", "rules"]
    assert table.loc[0, columns].tolist() == [2, 1, 1, 2, 1]
    assert table.loc[1, columns].tolist() == [0, 0, 0, 0, 0]
    assert table["text"].tolist() == ["甲", "乙", "丙"]
    schema("structure.checkability").validate(table)


def test_each_chapter_has_k_of_its_n_tasks() -> None:
    table = structure.checkability(
        TASKS, deadlines({}, {"task": "M2.1", "doubtful": True}), quantities()
    )
    chapters = structure.by_chapter(table)
    assert chapters.values.tolist() == [[1, 1, 1, 2], [2, 1, 0, 1]]
    schema("structure.by_chapter").validate(chapters)


def test_every_class_has_its_row_with_tasks_or_without() -> None:
    table = structure.checkability(TASKS, deadlines({}), quantities())
    classes = structure.by_class(table)
    assert classes["class"].tolist() == [code.code for code in codes("checkability")]
    assert dict(zip(classes["class"], classes["tasks"], strict=True)) == {
        **dict.fromkeys(classes["class"], 0),
        "date": 1,
        "open": 2,
    }
    assert set(classes["all_tasks"]) == {3}
    schema("structure.by_class").validate(classes)


def test_no_task_gives_empty_tables() -> None:
    table = structure.checkability(TASKS.iloc[:0], deadlines(), quantities())
    assert table.empty
    assert structure.by_chapter(table).empty
    assert structure.by_class(table)["tasks"].sum() == 0


def test_a_missing_column_is_named() -> None:
    with pytest.raises(TableError, match="'deadlines' lacks until, doubtful"):
        structure.checkability(TASKS, deadlines().drop(columns=["until", "doubtful"]), quantities())
    with pytest.raises(TableError, match="'products' lacks task"):
        structure.checkability(TASKS, deadlines(), quantities(), pd.DataFrame({"key": [1]}))


def test_the_bundled_notice_s_tasks_are_all_classed() -> None:
    n = zt.load()
    table = structure.checkability(n.tasks, n.deadlines, n.quantities, n.products)
    assert len(table) == 81
    found = table.set_index("task")["class"]
    # Read from the notice: 到期日与数字, 政策到期, 制定方案, 待上级文件.
    assert found["M14.2"] == "both"
    assert found["M33.1"] == "date"
    assert found["M29.4"] == "number"
    assert found["M1.2"] == "policy_end"
    assert found["M16.1"] == "product"
    assert found["M30.1"] == "waits"
    assert found["M1.1"] == "rule"
    assert found["M29.3"] == "open"
