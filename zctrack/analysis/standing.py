"""Which reported figure may stand for which target (可计数值).

A figure counts for a target when it is the target's own: the same number of the notice, the same
level of government, final or on the way, of a basis that measures the same thing, in a unit that
converts. Everything else that names the target is context: it stands beside, never for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from zctrack.analysis.days import DateLike, day, days, reported
from zctrack.analysis.given import need
from zctrack.analysis.trajectory import Aim, Figure, aim_of, rules
from zctrack.errors import TableError
from zctrack.extract.units import convert

__all__ = [
    "SIMULATED",
    "TARGET",
    "DateLike",
    "aims",
    "apart",
    "counting",
    "dated",
    "day",
    "figure_of",
    "known",
    "latest",
    "matched",
]


SIMULATED = "simulated"

# The columns of `targets` without which no figure can be held against them.
TARGET = (
    "quantity",
    "task",
    "indicator",
    "comparator",
    "low",
    "high",
    "unit",
    "basis",
    "baseline",
    "better",
    "indicator_type",
    "due",
)

_BOUNDS = {">": "at_least", ">=": "at_least", "<": "at_most", "<=": "at_most"}
_ACTUALS = ("item", "level", "as_of", "value", "unit", "finality", "evidence", "source")


def matched(targets: pd.DataFrame, actuals: pd.DataFrame, *, level: str) -> pd.DataFrame:
    """Match the reported figures to the targets they name, and say which may stand for them.

    A row names a target by the target's key, or by its task's key together with the words of the
    notice (column ``item_surface``) where these are one target's only. A row that names only a
    task is about the task and matches no target.

    Parameters
    ----------
    targets : pandas.DataFrame
        Columns quantity, task, unit, basis; ``surface`` where rows are named by words.
    actuals : pandas.DataFrame
        Columns item, level, as_of, value, unit, finality, evidence, source; basis, comparator,
        reported_on, stated, item_surface where they are known.
    level : str
        Whose figures may stand: a code of the set ``level``.

    Returns
    -------
    pandas.DataFrame
        The matching rows in their order, with quantity, in_unit (the value in the target's
        unit), known_on (reported_on, else as_of) and counts:bool added.

    Raises
    ------
    TableError
        If a column is missing, or the figures are of several notices.

    Examples
    --------
    >>> targets = pd.DataFrame(
    ...     {"quantity": ["M8.5.q1"], "task": ["M8.5"], "unit": ["家"], "basis": ["level"]}
    ... )
    >>> figure = {"item": "M8.5.q1", "level": "district", "as_of": "2020-12-31", "value": 760.0,
    ...           "unit": "家", "finality": "final", "evidence": "documented", "source": "a.pdf"}
    >>> matched(targets, pd.DataFrame([figure]), level="district").counts.tolist()
    [True]
    """
    need(targets, "targets", ["quantity", "task", "unit", "basis"])
    need(actuals, "actuals", _ACTUALS)
    if "notice" in actuals.columns and actuals["notice"].nunique() > 1:
        raise TableError("the actuals are of several notices", todo="Filter them by notice first.")
    rows = actuals.reset_index(drop=True)
    if "kind" in rows.columns:
        # A change of the target is an entry of its own: its figure is a new target, no result.
        rows = rows[rows["kind"] != "change"].reset_index(drop=True)
    named = _names(targets)
    keys = [
        named.get(str(row["item"])) or named.get((row["item"], row.get("item_surface")))
        for row in rows.to_dict("records")
    ]
    rows = rows.assign(quantity=pd.Series(keys, dtype="str"))
    rows = rows[rows["quantity"].notna()].copy()
    of = {str(t["quantity"]): t for t in targets.to_dict("records")}
    judged = [_judge(row, of[str(row["quantity"])], level) for row in rows.to_dict("records")]
    rows["in_unit"] = pd.Series([j[0] for j in judged], dtype="float64", index=rows.index)
    rows["counts"] = pd.Series([j[1] for j in judged], dtype="bool", index=rows.index)
    return reported(rows).reset_index(drop=True)


def _names(targets: pd.DataFrame) -> dict[Any, str | None]:
    """Give what names a target: its key, or its task with words that are its alone."""
    names: dict[Any, str | None] = {}
    if "surface" in targets.columns:
        for row in targets[targets["surface"].notna()].to_dict("records"):
            place = (row["task"], row["surface"])
            names[place] = None if place in names else str(row["quantity"])
    return names | {str(key): str(key) for key in targets["quantity"]}


def _judge(
    row: Mapping[Any, Any], target: Mapping[Any, Any], level: str
) -> tuple[float | None, bool]:
    """Give the value in the target's unit, and whether the row may stand for it."""
    value, basis = row["value"], target["basis"]
    unit = "%" if basis == "all" else target["unit"]
    same = not pd.isna(value) and not pd.isna(row["unit"]) and not pd.isna(unit)
    # A relative commitment prints no unit: its figure is taken in whatever unit it comes.
    if basis == "relative" and pd.isna(unit) and not pd.isna(value):
        in_unit: float | None = float(value)
    else:
        in_unit = convert(float(value), str(row["unit"]), str(unit)) if same else None
    measures = rules()["counts"]["basis"].get(basis, [])
    given = row.get("basis")
    counts = (
        in_unit is not None
        and row["level"] == level
        and row["finality"] in rules()["counts"]["finality"]
        and (given is None or pd.isna(given) or given in measures)
    )
    return in_unit, counts


