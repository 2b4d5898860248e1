"""The squares of checkability: one a task, coloured by its class, k/n at the row's end."""

from __future__ import annotations

from collections import Counter

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from zctrack.charts import structure as charts
from zctrack.charts import style
from zctrack.charts.fitting import text_boxes
from zctrack.charts.save import svg
from zctrack.dictionary.build import frame


def table(*classes: tuple[int, int, str]) -> pd.DataFrame:
    """Chapter, measure and class of each task."""
    n = len(classes)
    return frame(
        "structure.checkability",
        {
            "task": [f"M{measure}.{k}" for k, (_, measure, _) in enumerate(classes, 1)],
            "measure": [measure for _, measure, _ in classes],
            "chapter": [chapter for chapter, _, _ in classes],
            "ordinal": list(range(1, n + 1)),
            "class": [name for *_, name in classes],
            "class_firm": [name for *_, name in classes],
            **{c: [0] * n for c in ("due_dates", "numeric_targets", "policy_ends", "products")},
            "rules": [0] * n,
            "waits_for": [None] * n,
            "text": [None] * n,
            "start": list(range(n)),
            "end": list(range(1, n + 1)),
        },
    )


SOME = table((1, 1, "both"), (1, 1, "open"), (1, 2, "number"), (2, 3, "policy_end"))


def words_of(fig: Figure) -> list[str]:
    return [text.get_text() for text, _ in text_boxes(fig)]


def squares(fig: Figure) -> Counter[str]:
    """Filled squares by colour, the legend's among them."""
    return Counter(
        to_hex(patch.get_facecolor())
        for patch in fig.axes[0].patches
        if isinstance(patch, Polygon) and patch.get_fill() and len(patch.get_xy()) == 5
    )


def test_each_task_is_one_square_in_the_colour_of_its_class() -> None:
    found = squares(charts.checkability(SOME))
    # Four tasks of four classes, and each class once more in the legend.
    for meaning in ("due", "none", "numeric", "expires"):
        assert found[style.colour(meaning)] == 2
    assert sum(found.values()) == 8


def test_a_task_with_date_and_number_has_both_colours() -> None:
    halves = [
        patch
        for patch in charts.checkability(SOME).axes[0].patches
        if isinstance(patch, Polygon) and len(patch.get_xy()) == 4
    ]
    assert {to_hex(half.get_facecolor()) for half in halves} == {style.colour("numeric")}
    assert len(halves) == 2


def test_the_row_ends_with_k_of_n_and_the_legend_counts_each_class() -> None:
    words = words_of(charts.checkability(SOME))
    assert {"2/3", "0/1", "日期和数字 1", "仅数字 1", "仅政策到期日 1", "无可核查点 1"} <= set(
        words
    )


def test_squares_of_one_measure_stand_together() -> None:
    fig = charts.checkability(table((1, 1, "date"), (1, 1, "date"), (1, 2, "date")))
    tasks = [p for p in fig.axes[0].patches if len(p.get_xy()) == 5][1:]
    lefts = sorted(float(patch.get_xy()[:, 0].min()) for patch in tasks)
    near, far = lefts[1] - lefts[0], lefts[2] - lefts[1]
    assert far > near * 1.2


def test_no_class_depends_on_colour_alone() -> None:
    """In grey two classes may be near; then one of them has a pattern or an outline."""
    patterned = {name for name, m in charts.MEANING.items() if style.hatch(m)}
    assert {"policy_end", "product", "waits"} <= patterned


def test_short_titles_of_the_chapters_come_from_names_csv() -> None:
    names = pd.DataFrame(
        {"key": ["C1"], "type": ["chapter"], "short": ["减税降费"], "en_short": ["Tax cuts"]}
    )
    assert "1 减税降费" in words_of(charts.checkability(SOME, names=names))
    assert "1 Tax cuts" in words_of(charts.checkability(SOME, names=names, lang="en"))


def test_a_notice_without_chapters_is_one_row() -> None:
    assert "全文" in words_of(charts.checkability(table((0, 1, "open"), (0, 2, "date"))))


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_an_empty_table_gives_a_sheet_that_says_why(lang: str) -> None:
    words = words_of(charts.checkability(frame("structure.checkability"), lang=lang))
    assert words[0] in ("没有任务可供核查", "There is no task to check")


def test_axes_that_are_given_get_the_marks_alone() -> None:
    fig = Figure(figsize=(8, 5))
    ax = fig.add_axes((0.05, 0.05, 0.9, 0.9))
    assert charts.checkability(SOME, ax=ax) is fig
    assert ax.patches
    assert not fig.texts


def test_the_same_table_gives_the_same_bytes() -> None:
    assert svg(charts.checkability(SOME)) == svg(charts.checkability(SOME))
