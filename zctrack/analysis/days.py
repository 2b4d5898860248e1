"""Days (日期) as they come: from a user, a file, a database; and tables that are of one day."""

from __future__ import annotations

from datetime import date
from typing import Any

import pandas as pd

from zctrack.dictionary.build import table
from zctrack.errors import OptionError, TableError

__all__ = ["DateLike", "day", "days", "of_day", "reported", "with_days"]

DateLike = str | date | pd.Timestamp


def day(value: DateLike, name: str) -> pd.Timestamp:
    """Read a day from a string, date or Timestamp.

    Raises
    ------
    OptionError
        If it is none.

    Examples
    --------
    >>> day("2020-12-31", "as_of")
    Timestamp('2020-12-31 00:00:00')
    """
    wrong = OptionError(f"{name}={value!r} is no date", todo="Write it as 2020-12-31.")
    try:
        stamp = pd.Timestamp(value)
    except (TypeError, ValueError):
        raise wrong from None
    if pd.isna(stamp):
        raise wrong
    return stamp.tz_localize(None).normalize()


def days(values: pd.Series[Any], name: str) -> pd.Series[pd.Timestamp]:
    """Read a column of days, as a file or a database gives them.

    Words, dates and stamps are days; a stamp's hour is dropped, and its zone too: the day is that
    of the clock where it was written.

    Raises
    ------
    TableError
        If a value is none of them.

    Examples
    --------
    >>> days(pd.Series(["2020-12-31", None]), "due").isna().tolist()
    [False, True]
    """
    if pd.api.types.is_numeric_dtype(values) and values.isna().all():
        values = values.astype("object")  # an empty column of a CSV
    try:
        if pd.api.types.is_numeric_dtype(values):
            raise TypeError(f"{values.dropna().iloc[0]} is a number")
        stamps = pd.to_datetime(values, format="ISO8601")
    except (TypeError, ValueError) as problem:
        reason = str(problem).partition("\n")[0]
        raise TableError(
            f"the column {name!r} holds no dates ({reason})", todo="Write them as 2020-12-31."
        ) from None
    if stamps.dt.tz is not None:
        stamps = stamps.dt.tz_localize(None)
    return stamps.dt.normalize().astype("datetime64[s]")


def with_days(rows: pd.DataFrame, described: str) -> pd.DataFrame:
    """Give a table with its dates as days, which a file may have made words.

    Parameters
    ----------
    rows : pandas.DataFrame
        The table, or some of its columns.
    described : str
        Its name in the dictionary.

    Raises
    ------
    TableError
        If a date is none.

    Examples
    --------
    >>> one = pd.DataFrame({"item": ["M14.2.q1"], "as_of": ["2020-12-31"]})
    >>> with_days(one, "progress.items")["as_of"].tolist()
    [Timestamp('2020-12-31 00:00:00')]
    """
    dates = [c.name for c in table(described).columns if c.type == "date"]
    return rows.assign(**{c: days(rows[c], c) for c in dates if c in rows.columns})


def reported(rows: pd.DataFrame) -> pd.DataFrame:
    """Give reports with as_of as days, and known_on: the day of the report, else as_of.

    Examples
    --------
    >>> reported(pd.DataFrame({"as_of": ["2020-09-30"]}))["known_on"].tolist()
    [Timestamp('2020-09-30 00:00:00')]
    """
    as_of = days(rows["as_of"], "as_of")
    on = "reported_on"
    known_on = days(rows[on], on).fillna(as_of) if on in rows.columns else as_of
    return rows.assign(as_of=as_of, known_on=known_on)


def of_day(rows: pd.DataFrame, name: str, today: pd.Timestamp) -> None:
    """Refuse a table that was made for another day.

    Raises
    ------
    TableError
        If a row has another day in its column as_of.

    Examples
    --------
    >>> day_ = pd.Timestamp("2020-12-31")
    >>> of_day(pd.DataFrame({"as_of": [day_]}), "items", day_)
    """
    others = rows.loc[rows["as_of"] != today, "as_of"]
    if len(others):
        first = others.iloc[0]
        when = "no day" if pd.isna(first) else f"{first:%Y-%m-%d}"
        raise TableError(
            f"the table {name!r} is of {when}", todo=f"Make it with as_of={today:%Y-%m-%d}."
        )
