"""How things truly stand in the simulation (真实状态), whatever anybody reports of it.

Targets follow the model of `simulate.follow_up` month by month, nothing left out. A task without
targets begins some weeks after the notice and ends on a day of its own: around its due day, where
it has one.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import pandas as pd

from zctrack.analysis.standing import DateLike, aims, dated, day
from zctrack.analysis.trajectory import Aim
from zctrack.dictionary.build import frame, table
from zctrack.notice import Notice
from zctrack.simulate.follow_up import figure_on, temper
from zctrack.simulate.settings import settings, stream

__all__ = ["reality"]


def reality(notice: Notice, *, as_of: DateLike, seed: int = 2020) -> pd.DataFrame:
    """Give the true state of each target, and of each task without targets, on a day.

    Parameters
    ----------
    notice : Notice
        Its tasks, targets and deadlines.
    as_of : str, date or Timestamp
        The day. The states of two month's ends are of one course of things.
    seed : int
        Of the simulation.

    Returns
    -------
    pandas.DataFrame
        ``zt.describe("simulated.states")``, in text order; closed_on is empty.

    Raises
    ------
    OptionError
        If the day is none.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> states = reality(load(), as_of="2020-09-30").set_index("item")
    >>> states.loc["M8.5.q1", ["measure", "nature", "stated"]].tolist()
    ['家', 'stock', 'under_way']
    """
    today = day(as_of, "as_of")
    found: dict[str, list[dict[str, Any]]] = {}
    rows = dated(notice.targets, notice.deadlines)
    records = rows.to_dict("records")
    for row, aim in zip(records, aims(rows, None, today), strict=True):
        found.setdefault(str(row["task"]), []).append(_target(row, aim, today, seed))
    due = notice.deadlines[(notice.deadlines["kind"] == "due") & notice.deadlines["until"].notna()]
    last = due.groupby("task")["until"].max()
    issued = notice.issued if notice.issued is not None else pd.Timestamp(today.year, 1, 1)
    states: list[dict[str, Any]] = []
    for task in notice.tasks.to_dict("records"):
        key = str(task["task"])
        waits = not pd.isna(task["waits_for"])
        states += found.get(key) or [_task(key, last.get(key), waits, issued, today, seed)]
    filled = [{"round": today, "closed_on": None} | state for state in states]
    names = [column.name for column in table("simulated.states").columns]
    return frame("simulated.states", {name: [row[name] for row in filled] for name in names})


def _target(
    row: Mapping[Any, Any], aim: Aim | None, today: pd.Timestamp, seed: int
) -> dict[str, Any]:
    key, basis = str(row["quantity"]), row["basis"]
    told: dict[str, Any] = {
        "item": key,
        "task": row["task"],
        "indicator": row["indicator"],
        "day": today,
        "value": None,
        "before": None,
        "measure": "%" if basis == "all" else row["unit"],
        "basis": "level" if basis in ("all", "relative") else basis,
        "nature": None,
        "goal": None,
        "stated": "under_way",
    }
    if aim is None:
        return told
    rng = stream(seed, "target", key)
    pace, below = temper(rng)
    end = min(today, aim.due)
    course: dict[pd.Timestamp, float] = {}
    so_far = 0.0
    # One number a month is drawn, so that a later day sees the same months before it.
    for when in [*pd.date_range(aim.begin, end, freq="ME"), end]:
        if when in course:
            continue
        so_far = figure_on(aim, when, pace, below, float(rng.normal()), so_far)
        course[when] = so_far
    earlier = [value for when, value in course.items() if (end - when).days > 80]
    met = aim.met(course[end])
    told |= {"day": end, "value": course[end], "before": earlier[-1] if earlier else None}
    told |= {"nature": aim.nature, "goal": aim.goal}
    return told | {"stated": "done" if met else "not_done" if today >= aim.due else "under_way"}


def _task(
    key: str,
    due: pd.Timestamp | None,
    waits: bool,
    issued: pd.Timestamp,
    today: pd.Timestamp,
    seed: int,
) -> dict[str, Any]:
    how = settings()["task"]
    rng = stream(seed, "task", key)
    begins = issued + _days(rng.uniform(*how["begins_in_days"]))
    takes, around = rng.lognormal(np.log(how["takes_days"]), how["takes_spread"]), rng.normal()
    paper = issued + _days(rng.uniform(*how["higher_paper_days"]))
    if waits:
        begins = max(begins, paper)
    ends = begins + _days(takes)
    if due is not None and not waits:
        middle, spread = how["around_due_days"]
        ends = due + _days(middle + spread * around)
        begins = min(begins, ends - _days(20))
    stated = "not_started" if today < begins else "done" if today >= ends else "under_way"
    day_ = today
    if stated == "done":
        day_ = max(ends, issued)
    elif due is not None and today >= due and not waits:
        stated = "not_done"
    nothing = dict.fromkeys(("indicator", "value", "before", "measure", "basis", "nature", "goal"))
    return {"item": key, "task": key, **nothing, "day": day_, "stated": stated}


def _days(count: float) -> pd.Timedelta:
    return pd.Timedelta(days=int(count))
