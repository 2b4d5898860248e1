"""The pace so far against the pace needed, and where the line leads, as a table (预测)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.charts.marks import Page
from zctrack.wording import figures
from zctrack.wording import outlook as wording
from zctrack.wording.words import date, number, say

__all__ = ["forecast"]

_WIDE = {"item": 24.0, "what": 34.0, "latest": 30.0, "pace": 19.0, "needed": 19.0, "line": 32.0}
_NARROW = {"item": 25.0, "latest": 24.0, "pace": 15.5, "needed": 15.5}
_MARKS = {"yes": "on_track", "no": "behind"}

Row = Mapping[Hashable, Any]


@style.chart
def forecast(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    source: str | None = None,
    width: style.Width = "full",
    internal: bool = False,
    hide_persons: bool = False,
    simulated: bool = False,
) -> Figure:
    """Draw the targets with their date ahead: those whose pace is not enough first.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.targets.forecast`.
    ax, lang, names, source, width, internal, hide_persons
        As in `zctrack.charts.targets.register`.
    simulated : bool
        Whether the figures are made up: the table itself has no source.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> forecast(frame("targets.forecast")).words.title
    '没有可比较进度的目标'
    """
    page = Page(wording.forecast(table, lang=lang), ax, lang, source, width, internal, simulated)
    ahead = table[table["pace_needed"].notna()]
    if ahead.empty:
        return page.empty()
    place = ahead["enough"].map({"no": 0, "yes": 2}).fillna(1)
    ahead = ahead.assign(_place=place).sort_values("_place", kind="stable")
    columns = _NARROW if page.narrow else _WIDE
    rows = [_line(row, page, names, list(columns)) for row in ahead.to_dict("records")]
    heads = [_say(f"forecast_col_{name}", lang) for name in columns]
    n = page.rows_within(rows, heads, list(columns.values()))
    hidden = len(rows) - n
    foot = _say("forecast_rest", lang, n=number(hidden, lang)) if hidden else ""
    return page.table(rows[:n], heads, list(columns.values()), foot)


def _line(
    row: Row, page: Page, names: pd.DataFrame | None, columns: list[str]
) -> list[str | style.Cell]:
    lang, key = page.lang, str(row["quantity"])
    what = figures.indicator({**row, "task": key.rpartition(".")[0]}, names, lang)
    until = _say("forecast_until", lang, day=date(row["due"], lang))
    item = f"{key}\n{what}".strip() if page.narrow else key
    cells: dict[str, str | style.Cell] = {
        "item": style.Cell(item, marker=_MARKS.get(row["enough"], "unreported")),
        "what": f"{what}\n{until}".strip(),
        "latest": wording.latest(row, lang=lang),
        "pace": wording.pace(row["pace"], lang=lang),
        "needed": wording.pace(row["pace_needed"], lang=lang),
        "line": wording.line(row, lang=lang),
    }
    return [cells[name] for name in columns]


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("targets", key, lang, **values)
