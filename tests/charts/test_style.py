"""What a chart's author and reader rely on in the visual language."""

from __future__ import annotations

import itertools
import subprocess
import sys
import tomllib
from importlib import resources
from pathlib import Path

import matplotlib as mpl
import numpy as np
import pytest

from zctrack.charts import style
from zctrack.charts.marks import tint
from zctrack.dictionary.build import codes
from zctrack.errors import OptionError
from zctrack.wording.words import Words

PALETTE = tomllib.loads((resources.files("zctrack.charts") / "palette.toml").read_text("utf-8"))
WORDS = Words("一家牵头的任务过半", "各单位牵头的任务数（项）", "n = 81项任务", "条形图。")

# Machado, Oliveira and Fernandes (2009), table of matrices at severity 1.0, for linear RGB.
DEFICIENCIES = {
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
    "none": np.eye(3).tolist(),
}
RGB_TO_XYZ = np.array(
    [
        [0.4124564, 0.3575761, 0.1804375],
        [0.2126729, 0.7151522, 0.0721750],
        [0.0193339, 0.1191920, 0.9503041],
    ]
)


def linear(colour: str) -> np.ndarray:
    """Undo the sRGB transfer curve (IEC 61966-2-1)."""
    rgb = np.array([int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)])
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIELAB under D65."""
    ratio = RGB_TO_XYZ @ rgb / (RGB_TO_XYZ @ np.ones(3))
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def seen(colour: str, sight: str) -> np.ndarray:
    if sight == "grey":
        return lab(np.full(3, RGB_TO_XYZ[1] @ linear(colour)))
    return lab(np.clip(np.array(DEFICIENCIES[sight]) @ linear(colour), 0, 1))


def distance(one: str, other: str, sight: str) -> float:
    return float(np.linalg.norm(seen(one, sight) - seen(other, sight)))


def contrast(ink: str, paper: str) -> float:
    """The contrast ratio of WCAG 2.1."""
    low, high = sorted(float(RGB_TO_XYZ[1] @ linear(c)) + 0.05 for c in (ink, paper))
    return high / low


def test_the_measure_knows_black_from_white_and_sees_that_red_and_green_meet():
    assert distance("#000000", "#ffffff", "none") == pytest.approx(100, abs=0.01)
    assert distance("#c03030", "#707010", "none") > 2 * distance(
        "#c03030", "#707010", "deuteranopia"
    )


@pytest.mark.parametrize("name", PALETTE["families"])
@pytest.mark.parametrize("sight", [*DEFICIENCIES, "grey"])
def test_neighbours_of_a_family_can_be_told_apart(name: str, sight: str):
    spec = PALETTE["families"][name]
    least = spec["apart_grey" if sight == "grey" else "apart"] if sight != "none" else spec["apart"]
    too_near = {
        (one, other): round(distance(style.colour(one), style.colour(other), sight), 1)
        for one, other in itertools.pairwise(spec["members"])
        if distance(style.colour(one), style.colour(other), sight) < least
    }
    assert not too_near


@pytest.mark.parametrize("sight", DEFICIENCIES)
def test_what_answers_and_what_supports_are_told_apart_by_everybody(sight: str):
    for one, other in itertools.combinations(["lead", "support", "joint", "responsible"], 2):
        assert distance(style.colour(one), style.colour(other), sight) > 25, (one, other)


def test_shades_grow_darker_step_by_step():
    lightness = [float(seen(style.colour(s), "grey")[0]) for s in style.family("shade")]
    assert lightness == sorted(lightness, reverse=True)


@pytest.mark.parametrize("ink", ["text", "muted", "warning"])
def test_words_can_be_read_on_paper(ink: str):
    assert contrast(style.colour(ink), style.colour("paper")) >= 4.5


@pytest.mark.parametrize("meaning", PALETTE["colours"])
def test_small_words_can_be_read_on_every_fill(meaning: str):
    for fill in (style.colour(meaning), tint(meaning)):
        assert contrast(style.colour(style.ink_on(fill)), fill) >= 4.5


def test_words_stay_in_the_usual_inks_where_these_can_be_read():
    chosen = {meaning: style.ink_on(style.colour(meaning)) for meaning in PALETTE["colours"]}
    assert {meaning for meaning, ink in chosen.items() if ink == "black"} == {
        "numeric",
        "first",
        "shade3",
    }


def test_one_colour_has_one_meaning():
    used = [entry["hex"] for entry in PALETTE["colours"].values()]
    assert len(used) == len(set(used))


def test_every_role_kind_of_deadline_and_status_has_its_colour():
    for family, code_set in (("role", "role"), ("deadline", "deadline_kind"), ("status", "status")):
        assert {c.code for c in codes(code_set)} <= set(style.family(family))


def test_every_status_has_its_own_shape():
    shapes = [style.marker(code.code) for code in codes("status")]
    assert len(shapes) == len(set(shapes))


def test_due_is_a_dot_and_a_lapse_is_a_square():
    assert (style.marker("due"), style.marker("expires")) == ("o", "s")


def test_an_unknown_meaning_is_refused_by_name():
    with pytest.raises(OptionError, match=r"'leed'.*lead"):
        style.colour("leed")


def test_making_a_chart_leaves_the_settings_of_matplotlib_alone():
    before = dict(mpl.rcParams)
    sheet, axes = style.figure(WORDS, height=40)
    with style.context():
        axes.barh(["区财政局"], [3])
    style.fit(sheet, axes)
    assert dict(mpl.rcParams) == before


def test_a_chart_does_not_depend_on_what_the_user_has_set():
    def drawn() -> tuple[float, ...]:
        sheet, axes = style.figure(WORDS, height=40)
        with style.context():
            axes.barh(["区财政局"], [3])
        style.fit(sheet, axes)
        return tuple(axes.get_position().bounds)

    plain = drawn()
    with mpl.rc_context({"font.size": 30, "ytick.labelsize": 30, "figure.dpi": 220}):
        assert drawn() == pytest.approx(plain)


@pytest.mark.parametrize(("width", "mm"), [("full", 160), ("half", 80), (120, 120)])
def test_a_sheet_is_as_wide_as_asked(width, mm):
    sheet, _ = style.figure(WORDS, width=width, height=40)
    assert float(sheet.get_figwidth()) * 25.4 == pytest.approx(mm)


@pytest.mark.parametrize("width", ["wide", 10, True, 5000])
def test_a_width_that_is_none_is_refused(width):
    with pytest.raises(OptionError, match="no width"):
        style.figure(WORDS, width=width)


def test_title_and_foot_are_added_to_the_height_of_the_plot():
    sheet, axes = style.figure(WORDS, height=40, source="周政发〔2020〕27号")
    total = float(sheet.get_figheight()) * 25.4
    assert axes.get_position().height * total == pytest.approx(40)
    assert total > 40 + 15


def written(sheet: style.Sheet) -> str:
    return "".join(t.get_text() for t in sheet.findobj(mpl.text.Text))


def test_the_sheet_prints_finding_measure_base_source_and_marks():
    sheet, _ = style.figure(
        WORDS, height=40, source="周政发〔2020〕27号", simulated=True, internal=True, foot="口径。"
    )
    text = written(sheet)
    for part in (*vars_of(WORDS), "来源：周政发〔2020〕27号", "模拟数据", "内部资料", "口径。"):
        assert part in text


def vars_of(words: Words) -> tuple[str, str, str]:
    return words.title, words.subtitle, words.base


def test_marks_stand_only_where_they_apply():
    sheet, _ = style.figure(WORDS, height=40, lang="en")
    assert "SIMULATED" not in written(sheet)
    assert "INTERNAL" not in written(sheet)
    sheet, _ = style.figure(WORDS, height=40, lang="en", simulated=True)
    assert "SIMULATED DATA" in written(sheet)


def test_the_words_of_a_long_title_stay_on_the_sheet_and_apart():
    words = Words("一" * 60 + "，" + "二" * 60, "三" * 90, "四" * 90, "文字")
    sheet, axes = style.figure(words, width="half", height=30, source="五" * 60)
    axes.set_axis_off()
    boxes = [box for _, box in text_boxes(sheet)]
    for one, other in itertools.combinations(boxes, 2):
        assert not one.overlaps(other) or min(one.y1, other.y1) - max(one.y0, other.y0) < 1
    wide, high = sheet.get_size_inches() * sheet.dpi
    assert all(b.x0 >= 0 and b.x1 <= wide and b.y0 >= 0 and b.y1 <= high for b in boxes)


def text_boxes(sheet: style.Sheet) -> list:
    from zctrack.charts.fitting import text_boxes

    return text_boxes(sheet)


@pytest.mark.parametrize("width", ["full", "half"])
def test_no_printed_word_is_smaller_than_eight_points(width):
    sheet, axes = style.figure(WORDS, width=width, height=40, source="甲", simulated=True)
    axes.barh(["甲"], [1])
    style.fit(sheet, axes)
    assert min(float(t.get_fontsize()) for t, _ in text_boxes(sheet)) >= 8


IN_A_FRESH_INTERPRETER = """
import matplotlib
matplotlib.use("Agg")
import matplotlib.pyplot as plt
before = dict(matplotlib.rcParams)
import zctrack.charts
assert dict(matplotlib.rcParams) == before
plt.style.use("zctrack.charts.zctrack")
fig, ax = plt.subplots()
ax.set_title("周村区：牵头、配合")
ax.bar(["财政局"], [-3])
fig.canvas.draw()
print(matplotlib.font_manager.findfont(ax.title.get_fontproperties()))
"""


def test_an_analyst_s_own_chart_has_the_style_and_the_font_by_one_line(tmp_path: Path):
    # Another folder, so that the installed package is found; a missing glyph would be a warning.
    run = subprocess.run(
        [sys.executable, "-W", "error", "-c", IN_A_FRESH_INTERPRETER],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip().endswith("NotoSansSC-Regular.ttf")
    assert run.stderr == ""


def test_the_cycle_of_colours_is_the_same_here_and_in_plotly_and_can_be_told_apart():
    from zctrack.interactive.style import template

    with style.context():
        cycle = [entry["color"] for entry in mpl.rcParams["axes.prop_cycle"]]
    own = [colour.lstrip("#") for colour in template().layout.colorway]
    assert [colour.lstrip("#") for colour in cycle] == own
    for sight in DEFICIENCIES:
        for one, other in itertools.pairwise(cycle):
            assert distance(f"#{one.lstrip('#')}", f"#{other.lstrip('#')}", sight) > 18


@pytest.mark.parametrize("sight", [*DEFICIENCIES, "grey"])
def test_any_two_statuses_differ_in_colour_or_in_shape_and_pattern(sight: str):
    for one, other in itertools.combinations(style.family("status"), 2):
        alike = distance(style.colour(one), style.colour(other), sight) < 8
        assert not alike or style.marker(one) != style.marker(other)


def test_the_simulated_sight_has_the_published_matrices():
    assert {n: m for n, m in PALETTE["sight"].items() if n != "grey"} == {
        n: m for n, m in DEFICIENCIES.items() if n != "none"
    }
    for matrix in PALETTE["sight"].values():
        assert np.array(matrix).sum(axis=1) == pytest.approx(1, abs=1e-5)


def test_a_simulated_picture_agrees_with_the_measure_of_single_colours():
    from zctrack.charts.sight import SIGHTS
    from zctrack.charts.sight import seen as looked_at

    inks = [style.colour(name) for name in ("lead", "first", "warning", "achieved")]
    pixels = np.array([[int(ink[i : i + 2], 16) for i in (1, 3, 5)] for ink in inks], "uint8")
    for sight in SIGHTS:
        for ink, pixel in zip(inks, looked_at(pixels, sight), strict=True):
            back = "#" + "".join(f"{part:02x}" for part in pixel)
            assert np.linalg.norm(lab(linear(back)) - seen(ink, sight)) < 1
    with pytest.raises(OptionError, match="no sight 'owl'"):
        looked_at(pixels, "owl")
