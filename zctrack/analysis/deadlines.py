"""When is what due (时限): the calendar, its clustering, the load by party, what is next.

A day that the notice does not print is *inferred* (推定): its ``precision`` is coarser than a
day, or it is counted from an ``anchor``. Due dates (到期) and lapses (失效) never meet in one
count: a lapse is the end of a policy, not a delivery.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from typing import Any, Literal

import pandas as pd

from zctrack.analysis.answers import full_names
from zctrack.analysis.days import days
from zctrack.analysis.given import need
from zctrack.dictionary.build import frame, labels
from zctrack.errors import OptionError

__all__ = ["calendar", "clustering", "load", "upcoming"]

Day = str | dt.date | pd.Timestamp

ANSWERING = ("responsible", "lead", "joint", "respective")
SUPPORTING = ("support", "by_duty")

_KINDS = ("due", "expires", "window")
_SPANS = {"D": ("day", "D"), "MS": ("month", "M"), "QS": ("quarter", "Q"), "YS": ("year", "Y")}
_SENTENCE_END = re.compile(r"[。！？；;\n]")
_NEEDED = (
    *("deadline", "task", "measure", "section", "kind", "begin", "until", "precision"),
    *("anchor", "doubtful", "surface", "start", "end"),
)


def calendar(
    deadlines: pd.DataFrame,
    *,
    kinds: str | Sequence[str] = _KINDS,
    national: bool = False,
    tasks: pd.DataFrame | None = None,
    assignments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Every dated row in date order; ``kind`` tells due dates, lapses and windows apart.

    Parameters
    ----------
    deadlines : DataFrame
        The notice's ``deadlines``. Rows without ``until`` have no place in a calendar.
    kinds : str or sequence of str
        Which of ``due``, ``expires``, ``window`` to keep.
    national : bool
        Keep the quoted commitments' own dates (section ``commitment``) too.
    tasks : DataFrame, optional
        ``task``, ``label``, ``text``, ``start``: gives each row its sentence.
    assignments : DataFrame, optional
        ``task``, ``party``, ``kind``, ``role``, ``start``: gives each row its answering units.

    Returns
    -------
    DataFrame
        ``deadlines.calendar`` of the dictionary, one row per deadline.

    Raises
    ------
    TableError
        If a table lacks a column.
    OptionError
        If a kind is none of the three.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> calendar(frame("deadlines")).columns[:4].tolist()
    ['deadline', 'task', 'measure', 'kind']
    """
    rows = _dated(deadlines, kinds, national=national)
    return _framed(
        "calendar",
        rows.assign(units=_units(rows["task"], assignments), sentence=_sentences(rows, tasks)),
    )


def clustering(
    deadlines: pd.DataFrame, *, doubtful: bool = True, national: bool = False
) -> pd.DataFrame:
    """How many tasks fall on each date, with bounds for each date's share.

    Imprecise dates are coarsened data (Heitjan and Rubin 1990), so the share of a day is bounded,
    not estimated (Manski 2003). Lower bound: only the tasks for which the notice prints that very
    day. Upper bound: every row on the last day that its words allow. No p-value: it would answer
    for the null that one chose, not for the notice.

    Parameters
    ----------
    deadlines : DataFrame
        The notice's ``deadlines``; rows of kind ``due`` and ``expires`` with a date count. Text
        that belongs to no task (section ``closing``) is left out, for what is counted is tasks.
    doubtful : bool
        Keep doubtful rows: they stand in a column of their own and enter the upper bound.
    national : bool
        Keep the quoted commitments' own dates (section ``commitment``) too.

    Returns
    -------
    DataFrame
        ``deadlines.clustering`` of the dictionary, one row per kind and date. A task counts once
        per kind and date, in the first of printed, inferred, doubtful that one of its rows is.

    Raises
    ------
    TableError
        If a column is missing.

    References
    ----------
    Heitjan, D. F., Rubin, D. B. (1990). Inference from coarse data via multiple imputation with
    application to age heaping. Journal of the American Statistical Association 85(410): 304-314.
    Manski, C. F. (2003). Partial Identification of Probability Distributions. New York: Springer.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> len(clustering(frame("deadlines")))
    0
    """
    rows = _dated(deadlines, ("due", "expires"), national=national)
    rows = rows[(rows["section"] != "closing") & (doubtful | ~rows["doubtful"])]
    certainty = rows["inferred"].astype("int64").where(~rows["doubtful"], 2)
    once = (
        rows.assign(certainty=certainty)
        .groupby(["kind", "until", "task"], sort=False, as_index=False)
        .agg(certainty=("certainty", "min"), start=("start", "min"))
        .sort_values(["kind", "until", "start"], kind="stable")  # "due" sorts before "expires"
    )
    day = [once["kind"], once["until"]]
    count = once.groupby(["kind", "until"]).size()
    parts: dict[str, Any] = {}
    keys: dict[str, Any] = {}
    for rank, name in enumerate(("printed", "inferred", "doubtful")):
        inside = once["certainty"] == rank
        parts[name] = inside.groupby(day).sum().astype("int64")
        keys[f"{name}_tasks"] = once.loc[inside].groupby(["kind", "until"])["task"].agg("、".join)
    table = pd.DataFrame({"tasks": count, **parts, **keys}).rename_axis(["kind", "date"])
    table = table.reset_index()
    of = table["kind"].map(once.groupby("kind")["task"].nunique()).astype("int64")
    busiest = table.sort_values(["kind", "tasks", "date"], ascending=[True, False, True])
    return _framed(
        "clustering",
        table.assign(
            of=of,
            share_low=table["printed"] / of,
            share_high=table["tasks"] / of,
            busiest=table.index.isin(busiest.drop_duplicates("kind").index),
        ),
    )


