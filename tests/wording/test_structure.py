"""The sentences about structure: each number is a cell of the table, one is one."""

from __future__ import annotations

import pandas as pd
import pytest

from zctrack.dictionary.build import frame
from zctrack.wording import structure as wording
from zctrack.wording.words import phrases


def table(*classes: str, firm: tuple[str, ...] | None = None) -> pd.DataFrame:
    n = len(classes)
    return frame(
        "structure.checkability",
        {
            "task": [f"M1.{k}" for k in range(1, n + 1)],
            "measure": [1] * n,
            "chapter": [1 + k % 2 for k in range(n)],
            "ordinal": list(range(1, n + 1)),
            "class": list(classes),
            "class_firm": list(firm or classes),
            **{c: [0] * n for c in ("due_dates", "numeric_targets", "policy_ends", "products")},
            "rules": [0] * n,
            "waits_for": [None] * n,
            "text": [None] * n,
            "start": list(range(n)),
            "end": list(range(1, n + 1)),
        },
    )


def test_the_title_has_what_can_be_checked_and_what_cannot() -> None:
    rows = table("both", "date", "number", "open", "rule")
    assert wording.checkability(rows).title == "5项任务中3项写明了到期日或数字目标，1项没有可核查点"
    assert wording.checkability(rows, lang="en").title == (
        "3 of 5 tasks state a due date or a target with a number; 1 states nothing to check by"
    )


@pytest.mark.parametrize(
    ("classes", "zh", "en"),
    [
        (("date",), "1项任务都写明了到期日或数字目标", "The one task states a due date"),
        (("date", "both"), "2项任务都写明了到期日或数字目标", "All 2 tasks state a due date"),
        (("open",), "1项任务都没有写明到期日或数字目标", "The one task does not state a due"),
        (("open", "rule"), "2项任务都没有写明", "None of the 2 tasks states a due date"),
        (("date", "rule"), "2项任务中1项写明了到期日或数字目标，其余", "1 of 2 tasks states a due"),
    ],
)
def test_one_and_all_and_none_are_said_as_such(classes: tuple[str, ...], zh: str, en: str) -> None:
    assert wording.checkability(table(*classes)).title.startswith(zh)
    assert wording.checkability(table(*classes), lang="en").title.startswith(en)


def test_the_base_says_what_is_left_without_doubtful_rows() -> None:
    rows = table("date", "number", "open", firm=("date", "open", "open"))
    assert "n＝3项任务" in wording.checkability(rows).base
    assert "不计则1项" in wording.checkability(rows).base
    assert "without them 1 can be" in wording.checkability(rows, lang="en").base


def test_the_alt_text_counts_each_class_that_occurs() -> None:
    alt = wording.checkability(table("date", "date", "open")).alt
    assert "仅日期2项" in alt
    assert "无可核查点1项" in alt
    assert "成果物" not in alt


def test_an_empty_table_has_a_title_that_says_why() -> None:
    words = wording.checkability(frame("structure.checkability"))
    assert (words.title, words.base) == ("没有任务可供核查", "")


def test_the_icicle_counts_chapters_measures_and_tasks() -> None:
    words = wording.icicle(table("date", "open", "open"))
    assert words.title == "2章、1条措施、3项任务的结构：1项可按日期或数字核查"


def test_chapters_and_measures_are_called_by_short_titles() -> None:
    names = pd.DataFrame(
        {"key": ["C4", "M4"], "type": ["chapter", "measure"]}
        | {"short": ["用好资金", "电价"], "en_short": ["Funds", None]}
    )
    assert wording.chapter(4, names, "zh") == "4 用好资金"
    assert wording.measure(4, names, "zh") == "4 电价"
    assert wording.measure(4, names, "en") == "Measure 4"
    assert wording.chapter(0, names, "zh") == "章外"


def test_both_languages_have_the_same_templates() -> None:
    assert set(phrases("structure", "zh")) == set(phrases("structure", "en"))
