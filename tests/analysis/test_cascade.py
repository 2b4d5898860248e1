"""Which national number has a district number in the same measure."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from zctrack.analysis import cascade
from zctrack.dictionary.build import schema
from zctrack.errors import TableError


def number(key: str, indicator: str, surface: str, **given: Any) -> dict[str, Any]:
    task = key.rsplit(".", 1)[0]
    national = task.endswith(".0")
    row = {"quantity": key, "task": task, "measure": int(task[1:].split(".")[0])}
    row |= {"section": "commitment" if national else "implementation", "indicator": indicator}
    row |= {"role": "national" if national else "target", "surface": surface, "basis": "level"}
    row |= {"low": None, "high": None, "unit": None, "doubtful": False}
    return row | given


def answers(*rows: dict[str, Any], tasks: pd.DataFrame | None = None) -> list[Any]:
    table = cascade.localised(pd.DataFrame(rows), tasks)
    schema("cascade.localised").validate(table)
    assert set(table["answer"]) <= set(cascade.ANSWERS)
    return table[["answer", "district"]].values.tolist()


CUT = number("M4.0.q1", "工商业电价", "5％", low=5.0, high=5.0, unit="%", basis="decrease")


def test_a_cut_and_the_rest_that_is_paid_are_one_fact() -> None:
    rest = number("M4.1.q1", "电费结算比例", "95％", low=95.0, high=95.0, unit="%")
    assert answers(CUT, rest) == [["complement", "M4.1.q1"]]


def test_a_number_of_another_measure_is_no_answer() -> None:
    elsewhere = number("M5.1.q1", "电费结算比例", "95％", low=95.0, high=95.0, unit="%")
    assert answers(CUT, elsewhere)[0][0] == "none"


def test_a_commitment_without_digits_is_answered_by_the_same_words() -> None:
    nation = number("M32.0.q1", "困难家庭低保", "应保尽保", basis="all")
    same = number("M32.1.q1", "城乡困难家庭", "应保尽保", basis="all")
    other = number("M32.1.q1", "城乡困难家庭", "全部", basis="all")
    assert answers(nation, same) == [["same", "M32.1.q1"]]
    assert answers(nation, other)[0][0] == "none"


def test_another_dimension_cannot_be_held_against_the_national_number() -> None:
    growth = number("M8.0.q1", "小微企业贷款增速", "高于40％", low=40.0, unit="%", basis="growth")
    loans = number("M8.5.q1", "小微企业贷款", "10亿元以上", low=10.0, unit="亿元")
    assert answers(growth, loans)[0][0] == "none"


def test_another_figure_of_the_same_indicator_is_an_own_number() -> None:
    nation = number("M2.0.q1", "新建公租房数量", "10万套", low=10.0, high=10.0, unit="万套")
    own = number("M2.1.q1", "新建公租房", "300套", low=300.0, high=300.0, unit="套")
    repeated = number("M2.1.q1", "新建公租房", "100000套", low=1e5, high=1e5, unit="套")
    other = number("M2.1.q1", "改造厕所", "300套", low=300.0, high=300.0, unit="套")
    assert answers(nation, own) == [["own", "M2.1.q1"]]
    assert answers(nation, repeated) == [["same", "M2.1.q1"]]
    assert answers(nation, other)[0][0] == "none"


def test_a_measure_whose_tasks_all_wait_is_told_apart() -> None:
    nation = number("M30.0.q1", "补助标准", "30元", low=30.0, high=30.0, unit="元")
    tasks = pd.DataFrame({"task": ["M30.1"], "measure": [30], "waits_for": ["市出台文件"]})
    assert answers(nation, tasks=tasks)[0][0] == "waits"
    more = pd.DataFrame(
        {"task": ["M30.1", "M30.2"], "measure": [30, 30], "waits_for": ["市出台文件", None]}
    )
    assert answers(nation, tasks=more)[0][0] == "none"


def test_a_table_without_a_needed_column_is_refused_by_name() -> None:
    with pytest.raises(TableError, match="lacks surface"):
        cascade.localised(pd.DataFrame([CUT]).drop(columns="surface"))
