"""The register, progress, forecast and overview of targets."""

from __future__ import annotations

import re
from statistics import NormalDist
from typing import Any

import pandas as pd
import pytest

from zctrack.analysis import targets
from zctrack.analysis.measurability import hedge_of
from zctrack.analysis.trajectory import rules
from zctrack.dictionary.build import schema, table
from zctrack.errors import OptionError, TableError


def target(key: str = "M14.2.q1", **given: Any) -> dict[str, Any]:
    row = {"quantity": key, "task": key.rsplit(".", 1)[0], "measure": 14, "indicator": "充电桩"}
    row |= {"comparator": ">=", "low": 100.0, "high": None, "unit": "个", "basis": "level"}
    row |= {"baseline": None, "better": "higher", "indicator_type": "stock"}
    row |= {"due": pd.Timestamp("2020-12-31"), "related": None, "surface": "100个以上"}
    return row | given


def frame_of(*rows: dict[str, Any]) -> pd.DataFrame:
    rows_ = pd.DataFrame(list(rows))
    return rows_.astype({"due": "datetime64[s]"})


def figure(value: float | None, day: str, item: str = "M14.2.q1", **given: Any) -> dict[str, Any]:
    row = {"item": item, "level": "district", "as_of": day, "value": value, "unit": "个"}
    row |= {"basis": "level", "comparator": "=", "finality": "interim", "stated": None}
    row |= {"evidence": "documented", "reported_on": None, "source": "a.pdf"}
    return row | given


WHO = pd.DataFrame(
    {
        "task": ["M14.2"] * 4,
        "party": ["赵学", "区发展改革局", "区自然资源局", "区财政局"],
        "kind": ["official", "unit", "unit", "unit"],
        "role": ["responsible", "lead", "support", "joint"],
    }
)


def track(*figures: dict[str, Any], of: pd.DataFrame | None = None, **more: Any) -> pd.DataFrame:
    more.setdefault("as_of", "2021-01-31")
    rows = figures or (figure(None, "2020-01-01", item="M0.0"),)
    return targets.track(frame_of(target()) if of is None else of, pd.DataFrame(rows), **more)


# ------------------------------------------------------------------------------------- register


def test_the_register_names_who_answers_and_leaves_supporters_out() -> None:
    row = targets.register(frame_of(target()), WHO).iloc[0]
    assert row["leads"] == "区发展改革局、区财政局"
    assert row["officials"] == "赵学"


def test_each_gap_of_measurability_is_its_own_column() -> None:
    rows = frame_of(
        target("M1.1.q1"),
        target("M1.1.q2", due=pd.NaT),
        target("M1.1.q3", due=pd.NaT, indicator_type="rate"),
        target("M1.1.q4", low=None, basis="all"),
        target("M1.1.q5", related="M1.1.q1"),
    )
    register = targets.register(rows, WHO)
    schema("targets.register").validate(register)
    assert register["no_date"].tolist() == [False, True, True, False, False]
    assert register["no_number"].tolist() == [False, False, False, True, False]
    assert register["undefined"].tolist() == [False, True, False, False, False]
    assert register["nested_or_repeated"].tolist() == [False, False, False, False, True]
    assert register["measurable"].tolist() == [True, False, False, False, True]


def test_a_policys_lapse_is_no_day_to_reach_a_target_by() -> None:
    rows = frame_of(target(deadline="M14.2.d1"))
    times = pd.DataFrame(
        {"deadline": ["M14.2.d1"], "kind": ["expires"], "surface": ["2020年12月31日"]}
    )
    assert targets.register(rows, WHO, deadlines=times)["no_date"].tolist() == [True]
    times["kind"] = "due"
    register = targets.register(rows, WHO, deadlines=times)
    assert register[["no_date", "due_printed"]].values.tolist() == [[False, "2020年12月31日"]]


def test_the_sentence_tells_which_targets_a_hedging_word_reaches() -> None:
    text = "提升服务。争创产业园1个，创建强镇1个。"
    tasks = pd.DataFrame({"task": ["M14.2"], "text": [text], "start": [1000]})
    rows = frame_of(
        target("M14.2.q1", start=1000 + text.index("1个")),
        target("M14.2.q2", start=1000 + text.rindex("1个")),
    )
    register = targets.register(rows, WHO, tasks=tasks)
    assert register["hedged"].tolist() == [True, False]
    assert register["hedge"].tolist()[0] == "争创"
    assert register["sentence"].tolist() == ["争创产业园1个，创建强镇1个。"] * 2


