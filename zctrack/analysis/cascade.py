"""How a national commitment comes down to the district (层层落实).

Columns are described in ``dictionary/analysis/cascade.toml``.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pandas as pd

from zctrack.analysis.comparison import compare, year_ends
from zctrack.analysis.given import need
from zctrack.analysis.trajectory import rules
from zctrack.dictionary.build import frame
from zctrack.extract.units import convert

__all__ = ["ANSWERS", "compare", "localised", "year_ends"]

ANSWERS = ("same", "complement", "own", "none", "waits")
"""Kinds of answer, from a number to none."""

_NEEDED = (
    "quantity",
    "task",
    "measure",
    "section",
    "role",
    "indicator",
    "low",
    "high",
    "unit",
    "basis",
    "surface",
)
_NO_DIGITS = ("all", "relative")
_WORD = re.compile(r"\w")


def localised(quantities: pd.DataFrame, tasks: pd.DataFrame | None = None) -> pd.DataFrame:
    """Find which national number has a district number (国家数字的区级落点).

    A district number answers a national one only inside the same measure. In this order: *same*,
    the same words without digits (应保尽保), or the same figure of the same dimension for the same
    indicator · *complement*, a cut by 5 % that is charged at 95 % · *own*, another number of the
    same dimension for the same indicator. Two indicators are the same when their pairs of
    neighbouring characters overlap by half (Dice 1945; the threshold stands in ``status.toml``),
    or one holds the other. A number of another dimension in the same measure (loans in 亿元 beside
    a growth of loans in %) is no answer: it cannot be held against the national one. Absence of a
    number is no absence of work.

    Parameters
    ----------
    quantities : pandas.DataFrame
        Columns quantity, task, measure, section, role, indicator, low, high, unit, basis,
        surface; doubtful where known.
    tasks : pandas.DataFrame, optional
        Columns task, measure, waits_for. With it a measure whose tasks all wait for a higher
        paper is told apart.

    Returns
    -------
    pandas.DataFrame
        One row a national number, in text order: ``zt.describe("cascade.localised")``.

    Raises
    ------
    TableError
        If a table lacks a needed column.

    References
    ----------
    Dice, L. R. (1945). Measures of the amount of ecologic association between species. Ecology
    26(3): 297-302. doi:10.2307/1932409.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {"quantity": ["M4.0.q1", "M4.1.q1"], "task": ["M4.0", "M4.1"], "measure": [4, 4],
    ...      "section": ["commitment", "implementation"], "role": ["national", "parameter"],
    ...      "indicator": ["工商业电价", "电费结算比例"], "low": [5.0, 95.0], "high": [5.0, 95.0],
    ...      "unit": ["%", "%"], "basis": ["decrease", "level"], "surface": ["5％", "95％"]}
    ... )
    >>> localised(rows)[["district", "answer"]].values.tolist()
    [['M4.1.q1', 'complement']]
    """
    need(quantities, "quantities", _NEEDED)
    waits = _waits(tasks)
    records: list[Any] = quantities.to_dict("records")
    out: dict[str, list[Any]] = {column: [] for column in _COLUMNS}
    for national in records:
        if national["section"] != "commitment":
            continue
        own = [
            row
            for row in records
            if row["measure"] == national["measure"] and row["section"] == "implementation"
        ]
        answer, found = _answer(national, own)
        waiting = waits.get(national["measure"])
        if answer == "none" and waiting is not None and waiting[0]:
            answer = "waits"
        district = found or {}
        doubts = [row.get("doubtful", False) for row in (national, district)]
        row = {
            "measure": national["measure"],
            "national": national["quantity"],
            **{f"national_{c}": national[c] for c in ("indicator", "surface", "basis")},
            "district": district.get("quantity"),
            **{f"district_{c}": district.get(c) for c in ("task", "indicator", "surface", "role")},
            "answer": answer,
            "waits_for": None if waiting is None else waiting[1],
            "doubtful": any(bool(doubt) for doubt in doubts),
        }
        for column in _COLUMNS:
            out[column].append(row[column])
    return frame("cascade.localised", out)


_COLUMNS = (
    "measure",
    "national",
    "national_indicator",
    "national_surface",
    "national_basis",
    "district",
    "district_task",
    "district_indicator",
    "district_surface",
    "district_role",
    "answer",
    "waits_for",
    "doubtful",
)


def _waits(tasks: pd.DataFrame | None) -> dict[int, tuple[bool, str | None]]:
    """Give for each measure whether all its tasks wait, and for what."""
    if tasks is None:
        return {}
    need(tasks, "tasks", ["task", "measure", "waits_for"])
    out: dict[int, tuple[bool, str | None]] = {}
    for measure, rows in tasks.groupby("measure", sort=True):
        things = rows["waits_for"].dropna().astype(str)
        out[int(str(measure))] = (
            bool(rows["waits_for"].notna().all()),
            "、".join(things.unique()) or None,
        )
    return out


def _answer(
    national: Mapping[str, Any], own: list[Mapping[str, Any]]
) -> tuple[str, Mapping[str, Any] | None]:
    for answer, fits in (("same", _same), ("complement", _complement), ("own", _own)):
        found = next((row for row in own if fits(national, row)), None)
        if found is not None:
            return answer, found
    return "none", None


def _same(national: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    if national["basis"] in _NO_DIGITS:
        return bool(row["basis"] == national["basis"] and row["surface"] == national["surface"])
    return (
        row["basis"] == national["basis"]
        and _figure(national) is not None
        and _figure(row, str(national["unit"])) == _figure(national)
        and _alike(national, row)
    )


def _complement(national: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    """Tell whether a cut by 5 % stands beside a rest of 95 %: the sum says it, not the words."""
    cut, rest = _figure(national, "%"), _figure(row, "%")
    return (
        cut is not None
        and rest is not None
        and (national["basis"], row["basis"]) == ("decrease", "level")
        and cut + rest == 100.0
    )


def _own(national: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    return (
        _figure(national) is not None
        and _figure(row, str(national["unit"])) is not None
        and row["basis"] not in _NO_DIGITS
        and _alike(national, row)
    )


def _figure(row: Mapping[str, Any], unit: str | None = None) -> float | None:
    """Give the row's figure in a unit, or None where it has none or measures something else."""
    values = [row[side] for side in ("low", "high") if not pd.isna(row[side])]
    if not values or pd.isna(row["unit"]):
        return None
    return convert(float(values[0]), str(row["unit"]), unit or str(row["unit"]))


def _alike(national: Mapping[str, Any], row: Mapping[str, Any]) -> bool:
    one, other = (
        "".join(_WORD.findall(str(r["indicator"]))) if not pd.isna(r["indicator"]) else ""
        for r in (national, row)
    )
    if not one or not other:
        return False
    if one in other or other in one:
        return True
    pairs = [Counter(pairwise(w)) for w in (one, other)]
    shared = sum((pairs[0] & pairs[1]).values())
    total = sum(pairs[0].values()) + sum(pairs[1].values())
    return total > 0 and 2 * shared / total >= float(rules()["cascade"]["overlap"])
