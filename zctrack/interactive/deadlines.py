"""The calendar on the screen (时限日历): true time, the source sentence on hover."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from zctrack.dictionary.build import labels
from zctrack.dictionary.build import table as described
from zctrack.interactive import style
from zctrack.wording import deadlines as wording
from zctrack.wording.quotes import place
from zctrack.wording.structure import part
from zctrack.wording.words import date, listing, party, say

__all__ = ["calendar"]

# Drawn in this order: a dot stands on a square, which stands on a diamond.
_KINDS = ("window", "expires", "due")
_SYMBOLS = {"due": "circle", "expires": "square", "window": "diamond"}
_CERTAINTY = ("printed", "inferred", "doubtful")
# Pixels: of one task's line, of the legend on a narrow screen, of a figure without data.
_LINE, _LEGEND, _EMPTY = 22, 66, 200
# Half-widths of a line of the hover.
_HOVER_WIDTH = 44


def calendar(
    table: pd.DataFrame,
    *,
    ax: None = None,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    source: str | None = None,
    width: str | float = "full",
    internal: bool = False,
    hide_persons: bool = False,
) -> go.Figure:
    """Draw each deadline at its date, one line a task; the legend filters, hover gives the source.

    Filled where the notice prints the day, open where it is inferred, grey where doubtful; a period
    is a line that ends in its mark.

    Parameters
    ----------
    table : DataFrame
        `analysis.deadlines.calendar`, with ``units`` and ``sentence`` where known.
    ax : None
        Has no meaning on the screen; here so that the arguments are those of the printed chart.
    lang : {"zh", "en"}
        Language.
    names : DataFrame, optional
        names.csv, for short names.
    source : str, optional
        The notice's number (文号), for the foot.
    width : {"full", "half"} or float
        Has no meaning on the screen: the page gives the width.
    internal : bool
        Print the mark 内部资料 / INTERNAL.
    hide_persons : bool
        Show no person's name (this chart shows none).

    Returns
    -------
    plotly.graph_objects.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> len(calendar(frame("deadlines.calendar")).data)
    0
    """
    words = wording.calendar(table, lang=lang)
    tasks = list(dict.fromkeys(table["task"]))
    certainty = (
        table["doubtful"]
        .map({True: "doubtful", False: None})
        .fillna(table["inferred"].map({True: "inferred", False: "printed"}))
    )
    traces: list[object] = []
    for kind in _KINDS:
        for sure in _CERTAINTY:
            rows = table[(table["kind"] == kind) & (certainty == sure)]
            if len(rows):
                traces += _traces(rows, kind, sure, names, lang)
    fig = style.figure(words, traces, lang=lang, source=source, internal=internal)
    if table.empty:
        fig.update_layout(xaxis={"visible": False}, yaxis={"visible": False}, height=_EMPTY)
        return fig
    above = (fig.layout.margin.t or _LEGEND) + _LEGEND
    fig.update_layout(
        height=above + (fig.layout.margin.b or _LEGEND) + _LINE * (len(tasks) + 1),
        hovermode="closest",
        xaxis={"type": "date", "tickformat": "%Y-%m", "hoverformat": "%Y-%m-%d"},
        yaxis={
            "type": "category",
            "categoryorder": "array",
            "categoryarray": tasks,
            "autorange": "reversed",
            "showgrid": True,
            "dtick": 1,
        },
        margin={"t": above},
        legend={"traceorder": "reversed", "tracegroupgap": 0},
    )
    return fig


def _traces(
    rows: pd.DataFrame, kind: str, sure: str, names: pd.DataFrame | None, lang: str
) -> list[go.Scatter]:
    """Give each period its line, so that one of them can fade by itself, then all the marks."""
    ink = style.colour("muted" if sure == "doubtful" else kind)
    records = rows.to_dict("records")
    hover = [_hover(row, names, lang) for row in records]
    group = f"{kind}-{sure}"
    spans = [
        go.Scatter(
            x=[row["begin"].date().isoformat(), row["until"].date().isoformat()],
            y=[row["task"]] * 2,
            text=[text] * 2,
            customdata=[row["deadline"]] * 2,
            mode="lines",
            line={"color": ink, "width": 1.5},
            legendgroup=group,
            showlegend=False,
            hovertemplate="%{text}<extra></extra>",
        )
        for row, text in zip(records, hover, strict=True)
        if pd.notna(row["begin"])
    ]
    kinds = labels("deadline_kind", "zh" if lang == "zh" else "en")
    marks = go.Scatter(
        x=[row["until"].date().isoformat() for row in records],
        y=[row["task"] for row in records],
        text=hover,
        customdata=[row["deadline"] for row in records],
        mode="markers",
        marker={
            "symbol": _SYMBOLS[kind] + ("" if sure == "printed" else "-open"),
            "size": 11,
            "opacity": 1,
            "color": ink,
            "line": {"color": ink, "width": 1.6},
        },
        name=f"{kinds[kind]} · {say('deadlines', f'mark_{sure}', lang)}",
        legendgroup=group,
        hovertemplate="%{text}<extra></extra>",
    )
    return [*spans, marks]


def _hover(row: Mapping[Hashable, Any], names: pd.DataFrame | None, lang: str) -> str:
    """Give the date, then each thing known of the deadline under its heading in the dictionary."""
    heads = {c.name: c.label("zh" if lang == "zh" else "en") for c in _columns()}
    measure = part("M", row["measure"], "measure", names, lang)
    known = {"surface": row["surface"], "units": row["units"], "sentence": row["sentence"]}
    lines = [f"<b>{date(row['until'], lang)}</b>  {escape(row['task'])} {escape(measure)}".strip()]
    for name, text in known.items():
        if isinstance(text, str):
            if name == "units":
                text = listing([party(unit, names, lang) for unit in text.split("、")], lang)
            said = f"{heads[name]}：{text}" if lang == "zh" else f"{heads[name]}: {text}"
            lines += style.fold(" ".join(said.split()), _HOVER_WIDTH)
    lines.append(escape(place(row["deadline"], row["start"], row["end"], lang)))
    return "<br>".join(lines)


def _columns() -> Any:
    return described("deadlines.calendar").columns
