"""No text leaves the canvas, whatever the data."""

from __future__ import annotations

import pytest

from zctrack.charts import style
from zctrack.charts.fitting import text_boxes
from zctrack.wording.words import Words

WORDS = Words("标题", "量度", "n = 81", "文字")
LONG = "一个名字非常长的责任单位其名称足足有三十个汉字那么长啊"
CASES = {
    "one row": (["区财政局"], [1.0]),
    "long names": ([LONG, "甲", LONG + "二"], [3.0, 2.0, 1.0]),
    "nine orders of magnitude": (["甲", "乙"], [1.0, 1e9]),
    "english": (["Zhoucun District Bureau of Human Resources and Social Security"], [2.0]),
}


def outside(sheet: style.Sheet) -> list[str]:
    wide, high = sheet.get_size_inches() * sheet.dpi
    return [
        text.get_text()
        for text, box in text_boxes(sheet)
        if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > wide + 0.5 or box.y1 > high + 0.5
    ]


@pytest.mark.parametrize("width", ["full", "half"])
@pytest.mark.parametrize("case", CASES)
def test_bars_with_notes_stay_on_the_canvas(case: str, width):
    names, values = CASES[case]
    sheet, axes = style.figure(WORDS, width=width, height=45)
    with style.context():
        axes.barh(names, values)
        axes.set_xlabel("任务数（项）")
        for row, value in enumerate(values):
            axes.annotate(
                f"{value:,.0f}项，其中一些注释很长以至于要出界",
                (value, row),
                xytext=(3, 0),
                textcoords="offset points",
            )
    style.fit(sheet, axes)
    assert outside(sheet) == []
    assert axes.get_position().width > 0.1


def test_without_fit_they_would_leave_it():
    sheet, axes = style.figure(WORDS, width="half", height=45)
    axes.barh([LONG], [1])
    assert outside(sheet) != []


@pytest.mark.parametrize("side", ["left", "right", "center"])
def test_a_note_in_a_corner_comes_in(side: str):
    sheet, axes = style.figure(WORDS, width="half", height=45)
    with style.context():
        axes.text(1, 1, LONG * 2, ha=side, va="bottom", transform=axes.transAxes)
        axes.text(0, 0, LONG * 2, ha=side, va="top", transform=axes.transAxes)
    style.fit(sheet, axes)
    assert outside(sheet) == []


def test_notes_stay_inside_at_print_resolution_too():
    sheet, axes = style.figure(WORDS, width="half", height=45)
    with style.context():
        axes.annotate(LONG * 2, (1, 1), xytext=(9, 9), textcoords="offset points")
        axes.text(1, 0, LONG, transform=axes.transAxes)
    style.fit(sheet, axes)
    sheet.set_dpi(300)
    assert outside(sheet) == []


def test_long_tick_labels_of_the_x_axis_are_wrapped():
    sheet, axes = style.figure(WORDS, width="half", height=60)
    with style.context():
        axes.bar([LONG, "乙"], [1, 2])
    style.fit(sheet, axes)
    assert outside(sheet) == []


def test_several_axes_keep_their_arrangement():
    sheet, first = style.figure(WORDS, height=60)
    left, bottom, right, top = sheet.plot_box()
    half = (right - left) / 2
    first.set_position((left, bottom, half * 0.9, top - bottom))
    second = sheet.add_axes((left + half * 1.1, bottom, half * 0.9, top - bottom))
    with style.context():
        first.barh([LONG], [1])
        second.barh([""], [1])
    style.fit(sheet)
    one, two = first.get_position(), second.get_position()
    assert outside(sheet) == []
    assert one.x1 < two.x0
    assert one.width == pytest.approx(two.width)
    assert one.y0 == pytest.approx(two.y0)


def test_the_plot_takes_the_room_that_its_labels_leave():
    sheet, axes = style.figure(WORDS, height=40)
    with style.context():
        axes.barh(["甲"], [1])
    style.fit(sheet, axes)
    assert axes.get_position().width > 0.9


def test_an_empty_plot_is_fitted_too():
    sheet, axes = style.figure(WORDS, height=40)
    axes.set_axis_off()
    style.fit(sheet, axes)
    assert outside(sheet) == []
