"""How many matters stand in each of the offices' classes (分类统计)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.charts.bullets import ROW, bar
from zctrack.charts.marks import MARK, Page, figure_of, mark, write
from zctrack.wording import progress as wording
from zctrack.wording.words import number, percent, say

__all__ = ["classes"]

# More shapes than these in a row become a bar, and more than a page holds.
_MARKS = 240
# Below so many judged items no share is printed.
_FEWEST = 5
# The colour of each row is that of the status which it stands for.
_MEANING = {
    "done": "achieved",
    "well": "on_track",
    "difficult": "behind",
    "changed": "window",
    "cannot": "missed",
    "unreported": "unreported",
    "waiting": "waiting",
    "not_started": "not_started",
}

Row = Mapping[Hashable, Any]


@style.chart
def classes(
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
    """Draw one shape per item in a row per class, filled where it is closed out.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.progress.classes`.
    ax : Axes, optional
        Draw into these axes instead of a sheet of its own.
    lang : {"zh", "en"}
        Language.
    names : pandas.DataFrame, optional
        names.csv; not needed.
    source : str, optional
        The notice's number (文号), for the foot.
    width : {"full", "half"} or float
        160 mm, 80 mm, or millimetres.
    internal : bool
        Print the mark 内部资料 / INTERNAL.
    hide_persons : bool
        Show no person's name; none is shown.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> classes(frame("progress.classes")).words.title
    '没有事项'
    """
    made_up = bool(table["simulated"].sum())
    page = Page(wording.classes(table, lang=lang), ax, lang, source, width, internal, made_up)
    if table.empty:
        return page.empty()
    # The five classes stand even when empty; beside them only what there is.
    rows = table[table["office_class"].notna() | (table["items"] > 0)].to_dict("records")
    called = [
        style.wrap(wording.class_name(row, lang=lang), page.room * 0.34, page.label, lang)
        for row in rows
    ]
    counts = [_count(row, lang) for row in rows]
    left = max(style.text_width(line, page.label) for lines in called for line in lines) * 1.05 + 2
    start = left + max(style.text_width(text, page.label) for text in counts) + 3.0
    step = MARK + 0.5
    across = max(int((page.room - start) / step), 1)
    most = max(max(int(row["items"]) for row in rows), 1)
    lines = [max(-(-int(row["items"]) // across), 1) for row in rows]
    heights = _heights(lines, called)
    bars = most > _MARKS or sum(heights) > page.tall
    if bars:
        page.words = wording.classes(table, lang=lang, bars=True)
        heights = _heights([1] * len(rows), called)
    axes = page.axes(sum(heights) + 0.6)
    top, inside = 0.0, False
    for row, name, count, height in zip(rows, called, counts, heights, strict=True):
        # What stands in no class stands below a darker line.
        beside = not isinstance(row["office_class"], str)
        ink, line = ("axis", 0.9) if beside and inside else ("grid", 0.5)
        inside = not beside
        axes.plot([0, page.room], [top, top], color=style.colour(ink), linewidth=line)
        for n, text in enumerate(name):
            write(axes, 0, top + 1.0 + (n + 0.5) * 3.75, text, page.label)
        y = top + 1.0 + 3.75 / 2
        write(axes, start - 3.0, y, count, page.label, ha="right")
        meaning = _MEANING[row["beside" if beside else "office_class"]]
        if bars:
            per_item = (page.room - start) / most
            bar(axes, start, y, per_item * int(row["items"]), meaning, 3.0)
            bar(axes, start, y, per_item * int(row["closed"]), meaning, 3.0, light=0.0)
        else:
            for n in range(int(row["items"])):
                # The two pale ones need a dark outline to be seen.
                open_ = "outlined" if meaning in ("not_started", "unreported") else "light"
                way = "full" if n < row["closed"] else open_
                x = start + (n % across + 0.5) * step
                mark(axes, x, y + n // across * ROW * 0.8, meaning, way)
        top += height
    axes.plot([0, page.room], [top, top], color=style.colour("grid"), linewidth=0.5)
    return figure_of(axes)


def _heights(lines: Sequence[int], called: Sequence[Sequence[str]]) -> list[float]:
    """Give each row room for its lines of shapes and for its name."""
    return [
        max(n * ROW * 0.8, len(text) * 3.75) + 2.0 for n, text in zip(lines, called, strict=True)
    ]


def _count(row: Row, lang: str) -> str:
    n = number(int(row["items"]), lang)
    if pd.isna(row["share_judged"]) or row["judged"] < _FEWEST:
        return say("progress", "classes_few", lang, n=n)
    share = percent(row["share_judged"], lang)
    return say("progress", "classes_share", lang, n=n, share=share)
