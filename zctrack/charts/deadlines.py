"""When it is tightest, what lapses, whose month is worst, what is next (时限).

Dots are due dates, squares are lapses, in every chart.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.charts.marks import (
    MARK,
    Entry,
    Page,
    draw_legend,
    figure_of,
    legend_height,
    mark,
    write,
)
from zctrack.charts.strip import SLOTS, Strip, parties
from zctrack.wording import deadlines as wording
from zctrack.wording.periods import more
from zctrack.wording.structure import part
from zctrack.wording.words import MISSING, date, listing, number, party, say

__all__ = ["calendar", "clustering", "load", "upcoming"]

# Lines and gaps in millimetres.
_LINE, _GAP = 4.7, 0.9
# What one page holds: millimetres, lines of one date's marks, parties of a strip; and how many
# parties stay where there are more.
_TALL, _LINES, _PARTIES, _FIRST = 190.0, 12, 30, 12
# How many of each kind of past deadline a countdown keeps, and how many rows a table tries.
_PAST, _ROWS = 4, 60
_CERTAINTY = {"printed": "full", "inferred": "hollow", "doubtful": "doubtful"}

# Of a table's columns beside the date, as shares.
_SHARES = {"task": 12.7, "measure": 31.0, "units": 31.0, "sentence": 54.0}
_NARROW_SHARES = {"task": 12.0, "measure": 21.0, "units": 20.0}

Row = Mapping[Hashable, Any]


@style.context()
def clustering(
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
    """Draw each date's tasks as a run of marks with their keys, on an ordinal date axis.

    Filled where the notice prints the day, hollow where it is inferred, with a question mark where
    doubtful; dots are due, squares lapse.

    Parameters
    ----------
    table : DataFrame
        `analysis.deadlines.clustering`.
    ax : Axes, optional
        Draw marks and axis labels into these axes instead of a sheet of its own.
    lang : {"zh", "en"}
        Language.
    names : DataFrame, optional
        names.csv, for short names.
    source : str, optional
        The notice's number (文号), for the foot.
    width : {"full", "half"} or float
        160 mm, 80 mm, or millimetres.
    internal : bool
        Print the mark 内部资料 / INTERNAL.
    hide_persons : bool
        Show no person's name.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> clustering(frame("deadlines.clustering")).words.title
    '没有写明日期的时限'
    """
    page = Page(wording.clustering(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    rows = table.sort_values(["date", "kind"]).to_dict("records")
    runs = [_run(row) for row in rows]
    heads = [_say(f"count_{row['kind']}", lang, n=number(row["tasks"], lang)) for row in rows]
    days = [date(row["date"], lang) for row in rows]
    head = max(style.text_width(day, page.label) for day in days) * 1.04 + 2.0
    start = head + max(style.text_width(text, page.label) for text in heads) + 2.0
    step = MARK + max(style.text_width(key, 8) for run in runs for _, key in run) + 1.45
    across = max(int((page.room - start + 1.2) / step), 1)
    most = across * _LINES
    runs = [run if len(run) <= most else [*run[: most - 1], ("", "……")] for run in runs]
    heights = [-(-len(run) // across) * _LINE for run in runs]
    shown = _busiest(rows, heights)
    kept = [n for n, row in enumerate(rows) if row["date"] in shown]
    first = [n for n in kept if n == 0 or rows[n - 1]["date"] != rows[n]["date"]]
    entries = [("due", way, _say(f"mark_{name}", lang)) for name, way in _CERTAINTY.items()]
    caption = _say("clustering_axis", lang)
    top = legend_height(page, caption, entries)
    rest = more(table[~table["date"].isin(shown)], "dates", lang=lang)
    axes = page.axes(top + sum(heights[n] for n in kept) + len(first) * _GAP * 2, rest)
    draw_legend(page, axes, caption, entries)
    for n in kept:
        kind, run = rows[n]["kind"], runs[n]
        if n in first:
            top += _GAP * (n != kept[0])
            axes.plot([0, page.room], [top, top], color=style.colour("grid"), linewidth=0.5)
            top += _GAP
            busy = any(row["busiest"] for row in rows if row["date"] == rows[n]["date"])
            write(axes, 0, top + _LINE / 2, days[n], page.label, bold=busy)
        write(axes, head, top + _LINE / 2, heads[n], page.label, "muted")
        for place, (way, key) in enumerate(run):
            x, y = start + place % across * step, top + (place // across + 0.5) * _LINE
            if way:
                mark(axes, x + MARK / 2, y, kind, way)
            write(axes, x + MARK + 0.6, y, key, 8)
        top += heights[n]
    return figure_of(axes)


@style.context()
def calendar(
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
    """Draw the calendar as a table: date, task, measure, the units that answer, the sentence.

    What is drawn is what the table holds: ``analysis.deadlines.calendar(…, kinds="expires")`` gives
    the lapses, ``kinds="due"`` the due dates. Where the day is inferred, the words that the notice
    prints stand under it.

    Parameters
    ----------
    table : DataFrame
        `analysis.deadlines.calendar`, with ``units`` and ``sentence`` where known.
    ax, lang, names, source, width, internal, hide_persons
        As in `clustering`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> calendar(frame("deadlines.calendar")).words.title
    '没有写明日期的时限'
    """
    page = Page(wording.calendar(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    columns = _Columns(page, names)
    rows: list[list[str | style.Cell]] = []
    previous = None
    for row in table.head(_ROWS).to_dict("records"):
        day = date(row["until"], lang) if row["until"] != previous else ""
        rows.append([_day(day, row, lang), *columns.cells(row)])
        previous = row["until"]
    heads = [_say("column_date", lang), *columns.heads]
    n = page.rows_within(_TALL, rows, heads, columns.widths)
    return page.table(rows[:n], heads, columns.widths, more(table.iloc[n:], "rows", lang=lang))


@style.context()
def load(
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
    """Draw a strip: the parties that have any date by the periods, marks with their number.

    Dots are due, squares lapse; full colour where the party answers, light where it supports; the
    ground of each party's worst period is shaded.

    Parameters
    ----------
    table : DataFrame
        `analysis.deadlines.load`.
    ax, lang, names, source, width, internal, hide_persons
        As in `clustering`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> load(frame("deadlines.load")).words.title
    '没有责任主体负有写明日期的时限'
    """
    words = wording.load(table, lang=lang, names=names, hide_persons=hide_persons)
    page = Page(words, ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    slots = [slot for slot in SLOTS if not (page.narrow and slot.endswith("supporting"))]
    active = table[(table[slots] > 0).any(axis=1)]
    if active.empty:
        return page.empty()
    shown_parties = parties(active, names, most=_PARTIES, first=_FIRST)
    shown = active[active["party"].isin(shown_parties)]
    called = wording.called(table, lang=lang, names=names, hide_persons=hide_persons)
    widest = max(style.text_width(called[who], page.label) for who in shown_parties)
    room = min(widest * 1.04, page.room * 0.36)
    lines = {who: style.wrap(called[who], room, page.label, lang) for who in shown_parties}
    strip = Strip(shown, slots, room + 2.5, page)
    entries: list[Entry] = [
        (*SLOTS[slot], _say(f"load_key_{slot}", lang)) for slot in slots if shown[slot].any()
    ]
    entries.append(("ground", "none", _say("load_key_worst", lang)))
    caption = _say("load_axis", lang)
    top = legend_height(page, caption, entries) + strip.head
    heights = {who: max(_LINE + 0.7, len(text) * 3.8 + 1.0) for who, text in lines.items()}
    rest = more(active[~active["party"].isin(shown_parties)], "parties", lang=lang)
    notes = [more(shown[~shown["begin"].isin(strip.begins)], "periods", lang=lang)]
    if len(slots) < len(SLOTS):
        notes.insert(0, _say("load_answering_only", lang))
    foot = _say("clustering_join", lang).join(note for note in notes if note)
    axes = page.axes(top + sum(heights.values()) + (_LINE if rest else 0.6), foot)
    draw_legend(page, axes, caption, entries)
    strip.draw_head(axes, top)
    cells = {who: rows.to_dict("records") for who, rows in shown.groupby("party")}
    for who in shown_parties:
        axes.plot([0, strip.right], [top, top], color=style.colour("grid"), linewidth=0.5)
        for n, line in enumerate(lines[who]):
            middle = top + heights[who] / 2 + (n - (len(lines[who]) - 1) / 2) * 3.8
            write(axes, 0, middle, line, page.label)
        for row in cells[who]:
            strip.draw_cell(axes, row, top, heights[who])
        top += heights[who]
    axes.plot([0, strip.right], [top, top], color=style.colour("grid"), linewidth=0.5)
    write(axes, 0, top + _LINE / 2, rest, page.label, "muted")
    return figure_of(axes)


@style.context()
def upcoming(
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
    """Draw a countdown table: what is past, what falls within each horizon, and one line for later.

    Parameters
    ----------
    table : DataFrame
        `analysis.deadlines.upcoming`, with ``units`` and ``sentence`` where known.
    ax, lang, names, source, width, internal, hide_persons
        As in `clustering`.

    Returns
    -------
    Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> upcoming(frame("deadlines.upcoming")).words.title
    '没有写明日期的时限'
    """
    page = Page(wording.upcoming(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    columns = _Columns(page, names)
    gone = table[table["past"]].sort_values("kind", kind="stable")
    past = gone.groupby("kind").tail(_PAST)
    near = table[table["within"].notna()].head(_ROWS)
    rows: list[list[str | style.Cell]] = []
    keys: list[str | None] = []
    group = None
    for row in pd.concat([past, near]).to_dict("records"):
        heading = _group(row, lang)
        if heading != group:
            rows.append([style.Cell(heading, bold=True), *[""] * len(columns.heads)])
            keys.append(None)
        group = heading
        rows.append([_countdown(row, lang), *columns.cells(row)])
        keys.append(row["deadline"])
    heads = [_say("column_days", lang), *columns.heads]
    n = page.rows_within(_TALL, rows, heads, columns.widths)
    n -= bool(n and keys[n - 1] is None)  # no heading without a row
    hidden = table[~table["deadline"].isin(keys[:n])]
    return page.table(rows[:n], heads, columns.widths, more(hidden, "later", lang=lang))


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("deadlines", key, lang, **values)


def _run(row: Row) -> list[tuple[str, str]]:
    """Give each task of a date as its way of drawing and its key."""
    return [
        (way, key)
        for name, way in _CERTAINTY.items()
        if isinstance(row[f"{name}_tasks"], str)
        for key in row[f"{name}_tasks"].split("、")
    ]


def _busiest(rows: Sequence[Row], heights: Sequence[float]) -> set[Any]:
    """Choose the dates that one page holds: those with most tasks."""
    marks = pd.DataFrame(
        {"height": heights, **{c: [r[c] for r in rows] for c in ("date", "tasks")}}
    )
    days = marks.groupby("date").agg({"tasks": "max", "height": "sum"})
    days = days.sort_values("tasks", ascending=False, kind="stable")
    held = (days["height"] + 2 * _GAP).cumsum() <= _TALL
    return set(days.index[held]) | {days.index[0]}


def _day(day: str, row: Row, lang: str) -> style.Cell:
    """Give a date its mark, and under it the printed words where the day is inferred."""
    words = _say("printed_words", lang, words=row["surface"]) if row["inferred"] else ""
    doubt = _say("mark_doubtful", lang) if row["doubtful"] else ""
    return style.Cell("\n".join(w for w in (day, words, doubt) if w), marker=row["kind"])


def _group(row: Row, lang: str) -> str:
    if row["past"]:
        return _say(f"upcoming_group_{row['kind']}", lang)
    return _say("upcoming_group_within", lang, n=number(int(row["within"]), lang))


def _countdown(row: Row, lang: str) -> style.Cell:
    key = "over" if row["past"] else "left" if row["days_left"] else "none"
    days = _say(f"upcoming_days_{key}", lang, n=number(abs(row["days_left"]), lang))
    return _day(f"{days}\n{date(row['until'], lang)}", row, lang)


class _Columns:
    """What a table says of each deadline: task, measure, answering units, sentence."""

    def __init__(self, page: Page, names: pd.DataFrame | None) -> None:
        self.page, self.names = page, names
        known = ["task", "measure", "units", "sentence"]
        if names is None:
            known.remove("measure")
        self.known = known[:-1] if page.narrow else known
        # The date column holds its mark and the longest day on one line.
        day = max(style.text_width(date("2020-12-31", page.lang), 8) * 1.03 + 6.0, 25.0)
        shares = _NARROW_SHARES if page.narrow else _SHARES
        scale = (page.room - day) / sum(shares[name] for name in self.known)
        self.widths = [day, *(shares[name] * scale for name in self.known)]
        self.heads = [_say(f"column_{name}", page.lang) for name in self.known]

    def cells(self, row: Row) -> list[str | style.Cell]:
        return [getattr(self, f"_{name}")(row) for name in self.known]

    def _task(self, row: Row) -> str:
        return str(row["task"])

    def _measure(self, row: Row) -> str:
        return part("M", row["measure"], "measure", self.names, self.page.lang)

    def _units(self, row: Row) -> str:
        if not isinstance(row["units"], str):
            return MISSING
        units = row["units"].split("、")
        return listing([party(u, self.names, self.page.lang) for u in units], self.page.lang)

    def _sentence(self, row: Row) -> str:
        text = row["sentence"] if isinstance(row["sentence"], str) else row["surface"]
        room = (self.widths[-1] - 2.4) * 0.98
        lines = style.wrap(text, room, 8, "zh")
        return text if len(lines) <= 3 else "".join(lines[:3])[:-1] + "…"
