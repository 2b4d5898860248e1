"""The notice's structure on the screen, counted by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from zctrack.dictionary.build import frame
from zctrack.interactive import structure, style

# Two chapters: one with two measures (two tasks and one), one with one measure of one task.
TABLE = frame(
    "structure.checkability",
    {
        "task": ["M1.1", "M1.2", "M2.1", "M3.1"],
        "measure": [1, 1, 2, 3],
        "chapter": [1, 1, 1, 2],
        "ordinal": [1, 2, 1, 1],
        "class": ["both", "open", "policy_end", "waits"],
        "class_firm": ["both", "open", "policy_end", "waits"],
        "due_dates": [1, 0, 0, 0],
        "numeric_targets": [1, 0, 0, 0],
        "policy_ends": [0, 0, 1, 0],
        "products": [0] * 4,
        "waits_for": [None, None, None, "省级规划"],
        "rules": [0] * 4,
        "text": [
            "（1）年底前建成3个<A>。",
            "（2）加强管理。",
            "延长至年底。",
            "待规划印发后落实。",
        ],
        "start": [10, 24, 40, 60],
        "end": [24, 32, 46, 69],
    },
)
NAMES = pd.DataFrame(
    {"key": ["C1", "M3"], "type": ["chapter", "measure"], "short": ["减税", "水利"],
     "en_short": ["Taxes", "Water"]}
)  # fmt: skip


def blocks(**options: object) -> dict[str, dict[str, object]]:
    trace = structure.icicle(TABLE, **options).data[0]  # type: ignore[arg-type]
    columns = {
        "parent": trace.parents,
        "label": trace.labels,
        "tasks": trace["values"],
        "hover": trace.customdata,
        "ink": trace.marker.colors,
        "pattern": trace.marker.pattern.shape,
    }
    return {
        key: dict(zip(columns, row, strict=True))
        for key, row in zip(trace.ids, zip(*columns.values(), strict=True), strict=True)
    }


def test_each_task_lies_in_its_measure_and_each_measure_in_its_chapter() -> None:
    found = {key: block["parent"] for key, block in blocks().items()}
    assert found == {
        "all": "",
        "C1": "all",
        "C1M1": "C1",
        "M1.1": "C1M1",
        "M1.2": "C1M1",
        "C1M2": "C1",
        "M2.1": "C1M2",
        "C2": "all",
        "C2M3": "C2",
        "M3.1": "C2M3",
    }


def test_a_block_is_as_large_as_it_has_tasks() -> None:
    sizes = {key: block["tasks"] for key, block in blocks().items()}
    assert (sizes["all"], sizes["C1"], sizes["C1M1"], sizes["C2"], sizes["M1.1"]) == (4, 3, 2, 1, 1)


def test_a_task_has_the_colour_and_pattern_of_its_class() -> None:
    found = blocks()
    assert found["M1.1"]["ink"] == style.colour("due")
    assert found["M1.1"]["pattern"] == "\\"
    assert found["M2.1"]["ink"] == style.colour("expires")
    assert found["M2.1"]["pattern"] == "/"
    assert found["M3.1"]["ink"] == style.colour("waiting")
    assert found["M1.2"]["pattern"] == ""


def test_hover_gives_the_sentence_escaped_and_its_place() -> None:
    hover = str(blocks()["M1.1"]["hover"])
    assert "<b>M1.1</b>" in hover
    assert "3个&lt;A&gt;" in hover.replace("<br>", "")
    assert hover.endswith("M1.1，全文第10—24字符")
    assert str(blocks(lang="en")["M1.1"]["hover"]).endswith("M1.1, characters 10–24")


def test_hover_says_what_a_task_waits_for() -> None:
    assert "等待：省级规划" in str(blocks()["M3.1"]["hover"])


def test_hover_of_a_chapter_says_how_many_of_its_tasks_can_be_checked() -> None:
    # M1.1 has a date and a number; M1.2 has nothing; a policy's end is neither.
    assert str(blocks()["C1"]["hover"]).endswith("3项任务，1项可按日期或数字核查")
    assert str(blocks()["C2"]["hover"]).endswith("1项任务，0项可按日期或数字核查")


@pytest.mark.parametrize(
    ("lang", "chapter", "measure"), [("zh", "1 减税", "3 水利"), ("en", "1 Taxes", "3 Water")]
)
def test_short_titles_stand_in_the_blocks(lang: str, chapter: str, measure: str) -> None:
    found = blocks(lang=lang, names=NAMES)
    assert found["C1"]["label"] == chapter
    assert found["C2M3"]["label"] == measure


def test_the_legend_counts_the_classes_that_occur() -> None:
    legend = [trace.name for trace in structure.icicle(TABLE).data[1:]]
    assert legend == ["日期和数字 1", "仅政策到期日 1", "待上级文件 1", "无可核查点 1"]


def test_a_table_without_places_has_a_hover_without_them() -> None:
    bare = TABLE.assign(start=pd.array([pd.NA] * 4, dtype="Int64"))
    hover = structure.icicle(bare).data[0].customdata[3]
    assert "字符" not in hover


def test_an_empty_table_says_so() -> None:
    fig = structure.icicle(frame("structure.checkability"))
    assert not fig.data
    assert "没有任务可供核查" in fig.layout.title.text


def test_the_same_table_gives_the_same_figure() -> None:
    assert structure.icicle(TABLE).to_json() == structure.icicle(TABLE).to_json()
