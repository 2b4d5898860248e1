"""Days from wherever tables come: a database with zones and hours, a CSV with words."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

import zctrack as zt
from zctrack.analysis.days import days, of_day
from zctrack.errors import TableError

DAY = pd.Timestamp("2020-12-31")
Way = Callable[[pd.DataFrame], pd.DataFrame]


def dates_of(table: pd.DataFrame) -> list[str]:
    return [name for name, kind in table.dtypes.items() if kind == "datetime64[s]"]  # type: ignore[misc]


def zoned(table: pd.DataFrame) -> pd.DataFrame:
    """As a column timestamptz of PostgreSQL comes."""
    return table.assign(**{c: table[c].dt.tz_localize("Asia/Shanghai") for c in dates_of(table)})


def with_hours(table: pd.DataFrame) -> pd.DataFrame:
    return table.assign(**{c: table[c] + pd.Timedelta(hours=16) for c in dates_of(table)})


def from_csv(table: pd.DataFrame) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(table.to_csv(index=False)))


def as_dates(table: pd.DataFrame) -> pd.DataFrame:
    made = {c: table[c].dt.date.where(table[c].notna(), None) for c in dates_of(table)}
    return table.assign(**made)


WAYS = pytest.mark.parametrize("way", [zoned, with_hours, from_csv, as_dates])


@pytest.fixture(scope="module")
def told() -> dict[str, pd.DataFrame]:
    n, actuals = zt.load(), zt.load_actuals("simulated")
    made = {"actuals": actuals, "targets": n.targets}
    made |= {name: getattr(n, name) for name in n.tables}
    for name, on in (("before", "2020-11-30"), ("items", "2020-12-31")):
        made[name] = zt.progress.items(
            n.targets, n.tasks, n.deadlines, n.products, actuals, as_of=on,
            assignments=n.assignments,
        )  # fmt: skip
    made["due"] = zt.review.due(n.deadlines, made["items"], as_of=DAY)
    made["due_before"] = zt.review.due(n.deadlines, made["before"], as_of="2020-11-30")
    made["register"] = zt.review.slips(made["due_before"], made["before"], as_of="2020-11-30")
    made["slips"] = zt.review.slips(made["due"], made["items"], as_of=DAY)
    made["by_unit"] = zt.progress.by_unit(made["items"], n.assignments)
    made["findings_"] = zt.progress.findings(n.targets, actuals, as_of=DAY)
    made["bands_before"] = zt.ranking.bands(made["before"], n.assignments, as_of="2020-11-30")
    made["bands"] = zt.ranking.bands(made["items"], n.assignments, as_of=DAY)
    return made


MADE: dict[str, Callable[[dict[str, pd.DataFrame]], pd.DataFrame]] = {
    "deadlines.upcoming": lambda t: zt.deadlines.upcoming(t["deadlines"], as_of="2020-11-01"),
    "targets.track": lambda t: zt.targets.track(
        t["targets"], t["actuals"], as_of=DAY, tasks=t["tasks"], deadlines=t["deadlines"]
    ),
    "targets.register": lambda t: zt.targets.register(t["targets"], t["assignments"], t["actuals"]),
    "progress.tasks": lambda t: zt.progress.tasks(
        t["tasks"], t["deadlines"], t["products"], t["actuals"], as_of=DAY
    ),
    "progress.findings": lambda t: zt.progress.findings(t["targets"], t["actuals"], as_of=DAY),
    "progress.classes": lambda t: zt.progress.classes(t["items"]),
    "review.due": lambda t: zt.review.due(t["deadlines"], t["items"], as_of=DAY),
    "review.slips": lambda t: zt.review.slips(
        t["due"], t["items"], as_of=DAY, before=t["register"]
    ),
    "ranking.bands": lambda t: zt.ranking.bands(t["items"], t["assignments"], as_of=DAY),
    "ranking.change": lambda t: zt.ranking.change(t["bands_before"], t["bands"]),
    "bulletin.figures": lambda t: zt.bulletin.figures(
        t["items"], t["due"], t["slips"], t["by_unit"], t["findings_"], as_of=DAY
    ),
    "bulletin.annex": lambda t: zt.bulletin.annex(
        t["items"], t["tasks"], t["quantities"], t["actuals"], as_of=DAY
    ),
    "bulletin.sheets": lambda t: zt.bulletin.sheets(t["slips"], t["tasks"]),
}


@WAYS
@pytest.mark.parametrize("name", MADE)
def test_a_day_is_the_same_day_however_it_comes(
    name: str, way: Way, told: dict[str, pd.DataFrame]
) -> None:
    expected = MADE[name](told)
    given = {key: way(table) for key, table in told.items()}
    pd.testing.assert_frame_equal(MADE[name](given), expected)


def test_two_figures_of_one_day_have_no_pace() -> None:
    target: dict[str, Any] = {"quantity": "M1.1.q1", "task": "M1.1", "indicator": "充电桩"}
    target |= {"comparator": ">=", "low": 100.0, "high": None, "unit": "个", "basis": "level"}
    target |= {"baseline": None, "better": "higher", "indicator_type": "stock", "due": DAY}
    rows = [
        {"item": "M1.1.q1", "level": "district", "as_of": f"2020-09-30 {hour}:00", "value": value,
         "unit": "个", "finality": "interim", "evidence": "stated", "source": "a.pdf"}
        for hour, value in (("09", 10.0), ("17", 12.0))
    ]  # fmt: skip
    line = zt.targets.forecast(pd.DataFrame([target]), pd.DataFrame(rows), as_of="2020-10-31")
    assert line.loc[0, ["figures", "value"]].tolist() == [1, 12.0]
    assert pd.isna(line.loc[0, "pace"])


@pytest.mark.parametrize("values", [["31/12/2020"], [44196], [20201231.0], ["年底"]])
def test_what_is_no_day_is_refused_by_name(values: list[object]) -> None:
    with pytest.raises(TableError, match="'until' holds no dates"):
        days(pd.Series(values), "until")


def test_a_column_of_nothing_is_a_column_of_no_days() -> None:
    for empty in (pd.Series([None, None]), pd.Series([float("nan")] * 2), pd.Series([], dtype=str)):
        assert days(empty, "due").isna().all()


def test_a_table_of_another_day_or_of_none_says_so() -> None:
    with pytest.raises(TableError, match="is of 2020-11-30"):
        of_day(pd.DataFrame({"as_of": [DAY, pd.Timestamp("2020-11-30")]}), "items", DAY)
    with pytest.raises(TableError, match="is of no day"):
        of_day(pd.DataFrame({"as_of": [pd.NaT]}), "items", DAY)
