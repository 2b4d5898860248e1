"""Whether the pace is enough, and where the line leads (预测), in sentences."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

import pandas as pd

from zctrack.analysis.trajectory import rules
from zctrack.wording.units import measured
from zctrack.wording.words import MISSING, Words, date, number, percent, say

__all__ = ["forecast", "latest", "line", "pace"]

_MODULE = "targets"

Row = Mapping[Hashable, object]


def forecast(table: pd.DataFrame, *, lang: str = "zh") -> Words:
    """Give the sentences for `analysis.targets.forecast`.

    Parameters
    ----------
    table : pandas.DataFrame
        The paces and forecasts.
    lang : {"zh", "en"}
        Language.

    Returns
    -------
    Words
        For how many targets with their date ahead the pace so far is enough.

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> forecast(frame("targets.forecast")).title
    '没有可比较进度的目标'
    """
    ahead = table[table["pace_needed"].notna()]
    if ahead.empty:
        title = _say("forecast_empty", lang)
        return Words(title, _say("forecast_subtitle", lang), "", title)
    counts = {name: int((ahead["enough"] == name).sum()) for name in ("yes", "no")}
    told = {name: number(n, lang) for name, n in counts.items()}
    title = _say(
        "forecast_title" if sum(counts.values()) else "forecast_title_none",
        lang,
        n=number(len(ahead), lang),
        unknown=number(len(ahead) - sum(counts.values()), lang),
        **told,
    )
    limits = rules()["forecast"]
    base = _say(
        "forecast_base",
        lang,
        n=number(len(ahead), lang),
        figures=number(int(limits["figures"]), lang),
        confidence=percent(float(limits["confidence"]), lang),
        drawn=number(int(ahead["forecast"].notna().sum()), lang),
    )
    return Words(
        title, _say("forecast_subtitle", lang), base, _say("forecast_alt", lang, title=title)
    )


def pace(value: float | None, *, lang: str = "zh") -> str:
    """Write a pace to three figures.

    Parameters
    ----------
    value : float or None
        Per day.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> pace(0.36065), pace(None)
    ('0.361', '—')
    """
    if value is None or pd.isna(value):
        return MISSING
    return number(float(f"{value:.3g}"), lang, None)


def line(row: Row, *, lang: str = "zh") -> str:
    """Write a forecast with its interval; a dash where there is none.

    Parameters
    ----------
    row : mapping
        forecast, forecast_low, forecast_high.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> line({"forecast": 236.1, "forecast_low": 201.7, "forecast_high": 260.0})
    '236（202—260）'
    """
    ends = [row["forecast"], row["forecast_low"], row["forecast_high"]]
    if any(pd.isna(end) for end in ends):  # type: ignore[call-overload]
        return MISSING
    mid, low, high = (number(float(f"{end:.3g}"), lang, None) for end in ends)
    return _say("forecast_line", lang, mid=mid, low=low, high=high)


def latest(row: Row, *, lang: str = "zh") -> str:
    r"""Write the latest figure with the day that it describes.

    Parameters
    ----------
    row : mapping
        value, unit, as_of.
    lang : {"zh", "en"}
        Language.

    Examples
    --------
    >>> latest({"value": 96.0, "unit": "个", "as_of": "2020-11-30"})
    '96个\n2020年11月30日'
    """
    value: object = row["value"]
    assert isinstance(value, float | int)
    told = measured(number(value, lang, None), row["unit"], lang=lang)
    return f"{told}\n{date(row['as_of'], lang)}"


def _say(key: str, lang: str, **values: str | int) -> str:
    return say(_MODULE, key, lang, **values)
