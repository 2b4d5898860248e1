"""A saved chart is the same bytes on any day, carries its alt text, and never half exists."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.figure import Figure

from tests.charts.cases import rows
from zctrack.charts import save, show, style, workload
from zctrack.charts.save import svg
from zctrack.errors import FileError, OptionError
from zctrack.wording.words import Words

WORDS = Words("一家牵头的任务<过半>", "量度", "n = 81", "条形图：甲3项、乙2项。")
SVG = "{http://www.w3.org/2000/svg}"


def chart(width="full") -> style.Sheet:
    sheet, axes = style.figure(WORDS, width=width, height=40, source="周政发〔2020〕27号")
    with style.context():
        axes.barh(["区人力资源和社会保障局", "乙"], [3, 2.123456], color=style.colour("lead"))
    style.fit(sheet, axes)
    return sheet


def test_each_format_is_one_file_named_after_the_stem(tmp_path: Path):
    paths = save(chart(), tmp_path / "by_party.v1", dpi=80)
    assert [p.name for p in paths] == ["by_party.v1.svg", "by_party.v1.png", "by_party.v1.pdf"]
    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(p.name for p in paths)


# A process of its own for each run: another day, another hash seed, another clock.
PROGRAM = """
import sys
sys.path.insert(0, {here!r})
from pathlib import Path
import importlib.util
spec = importlib.util.spec_from_file_location("made_here", {file!r})
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)
module.save(module.chart(), Path(sys.argv[1]) / "a", dpi=100)
"""


def test_two_runs_give_the_same_bytes_whatever_the_day(tmp_path: Path):
    made = []
    for run, (epoch, seed) in enumerate([("0", "1"), ("1600000000", "2")]):
        folder = tmp_path / str(run)
        folder.mkdir()
        program = PROGRAM.format(here=str(Path.cwd()), file=__file__)
        subprocess.run(
            [sys.executable, "-c", program, str(folder)],
            check=True,
            env=os.environ | {"SOURCE_DATE_EPOCH": epoch, "PYTHONHASHSEED": seed},
        )
        made.append({p.name: p.read_bytes() for p in sorted(folder.iterdir())})
    assert set(made[0]) == {"a.svg", "a.png", "a.pdf"}
    for name, data in made[0].items():
        assert data == made[1][name], name


def test_the_same_figure_saved_twice_gives_the_same_bytes(tmp_path: Path):
    sheet = chart()
    first = [p.read_bytes() for p in save(sheet, tmp_path / "a", dpi=80)]
    assert first == [p.read_bytes() for p in save(sheet, tmp_path / "b", dpi=80)]


def test_coordinates_have_two_decimals_and_scales_keep_theirs():
    text = svg(chart())
    places = re.findall(r'\s(?:d|x|y|width|height|viewBox)="([^"]*)"', text)
    assert places
    assert not re.findall(r"\d\.\d{3,}", " ".join(places))
    assert "scale(0.015625)" in text


def test_the_picture_reads_its_title_and_alt_text_to_a_blind_reader():
    root = ElementTree.fromstring(svg(chart()))
    assert root.attrib["role"] == "img"
    assert root.findtext(f"{SVG}title") == WORDS.title
    assert root.findtext(f"{SVG}desc") == WORDS.alt


def test_letters_are_outlines_so_that_any_machine_shows_them():
    assert "<text" not in svg(chart())


def test_png_and_pdf_carry_the_alt_text_and_no_time(tmp_path: Path):
    from PIL import Image

    png, pdf = save(chart(), tmp_path / "a", formats=("png", "pdf"), dpi=80)
    with Image.open(png) as picture:
        info = picture.info
    assert info["Description"] == WORDS.alt
    assert info["Title"] == WORDS.title
    assert "Software" not in info
    data = pdf.read_bytes()
    assert b"/CreationDate" not in data
    assert b"/Subject" in data
    assert (
        WORDS.alt.encode("utf-16-be") in data
        or WORDS.alt.encode("utf-16-be").hex().encode() in data.lower()
    )


def test_the_pdf_embeds_the_font(tmp_path: Path):
    (pdf,) = save(chart(), tmp_path / "a", formats=("pdf",))
    data = pdf.read_bytes()
    assert b"/FontFile2" in data
    assert b"NotoSansSC" in data
    assert b"/Type3" not in data


def test_an_alt_text_of_ones_own_goes_before_the_sheet_s():
    assert "<desc>别的</desc>" in svg(chart(), alt="别的")


@pytest.mark.parametrize(("width", "pixels"), [("full", 630), ("half", 315), (100, 394)])
def test_a_width_can_be_asked_for_at_saving(tmp_path: Path, width, pixels):
    from PIL import Image

    (png,) = save(chart(), tmp_path / "a", formats=("png",), width=width, dpi=100)
    with Image.open(png) as picture:
        assert picture.width == pytest.approx(pixels, abs=1)


def test_saving_at_another_width_leaves_the_figure_as_it_was(tmp_path: Path):
    sheet = chart()
    before = svg(sheet)
    save(sheet, tmp_path / "a", formats=("svg",), width="half")
    assert svg(sheet) == before


def test_any_figure_of_matplotlib_can_be_saved(tmp_path: Path):
    fig = Figure()
    fig.add_axes((0.1, 0.1, 0.8, 0.8)).plot([1, 2])
    (path,) = save(fig, tmp_path / "a", formats=("svg",), width="half", alt="线")
    assert "<desc>线</desc>" in path.read_text("utf-8")


def test_an_unknown_format_is_refused_before_anything_is_written(tmp_path: Path):
    with pytest.raises(OptionError, match="'gif'"):
        save(chart(), tmp_path / "a", formats=("svg", "gif"))
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_a_file_gives_one_clear_line(tmp_path: Path):
    (tmp_path / "a").write_text("whole")
    with pytest.raises(FileError, match="cannot be written"):
        save(chart(), tmp_path / "a" / "b", formats=("svg",))
    assert (tmp_path / "a").read_text() == "whole"


def test_a_notebook_cell_shows_the_same_svg_at_every_run():
    one, two = show(chart()), show(chart())
    assert one._repr_mimebundle_() == two._repr_mimebundle_()
    assert set(one._repr_mimebundle_()) == {"image/svg+xml", "text/plain"}
    assert repr(one) == f"<chart: {WORDS.title}>"


def test_plain_savefig_gives_the_same_picture_as_save(tmp_path: Path):
    """Outside the style's context too: no doubled title, no other resolution."""
    from PIL import Image, ImageChops

    sheet = chart()
    (png,) = save(sheet, tmp_path / "a", formats=("png",))
    with mpl.rc_context({"text.hinting": "force_autohint", "savefig.dpi": 50}):
        sheet.savefig(tmp_path / "b.png")
    with Image.open(png) as one, Image.open(tmp_path / "b.png") as other:
        assert one.size == other.size
        difference = ImageChops.difference(one.convert("RGB"), other.convert("RGB"))
    assert max(high for _, high in difference.getextrema()) <= 6  # what the palette may move


