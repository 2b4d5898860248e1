"""Units in English have English words, and the number before them is the notice's."""

from __future__ import annotations

import re

import pandas as pd
import pytest

import zctrack as zt
from zctrack.dictionary import build
from zctrack.wording import figures, outlook, progress
from zctrack.wording.units import measured, unit

HAN = re.compile(r"[\u4e00-\u9fff]")


def units(*frames: pd.DataFrame) -> set[str]:
    found = pd.concat([rows[c] for rows in frames for c in rows if c.endswith("unit")])
    return set(found.dropna())


def test_every_unit_of_the_bundled_notice_has_an_english_name():
    n = zt.load()
    found = units(n.quantities[["unit", "plain_unit"]], n.deadlines[["amount_unit"]])
    assert len(found) > 20
    assert not {name for name in found if HAN.search(unit(name, lang="en"))}


@pytest.mark.parametrize("which", ["published", "simulated"])
def test_every_reported_unit_has_an_english_name(which: str):
    found = units(zt.load_actuals(which)[["unit"]])
    assert not {name for name in found if HAN.search(unit(name, lang="en"))}


def test_every_unit_of_the_dictionary_has_an_english_name():
    columns = [c for spec in build._all_tables().values() for c in spec.columns if c.unit]
    assert not {c.unit for c in columns if HAN.search(unit(c.unit, lang="en"))}


@pytest.mark.parametrize(
    ("amount", "name", "said"),
    [
        ("1", "项", "1 item"),
        ("≥1", "项", "≥1 item"),
        ("about 1", "户", "about 1 household"),
        ("0", "项", "0 items"),
        ("11", "项", "11 items"),
        ("1.5", "吨", "1.5 tonnes"),
        ("0–1", "家", "0–1 entities"),
        ("3–5", "个", "3–5 items"),
        ("1", "万吨", "1 ×10,000 tonnes"),
        ("15.48", "万亩", "15.48 ×10,000 mu"),
        ("3.75", "万亿元", "3.75 ×1 trillion yuan"),
        ("2", "万吨/日", "2 ×10,000 tonnes per day"),
        ("30", "元/人·年", "30 yuan per person per year"),
        ("5", "千克", "5 kg"),
        ("5", "千户", "5 ×1,000 households"),
        ("2", "个百分点", "2 percentage points"),
        ("80", "％", "80%"),
        ("7", "", "7"),
    ],
)
def test_an_amount_in_english(amount: str, name: str, said: str):
    assert measured(amount, name, lang="en") == said


@pytest.mark.parametrize("name", ["炷", "万炷", "吨/炷", "万"])
def test_a_unit_that_nobody_knows_stays_as_printed(name: str):
    if name == "万":  # a multiple alone is known
        assert measured("3", name, lang="en") == "3 ×10,000"
    else:
        assert measured("3", name, lang="en") == f"3 {name}"


@pytest.mark.parametrize("name", ["万亩", "项", "吨/日", "个百分点"])
def test_in_chinese_a_unit_is_the_notice_s(name: str):
    assert measured("≥3", name) == f"≥3{name}"
    assert unit(name) == name


def test_no_number_of_the_notice_changes_in_english():
    for row in zt.load().targets.to_dict("records"):
        if pd.isna(row["low"]) and pd.isna(row["high"]):
            continue
        bare = figures.asked(row, lang="en")
        assert figures.target(row, lang="en").startswith(bare)
        assert not HAN.search(figures.target(row, lang="en"))


ROW = {"comparator": ">=", "low": 15.48, "high": None, "unit": "万亩", "value": 12.5}


def test_every_sentence_about_a_figure_has_the_english_unit():
    row = ROW | {"attainment": 0.8, "as_of": "2020-11-30", "published": 12.5, "context": 0}
    assert figures.against(row, lang="en") == "12.5 / ≥15.48 ×10,000 mu"
    assert figures.published(row, lang="en") == "12.5 ×10,000 mu"
    assert outlook.latest(row, lang="en") == "12.5 ×10,000 mu\n30 Nov 2020"
    assert progress._figure(row, "", "en") == "12.5 ×10,000 mu"


def test_the_register_quotes_in_chinese_and_names_the_unit_in_english():
    row = ROW | {"surface": "15.48万亩以上"}
    assert figures.printed(row) == "15.48万亩以上"
    assert figures.printed(row, lang="en") == "≥15.48 ×10,000 mu"


def test_a_figure_that_is_printed_in_words_can_still_be_found():
    row = ROW | {"surface": "一半以上", "low": 50.0, "unit": "%"}
    assert figures.printed(row, lang="en") == "≥50% (一半以上)"
    none = ROW | {"surface": "全部", "low": None, "unit": None}
    assert figures.printed(none, lang="en") == "全部"
