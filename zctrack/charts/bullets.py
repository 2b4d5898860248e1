"""A figure against its target (子弹图): a bar with its mark, and the line of what was expected."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import pandas as pd
from matplotlib.axes import Axes

from zctrack.charts import style
from zctrack.charts.marks import MARK, Page, mark, tint, write
from zctrack.wording import figures as wording
from zctrack.wording.words import percent, say

__all__ = ["ROW", "Bullet", "Span", "bar"]

ROW = 4.9
"""Height of a row of marks in millimetres."""
# A line of labels, and a bar.
_LINE, _BAR = 3.75, 1.5
# The axis of attainment ends here; what lies beyond is drawn at its end with ›.
_END = 1.2
_TICKS = (0.0, 0.5, 1.0)

Row = Mapping[Hashable, Any]


@dataclass(frozen=True)
class Bullet:
    """One target: its words, its mark, the line of what was expected."""

    label: tuple[str, ...]
    figures: tuple[str, ...]
    status: str
    attainment: float
    expected: float
    height: float
    narrow: bool
    size: float

    @classmethod
    def of(cls, row: Row, page: Page, label: str) -> Bullet:
        """Wrap a row's words and measure what it needs."""
        figures = wording.against(row, lang=page.lang)
        sides = (0.60, 0.38) if page.narrow else (0.33, 0.26)
        left, right = (
            style.wrap(text, page.room * side - 1.5, page.label, page.lang)
            for text, side in zip((label, figures), sides, strict=True)
        )
        high = max(len(left), len(right)) * _LINE + 0.6
        return cls(
            tuple(left),
            tuple(right),
            row["status"],
            row["attainment"],
            row["expected"],
            max(high + 4.4, ROW) if page.narrow else max(high, ROW),
            page.narrow,
            page.label,
        )

    def draw(self, axes: Axes, top: float, span: Span) -> None:
        """Draw the words, the bar with its mark, and the line of what was expected."""
        text = max(len(self.label), len(self.figures)) * _LINE
        text_top = top + (0.4 if self.narrow else (self.height - len(self.label) * _LINE) / 2)
        for n, line in enumerate(self.label):
            write(axes, 0, text_top + (n + 0.5) * _LINE, line, self.size)
        text_top = top + (0.4 if self.narrow else (self.height - len(self.figures) * _LINE) / 2)
        for n, line in enumerate(self.figures):
            write(axes, span.room, text_top + (n + 0.5) * _LINE, line, self.size, ha="right")
        y = top + text + 2.2 if self.narrow else top + self.height / 2
        if self.narrow:
            span.draw_lines(axes, y - 2.0, y + 2.0)
        end = span.at(min(self.attainment, _END))
        bar(axes, span.left, y, end - span.left, self.status, _BAR)
        if not pd.isna(self.expected):
            x = span.at(min(self.expected, _END))
            axes.plot([x, x], [y - 1.7, y + 1.7], color=style.colour("text"), linewidth=1.3)
        mark(axes, end, y, self.status)
        if self.attainment > _END:
            write(axes, end + MARK / 2 + 0.4, y, "›", self.size, "muted")


@dataclass(frozen=True)
class Span:
    """The axis of attainment in millimetres."""

    left: float
    right: float
    head: float
    room: float
    lang: str
    narrow: bool

    @classmethod
    def of(cls, bullets: list[Bullet], page: Page) -> Span:
        """Place the axis between the widest words and figures, or across where it is narrow."""
        if page.narrow:
            return cls(MARK / 2, page.room - 4.0, 5.0, page.room, page.lang, page.narrow)
        words = max(style.text_width(line, b.size) for b in bullets for line in b.label)
        figures = max(style.text_width(line, b.size) for b in bullets for line in b.figures)
        return cls(words + 4.0, page.room - figures - 5.0, 5.0, page.room, page.lang, page.narrow)

    def at(self, share: float) -> float:
        """Give the place of a share of the target."""
        return self.left + share / _END * (self.right - self.left)

    def draw(self, axes: Axes, bottom: float) -> None:
        """Name the ticks; where no words stand in the plot, draw their lines down to the end."""
        for share in _TICKS:
            text = _say("track_target", self.lang) if share == 1.0 else percent(share, self.lang)
            where = "left" if share == 0.0 else "center"
            write(axes, self.at(share), 2.2, text, 8, "muted", ha=where)
        if not self.narrow:
            self.draw_lines(axes, self.head, bottom)

    def draw_lines(self, axes: Axes, top: float, bottom: float) -> None:
        """Draw the lines of the ticks, the target's darker."""
        for share in _TICKS:
            ink, line = ("axis", 0.9) if share == 1.0 else ("grid", 0.6)
            x = self.at(share)
            axes.plot([x, x], [top, bottom], color=style.colour(ink), linewidth=line, zorder=0)


def bar(
    axes: Axes,
    left: float,
    y: float,
    long: float,
    status: str,
    high: float,
    light: float = 0.55,
) -> None:
    """Draw a bar in a tint of a status.

    Parameters
    ----------
    axes : Axes
        In millimetres.
    left, y, long, high : float
        Left end, middle, length and height of the bar.
    status : str
        Gives the colour.
    light : float
        How much white is in the tint, from 0 to 1.
    """
    axes.fill(
        [left, left + long, left + long, left],
        [y - high / 2, y - high / 2, y + high / 2, y + high / 2],
        color=tint(status, light),
        linewidth=0,
        zorder=0.5,
    )


def _say(key: str, lang: str) -> str:
    return say("targets", key, lang)
