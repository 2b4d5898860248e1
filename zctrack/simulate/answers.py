"""What a bureau answers in one row of its form (填报内容), rightly or with a mistake."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pandas as pd

from zctrack.actuals.form_rows import Row
from zctrack.simulate.cells import Typed, figure, wrong_figure
from zctrack.simulate.settings import chance, pick, settings

__all__ = ["Answer", "answer", "mistyped"]

State = Mapping[Any, Any]


@dataclass(frozen=True, slots=True)
class Answer:
    """One row as a bureau fills it.

    Parameters
    ----------
    item : str
        Its key.
    cells : mapping of str to Typed
        By name of the form's column; what is left empty is not in it.
    value : float or None
        The figure that is meant, in the target's unit.
    right : float or None
        The true figure.
    measure, basis : str or None
        Of the figure.
    stated : str or None
        The state that is meant.
    day : pandas.Timestamp
        The day described.
    fate, mistake, reason : str or None
        What must become of the row, and why.
    bad : str or None
        The column of the cell that must be named, where it is rejected.
    """

    item: str
    cells: Mapping[str, Typed]
    value: float | None
    right: float | None
    measure: str | None
    basis: str | None
    stated: str | None
    day: pd.Timestamp
    fate: str = "taken"
    mistake: str | None = None
    reason: str | None = None
    bad: str | None = None

    @property
    def figure(self) -> Typed | None:
        """The cell of the figure."""
        return self.cells.get("value")

    def failed(self, kind: str, reason: str, bad: str | None = None) -> Answer:
        """The same row, which must now be rejected."""
        return replace(self, fate="rejected", mistake=kind, reason=reason, bad=bad)


def answer(
    row: Row,
    state: State,
    rng: np.random.Generator,
    *,
    asked: pd.Timestamp,
    figures: bool,
    faults: bool,
) -> Answer:
    """Fill one row.

    Parameters
    ----------
    row : Row
        What the form asks.
    state : mapping
        How it truly stands: a row of ``simulated.states``.
    rng : numpy.random.Generator
        Of the bureau and round.
    asked : pandas.Timestamp
        The day that the form asks about.
    figures : bool
        Whether the bureau gives figures here; else it leaves them to another.
    faults : bool
        Whether mistakes are made.

    Examples
    --------
    >>> from zctrack.actuals.form_rows import rows
    >>> from zctrack.datasets import load
    >>> state = {"value": None, "day": None, "stated": "done", "basis": None}
    >>> row = rows(load(), ["M29.3"])[0]
    >>> asked = pd.Timestamp("2020-09-30")
    >>> rng = np.random.default_rng(1)
    >>> answer(row, state, rng, asked=asked, figures=True, faults=False).stated
    'done'
    """
    right = _number(state["value"]) if row.target and figures else None
    day = pd.Timestamp(state["day"]) if row.target else asked
    found = _right(row, state, right, day, rng, asked=asked)
    if faults:
        for rule in settings()["mistake"]:
            if chance(rng, rule["share"]):
                wrong = _wrong(rule, found, row, state, rng)
                if wrong is not None:
                    return wrong
    return found


def mistyped(found: Answer, row: Row, state: State, rng: np.random.Generator) -> Answer:
    """Mistype the figure of a row that is right, as one does who sends a second version.

    Parameters
    ----------
    found : Answer
        The row.
    row, state, rng
        As for `answer`.

    Returns
    -------
    Answer
        The same, where it has no figure or a mistake already.
    """
    if found.right is None or found.mistake is not None:
        return found
    return _wrong({"kind": "typo"}, found, row, state, rng) or found


def _right(
    row: Row,
    state: State,
    right: float | None,
    day: pd.Timestamp,
    rng: np.random.Generator,
    *,
    asked: pd.Timestamp,
) -> Answer:
    how, words = settings()["bureau"], settings()["words"]
    stated = str(state["stated"])
    cells: dict[str, Typed] = {}
    if right is not None:
        cells["value"] = figure(right, row, rng)
    if day != asked or chance(rng, how["says_the_day"]):
        cells["as_of"] = _day(day, asked, rng)
    cells["words"] = Typed(pick(rng, words["progress"][stated]))
    cells["stated"] = Typed(pick(rng, words["states"][stated]))
    if chance(rng, how["documented"]):
        cells["evidence"] = Typed(pick(rng, words["evidence"]) + "（模拟）")
    return Answer(
        row.item,
        cells,
        right,
        right,
        None if right is None else row.unit,
        None if right is None else str(state["basis"]),
        stated,
        day,
    )


def _day(day: pd.Timestamp, asked: pd.Timestamp, rng: np.random.Generator) -> Typed:
    """Type a day as people do; without its year only where the form's is meant."""
    ways: list[Typed] = [
        Typed(day.to_pydatetime(), "date", number_format="yyyy-mm-dd"),
        Typed(f"{day.year}年{day.month}月{day.day}日"),
        Typed(f"{day.year}.{day.month}.{day.day}"),
        Typed(f"{day.year}-{day.month:02d}-{day.day:02d}"),
        Typed(float((day - pd.Timestamp(1899, 12, 30)).days), "serial", number_format="General"),
    ]
    if day == asked:
        ways.append(Typed(f"{day.month}月{day.day}日"))
    return pick(rng, ways)


def _wrong(
    rule: Mapping[str, Any], found: Answer, row: Row, state: State, rng: np.random.Generator
) -> Answer | None:
    """Make one mistake, or None where it cannot be made here."""
    kind, reason = str(rule["kind"]), str(rule.get("reason", ""))
    if kind == "unknown_state":
        said = Typed(pick(rng, settings()["words"]["states"]["unknown"]))
        return replace(found, cells={**found.cells, "stated": said}).failed(kind, reason, "stated")
    if kind == "day_as_number":
        number = Typed(float(f"{found.day.month}.{found.day.day:g}"), number_format="General")
        cells = {**found.cells, "as_of": number}
        return replace(found, cells=cells).failed(kind, reason, "as_of")
    if kind in ("key_gone_words_changed", "filled_twice"):
        return found.failed(kind, reason)
    if kind in ("key_gone", "copied_row"):
        return replace(found, mistake=kind)
    if kind == "done_too_early":
        if found.stated not in ("under_way", "not_done"):
            return None
        said = Typed(pick(rng, settings()["words"]["states"]["done"]))
        return replace(found, cells={**found.cells, "stated": said}, stated="done", mistake=kind)
    if found.right is None:
        return None
    if kind in ("typo", "own_quarter"):
        other = _other(kind, found.right, state)
        if other is None:
            return None
        cells = {**found.cells, "value": figure(other, row, rng)}
        return replace(found, cells=cells, value=other, mistake=kind)
    typed = wrong_figure(kind, found.right, row, rng)
    if typed is None:
        return None
    return replace(found, cells={**found.cells, "value": typed}).failed(kind, reason, "value")


def _other(kind: str, right: float, state: State) -> float | None:
    """Give the figure of somebody who mistypes, or who gives the quarter's instead of the sum."""
    if kind == "typo":
        whole = right == int(right)
        more = max(1.0, float(round(right * 0.1))) if whole else float(f"{right * 0.1:.2g}")
        over = state["measure"] == "%" and right + more > 100
        return float(f"{right - more if over else right + more:.12g}")
    before = _number(state["before"])
    if before is None or state["nature"] not in ("flow", "deliverable"):
        return None
    other = float(f"{right - before:.12g}")
    return other if 0 < other < before else None


def _number(value: Any) -> float | None:
    return None if value is None or pd.isna(value) else float(value)
