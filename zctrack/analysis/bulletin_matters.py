"""What the bulletin says of one matter (事项一览、滞后事项、督办单): in whose words and where."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from zctrack.analysis import review
from zctrack.analysis.days import DateLike, day, of_day, with_days
from zctrack.analysis.given import need
from zctrack.analysis.said import said
from zctrack.dictionary.build import frame, table
from zctrack.errors import TableError

__all__ = ["HARD", "annex", "lagging", "sheets"]

# The offices' classes of what lags.
HARD = ("difficult", "cannot")
# Within the lagging: what cannot be done first, then by how far it is behind.
_GRAVITY = ("missed", "not_done", "overdue", "behind", "at_risk")


def annex(
    items: pd.DataFrame,
    tasks: pd.DataFrame,
    quantities: pd.DataFrame,
    reports: pd.DataFrame,
    *,
    as_of: DateLike,
    level: str = "district",
) -> pd.DataFrame:
    """Give every item with its place in the notice and the body's last words (事项一览).

    Parameters
    ----------
    items : pandas.DataFrame
        What `analysis.progress.items` gives.
    tasks : pandas.DataFrame
        Columns task, label, measure, text, start, end.
    quantities : pandas.DataFrame
        Columns quantity, start, end.
    reports : pandas.DataFrame
        The actuals, or better the ledger's standing entries: these have words, file and cell.
    as_of : str, date or Timestamp
        The day, that of the items.
    level : str
        Whose reports count.

    Returns
    -------
    pandas.DataFrame
        In the order of the items: ``zt.describe("bulletin.annex")``.

    Raises
    ------
    TableError
        If a column is missing, or the items are of another day.
    OptionError
        If as_of is no date.

    Examples
    --------
    >>> none = frame("progress.items"), frame("tasks"), frame("quantities"), frame("actuals")
    >>> annex(*none, as_of="2020-12-31").empty
    True
    """
    today = day(as_of, "as_of")
    names = [column.name for column in table("bulletin.annex").columns]
    own = ("place", "start", "end", "sentence", "words_on", "reporter", "file", "cell")
    need(items, "items", [*(name for name in names if name not in own), "last_report"])
    items = with_days(items, "progress.items")
    of_day(items, "items", today)
    places = _places(tasks, quantities)
    last = _last_words(reports, today, level)
    out = []
    for row in items.to_dict("records"):
        made = {str(name): value for name, value in row.items()} | places(row["item"], row["task"])
        word = last.get(str(row["item"]), last.get(str(row["task"]), {}))
        made |= {"words_on": row["last_report"], "reporter": None, "file": None, "cell": None}
        out.append(made | word)
    columns = {name: [_plain(row[name]) for row in out] for name in names}
    return frame("bulletin.annex", columns)


def _places(tasks: pd.DataFrame, quantities: pd.DataFrame) -> Any:
    """Give a function that tells where an item stands in the notice."""
    need(tasks, "tasks", ["task", "label", "measure", "text", "start", "end"])
    need(quantities, "quantities", ["quantity", "start", "end"])
    rows = {str(row["task"]): row for row in tasks.to_dict("records")}
    spots = {
        str(key): (start, end)
        for key, start, end in quantities[["quantity", "start", "end"]].itertuples(index=False)
    }

    def place(item: str, task: str) -> dict[str, Any]:
        row = rows.get(task)
        if row is None:
            raise TableError(
                f"{item} is of the task {task}, which the notice does not have",
                todo="Give the tables of one notice.",
            )
        label = "" if pd.isna(row["label"]) else str(row["label"])
        start, end = spots.get(item, (row["start"], row["end"]))
        where = f"{row['measure']}{label}"
        return {"place": where, "start": start, "end": end, "sentence": row["text"]}

    return place


def _last_words(reports: pd.DataFrame, today: pd.Timestamp, level: str) -> dict[str, Any]:
    """Give for each key that reports name the body's latest sentence and where it stands."""
    if reports.empty:
        return {}
    if {"entry", "replaces"} <= set(reports.columns):  # of a ledger: what was corrected is not said
        reports = reports[~reports["entry"].isin(reports["replaces"].dropna())]
    rows = said(reports, today, level=level)
    rows = rows[~rows["closes"]]
    worded = set(rows.loc[rows["about"].notna(), "item"])
    found = {}
    for row in rows.to_dict("records"):
        if row["item"] in worded and pd.isna(row["about"]):
            continue
        at = [str(row[name]) for name in ("sheet", "cell") if not pd.isna(row.get(name))]
        found[str(row["item"])] = {
            "words": row["about"],
            "words_on": row["as_of"],
            "reporter": row.get("reporter"),
            "file": row["source"] if pd.isna(row.get("file")) else row["file"],
            "cell": " ".join(at) or None,
        }
    return found


