"""Who answers for how much: every way of counting, by numbers counted by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import zctrack as zt
from zctrack.analysis import workload
from zctrack.dictionary.build import schema
from zctrack.errors import OptionError, TableError

# Two chapters, three measures, five tasks. 甲 answers for four tasks, one of them with 乙.
ROWS = [
    ("M1.1", "甲", "official", "responsible"),
    ("M1.1", "财政局", "unit", "lead"),
    ("M1.1", "税务局", "unit", "lead"),
    ("M1.1", "商务局", "unit", "support"),
    ("M1.2", "甲", "official", "responsible"),
    ("M1.2", "财政局", "unit", "lead"),
    ("M1.2", "商务局", "unit", "support"),
    ("M2.1", "甲", "official", "responsible"),
    ("M2.1", "乙", "official", "responsible"),
    ("M2.1", "商务局", "unit", "joint"),
    ("M2.1", "财政局", "unit", "support"),
    ("M3.1", "乙", "official", "responsible"),
    ("M3.1", "财政局", "unit", "respective"),
    ("M3.1", "商务局", "unit", "respective"),
    ("M3.1", "各有关部门", "unit", "by_duty"),
    ("M3.2", "甲", "official", "responsible"),
    ("M3.2", "税务局", "unit", "lead"),
]
MEASURES = pd.DataFrame({"measure": [1, 2, 3], "chapter": [1, 1, 2]})


def assignments(rows: list[tuple[str, str, str, str]] = ROWS) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "task": [task for task, *_ in rows],
            "measure": [int(task[1]) for task, *_ in rows],
            "party": [party for _, party, *_ in rows],
            "kind": [kind for *_, kind, _ in rows],
            "role": [role for *_, role in rows],
            "collective": [party.startswith("各") for _, party, *_ in rows],
            "start": range(len(rows)),
        }
    )


DEADLINES = pd.DataFrame(
    {
        "task": ["M1.1", "M1.1", "M2.1", "M3.1", "M3.2", "M3.2"],
        "section": ["implementation"] * 4 + ["commitment", "responsibility"],
        "kind": ["due", "due", "due", "expires", "due", "due"],
        "until": pd.to_datetime(["2020-12-31"] * 5 + [None]),
        "doubtful": [False, True, True, False, False, False],
    }
)
TARGETS = pd.DataFrame(
    {
        "quantity": ["M1.1.q1", "M1.1.q2", "M2.1.q1", "M3.1.q1"],
        "task": ["M1.1", "M1.1", "M2.1", "M3.1"],
        "related": [None, None, "M1.1.q1", "M1.1.q2"],
        "relation": [None, None, "same", "part"],
        "doubtful": [False, True, False, False],
    }
)


def parties(table: pd.DataFrame, column: str) -> dict[str, Any]:
    return dict(zip(table["party"], table[column], strict=True))


def test_a_shared_task_counts_once_for_each_and_split_as_a_half() -> None:
    table = workload.by_party(assignments())
    assert parties(table, "tasks") == {"甲": 4, "乙": 2}
    assert parties(table, "tasks_split") == {"甲": 3.5, "乙": 1.5}
    assert set(table["all_tasks"]) == {5}
    assert table["tasks_split"].sum() == 5


def test_measures_and_chapters_are_counted_once_however_many_tasks() -> None:
    table = workload.by_party(assignments(), measures=MEASURES)
    assert parties(table, "measures") == {"甲": 3, "乙": 2}
    assert parties(table, "chapters") == {"甲": 2, "乙": 2}
    assert table.loc[0, ["all_measures", "all_chapters"]].tolist() == [3, 2]


def test_a_due_date_is_the_task_s_own_and_has_a_day() -> None:
    table = workload.by_party(assignments(), deadlines=DEADLINES)
    # M1.1 and M2.1; a lapse, the nation's date and a due without a day are none.
    assert parties(table, "tasks_due") == {"甲": 2, "乙": 1}
    assert parties(table, "tasks_due_firm") == {"甲": 1, "乙": 0}
    assert set(table["all_tasks_due"]) == {2}


def test_a_repeated_target_counts_once_and_a_part_counts() -> None:
    table = workload.by_party(assignments(), targets=TARGETS)
    assert parties(table, "targets") == {"甲": 2, "乙": 2}
    assert parties(table, "targets_firm") == {"甲": 1, "乙": 2}
    assert set(table["all_targets"]) == {3}


def test_a_way_of_counting_is_there_only_with_its_table() -> None:
    columns = set(workload.by_party(assignments()).columns)
    assert not columns & {"chapters", "tasks_due", "targets", "lead", "supports"}
    everything = workload.by_party(
        assignments(), kind="unit", measures=MEASURES, deadlines=DEADLINES, targets=TARGETS
    )
    schema("workload.by_party").validate(everything[schema_columns()])


def schema_columns() -> list[str]:
    return list(schema("workload.by_party").columns)


def test_units_answer_by_role_and_support_apart() -> None:
    table = workload.by_party(assignments(), kind="unit").set_index("party")
    roles = ["tasks", "lead", "joint", "respective", "by_duty", "supports", "named"]
    assert table.loc["财政局", roles].tolist() == [3, 2, 0, 1, 0, 1, 4]
    assert table.loc["商务局", roles].tolist() == [2, 0, 1, 1, 0, 2, 4]
    assert table.loc["各有关部门", roles].tolist() == [0, 0, 0, 0, 1, 0, 1]
    assert table["collective"].to_dict()["各有关部门"] is True


def test_a_supporter_works_for_units_and_under_officials() -> None:
    table = workload.by_party(assignments(), kind="unit").set_index("party")
    # 商务局 supports M1.1 and M1.2: for 财政局 and 税务局; named in tasks of 甲 and 乙.
    assert table.loc["商务局", ["leads_supported", "under_officials"]].tolist() == [2, 2]
    assert table.loc["税务局", ["leads_supported", "under_officials"]].tolist() == [0, 1]


def test_parties_stand_by_size_and_equals_as_the_text_names_them() -> None:
    assert workload.by_party(assignments())["party"].tolist() == ["甲", "乙"]
    units = workload.by_party(assignments(), kind="unit")["party"].tolist()
    assert units == ["财政局", "商务局", "税务局", "各有关部门"]


def test_a_party_is_known_by_its_full_name() -> None:
    short = assignments([("M1.1", "科技厅", "unit", "lead"), ("M1.2", "省科技厅", "unit", "lead")])
    full = short.assign(party_full="省科技厅")
    assert workload.by_party(full, kind="unit")[["party", "tasks"]].values.tolist() == [
        ["省科技厅", 2]
    ]


def test_ways_give_each_count_in_percent_of_its_total() -> None:
    cells = workload.ways(workload.by_party(assignments(), measures=MEASURES))
    first = cells[cells["party"] == "甲"].set_index("way")
    assert first["share"].round(1).to_dict() == {
        "tasks": 80.0,
        "tasks_split": 70.0,
        "measures": 100.0,
        "chapters": 100.0,
    }
    assert first["total"].to_dict() == {"tasks": 5, "tasks_split": 5, "measures": 3, "chapters": 2}
    schema("workload.ways").validate(cells)


def test_a_way_without_anything_has_no_share() -> None:
    cells = workload.ways(workload.by_party(assignments(), deadlines=DEADLINES.iloc[:0]))
    assert cells.loc[cells["way"] == "tasks_due", "share"].isna().all()


def test_the_first_two_are_what_at_least_one_of_them_holds() -> None:
    row = workload.concentration(assignments()).iloc[0]
    assert row[["way", "first", "second", "total"]].tolist() == ["tasks", "甲", "乙", 5]
    assert row["share_first"] == 80.0
    assert row["share_two"] == 100.0  # not 120: M2.1 once
    assert pd.isna(row["third"])


def test_the_range_is_over_leaving_out_one_measure() -> None:
    row = workload.concentration(assignments()).iloc[0]
    # Without M1: 2 of 3; without M2: 3 of 4; without M3: 3 of 3.
    assert row["first_low"] == pytest.approx(200 / 3)
    assert row["first_high"] == 100.0
    assert row["first_stays"]


def test_the_first_does_not_stay_where_one_measure_decides() -> None:
    rows = [
        ("M1.1", "甲", "official", "responsible"),
        ("M1.2", "甲", "official", "responsible"),
        ("M2.1", "乙", "official", "responsible"),
    ]
    row = workload.concentration(assignments(rows)).iloc[0]
    assert row["first"] == "甲"
    assert not row["first_stays"]
    assert row[["first_low", "first_high"]].tolist() == [100.0, 100.0]


def test_the_indices_are_those_of_the_textbook() -> None:
    row = workload.concentration(assignments()).set_index("way").loc["tasks_split"]
    # Shares .7 and .3: Gini .2 of at most .5; 1 / (.49 + .09).
    assert row["gini"] == pytest.approx(0.2)
    assert row["gini_ceiling"] == 0.5
    assert row["effective_number"] == pytest.approx(1 / 0.58)


def test_gini_is_half_the_mean_difference_by_the_mean_and_the_number_the_inverse_of_hhi() -> None:
    sizes = {"甲": 1, "乙": 2, "丙": 3, "丁": 4}
    rows = [
        (f"M{n}.{i}", party, "official", "responsible")
        for n, (party, size) in enumerate(sizes.items(), start=1)
        for i in range(size)
    ]
    row = workload.concentration(assignments(rows)).set_index("way").loc["tasks"]
    apart = sum(abs(a - b) for a in sizes.values() for b in sizes.values()) / 16
    assert row["gini"] == pytest.approx(apart / (2 * 2.5)) == pytest.approx(0.25)
    # Deltas (2003): all with one of n gives (n - 1) / n.
    assert row["gini_ceiling"] == 0.75
    assert row["effective_number"] == pytest.approx(1 / (0.1**2 + 0.2**2 + 0.3**2 + 0.4**2))


def test_one_party_with_everything_is_wholly_concentrated() -> None:
    rows = [("M1.1", "甲", "official", "responsible")]
    row = workload.concentration(assignments(rows)).iloc[0]
    assert row[["share_first", "share_two", "gini", "effective_number"]].tolist() == [
        100.0,
        100.0,
        0.0,
        1.0,
    ]


def test_concentration_fits_its_description() -> None:
    table = workload.concentration(
        assignments(), kind="unit", measures=MEASURES, deadlines=DEADLINES, targets=TARGETS
    )
    assert table["way"].tolist() == [
        "tasks",
        "tasks_split",
        "measures",
        "chapters",
        "tasks_due",
        "targets",
    ]
    schema("workload.concentration").validate(table)


def test_a_cross_table_is_complete_and_says_what_is_shared() -> None:
    table = workload.crosstab(assignments(), MEASURES)
    cells = table[["party", "column", "tasks", "shared", "column_tasks"]].values.tolist()
    assert cells == [
        ["甲", 1, 3, 1, 3],
        ["甲", 2, 1, 0, 2],
        ["乙", 1, 1, 1, 3],
        ["乙", 2, 1, 0, 2],
    ]
    schema("workload.crosstab").validate(table)
    by_measure = workload.crosstab(assignments(), MEASURES, columns="measure")
    assert by_measure.loc[by_measure["party"] == "乙", "tasks"].tolist() == [0, 1, 1]


@pytest.mark.parametrize("kind", ["official", "unit"])
def test_nobody_named_gives_empty_tables(kind: Any) -> None:
    none = assignments([])
    assert workload.by_party(none, kind=kind).empty
    assert workload.concentration(none, kind=kind).empty
    assert workload.crosstab(none, MEASURES, kind=kind).empty
    assert workload.ways(workload.by_party(none, kind=kind)).empty


def test_a_missing_column_and_an_unknown_option_are_named() -> None:
    with pytest.raises(TableError, match="'assignments' lacks role"):
        workload.by_party(assignments().drop(columns="role"))
    with pytest.raises(TableError, match="'targets' lacks related, relation"):
        workload.by_party(assignments(), targets=TARGETS.drop(columns=["related", "relation"]))
    with pytest.raises(OptionError, match="kind is 'person'"):
        workload.by_party(assignments(), kind="person")  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="columns is 'task'"):
        workload.crosstab(assignments(), MEASURES, columns="task")  # type: ignore[arg-type]


def test_the_order_of_the_rows_does_not_matter() -> None:
    given = assignments()
    shuffled = given.sample(frac=1, random_state=3)
    for kind in ("official", "unit"):
        pd.testing.assert_frame_equal(
            workload.by_party(given, kind=kind), workload.by_party(shuffled, kind=kind)
        )


def test_the_bundled_notice_counted_by_hand() -> None:
    n = zt.load()
    people = workload.by_party(n.assignments, measures=n.measures)
    # Counted from the clauses: tasks, split, measures, chapters.
    counts = people[["party", "tasks", "tasks_split", "measures", "chapters"]].values.tolist()
    assert counts == [
        ["赵学", 42, 36.0, 16, 7],
        ["解金章", 30, 28.0, 15, 9],
        ["耿峰", 9, 7.5, 5, 4],
        ["赵彩霞", 9, 8.0, 4, 2],
        ["国卫兵", 3, 1.5, 1, 1],
    ]
    units = workload.by_party(n.assignments, kind="unit").set_index("party")
    assert units.loc["区财政局", ["tasks", "lead", "joint", "supports"]].tolist() == [18, 14, 4, 28]
    assert len(units) == 38


def test_a_notice_without_chapters_is_not_counted_by_them() -> None:
    assignments = pd.DataFrame(
        {
            "task": ["M1.1", "M2.1"],
            "measure": [1, 2],
            "party": ["甲", "乙"],
            "kind": "official",
            "role": "responsible",
            "collective": False,
            "start": [1, 9],
        }
    )
    measures = pd.DataFrame({"measure": [1, 2], "chapter": [0, 0]})
    assert "chapters" not in workload.by_party(assignments, measures=measures).columns
    assert "chapters" not in set(workload.concentration(assignments, measures=measures)["way"])
    assert set(workload.crosstab(assignments, measures)["by"]) == {"measure"}
    one = measures.assign(chapter=[0, 1])
    assert "chapters" in workload.by_party(assignments, measures=one).columns
    assert set(workload.crosstab(assignments, one)["by"]) == {"chapter"}


def test_the_first_two_of_equals_are_those_who_hold_most_together() -> None:
    # 甲 and 乙 share a task, 丙 shares none: the first two are 甲 and 丙, whoever stands first.
    held = [
        ("甲", "M1.1"),
        ("乙", "M1.1"),
        ("甲", "M1.2"),
        ("乙", "M2.1"),
        ("丙", "M3.1"),
        ("丙", "M3.2"),
    ]
    assignments = pd.DataFrame(
        {
            "task": [task for _, task in held],
            "measure": [int(task[1]) for _, task in held],
            "party": [party for party, _ in held],
            "kind": "official",
            "role": "responsible",
            "collective": False,
            "start": range(len(held)),
        }
    )
    row = workload.concentration(assignments).iloc[0]
    assert (row["first"], row["second"], row["share_two"]) == ("甲", "丙", 80.0)
