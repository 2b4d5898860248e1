"""Converting figures between units of one dimension, and refusing the rest."""

from __future__ import annotations

import pytest

from zctrack.extract.units import convert, dimension


@pytest.mark.parametrize(
    ("value", "unit", "to", "result"),
    [
        (154800, "亩", "万亩", 15.48),
        (15.48, "万亩", "亩", 154800),
        (1000, "万斤", "吨", 5000),
        (3.75, "万亿元", "亿元", 37500),
        (15, "亩", "公顷", 1),
        (20000, "吨/日", "万吨/日", 2),
        (90, "％", "%", 90),
        (5, "千瓦", "兆瓦", 0.005),
        (30, "元/人·年", "元/人·年", 30),
    ],
)
def test_units_of_one_dimension_convert(value: float, unit: str, to: str, result: float) -> None:
    assert convert(value, unit, to) == result


@pytest.mark.parametrize(
    ("unit", "to"), [("头", "亩"), ("吨", "吨/日"), ("元", "美元"), ("亩", "亩次"), ("%", "个")]
)
def test_units_of_different_things_do_not_convert(unit: str, to: str) -> None:
    assert convert(1, unit, to) is None


def test_an_unknown_unit_is_its_own_dimension() -> None:
    assert dimension("万星币") == "星币"
    assert convert(2, "万星币", "星币") == 20000
