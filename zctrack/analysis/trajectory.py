"""What one target asks, and how one figure stands against it (目标、应达进度与状态).

The thresholds and the words for each status are data (``status.toml``); here is the arithmetic,
once: which side of the figure is the good one, how far along it should be on a day, how far
short it is.
"""

from __future__ import annotations

import functools
import math
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import resources
from typing import Any, Literal

import pandas as pd

__all__ = ["YARDSTICKS", "Aim", "Figure", "Yardstick", "aim_of", "rules", "status_of"]

Yardstick = Literal["nature", "year"]
YARDSTICKS: tuple[Yardstick, ...] = ("nature", "year")

_JUST_UNDER = math.nextafter(1.0, 0.0)


@functools.cache
def rules() -> Mapping[str, Any]:
    """Give the rules of progress, as ``status.toml`` states them.

    Examples
    --------
    >>> rules()["forecast"]["figures"]
    6
    """
    home = resources.files("zctrack.analysis") / "status.toml"
    return tomllib.loads(home.read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Figure:
    """One reported figure, in its target's unit.

    Parameters
    ----------
    value : float
        The figure.
    as_of : pandas.Timestamp
        The day that it describes.
    final : bool
        Whether it is the final figure of its period.
    bound : {"exact", "at_least", "at_most"}
        超过 and 以上 make a figure a lower bound, 以下 an upper one.
    """

    value: float
    as_of: pd.Timestamp
    final: bool = False
    bound: Literal["exact", "at_least", "at_most"] = "exact"


@dataclass(frozen=True, slots=True)
class Aim:
    """What a target asks for: a figure, the side that is good, and a path to it.

    Parameters
    ----------
    goal : float
        The figure to be reached, or not to be passed.
    ceiling : bool
        Whether it is to be kept under (不超过, or lower is better).
    strict : bool
        超过, 低于: the figure itself is not enough.
    tolerance : float
        Share of the goal within which 左右 is reached.
    points : bool
        A rate in %: held against the goal in percentage points.
    nature : {"stock", "flow", "rate", "deliverable"}
        What kind of figure it is.
    baseline : float or None
        Where it starts from.
    begin, due : pandas.Timestamp
        First and last day of the path.
    dated : bool
        Whether the notice gives the last day; where it does not, the path's end is an assumption.
    """

    goal: float
    ceiling: bool
    strict: bool
    tolerance: float
    points: bool
    nature: str
    baseline: float | None
    begin: pd.Timestamp
    due: pd.Timestamp
    dated: bool

    def met(self, value: float) -> bool:
        """Whether an exact value meets the goal."""
        slack = abs(self.goal) * self.tolerance
        if self.ceiling:
            edge = self.goal + slack
            return value < edge if self.strict else value <= edge
        edge = self.goal - slack
        return value > edge if self.strict else value >= edge

    def settled(self, figure: Figure) -> bool | None:
        """Whether a figure meets the goal; None where a bound leaves it open."""
        if figure.bound == "at_least":
            if self.ceiling:
                return None if self.met(figure.value) else False
            # More than the goal itself meets even a strict goal.
            return True if replace(self, strict=False).met(figure.value) else None
        if figure.bound == "at_most":
            if self.ceiling:
                return True if replace(self, strict=False).met(figure.value) else None
            return None if self.met(figure.value) else False
        return self.met(figure.value)

    def counts(self, figure: Figure) -> bool:
        """Whether a figure says anything: 不到90% says nothing of a target of 80% or more."""
        wrong_side = "at_least" if self.ceiling else "at_most"
        return figure.bound != wrong_side or self.settled(figure) is not None

    def attainment(self, value: float) -> float:
        """Value against goal: 1 or more means that it is met, and only that.

        A rate lies below 1 by its gap in percentage points (61 % against 80 %: 0.81), never by
        the quotient of two percentages. A ceiling that is passed gives goal / value.
        """
        if self.met(value):
            plain = not (self.points or self.ceiling) and self.goal > 0
            return max(value / self.goal, 1.0) if plain else 1.0
        if self.points:
            ratio = 1.0 - abs(value - self.goal) / 100.0
        elif self.ceiling:
            ratio = self.goal / value if value > 0 else 0.0
        else:
            ratio = value / self.goal if self.goal > 0 else 0.0
        return min(max(ratio, 0.0), _JUST_UNDER)

    def path(self, day: pd.Timestamp, yardstick: Yardstick = "nature") -> float:
        """Give the value that is expected on a day.

        By nature: a stock or a deliverable lies on the straight line from its baseline (0 where
        none is known, which asks least) to the goal; a flow has the days' share of its period; a
        rate, and a ceiling on a level without a baseline, is the goal at any time. By the
        offices' yardstick (时间过半、任务过半) the share of the due year that has gone replaces the
        share of the days.
        """
        level = self.nature == "rate" or (self.ceiling and self.nature != "flow")
        if level and self.baseline is None:
            return self.goal
        start = 0.0 if self.baseline is None or self.nature == "flow" else self.baseline
        return start + self._share(day, yardstick) * (self.goal - start)

    def shortfall(self, value: float, day: pd.Timestamp, yardstick: Yardstick = "nature") -> float:
        """How far a value lies on the bad side of its path: points of a rate, else a share."""
        gap = self.path(day, yardstick) - value
        gap = -gap if self.ceiling else gap
        if self.points:
            return gap
        return gap / abs(self.goal) if self.goal else math.copysign(math.inf, gap) if gap else 0.0

    def _share(self, day: pd.Timestamp, yardstick: Yardstick) -> float:
        begin, due = self.begin, self.due
        if yardstick == "year":
            begin = pd.Timestamp(due.year, 1, 1)
            due = pd.Timestamp(due.year, 12, 31)
        days = (due - begin).days + 1
        gone = (day - begin).days + 1
        return min(max(gone / days, 0.0), 1.0) if days > 0 else 1.0


def aim_of(target: Mapping[str, Any], *, begin: pd.Timestamp, undated: pd.Timestamp) -> Aim | None:
    """Read what a row of ``targets`` asks for; None where no figure can be held against it.

    Parameters
    ----------
    target : mapping
        One row: comparator, low, high, unit, basis, baseline, better, indicator_type, due;
        ``begin`` where known.
    begin : pandas.Timestamp
        First day of the path where the row has none.
    undated : pandas.Timestamp
        Last day of the path where the row has none.

    Returns
    -------
    Aim or None
        None for a commitment without digits, except 全部 (100 %) and a relative one whose other
        level is known (baseline).

    Examples
    --------
    >>> day = pd.Timestamp("2020-12-31")
    >>> row = {"comparator": ">=", "low": 101.0, "unit": "个", "basis": "level", "due": day}
    >>> aim_of(row, begin=pd.Timestamp("2020-01-01"), undated=day).goal
    101.0
    """
    comparator = _text(target, "comparator") or "="
    basis = _text(target, "basis") or "level"
    low, high, baseline = (_number(target, name) for name in ("low", "high", "baseline"))
    unit = (_text(target, "unit") or "").replace("％", "%")
    if basis == "all":
        low, unit, comparator = 100.0, "%", ">="
    elif basis == "relative" and low is None and high is None:
        low, baseline = baseline, None
    # 降低15% is a fall to be reached: lower is better for the level, not for the fall.
    ceiling = comparator in ("<=", "<") or (
        comparator not in (">=", ">") and _text(target, "better") == "lower" and basis != "decrease"
    )
    goal = _first(high, low) if ceiling else _first(low, high)
    if goal is None:
        return None
    due = target.get("due")
    dated = due is not None and not pd.isna(due)
    last = pd.Timestamp(target["due"]) if dated else undated
    nature = "rate" if basis == "all" else _text(target, "indicator_type") or "stock"
    first = target.get("begin")
    if first is None or pd.isna(first):
        # A flow adds up over the year of its due date unless the notice says otherwise.
        first = pd.Timestamp(last.year, 1, 1) if nature == "flow" else begin
    return Aim(
        goal=goal,
        ceiling=ceiling,
        strict=comparator in (">", "<"),
        tolerance=float(rules()["about"]["tolerance"]) if comparator == "about" else 0.0,
        points=unit in ("%", "个百分点", "百分点"),
        nature=nature,
        baseline=baseline if basis in ("level", "relative") else None,
        begin=min(pd.Timestamp(first), last),
        due=last,
        dated=dated,
    )


def status_of(
    aim: Aim | None,
    figure: Figure | None,
    *,
    as_of: pd.Timestamp,
    waits: bool = False,
    yardstick: Yardstick = "nature",
) -> str:
    """Give the status of one target on a day: the first rule of ``status.toml`` that fits.

    Parameters
    ----------
    aim : Aim or None
        What it asks for; None where no figure can be held against it.
    figure : Figure or None
        The latest figure that counts.
    as_of : pandas.Timestamp
        The day.
    waits : bool
        Whether its task waits for a higher paper.
    yardstick : {"nature", "year"}
        Which path is expected.

    Returns
    -------
    str
        A code of the set ``status``.

    Examples
    --------
    >>> status_of(None, None, as_of=pd.Timestamp("2020-12-31"))
    'unreported'
    """
    over = aim is not None and aim.dated and as_of > aim.due
    settled = None if aim is None or figure is None else aim.settled(figure)
    last_word = (
        aim is not None
        and figure is not None
        and (figure.final or (aim.dated and figure.as_of >= aim.due))
    )
    if settled and aim is not None and (not aim.ceiling or last_word):
        return "achieved"
    if waits:
        return "waiting"
    if aim is None or figure is None:
        return "not_started" if aim is not None and as_of < aim.begin else "unreported"
    if settled is False and aim.ceiling and aim.nature == "flow":
        return "missed"  # a running sum cannot come back under its ceiling
    if settled is False and last_word and aim.dated and as_of >= aim.due:
        return "missed"
    if over:
        return "unreported"
    short = aim.shortfall(figure.value, figure.as_of, yardstick)
    limits = rules()["shortfall"]["points"] if aim.points else rules()["shortfall"]
    # Binary fractions: 0.1 + 0.05 is not to be more than 0.15.
    if short <= limits["on_track"] + 1e-9:
        return "on_track"
    return "at_risk" if short <= limits["at_risk"] + 1e-9 else "behind"


def _number(row: Mapping[str, Any], name: str) -> float | None:
    value = row.get(name)
    return None if value is None or pd.isna(value) else float(value)


def _text(row: Mapping[str, Any], name: str) -> str | None:
    value = row.get(name)
    return None if value is None or pd.isna(value) or value == "" else str(value)


def _first(*values: float | None) -> float | None:
    return next((value for value in values if value is not None), None)
