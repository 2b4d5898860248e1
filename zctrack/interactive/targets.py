"""How the targets stand (目标), on the screen: the figures, their day and source on hover."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from zctrack.interactive import style
from zctrack.wording import figures
from zctrack.wording import targets as wording
from zctrack.wording.words import percent

__all__ = ["track"]

# What needs to be seen first stands first; plotly's shapes for the palette's.
_SYMBOLS = {
    "missed": "x",
    "behind": "triangle-down",
    "at_risk": "diamond",
    "on_track": "triangle-up",
    "achieved": "circle",
    "waiting": "square",
    "unreported": "line-ew-open",
    "not_started": "circle-open",
}
_END = 1.2
# Pixels of a row, and of the words above and below.
_ROW, _FRAME = 26, 230

Row = Mapping[Hashable, Any]


def track(
    table: pd.DataFrame,
    *,
    ax: None = None,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    source: str | None = None,
    width: str | float = "full",
    internal: bool = False,
    hide_persons: bool = False,
    yardstick: str = "nature",
) -> go.Figure:
    """Draw each target's attainment against what was expected, one legend entry a status.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.targets.track`.
    ax : None
        Has no meaning on the screen; here so that the arguments are those of the printed chart.
    lang : {"zh", "en"}
        Language.
    names : pandas.DataFrame, optional
        names.csv, for short names.
    source : str, optional
        The notice's number (文号), for the foot.
    width : {"full", "half"} or float
        Has no meaning on the screen: the page gives the width.
    internal : bool
        Print the mark 内部资料 / INTERNAL.
    hide_persons : bool
        Show no person's name; the chart shows none.
    yardstick : {"nature", "year"}
        The one that the table was made with.

    Returns
    -------
    plotly.graph_objects.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> track(frame("progress")).layout.meta["alt"]
    '没有目标'
    """
    drawn = figures.shares(table)
    order = list(_SYMBOLS)
    rank = drawn["status"].map(order.index)
    rows = (
        drawn.assign(rank=rank)
        .sort_values(["rank", "attainment"], kind="stable")
        .drop(columns="rank")
    )
    records = rows.to_dict("records")
    traces: list[object] = []
    for status in dict.fromkeys(rows["status"]):
        own = [(n, row) for n, row in enumerate(records) if row["status"] == status]
        traces += _traces(status, own, names, lang)
    fig = style.figure(
        wording.track(table, lang=lang, yardstick=yardstick),
        traces,
        lang=lang,
        source=source,
        simulated=figures.simulated(drawn) if len(drawn) else False,
        internal=internal,
    )
    fig.update_layout(height=_FRAME + _ROW * max(len(records), 1), hovermode="closest")
    fig.update_xaxes(range=[0, _END + 0.05], tickformat=".0%", side="top")
    fig.update_yaxes(
        tickvals=list(range(len(records))),
        ticktext=[_label(row, names, lang) for row in records],
        range=[len(records) - 0.4, -0.6],
        showgrid=False,
    )
    fig.add_vline(x=1.0, line={"color": style.colour("axis"), "width": 1.5}, layer="below")
    return fig


def _traces(
    status: str, own: Sequence[tuple[int, Row]], names: pd.DataFrame | None, lang: str
) -> list[object]:
    hover = [figures.hover(row, names, lang=lang) for _, row in own]
    places = [n for n, _ in own]
    called = figures.status(status, lang=lang)
    return [
        go.Scatter(
            x=[min(row["attainment"], _END) for _, row in own],
            y=places,
            mode="markers",
            name=called,
            legendgroup=status,
            marker={"symbol": _SYMBOLS[status], "size": 12, "color": style.colour(status)},
            error_x={
                "type": "data",
                "symmetric": False,
                "array": [0.0] * len(own),
                "arrayminus": [min(row["attainment"], _END) for _, row in own],
                "color": style.colour(status),
                "thickness": 3,
                "width": 0,
            },
            customdata=[percent(row["attainment"], lang) for _, row in own],
            text=hover,
            hovertemplate="%{text}<extra>" + called + "</extra>",
        ),
        go.Scatter(
            x=[None if pd.isna(row["expected"]) else min(row["expected"], _END) for _, row in own],
            y=places,
            mode="markers",
            legendgroup=status,
            showlegend=False,
            marker={
                "symbol": "line-ns-open",
                "size": 16,
                "color": style.colour("text"),
                "line": {"width": 2},
            },
            hoverinfo="skip",
        ),
    ]


def _label(row: Row, names: pd.DataFrame | None, lang: str) -> str:
    return f"{row['task']} {figures.indicator(row, names, lang)}"
