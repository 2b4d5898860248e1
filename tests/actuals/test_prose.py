"""Figures in the words of a report, told apart by what they are to their sentence."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from zctrack.actuals.prose import figures, stated
from zctrack.extract.fold import fold
from zctrack.grammar import load

DAY = dt.date(2020, 9, 30)


def read(text: str, day: dt.date = DAY) -> list[tuple[str, float, str, str]]:
    return [(f.words, f.value, f.unit, f.basis) for f in figures(text, as_of=day)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("建成充电桩58个，在建21个。", ["level", "level"]),
        ("玉米面积较去年增加300亩。", ["increase"]),
        ("项目累计投资1.2亿元，占年度计划的64.5%。", ["cumulative", "plan_share"]),
        ("完成市下达任务的112%。", ["plan_share"]),
        ("企业平均资费较上年降低16.2%。", ["decrease"]),
        ("贷款余额58.2亿元，同比增长19.3%。", ["level", "growth"]),
        ("存栏2.86万头，其中能繁母猪3100头、后备母猪400头。", ["level", "part", "part"]),
        ("今年以来发放补贴416.7万元。", ["cumulative"]),
        ("前三季度出栏4.7万头。", ["cumulative"]),
        ("占比37.8%，比年初提高4.2个百分点。", ["level", "increase"]),
        ("龙头企业增至9家。", ["level"]),
    ],
)
def test_the_basis_follows_from_the_words(text: str, expected: list[str]) -> None:
    assert [basis for *_, basis in read(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "计划改造老旧小区26个。",
        "全年总产预计5.2万吨。",
        "力争年底前新增学位2400个。",
        "12月底前再建成15个。",
        "居全市第3位。",
        "参加第128届网上广交会。",
        "按《关于做好2020年工作的通知》（周政办字〔2020〕29号）执行。",
        "因征地原因，尚未开工。",
        "",
    ],
)
def test_plans_ranks_and_names_are_no_figures(text: str) -> None:
    assert read(text) == []


def test_a_threshold_in_a_name_is_no_figure() -> None:
    text = "集体收入超过10万元的村72个，占比60%。"
    assert read(text) == [("72个", 72.0, "个", "level"), ("60%", 60.0, "%", "level")]


def test_of_a_change_the_new_level_is_the_figure() -> None:
    assert read("集体收入10万元以上的村占比由年初的65%提高到78.4%。") == [
        ("78.4%", 78.4, "%", "level")
    ]


@pytest.mark.parametrize(
    ("text", "day", "period"),
    [
        ("截至9月底，存栏2.8万头", "2020-09-30", "point"),
        ("截至8月25日，存栏2.8万头", "2020-08-25", "point"),
        ("截至目前，存栏2.8万头", "2020-09-30", "open"),
        ("1—8月出栏4.1万头", "2020-08-31", "of_year"),
        ("上半年出栏3万头", "2020-06-30", "of_year"),
        ("三季度出栏1.2万头", "2020-09-30", "stretch"),
        ("前三季度出栏4.7万头", "2020-09-30", "of_year"),
        ("2019年出栏6万头", "2019-12-31", "earlier"),
        ("较去年底增加0.2万头", "2020-09-30", "open"),
    ],
)
def test_the_day_follows_from_the_words(text: str, day: str, period: str) -> None:
    (figure,) = figures(text, as_of=DAY)
    assert (figure.as_of.isoformat(), figure.period) == (day, period)


@pytest.mark.parametrize(
    ("text", "comparator"),
    [
        ("贷款余额突破56亿元", ">"),
        ("建成５８００余亩", ">"),
        ("达到95%以上", ">="),
        ("有效率95%左右", "about"),
        ("建成93个", "="),
    ],
)
def test_a_bound_is_told_as_one(text: str, comparator: str) -> None:
    (figure,) = figures(text, as_of=DAY)
    assert figure.comparator == comparator


def test_works_begun_stand_beside_the_target_only() -> None:
    found = figures("建成充电桩58个，在建21个；全市已建成900个。", as_of=DAY)
    assert [f.beside for f in found] == [None, "not_yet", "other_area"]


def test_respective_figures_count_their_own_name() -> None:
    found = figures("生猪存栏、出栏分别达到2.98万头和4.6万头，耗粮3万吨。", as_of=DAY)
    assert [(f.words, f.noun) for f in found[:2]] == [("2.98万头", "生猪存栏"), ("4.6万头", "出栏")]
    assert len(found) == 3


def test_words_are_cut_from_the_text_itself() -> None:
    text = "已建成　高标准农田１,２００亩（占６０％）。"
    for figure in figures(text, as_of=DAY):
        assert text[figure.start : figure.end] == figure.words


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("完成", "done"), ("已完成", "done"), ("是", "done"), ("√", "done"), (" 完 成 ", "done"),
        ("未完成", "not_done"), ("否", "not_done"), ("正在推进", "under_way"),
        ("推进中", "under_way"), ("尚未启动", "not_started"), ("", None), ("基本完成", None),
        ("完成80%", None),
    ],
)  # fmt: skip
def test_a_state_is_read_only_from_words_that_say_it(words: str, code: str | None) -> None:
    assert stated(words) == code


RULES = [
    (key, row)
    for key in ("skip", "basis", "bare", "changed", "rate", "beside", "stated", "column",
                "simulated")
    for row in load.rules("progress", key)
]  # fmt: skip


@pytest.mark.parametrize(("key", "row"), RULES, ids=[f"{k}-{r['id']}" for k, r in RULES])
def test_a_rule_finds_its_words_in_its_example(key: str, row: dict[str, str]) -> None:
    example = fold(row["example"])
    assert row["source"]
    for test in ("before", "before_far", "after", "clause", "pattern"):
        if test in row:
            assert re.search(row[test], example), f"{test} = {row[test]} is not in {example}"
