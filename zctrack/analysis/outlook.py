"""Where the figures lead (预测): the pace so far, the pace needed, and a robust line."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from zctrack.analysis.given import need
from zctrack.analysis.standing import (
    TARGET,
    DateLike,
    aims,
    counting,
    dated,
    day,
    known,
    matched,
)
from zctrack.analysis.trajectory import Aim, rules
from zctrack.dictionary.build import frame

__all__ = ["forecast"]

_LINE = (
    "quantity",
    "indicator",
    "unit",
    "figures",
    "value",
    "as_of",
    "due",
    "pace",
    "pace_needed",
    "enough",
    "forecast",
    "forecast_low",
    "forecast_high",
    "meets",
)


def forecast(
    targets: pd.DataFrame,
    actuals: pd.DataFrame,
    *,
    as_of: DateLike,
    deadlines: pd.DataFrame | None = None,
    begin: DateLike | None = None,
    level: str = "district",
) -> pd.DataFrame:
    """Give the pace so far, the pace needed and, from six figures on, where the line leads (预测).

    A Theil–Sen line, the median of the slopes of all pairs of figures, is not bent by single
    late or mistaken figures (Theil 1950, Sen 1968). The interval is that of its slope at 95 %
    (Sen 1968), from the medians of days and values to the due date: it says how sure the line
    is, not how far a single figure may stray. With fewer than six figures nothing is forecast.

    Parameters
    ----------
    targets : pandas.DataFrame
        As for :func:`track`.
    actuals : pandas.DataFrame
        As for :func:`track`.
    as_of : str, date or Timestamp
        The day. What was reported later is not yet known.
    deadlines : pandas.DataFrame, optional
        As for :func:`track`.
    begin : str, date or Timestamp, optional
        As for :func:`track`.
    level : str
        Whose figures may stand.

    Returns
    -------
    pandas.DataFrame
        One row a target that a figure can be held against:
        ``zt.describe("targets.forecast")``.

    Raises
    ------
    TableError
        As :func:`track`.
    OptionError
        If a day is no date.

    References
    ----------
    Theil, H. (1950). A rank-invariant method of linear and polynomial regression analysis I-III.
    Proceedings of the Koninklijke Nederlandse Akademie van Wetenschappen 53: 386-392, 521-525,
    1397-1412.
    Sen, P. K. (1968). Estimates of the regression coefficient based on Kendall's tau. Journal of
    the American Statistical Association 63(324): 1379-1389. doi:10.1080/01621459.1968.10480934.

    Examples
    --------
    >>> target = {"quantity": "M14.2.q1", "task": "M14.2", "indicator": "充电桩数量",
    ...           "comparator": ">=", "low": 101.0, "high": None, "unit": "个", "basis": "level",
    ...           "baseline": None, "better": "higher", "indicator_type": "stock",
    ...           "due": pd.Timestamp("2020-12-31")}
    >>> figures = [
    ...     {"item": "M14.2.q1", "level": "district", "as_of": f"2020-{month:02}-01",
    ...      "value": 10.0 * month, "unit": "个", "finality": "interim", "evidence": "stated",
    ...      "source": "a.pdf"} for month in range(3, 9)
    ... ]
    >>> line = forecast(pd.DataFrame([target]), pd.DataFrame(figures), as_of="2020-08-31")
    >>> line[["figures", "meets"]].values.tolist()
    [[6, 'yes']]
    """
    today = day(as_of, "as_of")
    need(targets, "targets", TARGET)
    rows = dated(targets, deadlines)
    told = known(matched(rows, actuals, level=level), today)
    lines = [
        _line(row, aim, counting(told, str(row["quantity"]), aim), today)
        for row, aim in zip(rows.to_dict("records"), aims(rows, begin, today), strict=True)
        if aim is not None
    ]
    return frame("targets.forecast", {c: [line[c] for line in lines] for c in _LINE})


def _line(
    row: Mapping[Any, Any], aim: Aim, own: pd.DataFrame, today: pd.Timestamp
) -> dict[str, Any]:
    inside = own[(own["as_of"] >= aim.begin) & (own["as_of"] <= aim.due)]
    points = inside.sort_values(["as_of", "known_on"], kind="stable").drop_duplicates(
        "as_of", keep="last"
    )
    out: dict[str, Any] = dict.fromkeys(_LINE)
    out |= {name: row[name] for name in ("quantity", "indicator", "unit")}
    out["figures"] = len(points)
    out["due"] = aim.due if aim.dated else None
    if points.empty:
        return out
    days = [(stamp - aim.begin).days for stamp in points["as_of"]]
    values = [float(value) for value in points["in_unit"]]
    out |= {"value": values[-1], "as_of": points["as_of"].iloc[-1]}
    left = (aim.due - points["as_of"].iloc[-1]).days
    ahead = aim.dated and today <= aim.due and left > 0
    if ahead and not aim.ceiling:
        out["pace_needed"] = _round(max(aim.goal - values[-1], 0.0) / left)
    if len(points) >= int(rules()["forecast"]["figures"]):
        from scipy.stats import theilslopes

        fit = theilslopes(values, days, alpha=float(rules()["forecast"]["confidence"]))
        out["pace"] = _round(fit.slope)
        if ahead:
            out |= _ahead(aim, pd.Series(values).median(), pd.Series(days).median(), fit)
    elif len(points) > 1:
        out["pace"] = _round((values[-1] - values[0]) / (days[-1] - days[0]))
    if out["pace"] is not None and out["pace_needed"] is not None:
        out["enough"] = "yes" if out["pace"] >= out["pace_needed"] else "no"
    return out


def _ahead(aim: Aim, value: float, place: float, fit: Any) -> dict[str, Any]:
    span = (aim.due - aim.begin).days - place
    low, mid, high = (value + s * span for s in (fit.low_slope, fit.slope, fit.high_slope))
    meets = {aim.met(low), aim.met(high)}
    return {
        "forecast": _round(mid),
        "forecast_low": _round(low),
        "forecast_high": _round(high),
        "meets": "open" if len(meets) > 1 else "yes" if meets == {True} else "no",
    }


def _round(value: float) -> float:
    """Twelve digits: the last ones differ between processors."""
    return float(f"{value:.12g}")
