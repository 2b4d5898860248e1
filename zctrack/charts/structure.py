"""By what tasks can be checked (结构): one square a task."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Polygon

from zctrack.analysis import structure
from zctrack.charts import style
from zctrack.charts.marks import Page, figure_of, that_fit, write
from zctrack.dictionary.build import labels
from zctrack.wording import structure as wording
from zctrack.wording.words import number, say

__all__ = ["checkability"]

# What the palette calls each class; both is a square that two colours share.
MEANING: Mapping[str, str] = MappingProxyType(
    {
        "both": "due",
        "date": "due",
        "number": "numeric",
        "policy_end": "expires",
        "product": "product",
        "waits": "waiting",
        "rule": "applies",
        "open": "none",
    }
)
_LINE = 4.9
# Between two squares, and between the squares of two measures, in shares of a square.
_GAP, _STEP = 0.18, 0.32


@dataclass(frozen=True, slots=True)
class _Row:
    """The squares of one chapter: class and place of each, in squares from the left."""

    label: Sequence[str]
    squares: Sequence[tuple[str, float, int]]
    lines: int
    count: str
    some: bool


@style.chart
def checkability(
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
    """Draw one square a task in rows of chapters, coloured by what it can be checked by.

    Squares stand in the order of the text, those of one measure together; at the row's end k/n:
    how many of the chapter's tasks can be checked by a date or a number.

    Parameters
    ----------
    table : pandas.DataFrame
        What `zctrack.analysis.structure.checkability` gives.
    ax : matplotlib.axes.Axes, optional
        Draw marks and labels into these axes instead of a sheet of its own.
    lang : {"zh", "en"}
        Language.
    names : pandas.DataFrame, optional
        names.csv, for short titles of chapters.
    source : str, optional
        The notice's number (文号), for the foot.
    width : {"full", "half"} or float
        160 mm, 80 mm, or millimetres.
    internal : bool
        Print the mark 内部资料 / INTERNAL.
    hide_persons : bool
        No person is named here.

    Returns
    -------
    matplotlib.figure.Figure

    Examples
    --------
    >>> from zctrack.dictionary.build import frame
    >>> checkability(frame("structure.checkability")).words.title
    '没有任务可供核查'
    """
    page = Page(wording.checkability(table, lang=lang), ax, lang, source, width, internal)
    if table.empty:
        return page.empty()
    chapters = structure.by_chapter(table)
    called = [_called(chapter, chapters, names, lang) for chapter in chapters["chapter"]]
    counts = [
        f"{number(k, lang)}/{number(n, lang)}"
        for k, n in zip(chapters["checkable"], chapters["tasks"], strict=True)
    ]
    text_at = min(
        max(style.text_width(name, page.label) for name in called) + 2.5, page.room * 0.34
    )
    count_room = max(style.text_width(count, page.label) for count in counts) + 3.0
    side = _side(table, page.room - text_at - count_room, 3.4 if page.narrow else 4.2)
    pitch = side * (1 + _GAP)
    across = (page.room - text_at - count_room) / pitch
    rows = [
        _row(table[table["chapter"] == chapter], label, across, count)
        for chapter, label, count in zip(
            chapters["chapter"],
            (style.wrap(name, text_at - 2.0, page.label, lang) for name in called),
            counts,
            strict=True,
        )
    ]
    line = page.label * 25.4 / 72 * 1.15
    heights = [max(row.lines * pitch, len(row.label) * line) + 1.5 for row in rows]
    key = _key(table, page, lang)
    head = (key[-1][1] + 1) * _LINE + 1.5
    fitting = that_fit(heights, page.tall - head)
    axes = page.axes(head + sum(heights[:fitting]), _rest(chapters.iloc[fitting:], lang))
    for name, line_no, left, words in key:
        _square(axes, name, left, (line_no + 0.5) * _LINE - 1.5, 3.0)
        write(axes, left + 4.2, (line_no + 0.5) * _LINE, words, 8)
    top = head
    for row, height in zip(rows[:fitting], heights[:fitting], strict=True):
        axes.plot([0, page.room], [top, top], color=style.colour("grid"), linewidth=0.5)
        middle = top + height / 2
        for place, words in enumerate(row.label):
            at = middle + (place - (len(row.label) - 1) / 2) * line
            write(axes, 0, at, words, page.label)
        first = middle - row.lines * pitch / 2 + (pitch - side) / 2
        for name, left, below in row.squares:
            _square(axes, name, text_at + left * pitch, first + below * pitch, side)
        ink = "text" if row.some else "muted"
        write(axes, page.room, middle, row.count, page.label, ink, ha="right", bold=row.some)
        top += height
    return figure_of(axes)


def _rest(chapters: pd.DataFrame, lang: str) -> str:
    """Say what the page has no room for."""
    if chapters.empty:
        return ""
    values = {"tasks": chapters["tasks"].sum(), "k": chapters["checkable"].sum()}
    told = {name: number(int(value), lang) for name, value in values.items()}
    return say("structure", "checkability_rest", lang, n=number(len(chapters), lang), **told)


def _side(table: pd.DataFrame, room: float, least: float) -> float:
    """Choose the square's side: the longest chapter fills the room, within reason."""
    grouped = table.groupby("chapter")["measure"]
    longest = (grouped.size() + (grouped.nunique() - 1) * _STEP).max()
    return max(least, min(5.4, room / (float(longest) + _GAP) / (1 + _GAP)))


