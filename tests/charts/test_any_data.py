"""Every chart on every hard input: no words leave the canvas, none meet, all can be read.

The whole grid has more than five hundred figures. A seeded part of it is drawn at each run, and
of each chart at least the hardest case; ``make collisions`` draws all and prints the counts.
"""

from __future__ import annotations

import itertools
import os
import random
from collections.abc import Iterator

import pytest

from tests.charts.cases import CASES, CHARTS, LANGS, WIDTHS, drawn
from tests.charts.measuring import leaving, marks_that_touch, meeting, words_on_marks
from zctrack.charts.fitting import text_boxes

GRID = list(itertools.product(CHARTS, CASES, LANGS, WIDTHS))
# Where marks stand on a scale two may have the same value.
ON_A_SCALE = (
    "workload.concentration",
    "workload.by_party",
    "targets.track",
    "targets.trajectories",
)
# One row a way of counting, a status, or a class.
NOTHING_LEFT_OUT = (
    "workload.concentration",
    "workload.concentration:unit",
    "targets.overview",
    "progress.classes",
)
A4_TEXT_MM = 297.0 - 30.0


def chosen() -> Iterator[tuple[str, str, str, str]]:
    """The whole grid where it is asked for, else a seeded part of it."""
    if os.environ.get("ZCTRACK_ALL_COLLISIONS"):
        yield from GRID
        return
    sample = random.Random(6)
    for n, chart in enumerate(CHARTS):
        own = [place for place in GRID if place[0] == chart]
        layouts = list(itertools.product(LANGS, WIDTHS))
        yield (chart, "four hundred", *layouts[n % len(layouts)])
        yield sample.choice(own)


@pytest.mark.parametrize(("chart", "case", "lang", "width"), sorted(set(chosen())))
def test_words_stay_apart_and_on_the_sheet(chart: str, case: str, lang: str, width: str) -> None:
    fig = drawn(case, chart, lang=lang, width=width, internal=True)
    assert text_boxes(fig)
    assert leaving(fig) == []
    assert meeting(fig) == []
    assert words_on_marks(fig) == []
    assert min(float(text.get_fontsize()) for text, _ in text_boxes(fig)) >= 8
    assert round(float(fig.get_figwidth()) * 25.4) == (160 if width == "full" else 80)
    assert fig.get_figheight() * 25.4 <= A4_TEXT_MM
    if chart.split(":")[0] not in ON_A_SCALE:
        assert marks_that_touch(fig) == 0
    if case == "four hundred" and chart not in NOTHING_LEFT_OUT:
        words = " ".join(text.get_text() for text, _ in text_boxes(fig))
        assert any(sign in words for sign in ("另有", "其余", "more"))


@pytest.mark.parametrize("chart", CHARTS)
def test_an_empty_table_says_in_words_why_it_is_empty(chart: str) -> None:
    for lang, signs in (("zh", ("没有",)), ("en", ("no ", "nobody", "hold", "there is"))):
        fig = drawn("empty", chart, lang=lang)
        assert any(sign in fig.words.title.lower() for sign in signs), fig.words.title
        assert fig.words.alt


def test_the_measure_sees_words_that_leave_meet_or_lie_under_a_mark() -> None:
    from matplotlib.figure import Figure

    fig = Figure(figsize=(3, 2))
    axes = fig.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.set_xlim(0, 1)
    axes.set_ylim(0, 1)
    axes.text(0.9, 0.5, "outside of it")
    axes.text(0.1, 0.8, "one")
    axes.text(0.12, 0.81, "other")
    axes.text(0.1, 0.2, "covered")
    axes.plot([0.14], [0.23], marker="o", markersize=8)
    axes.plot([0.15], [0.23], marker="s", markersize=8)
    assert leaving(fig) == ["outside of it"]
    assert meeting(fig) == [("one", "other")]
    assert "covered" in words_on_marks(fig)
    assert marks_that_touch(fig) == 1
