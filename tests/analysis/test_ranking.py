"""Bands of units: parts counted by hand."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

import zctrack as zt
from zctrack.analysis import ranking
from zctrack.dictionary.build import codes, schema
from zctrack.errors import OptionError, TableError

DAY = pd.Timestamp("2020-12-31")


def item(key: str, **given_: Any) -> dict[str, Any]:
    row: dict[str, Any] = {"item": key, "task": key, "status": "closed", "closed": True}
    row |= {"in_time": "yes", "attainment": None, "expected": None, "value": None}
    row |= {"periods": 0, "periods_reported": 0, "source": "a.xlsx", "as_of": DAY}
    return row | given_


def many(task: str, count: int, **given_: Any) -> list[dict[str, Any]]:
    return [item(f"{task}.q{n}", task=task, **given_) for n in range(count)]


def who(**units: str) -> pd.DataFrame:
    """Name the leads of each task, joined by a comma."""
    rows = [(task, unit) for task, names in units.items() for unit in names.split(",")]
    return pd.DataFrame(
        {
            "task": [task.replace("_", ".") for task, _ in rows],
            "party": [unit for _, unit in rows],
            "kind": "unit",
            "role": "lead",
            "collective": False,
        }
    )


def bands(rows: list[dict[str, Any]], assignments: pd.DataFrame, **given_: Any) -> pd.DataFrame:
    table = ranking.bands(pd.DataFrame(rows), assignments, as_of=DAY, **given_)
    schema("ranking.bands").validate(table)
    return table.set_index("unit")


# ------------------------------------------------------------------------------------- the parts


def test_the_score_is_the_weighted_mean_of_its_parts() -> None:
    rows = many("M1.1", 6, attainment=0.8, expected=0.8, value=1.0, periods=4, periods_reported=4)
    rows += many("M1.2", 5, attainment=0.4, expected=0.8, value=1.0, periods=4, periods_reported=1)
    rows += many("M1.2", 5, closed=False, in_time="no", status="overdue")
    table = bands(rows, who(M1_1="甲局", M1_2="乙局"))
    assert table.loc["甲局", ["on_time", "attainment", "reporting", "score"]].tolist() == [
        *(1.0, 1.0, 1.0),
        100.0,
    ]
    # 0.5 × 5/10 + 0.3 × 0.5 + 0.2 × 0.25
    assert table.loc["乙局", ["on_time", "attainment", "reporting"]].tolist() == [0.5, 0.5, 0.25]
    assert table.loc["乙局", "score"] == 45.0
    assert table.loc["乙局", ["on_time_of", "attainment_of", "reporting_of"]].tolist() == [10, 5, 5]
    assert table["average"].tolist()[0] == pytest.approx((6 * 100 + 10 * 45) / 16, abs=0.05)


def test_a_figure_on_its_path_is_whole_and_more_is_no_more() -> None:
    rows = many("M1.1", 5, attainment=1.4, expected=0.5, value=1.0)
    assert bands(rows, who(M1_1="甲局")).loc["甲局", "attainment"] == 1.0
    rows = many("M1.1", 5, attainment=0.0, expected=0.0, value=0.0)
    assert bands(rows, who(M1_1="甲局")).loc["甲局", "attainment"] == 1.0


def test_unreported_counts_in_reporting_alone_and_waiting_and_lapses_nowhere() -> None:
    rows = many("M1.1", 5)
    alone = bands(rows, who(M1_1="甲局")).loc["甲局"]
    silent = many("M1.1", 3, closed=False, status="unreported", in_time=None, expected=0.9)
    silent = [row | {"periods": 4, "item": f"s{n}"} for n, row in enumerate(silent)]
    waiting = [item("w", task="M1.1", closed=False, status="waiting", in_time=None)]
    beside = bands(rows + silent + waiting, who(M1_1="甲局")).loc["甲局"]
    for part in ("on_time", "attainment"):
        assert beside[f"{part}_of"] == alone[f"{part}_of"]
        assert pd.isna(beside[part]) == pd.isna(alone[part])
    assert beside[["reporting", "reporting_of", "unreported", "waiting"]].tolist() == [0, 3, 3, 1]


def test_what_awaits_its_check_or_has_no_date_is_not_in_the_on_time_part() -> None:
    unchecked = item("a", task="M1.1", closed=False, status="to_check", in_time=None)
    rows = [*many("M1.1", 5), unchecked, item("b", task="M1.1", in_time=None)]
    assert bands(rows, who(M1_1="甲局")).loc["甲局", "on_time_of"] == 5


# ----------------------------------------------------------------------------------- shared items


def test_an_item_of_two_units_counts_half_for_each() -> None:
    rows = many("M1.1", 5) + many("M1.2", 4, in_time="no")
    table = bands(rows, who(M1_1="甲局", M1_2="甲局,乙局"))
    row = table.loc["甲局"]
    assert row[["items", "items_split", "shared", "closed"]].tolist() == [9, 7.0, 4, 9]
    assert row["on_time"] == pytest.approx(5 / 7)
    assert row["on_time_of"] == 7.0
    assert table.loc["乙局", ["items", "items_split"]].tolist() == [4, 2.0]
    assert row["late"] == "M1.2.q0、M1.2.q1、M1.2.q2、M1.2.q3"


def test_supporters_and_collective_names_have_no_share() -> None:
    assignments = who(M1_1="甲局,乙局,各成员单位")
    assignments["role"] = ["lead", "support", "joint"]
    assignments["collective"] = [False, False, True]
    table = bands(many("M1.1", 5), assignments)
    assert table.index.tolist() == ["甲局"]
    assert table.loc["甲局", "items_split"] == 5.0


def test_the_same_unit_named_twice_has_one_share() -> None:
    assignments = pd.concat([who(M1_1="甲局"), who(M1_1="甲局")])
    assert bands(many("M1.1", 5), assignments).loc["甲局", "items_split"] == 5.0


# -------------------------------------------------------------------------------- small numbers


def test_below_five_closed_items_there_is_too_little_data_and_no_score() -> None:
    rows = many("M1.1", 4) + many("M1.2", 5)
    table = bands(rows, who(M1_1="甲局", M1_2="乙局"))
    assert table.index.tolist() == ["乙局", "甲局"]
    assert table.loc["甲局", "band"] == "too_little"
    assert pd.isna(table.loc["甲局", ["score", "score_low", "rank_best", "average"]]).all()
    assert table.loc["甲局", "closed"] == 4
    assert table["ranked"].tolist() == [1, 1]


def test_with_fewer_than_three_units_nobody_is_told_from_an_average() -> None:
    rows = many("M1.1", 30) + many("M1.2", 30, in_time="no")
    assert set(bands(rows, who(M1_1="甲局", M1_2="乙局"))["band"]) == {"middle"}


def test_close_outs_that_say_nothing_of_how_well_give_no_score() -> None:
    silent = many("M1.1", 5, in_time=None)
    table = ranking.bands(
        pd.DataFrame(silent + many("M1.2", 5)), who(M1_1="甲局", M1_2="乙局"), as_of=DAY
    ).set_index("unit")
    assert table["band"].to_dict() == {"乙局": "middle", "甲局": "too_little"}
    assert pd.isna(table.loc["甲局", "score"])
    assert table.loc["乙局", ["score", "average", "ranked"]].tolist() == [100.0, 100.0, 1]
    told = zt.wording.ranking.too_little(table.reset_index())
    assert told == "数据不足（已销号不足5个，或三项均无可判定的事项）1个：甲局5"
    alone = zt.wording.ranking.bands(table.loc[["甲局"]].reset_index())
    assert alone.title == "1个单位都没有足够的数据，不分档"


def test_the_dictionary_gives_both_reasons_for_too_little_data() -> None:
    band = next(code for code in codes("band") if code.code == "too_little")
    assert "Too few closed items" in band.meaning
    assert "or none of the three parts" in band.meaning
    assert "已销号事项过少" in band.meaning_zh
    assert "或三项均无" in band.meaning_zh


# ---------------------------------------------------------------------------------------- bands


def test_units_that_the_data_tell_from_the_average_have_the_outer_bands() -> None:
    rows = many("M1.1", 60) + many("M1.2", 60, in_time="no")
    rows += many("M1.3", 30) + many("M1.3", 30, in_time="no")
    rows += many("M1.4", 3) + many("M1.4", 3, in_time="no")
    table = bands(rows, who(M1_1="甲局", M1_2="乙局", M1_3="丙局", M1_4="丁局"))
    assert table["band"].to_dict() == {
        "甲局": "upper",
        "丙局": "middle",
        "丁局": "middle",
        "乙局": "lower",
    }
    # 1 above ½ by 0.5 and ½ above 0: both sure even of 6 items; ½ of 60 and ½ of 6 are not apart.
    ranks = table[["rank_best", "rank_worst"]].T.to_dict("list")
    assert ranks == {"甲局": [1, 1], "丙局": [2, 3], "丁局": [2, 3], "乙局": [4, 4]}


def test_equal_scores_share_the_band_that_is_nearer_to_the_middle() -> None:
    # Both have all closed in time; only of the larger one do the data say that it is no accident.
    rows = many("M1.1", 60) + many("M1.2", 5)
    rows += [row | {"in_time": "no"} for row in many("M1.3", 30)]
    table = bands(rows, who(M1_1="甲局", M1_2="乙局", M1_3="丙局"))
    assert table.loc["甲局", "score"] == table.loc["乙局", "score"] == 100.0
    low = table.loc["甲局", "score_low"]
    assert low > table.loc["甲局", "average"] > table.loc["乙局", "score_low"]
    assert table.loc[["甲局", "乙局"], "band"].tolist() == ["middle", "middle"]


def test_officials_are_not_ranked_and_the_refusal_says_why() -> None:
    with pytest.raises(OptionError, match="officials are not ranked: their tasks follow"):
        bands(many("M1.1", 5), who(M1_1="甲局"), kind="official")
    with pytest.raises(OptionError, match="kind='group'"):
        bands(many("M1.1", 5), who(M1_1="甲局"), kind="group")


def test_items_of_another_day_are_refused() -> None:
    with pytest.raises(TableError, match="2020-12-31"):
        ranking.bands(pd.DataFrame(many("M1.1", 5)), who(M1_1="甲局"), as_of="2021-03-31")


def test_simulated_items_mark_their_unit() -> None:
    rows = many("M1.1", 5, source="simulated") + many("M1.2", 5)
    table = bands(rows, who(M1_1="甲局", M1_2="乙局"))
    assert table.loc["甲局", "source"] == "simulated"
    assert pd.isna(table.loc["乙局", "source"])


def test_the_weights_add_up_to_one() -> None:
    assert sum(entry["weight"] for entry in ranking.rules()["part"]) == pytest.approx(1.0)


# -------------------------------------------------------------------------------------- change


def test_a_change_of_band_is_told_with_the_scores() -> None:
    good, bad = many("M1.1", 60), many("M1.1", 60, in_time="no")
    half = many("M1.3", 30) + many("M1.3", 30, in_time="no")
    other = [row | {"task": "M1.2", "item": f"b{n}"} for n, row in enumerate(bad)]
    rest = [row | {"task": "M1.2", "item": f"c{n}"} for n, row in enumerate(good)]
    few = many("M1.4", 2)
    names = who(M1_1="甲局", M1_2="乙局", M1_3="丙局", M1_4="丁局")
    before = ranking.bands(
        pd.DataFrame(good + other + half + few).assign(as_of=pd.Timestamp("2020-09-30")),
        names,
        as_of="2020-09-30",
    )
    after = ranking.bands(pd.DataFrame(bad + rest + half), names, as_of=DAY)
    table = ranking.change(before, after)
    schema("ranking.change").validate(table)
    told = table.set_index("unit")
    assert told["change"].to_dict() == {
        "乙局": "up",
        "丙局": "same",
        "甲局": "down",
        "丁局": "none",
    }
    assert told["apart"].to_dict() == {"乙局": True, "丙局": False, "甲局": True, "丁局": False}
    assert told.loc["甲局", ["before", "after"]].tolist() == ["upper", "lower"]
    with pytest.raises(TableError, match="earlier"):
        ranking.change(after, before)


def test_who_comes_in_and_who_leaves() -> None:
    names = who(M1_1="甲局", M1_2="乙局")
    early = pd.Timestamp("2020-09-30")
    old = pd.DataFrame(many("M1.1", 5) + many("M1.2", 2)).assign(as_of=early)
    new = pd.DataFrame(many("M1.2", 5) + many("M1.1", 2))
    table = ranking.change(
        ranking.bands(old, names, as_of=early), ranking.bands(new, names, as_of=DAY)
    )
    told = dict(zip(table["unit"], table["change"], strict=True))
    assert told == {"乙局": "entered", "甲局": "left"}
