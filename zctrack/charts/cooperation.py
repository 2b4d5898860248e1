"""Who works with whom, and where nobody is the one to ask (协作与责任).

Part of `zctrack.charts.workload`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle

from zctrack.analysis import workload
from zctrack.charts import style
from zctrack.charts.marks import Page, figure_of, write
from zctrack.dictionary.build import labels
from zctrack.wording import cooperation as wording
from zctrack.wording import structure as structure_wording
from zctrack.wording.parties import shown
from zctrack.wording.words import number, say

__all__ = ["co_occurrence", "gaps"]

_FIRST = 12
# What one page holds of a list, in rows and in millimetres; of one of two lists that share it.
_ROWS, _ROOM, _HALF_ROOM = 30, 190.0, 92.0
_LINE = 3.7


@style.context()
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
    wide = [share / sum(widths) * page.room for share in widths]
    while len(rows) > 1 and style.table_height(rows, heads, wide, lang=lang) > _ROOM:
        rows.pop()
    more = len(table) - len(rows)
    foot = _say("gaps_rows_more", lang, n=number(more, lang)) if more else ""
    return page.table(rows, heads, widths, foot)


def _persons(
    table: pd.DataFrame, names: pd.DataFrame | None, lang: str, *, hide_persons: bool
) -> Mapping[str, str]:
    cells = table.loc[table["role"] == "responsible", "parties"]
    people = list(dict.fromkeys(name for cell in cells for name in str(cell).split("；")))
    return shown(people, "official", names=names, lang=lang, hide_persons=hide_persons)


@style.context()
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
    bars = _Bars(page, beside, called, hub)
    listed = _Pairs(page, pairs, called)
    if page.narrow:
        axes = page.axes(bars.height + 4.0 + listed.height)
        bars.draw(axes)
        listed.draw(axes, 0.0, bars.height + 4.0)
    else:
        axes = page.axes(max(bars.height, listed.height))
        bars.draw(axes)
        listed.draw(axes, page.room - listed.wide, 0.0)
    return figure_of(axes)


class _Bars:
    """The k-of-n bars of the commonest partner: the first 12 parties, then one line."""

    def __init__(
        self, page: Page, beside: pd.DataFrame, called: Mapping[str, str], hub: str
    ) -> None:
        self.page, self.called = page, called
        self.some, rest = beside.head(_FIRST), beside.iloc[_FIRST:]
        self.wide = page.room * (1.0 if page.narrow else 0.56)
        longest = max(style.text_width(called[party], page.label) for party in self.some["party"])
        self.names = min(longest * 1.01, self.wide * 0.36)
        self.lines = [self._wrapped(called[p], self.names) for p in self.some["party"]]
        self.head = self._wrapped(_say("co_occurrence_hub", page.lang, hub=called[hub]), 0.8)
        last = (
            _say(
                "co_occurrence_rest",
                page.lang,
                n=number(len(rest), page.lang),
                most=number(rest["measures"].max(), page.lang),
            )
            if len(rest)
            else ""
        )
        self.last = style.wrap(last, self.wide * 0.98, 8, page.lang) if last else []
        self.heights = [max(5.2, len(words) * _LINE + 1.0) for words in self.lines]
        self.height = (len(self.head) + len(self.last)) * _LINE + 3.0 + sum(self.heights)

    def _wrapped(self, text: str, room: float) -> list[str]:
        """Wrap to millimetres, or to a share of the bars' width."""
        wide = room * self.wide if room <= 1 else room
        return style.wrap(text, wide, self.page.label, self.page.lang)

    def draw(self, axes: Axes) -> None:
        """Draw at the left upper corner."""
        page, right = self.page, self.wide
        _heads(axes, self.head, [(_say("column_k_tasks", page.lang), right)], page, 0.0, 0.0)
        top = len(self.head) * _LINE + 1.5
        axes.plot([0, right], [top, top], color=style.colour("axis"), linewidth=0.8)
        start = self.names + 2.0
        most = int(self.some["party_measures"].max())
        scale = (right - start - 20.0) / max(most, 1)
        for row, words, height in zip(
            self.some.to_dict("records"), self.lines, self.heights, strict=True
        ):
            middle = top + height / 2
            for place, line in enumerate(words):
                at = middle + (place - (len(words) - 1) / 2) * _LINE
                write(axes, 0, at, line, page.label)
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
            share = _say(
                "co_occurrence_k", page.lang, k=number(k, page.lang), n=number(n, page.lang)
            )
            write(axes, start + n * scale + 1.0, middle, share, 8)
            write(axes, right, middle, number(row["tasks"], page.lang), 8, "muted", ha="right")
            top += height
            axes.plot([0, right], [top, top], color=style.colour("grid"), linewidth=0.5)
        for place, line in enumerate(self.last):
            write(axes, 0, top + 1.2 + (place + 0.5) * _LINE, line, 8, "muted")


