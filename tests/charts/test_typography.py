"""Lines break where a Chinese or English reader expects it."""

from __future__ import annotations

import pytest

from zctrack.charts.typography import font, text_width, wrap

CLOSING = "，。、；：？！）》〉”’」』％"
OPENING = "（《〈“‘「『〔"
SENTENCE = "对2020年12月31日前到期的《政策》，执行期限（全部）延长；其中15.48万亩、“四强”产业。"


def test_a_chinese_character_is_as_wide_as_its_size():
    assert text_width("周", 72) == pytest.approx(25.4, rel=0.001)


def test_digits_have_one_width():
    assert len({round(text_width(d, 10), 6) for d in "0123456789"}) == 1


@pytest.mark.parametrize("sign", "—−≥≤〔〕〈〉％％〕·…“”①②㎡")
def test_the_font_has_every_sign_that_charts_print(sign: str):
    from matplotlib.ft2font import FT2Font

    assert ord(sign) in FT2Font(str(font())).get_charmap()


@pytest.mark.parametrize("width", range(9, 60, 3))
def test_no_line_is_wider_than_asked_and_nothing_is_lost(width: int):
    lines = wrap(SENTENCE, width, 8, "zh")
    assert all(text_width(line, 8) <= width for line in lines)
    assert "".join(lines) == SENTENCE


@pytest.mark.parametrize("width", range(14, 60, 3))
def test_closing_marks_begin_no_line_and_opening_marks_end_none(width: int):
    lines = wrap(SENTENCE, width, 8, "zh")
    assert not [line for line in lines if line[0] in CLOSING]
    assert not [line for line in lines if line[-1] in OPENING]


def test_a_number_keeps_its_digits_and_its_counter_word():
    lines = wrap("到期日是2020年12月31日", 14, 8, "zh")
    assert "12月" in "\n".join(lines)
    assert "2020年" in "\n".join(lines)


def test_english_breaks_between_words():
    lines = wrap("One bureau leads a fifth of the tasks", 30, 8, "en")
    assert " ".join(lines) == "One bureau leads a fifth of the tasks"
    assert len(lines) > 1


def test_a_word_longer_than_the_line_is_cut():
    lines = wrap("antidisestablishmentarianism", 15, 8, "en")
    assert "".join(lines) == "antidisestablishmentarianism"
    assert all(text_width(line, 8) <= 15 for line in lines)


def test_a_last_line_is_no_single_character():
    lines = wrap("一二三四五六七八九十甲", 10 * 72 / 25.4 * 25.4 / 72 * 2.9, 8, "zh")
    assert len(lines) == 2
    assert len(lines[-1]) > 2


def test_the_text_s_own_line_ends_are_kept():
    assert wrap("甲\n乙", 50, 8, "zh") == ["甲", "乙"]


def test_an_empty_text_is_one_empty_line():
    assert wrap("", 50, 8, "zh") == [""]
