"""The charts of workload stay readable on any data, and show what their tables hold."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from zctrack.analysis import workload as analysis
from zctrack.charts import style
from zctrack.charts import workload as charts
from zctrack.charts.fitting import text_boxes
from zctrack.charts.save import svg
from zctrack.dictionary.build import frame

LONG = "区推进夜间经济和现代服务业高质量发展领导小组办公室成员单位甲"
NAMES = (
    "by_party_official",
    "by_party_unit",
    "concentration",
    "crosstab",
    "crosstab_measure",
    "gaps",
    "co_occurrence",
)


def assignments(rows: list[tuple[str, str, str, str]]) -> pd.DataFrame:
    """Task, party, kind, role."""
    n = len(rows)
    return frame(
        "assignments",
        {
            "task": [task for task, *_ in rows],
            "measure": [int(task[1:].split(".")[0]) for task, *_ in rows],
            "party": [party for _, party, *_ in rows],
            "party_full": [party for _, party, *_ in rows],
            "kind": [kind for *_, kind, _ in rows],
            "role": [role for *_, role in rows],
            "collective": ["各" in party for _, party, *_ in rows],
            "open": [False] * n,
            "clause": [1] * n,
            "rule": ["r"] * n,
            "surface": [party for _, party, *_ in rows],
            "start": list(range(n)),
            "end": list(range(1, n + 1)),
        },
    )


def notice(case: str) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Assignments and measures."""
    rows: list[tuple[str, str, str, str]] = []
    if case == "one":
        rows = [("M1.1", LONG, "official", "responsible"), ("M1.1", LONG, "unit", "lead")]
        rows += [("M1.1", "各有关单位", "unit", "support")]
    elif case == "usual":
        for n in range(1, 81):
            task = f"M{n // 3 + 1}.{n % 3 + 1}"
            rows.append((task, f"第{n * n % 5}人", "official", "responsible"))
            rows.append((task, f"区第{n // 4}局", "unit", ("lead", "joint")[n % 2]))
            rows.append((task, f"区第{n % 7}局", "unit", ("lead", "support", "support")[n % 3]))
            if n % 4 == 0:
                rows.append((task, "区财政局", "unit", "support"))
    found = assignments(rows)
    numbers = list(dict.fromkeys(found["measure"]))
    chapters = [n // 3 + 1 for n in numbers]
    return found, pd.DataFrame({"measure": numbers, "chapter": chapters}, dtype="int64")


def made(case: str, name: str) -> pd.DataFrame:
    rows, measures = notice(case)
    make: dict[str, Callable[[], pd.DataFrame]] = {
        "by_party_official": lambda: analysis.by_party(rows, kind="official", measures=measures),
        "by_party_unit": lambda: analysis.by_party(rows, kind="unit"),
        "concentration": lambda: analysis.concentration(rows, measures=measures),
        "crosstab": lambda: analysis.crosstab(rows, measures),
        "crosstab_measure": lambda: analysis.crosstab(
            rows, measures, columns="measure", kind="unit"
        ),
        "gaps": lambda: analysis.gaps(rows),
        "co_occurrence": lambda: analysis.co_occurrence(rows),
    }
    return make[name]()


def drawn(case: str, name: str, **options: Any) -> Figure:
    stem = name if name == "co_occurrence" else name.rsplit("_", 1)[0]
    function = name if hasattr(charts, name) else stem
    figure: Figure = getattr(charts, function)(made(case, name), **options)
    return figure


def words_of(fig: Figure) -> list[str]:
    return [text.get_text() for text, _ in text_boxes(fig)]


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("by_party_official", "没有写明责任人"),
        ("by_party_unit", "没有写明责任单位"),
        ("concentration", "没有人负责任务"),
        ("crosstab", "没有人负责任务"),
        ("gaps", "没有发现责任不明之处"),
        ("co_occurrence", "没有两个主体同列一项任务"),
    ],
)
def test_an_empty_table_gives_a_sheet_that_says_why(name: str, why: str) -> None:
    assert any(why in word for word in words_of(drawn("empty", name)))


@pytest.mark.parametrize("name", NAMES)
def test_the_same_table_gives_the_same_bytes(name: str) -> None:
    assert svg(drawn("usual", name)) == svg(drawn("usual", name))


@pytest.mark.parametrize("name", NAMES)
def test_it_draws_into_axes_that_are_given(name: str) -> None:
    fig = Figure(figsize=(8, 10))
    ax = fig.add_axes((0.05, 0.05, 0.9, 0.9))
    assert drawn("usual", name, ax=ax) is fig
    assert ax.texts
    assert not fig.texts  # title and foot are the caller's


@pytest.mark.parametrize("name", ["by_party_official", "concentration", "crosstab", "gaps"])
def test_hidden_persons_stand_nowhere_on_the_sheet(name: str) -> None:
    people = assignments(
        [
            ("M1.1", "张三", "official", "responsible"),
            ("M1.2", "李四", "official", "responsible"),
            ("M2.1", "张三", "official", "responsible"),
        ]
    )
    measures = pd.DataFrame({"measure": [1, 2], "chapter": [1, 1]})
    table = {
        "by_party_official": lambda: analysis.by_party(people),
        "concentration": lambda: analysis.concentration(people),
        "crosstab": lambda: analysis.crosstab(people, measures),
        "gaps": lambda: analysis.gaps(people),
    }[name]()
    chart = getattr(charts, name.removesuffix("_official"))
    for hide, seen in ((False, True), (True, False)):
        fig = chart(table, hide_persons=hide)
        assert any("张三" in word for word in words_of(fig)) is seen
        assert ("张三" in svg(fig)) is seen  # in the title and alt text that the file carries


