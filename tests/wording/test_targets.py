"""The sentences of the targets: every number in them is a cell of the table."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from zctrack.analysis import targets as analysis
from zctrack.dictionary.build import frame, table
from zctrack.wording import figures, targets
from zctrack.wording.words import phrases

LANGS = ("zh", "en")


def progress(*rows: dict[str, Any]) -> pd.DataFrame:
    plain = {"quantity": "M1.1.q1", "task": "M1.1", "indicator": "充电桩", "comparator": ">="}
    plain |= {"low": 100.0, "high": None, "unit": "个", "due": "2020-12-31", "value": None}
    plain |= {"as_of": "2020-11-30", "attainment": None, "expected": 0.9, "status": "unreported"}
    plain |= {"stated": None, "evidence": "none", "forecast": None, "days_left": 31}
    plain |= {"source": None}
    filled = [plain | {"quantity": f"M1.1.q{n}"} | row for n, row in enumerate(rows)]
    columns = [column.name for column in table("progress").columns]
    return frame("progress", {name: [row[name] for row in filled] for name in columns})


def register(**given: Any) -> pd.DataFrame:
    rows = pd.DataFrame(
        {"quantity": ["M1.1.q1", "M1.1.q2"], "task": ["M1.1"] * 2, "measure": [1, 1]}
        | {"indicator": ["甲", "乙"], "comparator": [">="] * 2, "low": [5.0, None]}
        | {"high": [None, None], "unit": ["个", None], "basis": ["level", "all"]}
        | {"indicator_type": ["stock", None], "related": [None, None]}
        | {"due": pd.to_datetime(["2020-12-31", None])}
    )
    none = pd.DataFrame({c: [] for c in ("task", "party", "kind", "role")}, dtype="str")
    return analysis.register(rows, none, **given)


def test_the_register_says_how_many_can_be_measured() -> None:
    assert targets.register(register()).title == "2个目标中，1个照原文可以计量"
    assert "measured as written" in targets.register(register(), lang="en").title


def test_the_register_says_that_nothing_was_published_only_where_somebody_looked() -> None:
    title = targets.register(register(looked_until="2026-11-23")).title
    assert title.endswith("截至2026年11月23日没有查到一个可用的公布值")
    assert "公布" not in targets.register(register()).title


def test_the_register_says_that_hedging_was_not_read() -> None:
    assert "弹性表述未判" in targets.register(register()).base


def test_progress_names_the_statuses_and_sets_the_unreported_beside_them() -> None:
    table_ = progress(
        {"status": "behind", "attainment": 0.5, "value": 50.0},
        {"status": "achieved", "attainment": 1.1, "value": 110.0},
        {},
    )
    words = targets.track(table_)
    assert words.title == "2个有数值的目标中，已实现1个和滞后1个"
    assert "另有未见数据1个，不视为滞后" in words.base
    assert "评估日2020年11月30日" in words.base
    assert "50／≥100个" in words.alt


def test_progress_without_any_figure_says_so_and_until_when_was_looked() -> None:
    words = targets.track(progress({"as_of": "2026-11-23"}))
    assert words.title == "1个目标都没有查到可以计入的数值"
    assert "查至2026年11月23日" in words.subtitle


def test_the_yardstick_is_named() -> None:
    rows = progress({"status": "behind", "attainment": 0.5, "value": 50.0})
    assert "时间进度" in targets.track(rows, yardstick="year").base
    assert "时间进度" not in targets.track(rows).base


def test_a_rate_is_written_with_the_points_that_it_lacks() -> None:
    row = {"comparator": ">=", "low": 80.0, "high": None, "unit": "％", "value": 61.0}
    assert figures.against(row | {"attainment": 0.81}) == "61／≥80%，差19点"
    assert figures.against(row | {"attainment": 0.81}, lang="en") == "61 / ≥80%, 19 pts short"
    assert figures.against(row | {"attainment": 1.0, "value": 80.0}) == "80／≥80%"


def test_a_commitment_for_all_is_written_against_all() -> None:
    row = {"comparator": "=", "low": None, "high": None, "unit": None, "value": 96.0}
    assert figures.against(row | {"attainment": 0.96}) == "96%／全部，差4点"


@pytest.mark.parametrize(
    ("comparator", "low", "high", "text"),
    [
        ("<=", None, 50.0, "≤50"),
        ("<", None, 50.0, "<50"),
        (">", 40.0, None, ">40"),
        ("=", 3.1, 3.1, "3.1"),
        ("about", 8.0, 8.0, "约8"),
        ("range", 3.0, 5.0, "3—5"),
    ],
)
def test_each_comparator_has_its_sign(
    comparator: str, low: float | None, high: float | None, text: str
) -> None:
    assert figures.asked({"comparator": comparator, "low": low, "high": high}) == text


def test_a_short_name_stands_for_the_indicator_where_names_csv_has_one() -> None:
    names = pd.DataFrame({"key": ["M1.1.q1"], "short": ["桩"], "en_short": ["Chargers"]})
    row = {"quantity": "M1.1.q1", "task": "M1.1", "indicator": "全区建成充电桩数量"}
    assert figures.indicator(row, names, "zh") == "桩"
    assert figures.indicator(row, names, "en") == "Chargers"
    assert figures.indicator(row | {"quantity": "M1.1.q2"}, names, "en") == "全区建成充电桩数量"


def test_the_overview_says_that_figures_are_simulated() -> None:
    rows = progress({"status": "behind", "attainment": 0.5, "value": 5.0, "source": "simulated"})
    overview = analysis.overview(rows, as_of="2020-11-30")
    assert targets.overview(overview).title == "1个目标：滞后1个"
    assert "模拟数据" in targets.overview(overview).base


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(
    ("write", "name"),
    [
        (targets.forecast, "targets.forecast"),
        (targets.register, "targets.register"),
        (targets.track, "progress"),
        (targets.overview, "targets.overview"),
    ],
)
def test_empty_tables_have_a_title_that_says_why(write: Any, name: str, lang: str) -> None:
    words = write(frame(name), lang=lang)
    assert words.title
    assert words.alt == words.title


@pytest.mark.parametrize("module", ["targets", "cascade"])
def test_both_languages_have_the_same_templates(module: str) -> None:
    assert list(phrases(module, "zh")) == list(phrases(module, "en"))
