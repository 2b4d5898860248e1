"""The sentences of the cascade."""

from __future__ import annotations

from typing import Any

import pytest

from zctrack.dictionary.build import frame, table
from zctrack.wording import cascade


def localised(*answers: str) -> Any:
    row = {"measure": 4, "national_indicator": "电价", "national_surface": "5％"}
    row |= {"national_basis": "decrease", "district": None, "district_task": None}
    row |= {"district_indicator": None, "district_surface": None, "district_role": None}
    row |= {"waits_for": None, "doubtful": False}
    rows = [row | {"national": f"M4.0.q{n}", "answer": a} for n, a in enumerate(answers)]
    columns = [column.name for column in table("cascade.localised").columns]
    return frame("cascade.localised", {name: [r[name] for r in rows] for name in columns})


@pytest.mark.parametrize(
    ("answers", "title"),
    [
        (("same", "none", "waits"), "国家任务中的3个数字，1个在区级措施中有对应数字"),
        (("none", "waits"), "国家任务中的2个数字，在区级措施中没有一个有对应数字"),
        (("own", "complement"), "国家任务中的2个数字，在区级措施中都有对应数字"),
        ((), "国家任务中没有数字"),
    ],
)
def test_the_title_counts_the_numbers_that_have_an_answer(
    answers: tuple[str, ...], title: str
) -> None:
    assert cascade.localised(localised(*answers)).title == title


def test_the_base_counts_every_kind_of_answer() -> None:
    words = cascade.localised(localised("none", "none", "same"), lang="en")
    assert "repeated 1 and no number 2" in words.base


def test_a_number_is_quoted_with_what_it_measures() -> None:
    assert cascade.quoted("30元", "补助标准", lang="en") == "30元 (补助标准)"
    assert cascade.quoted(None, None) == "—"
