"""What a report form asks (填报行): one row a target, and one for each task without targets.

The rows of a unit follow from the notice alone, so that a form that comes back can be held
against what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from zctrack.actuals.form_words import Lang, data, word
from zctrack.dictionary.build import labels
from zctrack.notice import Notice

__all__ = ["Row", "answering", "plain_number", "rows", "tasks_of"]

_STOP = re.compile(r"[。；;！!？?\n]")


@dataclass(frozen=True, slots=True)
class Row:
    """One row of a form.

    Parameters
    ----------
    item : str
        Key of the target, else of the task.
    task : str
        Key of the task.
    target : bool
        Whether a figure is asked.
    sentence : str
        The notice's words.
    indicator, unit, plain_unit, basis : str or None
        Of the target; the unit of what means all is %.
    goal : float or None
        The target's number, the upper one of two.
    surface, comparator : str or None
        The target as printed, and its code.
    low, high : float or None
        Its figures.
    due : tuple of (pandas.Timestamp or None, str)
        Days by which it is due, with the notice's words.
    officials, units : tuple of str
        Who answers for the task.
    """

    item: str
    task: str
    target: bool
    sentence: str
    indicator: str | None
    unit: str | None
    plain_unit: str | None
    basis: str | None
    goal: float | None
    surface: str | None
    comparator: str | None
    low: float | None
    high: float | None
    due: tuple[tuple[pd.Timestamp | None, str], ...]
    officials: tuple[str, ...]
    units: tuple[str, ...]

    def reworded(self, said: Callable[[str], str]) -> Row:
        """Give the row with each of its texts as `said` gives it; its keys and codes stay."""
        return replace(
            self,
            sentence=said(self.sentence),
            indicator=None if self.indicator is None else said(self.indicator),
            surface=None if self.surface is None else said(self.surface),
            due=tuple((day, said(surface)) for day, surface in self.due),
            officials=tuple(map(said, self.officials)),
            units=tuple(map(said, self.units)),
        )

    def goal_shown(self, lang: Lang) -> str:
        """Say the goal: its comparator with its number, or its words where it has none."""
        if not self.target:
            return word("none", lang)
        if self.low is None and self.high is None:
            if self.basis == "all" and self.surface != "全部":
                return word("all_goal", lang, surface=self.surface)
            return self.surface or word("none", lang)
        figures = dict.fromkeys(plain_number(v) for v in (self.low, self.high) if v is not None)
        said = "—".join(figures)
        if self.comparator not in ("=", "range", None):
            gap = "" if lang == "zh" else " "
            said = labels("comparator", lang)[str(self.comparator)] + gap + said
        if self.basis in ("increase", "decrease", "growth"):
            said = word(f"{self.basis}_goal", lang, goal=said)
        return said

    def due_shown(self, lang: Lang) -> str:
        """Say the days by which it is due, each with the notice's words."""
        if not self.due:
            return word("undated", lang)
        left, right = ("（", "）") if lang == "zh" else ("(", ")")
        return "\n".join(
            surface if day is None else f"{day.date().isoformat()}\n{left}{surface}{right}"
            for day, surface in self.due
        )


def plain_number(value: float) -> str:
    """Write a number as a person would: no exponent, no needless zeros.

    Examples
    --------
    >>> plain_number(15.48), plain_number(154800.0)
    ('15.48', '154800')
    """
    text = f"{value:.12f}" if abs(value) < 1e15 else f"{value:.0f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def tasks_of(notice: Notice, *, kind: str) -> dict[str, list[str]]:
    """Give the tasks that each unit or official answers for, in text order.

    Parameters
    ----------
    notice : Notice
        The notice.
    kind : {"unit", "official"}
        A unit answers as lead, joint, respective or by its duties; an official is responsible.

    Returns
    -------
    dict of str to list of str
        Full name → keys of tasks, the names in text order.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> tasks_of(load(), kind="unit")["区水利局"]
    ['M14.4']
    """
    roles = data()["roles"] if kind == "unit" else ["responsible"]
    rows = notice.assignments
    rows = rows[(rows["kind"] == kind) & rows["role"].isin(roles)]
    rows = rows.sort_values("start", kind="stable")
    place = {task: at for at, task in enumerate(notice.tasks["task"])}
    found: dict[str, dict[str, None]] = {}
    for name, task in zip(rows["party_full"], rows["task"], strict=True):
        if task in place:
            found.setdefault(str(name), {})[str(task)] = None
    return {name: sorted(tasks, key=place.__getitem__) for name, tasks in found.items()}