def test_without_the_tasks_no_sentence_is_given_and_nothing_is_called_hedged() -> None:
    register = targets.register(frame_of(target(start=5)), WHO)
    assert register["sentence"].isna().all()
    assert not register["hedged"].any()


@pytest.mark.parametrize("entry", rules()["hedge"], ids=lambda entry: entry["word"])
def test_each_hedging_word_reaches_the_figure_of_its_example(entry: dict[str, str]) -> None:
    found = re.search(r"[0-9]", entry["example"])
    assert found is not None
    assert hedge_of(entry["example"], found.start()) == entry["word"]


def test_a_firm_word_ends_the_reach_of_a_hedging_one() -> None:
    sentence = rules()["firm"][0]["example"]
    assert hedge_of(sentence, sentence.index("90")) == "力争"
    assert hedge_of(sentence, sentence.index("85")) is None


def test_only_a_final_or_interim_figure_of_the_district_is_published() -> None:
    rows = pd.DataFrame(
        [
            figure(99.0, "2020-12-31", level="city", finality="final"),
            figure(98.0, "2020-12-31", finality="context"),
            figure(97.0, "2020-12-31", finality="issued"),
            figure(96.0, "2020-12-31", basis="part"),
            figure(95.0, "2020-12-31", unit="头"),
            figure(94.0, "2020-12-31", source="simulated"),
        ]
    )
    register = targets.register(frame_of(target()), WHO, rows, looked_until="2026-11-23")
    assert register["published"].isna().all()
    assert register["context"].tolist() == [5]
    assert register["looked_until"].tolist() == [pd.Timestamp("2026-11-23")]
    rows.loc[len(rows)] = figure(0.0101, "2020-12-31", unit="万个", finality="final")
    register = targets.register(frame_of(target()), WHO, rows)
    assert register["published"].tolist() == [101.0]


def test_words_of_the_notice_name_a_target_where_they_are_its_alone() -> None:
    row = figure(99.0, "2020-12-31", item="M14.2", finality="final", item_surface="100个以上")
    one = frame_of(target())
    two = frame_of(target(), target("M14.2.q2"))
    assert targets.register(one, WHO, pd.DataFrame([row]))["published"].tolist() == [99.0]
    assert targets.register(two, WHO, pd.DataFrame([row]))["published"].isna().all()
    row["item_surface"] = None
    assert targets.register(one, WHO, pd.DataFrame([row]))["published"].isna().all()


def test_a_table_without_a_needed_column_is_refused_by_name() -> None:
    with pytest.raises(TableError, match="'targets' lacks related"):
        targets.register(frame_of(target()).drop(columns="related"), WHO)
    with pytest.raises(TableError, match="'assignments' lacks role"):
        targets.register(frame_of(target()), WHO.drop(columns="role"))


# -------------------------------------------------------------------------------------- progress


def test_progress_has_the_columns_of_the_design() -> None:
    progress = track(figure(50.0, "2020-07-01"), as_of="2020-07-15")
    schema("progress").validate(progress)
    assert list(progress.columns) == [column.name for column in table("progress").columns]
    row = progress.iloc[0]
    assert (row["value"], row["attainment"], row["status"]) == (50.0, 0.5, "on_track")
    assert row["expected"] == pytest.approx(0.5)
    assert row["days_left"] == 169


def test_what_was_reported_later_is_not_yet_known() -> None:
    rows = [
        figure(40.0, "2020-06-30", reported_on="2020-07-10"),
        figure(50.0, "2020-07-31", reported_on="2020-09-01"),
    ]
    assert track(*rows, as_of="2020-08-15")["value"].tolist() == [40.0]
    assert track(*rows, as_of="2020-09-01")["value"].tolist() == [50.0]


def test_a_correction_of_the_same_day_wins_by_the_day_of_its_report() -> None:
    rows = [
        figure(45.0, "2020-06-30", reported_on="2020-08-01"),
        figure(40.0, "2020-06-30", reported_on="2020-07-10"),
    ]
    assert track(*rows)["value"].tolist() == [45.0]


def test_a_change_of_the_target_is_no_figure_of_it() -> None:
    changed = figure(60.0, "2020-11-30", kind="change", stated="done")
    row = track(figure(40.0, "2020-10-31", kind="report"), changed, as_of="2020-12-15").iloc[0]
    assert row["value"] == 40.0
    assert pd.isna(row["stated"])


