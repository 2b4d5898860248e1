"""Every table, column and code is explained in both languages, neither standing for the other."""

from __future__ import annotations

import re
import tomllib
from importlib import resources

import pytest

import zctrack as zt
from zctrack.dictionary import build
from zctrack.dictionary.build import describe, labels, table

HAN = re.compile(r"[\u4e00-\u9fff]")
# Three words of one alphabet in a row are a sentence; a name (Theil–Sen, Notice.text) is not.
ENGLISH = re.compile(r"[A-Za-z]{2,}(?: [A-Za-z]{2,}){2}")

TABLES = list(build._all_tables().values())
ENTRIES = {
    **{spec.name: spec for spec in TABLES},
    **{f"{spec.name}.{column.name}": column for spec in TABLES for column in spec.columns},
    **{
        f"{name}:{code.code}": code
        for name, members in build._all_codes().items()
        for code in members
    },
}


def test_there_is_something_to_explain():
    assert len(ENTRIES) > 1000


@pytest.mark.parametrize("part", ["zh", "meaning_zh"])
def test_what_is_said_in_chinese_is_chinese(part: str):
    said = {name: getattr(entry, part) for name, entry in ENTRIES.items()}
    wrong = {name: words for name, words in said.items() if not HAN.search(words)}
    wrong |= {name: words for name, words in said.items() if ENGLISH.search(words)}
    assert not wrong


def test_no_meaning_is_merely_the_other_language_s():
    same = [name for name, entry in ENTRIES.items() if entry.meaning_zh == entry.meaning]
    assert not same


def test_every_meaning_is_a_sentence():
    unfinished = [
        name
        for name, entry in ENTRIES.items()
        if not entry.meaning_zh.endswith("。") or not entry.meaning.rstrip().endswith((".", "…"))
    ]
    assert not unfinished


def test_a_meaning_in_english_is_english():
    foreign = {name: entry.en for name, entry in ENTRIES.items() if HAN.search(entry.en)}
    assert not foreign
    assert not {n: e.meaning for n, e in ENTRIES.items() if not re.search("[a-z0-9]", e.meaning)}


def test_chinese_meanings_use_chinese_punctuation():
    loose = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]|[\u4e00-\u9fff]\.$")
    assert not {n: e.meaning_zh for n, e in ENTRIES.items() if loose.search(e.meaning_zh)}


def test_describe_explains_in_the_language_that_is_asked_for():
    assert describe("chapters").meaning[2] == "The heading."
    assert describe("chapters", lang="zh").meaning[2] == "章的标题。"
    assert describe("chapters").equals(describe("chapters", lang="en"))


def test_the_usual_values_of_a_text_have_words():
    """What the grammar finds, and what the bundled notice holds, is said in both languages."""
    home = resources.files("zctrack.grammar")
    types = tomllib.loads((home / "products.toml").read_text("utf-8"))["types"]
    irregular = tomllib.loads((home / "claims.toml").read_text("utf-8"))["irregular"]
    assert set(types) <= set(labels("product_type"))
    assert {row["id"] for row in irregular} <= set(labels("finding_kind"))
    tables = zt.load().tables
    for name in tables:
        for column in table(name).columns:
            if column.words:
                assert set(tables[name][column.name].dropna()) <= set(column.said("zh")), column