def test_an_internal_sheet_is_marked() -> None:
    assert "内部资料" in words_of(drawn("one", "gaps", internal=True))


def test_a_line_stands_at_the_shares_of_its_official() -> None:
    people = assignments(
        [
            ("M1.1", "甲", "official", "responsible"),
            ("M1.2", "甲", "official", "responsible"),
            ("M2.1", "甲", "official", "responsible"),
            ("M3.1", "乙", "official", "responsible"),
        ]
    )
    fig = charts.by_party(analysis.by_party(people))
    lines = [line for line in fig.axes[0].lines if line.get_marker() in ("o", "s")]
    first = next(line for line in lines if line.get_color() == style.colour("first"))
    second = next(line for line in lines if line.get_color() == style.colour("second"))
    base, full = 60.0, 4.0  # millimetres from above: where 0 % and 100 % of the axis stand
    share = [(base - y) / (base - full) * 80 for y in first.get_ydata()]
    assert share == pytest.approx([75, 75, 200 / 3])  # tasks, tasks split, measures
    assert [(base - y) / (base - full) * 80 for y in second.get_ydata()] == pytest.approx(
        [25, 25, 100 / 3]
    )
    assert {"75%", "67%", "25%", "33%", "n＝4", "n＝3"} <= set(words_of(fig))


def test_a_bar_is_as_long_as_its_count_and_starts_at_zero() -> None:
    rows = assignments(
        [(f"M1.{n}", "甲局", "unit", "lead") for n in (1, 2, 3)]
        + [("M1.4", "甲局", "unit", "joint")]
        + [(f"M1.{n}", "乙局", "unit", "support") for n in (1, 2)]
    )
    fig = charts.by_party(analysis.by_party(rows, kind="unit"))
    bars = [
        (to_hex(patch.get_facecolor()), patch.get_x(), patch.get_width())
        for patch in fig.axes[0].patches
        if isinstance(patch, Rectangle)
    ]
    wide = {ink: width for ink, _, width in bars}
    lead, joint, support = (wide[style.colour(role)] for role in ("lead", "joint", "support"))
    assert lead / joint == pytest.approx(3)
    assert support / joint == pytest.approx(2)
    left = {ink: x for ink, x, _ in bars}
    assert left[style.colour("joint")] == pytest.approx(left[style.colour("lead")] + lead)


def test_officials_stand_in_protocol_order_and_every_number_is_a_cell_of_the_table() -> None:
    people = assignments(
        [
            ("M1.1", "乙", "official", "responsible"),
            ("M1.2", "乙", "official", "responsible"),
            ("M2.1", "甲", "official", "responsible"),
        ]
    )
    names = pd.DataFrame(
        {"key": ["甲", "乙"], "type": "party", "short": ["甲", "乙"], "order": [1, 2]}
    )
    measures = pd.DataFrame({"measure": [1, 2], "chapter": [1, 2]})
    fig = charts.crosstab(analysis.crosstab(people, measures), names=names)
    places = {text.get_text(): box.x0 for text, box in text_boxes(fig)}
    assert places["甲"] < places["乙"]
    numbers = [word for word in words_of(fig) if word.isdigit()]
    # Cells, n of each chapter, the officials' totals, all tasks.
    assert sorted(numbers) == sorted(["2", "1", "2", "1", "1", "2", "3"])


def test_the_bars_against_the_commonest_partner_are_k_of_n() -> None:
    rows = assignments(
        [
            ("M1.1", "甲局", "unit", "lead"),
            ("M1.1", "乙局", "unit", "support"),
            ("M2.1", "乙局", "unit", "lead"),
            ("M2.1", "丙局", "unit", "support"),
            ("M3.1", "丙局", "unit", "lead"),
        ]
    )
    fig = charts.co_occurrence(analysis.co_occurrence(rows))
    assert {"1/1", "1/2"} <= set(words_of(fig))


def test_a_list_of_gaps_has_the_printed_role_beside_the_names() -> None:
    rows = assignments(
        [
            ("M2.1", "财政局", "unit", "lead"),
            ("M2.1", "税务局", "unit", "lead"),
        ]
    )
    assert "财政局、税务局（牵头）" in words_of(charts.gaps(analysis.gaps(rows)))


def test_pairs_of_officials_are_not_called_units() -> None:
    people = [("M1.1", name, "official", "responsible") for name in ("甲", "乙", "丙")]
    table = analysis.co_occurrence(assignments(people), kind="official")
    for lang, wrong in (("zh", "单位"), ("en", "unit")):
        fig = charts.co_occurrence(table, lang=lang)
        assert not any(wrong in word for word in words_of(fig))
        assert wrong not in fig.words.alt


def test_a_person_has_one_letter_in_every_chart() -> None:
    people = assignments(
        [("M1.1", "乙", "official", "responsible"), ("M2.1", "丙", "official", "responsible")]
    )
    names = pd.DataFrame(
        {"key": ["甲", "乙", "丙"], "type": "party", "kind": "official"}
        | {"short": ["甲", "乙", "丙"], "order": [1, 2, 3], "hidden": [None, None, "L. S."]}
    )
    fig = charts.by_party(analysis.by_party(people), names=names, hide_persons=True)
    assert {"责任人B", "L. S."} <= set(words_of(fig))
    assert not any("责任人A" in word for word in words_of(fig))
