"""What the monthly review is about (调度), and the slips, in sentences."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd

from zctrack.wording.codes import labels
from zctrack.wording.words import Words, date, listing, listing_first, number, party, say

__all__ = ["by_unit", "day", "days", "due", "reminders", "slips", "state", "units"]

_MODULE = "review"

Row = Mapping[Hashable, Any]


def due(table: pd.DataFrame, *, lang: str = "zh", horizons: Sequence[int] = (30, 60, 90)) -> Words:
    """Give the sentences for `analysis.review.due`.

    Parameters
    ----------
    table : pandas.DataFrame
        The review list.
    lang : {"zh", "en"}
        Language.
    horizons : sequence of int
        Those that the table was made with.

    Returns
    -------
    Words
        How many items stand on each list.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> due(frame("review.due")).title
    '没有需要调度的事项'
    """
    if table.empty:
        title = _say("due_empty_undated", lang)
        return Words(title, _say("due_subtitle", lang), "", title)
    as_of = date(table["as_of"].iloc[0], lang)
    counts = table["list"].value_counts()
    told = [
        _say("due_count", lang, name=name, n=number(int(counts[code]), lang))
        for code, name in labels("review_list", lang).items()
        if code in counts
    ]
    title = _say("due_title", lang, as_of=as_of, counts=listing(told, lang))
    base = _say(
        "due_base",
        lang,
        n=number(table.loc[table["list"] != "lapses", "item"].nunique(), lang),
        horizons=listing([number(n, lang) for n in horizons], lang),
        as_of=as_of,
    )
    return Words(title, _say("due_subtitle", lang), base, _say("due_alt", lang, title=title))


def slips(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.review.slips`.

    Parameters
    ----------
    table : pandas.DataFrame
        The register of slips.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        How many are open in each colour.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> slips(frame("review.slips"), lang="en").title
    'There is no slip'
    """
    if table.empty:
        title = _say("slips_empty", lang)
        return Words(title, _say("slips_subtitle", lang), "", title)
    states = {name: int((table["state"] == name).sum()) for name in ("open", "eased", "closed")}
    told = {name: number(n, lang) for name, n in states.items()}
    open_, silent = table["state"] == "open", table["list"] == "silent"
    asked = int((open_ & silent).sum())
    told |= {"matters": number(states["open"] - asked, lang), "asked": number(asked, lang)}
    colours = table.loc[open_ & ~silent, "colour"].value_counts()
    names = labels("slip_colour", lang)
    counts = [
        _say("slips_count", lang, colour=names[code], n=number(int(colours[code]), lang))
        for code in reversed(names)
        if code in colours
    ]
    key = "slips_title" if len(colours) else "slips_title_none"
    key += "_asked" if asked else ""
    title = _say(key, lang, counts=listing(counts, lang), **told)
    base = _say(
        "slips_base",
        lang,
        n=number(len(table), lang),
        silent=number(int(silent.sum()), lang),
        as_of=date(table["as_of"].max(), lang),
        **told,
    )
    return Words(title, _say("slips_subtitle", lang), base, _say("slips_alt", lang, title=title))


def days(row: Row, *, lang: str = "zh") -> str:
    """Tell the days left to a date, or since it passed.

    Parameters
    ----------
    row : mapping
        days_left.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> days({"days_left": 31}), days({"days_left": -3}, lang="en")
    ('还有31天', '3 days ago')
    """
    if pd.isna(row["days_left"]):
        return ""
    left = int(row["days_left"])
    key = "over" if left < 0 else "left" if left else "none"
    return _say(f"due_days_{key}", lang, n=number(abs(left), lang))


def day(row: Row, *, lang: str = "zh") -> str:
    """Write the due date, or that there is none.

    Parameters
    ----------
    row : mapping
        due.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> day({"due": None})
    '未载明日期'
    """
    return _say("due_no_date", lang) if pd.isna(row["due"]) else date(row["due"], lang)


