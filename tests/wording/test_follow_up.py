"""The sentences of progress, review and ranking: every number in them is a cell of the table."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from zctrack.dictionary.build import codes, frame, table
from zctrack.wording import progress, ranking, review
from zctrack.wording.words import phrases

LANGS = ("zh", "en")
WRITERS = [
    (progress.tasks, "progress.tasks"),
    (progress.items, "progress.items"),
    (progress.classes, "progress.classes"),
    (progress.by_unit, "progress.by_unit"),
    (progress.findings, "progress.findings"),
    (review.due, "review.due"),
    (review.slips, "review.slips"),
    (ranking.bands, "ranking.bands"),
    (ranking.change, "ranking.change"),
]


def rows(name: str, *given: dict[str, Any], **same: Any) -> pd.DataFrame:
    """Fill a table's columns with plain values of their type, and the given ones."""
    plain: dict[str, Any] = {"text": "甲", "int": 1, "float": 0.5, "bool": False}
    plain |= {"date": "2020-12-31"}
    out = []
    for row in given:
        filled = {
            c.name: None if c.optional else codes(c.codes)[0].code if c.codes else plain[c.type]
            for c in table(name).columns
        }
        out.append(filled | same | row)
    names = [c.name for c in table(name).columns]
    return frame(name, {c: [row[c] for row in out] for c in names})


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize(("write", "name"), WRITERS)
def test_empty_tables_have_a_title_that_says_why(write: Any, name: str, lang: str) -> None:
    words = write(frame(name), lang=lang)
    assert words.title
    assert words.alt == words.title


@pytest.mark.parametrize("module", ["progress", "review", "ranking", "follow_up"])
def test_both_languages_have_the_same_templates(module: str) -> None:
    assert list(phrases(module, "zh")) == list(phrases(module, "en"))


def test_the_classes_are_counted_in_the_title_and_the_rules_named_in_the_foot() -> None:
    rows_ = rows(
        "progress.classes",
        {"office_class": "done", "items": 3},
        {"office_class": "cannot", "items": 0},
        {"beside": "unreported", "items": 2},
        of=5,
        judged=3,
    )
    words = progress.classes(rows_)
    assert words.title == "5个事项中，已完成或基本完成3个和未见报送2个"
    assert "docs/status.md" in words.base
    assert progress.classes(rows_, lang="en").title == (
        "Of 5 items: 3 done or nearly done and 2 unreported"
    )


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("code", [c.code for c in codes("report_finding")])
def test_each_finding_has_a_sentence_with_its_item_and_day(code: str, lang: str) -> None:
    row = rows(
        "progress.findings",
        {"finding": code, "item": "M1.1", "what": "充电桩", "day": "2020-11-30", "value": 40.0}
        | {"other_day": "2020-10-31", "other_value": 60.0, "stated": "done", "unit": "个"}
        | {"other_stated": "under_way", "status": "achieved", "days": 61, "reporter": "甲局"},
    ).to_dict("records")[0]
    said = progress.finding(row, lang=lang)
    assert said.startswith("M1.1 充电桩")
    assert ("2020年11月30日" if lang == "zh" else "30 Nov 2020") in said
    assert "None" not in said
    assert "nan" not in said


def test_a_contradiction_of_one_reporter_names_its_files() -> None:
    row = rows(
        "progress.findings",
        {"finding": "contradiction", "value": 70.0, "other_value": 80.0, "unit": "个"}
        | {"reporter": "甲局", "other_reporter": "甲局", "file": "b.xlsx", "other_file": "a.xlsx"},
    ).to_dict("records")[0]
    said = progress.finding(row)
    assert "70个（甲局 b.xlsx）与80个（甲局 a.xlsx）" in said


def test_the_review_says_how_many_stand_on_each_list() -> None:
    due = rows("review.due", {"list": "late", "item": "M1.1"}, {"list": "silent", "item": "M1.2"})
    assert review.due(due).title == "2020年12月31日调度：逾期未完成1项和未按时报送1项"
    assert "未按时报送只催报送，不说明进度" in review.due(due).base


def test_an_item_of_two_units_counts_for_each_in_the_list_by_unit() -> None:
    due = rows(
        "review.due",
        {"list": "silent", "item": "M1.1", "units": "甲局、乙局"},
        {"list": "silent", "item": "M1.2", "units": "甲局"},
        {"list": "silent", "item": "M1.3"},
    )
    assert review.by_unit(due, "silent", None) == "未按时报送3项：甲局2、乙局1和无负责单位1"
    assert review.by_unit(due, "to_check", None) == ""


def test_the_slips_are_counted_by_colour_the_gravest_first() -> None:
    slips = rows(
        "review.slips",
        {"colour": "blue", "state": "open"},
        {"colour": "red", "state": "open"},
        {"colour": "red", "state": "closed"},
        {"colour": "orange", "state": "eased"},
    )
    assert review.slips(slips).title == "督办中2件：红色1件和蓝色1件"
    assert "已缓解1、已销号1" in review.slips(slips).base
    asked = rows("review.slips", {"list": "silent", "state": "open"})
    assert review.slips(asked).title == "没有督办进度的督办单，只催报送的1件"
    closed = rows("review.slips", {"state": "closed"})
    assert review.slips(closed, lang="en").title == "No slip is open; 1 is closed"


def test_the_bands_name_the_outer_units_in_the_alt_text_alone() -> None:
    bands = rows(
        "ranking.bands",
        {"unit": "甲局", "band": "upper"},
        {"unit": "乙局", "band": "middle"},
        {"unit": "丙局", "band": "too_little", "closed": 2},
    )
    words = ranking.bands(bands)
    assert words.title == "2个单位中，前列1个和中间1个"
    assert "甲局" in words.alt
    assert "乙局" not in words.alt
    assert "按期销号50%＋完成度30%＋按时报送20%" in words.base
    assert ranking.too_little(bands) == "数据不足（已销号不足5个）1个：丙局2"


def test_no_bands_are_told_where_nobody_has_enough() -> None:
    few = rows("ranking.bands", {"band": "too_little"})
    assert ranking.bands(few).title == "1个单位的已销号事项都不足5个，不分档"
    even = rows("ranking.bands", {"band": "middle"}, {"band": "middle"})
    assert "难分高下" in ranking.bands(even).title


def test_changes_are_counted() -> None:
    change = rows(
        "ranking.change", {"change": "up", "apart": True}, {"change": "same"}, {"change": "same"}
    )
    words = ranking.change(change)
    assert words.title.endswith("上升1个和不变2个")
    assert "得分确有变化）的1个" in words.base
