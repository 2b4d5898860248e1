"""The matters that are followed up (事项台账): each target, and each task that has none.

One row holds all that review, ranking and bulletin count: how it stands, whether it was closed
out and in time, whether its reports came.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from zctrack.analysis.answers import ANSWERS, full_names
from zctrack.analysis.days import DateLike, day, days
from zctrack.analysis.given import need
from zctrack.analysis.outlook import forecast
from zctrack.analysis.said import Story, said, stories
from zctrack.analysis.targets import track
from zctrack.analysis.task_states import tasks as states
from zctrack.analysis.trajectory import Yardstick, rules
from zctrack.dictionary.build import frame, table
from zctrack.errors import OptionError

__all__ = ["items"]

Every = Literal["month", "quarter"]

_PERIODS = {"month": "M", "quarter": "Q"}
# A report of that day or later settles a target: nothing more is to come.
_SETTLED = ("achieved", "missed", "not_done")
_LATE = ("missed", "overdue", "not_done")
_UNCLASSED = ("unreported", "waiting", "not_started")


def items(
    targets: pd.DataFrame,
    tasks: pd.DataFrame,
    deadlines: pd.DataFrame,
    products: pd.DataFrame,
    actuals: pd.DataFrame,
    *,
    as_of: DateLike,
    assignments: pd.DataFrame | None = None,
    since: DateLike | None = None,
    every: Every | None = None,
    entries: pd.DataFrame | None = None,
    changes: pd.DataFrame | None = None,
    begin: DateLike | None = None,
    yardstick: Yardstick = "nature",
    level: str = "district",
) -> pd.DataFrame:
    """Bring every matter of the follow-up into one table (事项台账).

    A target is an item; so is each task without a target. An item is closed by a close-out of its
    own or of its whole task. A period's report counts as in time where it describes a day of the
    period and was known within ``report_days`` of its end (``status.toml``).

    Parameters
    ----------
    targets, tasks, deadlines, products, actuals : pandas.DataFrame
        As for `analysis.targets.track` and `analysis.progress.tasks`.
    as_of : str, date or Timestamp
        The day. What was reported later is not yet known.
    assignments : pandas.DataFrame, optional
        Columns task, party, kind, role; party_full where known: gives units and officials.
    since : str, date or Timestamp, optional
        Reports are awaited of the first full period after that day (the day of issue); without it
        no period is counted.
    every : {"month", "quarter"}, optional
        How often; else as ``status.toml`` says.
    entries : pandas.DataFrame, optional
        All that was ever reported, corrected entries too (``Ledger.entries()``): a correction that
        comes later makes no report late. Else the actuals.
    changes : pandas.DataFrame, optional
        Column item: targets that were changed later (``Ledger.changes()``); as_of, reported_on
        where known.
    begin, yardstick, level
        As for `analysis.targets.track`.

    Returns
    -------
    pandas.DataFrame
        ``zt.describe("progress.items")``, in the order of the tasks, targets before their keys.

    Raises
    ------
    TableError
        As `analysis.targets.track` and `analysis.progress.tasks`.
    OptionError
        If a day is no date, or `every` is unknown.

    Examples
    --------
    >>> task = {"task": "M15.1", "measure": 15, "chapter": 5, "text": "制定方案。",
    ...         "waits_for": None}
    >>> none = frame("quantities"), frame("deadlines"), frame("products"), frame("actuals")
    >>> rows = items(none[0], pd.DataFrame([task]), *none[1:], as_of="2020-12-31")
    >>> rows[["item", "status", "office_class"]].fillna("").values.tolist()
    [['M15.1', 'unreported', '']]
    """
    today = day(as_of, "as_of")
    step = every or rules()["reporting"]["every"]
    if step not in _PERIODS:
        raise OptionError(f"every={every!r} is unknown", todo="Use 'month' or 'quarter'.")
    first = None if since is None else day(since, "since")
    numbered = _targets(targets, tasks, deadlines, actuals, today, begin, yardstick, level)
    worded = _tasks(tasks, deadlines, products, actuals, today, targets, level)
    rows = numbered + worded
    place = {task: n for n, task in enumerate(tasks["task"])}
    rows.sort(key=lambda row: place.get(row["task"], len(place)))
    keys = [list(dict.fromkeys([row["item"], row["task"]])) for row in rows]
    told = stories(said(actuals, today, level=level), keys)
    all_told = told if entries is None else stories(said(entries, today, level=level), keys)
    moved = _changed(changes, today)
    units, officials = _named(assignments, "unit"), _named(assignments, "official")
    for row, story, reports in zip(rows, told, all_told, strict=True):
        row |= _closing(row, story)
        row |= _reporting(row, reports, first, today, step)
        row |= {"changed": row["item"] in moved, "words": story.about, "as_of": today}
        row |= {"units": units.get(row["task"]), "officials": officials.get(row["task"])}
        row["office_class"] = _class(row)
    names = [column.name for column in table("progress.items").columns]
    return frame(
        "progress.items", {name: [_plain(row.get(name)) for row in rows] for name in names}
    )


def _plain(value: Any) -> Any:
    """Give None for what is missing: the tables that rows come from each have their own way."""
    return None if pd.isna(value) else value


def _targets(
    targets: pd.DataFrame,
    tasks: pd.DataFrame,
    deadlines: pd.DataFrame,
    actuals: pd.DataFrame,
    today: pd.Timestamp,
    begin: DateLike | None,
    yardstick: Yardstick,
    level: str,
) -> list[dict[str, Any]]:
    stand = track(
        targets,
        actuals,
        as_of=today,
        tasks=tasks,
        deadlines=deadlines,
        begin=begin,
        yardstick=yardstick,
        level=level,
    )
    lines = forecast(
        targets, actuals, as_of=today, deadlines=deadlines, begin=begin, level=level
    ).set_index("quantity")
    ahead = {str(key): row for key, row in lines.to_dict("index").items()}
    whole = zip(tasks["measure"], tasks["chapter"], strict=True)
    places = dict(zip(tasks["task"], whole, strict=True))
    waits = dict(zip(tasks["task"], tasks["waits_for"], strict=True))
    doubtful = set(deadlines.loc[deadlines["doubtful"].astype(bool), "deadline"])
    tied = targets["deadline"] if "deadline" in targets.columns else [None] * len(targets)
    out = []
    for row, deadline in zip(stand.to_dict("records"), tied, strict=True):
        line = ahead.get(str(row["quantity"]), {})
        told = not pd.isna(row["value"])
        out.append(
            {
                **{name: row[name] for name in _SAME},
                **{name: line.get(name) for name in _LINE},
                "measure": places[row["task"]][0] if row["task"] in places else 0,
                "chapter": places[row["task"]][1] if row["task"] in places else 0,
                "item": row["quantity"],
                "target": True,
                "what": row["task"] if pd.isna(row["indicator"]) else row["indicator"],
                "value_as_of": row["as_of"] if told else None,
                "due_doubtful": deadline in doubtful,
                "waits_for": waits.get(row["task"]),
            }
        )
    return out


_SAME = (
    *("task", "comparator", "low", "high", "unit", "value", "attainment", "expected", "due"),
    *("days_left", "stated", "evidence", "status", "source"),
)
_LINE = ("pace", "pace_needed", "forecast", "forecast_low", "forecast_high")


def _tasks(
    tasks: pd.DataFrame,
    deadlines: pd.DataFrame,
    products: pd.DataFrame,
    actuals: pd.DataFrame,
    today: pd.Timestamp,
    targets: pd.DataFrame,
    level: str,
) -> list[dict[str, Any]]:
    rows = states(tasks, deadlines, products, actuals, as_of=today, targets=targets, level=level)
    records: list[dict[str, Any]] = [
        {str(k): v for k, v in r.items()} for r in rows.to_dict("records")
    ]
    return [row | {"item": row["task"], "target": False} for row in records]


def _closing(row: Mapping[str, Any], story: Story) -> dict[str, Any]:
    closing, done = story.closing, story.done_on()
    out: dict[str, Any] = {"closed": closing is not None, "done_on": done, "in_time": None}
    out["closed_on"] = None if closing is None else closing["as_of"]
    if closing is not None:
        out["evidence"] = closing["evidence"]
        if row["status"] in _UNCLASSED:
            out["status"] = "closed"  # its figure says nothing against the close-out
    if row["due"] is None or pd.isna(row["due"]):
        return out
    if closing is not None:
        grace = int(rules()["closing"]["grace_days"])
        out["in_time"] = "yes" if story.in_time(pd.Timestamp(row["due"]), grace) else "no"
    elif row["status"] in _LATE:
        out["in_time"] = "no"
    return out


def _reporting(
    row: Mapping[str, Any],
    story: Story,
    since: pd.Timestamp | None,
    today: pd.Timestamp,
    every: str,
) -> dict[str, Any]:
    last = story.last
    from_day = last if last is not None else since
    out: dict[str, Any] = {
        "last_report": last,
        "days_silent": None if from_day is None else (today - from_day).days,
    }
    final = story.rows[(story.rows["finality"] == "final") | story.rows["closes"]]
    over = final["as_of"].min() if len(final) else None
    # A final figure that is not of the due date yet settles nothing.
    undated = row["due"] is None or pd.isna(row["due"])
    settled = over is not None and (
        row["closed"] or row["status"] in _SETTLED or undated or not row["target"]
    )
    out["awaited"] = not settled and row["status"] not in ("waiting", "not_started")
    if row["status"] == "not_started" and not row["target"] and not settled:
        out["awaited"] = True  # a task said not to have begun is reported on like any other
    counted = since is not None and row["status"] != "waiting"
    if row["target"] and row["status"] == "not_started":
        counted = False
    ends = _ends(since, over if settled else None, today, every) if counted else []
    allowed = pd.Timedelta(days=int(rules()["reporting"]["report_days"]))
    out["periods"] = len(ends)
    out["periods_reported"] = sum(
        bool(
            (
                story.rows["as_of"].between(period.start_time, end)
                & (story.rows["known_on"] <= end + allowed)
            ).any()
        )
        for period, end in ends
    )
    return out


def _ends(
    since: pd.Timestamp | None, over: pd.Timestamp | None, today: pd.Timestamp, every: str
) -> Sequence[tuple[pd.Period, pd.Timestamp]]:
    """Give the full periods after a day whose reports were due, up to the one that settles."""
    if since is None:
        return []
    allowed = pd.Timedelta(days=int(rules()["reporting"]["report_days"]))
    first = since.to_period(_PERIODS[every])
    if since != first.start_time:
        first += 1
    out = []
    period = first
    while (end := period.end_time.normalize()) + allowed <= today:
        if over is not None and period.start_time > over:
            break
        out.append((period, end))
        period += 1
    return out


def _class(row: Mapping[str, Any]) -> str | None:
    """Give the offices' class; a changed target has its own, unless it is reached anyway."""
    classes = rules()["class"]
    found = next((c["code"] for c in classes if row["status"] in c["status"]), None)
    return "changed" if row["changed"] and found != "done" else found


def _changed(changes: pd.DataFrame | None, today: pd.Timestamp) -> set[str]:
    if changes is None:
        return set()
    need(changes, "changes", ["item"])
    rows = changes
    for name in ("as_of", "reported_on"):
        if name in rows.columns:
            when = days(rows[name], name)
            rows = rows[when.isna() | (when <= today)]
    return set(rows["item"].astype(str))


def _named(assignments: pd.DataFrame | None, kind: str) -> dict[str, str]:
    if assignments is None:
        return {}
    need(assignments, "assignments", ["task", "party", "kind", "role"])
    answering = (assignments["kind"] == kind) & assignments["role"].isin(ANSWERS)
    rows = assignments[answering]
    pairs = pd.DataFrame({"task": rows["task"], "party": full_names(rows)}).drop_duplicates()
    found = pairs.groupby("task", sort=False)["party"].agg("、".join)
    return {str(task): str(names) for task, names in found.items()}
