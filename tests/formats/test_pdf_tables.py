from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

import pytest

from zctrack.errors import LimitError
from zctrack.formats import pdf
from zctrack.formats.limits import Limits
from zctrack.formats.pdf_tables import Row, continued

Make = Callable[..., bytes]
Line = tuple[float, float, float, float]
Item = tuple[float, float, float, str]
COLUMNS = (60, 100, 300, 400, 540)


def ruled(
    heights: Sequence[float], columns: Sequence[float] = COLUMNS, *, without: Sequence[Line] = ()
) -> list[Line]:
    """A full grid, each side of each cell a line of its own, without some."""
    lines = [(x0, y, x1, y) for y in heights for x0, x1 in pairwise(columns)]
    lines += [(x, y1, x, y0) for x in columns for y0, y1 in pairwise(heights)]
    return [line for line in lines if line not in without]


def text(column: int, y: float, words: str, columns: Sequence[float] = COLUMNS) -> Item:
    return (columns[column - 1] + 4, y, 10, words)


def cells(data: bytes) -> list[tuple[int | None, int | None, int | None, str]]:
    document = pdf.read(data)
    return [(b.table, b.row, b.column, document.text[b.start : b.end]) for b in document.blocks]


def test_a_ruled_table_reads_cell_by_cell_between_its_paragraphs(pdf_with: Make) -> None:
    items = [
        (90, 740, 16, "任务清单。"),
        text(1, 700, "序"), text(2, 700, "任务"), text(3, 700, "单位"), text(4, 700, "时限"),
        text(1, 660, "1"), text(2, 672, "建成北部启动区标准厂房一二三四五"),
        text(2, 656, "六万平方米"), text(4, 660, "6月底"),
        (90, 600, 16, "附则。"),
    ]  # fmt: skip
    data = pdf_with([items], lines=[ruled([715, 690, 645])])
    assert cells(data) == [
        (None, None, None, "任务清单。"),
        (1, 1, 1, "序"), (1, 1, 2, "任务"), (1, 1, 3, "单位"), (1, 1, 4, "时限"),
        (1, 2, 1, "1"), (1, 2, 2, "建成北部启动区标准厂房一二三四五六万平方米"),
        (1, 2, 3, ""), (1, 2, 4, "6月底"),
        (None, None, None, "附则。"),
    ]  # fmt: skip


def test_cells_without_a_rule_between_them_are_one(pdf_with: Make) -> None:
    grid = ruled(
        [715, 690, 665, 640],
        without=[(100, 715, 100, 690), (300, 715, 300, 690), (400, 715, 400, 690),
                 (60, 665, 100, 665)],
    )  # fmt: skip
    grid = [
        line for line in grid
        if line not in [(100, 690, 100, 715), (300, 690, 300, 715), (400, 690, 400, 715)]
    ]  # fmt: skip
    items = [
        text(2, 700, "一、项目建设"), text(1, 662, "甲"),
        text(2, 675, "任务一"), text(3, 675, "某局"), text(4, 675, "年底"),
        text(2, 650, "任务二"), text(3, 650, "某委"),
    ]  # fmt: skip
    assert [entry[1:] for entry in cells(pdf_with([items], lines=[grid]))] == [
        (1, 1, "一、项目建设"),
        (2, 1, "甲"), (2, 2, "任务一"), (2, 3, "某局"), (2, 4, "年底"),
        (3, 1, ""), (3, 2, "任务二"), (3, 3, "某委"), (3, 4, ""),
    ]  # fmt: skip


def test_a_table_open_at_its_sides_has_its_outer_columns(pdf_with: Make) -> None:
    lines = [(60, y, 540, y) for y in (715, 690, 665)] + [(300, 715, 300, 665)]
    items = [
        (70, 700, 10, "任务"), (310, 700, 10, "单位"),
        (70, 675, 10, "建成"), (310, 675, 10, "某局"),
    ]  # fmt: skip
    assert [entry[1:] for entry in cells(pdf_with([items], lines=[lines]))] == [
        (1, 1, "任务"), (1, 2, "单位"), (2, 1, "建成"), (2, 2, "某局"),
    ]  # fmt: skip


def test_numbered_sentences_in_a_cell_are_kept_apart(pdf_with: Make) -> None:
    items = [text(1, 700, "1"), text(2, 702, "1.建成投用。"), text(2, 688, "2.验收。")]
    assert (1, 1, 2, "1.建成投用。 2.验收。") in cells(pdf_with([items], lines=[ruled([720, 680])]))


def test_a_table_over_pages_is_one_and_its_heading_row_is_read_once(pdf_with: Make) -> None:
    head = [text(1, 700, "序"), text(2, 700, "任务")]
    first = [*head, text(1, 675, "1"), text(2, 675, "甲事")]
    second = [*head, text(1, 675, "2"), text(2, 675, "乙事")]
    grid = ruled([715, 690, 665])
    read = cells(pdf_with([first, second], lines=[grid, grid]))
    assert [entry for entry in read if entry[3]] == [
        (1, 1, 1, "序"), (1, 1, 2, "任务"), (1, 2, 1, "1"), (1, 2, 2, "甲事"),
        (1, 3, 1, "2"), (1, 3, 2, "乙事"),
    ]  # fmt: skip


def test_tables_with_text_between_them_or_other_columns_are_two(pdf_with: Make) -> None:
    grid, other = ruled([715, 690]), ruled([715, 690], (60, 200, 540))
    item = [text(1, 700, "甲"), text(2, 700, "乙")]
    between = [*item, (90, 600, 16, "第二部分。")]
    read = cells(pdf_with([between, item], lines=[grid, grid]))
    assert [entry[0] for entry in read if entry[3]] == [1, 1, None, 2, 2]
    read = cells(pdf_with([item, [(70, 700, 10, "甲"), (210, 700, 10, "乙")]], lines=[grid, other]))
    assert [entry[0] for entry in read if entry[3]] == [1, 1, 2, 2]


@pytest.mark.parametrize(
    ("more", "joined"),
    [
        ((("", "末尾", "")), ("1", "开头末尾", "某局")),
        ((("", "2.别的", "")), None),
        ((("2", "别的", "")), None),
        ((("", "", "")), None),
    ],
)
def test_a_row_cut_by_a_page_break_is_joined(
    more: tuple[str, ...], joined: tuple[str, ...] | None
) -> None:
    def row(texts: tuple[str, ...], page: int) -> Row:
        return Row(tuple(enumerate(texts, start=1)), page)

    before, after = row(("1", "开头", "某局"), 1), row(more, 2)
    expected = [row(joined, 1)] if joined else [before, after]
    assert continued([before], [after]) == expected


def test_underlines_frames_and_drawings_are_no_tables(pdf_with: Make) -> None:
    items = [(90, 700, 16, "一、目标任务。")]
    underline = [(90, 698, 200, 698)]
    frame = [(40, 40, 555, 40), (40, 800, 555, 800), (40, 40, 40, 800), (555, 40, 555, 800)]
    drawing = [(x, 100, x, 300) for x in range(50, 5000)] + [(50, 100, 500, 100)] * 3000
    for lines in (underline, frame, underline + frame, drawing):
        assert cells(pdf_with([items], lines=[lines])) == [(None, None, None, "一、目标任务。")]


def test_too_many_cells_are_refused(pdf_with: Make) -> None:
    items = [text(1, 700, "甲"), text(2, 700, "乙")]
    with pytest.raises(LimitError, match="cells"):
        pdf.read(pdf_with([items], lines=[ruled([715, 690])]), limits=Limits(cells=3))
