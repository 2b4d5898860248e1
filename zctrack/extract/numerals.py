"""Numerals to numbers (数字): Arabic, Chinese, mixed, fractions and ratios."""

from __future__ import annotations

import re

__all__ = ["chinese", "number", "scale"]

_DIGITS = {c: i for i, c in enumerate("〇一二三四五六七八九")} | {
    "零": 0,
    "两": 2,
    "壹": 1,
    "贰": 2,
}
_SMALL = {"十": 10, "百": 100, "千": 1000}
_LARGE = {"万": 10_000, "亿": 100_000_000}
_SCALES = _SMALL | _LARGE
_FIGURE = re.compile(r"([0-9][0-9,]*(?:\.[0-9]+)?)([十百千万亿]*)\Z")


def chinese(text: str) -> int:
    """A Chinese numeral's value.

    Parameters
    ----------
    text : str
        Characters of 〇一二…九十百千万亿 (两 is 2); digits in a row are read as such (二〇二〇).

    Raises
    ------
    ValueError
        If a character is no numeral.

    Examples
    --------
    >>> chinese("三十三"), chinese("十一"), chinese("二〇二〇"), chinese("两千零五万")
    (33, 11, 2020, 20050000)
    """
    if not text:
        raise ValueError("an empty numeral")
    if len(text) > 1 and all(c in _DIGITS for c in text):
        return int("".join(str(_DIGITS[c]) for c in text))
    total = section = digit = 0
    for c in text:
        if c in _DIGITS:
            digit = _DIGITS[c]
        elif c in _SMALL:
            section += (digit or 1) * _SMALL[c]
            digit = 0
        elif c in _LARGE:
            total = (
                (total + section + digit) * _LARGE[c]
                if c == "亿"
                else total + (section + digit) * _LARGE[c]
            )
            section = digit = 0
        else:
            raise ValueError(f"{c!r} is no numeral")
    return total + section + digit


def scale(text: str) -> float:
    """The factor of a run of 十百千万亿.

    Examples
    --------
    >>> scale("万"), scale("百万"), scale("")
    (10000.0, 1000000.0, 1.0)
    """
    factor = 1.0
    for c in text:
        factor *= _SCALES[c]
    return factor


def number(text: str) -> float:
    """A numeral's value, Arabic with or without 万 and 亿, or Chinese.

    Parameters
    ----------
    text : str
        Folded text: half-width digits.

    Raises
    ------
    ValueError
        If it is no numeral.

    Examples
    --------
    >>> number("1,000"), number("3.75万"), number("十五"), number("半")
    (1000.0, 37500.0, 15.0, 0.5)
    """
    if text.isdecimal() and text.isascii():
        return float(text)
    found = _FIGURE.match(text)
    if found:
        return float(found.group(1).replace(",", "")) * scale(found.group(2))
    if text == "半":
        return 0.5
    return float(chinese(text))
