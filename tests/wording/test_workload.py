"""The sentences about workload: who carries most, who supports, what is unclear."""

from __future__ import annotations

import pandas as pd
import pytest

from zctrack.analysis import workload as analysis
from zctrack.dictionary.build import frame
from zctrack.wording import workload as wording
from zctrack.wording.words import phrases

Row = tuple[str, str, str, str]


def assignments(*rows: Row) -> pd.DataFrame:
    """Task, party, kind, role."""
    n = len(rows)
    return frame(
        "assignments",
        {
            "task": [task for task, *_ in rows],
            "measure": [int(task[1:].split(".")[0]) for task, *_ in rows],
            "party": [party for _, party, *_ in rows],
            "party_full": [party for _, party, *_ in rows],
            "kind": [kind for *_, kind, _ in rows],
            "role": [role for *_, role in rows],
            "collective": [party.startswith("各") for _, party, *_ in rows],
            "open": [False] * n,
            "clause": [1] * n,
            "rule": ["r"] * n,
            "surface": [party for _, party, *_ in rows],
            "start": list(range(n)),
            "end": list(range(1, n + 1)),
        },
    )


def person(task: str, name: str) -> Row:
    return task, name, "official", "responsible"


def unit(task: str, name: str, role: str = "lead") -> Row:
    return task, name, "unit", role


PEOPLE = assignments(
    person("M1.1", "甲"),
    person("M1.2", "甲"),
    person("M1.3", "甲"),
    person("M2.1", "乙"),
    person("M3.1", "乙"),
)


def test_who_carries_most_is_told_by_every_way_of_counting() -> None:
    # Tasks and split tasks: 甲 3 of 5. Measures: 乙 2 of 3.
    words = wording.by_party(analysis.by_party(PEOPLE))
    assert words.title == "3种计数口径中2种是甲负责最多，按措施计是乙"
    english = wording.by_party(analysis.by_party(PEOPLE), lang="en").title
    assert english == "甲 answers for most by 2 of 3 ways of counting; by measures it is 乙"
    assert "甲：任务3/5、均分任务3/5、措施1/3" in words.alt


def test_one_official_is_told_with_the_tasks() -> None:
    one = analysis.by_party(assignments(person("M1.1", "甲")))
    assert wording.by_party(one).title == "甲负责1项任务中的1项"
    assert wording.by_party(one, lang="en").title == "甲 answers for 1 of 1 task"


def test_hidden_persons_have_letters_in_the_sentences() -> None:
    words = wording.by_party(analysis.by_party(PEOPLE), hide_persons=True)
    assert "责任人A" in words.title
    assert "甲" not in words.title + words.alt + words.base


def test_units_are_told_by_what_they_support_and_answer_for() -> None:
    rows = assignments(
        unit("M1.1", "财政局"),
        unit("M1.1", "税务局", "support"),
        unit("M1.2", "财政局"),
        unit("M1.2", "税务局", "support"),
        unit("M1.3", "税务局"),
    )
    table = analysis.by_party(rows, kind="unit")
    assert wording.by_party(table).title == "税务局配合的任务最多（2项），负责最多的是财政局（2项）"
    assert "n＝3项任务、2个单位" in wording.by_party(table).base


@pytest.mark.parametrize(
    ("kind", "zh"), [("official", "没有写明责任人"), ("unit", "没有写明责任单位")]
)
def test_nobody_named_is_said(kind: str, zh: str) -> None:
    table = analysis.by_party(assignments(), kind=kind)  # type: ignore[arg-type]
    assert wording.by_party(table).title == zh


def test_concentration_has_no_percentage_of_fewer_than_five() -> None:
    few = assignments(person("M1.1", "甲"), person("M1.2", "乙"), person("M1.3", "甲"))
    assert "%" not in wording.concentration(analysis.concentration(few)).title
    words = wording.concentration(analysis.concentration(PEOPLE))
    assert words.title == "甲负责5项任务的60%，与乙两人合计100%"


