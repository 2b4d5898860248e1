"""What the supervision office adds to the reports (督查室): calls, checks, a changed target.

Every month the office calls the bureaus with the most targets (每月一调度); after each quarter it
checks finished items against their results and closes them out (对账销号).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from zctrack.actuals.form_rows import Row
from zctrack.actuals.submission import submission
from zctrack.analysis.standing import DateLike, day
from zctrack.notice import Notice
from zctrack.simulate.fill import asked_of
from zctrack.simulate.reality import reality
from zctrack.simulate.settings import chance, pick, settings, stream
from zctrack.simulate.truth import Truth, table_of

__all__ = ["change_target", "check", "dispatch"]

_SIMULATED = "simulated"


def dispatch(
    notice: Notice, *, as_of: DateLike, seed: int = 2020, closed: Sequence[str] = ()
) -> tuple[pd.DataFrame, Truth]:
    """Ask the bureaus with most targets for their figures of a month's end, by telephone.

    Parameters
    ----------
    notice : Notice
        The notice.
    as_of : str, date or Timestamp
        The month's end.
    seed : int
        Of the simulation.
    closed : sequence of str
        Items that were closed out.

    Returns
    -------
    tuple of (pandas.DataFrame, Truth)
        A submission for the ledger, and what is true of it.

    Raises
    ------
    OptionError
        If the day is none.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> rows, truth = dispatch(load(), as_of="2020-10-31")
    >>> set(rows["source"]), len(rows) == len(truth.typed)
    ({'simulated'}, True)
    """
    asked = day(as_of, "as_of")
    how = settings()["bureau"]
    states = {str(r["item"]): r for r in reality(notice, as_of=asked, seed=seed).to_dict("records")}
    rows: list[dict[str, Any]] = []
    typed: list[dict[str, Any]] = []
    for unit, own in asked_of(notice).items():
        nature = stream(seed, unit)
        if chance(nature, how["silent"]) or not _many(own, how["monthly"]["targets"]):
            continue
        rng = stream(seed, unit, str(asked.date()), "call")
        reported = asked + pd.Timedelta(days=int(rng.integers(3, 10)))
        for row in own:
            state = states[row.item]
            told = state["day"] == asked and not pd.isna(state["value"])
            if row.item in closed or not row.target or not told or row.units[:1] != (unit,):
                continue
            words = pick(rng, settings()["words"]["progress"][str(state["stated"])])
            made = _report(notice, row, state, unit, reported, f"月调度：{words}")
            rows.append(made)
            typed.append(_typed(made, asked))
    return submission(rows), Truth(table_of("typed", typed), _none("states"), _none("files"))


def check(
    notice: Notice,
    states: pd.DataFrame,
    reported: pd.DataFrame,
    *,
    on: DateLike,
    seed: int = 2020,
    closed: Sequence[str] = (),
) -> pd.DataFrame:
    """Check the items that are said to be finished, and close out those that are.

    Parameters
    ----------
    notice : Notice
        The notice.
    states : pandas.DataFrame
        ``simulated.states`` of the round: what a check finds.
    reported : pandas.DataFrame
        The table ``actuals``: what was reported, of which the office checks what is called done.
    on : str, date or Timestamp
        The day of the checks.
    seed : int
        Of the simulation.
    closed : sequence of str
        Items that were closed out before.

    Returns
    -------
    pandas.DataFrame
        A submission of close-outs; an item that is not truly done stays open.

    Raises
    ------
    OptionError
        If the day is none.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> from zctrack.dictionary.build import frame
    >>> states = reality(load(), as_of="2020-12-31")
    >>> len(check(load(), states, frame("actuals"), on="2021-01-30"))  # nobody says done
    0
    """
    when = day(on, "on")
    how = settings()["close_out"]
    said = set(reported.loc[reported["stated"] == "done", "item"])
    rows = []
    for state in states.to_dict("records"):
        item = str(state["item"])
        done = state["stated"] == "done" and (item in said or state["task"] in said)
        if item in closed or not done:
            continue
        rng = stream(seed, item, str(when.date()), "check")
        if not chance(rng, how["checked"]):
            continue
        figure = not pd.isna(state["value"])
        rows.append(
            {
                "notice": notice.key,
                "item": item,
                "level": "district",
                "indicator": None if pd.isna(state["indicator"]) else state["indicator"],
                "as_of": state["day"] if figure else state["round"],
                "value": state["value"] if figure else None,
                "unit": state["measure"] if figure else None,
                "basis": state["basis"] if figure else None,
                "comparator": "=" if figure else None,
                "finality": "final",
                "stated": "done",
                "evidence": "checked",
                "reported_on": when,
                "reporter": settings()["office"],
                "source": _SIMULATED,
                "note": how["note"],
                "kind": "close_out",
            }
        )
    return submission(rows)


def change_target(notice: Notice, item: str, value: float, *, on: DateLike) -> pd.DataFrame:
    """Enter that the office changed a target later; the notice's own stays as it was.

    Parameters
    ----------
    notice : Notice
        The notice.
    item : str
        Key of the target.
    value : float
        The new figure, in the target's unit.
    on : str, date or Timestamp
        The day of the change.

    Returns
    -------
    pandas.DataFrame
        A submission.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> row = change_target(load(), "M14.2.q2", 200.0, on="2021-04-12")
    >>> row[["kind", "value", "unit", "source"]].values.tolist()
    [['change', 200.0, '个', 'simulated']]
    """
    when = day(on, "on")
    target = notice.targets.set_index("quantity").loc[item]
    row = {
        "notice": notice.key,
        "item": item,
        "level": "district",
        "indicator": target["indicator"],
        "as_of": when,
        "value": value,
        "unit": target["unit"],
        "comparator": target["comparator"],
        "finality": "issued",
        "evidence": "documented",
        "reported_on": when,
        "reporter": settings()["office"],
        "source": _SIMULATED,
        "note": settings()["change"]["note"],
        "kind": "change",
    }
    return submission([row])


def _many(rows: Sequence[Row], least: int) -> bool:
    return sum(row.target for row in rows) >= least


def _report(
    notice: Notice,
    row: Row,
    state: Mapping[Any, Any],
    unit: str,
    reported: pd.Timestamp,
    words: str,
) -> dict[str, Any]:
    return {
        "notice": notice.key,
        "item": row.item,
        "level": "district",
        "indicator": row.indicator,
        "as_of": state["day"],
        "value": state["value"],
        "unit": row.unit,
        "basis": state["basis"],
        "comparator": "=",
        "finality": "interim",
        "stated": state["stated"],
        "evidence": "stated",
        "reported_on": reported,
        "reporter": unit,
        "source": _SIMULATED,
        "words": words,
        "kind": "report",
    }


def _typed(made: Mapping[str, Any], asked: pd.Timestamp) -> dict[str, Any]:
    return {
        "round": asked,
        "arrives": asked,
        "file": f"月调度_{asked.date()}_{settings()['mark']}",
        "unit": made["reporter"],
        "item": made["item"],
        "day": made["as_of"],
        "value": made["value"],
        "measure": made["unit"],
        "basis": made["basis"],
        "comparator": "=",
        "stated": made["stated"],
        "right": made["value"],
        "way": "call",
        "fate": "taken",
        "filled_on": made["reported_on"],
    }


def _none(name: str) -> pd.DataFrame:
    return table_of(name, [])
