"""What is promised in numbers, what is known of it, how it stands (目标).

A status has its shape and colour in every chart; a simulated figure puts its mark on the sheet.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.charts.bullets import ROW, Bullet, Span, bar
from zctrack.charts.marks import MARK, Page, figure_of, mark, that_fit, write
from zctrack.charts.multiples import trajectories
from zctrack.charts.outlook import forecast
from zctrack.wording import figures
from zctrack.wording import targets as wording
from zctrack.wording.words import MISSING, date, number, say

__all__ = ["forecast", "overview", "register", "track", "trajectories"]

_LINE = 3.75
"""Height of a line of words in millimetres."""
# Rows of one sheet at 160 mm and at 80 mm; beyond them, one line for the rest.
_REGISTER_ROWS, _TRACK_ROWS = (48, 16), (40, 20)
# The register's columns take the width of their words up to these; the indicator has the rest.
_WIDEST = ({"figure": 38.0, "gaps": 27.0, "published": 22.0}, {"published": 18.0})
# More marks than these in a row become a bar.
_MARKS = 96
Row = Mapping[Hashable, Any]


@style.chart
def register(
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
    """Draw the register as a table: what is asked, by when, what is missing, what is published.

    Targets with a number are rows, missing dates in the warning colour; commitments without a
    number stand below them with their words. — in the last column: looked for, not found.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.targets.register`.
    ax : Axes, optional
        Draw into these axes instead of a sheet of its own.
    lang : {"zh", "en"}
        Language.
    names : pandas.DataFrame, optional
        names.csv, for short names.
    source : str, optional
        The notice's number (文号), for the foot.
    width : {"full", "half"} or float
        160 mm, 80 mm, or millimetres.
    internal : bool
        Print the mark 内部资料 / INTERNAL.
    hide_persons : bool
        Show no person's name; the register shows none.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> register(frame("targets.register")).words.title
    '没有目标'
    """
    page = Page(wording.register(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    numbered = table[~table["no_number"]]
    shown = numbered.head(_REGISTER_ROWS[page.narrow])
    looked = not table["looked_until"].isna().all()
    rows = [_register_row(row, page, names, looked) for row in shown.to_dict("records")]
    columns = _columns(page, looked)
    heads = [_say(f"register_col_{name}", lang) for name in columns]
    wide = _widths(columns, heads, rows, page)
    below = style.wrap(figures.numberless(table, lang=lang), page.room - 3.0, 8, lang)
    rows = rows[: page.rows_within(rows, heads, wide, page.tall - len(below) * _LINE)]
    foot = figures.rest(len(numbered) - len(rows), lang=lang)
    high = style.table_height(rows, heads, wide, lang=lang) if rows else 0.0
    axes = page.axes(high + len(below) * _LINE + 2.4, foot)
    if rows:
        style.table(axes, rows, heads, wide, lang=lang)
    for n, line in enumerate(below):
        write(axes, 1.2, high + 1.2 + (n + 0.5) * _LINE, line, 8, "warning")
    return figure_of(axes)


def _columns(page: Page, looked: bool) -> list[str]:
    every = ["task", "indicator", "due"] if page.narrow else ["task", "indicator", "figure", "due"]
    every += [] if page.narrow else ["gaps"]
    return [*every, "published"] if looked else every


def _widths(
    names: Sequence[str],
    heads: Sequence[str],
    rows: Sequence[Sequence[str | style.Cell]],
    page: Page,
) -> list[float]:
    wide: dict[str, float] = {}
    for n, name in enumerate(names):
        cells = [row[n] for row in rows]
        words = [heads[n], *(c.text if isinstance(c, style.Cell) else c for c in cells)]
        # Padding on both sides, and the hundredth that the wrapping keeps in hand.
        natural = max(style.text_width(text, 8) for text in words) * 1.03 + 2.8
        wide[name] = min(natural, _WIDEST[page.narrow].get(name, natural))
    wide["indicator"] = page.room - sum(w for name, w in wide.items() if name != "indicator")
    return [wide[name] for name in names]


def _register_row(
    row: Row, page: Page, names: pd.DataFrame | None, looked: bool
) -> list[str | style.Cell]:
    lang = page.lang
    printed = figures.printed(row, lang=lang)
    what = figures.indicator(row, names, lang)
    due = (
        style.Cell(_say("register_no_date", lang), "warning")
        if row["no_date"]
        else style.Cell(date(row["due"], lang))
    )
    found = row["published"] is not None and not pd.isna(row["published"])
    last = style.Cell(figures.published(row, lang=lang), "text" if found else "muted")
    gaps = style.Cell(figures.gaps(row, lang=lang), "warning")
    if page.narrow:
        return [row["task"], f"{what}\n{printed}", due, *([last] if looked else [])]
    return [row["task"], what, printed, due, gaps, *([last] if looked else [])]


@style.chart
def track(
    table: pd.DataFrame,
    *,
    ax: Axes | None = None,
    lang: str = "zh",
    names: pd.DataFrame | None = None,
    source: str | None = None,
    width: style.Width = "full",
    internal: bool = False,
    hide_persons: bool = False,
    yardstick: str = "nature",
) -> Figure:
    """Draw each target's attainment against what was expected, worst status first.

    The shape stands at value against target, the line where it should be on the figure's day.
    Targets without a figure are counted in the foot, not drawn.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.targets.track`.
    ax, lang, names, source, width, internal, hide_persons
        As in `register`.
    yardstick : {"nature", "year"}
        The one that the table was made with.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> track(frame("progress")).words.title
    '没有目标'
    """
    words = wording.track(table, lang=lang, yardstick=yardstick)
    drawn = figures.shares(table)
    made_up = figures.simulated(drawn)
    page = Page(words, ax, lang, source, width, internal, simulated=made_up)
    if drawn.empty:
        return page.empty()
    shown = _ordered(drawn).head(_TRACK_ROWS[page.narrow])
    called = figures.called(drawn, names, lang=lang)
    bullets = [Bullet.of(row, page, called[row["quantity"]]) for row in shown.to_dict("records")]
    heads = [ROW + 0.8 if changed else 0.0 for changed in _changes(shown["status"])]
    # Long words of title and foot leave less of the page than is usual.
    left = page.spare(figures.rest(len(drawn), lang=lang, table="track"))
    fitting = that_fit(
        (head + bullet.height for head, bullet in zip(heads, bullets, strict=True)),
        min(page.tall, left - Span.of(bullets, page).head - 1.0),
    )
    bullets = bullets[:fitting]
    foot = figures.rest(len(drawn) - fitting, lang=lang, table="track")
    counts = drawn["status"].value_counts()
    span = Span.of(bullets, page)
    height = span.head + sum(heads[:fitting]) + sum(b.height for b in bullets) + 1.0
    axes = page.axes(height, foot)

    span.draw(axes, height)
    top, group = span.head, None
    for bullet in bullets:
        if bullet.status != group:
            group = bullet.status
            mark(axes, MARK / 2, top + 0.8 + ROW / 2, group)
            head = _group(group, int(counts[group]), lang)
            write(axes, MARK + 1.2, top + 0.8 + ROW / 2, head, page.label, bold=True)
            top += ROW + 0.8
        bullet.draw(axes, top, span)
        top += bullet.height
    return figure_of(axes)


@style.chart
def overview(
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
    """Draw one shape per target in a row per status, with the supervision offices' class.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.targets.overview`.
    ax, lang, names, source, width, internal, hide_persons
        As in `register`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> overview(frame("targets.overview")).words.title
    '没有目标'
    """
    words, made_up = wording.overview(table, lang=lang), figures.simulated(table)
    page = Page(words, ax, lang, source, width, internal, simulated=made_up)
    rows = table[table["targets"] > 0].to_dict("records")
    if not rows:
        return page.empty()
    called = {row["status"]: figures.status(row["status"], lang=lang) for row in rows}
    left = max(style.text_width(text, page.label) for text in called.values()) * 1.05 + 2.0
    count = max(style.text_width(number(r["targets"], lang), page.label) for r in rows) + 3.0
    classes = [_class(row, lang) for row in rows]
    right = 0.0 if page.narrow else max(style.text_width(c, page.label) for c in classes) + 2.0
    start, step = left + count, MARK + 0.9
    across = max(int((page.room - start - right) / step), 1)
    most = max(int(row["targets"]) for row in rows)
    lines = [1 if most > _MARKS else -(-int(row["targets"]) // across) for row in rows]
    under = [_LINE if page.narrow and named != MISSING else 0.0 for named in classes]
    heights = [n * ROW + below + 1.2 for n, below in zip(lines, under, strict=True)]
    axes = page.axes(sum(heights) + 0.6)

    top = 0.0
    for row, named, height in zip(rows, classes, heights, strict=True):
        axes.plot([0, page.room], [top, top], color=style.colour("grid"), linewidth=0.5)
        y = top + 0.6 + ROW / 2
        write(axes, 0, y, called[row["status"]], page.label, bold=True)
        total = number(row["targets"], lang)
        write(axes, start - 2.0, y, total, page.label, ha="right")
        if page.narrow and named != MISSING:
            # Beside several rows of marks a long name stands below them.
            beside = style.text_width(named, 8) < start - 2.0 or height < 2 * ROW
            below = y + _LINE if beside else top + height - 0.8 - _LINE / 2
            write(axes, 0, below, named, 8, "muted")
        elif not page.narrow:
            write(axes, page.room, y, named, page.label, "muted", ha="right")
        if most > _MARKS:
            long = (page.room - start - right) * int(row["targets"]) / most
            bar(axes, start, y, long, row["status"], 3.0)
        else:
            for n in range(int(row["targets"])):
                x, line = start + (n % across + 0.5) * step, n // across
                # The lightest of the shapes need a dark outline on white paper.
                pale = row["status"] in ("not_started", "unreported")
                way = "outlined" if pale else "full"
                mark(axes, x, y + line * ROW, row["status"], way)
        top += height
    axes.plot([0, page.room], [top, top], color=style.colour("grid"), linewidth=0.5)
    return figure_of(axes)


def _class(row: Row, lang: str) -> str:
    name = row["office_class"] if lang == "zh" else row["office_class_en"]
    return MISSING if pd.isna(name) else str(name)


def _changes(statuses: pd.Series[str]) -> list[bool]:
    """Tell where a group of one status begins."""
    return (statuses != statuses.shift()).tolist()


def _ordered(drawn: pd.DataFrame) -> pd.DataFrame:
    """Put the worst status first, and in it the lowest attainment."""
    rank = drawn["status"].map(figures.rank)
    return (
        drawn.assign(_rank=rank)
        .sort_values(["_rank", "attainment"], kind="stable")
        .drop(columns="_rank")
    )


def _group(status: str, count: int, lang: str) -> str:
    named = figures.status(status, lang=lang)
    return _say("track_group", lang, status=named, n=number(count, lang))


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("targets", key, lang, **values)
