"""Rows to tasks, figures to targets, names to the notice's parties."""

from __future__ import annotations

import datetime as dt

import pytest

import zctrack as zt
from zctrack.actuals.bearing import Targets
from zctrack.actuals.match import Matcher, band, rules
from zctrack.actuals.named import Names, officials, units
from zctrack.actuals.prose import figures
from zctrack.analysis.trajectory import rules as status_rules

DAY = dt.date(2020, 9, 30)


@pytest.fixture(scope="module")
def matcher() -> Matcher:
    return Matcher(zt.load())


@pytest.fixture(scope="module")
def targets() -> Targets:
    return Targets(zt.load())


@pytest.fixture(scope="module")
def names() -> Names:
    return Names(zt.load())


def test_the_units_tell_two_tasks_of_the_same_words_apart(matcher: Matcher) -> None:
    goal = "粮食播种面积15.48万亩以上"
    alone = matcher.matches(goal, units=["区农业农村局"], officials=["解金章"])
    both = matcher.matches(
        goal, units=["区发展改革局", "区农业农村局"], officials=["赵学", "解金章"]
    )
    assert {alone[0].item, alone[1].item} == {"M27.1", "M29.2"}
    assert both[0].item == "M29.2"


def test_a_task_of_other_units_scores_lower_but_is_not_shut_out(matcher: Matcher) -> None:
    goal = "生猪存栏3.1万头、出栏6.2万头"
    own = matcher.matches(goal, units=["区农业农村局"])[0]
    other = matcher.matches(goal, units=["区教育和体育局"])[0]
    assert own.item == other.item == "M29.4"
    assert own.score > other.score > 0


def test_every_task_gets_a_score_between_nought_and_a_hundred(matcher: Matcher) -> None:
    found = matcher.matches("组织冬季征兵")
    assert len(found) == 81
    assert all(0 <= match.score <= 100 for match in found)


def test_an_empty_goal_matches_nothing(matcher: Matcher) -> None:
    assert matcher.matches("")[0].score == 0.0


@pytest.mark.parametrize("row", rules()["band"], ids=lambda row: row["code"])
def test_a_band_gives_its_reason_and_begins_at_its_threshold(row: dict[str, object]) -> None:
    assert row["reason"]
    assert band(float(row["least"]), 0.0) == row["code"]


def test_a_near_second_makes_a_match_doubtful() -> None:
    assert band(80.0, 79.0) == "doubtful"
    assert band(49.9) == "doubtful"
    assert band(19.9) == "none"


def test_what_may_count_is_what_the_status_rules_say() -> None:
    assert rules()["figure"]["counts"] == status_rules()["counts"]["basis"]


def bearings(targets: Targets, text: str, task: str, goal: str) -> list[tuple[str | None, bool]]:
    found = figures(text, as_of=DAY)
    return [(b.item, b.stands) for b in targets.bearings(found, task=task, goal=goal)]


def test_a_narrower_indicator_is_not_the_targets(targets: Targets) -> None:
    goal = "粮食播种面积15.48万亩以上，总产5.1万吨以上"
    text = "粮食播种面积15.52万亩，夏粮总产2.61万吨"
    assert bearings(targets, text, "M27.1", goal) == [("M27.1.q1", True), (None, False)]


def test_a_share_of_plan_bears_on_what_stands_before_it_and_never_stands(targets: Targets) -> None:
    text = "累计购进粮食860万斤，占年度计划的86%"
    assert bearings(targets, text, "M29.1", "购进粮食不低于1000万斤") == [
        ("M29.1.q1", True),
        ("M29.1.q1", False),
    ]


def test_a_quarters_own_sum_stands_beside_the_running_one(targets: Targets) -> None:
    text = "三季度建成充电桩12个，全区累计建成充电桩93个，在建21个"
    found = bearings(targets, text, "M14.2", "建成充电桩101个")
    assert [stands for _, stands in found] == [False, True, False]
    assert found[1][0] == "M14.2.q1"


def test_of_alike_targets_the_next_due_is_meant(targets: Targets) -> None:
    found = figures("全区建成充电桩150个", as_of=dt.date(2021, 9, 30))
    (bearing,) = targets.bearings(found, task="M14.2", goal="充电桩建设")
    assert bearing.item == "M14.2.q2"


def test_all_of_them_is_told_by_a_rate_only(targets: Targets) -> None:
    goal = "延期还本付息应延尽延"
    text = "到期的普惠小微贷款延期率98%，到期的普惠小微贷款3.6亿元"
    assert bearings(targets, text, "M8.1", goal) == [("M8.1.q1", True), (None, False)]


def test_a_unit_of_another_dimension_never_bears(targets: Targets) -> None:
    assert bearings(targets, "生猪存栏300亩", "M29.4", "生猪存栏") == [(None, False)]


def test_of_two_figures_for_one_target_the_more_alike_stands(targets: Targets) -> None:
    text = "市级龙头企业2家，市级以上农业产业化龙头企业8家"
    found = bearings(targets, text, "M28.2", "市级以上农业产业化龙头企业发展到8家")
    assert found == [("M28.2.q1", False), ("M28.2.q1", True)]


@pytest.mark.parametrize(
    ("cell", "people"),
    [
        ("赵 学", ["赵学"]),
        ("赵　学\n解金章", ["赵学", "解金章"]),
        ("赵 学 耿 峰", ["赵学", "耿峰"]),
        ("国卫兵、赵 学", ["国卫兵", "赵学"]),
        ("赵学解金章", ["赵学", "解金章"]),
        ("解 金 章", ["解金章"]),
        ("甲 乙", ["甲乙"]),
        ("甲 乙 丙 丁", ["甲乙", "丙丁"]),
        ("王某某 赵 学", ["王某某", "赵学"]),
        ("赵 学 赵 学", ["赵学"]),
        ("", []),
    ],
)
def test_names_are_joined_and_parted(names: Names, cell: str, people: list[str]) -> None:
    assert officials(cell, names.officials) == people


@pytest.mark.parametrize(
    ("cell", "bodies"),
    [
        ("区发展改革局\n区财政局", ["区发展改革局", "区财政局"]),
        ("区发改局、区住建局", ["区发展改革局", "区住房城乡建设局"]),
        ("人社局 卫健局 区教体局", ["区人力资源社会保障局", "区卫生健康局", "区教育和体育局"]),
        ("牵头单位：区财政局\n配合单位：区税务局", ["区财政局", "区税务局"]),
        ("区医保分局 各镇（街道）", ["区医疗保障分局", "各镇（街道）"]),
        ("区人武部", ["区人武部"]),
        ("区财政局 区财政局", ["区财政局"]),
        ("", []),
    ],
)
def test_units_are_known_by_short_names(names: Names, cell: str, bodies: list[str]) -> None:
    assert units(cell, names) == bodies