def test_a_png_has_a_palette_and_no_colour_moves_visibly(tmp_path: Path):
    from PIL import Image

    (png,) = save(chart(), tmp_path / "a", formats=("png",), dpi=300)
    with Image.open(png) as picture:
        assert picture.mode == "P"
        assert picture.info["dpi"] == pytest.approx((300, 300), abs=0.1)


def test_a_picture_with_many_colours_keeps_them_all(tmp_path: Path):
    from PIL import Image

    fig = Figure(figsize=(2, 2), facecolor="white")
    steps = np.linspace(0, 1, 64)
    red, green = np.meshgrid(steps, steps)
    axes = fig.add_axes((0, 0, 1, 1))
    axes.set_axis_off()
    axes.imshow(np.dstack([red, green, (red * 7 + green * 5) % 1]), interpolation="bilinear")
    (png,) = save(fig, tmp_path / "a", formats=("png",))
    with Image.open(png) as picture:
        assert picture.mode == "RGB"


def test_a_chart_saved_at_another_width_is_drawn_for_it(tmp_path: Path):
    table = rows("usual", "workload.gaps")
    fig = workload.gaps(table)
    (wide,) = save(fig, tmp_path / "a", formats=("svg",), width="half")
    assert wide.read_text("utf-8") == svg(workload.gaps(table, width="half"))
    assert svg(fig) == svg(workload.gaps(table))


def test_a_chart_that_was_changed_by_hand_keeps_the_change(tmp_path: Path):
    fig = workload.gaps(rows("usual", "workload.gaps"))
    fig.axes[0].text(1, 1, "注")
    assert fig.at_width("half") is None


def test_writing_into_the_table_later_does_not_change_the_chart():
    table = rows("usual", "workload.gaps").copy()
    fig = workload.gaps(table)
    before = svg(fig.at_width("half"))
    table["parties"] = "别的"
    assert svg(fig.at_width("half")) == before