def test_the_cross_table_says_where_one_alone_answers() -> None:
    measures = pd.DataFrame({"measure": [1, 2, 3], "chapter": [1, 1, 2]})
    words = wording.crosstab(analysis.crosstab(PEOPLE, measures))
    # Chapter 1: 甲 3 of 4. Chapter 2: 乙 1 of 1.
    assert words.title == "2章中2章过半的任务在同一名责任人名下，其中1章是全部"


def test_gaps_name_what_is_unclear_with_the_number_of_measures() -> None:
    rows = assignments(
        unit("M1.1", "财政局"), unit("M1.1", "税务局"), unit("M2.1", "民政局", "support")
    )
    words = wording.gaps(analysis.gaps(rows))
    assert words.title == "2条措施说不清先问谁：1条只有配合或按职责落实，1条多家牵头"
    none = wording.gaps(analysis.gaps(assignments(unit("M1.1", "财政局"))), lang="en")
    assert none.title == "No gap of responsibility was found in the clauses"


def test_the_commonest_partner_is_told_with_k_of_n_units() -> None:
    rows = assignments(
        unit("M1.1", "财政局"),
        unit("M1.1", "税务局", "support"),
        unit("M2.1", "财政局", "support"),
        unit("M2.1", "民政局"),
        unit("M3.1", "民政局"),
    )
    words = wording.co_occurrence(analysis.co_occurrence(rows))
    assert words.title == "财政局是最常见的搭档：其余2个单位中2个与其同列任务"
    assert words.base.startswith("n＝3个单位、2对组合")


def test_two_alone_are_a_pair_and_have_no_commonest_partner() -> None:
    rows = assignments(person("M1.1", "甲"), person("M1.1", "乙"))
    table = analysis.co_occurrence(rows, kind="official")
    assert wording.co_occurrence(table).title == "甲与乙同列1条措施"
    english = wording.co_occurrence(table, lang="en").title
    assert english == "甲 and 乙 are named together in 1 measure"


def test_officials_are_called_officials() -> None:
    rows = assignments(*(person("M1.1", name) for name in ("甲", "乙", "丙")))
    table = analysis.co_occurrence(rows, kind="official")
    words = wording.co_occurrence(table)
    assert words.title == "甲是最常见的搭档：其余2名责任人中2名与其同列任务"
    assert "单位" not in words.title + words.base + words.alt + words.subtitle
    english = wording.co_occurrence(table, lang="en")
    assert "unit" not in english.title + english.base + english.alt + english.subtitle


def test_the_flow_counts_tasks_once() -> None:
    rows = assignments(person("M1.1", "甲"), unit("M1.1", "财政局"), unit("M1.2", "财政局"))
    measures = pd.DataFrame({"measure": [1], "chapter": [1]})
    words = wording.flow(analysis.flow(rows, measures))
    assert words.title.startswith("任务从责任人到负责单位再到章：甲负责最多，2项中的1项")


def test_both_languages_have_the_same_templates() -> None:
    assert set(phrases("workload", "zh")) == set(phrases("workload", "en"))
    assert set(phrases("charts", "zh")) == set(phrases("charts", "en"))
    assert set(phrases("deadlines", "zh")) == set(phrases("deadlines", "en"))


def test_one_task_in_each_measure_tells_of_no_concentration() -> None:
    table = frame(
        "workload.crosstab",
        {
            "kind": ["official", "official"],
            "by": ["measure", "measure"],
            "party": ["甲", "甲"],
            "column": [1, 2],
            "tasks": [1, 1],
            "shared": [0, 0],
            "column_tasks": [1, 1],
            "party_tasks": [2, 2],
            "all_tasks": [2, 2],
        },
    )
    assert wording.crosstab(table).title == "2条措施各有一项任务，看不出是否集中"
    assert wording.crosstab(table, lang="en").title.startswith("Each of 2 measures has one task")
