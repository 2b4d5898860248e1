"""Which target a reported figure bears on (对应目标), and whether it may stand for it.

A figure counts for a target only when indicator, area and period are the same: what it counts has
to be what the target counts, in a unit that converts, and a difference, a part, a share of the plan
or a quarter's own sum stand beside the target, never for it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from zctrack.actuals.match import pairs, rules
from zctrack.actuals.prose import Reported
from zctrack.extract.context import Around
from zctrack.extract.fold import fold
from zctrack.extract.units import convert
from zctrack.grammar import load
from zctrack.notice import Notice

__all__ = ["Bearing", "Targets", "may_count"]


@dataclass(frozen=True, slots=True)
class Bearing:
    """What a figure is about: a target's key or none, whether it may stand for it, how alike."""

    item: str | None
    stands: bool
    likeness: float = 0.0


@dataclass(frozen=True, slots=True)
class _Target:
    key: str
    unit: str | None
    basis: str
    due: pd.Timestamp | None
    indicator: str
    clause: str


class Targets:
    """The targets of a notice, by task, with the words around them.

    Parameters
    ----------
    notice : Notice
        Its quantities and text.
    """

    def __init__(self, notice: Notice) -> None:
        folded = fold(notice.text)
        around = Around(folded)
        self._of: dict[str, list[_Target]] = {}
        for row in notice.targets.to_dict("records"):
            left, right = around.clause(int(row["start"]), int(row["end"]))
            self._of.setdefault(str(row["task"]), []).append(
                _Target(
                    str(row["quantity"]),
                    None if pd.isna(row["unit"]) else str(row["unit"]),
                    str(row["basis"]),
                    None if pd.isna(row["due"]) else pd.Timestamp(row["due"]),
                    "" if pd.isna(row["indicator"]) else str(row["indicator"]),
                    folded[left:right],
                )
            )

    def bearings(self, figures: Sequence[Reported], *, task: str, goal: str) -> list[Bearing]:
        """Give each figure of a row the target that it bears on.

        Parameters
        ----------
        figures : sequence of Reported
            The row's figures, in their order.
        task : str
            Key of the task that the row is about.
        goal : str
            The row's own goal.

        Returns
        -------
        list of Bearing
            One a figure. Of several figures for one target the most alike stands; a share of the
            plan bears on what the figure before it does.

        Examples
        --------
        >>> import datetime as dt
        >>> import zctrack as zt
        >>> from zctrack.actuals.prose import figures
        >>> found = figures("生猪存栏2.86万头，其中能繁母猪3100头", as_of=dt.date(2020, 9, 30))
        >>> of = Targets(zt.load()).bearings(found, task="M29.4", goal="生猪存栏3.1万头")
        >>> [(b.item, b.stands) for b in of]
        [('M29.4.q1', True), (None, False)]
        """
        found: list[Bearing] = []
        for at, figure in enumerate(figures):
            one = at > 0 and figures[at - 1].sentence == figure.sentence
            before = figures[at - 1] if one else None
            if figure.basis == "plan_share":
                found.append(Bearing(found[-1].item if found and before else None, False))
            else:
                found.append(self._bearing(figure, before, task, goal))
        best: dict[str, float] = {}
        for bearing in found:
            if bearing.item and bearing.stands:
                best[bearing.item] = max(best.get(bearing.item, 0.0), bearing.likeness)
        return [
            Bearing(b.item, b.stands and b.likeness >= best[b.item], b.likeness) if b.item else b
            for b in found
        ]

    def _bearing(self, figure: Reported, before: Reported | None, task: str, goal: str) -> Bearing:
        how = rules()["figure"]
        noun = figure.noun or ""
        if figure.unit in ("%", "％") and before is not None and before.noun:
            # A rate is of what was counted before it.
            noun = f"{noun}。{before.noun}" if noun != before.noun else noun
        choices = []
        for target in self._of.get(task, ()):
            if not _one_measure(figure, target):
                continue
            wide = pairs(f"{goal}。{target.clause}。{target.indicator}")
            named = pairs(_core(target.indicator))
            # The clause may name what stands before the noun: less, because it names others too.
            likeness = max(
                _share(named, pairs(noun)),
                how["clause"] * _share(named, pairs(f"{noun}。{figure.clause}")),
            )
            if likeness >= how["named"] and _share(pairs(noun), wide) >= how["same"]:
                choices.append((target, likeness))
        if not choices:
            return Bearing(None, False)
        target, likeness = max(choices, key=lambda c: (c[1], *_nearest(c[0], figure)))
        return Bearing(target.key, _stands(figure, target), round(likeness, 3))


def _core(indicator: str) -> str:
    """An indicator without the end that changes nothing of what is counted."""
    for tail in sorted(rules()["figure"]["tails"], key=len, reverse=True):
        if indicator.endswith(tail) and len(indicator) > len(tail) + 1:
            return indicator.removesuffix(tail)
    return indicator


def _one_measure(figure: Reported, target: _Target) -> bool:
    """Whether a figure is in a unit that the target can be held against."""
    if target.basis == "all":
        rates = load.rules("progress", "rate")
        named = any(
            load.pattern(row["pattern"], "progress").fullmatch(fold(figure.noun or ""))
            for row in rates
        )
        return figure.unit == "%" and named
    if target.unit is None:
        return target.basis == "relative"
    return convert(figure.value, figure.unit, target.unit) is not None


def _share(part: Mapping[str, int], whole: Mapping[str, int]) -> float:
    """Share of the pairs of `part` that `whole` holds."""
    total = sum(part.values())
    return sum(n for pair, n in part.items() if pair in whole) / total if total else 0.0


def _nearest(target: _Target, figure: Reported) -> tuple[bool, float]:
    """Of alike targets the one whose date comes next."""
    if target.due is None:
        return (False, 0.0)
    days = (target.due - pd.Timestamp(figure.as_of)).days
    return (days >= 0, -abs(float(days)))


def _stands(figure: Reported, target: _Target) -> bool:
    in_time = figure.basis == "cumulative" or figure.period in ("open", "point", "of_year")
    return may_count(figure.basis, target.basis) and in_time and figure.beside is None


def may_count(basis: str, of_target: str) -> bool:
    """Whether a figure of one basis measures what a target of another does.

    Examples
    --------
    >>> may_count("cumulative", "level"), may_count("part", "level")
    (True, False)
    """
    return basis in rules()["figure"]["counts"].get(of_target, ())
