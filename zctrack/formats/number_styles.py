"""A list's counter as Word prints it (编号样式): 3 → 三, （三）'s 三, ③, c, III.

The names are those of ``w:numFmt`` in ISO/IEC 29500-1, 17.18.59 (ST_NumberFormat). What is not
here (ordinal words, Hebrew, Thai, …) prints as a plain number, as the standard allows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

__all__ = ["numeral"]

_DIGITS = "〇一二三四五六七八九"
_LEGAL_SIMPLIFIED = "零壹贰叁肆伍陆柒捌玖"
_LEGAL_TRADITIONAL = "零壹貳參肆伍陸柒捌玖"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"),
    (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def numeral(number: int, style: str) -> str:
    """Write a number in one of Word's number formats.

    Parameters
    ----------
    number : int
        The counter.
    style : str
        The value of ``w:numFmt``.

    Returns
    -------
    str
        The plain number where the format has no sign for it.

    Examples
    --------
    >>> [numeral(12, s) for s in ("decimal", "chineseCounting", "ideographDigital", "upperLetter")]
    ['12', '十二', '一二', 'L']
    >>> numeral(103, "chineseCountingThousand"), numeral(3, "decimalEnclosedCircleChinese")
    ('一百零三', '③')
    """
    made = _STYLES.get(style, str)(number) if number >= 0 else None
    return made if made is not None else str(number)


def _counting(number: int, digits: str, units: str) -> str | None:
    """Ten thousands, thousands, hundreds and tens, with one zero for a gap: 一千零三."""
    if not 0 < number < 100_000_000:
        return digits[0] if number == 0 else None
    if number >= 10_000:
        high = _counting(number // 10_000, digits, units)
        low = number % 10_000
        zero = digits[0] if 0 < low < 1000 else ""
        return f"{high}万{zero}{_counting(low, digits, units) if low else ''}"
    text = ""
    gap = False
    for power, unit in zip((1000, 100, 10, 1), (*units, ""), strict=True):
        digit = number // power % 10
        if digit:
            text += (digits[0] if gap and text else "") + digits[digit] + unit
        gap = not digit
    return text


def _thousand(number: int) -> str | None:
    text = _counting(number, "零" + _DIGITS[1:], "千百十")
    # 10 to 19 are said without the leading 一.
    return text[1:] if text and text.startswith("一十") else text


def _to_hundred(number: int) -> str | None:
    return _thousand(number) if number < 100 else _positional(number)


def _positional(number: int) -> str:
    return "".join(_DIGITS[int(digit)] for digit in str(number))


def _cycle(signs: str) -> Callable[[int], str | None]:
    return lambda number: signs[(number - 1) % len(signs)] if number else None


def _block(first: str, last: int) -> Callable[[int], str | None]:
    """Signs that stand next to each other in Unicode: ① to ⑳."""
    return lambda number: chr(ord(first) + number - 1) if 0 < number <= last else None


def _letter(number: int) -> str | None:
    # Word doubles letters after z: aa, bb, cc.
    if not 0 < number <= 780:
        return None
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str | None:
    if not 0 < number < 4000:
        return None
    text = ""
    for value, sign in _ROMAN:
        text += sign * (number // value)
        number %= value
    return text


def _upper(make: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda number: None if (text := make(number)) is None else text.upper()


def _lower(make: Callable[[int], str | None]) -> Callable[[int], str | None]:
    return lambda number: None if (text := make(number)) is None else text.lower()


def _full_width(number: int) -> str:
    return "".join(chr(ord("０") + int(digit)) for digit in str(number))


_STYLES: Mapping[str, Callable[[int], str | None]] = {
    "none": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "decimalFullWidth": _full_width,
    "decimalFullWidth2": _full_width,
    "decimalEnclosedCircle": _block("①", 20),
    "decimalEnclosedCircleChinese": _block("①", 20),
    "decimalEnclosedParen": _block("⑴", 20),
    "decimalEnclosedFullstop": _block("⒈", 20),
    "ideographEnclosedCircle": _block("㊀", 10),
    "chineseCounting": _to_hundred,
    "chineseCountingThousand": _thousand,
    "japaneseCounting": _thousand,
    "taiwaneseCounting": _to_hundred,
    "taiwaneseCountingThousand": _thousand,
    "chineseLegalSimplified": lambda number: _counting(number, _LEGAL_SIMPLIFIED, "仟佰拾"),
    "ideographLegalTraditional": lambda number: _counting(number, _LEGAL_TRADITIONAL, "仟佰拾"),
    "ideographDigital": _positional,
    "japaneseDigitalTenThousand": _positional,
    "taiwaneseDigital": _positional,
    "ideographTraditional": _cycle(_STEMS),
    "ideographZodiac": _cycle(_BRANCHES),
    "lowerLetter": _letter,
    "upperLetter": _upper(_letter),
    "lowerRoman": _lower(_roman),
    "upperRoman": _roman,
}
