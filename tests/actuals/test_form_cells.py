"""A figure, a day, a state out of a cell: what is read, what is refused, and why."""

from __future__ import annotations

from datetime import date, datetime, time

import pandas as pd
import pytest

from tests.actuals.filling import NOTICE
from zctrack.actuals.cell_days import Day, day, state
from zctrack.actuals.cell_figures import Figure, blank, figure
from zctrack.actuals.form_rows import Row, plain_number, rows
from zctrack.actuals.rejects import Problem
from zctrack.formats.grid import Cell

ROWS = {row.item: row for row in rows(NOTICE, list(NOTICE.tasks["task"]))}
AREA = ROWS["M27.1.q1"]  # 15.48万亩以上
FIRMS = ROWS["M8.5.q1"]  # 750家以上
SHARE = ROWS["M27.2.q3"]  # 80％以上
GRAIN = ROWS["M29.1.q1"]  # 不低于1000万斤
LOANS = ROWS["M8.5.q2"]  # 10亿元以上
ALL = ROWS["M8.4.q1"]  # 应接尽接
LAST_YEAR = ROWS["M29.2.q2"]  # 不低于上年水平
FLOW = ROWS["M24.1.q3"]  # 新增 2万吨/日


def read(value: object, row: Row, *, number_format: str = "General", unit: str | None = None):
    cell = Cell(value, 7, 9, number_format)
    return figure(cell, row, unit or row.unit)


@pytest.mark.parametrize(
    ("value", "row", "expected"),
    [
        (12.5, AREA, 12.5),
        ("12.5", AREA, 12.5),
        ("12.5万亩", AREA, 12.5),
        ("12.5万", AREA, 12.5),
        ("125000亩", AREA, 12.5),
        ("125,000 亩", AREA, 12.5),
        ("１２５，０００亩", AREA, 12.5),
        ("8000公顷", AREA, 12.0),
        (760, FIRMS, 760.0),
        ("760家", FIRMS, 760.0),
        ("1,000", FIRMS, 1000.0),
        ("1，000", FIRMS, 1000.0),
        ("1 000", FIRMS, 1000.0),
        ("一千", FIRMS, 1000.0),
        ("七百六十家", FIRMS, 760.0),
        ("两千零五十", FIRMS, 2050.0),
        ("约1.2万", FIRMS, 12000.0),
        ("1200余家", FIRMS, 1200.0),
        ("已完成760家", FIRMS, 760.0),
        ("累计760家", FIRMS, 760.0),
        ("63.5%", SHARE, 63.5),
        ("63.5％", SHARE, 63.5),
        ("百分之六十三", SHARE, 63.0),
        (63.5, SHARE, 63.5),
        ("0.5%", SHARE, 0.5),
        (0, SHARE, 0.0),
        ("5000吨", GRAIN, 1000.0),
        ("1000万斤", GRAIN, 1000.0),
        ("98000万元", LOANS, 9.8),
        ("9.8亿", LOANS, 9.8),
        ("20000吨/日", FLOW, 2.0),
        ("95%", ALL, 95.0),
    ],
)
def test_a_figure_is_read_however_it_is_written(value: object, row: Row, expected: float) -> None:
    found = read(value, row)
    assert isinstance(found, Figure), found
    assert found.value == pytest.approx(expected, rel=1e-12)
    assert found.unit == row.unit


def test_a_cell_formatted_as_a_percentage_counts_in_hundredths() -> None:
    found = read(0.635, SHARE, number_format="0.0%")
    assert isinstance(found, Figure)
    assert (found.value, found.unit, found.notes) == (63.5, "%", ("原填63.5%",))


def test_a_plain_number_needs_no_note_and_a_conversion_has_one() -> None:
    plain, converted = read(12.5, AREA), read("125000亩", AREA)
    assert isinstance(plain, Figure)
    assert isinstance(converted, Figure)
    assert plain.notes == ()
    assert converted.notes == ("原填“125000亩”，折算为12.5万亩",)


def test_the_unit_that_the_row_names_instead_holds_for_a_bare_number() -> None:
    found = read(125000, AREA, unit="亩")
    assert isinstance(found, Figure)
    assert (found.value, found.notes) == (12.5, ("原填125000亩，折算为12.5万亩",))


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("约760家", "about"),
        ("760家左右", "about"),
        ("超过760家", ">"),
        ("760余家", ">"),
        ("760家以上", ">="),
        ("不足760家", "<"),
        ("760家", None),
    ],
)
def test_words_around_a_figure_make_it_a_bound(text: str, comparator: str | None) -> None:
    found = read(text, FIRMS)
    assert isinstance(found, Figure)
    assert (found.value, found.comparator) == (760.0, comparator)


def test_a_running_total_is_called_one() -> None:
    found = read("累计1.2亿元", LOANS)
    assert isinstance(found, Figure)
    assert (found.value, found.basis) == (1.2, "cumulative")


def test_where_the_notice_prints_no_unit_the_unit_written_is_kept() -> None:
    found = read("5.2万吨", LAST_YEAR)
    assert isinstance(found, Figure)
    assert (found.value, found.unit) == (5.2, "万吨")


