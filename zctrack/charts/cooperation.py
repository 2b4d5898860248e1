"""Who works with whom, and where nobody is the one to ask (协作与责任).

Part of `zctrack.charts.workload`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from zctrack.analysis import workload
from zctrack.charts import style
from zctrack.charts.marks import Page, figure_of, that_fit, write
from zctrack.dictionary.build import labels
from zctrack.wording import cooperation as wording
from zctrack.wording import structure as structure_wording
from zctrack.wording.parties import shown
from zctrack.wording.words import number, say

__all__ = ["co_occurrence", "gaps"]

_FIRST = 12
# Rows of a list at most; what a page holds of one of two lists that share it, in millimetres.
_ROWS, _HALF_ROOM = 30, 92.0
_LINE = 3.7


@style.chart
def gaps(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    source: str | None = None,
    width: style.Width = "full",
    internal: bool = False,
    hide_persons: bool = False,
) -> Figure:
    """Draw the list of places where nobody is the one to ask, with the role as printed.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.gaps` gives.
    ax, lang, names, source, width, internal, hide_persons
        As in `zctrack.charts.workload.by_party`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> gaps(frame("workload.gaps")).words.title
    '责任条款中没有发现责任不明之处'
    """
    page = Page(wording.gaps(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    roles = labels("role", "zh" if lang == "zh" else "en")
    persons = _persons(table, names, lang, hide_persons=hide_persons)
    rows: list[list[str | style.Cell]] = []
    previous: tuple[object, object] = ("", 0)
    for row in table.head(_ROWS).to_dict("records"):
        parties = str(row["parties"]).split("；")
        called = (
            persons
            if row["role"] == "responsible"
            else shown(parties, "unit", names=names, lang=lang)
        )
        span = row["task"] if row["tasks"] == 1 else f"{row['task']}–{row['last_task']}"
        words = ("、" if lang == "zh" else ", ").join(called[party] for party in parties)
        gap = _say(f"gap_{row['gap']}", lang) if row["gap"] != previous[0] else ""
        again = (row["gap"], row["measure"]) == previous
        who = _say("gaps_parties", lang, parties=words, role=roles[row["role"]])
        measure = "" if again else structure_wording.measure(row["measure"], names, lang)
        middle = [span] if page.narrow else [measure, span]
        rows.append([style.Cell(gap, bold=True), *middle, who])
        previous = (row["gap"], row["measure"])
    columns = ("gap", "tasks", "parties") if page.narrow else ("gap", "measure", "tasks", "parties")
    heads = [_say(f"gaps_column_{name}", lang) for name in columns]
    widths = (24, 20, 34) if page.narrow else (34, 42, 23, 59)
    rows = rows[: page.rows_within(rows, heads, widths)]
    more = len(table) - len(rows)
    foot = _say("gaps_rows_more", lang, n=number(more, lang)) if more else ""
    return page.table(rows, heads, widths, foot)


def _persons(
    table: pd.DataFrame, names: pd.DataFrame | None, lang: str, *, hide_persons: bool
) -> Mapping[str, str]:
    cells = table.loc[table["role"] == "responsible", "parties"]
    people = list(dict.fromkeys(name for cell in cells for name in str(cell).split("；")))
    return shown(people, "official", names=names, lang=lang, hide_persons=hide_persons)


@style.chart
def co_occurrence(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    source: str | None = None,
    width: style.Width = "full",
    internal: bool = False,
    hide_persons: bool = False,
) -> Figure:
    """Draw k-of-n bars against the commonest partner, and list the other pairs that recur.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.workload.co_occurrence` gives.
    ax, lang, names, source, width, internal, hide_persons
        As in `zctrack.charts.workload.by_party`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> co_occurrence(frame("workload.co_occurrence")).words.title
    '没有两个主体同列一项任务'
    """
    words = wording.co_occurrence(table, lang=lang, names=names, hide_persons=hide_persons)
    page = Page(words, ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    beside = workload.partners(table)
    hub, kind = str(beside["partner"].iloc[0]), str(beside["kind"].iloc[0])
    parties = list(dict.fromkeys([*table["first"], *table["second"]]))
    called = shown(parties, kind, names=names, lang=lang, hide_persons=hide_persons)
    pairs = table[(table["measures"] > 1) & (table["first"] != hub) & (table["second"] != hub)]
    bars = _beside(page, beside, called, hub)
    listed = _pairs(page, pairs, called)
    if page.narrow:
        axes = page.axes(bars.height + 4.0 + listed.height)
        _draw_bars(axes, bars)
        listed.draw(axes, 0.0, bars.height + 4.0)
    else:
        axes = page.axes(max(bars.height, listed.height))
        _draw_bars(axes, bars)
        listed.draw(axes, page.room - listed.wide, 0.0)
    return figure_of(axes)


@dataclass(frozen=True, slots=True)
class _Listed:
    """A list that fits on half a page: heading, rows with numbers at their end, what is left out.

    Parameters
    ----------
    page : Page
        The sheet.
    rows : pandas.DataFrame
        The rows that are shown.
    labels : sequence of lines
        What stands at the left of each row.
    head, last : sequence of str
        Lines of the heading, and of the sentence about the rest.
    ends : sequence of (heading, column, ink)
        The numbers at the end of each row, from left to right.
    wide, names : float
        Width of the list and of its labels.
    """

    page: Page
    rows: pd.DataFrame
    labels: Sequence[Sequence[str]]
    head: Sequence[str]
    last: Sequence[str]
    ends: Sequence[tuple[str, str, str]]
    wide: float
    names: float

    @property
    def heights(self) -> list[float]:
        """Height of each row, in millimetres."""
        return [_row_height(lines) for lines in self.labels]

    @property
    def height(self) -> float:
        """Height of the list, in millimetres."""
        return (len(self.head) + len(self.last)) * _LINE + 3.0 + sum(self.heights)

    def draw(self, axes: Axes, left: float, upper: float) -> list[float]:
        """Draw with the upper left corner at a place; give the middle of each row."""
        page, right = self.page, left + self.wide
        edges = [right]
        for heading, _, _ in reversed(self.ends[1:]):
            edges.insert(0, edges[0] - style.text_width(heading, 8) - 3.0)
        for place, line in enumerate(self.head):
            write(axes, left, upper + (place + 0.5) * _LINE, line, page.label, bold=True)
        top = upper + len(self.head) * _LINE + 1.5
        for (heading, _, _), x in zip(self.ends, edges, strict=True):
            write(axes, x, top - 1.5 - _LINE / 2, heading, 8, "muted", ha="right")
        axes.plot([left, right], [top, top], color=style.colour("axis"), linewidth=0.8)
        middles = []
        for row, lines, height in zip(
            self.rows.to_dict("records"), self.labels, self.heights, strict=True
        ):
            middles.append(top + height / 2)
            for place, line in enumerate(lines):
                at = middles[-1] + (place - (len(lines) - 1) / 2) * _LINE
                write(axes, left, at, line, page.label)
            for (_, column, ink), x in zip(self.ends, edges, strict=True):
                count = number(row[column], page.lang)
                write(axes, x, middles[-1], count, 8, ink, ha="right")
            top += height
            axes.plot([left, right], [top, top], color=style.colour("grid"), linewidth=0.5)
        for place, line in enumerate(self.last):
            write(axes, left, top + 1.2 + (place + 0.5) * _LINE, line, 8, "muted")
        return middles


def _row_height(lines: Sequence[str]) -> float:
    return max(5.2, len(lines) * _LINE + 1.0)


def _that_fit(labels: Sequence[Sequence[str]]) -> int:
    """Count the rows that half a page holds: at most 12, at least one."""
    return that_fit((_row_height(lines) for lines in labels[:_FIRST]), _HALF_ROOM)


def _beside(page: Page, beside: pd.DataFrame, called: Mapping[str, str], hub: str) -> _Listed:
    """Lay out the parties beside the commonest partner."""
    lang = page.lang
    wide = page.room * (1.0 if page.narrow else 0.56)
    longest = max(style.text_width(called[p], page.label) for p in beside["party"].head(_FIRST))
    names = min(longest * 1.01, wide * 0.36)
    labels_of = [style.wrap(called[party], names, page.label, lang) for party in beside["party"]]
    shown_rows = _that_fit(labels_of)
    rest = beside.iloc[shown_rows:]
    values = {"n": number(len(rest), lang), "most": number(rest["measures"].max(), lang)}
    ending = "_official" if (beside["kind"] == "official").all() else ""
    last = _say(f"co_occurrence_rest{ending}", lang, **values) if len(rest) else ""
    head = _say("co_occurrence_hub", lang, hub=called[hub])
    return _Listed(
        page=page,
        rows=beside.iloc[:shown_rows],
        labels=labels_of[:shown_rows],
        head=style.wrap(head, wide * 0.8, page.label, lang),
        last=style.wrap(last, wide * 0.98, 8, lang) if last else [],
        ends=[(_say("column_k_tasks", lang), "tasks", "muted")],
        wide=wide,
        names=names,
    )


def _draw_bars(axes: Axes, bars: _Listed) -> None:
    """Draw the list and its k-of-n bars."""
    lang = bars.page.lang
    start = bars.names + 2.0
    scale = (bars.wide - start - 20.0) / max(int(bars.rows["party_measures"].max()), 1)
    middles = bars.draw(axes, 0.0, 0.0)
    for row, middle in zip(bars.rows.to_dict("records"), middles, strict=True):
        k, n = int(row["measures"]), int(row["party_measures"])
        for count, meaning in ((n, "shade1"), (k, "shade4")):
            axes.add_patch(
                Rectangle(
                    (start, middle - 1.6),
                    count * scale,
                    3.2,
                    facecolor=style.colour(meaning),
                    linewidth=0,
                )
            )
        share = _say("co_occurrence_k", lang, k=number(k, lang), n=number(n, lang))
        write(axes, start + n * scale + 1.0, middle, share, 8)


def _pairs(page: Page, pairs: pd.DataFrame, called: Mapping[str, str]) -> _Listed:
    """Lay out the other pairs that recur."""
    lang = page.lang
    wide = page.room * (1.0 if page.narrow else 0.38)
    ends = [
        (_say("column_k_measures", lang), "measures", "text"),
        (_say("column_k_tasks", lang), "tasks", "muted"),
    ]
    names = wide - sum(style.text_width(heading, 8) + 2.5 for heading, _, _ in ends)
    labels_of = [
        style.wrap(
            _say("co_occurrence_pair", lang, first=called[one], second=called[other]),
            names,
            page.label,
            lang,
        )
        for one, other in zip(pairs["first"], pairs["second"], strict=True)
    ]
    shown_rows = _that_fit(labels_of)
    rest = pairs.iloc[shown_rows:]
    values = {"n": number(len(rest), lang), "most": number(rest["measures"].max(), lang)}
    last = _say("co_occurrence_pairs_rest", lang, **values) if len(rest) else ""
    if pairs.empty:
        last = _say("co_occurrence_pairs_none", lang)
    return _Listed(
        page=page,
        rows=pairs.iloc[:shown_rows],
        labels=labels_of[:shown_rows],
        head=style.wrap(_say("co_occurrence_pairs", lang), names, page.label, lang),
        last=style.wrap(last, wide * 0.98, 8, lang) if last else [],
        ends=ends,
        wide=wide,
        names=names,
    )


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("workload", key, lang, **values)
