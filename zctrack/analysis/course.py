"""How each target's figures ran over time (走势): the reported figures, the path, the forecast.

Part of :mod:`zctrack.analysis.targets`. Points of one target are rows, so that one table holds all
that a small picture of it needs; the numbers are those of `track` and `forecast`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from zctrack.analysis.given import need
from zctrack.analysis.outlook import forecast
from zctrack.analysis.standing import (
    TARGET,
    DateLike,
    aims,
    counting,
    dated,
    day,
    figure_of,
    known,
    latest,
    matched,
)
from zctrack.analysis.trajectory import Aim, Yardstick, status_of
from zctrack.dictionary.build import frame

__all__ = ["trajectories"]

_COLUMNS = (
    "quantity",
    "task",
    "indicator",
    "comparator",
    "unit",
    "goal",
    "ceiling",
    "due",
    "status",
    "point",
    "day",
    "value",
    "low",
    "high",
    "gap",
    "source",
)


def trajectories(
    targets: pd.DataFrame,
    actuals: pd.DataFrame,
    *,
    as_of: DateLike,
    tasks: pd.DataFrame | None = None,
    deadlines: pd.DataFrame | None = None,
    begin: DateLike | None = None,
    yardstick: Yardstick = "nature",
    level: str = "district",
) -> pd.DataFrame:
    """Give the figures of each target in time order, beside the path and the forecast (走势).

    Three kinds of points: *reported*, a figure that counts; *path*, the value expected on the
    first and the last day and, where the path is a line, on the days of the figures too;
    *forecast*, where the Theil–Sen line leads on the due date, with the interval of its slope
    (from six figures on). Targets without a figure are left out.

    Parameters
    ----------
    targets, actuals, as_of, tasks, deadlines, begin, yardstick, level
        As for `zctrack.analysis.targets.track`.

    Returns
    -------
    pandas.DataFrame
        ``zt.describe("targets.trajectories")``, targets in their order, the points of each by
        kind and day.

    Raises
    ------
    TableError
        If a column is missing, or simulated figures are mixed with reported ones.
    OptionError
        If a day is no date.

    Examples
    --------
    >>> target = {"quantity": "M14.2.q1", "task": "M14.2", "indicator": "充电桩数量",
    ...           "comparator": ">=", "low": 100.0, "high": None, "unit": "个", "basis": "level",
    ...           "baseline": None, "better": "higher", "indicator_type": "stock",
    ...           "due": pd.Timestamp("2020-12-31")}
    >>> figure = {"item": "M14.2.q1", "level": "district", "as_of": "2020-07-01", "value": 40.0,
    ...           "unit": "个", "finality": "interim", "evidence": "stated", "source": "a.pdf"}
    >>> rows = trajectories(pd.DataFrame([target]), pd.DataFrame([figure]), as_of="2020-07-31")
    >>> rows[["point", "value"]].values.tolist()
    [['reported', 40.0], ['path', 0.273224043716], ['path', 50.0], ['path', 100.0]]
    """
    today = day(as_of, "as_of")
    need(targets, "targets", TARGET)
    rows = dated(targets, deadlines)
    told = known(matched(rows, actuals, level=level), today)
    lines = forecast(
        targets, actuals, as_of=today, deadlines=deadlines, begin=begin, level=level
    ).set_index("quantity")
    waiting = set() if tasks is None else set(tasks.loc[tasks["waits_for"].notna(), "task"])
    points: list[dict[str, Any]] = []
    for row, aim in zip(rows.to_dict("records"), aims(rows, begin, today), strict=True):
        own = counting(told, str(row["quantity"]), aim)
        best = latest(own)
        if aim is None or best is None:
            continue
        same = {c: row[c] for c in ("quantity", "task", "indicator", "comparator", "unit")}
        same |= {"goal": aim.goal, "ceiling": aim.ceiling, "due": aim.due if aim.dated else None}
        same["unit"] = "%" if row["basis"] == "all" else row["unit"]
        same["status"] = status_of(
            aim, figure_of(best), as_of=today, waits=row["task"] in waiting, yardstick=yardstick
        )
        found = [
            *_reported(aim, own, yardstick),
            *_path(aim, own, yardstick),
            *_ahead(lines.loc[row["quantity"]]),
        ]
        empty: dict[str, Any] = dict.fromkeys(("low", "high", "gap", "source"))
        points += [same | empty | point for point in found]
    return frame("targets.trajectories", {c: [point[c] for point in points] for c in _COLUMNS})


def _by_day(own: pd.DataFrame) -> pd.DataFrame:
    """Of several figures for a day the one reported last stands."""
    ordered = own.sort_values(["as_of", "known_on"], kind="stable")
    return ordered.drop_duplicates("as_of", keep="last")


def _reported(aim: Aim, own: pd.DataFrame, yardstick: Yardstick) -> Iterator[dict[str, Any]]:
    for row in _by_day(own).to_dict("records"):
        value, at = float(row["in_unit"]), row["as_of"]
        gap = _digits(aim.shortfall(value, at, yardstick))
        yield {"point": "reported", "day": at, "value": value, "gap": gap, "source": row["source"]}


def _path(aim: Aim, own: pd.DataFrame, yardstick: Yardstick) -> Iterator[dict[str, Any]]:
    days = {aim.begin, aim.due, *(d for d in own["as_of"] if aim.begin < d < aim.due)}
    for at in sorted(days):
        yield {"point": "path", "day": at, "value": _digits(aim.path(at, yardstick))}


def _ahead(line: Mapping[str, Any] | pd.Series[Any]) -> Iterator[dict[str, Any]]:
    if not pd.isna(line["forecast"]):
        ends = {"low": line["forecast_low"], "high": line["forecast_high"]}
        yield {"point": "forecast", "day": line["due"], "value": line["forecast"], **ends}


def _digits(value: float) -> float:
    """Twelve digits: the last ones differ between processors."""
    return float(f"{value:.12g}")
