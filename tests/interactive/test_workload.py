"""Who answers for how much, on the screen, counted by hand."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from zctrack.analysis import workload as analysis
from zctrack.dictionary.build import frame
from zctrack.interactive import style, workload

MEASURES = pd.DataFrame({"measure": [1, 2], "chapter": [1, 2]})
NAMES = pd.DataFrame(
    {"key": ["甲", "乙", "财政局", "水利局"], "type": "party", "short": ["甲", "乙", "财", "水"],
     "en_short": ["Jia", "Yi", "Finance", "Water"], "order": [1, 2, 3, 4]}
)  # fmt: skip


def assignments(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Task, party and role of each row."""
    return pd.DataFrame(
        [
            {
                "task": task,
                "measure": int(task[1]),
                "party": party,
                "kind": "official" if role == "responsible" else "unit",
                "role": role,
                "collective": False,
                "start": start,
            }
            for start, (task, party, role) in enumerate(rows)
        ]
    )


# 甲 answers for three tasks, 乙 for one of them too. 财政局 leads two and supports one, 水利局
# leads one and supports one.
GIVEN = assignments(
    ("M1.1", "甲", "responsible"),
    ("M1.1", "财政局", "lead"),
    ("M1.1", "水利局", "support"),
    ("M1.2", "甲", "responsible"),
    ("M1.2", "财政局", "lead"),
    ("M2.1", "甲", "responsible"),
    ("M2.1", "乙", "responsible"),
    ("M2.1", "水利局", "lead"),
    ("M2.1", "财政局", "support"),
)
UNITS = analysis.by_party(GIVEN, kind="unit", measures=MEASURES)
OFFICIALS = analysis.by_party(GIVEN, kind="official", measures=MEASURES)
FLOW = analysis.flow(GIVEN, MEASURES)


def test_a_unit_has_a_bar_for_each_role_that_someone_has() -> None:
    fig = workload.by_party(UNITS)
    bars = {trace.name: dict(zip(trace.y, trace.x, strict=True)) for trace in fig.data}
    assert bars == {
        "牵头": {"财政局": 2, "水利局": 1},
        "配合": {"财政局": 1, "水利局": 1},
    }
    assert fig.layout.barmode == "stack"
    assert fig.data[0].marker.color == style.colour("lead")


def test_each_bar_is_a_mark_of_its_unit_and_role() -> None:
    lead, support = workload.by_party(UNITS).data
    assert list(lead.customdata) == ["unit:财政局|lead", "unit:水利局|lead"]
    assert list(support.customdata) == ["unit:财政局|support", "unit:水利局|support"]


def test_hover_of_a_unit_gives_its_counts() -> None:
    text = workload.by_party(UNITS).data[0].text[0]
    assert text == "<b>财政局</b><br>负责 2<br>配合 1<br>配合的单位 1<br>责任人 2"


def test_an_official_is_a_line_over_the_ways_of_counting() -> None:
    lines = {trace.name: list(trace.y) for trace in workload.by_party(OFFICIALS).data}
    # Tasks 3 of 3; split: 2 whole and a half of 3; measures 2 of 2; chapters 2 of 2.
    assert lines["甲"] == pytest.approx([100, 2.5 / 3 * 100, 100, 100])
    # One task of three, half a task of three, one measure of two, one chapter of two.
    assert lines["乙"] == pytest.approx([100 / 3, 0.5 / 3 * 100, 50, 50])


def test_hover_of_a_line_gives_k_of_n() -> None:
    text = workload.by_party(OFFICIALS).data[1].text[0]
    assert text.split("<br>") == ["乙", "任务1/3", "33%"]


def test_labels_of_the_ways_break_for_a_narrow_screen() -> None:
    label = workload.by_party(OFFICIALS, lang="en").data[0].x[1]
    assert label.split("<br>") == ["Tasks,", "split", "n = 3"]


def test_hidden_persons_are_nowhere_in_the_figure() -> None:
    figures = [
        workload.by_party(OFFICIALS, names=NAMES, hide_persons=True),
        workload.flow(FLOW, names=NAMES, hide_persons=True),
    ]
    for fig in figures:
        text = json.dumps(json.loads(fig.to_json()), ensure_ascii=False)
        assert "责任人A" in text
        assert "甲" not in text
        assert "乙" not in text


def links(fig: Any) -> set[tuple[str, str, float]]:
    trace = fig.data[0]
    label = trace.node.label
    return {
        (label[one], label[other], weight)
        for one, other, weight in zip(
            trace.link.source, trace.link.target, trace.link.value, strict=True
        )
    }


def test_the_flow_goes_from_official_to_unit_to_chapter_and_keeps_its_width() -> None:
    assert links(workload.flow(FLOW)) == {
        ("甲", "财政局", 2.0),
        ("甲", "水利局", 0.5),
        ("乙", "水利局", 0.5),
        ("财政局", "第1章", 2.0),
        ("水利局", "第2章", 1.0),
    }


def test_nodes_and_links_are_marks_of_what_they_join() -> None:
    trace = workload.flow(FLOW).data[0]
    assert [mark for _, mark in trace.node.customdata] == [
        "official:甲",
        "official:乙",
        "unit:财政局",
        "unit:水利局",
        "chapter:1",
        "chapter:2",
    ]
    assert {mark for _, mark in trace.link.customdata} == {
        "official:甲>unit:财政局",
        "official:甲>unit:水利局",
        "official:乙>unit:水利局",
        "unit:财政局>chapter:1",
        "unit:水利局>chapter:2",
    }


def test_hover_of_a_link_lists_its_tasks() -> None:
    trace = workload.flow(FLOW, names=NAMES, lang="en").data[0]
    said = {mark: text for text, mark in trace.link.customdata}
    assert said["official:甲>unit:财政局"] == "Jia → Finance<br>2 tasks<br>M1.1, M1.2"


def test_a_task_that_nobody_leads_flows_through_nobody() -> None:
    given = assignments(("M1.1", "甲", "responsible"), ("M1.1", "财政局", "support"))
    fig = workload.flow(analysis.flow(given, MEASURES))
    assert links(fig) == {("甲", "无负责单位", 1.0), ("无负责单位", "第1章", 1.0)}
    assert ["无负责单位", "unit:"] in [list(own) for own in fig.data[0].node.customdata]


@pytest.mark.parametrize(
    ("draw", "table", "said"),
    [
        (workload.by_party, "workload.by_party", "没有写明"),
        (workload.flow, "workload.flow", "没有人负责任务"),
    ],
)
def test_an_empty_table_says_so(draw: Any, table: str, said: str) -> None:
    fig = draw(frame(table))
    assert not fig.data
    assert said in fig.layout.title.text


def test_the_same_table_gives_the_same_figure() -> None:
    assert workload.flow(FLOW).to_json() == workload.flow(FLOW).to_json()
    assert workload.by_party(UNITS).to_json() == workload.by_party(UNITS).to_json()
