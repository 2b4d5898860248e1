"""The simulated year: called simulated, the same for the same seed, and read by the analysis."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from zctrack.analysis import targets as analysis
from zctrack.datasets import load, load_actuals
from zctrack.dictionary.build import schema
from zctrack.simulate.follow_up import demonstration, figures

DAYS = [str(day.date()) for day in pd.date_range("2020-01-31", "2021-01-31", freq="ME")]


def targets(count: int = 40, **given: Any) -> pd.DataFrame:
    row = {"task": "M1.1", "indicator": "建成数量", "comparator": ">=", "low": 40.0, "high": None}
    row |= {"unit": "个", "basis": "level", "baseline": None, "better": "higher"}
    row |= {"indicator_type": "deliverable", "due": pd.Timestamp("2020-12-31")} | given
    rows = pd.DataFrame([row | {"quantity": f"M1.1.q{n}"} for n in range(count)])
    return rows.astype({"due": "datetime64[s]"})


def made(seed: int = 1, **given: Any) -> pd.DataFrame:
    return figures(targets(**given), rng=np.random.default_rng(seed), as_of_dates=DAYS)


def test_every_row_is_called_simulated() -> None:
    rows = made()
    schema("actuals").validate(rows)
    assert set(rows["source"]) == {"simulated"}
    assert rows["note"].str.contains("模拟数据").all()


def test_the_same_seed_gives_the_same_year_and_another_does_not() -> None:
    pd.testing.assert_frame_equal(made(1), made(1))
    assert not made(1)["value"].equals(made(2)["value"])


def test_one_target_more_changes_no_other_figures() -> None:
    fewer, more = made(count=10), made(count=11)
    pd.testing.assert_frame_equal(fewer, more[more["item"] != "M1.1.q10"].reset_index(drop=True))


def test_some_report_late_some_skip_a_month_and_some_never_report() -> None:
    rows = made()
    delay = (rows["reported_on"] - rows["as_of"]).dt.days
    assert delay.min() >= 4
    assert delay.max() > 25
    assert 0 < 40 - rows["item"].nunique() < 20
    assert rows.groupby("item").size().nunique() > 1


def test_things_that_are_counted_are_whole_and_never_fall_back() -> None:
    rows = made()
    assert (rows["value"] % 1 == 0).all()
    assert (rows.groupby("item")["value"].diff().dropna() >= 0).all()


def test_the_last_figure_is_final_and_describes_the_due_date() -> None:
    last = made().groupby("item").tail(1)
    assert set(last["finality"]) == {"final"}
    assert set(last["as_of"]) == {pd.Timestamp("2020-12-31")}
    assert set(last["evidence"]) <= {"documented", "checked"}


def test_a_rate_stays_between_0_and_100() -> None:
    rows = made(unit="%", low=95.0, indicator_type="rate")
    assert rows["value"].between(0, 100).all()


def test_a_commitment_without_a_number_gets_figures_only_where_it_means_all() -> None:
    assert set(made(basis="all", low=None, unit=None)["unit"]) == {"%"}
    assert made(basis="relative", low=None, unit=None).empty


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_year_has_met_and_missed_targets(seed: int) -> None:
    progress = analysis.track(targets(), made(seed), as_of="2021-03-31")
    assert {"achieved", "missed", "unreported"} <= set(progress["status"])
    assert 0.3 < (progress["status"] == "achieved").mean() < 0.9


def test_the_demonstration_is_a_month_by_month_year() -> None:
    none = pd.DataFrame({c: [] for c in ("deadline", "kind", "surface")}, dtype="str")
    later = targets(due=pd.Timestamp("2021-06-30"))
    later["quantity"] = [f"M2.1.q{n}" for n in range(len(later))]
    rows = demonstration(pd.concat([targets(), later], ignore_index=True), none)
    assert rows["as_of"].min() == pd.Timestamp("2020-09-30")
    assert rows["as_of"].max() == pd.Timestamp("2021-06-30")
    assert set(rows["notice"]) == {"zhoucun-2020-27"}


def test_the_bundled_year_is_what_the_simulator_makes_of_the_bundled_targets() -> None:
    notice = load()
    again = demonstration(notice.targets, notice.deadlines)
    message = "data/actuals/simulated.csv is older than the parser or the model: make it again"
    assert load_actuals("simulated").equals(again), message