def test_no_figure_is_unreported_with_the_day_up_to_which_was_looked() -> None:
    row = track(looked_until="2026-11-23").iloc[0]
    assert (row["status"], row["evidence"]) == ("unreported", "none")
    assert row["as_of"] == pd.Timestamp("2026-11-23")
    assert pd.isna(row["value"])
    assert pd.isna(row["attainment"])


def test_stated_evidence_and_status_are_three_answers() -> None:
    row = track(
        figure(90.0, "2020-12-31", finality="final", evidence="checked"),
        figure(None, "2021-01-05", item="M14.2", stated="done", evidence="stated"),
    ).iloc[0]
    assert (row["stated"], row["evidence"], row["status"]) == ("done", "checked", "missed")


def test_simulated_and_reported_figures_are_never_tracked_together() -> None:
    rows = [figure(1.0, "2020-06-30"), figure(2.0, "2020-07-31", source="simulated")]
    with pytest.raises(TableError, match="mix simulated"):
        track(*rows)


def test_figures_of_several_notices_are_refused() -> None:
    rows = [figure(1.0, "2020-06-30", notice="a"), figure(2.0, "2020-07-31", notice="b")]
    with pytest.raises(TableError, match="several notices"):
        track(*rows)


def test_a_task_that_waits_for_a_higher_paper_is_waiting() -> None:
    tasks = pd.DataFrame({"task": ["M14.2"], "waits_for": ["市出台文件"]})
    assert track(tasks=tasks)["status"].tolist() == ["waiting"]


def test_an_undated_target_follows_the_first_year_and_has_no_days_left() -> None:
    rows = frame_of(target(), target("M14.2.q2", due=pd.NaT))
    progress = track(figure(50.0, "2020-07-01", item="M14.2.q2"), of=rows, as_of="2020-07-15")
    row = progress.set_index("quantity").loc["M14.2.q2"]
    assert row["expected"] == pytest.approx(0.5)
    assert row["status"] == "on_track"
    assert pd.isna(row["days_left"])


def test_the_begin_of_a_deadline_starts_the_period() -> None:
    rows = frame_of(target(due=pd.Timestamp("2022-12-31"), deadline="d"))
    times = pd.DataFrame(
        {"deadline": ["d"], "kind": ["due"], "surface": ["2022年"], "begin": ["2022-01-01"]}
    )
    assert track(of=rows, deadlines=times)["status"].tolist() == ["not_started"]


def test_the_offices_yardstick_is_an_alternative() -> None:
    rows = frame_of(target(due=pd.Timestamp("2020-09-30")))
    reported = figure(80.0, "2020-08-31")
    assert track(reported, of=rows, as_of="2020-09-15")["status"].tolist() == ["at_risk"]
    by_year = track(reported, of=rows, as_of="2020-09-15", yardstick="year")
    assert by_year["status"].tolist() == ["on_track"]
    with pytest.raises(OptionError, match="Use one of: nature, year"):
        track(yardstick="month")


def test_a_day_that_is_none_is_refused() -> None:
    with pytest.raises(OptionError, match="as_of='soon' is no date"):
        track(as_of="soon")


def test_empty_tables_give_empty_tables() -> None:
    nothing = frame_of(target()).iloc[:0]
    assert track(of=nothing).empty
    assert targets.register(nothing, WHO).empty
    assert int(targets.overview(track(of=nothing), as_of="2021-01-31")["targets"].sum()) == 0


# -------------------------------------------------------------------------------------- forecast

# 10 a month from 1 March, with one mistaken figure that a mean line would follow.
MONTHS = [("03", 30.0), ("04", 40.0), ("05", 50.0), ("06", 95.0), ("07", 70.0), ("08", 80.0)]


@pytest.mark.parametrize(
    ("values", "enough"), [((10.0, 55.0), "yes"), ((10.0, 50.0), "no"), ((10.0,), None)]
)
def test_the_pace_so_far_is_held_against_the_pace_needed(
    values: tuple[float, ...], enough: str | None
) -> None:
    # 45 (40) in 30 days are 1.5 (1.33) a day; 45 (50) in the 30 days left need 1.5 (1.67).
    days = ("2020-10-01", "2020-10-31")
    rows = [figure(value, day) for value, day in zip(values, days, strict=False)]
    of = frame_of(target(due=pd.Timestamp("2020-11-30")))
    line = targets.forecast(of, pd.DataFrame(rows), as_of="2020-11-01").iloc[0]
    assert line["enough"] == enough if enough else pd.isna(line["enough"])
    if enough == "yes":
        assert line["pace"] == line["pace_needed"] == 1.5


