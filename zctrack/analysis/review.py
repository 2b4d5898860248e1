"""The monthly review (每月一调度): who is called, about what, and with which slip.

The lists and the rules of the slips are data in ``review.toml``. That nothing was reported is a
list of its own, and its slip reminds to report: it never says that anything is late. Lapses of
policies stand apart and never call for a slip.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from zctrack.analysis.days import DateLike, day, of_day, with_days
from zctrack.analysis.deadlines import upcoming
from zctrack.analysis.given import need
from zctrack.analysis.slips import rules, slips
from zctrack.analysis.trajectory import rules as status_rules
from zctrack.dictionary.build import codes, frame, table
from zctrack.errors import OptionError

__all__ = ["due", "rules", "slips"]

_ITEM = (
    *("item", "task", "measure", "what", "due", "days_left", "status", "stated", "evidence"),
    *("value", "unit", "attainment", "expected", "last_report", "days_silent", "waits_for"),
    *("words", "units", "officials", "source"),
)


def due(
    deadlines: pd.DataFrame,
    items: pd.DataFrame,
    *,
    as_of: DateLike,
    horizons: Sequence[int] = (30, 60, 90),
    assignments: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """List what the review of a day is about (调度清单).

    Parameters
    ----------
    deadlines : pandas.DataFrame
        Columns deadline, task, measure, section, kind, until, doubtful, surface: gives the lapses.
    items : pandas.DataFrame
        What `analysis.progress.items` gives for that day.
    as_of : str, date or Timestamp
        The day of the review.
    horizons : sequence of int
        Days ahead; ``within`` gives the smallest that holds a date.
    assignments : pandas.DataFrame, optional
        Columns task, party, kind, role: gives the lapses their units; the items have theirs.

    Returns
    -------
    pandas.DataFrame
        ``zt.describe("review.due")``: by list, then by date.

    Raises
    ------
    TableError
        If a column is missing, or the items are of another day.
    OptionError
        If as_of is no date, or the horizons are not positive whole numbers.

    Examples
    --------
    >>> due(frame("deadlines"), frame("progress.items"), as_of="2020-11-30").empty
    True
    """
    today = day(as_of, "as_of")
    steps = sorted(set(horizons))
    if not steps or any(int(n) != n or n < 1 for n in steps):
        raise OptionError(f"horizons must be whole numbers from 1, not {tuple(horizons)!r}")
    need(items, "items", [*_ITEM, "closed", "awaited", "due_doubtful", "as_of"])
    items = with_days(items, "progress.items")
    of_day(items, "items", today)
    out: list[dict[str, Any]] = []
    for row in items.to_dict("records"):
        left = None if pd.isna(row["days_left"]) else int(row["days_left"])
        within = None if left is None or left < 0 else next((n for n in steps if left <= n), None)
        for name in _lists(row, left, within):
            entry = {column: row[column] for column in _ITEM}
            out.append(entry | {"list": name, "within": within, "doubtful": row["due_doubtful"]})
    out += _lapses(deadlines, assignments, today, steps)
    order = {code.code: place for place, code in enumerate(codes("review_list"))}
    far = pd.Timestamp.max
    out.sort(key=lambda r: (order[r["list"]], far if pd.isna(r["due"]) else pd.Timestamp(r["due"])))
    names = [column.name for column in table("review.due").columns]
    columns = {name: [_plain(row.get(name)) for row in out] for name in names}
    return frame("review.due", columns | {"as_of": [today] * len(out)})


def _lists(row: Mapping[Any, Any], left: int | None, within: int | None) -> list[str]:
    """Give the lists on which an item stands, each once."""
    if row["closed"]:
        return []
    silent = int(status_rules()["reporting"]["silent_days"])
    found: dict[str, None] = {}
    for rule in rules()["list"]:
        fits = "status" not in rule or row["status"] in rule["status"]
        if rule.get("ahead"):
            fits &= left is None or left >= 0
        if "within" in rule:
            fits &= left is not None and left <= rule["within"]
        if rule.get("horizon"):
            fits &= within is not None
        if rule.get("silent"):
            days = row["days_silent"]
            fits &= bool(row["awaited"]) and (pd.isna(days) or days > silent)
        if fits:
            found[str(rule["list"])] = None
    return list(found)


def _lapses(
    deadlines: pd.DataFrame,
    assignments: pd.DataFrame | None,
    today: pd.Timestamp,
    steps: Sequence[int],
) -> list[dict[str, Any]]:
    """Give the policies that lapse within the horizons: a deadline each, never an item."""
    rows = upcoming(deadlines, as_of=today, days=steps, assignments=assignments)
    rows = rows[(rows["kind"] == "expires") & rows["within"].notna()]
    return [
        {
            "list": "lapses",
            "item": row["deadline"],
            "task": row["task"],
            "measure": row["measure"],
            "what": row["surface"],
            "due": row["until"],
            "days_left": row["days_left"],
            "within": row["within"],
            "doubtful": row["doubtful"],
            "units": row["units"],
        }
        for row in rows.to_dict("records")
    ]


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value
