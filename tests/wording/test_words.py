"""Numbers, dates, lists and names as a reader of either language writes them."""

from __future__ import annotations

import datetime
import string
import tomllib
from importlib import resources

import pandas as pd
import pytest

from zctrack.errors import OptionError
from zctrack.wording.words import (
    Words,
    date,
    listing,
    number,
    party,
    percent,
    phrases,
    say,
)

NAMES = pd.DataFrame(
    {
        "key": ["区财政局", "赵学", "甲局"],
        "type": ["party", "party", "chapter"],
        "short": ["财政局", None, "甲"],
        "en": ["Bureau of Finance", "Zhao Xue", "A"],
        "en_short": ["Finance", None, "A"],
    }
)


@pytest.mark.parametrize(
    ("x", "digits", "zh", "en"),
    [
        (2020, 0, "2020", "2,020"),
        (154800, 0, "154,800", "154,800"),
        (0.5, 0, "1", "1"),
        (2.5, 0, "3", "3"),
        (0.285, 2, "0.29", "0.29"),
        (15.48, None, "15.48", "15.48"),
        (750.0, None, "750", "750"),
        (1e9, None, "1,000,000,000", "1,000,000,000"),
        (-3, 0, "−3", "−3"),
        (None, 0, "—", "—"),
        (float("nan"), 0, "—", "—"),
        (float("inf"), 0, "∞", "∞"),
    ],
)
def test_a_figure_reads_as_people_write_it(x, digits, zh, en):
    assert number(x, "zh", digits) == zh
    assert number(x, "en", digits) == en


@pytest.mark.parametrize(
    ("x", "digits", "shown"),
    [
        (0, 0, "0%"),
        (0.004, 0, "<1%"),
        (0.285, 0, "29%"),
        (0.2849, 1, "28.5%"),
        (0.9999, 0, ">99%"),
        (0.9999, 1, ">99.9%"),
        (1, 0, "100%"),
        (-0.052, 1, "−5.2%"),
        (None, 0, "—"),
    ],
)
def test_a_percentage_says_neither_nothing_for_something_nor_all_for_less(x, digits, shown):
    assert percent(x, "zh", digits) == shown


@pytest.mark.parametrize(
    "x", ["2020-08-25", datetime.date(2020, 8, 25), pd.Timestamp("2020-08-25")]
)
def test_a_day_is_written_out(x):
    assert date(x, "zh") == "2020年8月25日"
    assert date(x, "en") == "25 Aug 2020"


def test_a_missing_day_is_a_dash():
    assert date(None, "zh") == date(pd.NaT, "en") == "—"


def test_what_is_no_day_is_refused():
    with pytest.raises(OptionError, match="no day"):
        date("年底", "zh")


@pytest.mark.parametrize(
    ("names", "zh", "en"),
    [
        ([], "", ""),
        (["A"], "A", "A"),
        (["A", "B"], "A和B", "A and B"),
        (["A", "B", "C"], "A、B和C", "A, B and C"),
    ],
)
def test_a_list_ends_with_and(names, zh, en):
    assert listing(names, "zh") == zh
    assert listing(names, "en") == en


def test_a_party_goes_by_its_short_name():
    assert party("区财政局", NAMES, "zh") == "财政局"
    assert party("区财政局", NAMES, "en") == "Finance"


def test_without_a_short_name_the_longer_one_stands():
    assert party("赵学", NAMES, "zh") == "赵学"
    assert party("赵学", NAMES, "en") == "Zhao Xue"


def test_an_unknown_party_keeps_its_printed_name():
    assert party("乙局", NAMES, "zh") == "乙局"
    assert party("甲局", NAMES, "zh") == "甲局", "a chapter of that key is no party"
    assert party("乙局", None, "en") == "乙局"
    assert party("乙局", NAMES.iloc[:0], "en") == "乙局"


@pytest.mark.parametrize("call", [lambda: number(1, "fr"), lambda: say("charts", "source", "fr")])
def test_a_third_language_is_refused(call):
    with pytest.raises(OptionError, match="'fr'"):
        call()


def test_an_english_plural_follows_its_number(monkeypatch):
    from zctrack.wording import words

    section = {"count": "{n} {n:task|tasks} of {m:1|many}"}
    monkeypatch.setattr(words, "phrases", lambda module, lang: section)
    assert say("any", "count", "en", n=1, m="1") == "1 task of 1"
    assert say("any", "count", "en", n="2", m=0) == "2 tasks of many"


def test_a_template_s_missing_value_is_named():
    with pytest.raises(OptionError, match=r"charts\.source.*'source'"):
        say("charts", "source", "zh")


def test_an_unknown_template_or_section_is_named():
    with pytest.raises(OptionError, match="'nothing'"):
        say("charts", "nothing", "zh")
    with pytest.raises(OptionError, match=r"\[nothing\]"):
        phrases("nothing", "en")


def test_templates_cannot_be_changed_by_a_caller():
    with pytest.raises(TypeError):
        phrases("charts", "zh")["source"] = ""  # type: ignore[index]


def test_words_are_frozen():
    with pytest.raises(AttributeError):
        Words("a", "b", "c", "d").title = "e"  # type: ignore[misc]


def templates(lang: str) -> dict:
    return tomllib.loads((resources.files("zctrack.wording") / f"{lang}.toml").read_text("utf-8"))


def test_both_languages_say_the_same_things():
    zh, en = templates("zh"), templates("en")
    assert {m: sorted(s) for m, s in zh.items()} == {m: sorted(s) for m, s in en.items()}


def test_no_language_asks_for_a_figure_that_the_other_does_not_know():
    zh, en = templates("zh"), templates("en")

    def fields(template: str) -> set[str]:
        return {name for _, name, _, _ in string.Formatter().parse(template) if name}

    # A plural's form ({n:is|are}) may need a field only in English.
    only = {
        (module, key): fields(zh[module][key]) ^ fields(en[module][key])
        for module in zh
        for key in zh[module]
        if fields(zh[module][key]) - fields(en[module][key])
    }
    assert only == {}
