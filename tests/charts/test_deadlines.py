"""The deadline charts stay readable on any data, and show what their tables hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from zctrack.analysis import deadlines as analysis
from zctrack.charts import deadlines as charts
from zctrack.charts.fitting import text_boxes
from zctrack.charts.save import svg
from zctrack.dictionary.build import frame

LONG = "区推进夜间经济和现代服务业高质量发展领导小组办公室成员单位甲"


def deadlines(rows: list[tuple[str, str, str, str, bool]]) -> pd.DataFrame:
    """Task, kind, until, precision, doubtful."""
    n = range(len(rows))
    return frame(
        "deadlines",
        {
            "deadline": [f"{row[0]}.d{i}" for i, row in enumerate(rows)],
            "task": [row[0] for row in rows],
            "measure": [int(row[0][1:].split(".")[0]) for row in rows],
            "section": ["implementation" for _ in n],
            "kind": [row[1] for row in rows],
            "begin": [None for _ in n],
            "until": [row[2] for row in rows],
            "precision": [row[3] for row in rows],
            "cadence": [None for _ in n],
            "amount": [None for _ in n],
            "amount_unit": [None for _ in n],
            "anchor": [None for _ in n],
            "doubtful": [row[4] for row in rows],
            "rule": ["r" for _ in n],
            "surface": ["2021年主汛期前" for _ in n],
            "start": list(n),
            "end": [i + 1 for i in n],
        },
    )


def assignments(pairs: list[tuple[str, str, str]], kind: str = "unit") -> pd.DataFrame:
    n = len(pairs)
    return frame(
        "assignments",
        {
            "task": [task for task, _, _ in pairs],
            "measure": [int(task[1:].split(".")[0]) for task, _, _ in pairs],
            "party": [party for _, party, _ in pairs],
            "party_full": [party for _, party, _ in pairs],
            "kind": [kind] * n,
            "role": [role for _, _, role in pairs],
            "collective": [False] * n,
            "open": [False] * n,
            "clause": [1] * n,
            "rule": ["r"] * n,
            "surface": ["s"] * n,
            "start": list(range(n)),
            "end": list(range(1, n + 1)),
        },
    )


def tasks(keys: list[str]) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "task": keys,
            "label": "（1）",
            "text": "（1）持续推进全区统一登记注册地址库建设，" * 8 + "2021年主汛期前完成。",
            "start": 0,
        }
    )


def notice(case: str) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    if case == "empty":
        return frame("deadlines"), frame("assignments"), tasks([])
    if case == "one":
        keys = ["M1.1"]
        rows = [("M1.1", "due", "2020-12-31", "year", True)]
        pairs = [("M1.1", LONG, "lead")]
    elif case == "usual":
        keys = [f"M{n}.{n % 4 + 1}" for n in range(1, 34)]
        days = ["2020-06-30", "2020-12-31", "2021-03-31", "2021-12-31"]
        rows = [
            (
                key,
                ("due", "expires", "due")[n % 3],
                days[n * n % 4],
                ("day", "year")[n % 2],
                n % 5 == 0,
            )
            for n, key in enumerate(keys)
        ]
        pairs = [(k, f"区第{n % 20}局", ("lead", "support")[n % 2]) for n, k in enumerate(keys)]
    else:  # four hundred tasks, parties and dates, names of thirty characters, ten years
        keys = [f"M{n}.1" for n in range(1, 401)]
        days = [str(d.date()) for d in pd.date_range("2020-01-31", periods=120, freq="ME")]
        rows = [
            (k, "due", days[n % 120] if n % 2 else "2025-12-31", "month", False)
            for n, k in enumerate(keys)
        ]
        pairs = [(key, f"{LONG}{n}", "lead") for n, key in enumerate(keys)]
    return deadlines(rows), assignments(pairs), tasks(keys)


def drawn(case: str, name: str, **options: Any) -> Figure:
    rows, parties, texts = notice(case)
    make: dict[str, Callable[[], pd.DataFrame]] = {
        "clustering": lambda: analysis.clustering(rows),
        "calendar": lambda: analysis.calendar(rows, tasks=texts, assignments=parties),
        "load": lambda: analysis.load(rows, parties, freq="D"),
        "upcoming": lambda: analysis.upcoming(
            rows, as_of="2020-12-01", tasks=texts, assignments=parties
        ),
    }
    figure: Figure = getattr(charts, name)(make[name](), **options)
    return figure


NAMES = ("clustering", "calendar", "load", "upcoming")


@pytest.mark.parametrize("name", NAMES)
def test_a_page_holds_it_and_says_what_it_leaves_out(name: str) -> None:
    fig = drawn("four hundred", name)
    assert fig.get_figheight() * 25.4 < 260
    words = " ".join(text.get_text() for text, _ in text_boxes(fig))
    assert "另有" in words or "其余" in words


@pytest.mark.parametrize("name", NAMES)
def test_an_empty_table_gives_a_sheet_that_says_why(name: str) -> None:
    words = [text.get_text() for text, _ in text_boxes(drawn("empty", name))]
    assert any("日期" in word for word in words)


@pytest.mark.parametrize("name", NAMES)
def test_the_same_table_gives_the_same_bytes(name: str) -> None:
    assert svg(drawn("usual", name)) == svg(drawn("usual", name))


@pytest.mark.parametrize("name", NAMES)
def test_it_draws_into_axes_that_are_given(name: str) -> None:
    fig = Figure(figsize=(8, 10))
    ax = fig.add_axes((0.05, 0.05, 0.9, 0.9))
    assert drawn("usual", name, ax=ax) is fig
    assert ax.texts
    assert not fig.texts  # title and foot are the caller's


def marks(fig: Figure, marker: str) -> list[Any]:
    return [line for line in fig.axes[0].lines if line.get_marker() == marker]


def test_each_task_is_one_mark_hollow_where_its_day_is_inferred() -> None:
    rows = deadlines(
        [
            ("M1.1", "due", "2020-12-31", "day", False),
            ("M1.2", "due", "2020-12-31", "year", False),
            ("M1.3", "due", "2020-12-31", "year", True),
            ("M1.4", "expires", "2020-12-31", "day", False),
        ]
    )
    fig = charts.clustering(analysis.clustering(rows))
    dots = marks(fig, "o")[3:]  # the first three are the legend's
    filled = [line.get_markerfacecolor() == line.get_markeredgecolor() for line in dots]
    assert filled == [True, False, False]
    assert len(marks(fig, "s")) == 1
    words = [text.get_text() for text in fig.axes[0].texts]
    assert {"M1.1", "M1.2", "M1.3", "M1.4"} <= set(words)
    assert words.count("?") == 2  # the doubtful one and the legend's


def test_a_strip_writes_the_number_into_a_mark_that_stands_for_several() -> None:
    rows = deadlines(
        [
            ("M1.1", "due", "2020-12-31", "day", False),
            ("M1.2", "due", "2020-12-30", "day", False),
            ("M1.3", "expires", "2020-12-31", "day", False),
        ]
    )
    pairs = assignments([("M1.1", "甲", "lead"), ("M1.2", "甲", "lead"), ("M1.3", "甲", "support")])
    fig = charts.load(analysis.load(rows, pairs))
    words = [text.get_text() for text in fig.axes[0].texts]
    assert words.count("2") == 1
    assert "1" not in words
    assert len(marks(fig, "s")) == 2  # the lapse, and its entry in the legend


def test_a_narrow_strip_says_that_it_leaves_out_who_only_supports() -> None:
    words = [text.get_text() for text, _ in text_boxes(drawn("usual", "load", width="half"))]
    assert any("窄图只画负责的时限" in word for word in words)


def test_hidden_persons_stand_nowhere_on_the_sheet() -> None:
    rows = deadlines([("M1.1", "due", "2020-12-31", "day", False)])
    people = assignments([("M1.1", "张三", "responsible")], kind="official")
    table = analysis.load(rows, people, kind="official")
    for hide, shown in ((False, True), (True, False)):
        fig = charts.load(table, hide_persons=hide)
        words = [text.get_text() for text, _ in text_boxes(fig)]
        assert any("张三" in word for word in words) is shown
        assert ("张三" in svg(fig)) is shown  # in the title and alt text that the file carries


def test_the_printed_words_stand_beside_an_inferred_day() -> None:
    words = [text.get_text() for text, _ in text_boxes(drawn("one", "calendar"))]
    assert any("原文：2021年主" in word for word in words)


def test_an_internal_sheet_is_marked() -> None:
    words = [text.get_text() for text, _ in text_boxes(drawn("one", "upcoming", internal=True))]
    assert "内部资料" in words
