"""Which national number has a number in the district (层层落实)."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.charts.marks import Page
from zctrack.wording import cascade as wording
from zctrack.wording.words import say

__all__ = ["localised"]

# Rows of one sheet at 160 mm and at 80 mm; beyond them, one line for the rest.
_ROWS = (30, 14)
# Shares of the columns' widths at 160 mm and at 80 mm.
_SHARES = ((36.0, 54.0, 42.0, 26.0), (34.0, 26.0, 18.0))
# An answer with a number reads in ink, one without in the warning colour.
_INK = {"none": "warning", "waits": "warning"}

Row = Mapping[Hashable, Any]


@style.context()
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
    return page.table(
        [_row(row, page, names) for row in shown.to_dict("records")],
        [say("cascade", f"localised_col_{name}", lang) for name in columns],
        _SHARES[page.narrow],
        wording.rest(len(table) - len(shown), lang=lang),
    )


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