def lagging(annex: pd.DataFrame) -> pd.DataFrame:
    """Keep what is in difficulty or cannot be done, gravest first (滞后事项).

    Parameters
    ----------
    annex : pandas.DataFrame
        What :func:`annex` gives.

    Returns
    -------
    pandas.DataFrame
        The same columns: by status, then by date.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> lagging(frame("bulletin.annex")).empty
    True
    """
    need(annex, "annex", ["item", "office_class", "status", "days_left"])
    annex = with_days(annex, "bulletin.annex")
    rows = annex[annex["office_class"].isin(HARD)]
    order = pd.DataFrame(
        {
            "gravity": [_GRAVITY.index(status) for status in rows["status"]],
            "left": rows["days_left"].astype("Float64").to_numpy("float64", na_value=float("nan")),
        }
    ).sort_values(["gravity", "left"], kind="stable", na_position="last")
    return rows.iloc[order.index.to_list()].reset_index(drop=True)


def sheets(slips: pd.DataFrame, tasks: pd.DataFrame) -> pd.DataFrame:
    """Give what is printed on each open slip (督办单).

    Parameters
    ----------
    slips : pandas.DataFrame
        The register that `analysis.review.slips` gives.
    tasks : pandas.DataFrame
        Columns task, label, measure, text, start, end.

    Returns
    -------
    pandas.DataFrame
        One row per open slip, by number: ``zt.describe("bulletin.sheets")``.

    Raises
    ------
    TableError
        If a column is missing, or a slip is about a task that the notice does not have.

    Examples
    --------
    >>> sheets(frame("review.slips"), frame("tasks")).empty
    True
    """
    names = [column.name for column in table("bulletin.sheets").columns]
    own = ("closes", "next_colour", "place", "start", "end", "sentence")
    need(slips, "slips", [*(name for name in names if name not in own), "task", "state"])
    slips = with_days(slips, "review.slips")
    place = _places(tasks, frame("quantities"))
    known = set(tasks["task"])
    order = [str(entry["colour"]) for entry in review.rules()["colour"]]
    ruled = {entry["rule"]: entry for entry in review.rules()["slip"]}
    out = []
    for row in slips[slips["state"] == "open"].to_dict("records"):
        if row["task"] not in known:
            raise TableError(
                f"the slip {row['slip']} is about {row['task']}, which the notice does not have",
                todo="Give the notice that the slips belong to.",
            )
        rule = ruled[row["rule"]]
        at, highest = order.index(row["colour"]), order.index(_calling(row, rule)["highest"])
        made = {str(name): value for name, value in row.items()}
        made |= place(row["task"], row["task"])
        made |= {"closes": rule["closes"], "next_colour": order[at + 1] if at < highest else None}
        out.append(made)
    columns = {name: [_plain(row[name]) for row in out] for name in names}
    return frame("bulletin.sheets", columns)


def _calling(slip: Mapping[Any, Any], issued: Mapping[str, Any]) -> Mapping[str, Any]:
    """Give the rule that calls for a slip now: slow becomes late, and its highest colour rises."""
    left = None if pd.isna(slip["due"]) else (slip["due"] - slip["as_of"]).days
    for rule in review.rules()["slip"]:
        near = "within" not in rule or (left is not None and left <= rule["within"])
        if rule["list"] == slip["list"] and near:
            found: Mapping[str, Any] = rule
            return found
    return issued


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value
