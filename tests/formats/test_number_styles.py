from __future__ import annotations

import pytest

from zctrack.formats.number_styles import numeral


@pytest.mark.parametrize(
    ("style", "number", "printed"),
    [
        ("decimal", 10, "10"),
        ("decimalZero", 7, "07"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircleChinese", 20, "⑳"),
        ("decimalEnclosedParen", 3, "⑶"),
        ("chineseCounting", 20, "二十"),
        ("chineseCountingThousand", 10, "十"),
        ("chineseCountingThousand", 19, "十九"),
        ("chineseCountingThousand", 103, "一百零三"),
        ("chineseCountingThousand", 110, "一百一十"),
        ("chineseCountingThousand", 1003, "一千零三"),
        ("chineseCountingThousand", 20010, "二万零一十"),
        ("chineseLegalSimplified", 21, "贰拾壹"),
        ("ideographDigital", 2020, "二〇二〇"),
        ("ideographTraditional", 11, "甲"),
        ("ideographZodiac", 12, "亥"),
        ("lowerLetter", 27, "aa"),
        ("upperLetter", 26, "Z"),
        ("lowerRoman", 9, "ix"),
        ("upperRoman", 2024, "MMXXIV"),
        ("none", 4, ""),
    ],
)
def test_a_counter_prints_as_in_word(style: str, number: int, printed: str) -> None:
    assert numeral(number, style) == printed


@pytest.mark.parametrize(
    ("style", "number"),
    [("decimalEnclosedCircle", 21), ("upperRoman", 4000), ("lowerLetter", 0), ("hebrew1", 5)],
)
def test_a_number_without_sign_in_a_style_prints_plainly(style: str, number: int) -> None:
    assert numeral(number, style) == str(number)