def _called(chapter: int, chapters: pd.DataFrame, names: pd.DataFrame | None, lang: str) -> str:
    """Name a chapter; a notice without chapters is one row."""
    if len(chapters) == 1 and chapter == 0:
        return say("structure", "icicle_whole", lang)
    return wording.chapter(chapter, names, lang)


def _row(tasks: pd.DataFrame, label: Sequence[str], across: float, count: str) -> _Row:
    """Place a chapter's squares: a small step between measures, a new line where it is full."""
    squares: list[tuple[str, float, int]] = []
    at, line, measure = 0.0, 0, None
    for row in tasks.to_dict("records"):
        if measure is not None and row["measure"] != measure:
            at += _STEP
        if at + 1 > across and squares:
            at, line = 0.0, line + 1
        squares.append((row["class"], at, line))
        at, measure = at + 1, row["measure"]
    return _Row(label, squares, line + 1, count, not count.startswith("0/"))


def _key(table: pd.DataFrame, page: Page, lang: str) -> list[tuple[str, int, float, str]]:
    """Each class that occurs with its number of tasks: class, line, left edge, words."""
    label = labels("checkability", "zh" if lang == "zh" else "en")
    classes = structure.by_class(table)
    key: list[tuple[str, int, float, str]] = []
    left, line = 0.0, 0
    for name, tasks in zip(classes["class"], classes["tasks"], strict=True):
        if not tasks:
            continue
        words = say(
            "structure", "checkability_count", lang, label=label[name], n=number(tasks, lang)
        )
        wide = 4.2 + style.text_width(words, 8) * 1.02
        if key and left + wide > page.room:
            left, line = 0.0, line + 1
        key.append((name, line, left, words))
        left += wide + 4.5
    return key


def _square(axes: Axes, name: str, left: float, top: float, side: float) -> None:
    """One task. A square with a date and a number is parted between their colours."""
    right, bottom = left + side, top + side
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    meaning = MEANING[name]
    axes.add_patch(
        Polygon(
            corners,
            facecolor=style.colour(meaning),
            edgecolor=style.colour("paper"),
            hatch=style.hatch(meaning),
            linewidth=0,
        )
    )
    if name == "both":
        axes.add_patch(
            Polygon(
                [corners[1], corners[2], corners[3]],
                facecolor=style.colour("numeric"),
                linewidth=0,
            )
        )
    if name in ("open", "product"):
        axes.add_patch(Polygon(corners, fill=False, edgecolor=style.colour("axis"), linewidth=0.6))