@pytest.mark.parametrize(
    ("value", "row", "reason"),
    [
        ("760元", FIRMS, "wrong_unit"),
        ("3公里", AREA, "wrong_unit"),
        ("12.5%", FIRMS, "wrong_unit"),
        ("760哈", FIRMS, "unknown_unit"),
        ("1千", GRAIN, "unknown_unit"),
        (154800, AREA, "far_from_goal"),
        ("154800", AREA, "far_from_goal"),
        ("三万", ROWS["M29.4.q1"], "far_from_goal"),
        (-5, FIRMS, "negative"),
        ("-5家", FIRMS, "negative"),
        ("－5", FIRMS, "negative"),
        ("负五", FIRMS, "negative"),
        (0.635, SHARE, "share_or_percentage"),
        (1, SHARE, "share_or_percentage"),
        ("0.8", SHARE, "share_or_percentage"),
        ("3-5", FIRMS, "several_numbers"),
        ("58个，在建21个", FIRMS, "several_numbers"),
        ("1/2", FIRMS, "several_numbers"),
        ("1,00", FIRMS, "thousands"),
        ("1,5", AREA, "thousands"),
        ("已完成主体工程", FIRMS, "not_a_number"),
        ("76O", FIRMS, "unknown_unit"),
        (True, FIRMS, "not_a_number"),
        (float("inf"), FIRMS, "not_a_number"),
        (datetime(2020, 5, 3), FIRMS, "date_in_number"),
        (time(3, 5), FIRMS, "date_in_number"),
    ],
)
def test_what_can_be_read_in_two_ways_or_none_is_refused(
    value: object, row: Row, reason: str
) -> None:
    found = read(value, row)
    assert isinstance(found, Problem), found
    assert found.reason == reason
    for part in ("zh", "en", "todo_zh", "todo_en"):
        assert found.said(part)


@pytest.mark.parametrize("text", ["无", "暂无", "暂无数据", "N/A"])
def test_no_figure_is_an_answer(text: str) -> None:
    assert read(text, FIRMS) is None


@pytest.mark.parametrize(
    ("value", "empty"), [("—", True), ("/", True), ("  ", True), ("无", False), (0, False)]
)
def test_a_stroke_is_an_empty_cell_and_nought_is_not(value: object, empty: bool) -> None:
    assert blank(Cell(value, 1, 1)) is empty


ASKED = pd.Timestamp("2020-09-30")
EPOCH = datetime(1899, 12, 30)


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (datetime(2020, 9, 30), "2020-09-30"),
        (date(2020, 9, 30), "2020-09-30"),
        ("2020-09-30", "2020-09-30"),
        ("2020.9.30", "2020-09-30"),
        ("2020/9/30", "2020-09-30"),
        ("2020年9月30日", "2020-09-30"),
        ("２０２０年９月３０日", "2020-09-30"),
        ("二〇二〇年九月三十日", "2020-09-30"),
        ("截至2020年9月30日", "2020-09-30"),
        ("20200930", "2020-09-30"),
        (20200930, "2020-09-30"),
        (44104, "2020-09-30"),
        (44104.0, "2020-09-30"),
        ("9月30日", "2020-09-30"),
        ("9月底", "2020-09-30"),
        ("2020年8月末", "2020-08-31"),
        ("6月30日", "2020-06-30"),
    ],
)
def test_a_day_is_read_however_it_is_written(value: object, expected: str) -> None:
    found = day(Cell(value, 7, 10), form_day=ASKED, epoch=EPOCH)
    assert isinstance(found, Day), found
    assert found.day.isoformat() == expected


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("12月31日", "year_unclear"),  # of 2019 or of 2020
        ("2月1日", "year_unclear"),  # too long ago to be meant without its year
        ("2020年9月", "not_a_date"),
        ("2020-02-30", "not_a_date"),
        ("13月底", "not_a_date"),
        ("国庆前", "not_a_date"),
        (9.3, "not_a_date"),  # 9.3 or 9.30
        (5, "not_a_date"),
        (True, "not_a_date"),
    ],
)
def test_a_day_that_is_not_clear_is_refused(value: object, reason: str) -> None:
    found = day(Cell(value, 7, 10), form_day=ASKED, epoch=EPOCH)
    assert isinstance(found, Problem)
    assert found.reason == reason


def test_a_workbook_that_counts_from_1904_has_its_own_days() -> None:
    found = day(Cell(44104 - 1462, 7, 10), form_day=ASKED, epoch=datetime(1904, 1, 1))
    assert isinstance(found, Day)
    assert found.day == date(2020, 9, 30)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("完成", "done"),
        ("已完成。", "done"),
        ("基本完成", "done"),
        ("未 完成", "not_done"),
        ("正在推进", "under_way"),
        ("推进中", "under_way"),
        ("未启动", "not_started"),
        ("尚未开工", "not_started"),
        ("Done", "done"),
    ],
)
def test_a_state_is_read_from_the_lists_words_and_others(text: str, code: str) -> None:
    found = state(Cell(text, 7, 14))
    assert not isinstance(found, Problem)
    assert found[0] == code


def test_other_words_than_the_lists_are_noted() -> None:
    assert state(Cell("完成", 7, 14)) == ("done", ())
    assert state(Cell("基本完成", 7, 14)) == ("done", ("状态原填“基本完成”",))


@pytest.mark.parametrize("text", ["差不多", "90%", "完成了一半", "完成/未完成"])
def test_an_unknown_state_is_refused(text: str) -> None:
    found = state(Cell(text, 7, 14))
    assert isinstance(found, Problem)
    assert found.reason == "unknown_state"


def test_a_number_is_written_as_a_person_would() -> None:
    assert [plain_number(v) for v in (0.0, 15.48, 1e8, 0.1 + 0.2)] == [
        "0", "15.48", "100000000", "0.3",
    ]  # fmt: skip
