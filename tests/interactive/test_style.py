"""The screen speaks the language of print, and plotly's own settings stay as they were."""

from __future__ import annotations

import subprocess
import sys

import plotly.io
import pytest

from zctrack.charts import style as print_style
from zctrack.errors import OptionError
from zctrack.interactive import style
from zctrack.wording.words import Words

WORDS = Words("一家<过半>", "量度", "n = 81", "文字")


@pytest.mark.parametrize("meaning", ["lead", "support", "due", "achieved", "shade4", "text"])
def test_a_meaning_has_the_same_colour_on_the_screen_and_in_print(meaning: str):
    assert style.colour(meaning) == print_style.colour(meaning)


def test_an_unknown_meaning_is_refused():
    with pytest.raises(OptionError, match="'leed'"):
        style.colour("leed")


def test_the_default_template_of_plotly_is_left_alone():
    before = plotly.io.templates.default
    style.register()
    assert plotly.io.templates.default == before
    assert "zctrack" in plotly.io.templates


def test_the_figure_prints_its_words_and_marks():
    fig = style.figure(WORDS, lang="zh", source="周政发〔2020〕27号", simulated=True)
    assert "模拟数据" in fig.layout.title.text
    assert "一家&lt;过半&gt;" in fig.layout.title.text
    for part in ("量度", "n = 81", "来源：周政发〔2020〕27号"):
        assert part in fig.layout.title.subtitle.text
    assert fig.layout.meta["alt"] == "文字"


def test_long_words_are_broken_for_a_narrow_screen_and_none_is_lost():
    words = Words(
        "一二三四五六七八九十" * 5 + "。", "Tasks that each unit leads " * 5, "n" * 9, "文"
    )
    fig = style.figure(words)
    lines = fig.layout.title.text.removeprefix("<b>").removesuffix("</b>").split("<br>")
    assert max(map(len, lines)) <= 21
    assert "".join(lines) == words.title
    assert words.subtitle.strip() in fig.layout.title.subtitle.text.replace("<br>", " ")


def test_the_screen_s_language_does_not_load_matplotlib():
    code = (
        "import sys; import zctrack.interactive.style as style; style.template(); "
        "print('matplotlib' in sys.modules)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"