def latest(rows: pd.DataFrame) -> Mapping[Any, Any] | None:
    """Choose the row that describes the latest day; of several, the one reported last.

    Parameters
    ----------
    rows : pandas.DataFrame
        Columns as_of, known_on.

    Returns
    -------
    mapping or None
        The row, or None where there is none.

    Examples
    --------
    >>> latest(pd.DataFrame({"as_of": [1, 2], "known_on": [9, 3]}))["known_on"]
    3
    """
    if rows.empty:
        return None
    last = rows.sort_values(["as_of", "known_on"], kind="stable").iloc[[-1]]
    return last.to_dict("records")[0]


def figure_of(row: Mapping[Any, Any]) -> Figure:
    """Read a matched row as a figure.

    Parameters
    ----------
    row : mapping
        in_unit, as_of, finality; comparator where known.

    Examples
    --------
    >>> row = {"in_unit": 61.0, "as_of": pd.Timestamp("2020-12-31"), "finality": "final"}
    >>> figure_of(row).final
    True
    """
    comparator = row.get("comparator")
    return Figure(
        value=float(row["in_unit"]),
        as_of=pd.Timestamp(row["as_of"]),
        final=row["finality"] == "final",
        bound=_BOUNDS.get(comparator, "exact"),  # type: ignore[arg-type]
    )


def dated(targets: pd.DataFrame, deadlines: pd.DataFrame | None) -> pd.DataFrame:
    """Give the targets with due, begin and the printed words of the due date.

    A policy's lapse (expires) is no day by which something is to be reached.
    """
    rows = targets.reset_index(drop=True).copy(deep=False)
    rows["due"] = days(rows["due"], "due")
    if deadlines is None or "deadline" not in rows.columns:
        return rows.assign(begin=None, due_printed=None)
    need(deadlines, "deadlines", ["deadline", "kind", "surface"])
    tied = rows[["deadline"]].merge(
        deadlines.drop_duplicates("deadline"), on="deadline", how="left", validate="many_to_one"
    )
    lapses = tied["kind"] == "expires"
    begin = days(tied["begin"], "begin") if "begin" in tied.columns else None
    return rows.assign(
        due=rows["due"].mask(lapses),
        begin=begin,
        due_printed=tied["surface"].mask(lapses | rows["due"].isna(), None),
    )


def apart(rows: pd.DataFrame) -> None:
    """Refuse simulated beside reported figures.

    Raises
    ------
    TableError
        If both stand in the rows.
    """
    made_up = rows["source"] == SIMULATED
    if made_up.any() and not made_up.all():
        raise TableError(
            "the actuals mix simulated and reported figures", todo="Track the two kinds apart."
        )


def known(rows: pd.DataFrame, today: pd.Timestamp) -> pd.DataFrame:
    """Keep what was known on a day; refuse simulated beside reported figures."""
    apart(rows)
    return rows[(rows["known_on"] <= today) & (rows["as_of"] <= today)]


def counting(known: pd.DataFrame, key: str, aim: Aim | None) -> pd.DataFrame:
    """Keep the rows that may stand for one target and, where they are bounds, say something."""
    own = known[(known["quantity"] == key) & known["counts"]]
    if aim is None:
        return own.iloc[:0]
    says = [aim.counts(figure_of(row)) for row in own.to_dict("records")]
    return own[pd.Series(says, index=own.index, dtype="bool")]


def aims(rows: pd.DataFrame, begin: DateLike | None, today: pd.Timestamp) -> list[Aim | None]:
    """Read what each target asks for, with one begin for all paths and one end for undated ones.

    Parameters
    ----------
    rows : pandas.DataFrame
        What :func:`dated` gives.
    begin : str, date or Timestamp, optional
        First day; else 1 January of the earliest year in which a target is due.
    today : pandas.Timestamp
        The day, for a notice without any due date.
    """
    if begin is not None:
        first = day(begin, "begin")
    else:
        earliest = rows["due"].min()
        first = pd.Timestamp((today if pd.isna(earliest) else earliest).year, 1, 1)
    undated = pd.Timestamp(first.year, 12, 31)
    records: list[Any] = rows.to_dict("records")
    return [aim_of(row, begin=first, undated=undated) for row in records]
