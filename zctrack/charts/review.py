"""The monthly review and its slips, as tables to be read from the top (调度、督办单)."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping, Sequence
from functools import partial
from typing import Any

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure

from zctrack.charts import style
from zctrack.charts.listed import listed
from zctrack.charts.marks import Page, figure_of, write
from zctrack.dictionary.build import labels
from zctrack.wording import review as wording
from zctrack.wording.words import date, number, party, say

__all__ = ["due", "slips"]

# Rows that a table tries; lines of each list of units below it, at 160 mm and at 80 mm.
_ROWS, _LISTED = 90, (4, 6)
# The mark before a row's date, by list and by status.
_MARKS = {"lapses": "expires", "due": "due", "silent": "unreported"}
_STATUS = {
    "overdue": "behind",
    "not_done": "missed",
    "to_check": "on_track",
    "under_way": "on_track",
    "closed": "achieved",
}
_STATE = {"open": "text", "eased": "muted", "closed": "muted"}

Row = Mapping[Hashable, Any]
Line = list[str | style.Cell]


@style.chart
def due(
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
    """Draw the review list as a table: late, slow, due soon, to be checked; silence by unit.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.review.due`.
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
        Show no person's name; none is shown.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> due(frame("review.due")).words.title
    '没有需要调度的事项'
    """
    made_up = bool((table["source"] == "simulated").any())
    page = Page(wording.due(table, lang=lang), ax, lang, source, width, internal, made_up)
    if table.empty:
        return page.empty()
    known = labels("review_list", "zh" if lang == "zh" else "en")
    columns = list(_NARROW if page.narrow else _WIDE)
    # A heading, then its rows: they are cut together, so that no heading stands alone.
    rows: list[Line] = []
    heads: set[int] = set()
    told: set[str] = set()
    for code in known:
        if code in _COUNTED:
            continue
        own = table[(table["list"] == code) & ~table["item"].isin(told)]
        for within, near in own.groupby("within" if code in _AHEAD else "list", sort=True):
            n = number(len(near), lang)
            key, days = ("due_group", "") if code not in _AHEAD else ("due_group_within", within)
            shown = number(int(str(days)), lang) if days else ""
            heading = _say(key, lang, name=known[code], n=n, days=shown)
            heads.add(len(rows))
            rows.append([style.Cell(heading, bold=True, span=True), *[""] * (len(columns) - 1)])
            rows += [_line(row, page, names, columns) for row in near.to_dict("records")]
        told |= set(own["item"])
    below = [
        line
        for code in _COUNTED
        for line in _listed(page, partial(wording.by_unit, table, code, names, lang=lang))
    ]
    return _drawn(page, rows, heads, columns, below, "due_rest")


_AHEAD, _COUNTED = ("due", "lapses"), ("to_check", "silent")
_WIDE = {"when": 29.0, "left": 19.5, "item": 17.0, "what": 41.5, "state": 24.0, "units": 27.0}
_NARROW = {"when": 31.0, "what": 47.0}
_LEADING = 3.9


def _drawn(
    page: Page,
    rows: Sequence[Line],
    heads: set[int],
    columns: Sequence[str],
    lines: Sequence[str],
    rest: str,
) -> Figure:
    """Draw as many rows as a page holds, and the counts below them."""
    lang = page.lang
    of_slips = "slip" in columns
    if page.narrow:
        shares = _NARROW_SLIPS if of_slips else _NARROW
    else:
        shares = _SLIPS if of_slips else _WIDE
    widths = [shares[name] for name in columns]
    named = [_say(f"col_{name}", lang) for name in columns]
    tried = rows[:_ROWS]
    under = len(lines) * _LEADING + 2.4 if lines else 0.0
    every = _say(rest, lang, n=number(len(rows), lang))
    n = page.rows_within(tried, named, widths, page.spare(every) - under) if rows else 0
    while n and n - 1 in heads:
        n -= 1
    hidden = sum(place not in heads for place in range(n, len(rows)))
    wide = [share / sum(widths) * page.room for share in widths]
    high = style.table_height(rows[:n], named, wide, lang=lang) if n else 0.0
    foot = _say(rest, lang, n=number(hidden, lang)) if hidden else ""
    axes = page.axes(high + under, foot)
    if n:
        style.table(axes, rows[:n], named, wide, lang=lang)
    for place, line in enumerate(lines):
        write(axes, 1.2, high + 1.6 + (place + 0.5) * _LEADING, line, 8, "muted")
    return figure_of(axes)


def _listed(page: Page, tell: Callable[..., str]) -> list[str]:
    """Wrap a sentence that counts items by unit, with as many units as its lines hold."""
    return listed(lambda first: tell(first=first), page.room - 2.6, _LISTED[page.narrow], page.lang)


def _line(row: Row, page: Page, names: pd.DataFrame | None, columns: Sequence[str]) -> Line:
    lang = page.lang
    status = str(row["status"])
    marked = _MARKS.get(row["list"]) or _STATUS.get(status, status)
    left = wording.days(row, lang=lang)
    day = wording.day(row, lang=lang)
    state = wording.state(row, lang=lang)
    units = wording.units(row, names, lang=lang)
    what = _short(str(row["what"]), (_NARROW if page.narrow else _WIDE)["what"], page)
    cells: dict[str, str | style.Cell] = {
        "when": style.Cell(_under(day, left, state) if page.narrow else day, marker=marked),
        "left": left,
        "item": str(row["item"]),
        "what": _under(str(row["item"]), what, units) if page.narrow else what,
        "state": state,
        "units": units,
    }
    return [cells[name] for name in columns]


def _under(*lines: str) -> str:
    """Put what a narrow sheet has no columns for one below the other."""
    return "\n".join(line for line in lines if line)


def _short(text: str, width: float, page: Page) -> str:
    lines = style.wrap(text, (width - 2.4) * 0.98, 8, "zh")
    return text if len(lines) <= 2 else "".join(lines[:2])[:-1] + "…"


@style.chart
def slips(
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
    """Draw the register of slips that are not closed: red first, then by the day to answer.

    Parameters
    ----------
    table : pandas.DataFrame
        `analysis.review.slips`.
    ax, lang, names, source, width, internal, hide_persons
        As in `due`.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> slips(frame("review.slips")).words.title
    '没有督办单'
    """
    made_up = bool((table["source"] == "simulated").any())
    page = Page(wording.slips(table, lang=lang), ax, lang, source, width, internal, made_up)
    order = list(labels("slip_colour"))
    rows = table[(table["state"] != "closed") & (table["list"] != "silent")]
    rows = rows.assign(
        _place=-rows["colour"].map(order.index).astype("int64"), _eased=rows["state"] == "eased"
    ).sort_values(["_eased", "_place", "answer_by", "slip"], kind="stable")
    below = _listed(page, partial(wording.reminders, table, names, lang=lang))
    if rows.empty and not below:
        return page.empty()
    columns = list(_NARROW_SLIPS if page.narrow else _SLIPS)
    lines = [_slip(row, page, names, columns) for row in rows.to_dict("records")]
    return _drawn(page, lines, set(), columns, below, "slips_rest")


_SLIPS = {"slip": 27.0, "item": 18.0, "what": 48.0, "answer": 37.0, "units": 28.0}
_NARROW_SLIPS = {"slip": 19.0, "what": 35.0, "answer": 24.0}


def _slip(row: Row, page: Page, names: pd.DataFrame | None, columns: Sequence[str]) -> Line:
    lang = page.lang
    code: Any = "zh" if lang == "zh" else "en"
    ink = _STATE[row["state"]]
    head = f"{row['slip']}\n{labels('slip_colour', code)[row['colour']]}"
    if row["state"] == "eased":
        head += f"\n{labels('slip_state', code)['eased']}"
    matter = labels("review_list", code)[row["list"]]
    shares = _NARROW_SLIPS if page.narrow else _SLIPS
    what = f"{matter}\n{_short(str(row['what']), shares['what'], page)}"
    until = date(row["answer_by"], lang)
    late = bool(row["past"])
    answer = _say("slips_past", lang, day=until) if late else until
    since = _say("slips_since", lang, day=date(row["colour_since"], lang))
    when = answer.replace(" ", "\n", 1) if page.narrow and late else answer
    when = when if page.narrow else f"{answer}\n{since}"
    units = _units(row, names, lang)
    whole = f"{row['item']}\n{what}\n{units}" if page.narrow else what
    cells: dict[str, str | style.Cell] = {
        "slip": style.Cell(head, ink, marker=f"slip_{row['colour']}"),
        "item": style.Cell(str(row["item"]), ink),
        "what": style.Cell(whole, ink),
        "answer": style.Cell(when, "warning" if late else ink),
        "units": style.Cell(units, ink),
    }
    return [cells[name] for name in columns]


def _units(row: Row, names: pd.DataFrame | None, lang: str) -> str:
    if not isinstance(row["units"], str):
        return wording.units(row, names, lang=lang)
    every: Sequence[str] = row["units"].split("、")
    return (
        "、".join(party(u, names, lang) for u in every)
        if lang == "zh"
        else ", ".join(party(u, names, lang) for u in every)
    )


def _say(key: str, lang: str, **values: str | int) -> str:
    return say("review", key, lang, **values)
