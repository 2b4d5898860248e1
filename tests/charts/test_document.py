"""docs/charts.md gives what it says, and knows every chart."""

from __future__ import annotations

import doctest
import inspect
from importlib import import_module
from pathlib import Path

import pytest

from tests.charts.cases import CASES, CHARTS, LANGS, WIDTHS

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "charts.md"
ROOMS = (
    "cascade",
    "deadlines",
    "progress",
    "ranking",
    "review",
    "structure",
    "targets",
    "workload",
)


def charts() -> list[str]:
    return [
        f"{room}.{name}"
        for room in ROOMS
        for name in import_module(f"zctrack.charts.{room}").__all__
    ]


def test_its_examples_give_what_they_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("MPLBACKEND", "Agg")
    result = doctest.testfile(
        str(DOCUMENT), module_relative=False, encoding="utf-8", optionflags=doctest.REPORT_NDIFF
    )
    assert result.failed == 0
    assert result.attempted >= 20


@pytest.mark.parametrize("chart", charts())
def test_every_chart_has_its_question_a_hard_case_and_the_common_options(chart: str) -> None:
    assert f"`{chart}`" in DOCUMENT.read_text("utf-8")
    assert chart in {name.split(":")[0] for name in CHARTS}
    room, name = chart.split(".")
    draw = getattr(import_module(f"zctrack.charts.{room}"), name)
    options = inspect.signature(draw).parameters
    common = ("ax", "lang", "names", "source", "width", "internal", "hide_persons")
    assert set(common) <= set(options)


@pytest.mark.parametrize("chart", charts())
def test_every_chart_has_a_table_and_words_of_its_name(chart: str) -> None:
    room, name = chart.split(".")
    for floor in ("analysis", "wording"):
        assert callable(getattr(import_module(f"zctrack.{floor}.{room}"), name))


def test_the_size_of_the_grid_is_what_it_says() -> None:
    sheets = len(CHARTS) * len(CASES) * len(LANGS) * len(WIDTHS)
    assert f"{len(CHARTS)} charts × {len(CASES)} cases × 2 languages × 2 widths = {sheets}" in (
        DOCUMENT.read_text("utf-8")
    )
