"""Who answers for how much, on the screen (工作量): lines, bars and the flow of responsibility."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from zctrack.analysis import workload
from zctrack.dictionary.build import labels
from zctrack.interactive import style
from zctrack.wording import structure as structure_wording
from zctrack.wording import workload as wording
from zctrack.wording.parties import in_order, keys, shown, way
from zctrack.wording.words import number, percent, say

__all__ = ["ROLES", "by_party", "flow"]

# Each role's column, in the order of the stacked bars.
ROLES = {
    "lead": "lead",
    "joint": "joint",
    "respective": "respective",
    "support": "supports",
    "by_duty": "by_duty",
}
# Pixels: of one bar, of one node of the flow, of the legend, the least plot, a figure without data.
_LINE, _NODE, _LEGEND, _LEAST, _EMPTY = 24, 26, 66, 320, 200
# How many task keys a hover shows on one line; half-widths of a column's label.
_KEYS, _COLUMN = 8, 10


def by_party(
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
    """Draw who carries how much: officials as lines, every unit as bars; hover gives k of n.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.by_party` gives; its column ``kind`` decides the form.
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
        Number persons instead of naming them.

    Returns
    -------
    plotly.graph_objects.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> len(by_party(frame("workload.by_party")).data)
    0
    """
    words = wording.by_party(table, lang=lang, names=names, hide_persons=hide_persons)
    if table.empty:
        return _empty(style.figure(words, lang=lang, source=source, internal=internal))
    kind = str(table["kind"].iloc[0])
    called = shown(list(table["party"]), kind, names=names, lang=lang, hide_persons=hide_persons)
    key = keys(list(table["party"]), kind, names=names, hide_persons=hide_persons)
    traces = _bars(table, called, lang) if kind == "unit" else _lines(table, called, key, lang)
    fig = style.figure(words, traces, lang=lang, source=source, internal=internal)
    if kind == "unit":
        fig.update_layout(
            barmode="stack",
            yaxis={"autorange": "reversed", "type": "category", "dtick": 1},
            xaxis={"rangemode": "tozero"},
            legend={"traceorder": "normal"},
        )
        return _tall(fig, _LINE * (len(table) + 1), _LEGEND)
    across = {"type": "category", "tickangle": 0, "tickfont": {"size": 11}}
    fig.update_layout(yaxis={"rangemode": "tozero", "ticksuffix": "%"}, xaxis=across)
    return _tall(fig, _LEAST, _LEGEND)


def _tall(fig: go.Figure, plot: float, legend: float = 0) -> go.Figure:
    """Give the figure its height: the words' room, the legend's, the plot's."""
    above = (fig.layout.margin.t or 0) + legend
    fig.update_layout(height=above + (fig.layout.margin.b or 0) + plot, margin={"t": above})
    return fig


def _empty(fig: go.Figure) -> go.Figure:
    fig.update_layout(xaxis={"visible": False}, yaxis={"visible": False}, height=_EMPTY)
    return fig


def _lines(
    table: pd.DataFrame, called: Mapping[str, str], key: Mapping[str, str], lang: str
) -> list[go.Scatter]:
    cells = workload.ways(table)
    cells = cells[cells["total"] > 0]
    traces = []
    for place, party in enumerate(table["party"]):
        own = cells[cells["party"] == party].to_dict("records")
        ink = ("first", "second")[place] if place < 2 else "other"
        traces.append(
            go.Scatter(
                x=[_axis_label(row, lang) for row in own],
                y=[row["share"] for row in own],
                name=escape(called[party]),
                mode="lines+markers",
                line={"color": style.colour(ink), "width": 2.5 if place < 2 else 1.5},
                marker={"symbol": "square" if place == 1 else "circle", "size": 8},
                text=[
                    f"{escape(called[party])}<br>{escape(_cell(row, lang))}"
                    f"<br>{percent(row['share'] / 100, lang)}"
                    for row in own
                ],
                customdata=[f"official:{key[party]}|{row['way']}" for row in own],
                hovertemplate="%{text}<extra></extra>",
            )
        )
    return traces


def _axis_label(row: Mapping[Any, Any], lang: str) -> str:
    n = say("workload", "by_party_of", lang, n=number(row["total"], lang))
    return "<br>".join([*style.fold(way(row["way"], lang), _COLUMN), n])


def _cell(row: Mapping[Any, Any], lang: str) -> str:
    return say(
        "workload",
        "by_party_cell",
        lang,
        way=way(row["way"], lang),
        n=number(row["count"], lang, None),
        total=number(row["total"], lang),
    )


def _bars(table: pd.DataFrame, called: Mapping[str, str], lang: str) -> list[go.Bar]:
    label = labels("role", "zh" if lang == "zh" else "en")
    heads = {
        column: say("workload", f"column_{column}", lang)
        for column in ("tasks", "supports", "leads", "officials")
    }
    hover = [
        f"<b>{escape(row['party'])}</b>"
        + "".join(
            f"<br>{escape(heads[head])} {number(row[column], lang)}"
            for head, column in (
                ("tasks", "tasks"),
                ("supports", "supports"),
                ("leads", "leads_supported"),
                ("officials", "under_officials"),
            )
        )
        for row in table.to_dict("records")
    ]
    return [
        go.Bar(
            y=[escape(called[party]) for party in table["party"]],
            x=table[column].tolist(),
            name=escape(label[role]),
            orientation="h",
            marker={"color": style.colour(role)},
            text=hover,
            customdata=[f"unit:{party}|{role}" for party in table["party"]],
            textposition="none",
            hovertemplate="%{text}<extra></extra>",
        )
        for role, column in ROLES.items()
        if table[column].any()
    ]


def flow(
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
    """Draw the flow from official to answering unit to chapter (Sankey); hover lists the tasks.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.flow` gives.
    ax, lang, names, source, width, internal, hide_persons
        As in `by_party`.

    Returns
    -------
    plotly.graph_objects.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> len(flow(frame("workload.flow")).data)
    0
    """
    words = wording.flow(table, lang=lang, names=names, hide_persons=hide_persons)
    if table.empty:
        return _empty(style.figure(words, lang=lang, source=source, internal=internal))
    nodes = _nodes(table, names, lang, hide_persons=hide_persons)
    place = {node: at for at, node in enumerate(nodes)}
    rows = table.to_dict("records")
    sources = [(row["stage"], _key(row["source"])) for row in rows]
    targets = [
        ("unit" if row["stage"] == "official" else "chapter", _key(row["target"])) for row in rows
    ]
    trace = go.Sankey(
        arrangement="fixed",
        textfont={"size": 11},
        node={
            "label": [escape(node.label) for node in nodes.values()],
            "color": [style.colour(node.ink) for node in nodes.values()],
            "pad": 8,
            "thickness": 14,
            "line": {"width": 0},
            "customdata": [[escape(node.label), node.mark] for node in nodes.values()],
            "hovertemplate": "%{customdata[0]}<extra></extra>",
        },
        link={
            "source": [place[key] for key in sources],
            "target": [place[key] for key in targets],
            "value": [row["weight"] for row in rows],
            "color": [
                _veiled("responsible" if stage == "official" else "lead") for stage, _ in sources
            ],
            "customdata": [
                [
                    _tasks(row, nodes[one], nodes[other], lang),
                    f"{nodes[one].mark}>{nodes[other].mark}",
                ]
                for row, one, other in zip(rows, sources, targets, strict=True)
            ],
            "hovertemplate": "%{customdata[0]}<extra></extra>",
        },
    )
    fig = style.figure(words, [trace], lang=lang, source=source, internal=internal)
    most = max(sum(node[0] == stage for node in nodes) for stage in ("official", "unit", "chapter"))
    return _tall(fig, max(_LEAST, _NODE * most))


class _Node(NamedTuple):
    """A node's words, the meaning of its colour, and the mark by which a page knows it."""

    label: str
    ink: str
    mark: str