def test_six_figures_give_a_line_that_one_mistake_does_not_bend() -> None:
    rows = pd.DataFrame([figure(v, f"2020-{m}-01") for m, v in MONTHS])
    line = targets.forecast(frame_of(target()), rows, as_of="2020-08-31").iloc[0]
    assert line["figures"] == 6
    assert line["pace"] == pytest.approx(10 / 30.5, rel=0.05)
    assert line["forecast_low"] <= line["forecast"] <= line["forecast_high"]
    # Without the mistake 130 on 31 December; a least-squares line gives 143.
    assert line["forecast"] == pytest.approx(130, abs=6)
    assert line["pace_needed"] == pytest.approx(20 / 152)


def test_the_slope_and_its_interval_are_those_of_sens_own_example() -> None:
    # Sen (1968): seven points, slope 4. By his rule, with the variance of Kendall's S, the ends are
    # the slopes of rank (N - z·s) / 2 and (N + z·s) / 2 + 1 among the N of all pairs.
    days, values = (1, 2, 3, 4, 10, 12, 18), (9, 15, 19, 20, 45, 55, 78)
    slopes = sorted(
        (values[j] - values[i]) / (days[j] - days[i]) for j in range(7) for i in range(j)
    )
    spread = NormalDist().inv_cdf(0.975) * (7 * 6 * 19 / 18) ** 0.5
    low = slopes[round((21 - spread) / 2) - 1]
    high = slopes[round((21 + spread) / 2)]
    rows = [figure(v, f"2020-01-{1 + d:02}") for d, v in zip(days, values, strict=True)]
    of = frame_of(target(due=pd.Timestamp("2020-01-31")))
    line = targets.forecast(of, pd.DataFrame(rows), as_of="2020-01-20").iloc[0]
    assert line["pace"] == 4
    # Through the medians, day 4 and value 20, to day 30.
    assert line["forecast"] == 20 + 4 * 26
    assert line["forecast_low"] == pytest.approx(20 + low * 26)
    assert line["forecast_high"] == pytest.approx(20 + high * 26)


def test_five_figures_give_a_pace_and_no_forecast() -> None:
    rows = pd.DataFrame([figure(v, f"2020-{m}-01") for m, v in MONTHS[:5]])
    line = targets.forecast(frame_of(target()), rows, as_of="2020-08-31").iloc[0]
    assert line["figures"] == 5
    assert pd.isna(line["forecast"])
    assert line["pace"] == pytest.approx(40 / 122)


def test_the_forecast_of_progress_is_the_forecasts_own() -> None:
    rows = [figure(v, f"2020-{m}-01") for m, v in MONTHS]
    line = targets.forecast(frame_of(target()), pd.DataFrame(rows), as_of="2020-08-31")
    assert track(*rows, as_of="2020-08-31")["forecast"].tolist() == line["forecast"].tolist()


def test_nothing_is_forecast_to_a_day_that_has_passed() -> None:
    rows = pd.DataFrame([figure(v, f"2020-{m}-01") for m, v in MONTHS])
    line = targets.forecast(frame_of(target()), rows, as_of="2021-08-31").iloc[0]
    assert pd.isna(line["forecast"])
    assert pd.isna(line["pace_needed"])


# -------------------------------------------------------------------------------------- overview


def test_the_overview_counts_every_status_and_names_the_offices_class() -> None:
    progress = pd.DataFrame(
        {
            "quantity": ["M1.1.q1", "M1.1.q2", "M1.1.q3"],
            "status": ["behind", "unreported", "behind"],
            "source": ["simulated", None, "simulated"],
        }
    )
    overview = targets.overview(progress, as_of="2020-12-31").set_index("status")
    assert overview.loc["behind", "targets"] == 2
    assert overview.loc["behind", "simulated"] == 2
    assert overview.loc["behind", "quantities"] == "M1.1.q1、M1.1.q3"
    assert overview.loc["behind", "office_class"] == "有一定困难"
    assert pd.isna(overview.loc["unreported", "office_class"])
    assert overview["targets"].sum() == overview["all_targets"].iloc[0] == 3
