"""The screen twin of the progress chart."""

from __future__ import annotations

import pandas as pd

from zctrack.dictionary.build import frame
from zctrack.interactive import targets


def progress() -> pd.DataFrame:
    return frame(
        "progress",
        {
            "quantity": ["M1.1.q1", "M1.1.q2", "M1.1.q3"],
            "task": ["M1.1"] * 3,
            "indicator": ["甲", "乙", "丙"],
            "comparator": [">="] * 3,
            "low": [100.0] * 3,
            "high": [None] * 3,
            "unit": ["个"] * 3,
            "due": ["2020-12-31", None, "2020-12-31"],
            "value": [150.0, 20.0, None],
            "as_of": ["2020-11-30"] * 3,
            "attainment": [1.5, 0.2, None],
            "expected": [0.9, None, 0.9],
            "status": ["achieved", "behind", "unreported"],
            "stated": [None] * 3,
            "evidence": ["stated", "stated", "none"],
            "forecast": [None] * 3,
            "days_left": [31, None, 31],
            "source": ["simulated", "simulated", None],
        },
    )


def test_the_worst_stands_first_and_only_targets_with_a_figure_are_drawn() -> None:
    fig = targets.track(progress())
    assert list(fig.layout.yaxis.ticktext) == ["M1.1 乙", "M1.1 甲"]


def test_hover_gives_figure_day_and_source() -> None:
    hover = targets.track(progress()).data[1].text[0]
    assert "20／≥100个" in hover
    assert "数值截至2020年11月30日" in hover
    assert "simulated" in hover


def test_the_simulated_mark_stands_in_the_title() -> None:
    assert "模拟数据" in targets.track(progress()).layout.title.text
    assert "SIMULATED" in targets.track(progress(), lang="en").layout.title.text


def test_an_empty_table_says_why() -> None:
    assert "没有目标" in targets.track(progress().iloc[:0]).layout.title.text