def answering(notice: Notice) -> dict[str, list[str]]:
    """Give the tasks of each unit that gets a form."""
    return tasks_of(notice, kind="unit")


def rows(notice: Notice, tasks: Sequence[str]) -> list[Row]:
    """Give the rows of some tasks.

    Parameters
    ----------
    notice : Notice
        The notice.
    tasks : sequence of str
        Their keys, in the order wanted.

    Returns
    -------
    list of Row
        A row for each target of a task, in text order; one for a task without.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> [row.item for row in rows(load(), ["M8.5", "M29.3"])]
    ['M8.5.q1', 'M8.5.q2', 'M29.3']
    """
    facts: dict[Any, Any] = notice.tasks.set_index("task").to_dict("index")
    targets = notice.targets.sort_values("start", kind="stable")
    by_task: dict[str, list[Mapping[Any, Any]]] = {}
    for target in targets.to_dict("records"):
        by_task.setdefault(str(target["task"]), []).append(target)
    deadlines = notice.deadlines
    printed = {d["deadline"]: d for d in deadlines.to_dict("records")}
    own = deadlines[
        (deadlines["kind"] == "due")
        & deadlines["section"].isin(["implementation", "responsibility"])
        & deadlines["until"].notna()
    ]
    units, officials = _names(tasks_of(notice, kind="unit")), _names(_officials(notice))
    own_dates: dict[str, list[Mapping[Any, Any]]] = {}
    for d in own.to_dict("records"):
        own_dates.setdefault(str(d["task"]), []).append(d)
    found = []
    for task in tasks:
        fact = facts[task]
        who = (tuple(officials.get(task, ())), tuple(units.get(task, ())))
        if not by_task.get(task):
            due = tuple(
                (pd.Timestamp(d["until"]), str(d["surface"])) for d in own_dates.get(task, ())
            )
            found.append(_task_row(task, _words(str(fact["text"])), due, who))
        found += [
            _target_row(notice.text, target, (int(fact["start"]), int(fact["end"])), printed, who)
            for target in by_task.get(task, ())
        ]
    return found


def _officials(notice: Notice) -> dict[str, list[str]]:
    return tasks_of(notice, kind="official")


def _names(tasks: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, keys in tasks.items():
        for task in keys:
            found.setdefault(task, []).append(name)
    return found


def _task_row(
    task: str,
    sentence: str,
    due: tuple[tuple[pd.Timestamp | None, str], ...],
    who: tuple[tuple[str, ...], tuple[str, ...]],
) -> Row:
    nothing = (None,) * 9
    return Row(task, task, False, sentence, *nothing, due, *who)


def _target_row(
    text: str,
    target: Mapping[Any, Any],
    task: tuple[int, int],
    printed: Mapping[Any, Mapping[Any, Any]],
    who: tuple[tuple[str, ...], tuple[str, ...]],
) -> Row:
    low, high = _float(target["low"]), _float(target["high"])
    basis = str(target["basis"])
    figures = [value for value in (low, high) if value is not None]
    deadline = printed.get(target["deadline"])
    due: tuple[tuple[pd.Timestamp | None, str], ...] = ()
    if deadline is not None and deadline["kind"] != "expires":
        day = target["due"]
        due = ((None if pd.isna(day) else day, str(deadline["surface"])),)
    return Row(
        item=str(target["quantity"]),
        task=str(target["task"]),
        target=True,
        sentence=_sentence(text, int(target["start"]), int(target["end"]), task),
        indicator=_str(target["indicator"]),
        unit="%" if basis == "all" else _str(target["unit"]),
        plain_unit="%" if basis == "all" else _str(target["plain_unit"]),
        basis=basis,
        goal=100.0 if basis == "all" else max(figures, default=None),
        surface=_str(target["surface"]),
        comparator=_str(target["comparator"]),
        low=low,
        high=high,
        due=due,
        officials=who[0],
        units=who[1],
    )


def _sentence(text: str, start: int, end: int, task: tuple[int, int]) -> str:
    """Cut the sentence, to its next 。 or ；, that a target stands in."""
    first = max(task[0], 0)
    begins = [m.end() for m in _STOP.finditer(text, first, start)]
    stop = _STOP.search(text, end, max(task[1], end))
    return _words(text[begins[-1] if begins else first : stop.end() if stop else task[1]])


def _words(text: str) -> str:
    return re.sub(r"\s+", " ", text).strip()


def _float(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)


def _str(value: Any) -> str | None:
    return None if value is None or pd.isna(value) else str(value)
