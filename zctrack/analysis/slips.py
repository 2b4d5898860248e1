"""Reminder slips (督办单): blue reminds, orange warns, red orders completion.

One matter, one slip. A slip is issued at a review, escalates at a later review when its time is
over and the matter still stands, and stays open until the item is closed out (办结销号). The
register of one review goes into the next: the same reviews give the same slips and numbers.
"""

from __future__ import annotations

import functools
import tomllib
from collections import Counter
from collections.abc import Collection, Mapping
from importlib import resources
from typing import Any

import pandas as pd

from zctrack.analysis.days import DateLike, day, with_days
from zctrack.analysis.given import need
from zctrack.analysis.standing import SIMULATED
from zctrack.dictionary.build import frame, table
from zctrack.errors import TableError

__all__ = ["rules", "slips"]

_CARRIED = ("slip", "item", "rule", "list", "colour", "state", "answer_by", "as_of")
_OF_ITEM = ("task", "what", "due", "status", "last_report", "words", "units", "officials", "source")

Row = dict[str, Any]


@functools.cache
def rules() -> Mapping[str, Any]:
    """Give the rules of the review, as ``review.toml`` states them.

    Examples
    --------
    >>> [entry["colour"] for entry in rules()["colour"]]
    ['blue', 'orange', 'red']
    """
    home = resources.files("zctrack.analysis") / "review.toml"
    return tomllib.loads(home.read_text("utf-8"))


def slips(
    due: pd.DataFrame,
    items: pd.DataFrame,
    *,
    as_of: DateLike,
    before: pd.DataFrame | None = None,
    accepted: Collection[str] = (),
) -> pd.DataFrame:
    """Carry the register of slips on to a review (督办单登记).

    Parameters
    ----------
    due : pandas.DataFrame
        What `analysis.review.due` gives for the review.
    items : pandas.DataFrame
        What `analysis.progress.items` gives for the same day.
    as_of : str, date or Timestamp
        The day of the review.
    before : pandas.DataFrame, optional
        The register after the review before; without it this is the first.
    accepted : collection of str
        Slips (their numbers) whose reason the office accepts: they do not escalate. Whether a
        reason is good is for people to say.

    Returns
    -------
    pandas.DataFrame
        ``zt.describe("review.slips")``: all slips so far, by number.

    Raises
    ------
    TableError
        If a column is missing, or the register is of a later day.
    OptionError
        If as_of is no date.

    Examples
    --------
    >>> slips(frame("review.due"), frame("progress.items"), as_of="2020-11-30").empty
    True
    """
    today = day(as_of, "as_of")
    need(due, "due", ["list", "item", "days_left"])
    need(items, "items", ["item", "closed", *_OF_ITEM])
    items = with_days(items, "progress.items")
    if before is not None:
        need(before, "register", _CARRIED, also=_OF_ITEM)
        before = with_days(before, "review.slips")
    register = [] if before is None else before.to_dict("records")
    if before is not None and len(before) and before["as_of"].max() > today:
        raise TableError(
            f"the register of slips is of {before['as_of'].max():%Y-%m-%d}, which is later",
            todo="Take the reviews in their order.",
        )
    calls = _calls(due)
    rows: dict[str, Row] = {str(r["item"]): _row(r) for r in items.to_dict("records")}
    made_up = bool((items["source"] == SIMULATED).any())
    made: list[Row] = []
    for old in register:
        slip = _row(old) | {"as_of": today}
        if slip["state"] != "closed":
            item = rows.get(slip["item"])
            slip |= {name: item[name] for name in _OF_ITEM} if item else {}
            slip = _carried(slip, item, calls.get(slip["item"]), today, slip["slip"] in accepted)
        made.append(slip)
    busy = {slip["item"] for slip in made if slip["state"] != "closed"}
    numbers = Counter(str(slip["slip"]).partition("-")[0] for slip in made)
    for key, rule in calls.items():
        if key in busy or key not in rows or rows[key]["closed"]:
            continue
        year = str(today.year)
        numbers[year] += 1
        slip = {name: rows[key][name] for name in _OF_ITEM}
        slip |= {"slip": f"{year}-{numbers[year]:03d}", "item": key, "state": "open"}
        slip |= {"rule": rule["rule"], "list": rule["list"], "opened_on": today, "as_of": today}
        made.append(slip | _coloured(rule["colour"], today))
    for slip in made:
        slip["past"] = slip["state"] == "open" and slip["answer_by"] < today
        if made_up and slip["source"] is None:
            slip["source"] = SIMULATED  # the silence, too, is a simulated one
    names = [column.name for column in table("review.slips").columns]
    return frame("review.slips", {name: [slip.get(name) for slip in made] for name in names})


def _calls(due: pd.DataFrame) -> dict[str, Mapping[str, Any]]:
    """Give for each item the first rule that calls for a slip, in the order of the list."""
    found: dict[str, Mapping[str, Any]] = {}
    for rule in rules()["slip"]:
        for key, left in due.loc[due["list"] == rule["list"], ["item", "days_left"]].itertuples(
            index=False
        ):
            near = "within" not in rule or (not pd.isna(left) and left <= rule["within"])
            if near and key not in found:
                found[str(key)] = rule
    return found


def _carried(
    slip: Row,
    item: Row | None,
    call: Mapping[str, Any] | None,
    today: pd.Timestamp,
    accepted: bool,
) -> Row:
    """Carry one slip that is not closed on to a review."""
    own = _rule(slip["rule"])
    stands = call is not None and (call["list"] == "silent") == (slip["list"] == "silent")
    if (item and item["closed"]) or (own["closes"] == "report" and not stands):
        return slip | {"state": "closed", "closed_on": today}
    if call is None:
        return slip | {"state": "eased"}
    slip = slip | {"state": "open"}
    if not stands:
        return slip  # silence about a slow matter: the same slip, and no reason to escalate
    slip |= {"list": call["list"]}  # slow becomes late when its date passes
    colours = _colours()
    place = colours.index(slip["colour"])
    start, highest = colours.index(call["colour"]), colours.index(call["highest"])
    over = slip["answer_by"] < today and not accepted
    wanted = max(start, min(place + 1, highest) if over else place)
    if wanted > place:
        slip |= _coloured(colours[wanted], today)
    return slip


def _colours() -> list[str]:
    return [str(entry["colour"]) for entry in rules()["colour"]]


def _rule(name: str) -> Mapping[str, Any]:
    return next(rule for rule in rules()["slip"] if rule["rule"] == name)


def _coloured(colour: str, today: pd.Timestamp) -> Row:
    days = next(entry["days"] for entry in rules()["colour"] if entry["colour"] == colour)
    until = today + pd.Timedelta(days=int(days))
    return {"colour": colour, "colour_since": today, "answer_by": until}


def _row(row: Mapping[Any, Any]) -> Row:
    return {str(name): None if pd.isna(value) else value for name, value in row.items()}
