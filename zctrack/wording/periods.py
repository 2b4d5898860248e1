"""What stands around the dates (日期用语): how a period is called, and what a chart leaves out."""

from __future__ import annotations

import pandas as pd

from zctrack.wording.words import date, number, say

__all__ = ["more", "period"]


def period(begin: object, span: str, lang: str) -> str:
    """Name a period.

    Parameters
    ----------
    begin : Timestamp
        Its first day.
    span : {"day", "month", "quarter", "year"}
        How long it is.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    str

    Examples
    --------
    >>> period("2020-10-01", "quarter", "zh"), period("2020-10-01", "month", "en")
    ('2020年第四季度', 'Oct 2020')
    """
    day = pd.Timestamp(begin)  # type: ignore[arg-type]
    if span == "day":
        return date(day, lang)
    # "1 Oct 2020" without its day: the names of the months stand once, in words.
    month = date(day, lang).split()[1] if lang == "en" else str(day.month)
    quarter = "一二三四"[day.quarter - 1] if lang == "zh" else str(day.quarter)
    return _say(f"period_{span}", lang, year=str(day.year), quarter=quarter, month=month)


def more(hidden: pd.DataFrame, what: str, *, lang: str = "zh") -> str:
    """Say what a chart leaves out.

    Parameters
    ----------
    hidden : DataFrame
        The rows that are not drawn.
    what : {"rows", "dates", "periods", "parties", "later"}
        What of them counts; ``later`` tells past rows from those beyond the horizon.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    str
        Empty where nothing is left out.

    Examples
    --------
    >>> more(pd.DataFrame({"begin": ["2020-10-01", "2020-11-01"]}), "periods")
    '另有2个时段没有画出'
    """
    if hidden.empty:
        return ""
    if what == "later":
        later = hidden[~hidden["past"] & hidden["within"].isna()]
        counts = {"earlier": hidden["past"].sum(), "near": hidden["within"].notna().sum()}
        horizon = number(int(hidden["horizon"].iloc[0]), lang)
        told = [
            _say(f"more_{name}", lang, n=number(int(n), lang), horizon=horizon)
            for name, n in counts.items()
            if n
        ]
        if len(later):
            told.append(_later(later, lang))
        return _say("clustering_join", lang).join(told)
    column = {"dates": "date", "periods": "begin", "parties": "party"}.get(what)
    n = hidden[column].nunique() if column else len(hidden)
    most = int(hidden["tasks"].max()) if what == "dates" else 0
    return _say(f"more_{what}", lang, n=number(n, lang), k=number(most, lang))


def _later(rows: pd.DataFrame, lang: str) -> str:
    first = rows["until"].min()
    return _say(
        "more_later",
        lang,
        n=number(len(rows), lang),
        horizon=number(int(rows["horizon"].iloc[0]), lang),
        date=date(first, lang),
        k=number(int((rows["until"] == first).sum()), lang),
    )


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("deadlines", key, lang, **values)
