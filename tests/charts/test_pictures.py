"""Every chart looks as it did: compared with the picture in ``tests/pictures``, pixel by pixel.

The pictures are drawn from invented tables (``cases.py``), so a change of the grammar leaves them
alone. ``make pictures`` draws them anew; look at what changed before committing it.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from matplotlib.patches import Rectangle
from matplotlib.testing.compare import compare_images

from tests.charts.cases import CHARTS, drawn
from zctrack.charts.save import save

HOME = Path(__file__).resolve().parents[1] / "pictures"
# Root of the mean square difference, of 255: a bar that is two pixels longer has more.
TOLERANCE = 0.25
PLACES = [
    (chart, lang, width)
    for n, chart in enumerate(CHARTS)
    for lang, width in (("zh", "full"), ("en", "half"))
]


def picture(fig: object, path: Path) -> Path:
    """Save at screen resolution."""
    return save(fig, path.with_suffix(""), formats="png", dpi=100)[0]  # type: ignore[arg-type]


def named(chart: str, lang: str, width: str) -> str:
    return f"{chart.replace(':', '-')}-{lang}-{width}.png"


@pytest.mark.parametrize(("chart", "lang", "width"), PLACES)
def test_a_chart_looks_as_it_did(chart: str, lang: str, width: str, tmp_path: Path) -> None:
    made = drawn("usual", chart, lang=lang, width=width)
    if os.environ.get("ZCTRACK_MAKE_PICTURES"):
        HOME.mkdir(exist_ok=True)
        picture(made, HOME / named(chart, lang, width))
    expected = HOME / named(chart, lang, width)
    difference = compare_images(str(expected), str(picture(made, tmp_path / "made.png")), TOLERANCE)
    assert difference is None, f"{difference} If it is meant: make pictures"


def test_the_guard_sees_a_bar_that_is_one_percent_of_the_sheet_longer(tmp_path: Path) -> None:
    chart, lang, width = "workload.by_party:unit", "zh", "full"
    fig = drawn("usual", chart, lang=lang, width=width)
    bar = [patch for patch in fig.axes[0].patches if isinstance(patch, Rectangle)][-1]
    bar.set_width(bar.get_width() + 1.6)
    changed = str(picture(fig, tmp_path / "changed.png"))
    assert compare_images(str(HOME / named(chart, lang, width)), changed, TOLERANCE) is not None


def test_the_guard_sees_a_single_number_that_changed(tmp_path: Path) -> None:
    chart, lang, width = "workload.crosstab", "zh", "full"
    fig = drawn("usual", chart, lang=lang, width=width)
    cell = next(text for text in fig.axes[0].texts if text.get_text() == "1")
    cell.set_text("8")
    changed = str(picture(fig, tmp_path / "changed.png"))
    assert compare_images(str(HOME / named(chart, lang, width)), changed, TOLERANCE) is not None


def test_every_picture_has_its_chart_and_all_are_small() -> None:
    files = {path.name: path.stat().st_size for path in HOME.glob("*.png")}
    assert set(files) == {named(*place) for place in PLACES}
    assert sum(files.values()) < 3_000_000