class _Pairs:
    """The other pairs that recur: measures and tasks together of the first 12, then one line."""

    def __init__(self, page: Page, pairs: pd.DataFrame, called: Mapping[str, str]) -> None:
        self.page = page
        self.some, rest = pairs.head(_FIRST), pairs.iloc[_FIRST:]
        self.wide = page.room * (1.0 if page.narrow else 0.38)
        lang = page.lang
        self.counts = [_say("column_k_measures", lang), _say("column_k_tasks", lang)]
        self.at = [self.wide - style.text_width(self.counts[1], 8) - 3.0, self.wide]
        room = self.at[0] - style.text_width(self.counts[0], 8) - 2.0
        self.lines = [
            style.wrap(
                _say("co_occurrence_pair", lang, first=called[one], second=called[other]),
                room,
                page.label,
                lang,
            )
            for one, other in zip(self.some["first"], self.some["second"], strict=True)
        ]
        self.head = style.wrap(_say("co_occurrence_pairs", lang), room, page.label, lang)
        last = (
            _say(
                "co_occurrence_pairs_rest",
                lang,
                n=number(len(rest), lang),
                most=number(rest["measures"].max(), lang),
            )
            if len(rest)
            else ""
            if len(pairs)
            else _say("co_occurrence_pairs_none", lang)
        )
        self.last = style.wrap(last, self.wide * 0.98, 8, lang) if last else []
        self.heights = [max(5.2, len(words) * _LINE + 1.0) for words in self.lines]
        self.height = (len(self.head) + len(self.last)) * _LINE + 3.0 + sum(self.heights)

    def draw(self, axes: Axes, left: float, upper: float) -> None:
        """Draw with the upper left corner at a place."""
        page = self.page
        ends = [(word, left + at) for word, at in zip(self.counts, self.at, strict=True)]
        _heads(axes, self.head, ends, page, left, upper)
        top = upper + len(self.head) * _LINE + 1.5
        right = left + self.wide
        axes.plot([left, right], [top, top], color=style.colour("axis"), linewidth=0.8)
        for row, words, height in zip(
            self.some.to_dict("records"), self.lines, self.heights, strict=True
        ):
            middle = top + height / 2
            for place, line in enumerate(words):
                at = middle + (place - (len(words) - 1) / 2) * _LINE
                write(axes, left, at, line, page.label)
            for column, (_, x), ink in zip(
                ("measures", "tasks"), ends, ("text", "muted"), strict=True
            ):
                write(axes, x, middle, number(row[column], page.lang), 8, ink, ha="right")
            top += height
            axes.plot([left, right], [top, top], color=style.colour("grid"), linewidth=0.5)
        for place, line in enumerate(self.last):
            write(axes, left, top + 1.2 + (place + 0.5) * _LINE, line, 8, "muted")


def _heads(
    axes: Axes,
    head: Sequence[str],
    ends: Sequence[tuple[str, float]],
    page: Page,
    left: float,
    upper: float,
) -> None:
    """Write a heading at the left and the columns' names, flush right, on its last line."""
    for place, line in enumerate(head):
        write(axes, left, upper + (place + 0.5) * _LINE, line, page.label, bold=True)
    for word, x in ends:
        write(axes, x, upper + (len(head) - 0.5) * _LINE, word, 8, "muted", ha="right")


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("workload", key, lang, **values)
