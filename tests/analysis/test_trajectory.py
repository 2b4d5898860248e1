"""What a target asks, how far along a figure should be, and which status follows."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from zctrack.analysis.trajectory import Aim, Figure, aim_of, rules, status_of
from zctrack.dictionary.build import codes

YEAR = pd.Timestamp("2020-01-01")
END = pd.Timestamp("2020-12-31")
MID = pd.Timestamp("2020-07-01")  # 183 of 366 days gone: exactly half


def aim(**given: Any) -> Aim:
    row = {"comparator": ">=", "low": 100.0, "high": None, "unit": "个", "basis": "level"}
    row |= {"baseline": None, "better": "higher", "indicator_type": "stock", "due": END}
    found = aim_of(row | given, begin=YEAR, undated=END)
    assert found is not None
    return found


def status(target: Aim, value: float, day: str, *, as_of: str | None = None, **more: Any) -> str:
    figure = Figure(value, pd.Timestamp(day), **more)
    return status_of(target, figure, as_of=pd.Timestamp(as_of or day))


# ------------------------------------------------------------------------------------- the goal


def test_an_equals_sign_counts_as_reached_at_or_above_it() -> None:
    target = aim(comparator="=", low=3.1, high=3.1)
    assert target.met(3.1)
    assert target.met(3.4)
    assert not target.met(3.0)


def test_an_equals_sign_is_a_ceiling_where_lower_is_better() -> None:
    target = aim(comparator="=", low=4.0, high=4.0, better="lower")
    assert target.met(3.0)
    assert not target.met(4.1)


def test_a_fall_to_be_reached_is_a_floor_though_lower_is_better() -> None:
    target = aim(comparator="=", low=15.0, high=15.0, better="lower", basis="decrease", unit="%")
    assert not target.ceiling
    assert target.met(16.0)
    assert not target.met(10.0)


def test_a_range_is_reached_inside_it_and_above_its_lower_end() -> None:
    target = aim(comparator="range", low=3.0, high=5.0)
    assert [target.met(v) for v in (2, 3, 5, 6)] == [False, True, True, True]


def test_more_than_is_not_reached_by_the_figure_itself() -> None:
    target = aim(comparator=">", low=40.0, unit="%")
    assert not target.met(40.0)
    assert target.attainment(40.0) < 1.0
    assert target.met(40.1)


def test_about_is_reached_within_its_tolerance() -> None:
    assert aim(comparator="about").met(95.0)
    assert not aim(comparator="about").met(94.9)


def test_all_of_them_is_100_percent() -> None:
    target = aim(basis="all", comparator="=", low=None, unit=None, indicator_type=None)
    assert (target.goal, target.points) == (100.0, True)


def test_a_relative_commitment_needs_the_other_level() -> None:
    row = {"basis": "relative", "comparator": ">=", "low": None, "high": None, "unit": None}
    assert aim_of(row, begin=YEAR, undated=END) is None
    known = aim_of(row | {"baseline": 5.0}, begin=YEAR, undated=END)
    assert known is not None
    assert known.goal == 5.0


# ------------------------------------------------------------------------- attainment and path


def test_rates_are_compared_in_points_and_not_as_a_share_of_a_share() -> None:
    target = aim(low=80.0, unit="％", indicator_type="rate")
    assert target.attainment(61.0) == pytest.approx(0.81)  # 19 points, not 61/80 = 0.76
    assert target.attainment(85.0) == 1.0


def test_a_ceiling_that_is_passed_gives_target_over_value() -> None:
    target = aim(comparator="<=", low=None, high=50.0, better="lower")
    assert target.attainment(100.0) == 0.5
    assert target.attainment(20.0) == 1.0


def test_a_stock_is_expected_on_the_line_from_its_baseline() -> None:
    assert aim().path(MID - pd.Timedelta(days=1)) == pytest.approx(100 * 182 / 366)
    assert aim(baseline=60.0).path(MID) == pytest.approx(60 + 40 * 183 / 366)


def test_a_flow_is_expected_pro_rata_of_the_year_of_its_due_date() -> None:
    target = aim(indicator_type="flow", due=pd.Timestamp("2021-12-31"))
    assert target.path(pd.Timestamp("2020-12-31")) == 0.0
    assert target.path(pd.Timestamp("2021-12-31")) == 100.0


def test_a_rate_is_expected_at_its_level_at_any_time() -> None:
    assert aim(low=80.0, unit="%", indicator_type="rate").path(YEAR) == 80.0


def test_the_offices_yardstick_is_the_share_of_the_due_year() -> None:
    target = aim(due=pd.Timestamp("2020-09-30"))
    assert target.path(pd.Timestamp("2020-09-30"), "nature") == 100.0
    assert target.path(pd.Timestamp("2020-09-30"), "year") == pytest.approx(100 * 274 / 366)


# --------------------------------------------------------------------------------------- status


def test_the_status_follows_the_shortfall_against_the_path() -> None:
    day = "2020-07-01"  # expected 50
    assert status(aim(), 50.0, day) == "on_track"
    assert status(aim(), 47.0, day) == "on_track"
    assert status(aim(), 46.9, day) == "at_risk"
    assert status(aim(), 35.0, day) == "at_risk"
    assert status(aim(), 34.9, day) == "behind"
    assert status(aim(), 100.0, day) == "achieved"


def test_a_rate_is_at_risk_within_five_points_and_behind_beyond() -> None:
    rate = aim(low=80.0, unit="%", indicator_type="rate")
    assert status(rate, 75.0, "2020-07-01") == "at_risk"
    assert status(rate, 74.9, "2020-07-01") == "behind"


def test_missed_needs_a_figure_of_the_due_day_or_a_final_one() -> None:
    assert status(aim(), 99.0, "2020-12-31") == "missed"
    assert status(aim(), 99.0, "2020-12-20", as_of="2021-01-31", final=True) == "missed"
    assert status(aim(), 99.0, "2020-11-30", as_of="2021-01-31") == "unreported"


def test_a_ceiling_is_kept_only_when_its_period_is_over() -> None:
    ceiling = aim(comparator="<=", low=None, high=50.0, better="lower")
    assert status(ceiling, 40.0, "2020-07-01") == "on_track"
    assert status(ceiling, 40.0, "2020-12-31") == "achieved"
    assert status(ceiling, 40.0, "2020-11-30", as_of="2021-01-31") == "unreported"
    assert status(ceiling, 90.0, "2020-12-31") == "missed"


def test_a_running_sum_over_its_ceiling_is_missed_at_once() -> None:
    spent = aim(comparator="<=", low=None, high=50.0, better="lower", indicator_type="flow")
    assert status(spent, 51.0, "2020-07-01") == "missed"
    assert status(spent, 30.0, "2020-07-01") == "at_risk"  # 25 would be pro rata


def test_nothing_is_missed_without_a_printed_date() -> None:
    undated = aim(due=pd.NaT)
    assert status(undated, 60.0, "2021-06-30", final=True) == "behind"


def test_a_bound_settles_only_what_it_can() -> None:
    more_than = {"bound": "at_least"}
    assert status(aim(), 100.0, "2020-07-01", **more_than) == "achieved"
    assert status(aim(), 90.0, "2020-12-31", **more_than) != "missed"
    assert status(aim(comparator=">"), 100.0, "2020-07-01", **more_than) == "achieved"
    assert not aim().counts(Figure(120.0, MID, bound="at_most"))
    assert aim().counts(Figure(90.0, MID, bound="at_most"))


def test_absence_of_a_figure_is_unreported_and_never_behind() -> None:
    late = pd.Timestamp("2026-11-23")
    assert status_of(aim(), None, as_of=late) == "unreported"
    assert status_of(None, None, as_of=late) == "unreported"


def test_a_period_that_has_not_begun_is_not_started() -> None:
    later = aim(begin=pd.Timestamp("2022-01-01"), due=pd.Timestamp("2022-12-31"))
    assert status_of(later, None, as_of=pd.Timestamp("2021-12-31")) == "not_started"
    assert status_of(later, None, as_of=pd.Timestamp("2022-01-01")) == "unreported"


def test_a_task_that_waits_is_waiting_unless_its_target_is_reached() -> None:
    assert status_of(aim(), None, as_of=END, waits=True) == "waiting"
    assert status_of(aim(), Figure(10.0, MID), as_of=END, waits=True) == "waiting"
    assert status_of(aim(), Figure(100.0, MID), as_of=END, waits=True) == "achieved"


def test_a_target_of_none_is_met_by_none() -> None:
    zero = aim(comparator="=", low=0.0, high=0.0, better="lower", indicator_type="flow")
    assert status(zero, 0.0, "2020-12-31") == "achieved"
    assert status(zero, 1.0, "2020-07-01") == "missed"
    assert zero.attainment(1.0) == 0.0


# ---------------------------------------------------------------------------------- the data file


def test_the_rules_name_every_status_once_and_only_known_ones() -> None:
    known = [code.code for code in codes("status")]
    assert sorted(entry["code"] for entry in rules()["status"]) == sorted(known)


def test_a_status_has_at_most_one_of_the_five_classes() -> None:
    placed = [status for entry in rules()["class"] for status in entry["status"]]
    assert len(placed) == len(set(placed))
    assert {"unreported", "waiting", "not_started"}.isdisjoint(placed)
    assert [entry["zh"] for entry in rules()["class"]] == [
        "已完成或基本完成",
        "进展顺利",
        "有一定困难",
        "目标有调整",
        "不能完成",
    ]


def test_the_bases_that_count_are_codes_of_the_dictionary() -> None:
    bases = rules()["counts"]["basis"]
    assert set(bases) == {code.code for code in codes("basis")}
    reported = {code.code for code in codes("actual_basis")}
    assert all(set(given) <= reported for given in bases.values())
    assert not any({"part", "plan_share"} & set(given) for given in bases.values())