def state(row: Row, *, lang: str = "zh") -> str:
    """Tell the status of an item and what the body says, unless that is only "under way".

    Parameters
    ----------
    row : mapping
        status, stated.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> state({"status": "behind", "stated": "done"}), state({"status": "behind", "stated": None})
    ('滞后；自述已完成', '滞后')
    """
    if not isinstance(row["status"], str):
        return ""
    status = labels("item_status", lang)[row["status"]]
    if not isinstance(row["stated"], str) or row["stated"] == "under_way":
        return _say("due_state", lang, status=status)
    stated = labels("stated", lang)[row["stated"]]
    return _say("due_state_stated", lang, status=status, stated=stated)


def by_unit(
    table: pd.DataFrame,
    code: str,
    names: pd.DataFrame | None,
    *,
    lang: str = "zh",
    first: int | None = None,
) -> str:
    """Count one list's items by unit in a sentence; empty where there is none.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.review.due`.
    code : str
        The list.
    names : pandas.DataFrame or None
        names.csv.
    lang : {"zh", "en"}
        Language.
    first : int, optional
        Name only so many units, and count the others.

    Examples
    --------
    >>> rows = pd.DataFrame({"list": ["silent"] * 2, "item": ["M1.1", "M1.2"],
    ...                      "units": ["甲局", "甲局、乙局"]})
    >>> by_unit(rows, "silent", None)
    '未按时报送2项：甲局2和乙局1'
    """
    rows = table[table["list"] == code]
    if rows.empty:
        return ""
    name = labels("review_list", lang)[code]
    n = number(rows["item"].nunique(), lang)
    return _say("due_by_unit", lang, name=name, n=n, list=_per_unit(rows, names, lang, first))


def reminders(
    table: pd.DataFrame,
    names: pd.DataFrame | None,
    *,
    lang: str = "zh",
    first: int | None = None,
) -> str:
    """Count the slips that only ask for a report, by colour and unit; empty where there is none.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.review.slips`.
    names : pandas.DataFrame or None
        names.csv.
    lang : {"zh", "en"}
        Language.
    first : int, optional
        Name only so many units of each colour, and count the others.

    Examples
    --------
    >>> rows = pd.DataFrame({"list": ["silent"], "item": ["M1.1"], "units": ["甲局"],
    ...                      "state": ["open"], "colour": ["blue"]})
    >>> reminders(rows, None)
    '另有只催报送的1件（不涉及进度）：蓝色1件（甲局1）'
    """
    rows = table[(table["list"] == "silent") & (table["state"] != "closed")]
    if rows.empty:
        return ""
    colours = labels("slip_colour", lang)
    told = [
        _say(
            "slips_silent_item",
            lang,
            colour=colours[code],
            n=number(len(own), lang),
            list=_per_unit(own, names, lang, first),
        )
        for code in colours
        if len(own := rows[rows["colour"] == code])
    ]
    return _say("slips_silent", lang, n=number(len(rows), lang), list=listing(told, lang))


def _per_unit(rows: pd.DataFrame, names: pd.DataFrame | None, lang: str, first: int | None) -> str:
    """List the units with their numbers of items, most first; an item counts for each of its."""
    nobody = _say("due_no_unit", lang)
    every = rows["units"].fillna(nobody).str.split("、").explode()
    return listing_first(
        [
            _say("due_by_unit_item", lang, unit=party(str(unit), names, lang), n=number(n, lang))
            for unit, n in every.value_counts(sort=True).items()
        ],
        first,
        lang,
    )


def units(row: Row, names: pd.DataFrame | None, *, lang: str = "zh") -> str:
    """List the units of a row by their short names.

    Parameters
    ----------
    row : mapping
        units, joined by 、.
    names : pandas.DataFrame or None
        names.csv.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> units({"units": "区财政局、区税务局"}, None)
    '区财政局和区税务局'
    """
    if not isinstance(row["units"], str):
        return _say("due_no_unit", lang)
    return listing([party(unit, names, lang) for unit in row["units"].split("、")], lang)


def _say(key: str, lang: str, **values: str | int) -> str:
    return say(_MODULE, key, lang, **values)
