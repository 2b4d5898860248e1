"""The notice's structure on the screen (结构): chapter, measure, task, the sentence on hover."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from html import escape
from types import MappingProxyType
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from zctrack.analysis import structure
from zctrack.dictionary.build import labels
from zctrack.interactive import style
from zctrack.wording import structure as wording
from zctrack.wording.quotes import place
from zctrack.wording.words import number, say

__all__ = ["icicle"]

# Class to the palette's meaning and the pattern that tells it apart without colour.
LOOKS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "both": ("due", "\\"),
        "date": ("due", ""),
        "number": ("numeric", ""),
        "policy_end": ("expires", "/"),
        "product": ("product", "."),
        "waits": ("waiting", ""),
        "rule": ("applies", ""),
        "open": ("none", ""),
    }
)
# Pixels: of one task's line, of the legend, of a figure without data.
_LINE, _LEGEND, _EMPTY = 22, 66, 200
# Half-widths of a line of the hover.
_HOVER_WIDTH = 44


def icicle(
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
    """Draw chapters, measures and tasks as an icicle; a click enlarges, hover shows the sentence.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.structure.checkability` gives.
    ax : None
        Has no meaning on the screen; here so that the arguments are those of the printed charts.
    lang : {"zh", "en"}
        Language.
    names : pandas.DataFrame, optional
        names.csv, for short titles.
    source : str, optional
        The notice's number (文号), for the foot.
    width : {"full", "half"} or float
        Has no meaning on the screen: the page gives the width.
    internal : bool
        Print the mark 内部资料 / INTERNAL.
    hide_persons : bool
        No person is named here.

    Returns
    -------
    plotly.graph_objects.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> len(icicle(frame("structure.checkability")).data)
    0
    """
    words = wording.icicle(table, lang=lang)
    if table.empty:
        fig = style.figure(words, lang=lang, source=source, internal=internal)
        fig.update_layout(xaxis={"visible": False}, yaxis={"visible": False}, height=_EMPTY)
        return fig
    blocks = _blocks(table, names, lang)
    trace = go.Icicle(
        ids=[block["id"] for block in blocks],
        parents=[block["parent"] for block in blocks],
        labels=[block["label"] for block in blocks],
        values=[block["tasks"] for block in blocks],
        customdata=[block["hover"] for block in blocks],
        branchvalues="total",
        sort=False,
        tiling={"orientation": "h", "pad": 1},
        marker={
            "colors": [style.colour(block["ink"]) for block in blocks],
            "line": {"color": style.colour("paper"), "width": 1},
            "pattern": {
                "shape": [block["pattern"] for block in blocks],
                "fgcolor": [
                    style.colour("numeric" if block["pattern"] == "\\" else "paper")
                    for block in blocks
                ],
                "bgcolor": [style.colour(block["ink"]) for block in blocks],
                "fgopacity": 0.5,
                "size": 6,
                "solidity": 0.4,
            },
        },
        leaf={"opacity": 1},
        textposition="middle left",
        textfont={"size": 11},
        hovertemplate="%{customdata}<extra></extra>",
        pathbar={"visible": True},
        root={"color": style.colour("paper")},
    )
    fig = style.figure(
        words, [trace, *_key(table, lang)], lang=lang, source=source, internal=internal
    )
    above = (fig.layout.margin.t or 0) + _LEGEND
    fig.update_layout(
        height=above + (fig.layout.margin.b or 0) + _LINE * len(table),
        margin={"t": above},
        # One size for all labels; what does not fit its box is told on hover, not made tiny.
        uniformtext={"minsize": 9, "mode": "hide"},
        xaxis={"visible": False},
        yaxis={"visible": False},
        legend={"itemclick": False, "itemdoubleclick": False},
    )
    return fig


def _key(table: pd.DataFrame, lang: str) -> list[go.Scatter]:
    """Say what the colours mean, with the number of tasks: traces that only the legend shows."""
    label = labels("checkability", "zh" if lang == "zh" else "en")
    classes = structure.by_class(table)
    return [
        go.Scatter(
            x=[None],
            y=[None],
            mode="markers",
            name=say(
                "structure", "checkability_count", lang, label=label[name], n=number(tasks, lang)
            ),
            marker={
                "symbol": "square",
                "size": 12,
                "color": style.colour(LOOKS[name][0]),
                "line": {
                    "width": 2,
                    "color": style.colour("numeric" if name == "both" else LOOKS[name][0]),
                },
            },
        )
        for name, tasks in zip(classes["class"], classes["tasks"], strict=True)
        if tasks
    ]


def _blocks(table: pd.DataFrame, names: pd.DataFrame | None, lang: str) -> list[dict[str, Any]]:
    """List the whole, its chapters, measures and tasks, each with its words and looks."""
    blocks = [_group("all", "", say("structure", "icicle_whole", lang), table, lang)]
    for chapter, inside in table.groupby("chapter", sort=True):
        label = wording.chapter(int(str(chapter)), names, lang)
        blocks.append(_group(f"C{chapter}", "all", label, inside, lang))
        for measure, tasks in inside.groupby("measure", sort=True):
            label = wording.measure(int(str(measure)), names, lang)
            blocks.append(_group(f"C{chapter}M{measure}", f"C{chapter}", label, tasks, lang))
            blocks += [
                _task(row, f"C{chapter}M{measure}", lang) for row in tasks.to_dict("records")
            ]
    return blocks


def _group(key: str, parent: str, label: str, tasks: pd.DataFrame, lang: str) -> dict[str, Any]:
    inside = structure.by_chapter(tasks)
    counts = say(
        "structure",
        "icicle_tasks",
        lang,
        n=number(int(inside["tasks"].sum()), lang),
        k=number(int(inside["checkable"].sum()), lang),
    )
    return {
        "id": key,
        "parent": parent,
        "label": escape(label),
        "tasks": len(tasks),
        "hover": f"<b>{escape(label)}</b><br>{escape(counts)}",
        "ink": "paper" if not parent else "shade0" if parent == "all" else "shade1",
        "pattern": "",
    }


def _task(row: Mapping[Hashable, Any], parent: str, lang: str) -> dict[str, Any]:
    ink, pattern = LOOKS[row["class"]]
    label = labels("checkability", "zh" if lang == "zh" else "en")[row["class"]]
    lines = [f"<b>{escape(row['task'])}</b>  {escape(label)}"]
    if isinstance(row["waits_for"], str):
        waits = say("structure", "icicle_waits", lang, what=row["waits_for"])
        lines += style.fold(waits, _HOVER_WIDTH)
    if isinstance(row["text"], str):
        lines += style.fold(" ".join(row["text"].split()), _HOVER_WIDTH)
    if pd.notna(row.get("start")):
        lines.append(escape(place(row["task"], row["start"], row["end"], lang)))
    return {
        "id": row["task"],
        "parent": parent,
        "label": escape(row["task"]),
        "tasks": 1,
        "hover": "<br>".join(lines),
        "ink": ink,
        "pattern": pattern,
    }
