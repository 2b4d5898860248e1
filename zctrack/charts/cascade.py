"""Which national number has a number in the district (层层落实)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.charts.marks import Page, figure_of, mark, write
from zctrack.wording import cascade as wording
from zctrack.wording.words import MISSING, date, number, percent, say

__all__ = ["compare", "localised", "year_ends"]

# Rows of one sheet at 160 mm and at 80 mm; beyond them, one line for the rest.
_ROWS = (30, 14)
# Shares of the columns' widths at 160 mm and at 80 mm.
_SHARES = ((36.0, 54.0, 42.0, 26.0), (34.0, 26.0, 18.0))
# An answer with a number reads in ink, one without in the warning colour.
_INK = {"none": "warning", "waits": "warning"}

Row = Mapping[Hashable, Any]


@style.chart
def localised(
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
    """Draw each national number beside the district's, as a table.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.cascade.localised`.
    ax : Axes, optional
        Draw into these axes instead of a sheet of its own.
    lang : {"zh", "en"}
        Language.
    names : pandas.DataFrame, optional
        names.csv, for short titles of the measures.
    source : str, optional
        The notice's number (文号), for the foot.
    width : {"full", "half"} or float
        160 mm, 80 mm, or millimetres.
    internal : bool
        Print the mark 内部资料 / INTERNAL.
    hide_persons : bool
        Show no person's name; the table shows none.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> localised(frame("cascade.localised")).words.title
    '国家任务中没有数字'
    """
    page = Page(wording.localised(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    shown = table.head(_ROWS[page.narrow])
    columns = ["measure", "national", "district", "answer"]
    columns = columns[1:] if page.narrow else columns
    rows = [_row(row, page, names) for row in shown.to_dict("records")]
    heads = [say("cascade", f"localised_col_{name}", lang) for name in columns]
    rows = rows[: page.rows_within(rows, heads, _SHARES[page.narrow])]
    rest = wording.rest(len(table) - len(rows), lang=lang)
    return page.table(rows, heads, _SHARES[page.narrow], rest)


def _row(row: Row, page: Page, names: pd.DataFrame | None) -> list[str | style.Cell]:
    lang = page.lang
    ink = _INK.get(row["answer"], "text")
    measure = wording.measure(int(row["measure"]), names, lang=lang)
    national = wording.quoted(row["national_surface"], row["national_indicator"], lang=lang)
    district = wording.quoted(row["district_surface"], row["district_indicator"], lang=lang)
    cells: list[str | style.Cell] = [
        measure,
        national,
        style.Cell(district, "muted" if pd.isna(row["district"]) else "text"),
        style.Cell(wording.answer(row["answer"], lang), ink),
    ]
    if not page.narrow:
        return cells
    return [f"{wording.measure(int(row['measure']), None, lang=lang)} {national}", *cells[2:]]


@style.chart
def compare(
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
    """Draw the measures that have a counterpart in another notice beside it, as a table.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.cascade.compare`.
    ax, lang, names, source, width, internal, hide_persons
        As in `localised`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> compare(frame("cascade.compare")).words.title
    '第一份通知没有措施'
    """
    page = Page(wording.compare(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    shown = table[table["other"].notna()].head(_ROWS[page.narrow])
    if shown.empty:
        return page.empty()
    columns = ["measure", "other", "score", "targets", "due"][: 3 if page.narrow else 5]
    widths = (40.0, 52.0, 16.0, 18.0, 34.0)[: len(columns)]
    heads = [say("cascade", f"compare_col_{name}", lang) for name in columns]
    rows = [_pair(row, page, names)[: len(columns)] for row in shown.to_dict("records")]
    rows = rows[: page.rows_within(rows, heads, widths)]
    rest = len(table) - len(rows)
    words = say("cascade", "compare_rest", lang, n=rest) if rest else ""
    return page.table(rows, heads, widths, words)


def _pair(row: Row, page: Page, names: pd.DataFrame | None) -> list[str | style.Cell]:
    lang = page.lang
    alone = pd.isna(row["other"])
    counterpart: str = MISSING if alone else f"{row['other']} {row['other_words']}"
    days = [date(row[key], lang) for key in ("due", "other_due")]
    counts = [number(row[key], lang) for key in ("targets", "other_targets")]
    return [
        wording.measure(int(row["measure"]), names, lang=lang),
        style.Cell(counterpart[:60], "muted" if alone else "text"),
        number(row["score"], lang),
        " → ".join(counts),
        " → ".join(days),
    ]


@style.chart
def year_ends(
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
    """Draw the share of year-end due dates of each notice with its exact interval.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.cascade.year_ends`.
    ax, lang, names, source, width, internal, hide_persons
        As in `localised`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> year_ends(frame("cascade.year_ends")).words.title
    '没有通知'
    """
    page = Page(wording.year_ends(table, lang=lang), ax, lang, source, width, internal)
    dated = table.dropna(subset=["share"])
    if dated.empty:
        return page.empty()
    # In one column of a page the name stands above its line.
    line, above = (10.0, 2.2) if page.narrow else (7.0, 0.0)
    rows = dated.head(int(page.tall / line)).to_dict("records")
    rest = len(dated) - len(rows)
    words = say("cascade", "year_ends_rest", lang, n=number(rest, lang)) if rest else ""
    axes = page.axes(line * len(rows) + 7.0, words)
    left, right = (5.0 if page.narrow else page.room * 0.42), page.room - 8.0
    span = right - left
    for share in (0.0, 0.25, 0.5, 0.75, 1.0):
        x = left + share * span
        axes.plot([x, x], [0, line * len(rows)], color=style.colour("grid"), linewidth=0.6)
        write(axes, x, line * len(rows) + 3.0, percent(share, lang), page.label, ha="center")
    for place, row in enumerate(rows):
        y = line * (place + 0.5)
        words = say("cascade", "year_ends_row", lang, notice=row["notice"],
                    k=int(row["year_end"]), n=int(row["due"]))  # fmt: skip
        write(axes, 0.0, y - above, words, page.label)
        y += above
        ends = [left + row["low"] * span, left + row["high"] * span]
        axes.plot(ends, [y, y], color=style.colour("due"), linewidth=1.2)
        mark(axes, left + row["share"] * span, y, "due")
    return figure_of(axes)