def load(
    deadlines: pd.DataFrame,
    assignments: pd.DataFrame,
    *,
    kind: Literal["unit", "official"] = "unit",
    freq: Literal["D", "MS", "QS", "YS"] = "MS",
) -> pd.DataFrame:
    """How many dates fall on each party in each period.

    Parameters
    ----------
    deadlines : DataFrame
        The notice's ``deadlines``; due dates and lapses of the district's own tasks count.
    assignments : DataFrame
        ``task``, ``party`` (``party_full`` where known), ``kind``, ``role``, ``start``. Answering:
        responsible, lead, joint, respective; supporting: support, by_duty; guide is neither.
    kind : {"unit", "official"}
        Whose load.
    freq : {"D", "MS", "QS", "YS"}
        Period: day, month, quarter or year (pandas' names).

    Returns
    -------
    DataFrame
        ``deadlines.load`` of the dictionary: one row per party and period that has any date, by
        the order in which the parties are first printed, then by period. What is counted is a
        task's date: several rows of one task, kind and date are one.

    Raises
    ------
    TableError
        If a column is missing.
    OptionError
        If `kind` or `freq` is unknown.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> load(frame("deadlines"), frame("assignments")).empty
    True
    """
    _one_of("kind", kind, labels("party_kind"))
    _one_of("freq", freq, _SPANS)
    span, alias = _SPANS[freq]
    rows = _dated(deadlines, ("due", "expires"), national=False)
    dates = rows.groupby(["task", "kind", "until"], as_index=False, sort=False)["doubtful"].agg(
        "all"
    )

    named = _named(assignments, kind)
    roles = named["role"].isin(ANSWERING).map({True: "answering", False: "supporting"})
    named = named.assign(side=roles)[named["role"].isin([*ANSWERING, *SUPPORTING])]
    # A party that both answers for a task and supports it answers: "answering" sorts first.
    sides = named.sort_values("side", kind="stable").drop_duplicates(["task", "party"])

    pairs = dates.merge(sides[["task", "party", "side"]], on="task")
    period = pairs["until"].dt.to_period(alias)
    cell = pairs["kind"].map({"due": "due", "expires": "lapses"}) + "_" + pairs["side"]
    wide = pd.DataFrame({"party": pairs["party"], "period": period})
    counts = [
        f"{what}_{side}" for what in ("due", "lapses") for side in ("answering", "supporting")
    ]
    for name in counts:
        wide[name] = (cell == name).astype("int64")
    wide["doubtful"] = pairs["doubtful"].astype("int64")
    table = wide.groupby(["party", "period"], as_index=False).aggregate("sum")
    order = {party: n for n, party in enumerate(named["party"].unique())}
    table = table.assign(order=table["party"].map(order)).sort_values(["order", "period"])
    table = table.reset_index(drop=True)

    weight = ["due_answering", "due_supporting"]
    working = table[table[weight].sum(axis=1) > 0]
    heaviest = working.sort_values(
        ["order", *weight, "period"], ascending=[True, False, False, True]
    ).drop_duplicates("order")
    return _framed(
        "load",
        table.assign(
            party_kind=kind,
            span=span,
            begin=table["period"].dt.start_time,
            end=table["period"].dt.end_time.dt.normalize(),
            worst=table.index.isin(heaviest.index),
        ),
    )


