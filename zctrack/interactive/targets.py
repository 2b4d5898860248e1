"""How the targets stand (目标), on the screen: the figures, their day and source on hover."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from zctrack.interactive import style
from zctrack.wording import figures
from zctrack.wording import targets as wording

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
# Pixels of a row, of the legend and the axis above the plot; a stem's share of its row.
_ROW, _LEGEND, _AXIS, _EMPTY = 34, 92, 24, 200
# Half-widths of a label of one line, and of the lines of one that takes two.
_ONE, _TWO = 18, range(12, 23, 2)
# Half-widths of a line of the hover.
_HOVER = 44
_STEM = 0.12

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
    if not records:
        fig.update_layout(xaxis={"visible": False}, yaxis={"visible": False}, height=_EMPTY)
        return fig
    above = (fig.layout.margin.t or 0) + _LEGEND
    fig.update_layout(
        height=above + (fig.layout.margin.b or 0) + _ROW * len(records),
        hovermode="closest",
        barmode="overlay",
        margin={"t": above},
        # Above the axis, which stands on top.
        legend={"y": 1 + _AXIS / (_ROW * len(records))},
    )
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
    called = figures.status(status, lang=lang)
    hover = [_hover(row, called, names, lang) for _, row in own]
    places = [n for n, _ in own]
    marks = [row["quantity"] for _, row in own]
    return [
        # A bar for each stem: unlike the arms of a scatter, one of them can fade by itself.
        go.Bar(
            x=[min(row["attainment"], _END) for _, row in own],
            y=places,
            width=_STEM,
            orientation="h",
            legendgroup=status,
            showlegend=False,
            marker={"color": style.colour(status)},
            customdata=marks,
            hoverinfo="skip",
        ),
        go.Scatter(
            x=[min(row["attainment"], _END) for _, row in own],
            y=places,
            mode="markers",
            name=called,
            legendgroup=status,
            marker={"symbol": _SYMBOLS[status], "size": 12, "color": style.colour(status)},
            customdata=marks,
            text=hover,
            hovertemplate="%{text}<extra></extra>",
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
            customdata=marks,
            hoverinfo="skip",
        ),
    ]


def _hover(row: Row, status: str, names: pd.DataFrame | None, lang: str) -> str:
    lines = [status, *figures.hover(row, names, lang=lang).split("<br>")]
    return "<br>".join(part for line in lines for part in style.fold(line, _HOVER))


def _label(row: Row, names: pd.DataFrame | None, lang: str) -> str:
    text = f"{row['task']} {figures.indicator(row, names, lang)}"
    lines = style.fold(text, _ONE)
    # Two lines of much the same length, rather than a full one and a word.
    for width in _TWO:
        if len(lines) > 1:
            lines = style.fold(text, width)
            if len(lines) == 2:
                break
    return "<br>".join([lines[0], f"{lines[1][:-1]}…"] if len(lines) > 2 else lines)
