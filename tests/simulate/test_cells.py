"""Figures as people type them: each right way reads back, each wrong one is told for its reason."""

from __future__ import annotations

from datetime import datetime

import numpy as np
import pytest

import zctrack as zt
from zctrack.actuals.cell_figures import Figure
from zctrack.actuals.cell_figures import figure as read
from zctrack.actuals.form_rows import Row, rows
from zctrack.actuals.rejects import Problem
from zctrack.formats.grid import Cell
from zctrack.simulate.cells import Typed, figure, in_chinese, wrong_figure
from zctrack.simulate.settings import settings

NOTICE = zt.load()
ROWS = {
    item: next(row for row in rows(NOTICE, [item.rpartition(".q")[0]]) if row.item == item)
    for item in ("M27.1.q1", "M8.5.q1", "M23.2.q1", "M29.1.q1", "M14.3.q1")
}
VALUES = {"M27.1.q1": 15.48, "M8.5.q1": 1234.0, "M23.2.q1": 63.5, "M29.1.q1": 860.0, "M14.3.q1": 14}


def cell(typed: Typed) -> Cell:
    value = typed.saved if typed.saved is not None else typed.value
    assert not isinstance(value, datetime)
    return Cell(value, 7, 9, typed.number_format or "General", formula=typed.saved is not None)


def read_back(typed: Typed, row: Row) -> Figure | Problem | None:
    return read(cell(typed), row, row.unit)


@pytest.mark.parametrize("item", ROWS)
def test_every_right_way_reads_back_to_the_same_figure(item: str) -> None:
    seen = set()
    for seed in range(150):
        typed = figure(float(VALUES[item]), ROWS[item], np.random.default_rng(seed))
        found = read_back(typed, ROWS[item])
        assert isinstance(found, Figure), (typed, found)
        assert found.value == pytest.approx(VALUES[item], rel=1e-12), typed
        assert found.comparator in (None, typed.comparator)
        seen.add(typed.way)
    assert "plain" in seen
    assert len(seen) >= 3


def test_the_ways_are_those_that_bureaus_use() -> None:
    def typed(item: str, way: str) -> object:
        for seed in range(400):
            made = figure(float(VALUES[item]), ROWS[item], np.random.default_rng(seed))
            if made.way == way:
                return made.value
        raise AssertionError(way)

    assert typed("M27.1.q1", "smaller_unit") == "154800亩"
    assert typed("M8.5.q1", "thousands") == "1,234"
    assert typed("M23.2.q1", "percent_format") == 0.635
    assert typed("M14.3.q1", "chinese") == "十四项"
    assert typed("M14.3.q1", "formula_saved") == "=9+5"
    assert typed("M29.1.q1", "about") == "约860万斤"


@pytest.mark.parametrize(
    ("kind", "item"),
    [
        ("wrong_dimension", "M27.1.q1"),
        ("two_values", "M8.5.q1"),
        ("bare_share", "M23.2.q1"),
        ("bare_smaller_unit", "M27.1.q1"),
        ("decimal_comma", "M27.1.q1"),
        ("words_for_figure", "M14.3.q1"),
    ],
)
def test_every_wrong_way_is_told_for_its_reason(kind: str, item: str) -> None:
    wanted = next(rule["reason"] for rule in settings()["mistake"] if rule["kind"] == kind)
    for seed in range(20):
        value = float(VALUES[item])
        typed = wrong_figure(kind, value, ROWS[item], np.random.default_rng(seed))
        assert typed is not None
        found = read_back(typed, ROWS[item])
        assert isinstance(found, Problem), (typed, found)
        assert found.reason == wanted, typed


def test_a_mistake_that_cannot_be_made_of_a_figure_is_none() -> None:
    rng = np.random.default_rng(1)
    assert wrong_figure("bare_share", 760.0, ROWS["M8.5.q1"], rng) is None
    assert wrong_figure("decimal_comma", 14.0, ROWS["M14.3.q1"], rng) is None
    assert wrong_figure("unknown", 14.0, ROWS["M14.3.q1"], rng) is None


@pytest.mark.parametrize(("number", "words"), [(2, "二"), (10, "十"), (40, "四十"), (99, "九十九")])
def test_chinese_numerals(number: int, words: str) -> None:
    assert in_chinese(number) == words