def upcoming(
    deadlines: pd.DataFrame,
    *,
    as_of: Day,
    days: Sequence[int] = (30, 60, 90),
    national: bool = False,
    tasks: pd.DataFrame | None = None,
    assignments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Tell what had passed on a day, and what comes next with the days left.

    A past date is not a missed one: the notice says when, only the actuals say whether. A lapse
    (kind ``expires``) is never overdue.

    Parameters
    ----------
    deadlines : DataFrame
        The notice's ``deadlines``; rows of kind ``due`` and ``expires`` with a date count.
    as_of : str, date or Timestamp
        The day from which is counted; the day itself is not past.
    days : sequence of int
        Horizons in days; ``within`` gives the smallest that holds a row.
    national, tasks, assignments : bool, DataFrame, DataFrame, optional
        As in `calendar`.

    Returns
    -------
    DataFrame
        ``deadlines.upcoming`` of the dictionary: one row per deadline, in date order.

    Raises
    ------
    TableError
        If a column is missing.
    OptionError
        If `as_of` is no day or `days` are not positive whole numbers.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> upcoming(frame("deadlines"), as_of="2020-08-25").empty
    True
    """
    day = _day(as_of)
    horizons = sorted(set(days))
    if not horizons or any(int(n) != n or n < 1 for n in horizons):
        raise OptionError(f"days must be whole numbers from 1, not {tuple(days)!r}")
    rows = calendar(
        deadlines,
        kinds=("due", "expires"),
        national=national,
        tasks=tasks,
        assignments=assignments,
    )
    left = (rows["until"] - day).dt.days.astype("int64")
    within: list[Any] = [next((n for n in horizons if 0 <= d <= n), None) for d in left]
    columns: dict[str, Any] = {"as_of": day, "days_left": left, "past": left < 0, "within": within}
    return _framed("upcoming", rows.assign(**columns, horizon=horizons[-1]))


def _dated(deadlines: pd.DataFrame, kinds: str | Sequence[str], *, national: bool) -> pd.DataFrame:
    """Keep the rows with a last day, in date order, with `inferred` and a fresh index."""
    need(deadlines, "deadlines", _NEEDED)
    wanted = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    for kind in wanted:
        _one_of("kinds", kind, _KINDS)
    keep = deadlines["kind"].isin(wanted) & deadlines["until"].notna()
    if not national:
        keep &= deadlines["section"] != "commitment"
    rows = deadlines.loc[keep, _NEEDED]
    until = days(rows["until"], "until")
    return (
        rows.assign(
            begin=days(rows["begin"], "begin"),
            until=until,
            doubtful=rows["doubtful"].astype(bool),
            inferred=(rows["precision"] != "day") | rows["anchor"].notna(),
            rank=rows["kind"].map({kind: n for n, kind in enumerate(_KINDS)}),
        )
        .sort_values(["until", "rank", "start"], kind="stable")
        .reset_index(drop=True)
    )


def _named(assignments: pd.DataFrame, kind: str) -> pd.DataFrame:
    """One kind's rows in text order: task, role, and the party by its full name where known."""
    need(assignments, "assignments", ("task", "party", "kind", "role", "start"))
    rows = assignments[assignments["kind"] == kind].sort_values("start", kind="stable")
    return pd.DataFrame({"task": rows["task"], "role": rows["role"], "party": full_names(rows)})


def _units(tasks: pd.Series[str], assignments: pd.DataFrame | None) -> list[Any]:
    """For each task the units that answer for it, in printed order."""
    if assignments is None:
        return [None] * len(tasks)
    named = _named(assignments, "unit")
    once = named[named["role"].isin(ANSWERING)].drop_duplicates(["task", "party"])
    names = dict(once.groupby("task")["party"].agg("、".join).items())
    return [names.get(task) for task in tasks]


def _sentences(rows: pd.DataFrame, tasks: pd.DataFrame | None) -> list[Any]:
    """For each row the sentence of its task that holds its words.

    Words in a responsibility clause stand outside the task's text: they get its first sentence.
    """
    if tasks is None:
        return [None] * len(rows)
    need(tasks, "tasks", ("task", "label", "text", "start"))
    texts = tasks.set_index("task")[["text", "start", "label"]].to_dict("index")
    found: list[Any] = []
    for task, start, surface in zip(rows["task"], rows["start"], rows["surface"], strict=True):
        entry = texts.get(task)
        if entry is None:
            found.append(None)
            continue
        text = str(entry["text"])
        at = int(start) - int(entry["start"])
        if text[max(at, 0) :][: len(surface)] != surface:
            at = max(text.find(surface), 0)
        ends = [match.end() for match in _SENTENCE_END.finditer(text)]
        begin = max((end for end in ends if end <= at), default=0)
        sentence = text[begin : min((end for end in ends if end > at), default=len(text))]
        if begin == 0 and isinstance(entry["label"], str):
            sentence = sentence.removeprefix(entry["label"])
        found.append(sentence.strip())
    return found


def _framed(name: str, table: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, Any] = {str(column): table[column] for column in table.columns}
    return frame(f"deadlines.{name}", columns)


def _one_of(option: str, value: str, known: Sequence[str] | Mapping[str, object]) -> None:
    if value not in known:
        raise OptionError(f"{option} cannot be {value!r}", todo=f"Use one of: {', '.join(known)}.")


def _day(as_of: Day) -> pd.Timestamp:
    given = as_of if isinstance(as_of, str | dt.date) else ""
    day = pd.to_datetime(given, errors="coerce")
    if not isinstance(day, pd.Timestamp):  # NaT
        raise OptionError(f"as_of cannot be {as_of!r}", todo="Give a day, such as '2020-12-31'.")
    return day.tz_localize(None).normalize()
