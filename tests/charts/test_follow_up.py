"""The charts of progress, review and ranking on any data: nothing leaves the canvas or meets."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pandas as pd
import pytest
from matplotlib.figure import Figure

from zctrack.charts import progress, ranking, review
from zctrack.charts.fitting import text_boxes
from zctrack.charts.save import svg
from zctrack.dictionary.build import codes, frame, table

LAYOUTS = [(lang, width) for lang in ("zh", "en") for width in ("full", "half")]
LONG = "周村区推进夜间经济发展工作领导小组办公室及其各成员单位"


def made(name: str, count: int, **columns: Any) -> pd.DataFrame:
    """Fill a table: codes in turn, plain values else; a callable gives a column by row."""
    plain: dict[str, Any] = {"text": "甲", "int": 3, "float": 0.5, "bool": False}
    plain |= {"date": "2020-12-31"}
    out: dict[str, list[Any]] = {}
    for column in table(name).columns:
        given = columns.get(column.name)
        if callable(given):
            out[column.name] = [given(i) for i in range(count)]
        elif given is not None:
            out[column.name] = [given] * count
        elif column.codes:
            known = [code.code for code in codes(column.codes)]
            out[column.name] = [known[i % len(known)] for i in range(count)]
        else:
            out[column.name] = [None if column.optional else plain[column.type]] * count
    return frame(name, out)


def bands(count: int, source: str | None = None) -> pd.DataFrame:
    return made(
        "ranking.bands",
        count,
        unit=lambda i: f"{LONG[: 3 + i % 22]}{i}",
        band=lambda i: (
            ["upper", "middle", "lower"][min(i * 3 // max(count, 1), 2)]
            if i < count * 0.95
            else "too_little"
        ),
        score=lambda i: 100.0 - i * 100 / max(count, 1),
        score_low=lambda i: max(90.0 - i * 100 / max(count, 1), 0.0),
        score_high=lambda i: min(105.0 - i * 100 / max(count, 1), 100.0),
        average=48.0,
        rank_best=lambda i: max(i - 5, 1),
        rank_worst=lambda i: i + 5,
        on_time=lambda i: None if i % 7 == 6 else 1.0,
        attainment=0.97,
        reporting=0.6,
        closed=lambda i: 5 + i if i < count * 0.95 else 4,
        source=lambda i: source,
    )


def due(count: int, source: str | None = None) -> pd.DataFrame:
    return made(
        "review.due",
        count,
        item=lambda i: f"M{i // 3 + 1}.{i % 3 + 1}.q{i % 2 + 1}",
        what=lambda i: LONG[: 4 + i % 22] * (1 + i % 3),
        due=lambda i: None if i % 5 == 4 else "2020-12-31",
        days_left=lambda i: None if i % 5 == 4 else i - 10,
        within=lambda i: 30 * (1 + i % 3),
        units=lambda i: None if i % 9 == 8 else f"{LONG[: 5 + i % 7]}、区财政局",
        days_silent=40,
        source=lambda i: source,
    ).sort_values("list", kind="stable")


def slips(count: int, source: str | None = None) -> pd.DataFrame:
    return made(
        "review.slips",
        count,
        slip=lambda i: f"2020-{i + 1:03d}",
        item=lambda i: f"M{i // 3 + 1}.{i % 3 + 1}.q{i % 2 + 1}",
        what=lambda i: LONG[: 4 + i % 22],
        past=lambda i: i % 2 == 0,
        units=lambda i: f"{LONG[: 5 + i % 7]}、区财政局",
        source=lambda i: source,
    )


def classes(count: int, source: str | None = None) -> pd.DataFrame:
    five = [code.code for code in codes("office_class")]
    beside = ["unreported", "waiting", "not_started"]
    if not count:
        return frame("progress.classes")
    return made(
        "progress.classes",
        8,
        office_class=lambda i: five[i] if i < 5 else None,
        beside=lambda i: None if i < 5 else beside[i - 5],
        items=lambda i: (count * (i + 1)) // 8,
        of=count * 4,
        judged=count * 2,
        share_judged=lambda i: 0.2 if i < 5 else None,
        closed=lambda i: count // 20,
        simulated=lambda i: 1 if source else 0,
    )


def change(count: int, source: str | None = None) -> pd.DataFrame:
    return made(
        "ranking.change",
        count,
        unit=lambda i: f"{LONG[: 3 + i % 22]}{i}",
        score_before=lambda i: None if i % 4 == 3 else 70.0,
        score_after=80.0,
        apart=lambda i: i % 3 == 0,
        source=lambda i: source,
    )


CHARTS: list[tuple[Any, Any]] = [
    (ranking.bands, bands),
    (ranking.change, change),
    (review.due, due),
    (review.slips, slips),
    (progress.classes, classes),
]


def outside(fig: Figure) -> list[str]:
    width, height = fig.get_size_inches() * fig.dpi
    return [
        text.get_text()
        for text, box in text_boxes(fig)
        if box.x0 < -0.5 or box.y0 < -0.5 or box.x1 > width + 0.5 or box.y1 > height + 0.5
    ]


def meeting(fig: Figure) -> list[tuple[str, str]]:
    boxes = [(text.get_text(), box.padded(-1.0)) for text, box in text_boxes(fig)]
    return [(a, b) for (a, one), (b, two) in combinations(boxes, 2) if one.overlaps(two)]


@pytest.mark.parametrize(
    ("lang", "width", "count"),
    [*((lang, width, 40) for lang, width in LAYOUTS), ("zh", "half", 9), ("zh", "full", 0)],
)
@pytest.mark.parametrize(("draw", "make"), CHARTS)
def test_no_words_leave_the_canvas_or_meet(
    draw: Any, make: Any, lang: str, width: str, count: int
) -> None:
    fig = draw(make(count), lang=lang, width=width, source="周政发〔2020〕27号", internal=True)
    assert outside(fig) == []
    assert meeting(fig) == []
    assert round(float(fig.get_figwidth()) * 25.4) == (160 if width == "full" else 80)
    assert float(fig.get_figheight()) * 25.4 <= 267


@pytest.mark.parametrize(("draw", "make"), CHARTS)
def test_the_same_table_gives_the_same_picture(draw: Any, make: Any) -> None:
    assert svg(draw(make(9))) == svg(draw(make(9)))


@pytest.mark.parametrize(("draw", "make"), CHARTS)
def test_simulated_figures_put_their_mark_on_the_sheet(draw: Any, make: Any) -> None:
    def marked(rows: pd.DataFrame) -> bool:
        return any(text.get_text() == "模拟数据" for text, _ in text_boxes(draw(rows)))

    assert marked(make(9, "simulated"))
    assert not marked(make(9))


def words_of(fig: Figure) -> str:
    return "\n".join(text.get_text() for text, _ in text_boxes(fig))


def test_forty_units_stand_on_one_sheet_at_both_widths() -> None:
    rows = bands(40)
    ranked = int((rows["band"] != "too_little").sum())
    for width in ("full", "half"):
        fig = ranking.bands(rows, width=width)
        assert "没有画出" not in words_of(fig)
        lines = [line for line in fig.axes[0].lines if line.get_linewidth() == 2.2]
        assert len(lines) == ranked == 38


def test_the_parts_stand_beside_at_full_width_and_below_where_few_are_narrow() -> None:
    assert "按期" in words_of(ranking.bands(bands(40)))
    assert "按期100%，完成97%" in words_of(ranking.bands(bands(9), width="half"))
    assert "窄图不列三项分值" in words_of(ranking.bands(bands(40), width="half"))


def test_units_with_too_little_data_are_listed_and_have_no_bar() -> None:
    rows = bands(40).tail(2)
    fig = ranking.bands(rows)
    assert "数据不足（已销号不足5个）2个" in words_of(fig)
    assert not [line for line in fig.axes[0].lines if line.get_linewidth() == 2.2]


def test_what_does_not_fit_is_counted_and_not_dropped_in_silence() -> None:
    assert "没有列出" in words_of(review.due(due(200)))
    assert "没有列出" in words_of(review.slips(slips(300)))
    assert "没有画出" in words_of(ranking.bands(bands(80)))


def test_units_that_stayed_are_no_rows_of_the_changes_but_counted():
    rows = made("ranking.change", 9, unit=lambda i: f"第{i}局", change="none", apart=False)
    rows.loc[0, "change"] = "up"
    assert "另有8个单位没有列出" in words_of(ranking.change(rows))


def test_units_below_a_table_are_named_as_far_as_their_lines_reach():
    rows = made(
        "review.due", 200, list="silent", item=lambda i: f"M{i}.1", units=lambda i: f"{LONG}{i}局"
    )
    for lang, told in (("zh", "未按时报送200项"), ("en", "200 not reported")):
        words = words_of(review.due(rows, lang=lang)).replace("\n", "" if lang == "zh" else " ")
        assert told in words
        named = words.replace(" ", "").count("工作领导小组")
        assert 3 <= named < 20
        rest = 200 - named
        assert (f"另有{rest}个单位" if lang == "zh" else f"{rest} more units") in words


def test_more_items_than_a_page_holds_become_bars_that_say_what_is_closed_out():
    fig = progress.classes(classes(200), width="half")
    assert "条长为事项数" in words_of(fig)
    assert "每个图形一个事项" in words_of(progress.classes(classes(40), width="half"))
    assert float(fig.get_figheight()) * 25.4 <= 267


def test_axes_that_are_given_get_the_marks_alone() -> None:
    fig = Figure(figsize=(6, 4))
    ax = fig.add_axes((0.05, 0.05, 0.9, 0.9))
    assert ranking.bands(bands(3), ax=ax) is fig
    assert "评估日" not in words_of(fig)
