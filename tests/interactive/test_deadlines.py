"""The calendar on the screen."""

from __future__ import annotations

import json
from typing import Any

import pandas as pd
import pytest

from zctrack.dictionary.build import frame
from zctrack.interactive import deadlines as interactive
from zctrack.wording import deadlines as wording


def calendar(*rows: dict[str, Any]) -> pd.DataFrame:
    given = {
        "task": "M1.1",
        "measure": 1,
        "kind": "due",
        "begin": None,
        "until": "2020-12-31",
        "precision": "day",
        "inferred": False,
        "doubtful": False,
        "section": "implementation",
        "surface": "年底前",
        "units": "区财政局、区税务局",
        "sentence": "年底前完成A<B的工作，" * 8,
        "start": 0,
        "end": 1,
    }
    full = [given | row | {"deadline": f"d{n}"} for n, row in enumerate(rows)]
    return frame("deadlines.calendar", {c: [row[c] for row in full] for c in full[0]})


TABLE = calendar(
    {},
    {"task": "M1.2", "inferred": True},
    {"task": "M1.3", "inferred": True, "doubtful": True},
    {"task": "M2.1", "kind": "expires"},
    {"task": "M3.1", "kind": "window", "begin": "2020-06-01"},
)


def test_each_deadline_is_a_mark_at_its_date_on_the_line_of_its_task() -> None:
    fig = interactive.calendar(TABLE)
    points = [
        (x, y)
        for trace in fig.data
        if trace.mode == "markers"
        for x, y in zip(trace.x, trace.y, strict=True)
    ]
    assert sorted(points) == [("2020-12-31", task) for task in sorted(TABLE["task"])]


def test_certainty_and_kind_are_told_apart_by_shape() -> None:
    symbols = {
        trace.name: trace.marker.symbol for trace in interactive.calendar(TABLE).data if trace.name
    }
    assert symbols["到期 · 写明到日"] == "circle"
    assert symbols["到期 · 按日历推定"] == "circle-open"
    assert symbols["失效 · 写明到日"] == "square"
    assert symbols["期间 · 写明到日"] == "diamond"


def test_hover_gives_the_source_sentence_wrapped_and_escaped() -> None:
    text = interactive.calendar(TABLE).data[-1].text[0]
    assert "原句" in text
    assert "A&lt;B" in text
    assert "区财政局和区税务局" in text
    assert max(len(line) for line in text.split("<br>")) < 60


def test_a_period_is_a_line_from_its_first_day() -> None:
    window = interactive.calendar(TABLE).data[0]
    assert window.mode == "lines"
    assert list(window.x) == ["2020-06-01", "2020-12-31"]
    assert list(window.customdata) == ["d4", "d4"]


def test_hover_says_where_the_words_stand() -> None:
    table = calendar({"start": 6242, "end": 6251})
    assert "d0，全文第6242—6251字符" in interactive.calendar(table).data[-1].text[0]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_it_carries_the_words_of_the_printed_calendar(lang: str) -> None:
    fig = interactive.calendar(TABLE, lang=lang, source="周政发〔2020〕27号")
    words = wording.calendar(TABLE, lang=lang)
    assert words.title in fig.layout.title.text.replace("<br>", "" if lang == "zh" else " ")
    assert fig.layout.meta["alt"] == words.alt
    assert "周政发〔2020〕27号" in json.dumps(fig.layout.to_plotly_json(), ensure_ascii=False)


def test_an_empty_calendar_says_so() -> None:
    fig = interactive.calendar(frame("deadlines.calendar"))
    assert "没有写明日期的时限" in fig.layout.title.text
    assert not fig.data


def test_the_same_table_gives_the_same_figure() -> None:
    assert interactive.calendar(TABLE).to_json() == interactive.calendar(TABLE).to_json()
