"""Made-up figures of a follow-up year (模拟), for demonstration and never for use.

The model, for each target that a figure can be held against:

- It has a pace: the share of its goal that it will have reached when its period ends, lognormal
  around 1.03 with a spread of 0.12, so that most targets are met and some are missed.
- It follows the path that `analysis.trajectory` expects of its nature, times the pace, with noise
  of 4 % of the goal that shrinks as the period ends. Flows, deliverables and counts never fall
  back. A rate climbs in percentage points from 10 to 35 below its goal (a ceiling comes down).
- Its bureau reports 4 to 12 days after the day that the figure describes; a late one (one in
  five) 25 to 55 days after. One report in ten is left out; one bureau in seven never reports.
- A report is what the bureau states, and gives an interim figure; that of the last day is final
  and is documented or checked.

Every row has the source ``simulated`` and a note that says so.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd

from zctrack.analysis.standing import SIMULATED, DateLike, aims, dated, day
from zctrack.analysis.trajectory import Aim
from zctrack.dictionary.build import frame, table

__all__ = ["demonstration", "figure_on", "figures", "temper"]

_PACE, _SPREAD, _NOISE = 1.03, 0.12, 0.04
_LATE, _LEFT_OUT, _SILENT = 0.2, 0.1, 1 / 7
_NOTE = "模拟数据，仅供演示，不是任何单位报送的数值"
_REPORTER = "模拟单位"


def figures(
    targets: pd.DataFrame,
    *,
    rng: np.random.Generator,
    as_of_dates: Sequence[DateLike],
    deadlines: pd.DataFrame | None = None,
    notice: str = "simulated",
    begin: DateLike | None = None,
) -> pd.DataFrame:
    """Make up what bureaus might report of each target, by the model of this module.

    Parameters
    ----------
    targets : pandas.DataFrame
        Columns quantity, task, indicator, comparator, low, high, unit, basis, baseline, better,
        indicator_type, due; deadline where known.
    rng : numpy.random.Generator
        Each target has its own stream, so a target more changes no other's figures before it.
    as_of_dates : sequence of str, date or Timestamp
        The days that reports describe. A target's last report describes its last day.
    deadlines : pandas.DataFrame, optional
        Columns deadline, kind, surface; begin where known.
    notice : str
        Key of the notice.
    begin : str, date or Timestamp, optional
        As for `analysis.targets.track`.

    Returns
    -------
    pandas.DataFrame
        The table ``actuals`` with source ``simulated``, by target and day. Targets without a
        number have figures where they mean all (in %), else none.

    Raises
    ------
    TableError
        If a column is missing.
    OptionError
        If a day is no date.

    Examples
    --------
    >>> target = {"quantity": "M28.1.q3", "task": "M28.1", "indicator": "集体经济发展培育村",
    ...           "comparator": "=", "low": 40.0, "high": 40.0, "unit": "个", "basis": "level",
    ...           "baseline": None, "better": "higher", "indicator_type": "deliverable",
    ...           "due": pd.Timestamp("2020-12-31")}
    >>> made = figures(pd.DataFrame([target]), rng=np.random.default_rng(1),
    ...                as_of_dates=["2020-09-30", "2020-12-31"])
    >>> set(made.source), set(made.unit)
    ({'simulated'}, {'个'})
    """
    days = sorted(day(value, "as_of_dates") for value in as_of_dates)
    rows = dated(targets, deadlines)
    first = days[0] if days else pd.Timestamp(0)
    out: list[dict[str, Any]] = []
    records = rows.to_dict("records")
    paths = aims(rows, begin, first)
    for row, aim, own in zip(records, paths, rng.spawn(len(records)), strict=True):
        if aim is not None:
            out += _reports(row, aim, days, own, notice)
    return frame(
        "actuals", {c.name: [report[c.name] for report in out] for c in table("actuals").columns}
    )


def demonstration(
    targets: pd.DataFrame,
    deadlines: pd.DataFrame,
    *,
    seed: int = 2020,
    notice: str = "zhoucun-2020-27",
    first: DateLike = "2020-09-30",
    last: DateLike = "2021-06-30",
) -> pd.DataFrame:
    """Make the simulated year of the bundled notice: a report at each month's end.

    This is what ``data/actuals/simulated.csv`` holds.

    Parameters
    ----------
    targets : pandas.DataFrame
        As for `figures`.
    deadlines : pandas.DataFrame
        As for `figures`.
    seed : int
        Of the random generator.
    notice : str
        Key of the notice.
    first, last : str, date or Timestamp
        First and last day of the year of reports; the ends of the months between are described.

    Returns
    -------
    pandas.DataFrame
        The table ``actuals``; every source is ``simulated``.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> len(demonstration(frame("quantities"), frame("deadlines")))
    0
    """
    ends = pd.date_range(day(first, "first"), day(last, "last"), freq="ME")
    return figures(
        targets,
        rng=np.random.default_rng(seed),
        as_of_dates=list(ends),
        deadlines=deadlines,
        notice=notice,
    )


def _reports(
    row: Mapping[Any, Any],
    aim: Aim,
    days: Sequence[pd.Timestamp],
    rng: np.random.Generator,
    notice: str,
) -> list[dict[str, Any]]:
    silent, late = rng.random() < _SILENT, rng.random() < _LATE
    pace, below = temper(rng)
    described = [d for d in days if aim.begin <= d < aim.due]
    if any(d >= aim.due for d in days):
        described.append(aim.due)
    out: list[dict[str, Any]] = []
    so_far = 0.0
    for number, when in enumerate(described):
        wobble, skipped, wait = rng.normal(), rng.random() < _LEFT_OUT, rng.random()
        value = figure_on(aim, when, pace, below, float(wobble), so_far)
        last = number == len(described) - 1 and when == aim.due
        if silent or (skipped and not last):
            continue
        so_far = value
        met = aim.met(value)
        out.append(
            {
                "notice": notice,
                "item": row["quantity"],
                "level": "district",
                "indicator": row["indicator"],
                "as_of": when,
                "value": value,
                "unit": "%" if row["basis"] == "all" else row["unit"],
                "basis": "level" if row["basis"] in ("all", "relative") else row["basis"],
                "comparator": "=",
                "finality": "final" if last else "interim",
                "stated": "done" if met else "not_done" if last else "under_way",
                "evidence": ("checked" if wait < 0.4 else "documented") if last else "stated",
                "reported_on": when + pd.Timedelta(days=int(_delay(late, float(wait)))),
                "reporter": _REPORTER,
                "source": SIMULATED,
                "note": _NOTE,
            }
        )
    return out


def _delay(late: bool, share: float) -> float:
    return 25 + share * 30 if late else 4 + share * 8


def temper(rng: np.random.Generator) -> tuple[float, float]:
    """Draw a target's pace, and how far below its goal a rate begins, in points.

    Parameters
    ----------
    rng : numpy.random.Generator
        The target's own stream.

    Examples
    --------
    >>> pace, below = temper(np.random.default_rng(1))
    >>> 0.5 < pace < 2.0, 10.0 <= below <= 35.0
    (True, True)
    """
    pace = float(rng.lognormal(np.log(_PACE), _SPREAD))
    return pace, float(rng.uniform(10.0, 35.0))


def figure_on(
    aim: Aim, when: pd.Timestamp, pace: float, below: float, wobble: float, so_far: float
) -> float:
    """Give the figure of a day by the model of this module.

    Parameters
    ----------
    aim : Aim
        What the target asks.
    when : pandas.Timestamp
        The day, from the aim's first one to its last.
    pace, below : float
        As `temper` draws them.
    wobble : float
        The day's noise, standard normal.
    so_far : float
        The figure before: what is counted never falls back under it.

    Returns
    -------
    float
        In the target's unit.
    """
    whole = (aim.due - aim.begin).days + 1
    gone = min(((when - aim.begin).days + 1) / whole, 1.0)
    noise = wobble * _NOISE * (1.0 - 0.7 * gone)
    if aim.points:
        side = 1.0 if aim.ceiling else -1.0
        drift = (pace - 1.0) * (-side) * 25.0
        value = aim.goal + side * below * (1.0 - gone) + drift * gone + noise * 100.0
        return round(min(max(value, 0.0), 100.0), 1)
    if aim.ceiling and aim.nature != "flow":
        value = aim.goal * (1.0 + below / 100.0 * (1.0 - gone) - (pace - 1.0) * gone + noise)
        return _rounded(max(value, 0.0), aim.goal)
    start = aim.baseline or 0.0
    value = start + (aim.path(when) - start) * pace + aim.goal * noise
    value = max(value, 0.0)
    return _rounded(max(value, so_far), aim.goal)


def _rounded(value: float, goal: float) -> float:
    """Give counts as whole things, and other figures one digit more than the goal has."""
    digits = len(f"{goal:.10g}".partition(".")[2])
    # A count is what is finished: rounded down, it never turns a target into a reached one.
    return float(np.floor(value)) if digits == 0 and goal < 1000 else round(value, digits + 1)
