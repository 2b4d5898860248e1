"""From a number token to its figures (数值): value or range, unit, factor, dimension.

What the number is to its sentence (target, level, difference) is not told here: see quantities.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping
from dataclasses import dataclass

from zctrack.extract.lexer import Token
from zctrack.extract.numerals import number, scale
from zctrack.grammar import load

__all__ = ["Figures", "figures_of"]

_PER = re.compile(r"[/每]")


@functools.cache
def _dimensions() -> Mapping[str, str]:
    return {unit["name"]: unit["dimension"] for unit in load.data("units")["unit"]}


@functools.lru_cache(maxsize=1024)
def _dimension(unit: str) -> str:
    """The dimension of a printed unit, by what stands before its 每 or its stroke."""
    return _dimensions().get(_PER.split(unit)[0], "count")


@dataclass(slots=True)
class Figures:
    """What one number token says by itself, in its printed unit and without 万, 亿, 千."""

    low: float | None
    high: float | None
    unit: str | None
    factor: float
    plain_unit: str | None
    dimension: str | None
    comparator: str | None = None
    basis: str | None = None


def figures_of(token: Token, text: str) -> Figures:
    """The figures of a token, before the comparators around it.

    Parameters
    ----------
    token : Token
        A token of kind ``number``.
    text : str
        The text that was scanned.

    Examples
    --------
    >>> from zctrack.extract.lexer import scan
    >>> found = figures_of(scan("存栏2.86万头")[0], "存栏2.86万头")
    >>> found.low, found.unit, found.factor, found.plain_unit
    (2.86, '万头', 10000.0, '头')
    """
    groups, fields = token.groups, token.fields
    span = fields["span"]
    if span == "words":
        ref = groups.get("cmp")
        comparator = fields.get("comparator") or {
            "不低于": ">=", "不少于": ">=", "达到": ">=", "不高于": "<=", "不超过": "<=",
            "高于": ">", "超过": ">", "优于": ">", "快于": ">", "好于": ">", "低于": "<",
        }.get(ref or "", "=")  # fmt: skip
        return Figures(None, None, None, 1.0, None, None, comparator, fields["basis"])
    if span == "word":
        value = fields["value"]
        unit = fields.get("unit")
        factor = 1.0
        if pattern := fields.get("unit_from_text"):
            found = re.match(pattern, text[token.start : token.end])
            unit = found.group() if found else None
            factor = scale(unit.rstrip("元")) if unit else 1.0
        return Figures(
            value,
            value,
            unit,
            factor,
            "元" if factor != 1.0 else unit,
            "money" if factor != 1.0 else _dimensions().get(unit or ""),
            fields.get("comparator"),
            fields.get("basis"),
        )
    if span == "fraction":
        value = round(100 * number(groups["A"]) / number(groups["B"]), 2)
        return Figures(value, value, "%", 1.0, "%", "share")
    if span == "ratio":
        a, b = float(groups["A"]), float(groups["B"])
        value = round(a / b, 4) if b else 0.0
        return Figures(value, value, None, 1.0, None, "ratio")
    printed = "".join(groups.get("U", "").split()) or None
    if printed is None:
        value = number(groups["A"].replace(",", ""))
        return Figures(value, value, None, 1.0, None, None)
    dimension = _dimension(printed)
    m = groups.get("m", "")
    if span == "product":
        value = float(groups["A"]) * float(groups["B"])
        return Figures(value, value, m + printed, scale(m), printed, dimension)
    value = number(
        groups["A"].replace(",", "")
        if groups["A"][0] in "0123456789"
        else groups["A"].rstrip("万亿")
    )
    if groups["A"][0] not in "0123456789" and groups["A"][-1] in "万亿":
        value = number(groups["A"])
        m = ""
    if groups.get("H"):
        value += 0.5
    if span == "range":
        n = groups.get("n", "")
        high = number(groups["B"].replace(",", ""))
        low = value * scale(m) / scale(n) if m else value
        m = n
        low, high = (low * 10, high * 10) if printed == "成" else (low, high)
        unit = "%" if printed == "成" else m + printed
        return Figures(
            low, high, unit, scale(m), "%" if printed == "成" else printed, dimension, "range"
        )
    if printed == "成":
        return Figures(10 * value, 10 * value, "%", 1.0, "%", "share")
    return Figures(value, value, m + printed, scale(m), printed, dimension)
