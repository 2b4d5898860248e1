"""A figure with three decimals is no mark of an item, and a mark before digits is no figure."""

from __future__ import annotations

import pytest

from zctrack.extract.lexer import scan


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("粮食播种面积15.315万亩", ("number", "15.315万亩")),
        ("粮食播种面积5.31万亩", ("number", "5.31万亩")),
        ("目标如下。\n1.100家企业", ("mark", "1.")),
        ("1.2020年底前完成", ("mark", "1.")),
    ],
)
def test_the_first_token(text: str, first: tuple[str, str]) -> None:
    token = scan(text)[0]
    assert (token.kind, text[token.start : token.end]) == first
