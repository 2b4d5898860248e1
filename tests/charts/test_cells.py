"""A table drawn as marks is as high as was measured, and no cell leaves its column."""

from __future__ import annotations

import itertools

import pytest

from zctrack.charts import style
from zctrack.charts.fitting import text_boxes
from zctrack.errors import OptionError
from zctrack.wording.words import Words

WORDS = Words("标题", "量度", "n = 2", "文字")
COLUMNS = ["任务", "牵头单位", "内容", "到期"]
ROWS = [
    ["M1.1", "区财政局", "持续加大减税降费力度，降低企业生产经营成本" * 2, "2020年12月31日"],
    ["M14.2", "区发展改革局", "抓好", style.Cell("已实现", marker="achieved", fill="shade1")],
]


@pytest.mark.parametrize("width", ["full", "half"])
def test_the_cells_of_a_table_stay_on_the_sheet_and_apart(width):
    widths = [style.inner_width(width) * share for share in (0.15, 0.25, 0.4, 0.2)]
    height = style.table_height(ROWS, COLUMNS, widths)
    sheet, axes = style.figure(WORDS, width=width, height=height)
    assert style.table(axes, ROWS, COLUMNS, widths) == pytest.approx(height)
    wide, high = sheet.get_size_inches() * sheet.dpi
    boxes = [box for _, box in text_boxes(sheet)]
    assert all(b.x0 >= 0 and b.x1 <= wide and b.y0 >= 0 and b.y1 <= high for b in boxes)
    for one, other in itertools.combinations(boxes, 2):
        side = min(one.x1, other.x1) - max(one.x0, other.x0)
        up = min(one.y1, other.y1) - max(one.y0, other.y0)
        assert side < 1 or up < 1


def test_a_longer_cell_makes_a_higher_table():
    low = style.table_height([["甲"]], ["列"], [20])
    assert style.table_height([["甲" * 40]], ["列"], [20]) > low + 5


def test_a_cell_shows_the_marker_of_its_meaning():
    sheet, axes = style.figure(WORDS, height=30)
    style.table(axes, [[style.Cell("已实现", marker="achieved")]], ["状态"], [40])
    assert style.marker("achieved") in [line.get_marker() for line in axes.get_lines()]
    assert sheet.axes == [axes]


def test_a_table_without_rows_keeps_its_header():
    _, axes = style.figure(WORDS, height=10)
    style.table(axes, [], COLUMNS, [20, 20, 20, 20])
    assert [text.get_text() for text in axes.texts] == COLUMNS


def test_rows_and_widths_that_do_not_match_are_refused():
    with pytest.raises(OptionError, match="one width"):
        style.table_height([["甲", "乙"]], ["列"], [20])


def test_a_heading_runs_on_over_the_cells_to_its_right():
    long = "政策将失效·60天 13"
    plain = style.table_height([[long, ""]], ["甲", "乙"], [12, 60])
    spanning = style.table_height([[style.Cell(long, span=True), ""]], ["甲", "乙"], [12, 60])
    assert spanning == style.table_height([["短", ""]], ["甲", "乙"], [12, 60]) < plain
