"""What the deadline charts say is what their tables hold."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from zctrack.dictionary.build import frame
from zctrack.wording import deadlines as wording
from zctrack.wording.periods import more, period


def clustering(*rows: dict[str, Any]) -> pd.DataFrame:
    given = {
        "kind": "due",
        "date": "2020-12-31",
        "printed": 0,
        "inferred": 0,
        "doubtful": 0,
        "of": 20,
        "busiest": True,
    }
    full = [given | row for row in rows]
    for row in full:
        row["tasks"] = row["printed"] + row["inferred"] + row["doubtful"]
        row["share_low"] = row["printed"] / row["of"]
        row["share_high"] = row["tasks"] / row["of"]
        for name in ("printed", "inferred", "doubtful"):
            row[f"{name}_tasks"] = "、".join(f"M1.{n}" for n in range(row[name])) or None
    return frame("deadlines.clustering", {c: [row[c] for row in full] for c in full[0]})


def load(*rows: dict[str, Any]) -> pd.DataFrame:
    given = {
        "party": "甲",
        "party_kind": "unit",
        "span": "month",
        "begin": "2020-12-01",
        "end": "2020-12-31",
        "due_answering": 0,
        "due_supporting": 0,
        "lapses_answering": 0,
        "lapses_supporting": 0,
        "doubtful": 0,
        "worst": True,
    }
    full = [given | row for row in rows]
    return frame("deadlines.load", {c: [row[c] for row in full] for c in given})


def upcoming(*rows: dict[str, Any]) -> pd.DataFrame:
    given = {
        "deadline": "M1.1.d1",
        "task": "M1.1",
        "measure": 1,
        "kind": "due",
        "until": "2020-12-31",
        "as_of": "2020-08-25",
        "days_left": 128,
        "past": False,
        "within": None,
        "horizon": 90,
        "inferred": False,
        "doubtful": False,
        "surface": "年底",
        "units": None,
        "sentence": None,
    }
    full = [given | row | {"deadline": f"d{n}"} for n, row in enumerate(rows)]
    return frame("deadlines.upcoming", {c: [row[c] for row in full] for c in given})


BOTH = clustering(
    {"inferred": 6, "doubtful": 4, "of": 15}, {"kind": "expires", "printed": 7, "of": 10}
)


def test_the_busiest_day_is_the_title_with_what_is_printed() -> None:
    assert wording.clustering(BOTH).title == (
        "2020年12月31日最集中：10项任务到期（无一写明到日，存疑4项），7项政策失效"
    )
    assert wording.clustering(BOTH, lang="en").title == (
        "31 Dec 2020 is the busiest day: 10 tasks due (none printed to the day, 4 doubtful), "
        "7 policies lapse"
    )


@pytest.mark.parametrize(
    ("printed", "words"), [(0, "（无一写明到日）"), (1, "（1项写明到日）"), (3, "")]
)
def test_how_many_are_printed_to_the_day_is_said(printed: int, words: str) -> None:
    title = wording.clustering(clustering({"printed": printed, "inferred": 3 - printed})).title
    assert title == f"2020年12月31日最集中：3项任务到期{words}"


def test_the_bounds_are_given_and_a_sure_share_is_one_figure() -> None:
    base = wording.clustering(BOTH).base
    assert "到期0%至67%" in base
    assert "政策失效70%（" in base
    assert "含存疑4处" in base


def test_few_tasks_are_no_percentage() -> None:
    base = wording.clustering(clustering({"inferred": 3, "of": 4})).base
    assert "0/4至3/4" in base
    assert "%" not in base


def test_busiest_days_that_differ_are_both_named() -> None:
    table = clustering(
        {"inferred": 2}, {"kind": "expires", "printed": 3, "date": "2021-03-31", "of": 9}
    )
    assert "2020年12月31日（2项）" in wording.clustering(table).title
    assert "2021年3月31日（3项）" in wording.clustering(table).title


def test_no_day_is_called_busy_when_each_has_one_task() -> None:
    assert "没有集中的一天" in wording.clustering(clustering({"inferred": 1})).title


def test_a_lapse_is_told_to_be_no_delivery() -> None:
    columns = {
        "deadline": ["a", "b"],
        "task": ["M1.1", "M1.2"],
        "measure": [1, 1],
        "kind": ["expires", "expires"],
        "begin": [None, None],
        "until": ["2020-12-31", "2020-12-31"],
        "precision": ["day", "year"],
        "inferred": [False, True],
        "doubtful": [False, False],
        "section": ["implementation", "implementation"],
        "surface": ["a", "b"],
        "units": [None, None],
        "sentence": [None, None],
        "start": [0, 1],
        "end": [1, 2],
    }
    words = wording.calendar(frame("deadlines.calendar", columns), lang="en")
    assert words.title == "2 of 2 policies with an end date lapse on 31 Dec 2020"
    assert "a lapse is not a delivery" in words.subtitle
    assert "1 with an inferred day" in words.base
    mixed = frame("deadlines.calendar", columns | {"kind": ["due", "expires"]})
    assert wording.calendar(mixed).title.startswith("1处到期、1处政策失效、0处期间")


def test_the_worst_period_of_most_and_the_heaviest_party_are_named() -> None:
    table = load(
        {"party": "甲", "due_answering": 3},
        {"party": "乙", "due_answering": 1},
        {"party": "丙", "due_answering": 1, "begin": "2021-06-01"},
        {"party": "丁", "lapses_answering": 9, "worst": False},
    )
    words = wording.load(table, lang="en")
    assert words.title == (
        "Dec 2020 is the worst month for 2 of 3 parties with tasks due; 甲 answers for most, 3"
    )
    assert "1 more party has policy ends only" in words.alt


def test_lapses_never_make_a_period_heavy() -> None:
    table = load({"lapses_answering": 9, "worst": False})
    assert wording.load(table).title == "1个责任主体只有政策失效日，没有到期任务"


def test_more_than_three_heaviest_are_counted() -> None:
    title = wording.load(load(*({"party": p, "due_answering": 2} for p in "甲乙丙丁戊"))).title
    assert "甲、乙和丙等2个" in title


def test_hidden_persons_are_numbered_in_the_title_too() -> None:
    table = load({"party": "张三", "party_kind": "official", "due_answering": 2})
    assert "张三" in wording.load(table).title
    assert "张三" not in wording.load(table, hide_persons=True).title


PAST = {"until": "2020-06-30", "days_left": -56, "past": True}
NEAR = {"until": "2020-09-30", "days_left": 36, "within": 60}


def test_what_is_past_is_never_called_missed() -> None:
    words = wording.upcoming(upcoming(PAST, NEAR | {"task": "M2.1"}))
    assert words.title == (
        "截至2020年8月25日：1项任务的到期日已过；90天内1项到期，最近是2020年9月30日"
    )
    assert "不等于没有完成" in words.subtitle
    assert "逾期" not in words.title


def test_a_lapse_is_in_no_count_of_what_is_past_or_due() -> None:
    table = upcoming(PAST | {"kind": "expires"}, {"until": "2020-12-31"})
    assert wording.upcoming(table, lang="en").title == (
        "As of 25 Aug 2020: no due date has passed; nothing falls due within 90 days, next on "
        "31 Dec 2020"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("name", ["calendar", "clustering", "load", "upcoming"])
def test_an_empty_table_says_that_there_is_no_date(name: str, lang: str) -> None:
    words = getattr(wording, name)(frame(f"deadlines.{name}"), lang=lang)
    assert words.title
    assert words.alt == words.title


@pytest.mark.parametrize(
    ("span", "zh", "en"),
    [
        ("day", "2020年10月1日", "1 Oct 2020"),
        ("month", "2020年10月", "Oct 2020"),
        ("quarter", "2020年第四季度", "Q4 2020"),
        ("year", "2020年", "2020"),
    ],
)
def test_a_period_is_called_by_its_length(span: str, zh: str, en: str) -> None:
    assert period("2020-10-01", span, "zh") == zh
    assert period("2020-10-01", span, "en") == en


def test_what_is_left_out_is_counted() -> None:
    later = upcoming({}, {}, {"until": "2021-01-31"}, PAST)
    assert more(later, "later", lang="en") == (
        "1 earlier past deadline is not listed, 3 more deadlines after 90 days, the next 2 on "
        "31 Dec 2020"
    )
    assert more(BOTH, "dates") == "另有1个日期没有画出，每日至多10项"
    assert more(BOTH.head(0), "dates") == ""
