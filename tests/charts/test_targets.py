"""The charts of targets on any data: nothing leaves the canvas, no words meet."""

from __future__ import annotations

import re
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from zctrack.analysis import targets as analysis
from zctrack.charts import targets
from zctrack.charts.fitting import text_boxes
from zctrack.charts.save import svg
from zctrack.dictionary.build import codes, frame

STATUSES = [code.code for code in codes("status")]
LONG = "全区符合条件的规模以上工业企业数字化转型升级改造项目完成数量比例"


def rows(count: int) -> pd.DataFrame:
    n = range(count)
    return pd.DataFrame(
        {
            "quantity": [f"M{i // 3 + 1}.{i % 3 + 1}.q1" for i in n],
            "task": [f"M{i // 3 + 1}.{i % 3 + 1}" for i in n],
            "measure": [i // 3 + 1 for i in n],
            "indicator": [LONG[: 4 + i % 28] for i in n],
            "comparator": [[">=", "=", "range", "<="][i % 4] for i in n],
            "low": [None if i % 4 == 3 or i % 7 == 6 else 10.0 ** (i % 9) for i in n],
            "high": [10.0 ** (i % 9) * 1.5 if i % 4 > 1 and i % 7 != 6 else None for i in n],
            "unit": [["个", "万吨/日", "%"][i % 3] for i in n],
            "basis": ["all" if i % 7 == 6 else "level" for i in n],
            "baseline": [None] * count,
            "better": ["lower" if i % 4 == 3 else "higher" for i in n],
            "indicator_type": [["stock", "flow", "rate"][i % 3] for i in n],
            "due": pd.to_datetime([None if i % 5 == 4 else "2030-12-31" for i in n]),
            "related": ["M1.1.q1" if i % 6 == 5 else None for i in n],
            "surface": [f"{10 ** (i % 9)}个以上" for i in n],
        }
    )


NOBODY = pd.DataFrame({c: [] for c in ("task", "party", "kind", "role")}, dtype="str")


def register(count: int) -> pd.DataFrame:
    return analysis.register(rows(count), NOBODY, looked_until="2026-11-23")


def progress(count: int, source: str = "a.pdf") -> pd.DataFrame:
    of = rows(count)
    n = range(count)
    return frame(
        "progress",
        {c: of[c] for c in ("quantity", "task", "indicator", "comparator", "low", "high", "unit")}
        | {"due": of["due"], "value": [10.0 ** (i % 9) * 0.7 for i in n]}
        | {"as_of": ["2020-11-30"] * count, "attainment": [(i % 20) / 10 for i in n]}
        | {"expected": [None if i % 5 == 4 else 0.9 for i in n]}
        | {"status": [STATUSES[i % len(STATUSES)] for i in n], "stated": [None] * count}
        | {"evidence": ["stated"] * count, "forecast": [None] * count}
        | {"days_left": [None if i % 5 == 4 else 31 for i in n], "source": [source] * count},
    )


def overview(count: int, source: str = "a.pdf") -> pd.DataFrame:
    return analysis.overview(progress(count, source), as_of="2020-11-30")


def forecast(count: int) -> pd.DataFrame:
    n = range(count)
    many = [10.0 ** (i % 9) * 0.7 for i in n]
    return frame(
        "targets.forecast",
        {"quantity": [f"M{i // 3 + 1}.{i % 3 + 1}.q1" for i in n], "figures": [i % 9 for i in n]}
        | {"indicator": [LONG[: 4 + i % 28] for i in n], "unit": ["万吨/日"] * count}
        | {"value": many, "as_of": ["2020-11-30"] * count, "due": ["2030-12-31"] * count}
        | {"pace": [None if i % 5 == 4 else v for i, v in enumerate(many)], "pace_needed": many}
        | {"enough": [[None, "yes", "no"][i % 3] for i in n]}
        | {f"forecast{end}": [None if i % 2 else v for i, v in enumerate(many)] for end in ENDS}
        | {"meets": [None] * count},
    )


ENDS = ("", "_low", "_high")
CHARTS: list[tuple[Any, Any]] = [
    (targets.forecast, forecast),
    (targets.register, register),
    (targets.track, progress),
    (targets.overview, overview),
]


@pytest.mark.parametrize(("draw", "make"), CHARTS)
def test_the_same_table_gives_the_same_picture(draw: Any, make: Any) -> None:
    assert svg(draw(make(9))) == svg(draw(make(9)))


def test_made_up_paces_are_marked_where_they_are_said_to_be_made_up() -> None:
    marked = targets.forecast(forecast(9), simulated=True)
    assert any(text.get_text() == "模拟数据" for text, _ in text_boxes(marked))
    assert "其余" in "".join(t.get_text() for t, _ in text_boxes(targets.forecast(forecast(400))))


@pytest.mark.parametrize(("draw", "make"), CHARTS[2:])
def test_simulated_figures_put_their_mark_on_the_sheet(draw: Any, make: Any) -> None:
    def marked(table: pd.DataFrame) -> bool:
        return any(text.get_text() == "模拟数据" for text, _ in text_boxes(draw(table)))

    assert marked(make(9, "simulated"))
    assert not marked(make(9))


def test_what_does_not_fit_is_counted_and_not_dropped_in_silence() -> None:
    words = [text.get_text() for text, _ in text_boxes(targets.track(progress(400)))]
    drawn = sum(word.startswith("M") for word in words)
    assert f"其余{400 - drawn}个目标见进度表" in words
    words = [text.get_text() for text, _ in text_boxes(targets.register(register(400)))]
    numbered = int((~register(400)["no_number"]).sum())
    drawn = sum(re.fullmatch(r"M\d+\.\d", word) is not None for word in words)
    assert f"其余{numbered - drawn}个目标见目标清单表" in words


def test_a_missing_date_stands_in_the_warning_colour() -> None:
    from zctrack.charts import style

    fig = targets.register(register(9))
    inks = {t.get_color() for t, _ in text_boxes(fig) if t.get_text() == "无日期"}
    assert inks == {style.colour("warning")}


def test_axes_that_are_given_get_the_marks_alone() -> None:
    fig = Figure(figsize=(6, 4))
    ax = fig.add_axes((0.05, 0.05, 0.9, 0.9))
    assert targets.track(progress(3), ax=ax) is fig
    assert not any("评估日" in text.get_text() for text, _ in text_boxes(fig))
