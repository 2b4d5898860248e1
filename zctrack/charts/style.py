"""The visual language (图式): colours by meaning, type, and the sheet that a chart stands on.

A sheet is, from the top: marks (simulated, internal), title, subtitle, the plot, and a foot with
count base and source. Its width is the printed one (160 mm or 80 mm), so a size in points is the
size on paper. Nothing here touches matplotlib's global settings: everything is made, and a sheet
is drawn and saved, inside `context`.

Colours, markers and patterns stand in ``palette.toml``, type and lines in ``zctrack.mplstyle``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Literal, ParamSpec, cast

import matplotlib as mpl
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from zctrack.charts.cells import Cell, table, table_height
from zctrack.charts.fitting import fit
from zctrack.charts.palette import colour, context, family, hatch, ink_on, marker
from zctrack.charts.typography import BoldText, embolden, font, text_width, wrap
from zctrack.errors import OptionError
from zctrack.wording.words import Words, say

__all__ = [
    "Cell",
    "Sheet",
    "chart",
    "colour",
    "context",
    "embolden",
    "family",
    "figure",
    "fit",
    "font",
    "hatch",
    "ink_on",
    "inner_width",
    "lay_out",
    "marker",
    "millimetres",
    "size",
    "table",
    "table_height",
    "text_width",
    "wrap",
]

Width = Literal["full", "half"] | float

_MM = 1 / 25.4
_WIDTHS: Mapping[str, float] = MappingProxyType({"full": 160.0, "half": 80.0})
# Type sizes in points: at full width, at half width. Below 110 mm a sheet counts as half.
_SIZES: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"title": (12, 10.5), "subtitle": (9.5, 8.5), "label": (8.5, 8), "note": (8, 8)}
)
_HALF_BELOW_MM = 110.0
_EDGE_MM = 1.0
_LEADING = 1.32


def millimetres(width: Width) -> float:
    """Give a width in millimetres.

    Parameters
    ----------
    width : {"full", "half"} or float
        160 mm, 80 mm, or a number of millimetres from 40 to 1000.

    Returns
    -------
    float

    Raises
    ------
    OptionError
        If it is none of these.

    Examples
    --------
    >>> millimetres("half")
    80.0
    """
    if isinstance(width, str) and width in _WIDTHS:
        return _WIDTHS[width]
    if isinstance(width, int | float) and not isinstance(width, bool) and 40 <= width <= 1000:
        return float(width)
    raise OptionError(
        f"{width!r} is no width", todo='Use "full", "half" or millimetres from 40 to 1000.'
    )


def inner_width(width: Width) -> float:
    """Give the width between the edges of a sheet: what a table or a title can fill.

    Parameters
    ----------
    width : {"full", "half"} or float
        As for `figure`.

    Returns
    -------
    float
        Millimetres.

    Examples
    --------
    >>> inner_width("full")
    158.0
    """
    return millimetres(width) - 2 * _EDGE_MM


def size(role: Literal["title", "subtitle", "label", "note"], width: Width = "full") -> float:
    """Give a type size.

    Parameters
    ----------
    role : {"title", "subtitle", "label", "note"}
        What the words are.
    width : {"full", "half"} or float
        Of the sheet.

    Returns
    -------
    float
        Points, never below 8.

    Raises
    ------
    OptionError
        If there is no such role.

    Examples
    --------
    >>> size("title"), size("title", "half")
    (12, 10.5)
    """
    if role not in _SIZES:
        raise OptionError(
            f"there is no type size for {role!r}", todo=f"Use one of: {', '.join(_SIZES)}."
        )
    return _SIZES[role][millimetres(width) < _HALF_BELOW_MM]


class Sheet(Figure):
    """A figure with its words: what `figure` makes, and `lay_out` lays out again at a new width.

    Attributes
    ----------
    words : Words
        Title, subtitle, count base and alt text.
    lang : str
        Language of the words.
    marks : tuple of str
        Words of the marks above the title.
    foot : tuple of str
        Sentences of the foot.
    width_mm, plot_mm : float
        Width of the sheet, height of the plot.
    plot_bottom_mm : float
        Where the plot begins, from the lower edge.
    again : callable or None
        Draws the same chart at another width; None for a sheet that was filled by hand.
    """

    words: Words
    lang: str
    marks: tuple[tuple[str, str], ...]
    foot: tuple[str, ...]
    width_mm: float
    plot_mm: float
    plot_bottom_mm: float
    again: Callable[[Width], Figure] | None = None
    _made_of: tuple[int, ...] = ()

    def draw(self, renderer: Any) -> None:
        """Draw in the visual language, whoever asks for it."""
        with context():
            super().draw(renderer)

    def savefig(self, fname: Any, **options: Any) -> None:
        """Save in the visual language: its resolution, its fonts, its way of writing letters."""
        with context():
            super().savefig(fname, **options)

    def at_width(self, width: Width) -> Figure | None:
        """Draw the chart anew at another width; None where it was changed by hand since.

        Parameters
        ----------
        width : {"full", "half"} or float
            The new width.

        Returns
        -------
        matplotlib.figure.Figure or None
        """
        if self.again is None or self._made_of != _made_of(self):
            return None
        return self.again(width)

    def plot_box(self) -> tuple[float, float, float, float]:
        """Left, bottom, right and top of the plot, as shares of the sheet."""
        width, height = (side / _MM for side in self.get_size_inches())
        return (
            _EDGE_MM / width,
            self.plot_bottom_mm / height,
            1 - _EDGE_MM / width,
            (self.plot_bottom_mm + self.plot_mm) / height,
        )


P = ParamSpec("P")


def _made_of(fig: Figure) -> tuple[int, ...]:
    """Count what was drawn, to notice what is added or taken away by hand."""
    kinds = ("lines", "patches", "texts", "collections", "images")
    return tuple(len(getattr(home, kind)) for home in (fig, *fig.axes) for kind in kinds
                 if hasattr(home, kind))  # fmt: skip


def chart(draw: Callable[P, Figure]) -> Callable[P, Figure]:
    """Make a function a chart: it draws in the visual language, and its sheet can be drawn again.

    So `zctrack.charts.save` at another width draws for that width instead of stretching.

    Parameters
    ----------
    draw : callable
        Takes a table, and `width` by keyword; gives a Figure.

    Returns
    -------
    callable
        The same function.
    """

    @functools.wraps(draw)
    def drawn(*args: P.args, **kwargs: P.kwargs) -> Figure:
        with context():
            fig = draw(*args, **kwargs)
        if isinstance(fig, Sheet) and kwargs.get("ax") is None:
            # What the user writes into the table later must not change the picture.
            held = [a.copy(deep=False) if isinstance(a, pd.DataFrame) else a for a in args]
            again = functools.partial(cast(Any, drawn), *held, **kwargs)
            fig.again = lambda width: again(width=width)
            fig._made_of = _made_of(fig)
        return fig

    return drawn


def figure(
    words: Words,
    *,
    width: Width = "full",
    height: float = 80.0,
    lang: str = "zh",
    source: str | None = None,
    simulated: bool = False,
    internal: bool = False,
    foot: str | None = None,
) -> tuple[Sheet, Axes]:
    """Make a sheet with its words and an empty plot.

    Parameters
    ----------
    words : Words
        Title, subtitle and count base are printed, the alt text goes into the saved files.
    width : {"full", "half"} or float
        160 mm, 80 mm, or millimetres.
    height : float
        Of the plot with its axes, in millimetres; title and foot are added to it.
    lang : {"zh", "en"}
        Language of the words.
    source : str, optional
        Where the data comes from (文号), printed in the foot.
    simulated : bool
        Print the mark 模拟数据 / SIMULATED DATA above the title.
    internal : bool
        Print the mark 内部资料 / INTERNAL above the title.
    foot : str, optional
        One more sentence for the foot.

    Returns
    -------
    tuple of Sheet and matplotlib.axes.Axes
        Draw into the axes inside `context`, then call `fit`.

    Raises
    ------
    OptionError
        If width or language is unknown.

    Examples
    --------
    >>> sheet, axes = figure(Words("发现", "量度", "n = 81", "文字"), height=60)
    >>> [round(float(side) * 25.4) for side in sheet.get_size_inches()]
    [160, 83]
    """
    marks = [("warning", say("charts", "simulated", lang))] if simulated else []
    marks += [("muted", say("charts", "internal", lang))] if internal else []
    sentences = [words.base, foot or ""]
    sentences += [say("charts", "source", lang, source=source)] if source else []
    with context():
        sheet = Sheet()
        FigureCanvasAgg(sheet)
        sheet.words, sheet.lang = words, lang
        sheet.marks, sheet.foot = tuple(marks), tuple(s for s in sentences if s)
        sheet.plot_mm = float(height)
        lay_out(sheet, width)
        axes = sheet.add_axes((0.0, 0.0, 1.0, 1.0))
        left, bottom, right, top = sheet.plot_box()
        axes.set_position((left, bottom, right - left, top - bottom))
        label = size("label", width)
        # Ticks are often made while drawing, outside this context.
        axes.tick_params(labelfontfamily=mpl.rcParams["font.family"][0], labelsize=label)
    return sheet, axes


def lay_out(sheet: Sheet, width: Width) -> None:
    """Set the words of a sheet at a width: wrap them, give them their place and size the sheet.

    Parameters
    ----------
    sheet : Sheet
        Made by `figure`.
    width : {"full", "half"} or float
        The new width; the plot keeps its height.

    Examples
    --------
    >>> sheet, axes = figure(Words("发现", "量度", "n = 81", "文字"), height=60)
    >>> lay_out(sheet, "half")
    >>> round(float(sheet.get_figwidth()) * 25.4)
    80
    """
    wide = millimetres(width)
    sheet.width_mm = wide
    for old in [t for t in sheet.findobj(Text) if str(t.get_gid() or "").startswith("words-")]:
        old.remove()
    above = [("subtitle", sheet.words.subtitle, "muted", 3.2)]
    above = [("title", sheet.words.title, "text", 1.2), *above]
    blocks = [
        (role, _wrapped(text, role, wide, sheet.lang), ink, gap)
        for role, text, ink, gap in above
        if text
    ]
    note = _line_mm("note", wide)
    foot = [line for s in sheet.foot for line in _wrapped(s, "note", wide, sheet.lang)]
    mark_mm = note + 2.2 if sheet.marks else 0.0
    head_mm = _EDGE_MM + mark_mm + sum(len(b[1]) * _line_mm(b[0], wide) + b[3] for b in blocks)
    foot_mm = _EDGE_MM + (len(foot) * note + 2.5 if foot else 0.0)
    total = head_mm + sheet.plot_mm + foot_mm
    sheet.plot_bottom_mm = foot_mm
    with context():
        sheet.set_size_inches(wide * _MM, total * _MM)
        _write_marks(sheet, total - _EDGE_MM)
        top = total - _EDGE_MM - mark_mm
        for role, lines, ink, gap in blocks:
            _write(sheet, lines, role, ink, top)
            top -= len(lines) * _line_mm(role, wide) + gap
        _write(sheet, foot, "note", "muted", foot_mm - 2.5)


def _wrapped(text: str, role: Any, width: Width, lang: str) -> list[str]:
    """Wrap a text to the full width of a sheet, in the type size of its role."""
    # 1.5 % in hand: the stroke of bold words, and rounding in the renderer.
    room = inner_width(width) * 0.985
    return wrap(text, room, size(role, width), lang, at_marks=role == "title")


def _line_mm(role: Any, width: Width) -> float:
    return size(role, width) * 25.4 / 72 * _LEADING


def _write(sheet: Sheet, lines: Sequence[str], role: Any, ink: str, top_mm: float) -> None:
    kind = BoldText if role == "title" else Text
    height = float(sheet.get_figheight()) / _MM
    step = _line_mm(role, sheet.width_mm)
    for number, line in enumerate(lines):
        words = kind(
            _EDGE_MM / sheet.width_mm,
            # The baseline: Noto Sans SC stands 0.88 em above it and 0.12 em below.
            (top_mm - number * step - step * 0.78) / height,
            line,
            fontsize=size(role, sheet.width_mm),
            color=colour(ink),
            ha="left",
            va="baseline",
            transform=sheet.transFigure,
            gid=f"words-{role}-{number}",
        )
        sheet.add_artist(words)


def _write_marks(sheet: Sheet, top_mm: float) -> None:
    left = _EDGE_MM
    height = float(sheet.get_figheight()) / _MM
    step = _line_mm("note", sheet.width_mm)
    for number, (ink, word) in enumerate(sheet.marks):
        sheet.text(
            (left + 1.0) / sheet.width_mm,
            (top_mm - 0.5 - step * 0.78) / height,
            word,
            fontsize=size("note", sheet.width_mm),
            color=colour("paper"),
            ha="left",
            va="baseline",
            gid=f"words-mark-{number}",
            bbox={"boxstyle": "square,pad=0.22", "facecolor": colour(ink), "linewidth": 0},
        )
        left += text_width(word, size("note", sheet.width_mm)) + 4.0