def _key(name: object) -> str:
    return name if isinstance(name, str) else ""


def _nodes(
    table: pd.DataFrame, names: pd.DataFrame | None, lang: str, *, hide_persons: bool
) -> dict[tuple[str, str], _Node]:
    """Name and colour each node: officials and units in protocol order, chapters by number."""
    people = table.loc[table["stage"] == "official", "source"]
    links = table[table["stage"] == "unit"]
    nodes: dict[tuple[str, str], _Node] = {}
    for kind, found, ink in (
        ("official", people, "responsible"),
        ("unit", links["source"], "lead"),
    ):
        parties = in_order(list(dict.fromkeys(found.dropna())), names)
        called = shown(parties, kind, names=names, lang=lang, hide_persons=hide_persons)
        key = keys(parties, kind, names=names, hide_persons=hide_persons)
        nodes |= {
            (kind, party): _Node(called[party], ink, f"{kind}:{key[party]}") for party in parties
        }
        if found.isna().any():
            nobody = say("workload", f"flow_nobody_{kind}", lang)
            nodes[kind, ""] = _Node(nobody, "other", f"{kind}:")
    for chapter in sorted(links["target"].unique(), key=int):
        label = structure_wording.chapter(int(chapter), names, lang)
        nodes["chapter", chapter] = _Node(label, "second", f"chapter:{chapter}")
    return nodes


def _veiled(meaning: str) -> str:
    """Give a colour of the palette that lets crossing links show through."""
    ink = style.colour(meaning).removeprefix("#")
    red, green, blue = (int(ink[at : at + 2], 16) for at in (0, 2, 4))
    return f"rgba({red},{green},{blue},0.28)"


def _tasks(row: Mapping[Any, Any], one: _Node, other: _Node, lang: str) -> str:
    keys = str(row["keys"]).split("；")
    lines = [", ".join(keys[at : at + _KEYS]) for at in range(0, len(keys), _KEYS)]
    counts = say("workload", "flow_tasks", lang, n=number(row["tasks"], lang))
    ends = f"{escape(one.label)} → {escape(other.label)}"
    return "<br>".join([ends, counts, *lines])
