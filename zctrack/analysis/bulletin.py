"""What the bulletin states (督查专报): every count with its keys, the judgement, who does well.

The tables of progress, review and ranking are counted here once more, by what a sentence needs, so
that each number in a sentence is a cell with the keys that it counts. Rules are data in
``bulletin.toml``. What it says of single matters is in `analysis.bulletin_matters`.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Mapping, Sequence
from importlib import resources
from typing import Any

import pandas as pd

from zctrack.analysis.bulletin_matters import HARD, annex, lagging, sheets
from zctrack.analysis.days import DateLike, day, of_day, with_days
from zctrack.analysis.given import need
from zctrack.dictionary.build import codes, frame, table
from zctrack.errors import TableError

__all__ = ["annex", "figures", "judgement", "lagging", "rules", "sheets", "well"]

_GOOD = ("done", "well")
_ITEM = (
    *("item", "task", "target", "status", "office_class", "evidence", "closed", "changed"),
    *("source", "as_of"),
)
_HORIZONS = (30, 60, 90)

Keys = Sequence[str]


@functools.cache
def rules() -> Mapping[str, Any]:
    """Give the rules of the bulletin, as ``bulletin.toml`` states them.

    Examples
    --------
    >>> rules()["well"]["min_judged"]
    3
    """
    home = resources.files("zctrack.analysis") / "bulletin.toml"
    return tomllib.loads(home.read_text("utf-8"))


def figures(
    items: pd.DataFrame,
    due: pd.DataFrame,
    slips: pd.DataFrame,
    by_unit: pd.DataFrame,
    findings: pd.DataFrame,
    *,
    as_of: DateLike,
) -> pd.DataFrame:
    """Count what the bulletin's sentences state (通报数字).

    Parameters
    ----------
    items : pandas.DataFrame
        What `analysis.progress.items` gives.
    due : pandas.DataFrame
        What `analysis.review.due` gives, with its own horizons.
    slips : pandas.DataFrame
        The register that `analysis.review.slips` gives.
    by_unit : pandas.DataFrame
        What `analysis.progress.by_unit` gives.
    findings : pandas.DataFrame
        What `analysis.progress.findings` gives.
    as_of : str, date or Timestamp
        The day of all of them.

    Returns
    -------
    pandas.DataFrame
        One row a count, with the keys that it counts: ``zt.describe("bulletin.figures")``.

    Raises
    ------
    TableError
        If a column is missing, or a table is of another day.
    OptionError
        If as_of is no date.

    Examples
    --------
    >>> none = [frame(name) for name in ("progress.items", "review.due", "review.slips")]
    >>> none += [frame("progress.by_unit"), frame("progress.findings")]
    >>> rows = figures(*none, as_of="2020-12-30").set_index("figure")
    >>> rows.loc["year", ["n", "of"]].tolist(), int(rows.loc["items", "n"])
    ([365, 366], 0)
    """
    today = day(as_of, "as_of")
    need(items, "items", _ITEM)
    need(due, "due", ["list", "item", "within", "as_of"])
    need(slips, "slips", ["slip", "list", "colour", "state", "past", "as_of"])
    need(by_unit, "by_unit", ["unit", "lagging", "as_of"])
    need(findings, "progress.findings", ["item"])
    of_today = {"progress.items": items, "review.due": due, "review.slips": slips}
    for described, given in (of_today | {"progress.by_unit": by_unit}).items():
        of_day(with_days(given, described), described.partition(".")[2], today)
    made = _of_items(items)
    made |= _of_review(due)
    made |= _of_slips(slips)
    made |= {
        "findings": (list(findings["item"]), None),
        "units": (list(by_unit["unit"]), None),
        "units_well": (list(well(by_unit)["unit"]), len(by_unit)),
        "units_lagging": (list(by_unit.loc[by_unit["lagging"].notna(), "unit"]), len(by_unit)),
    }
    rows: list[tuple[str, int, int | None, str | None]] = []
    for name in (code.code for code in codes("bulletin_figure")):
        if name == "year":
            length = 366 if today.is_leap_year else 365
            rows.append((name, today.day_of_year, length, None))
            continue
        keys, of = made[name]
        rows.append((name, len(keys), of, "、".join(keys) or None))
    return frame(
        "bulletin.figures",
        {
            "figure": [row[0] for row in rows],
            "n": [row[1] for row in rows],
            "of": [row[2] for row in rows],
            "share": [row[1] / row[2] if row[2] else None for row in rows],
            "keys": [row[3] for row in rows],
            "as_of": [today] * len(rows),
        },
    )


def _of_items(items: pd.DataFrame) -> dict[str, tuple[Keys, int | None]]:
    total = len(items)
    judged = items["office_class"].notna()
    among = int(judged.sum())

    def keys(rows: pd.Series[bool]) -> Keys:
        return list(items.loc[rows, "item"])

    target = items["target"].astype(bool)
    outside = {
        name: (keys(~judged & (items["status"] == name)), total)
        for name in ("unreported", "waiting", "not_started")
    }
    return {
        "items": (list(items["item"]), None),
        "targets": (keys(target), total),
        "tasks": (keys(~target), total),
        "judged": (keys(judged), total),
        "good": (keys(items["office_class"].isin(_GOOD)), among),
        "hard": (keys(items["office_class"].isin(HARD)), among),
        "cannot": (keys(items["office_class"] == "cannot"), among),
        "word_only": (keys(judged & (items["evidence"] == "stated")), among),
        "closed": (keys(items["closed"].astype(bool)), total),
        "changed": (keys(items["changed"].astype(bool)), total),
        **outside,
    }


def _of_review(due: pd.DataFrame) -> dict[str, tuple[Keys, int | None]]:
    lists = ("late", "slow", "to_check", "silent", "lapses")
    made: dict[str, tuple[Keys, int | None]] = {
        name: (list(due.loc[due["list"] == name, "item"]), None) for name in lists
    }
    for days in _HORIZONS:
        rows = (due["list"] == "due") & (due["within"] == days).fillna(False)
        made[f"due_{days}"] = (list(due.loc[rows, "item"]), None)
    return made


def _of_slips(slips: pd.DataFrame) -> dict[str, tuple[Keys, int | None]]:
    asks = slips["list"] == "silent"
    own = slips[(slips["state"] == "open") & ~asks]
    made: dict[str, tuple[Keys, int | None]] = {"slips": (list(own["slip"]), None)}
    for code in codes("slip_colour"):
        rows = own[own["colour"] == code.code]
        made[f"slips_{code.code}"] = (list(rows["slip"]), len(own))
    made["slips_past"] = (list(own.loc[own["past"].astype(bool), "slip"]), len(own))
    eased = (slips["state"] == "eased") & ~asks
    made["slips_eased"] = (list(slips.loc[eased, "slip"]), None)
    made["reminders"] = (list(slips.loc[asks & (slips["state"] == "open"), "slip"]), None)
    return made


def judgement(figures: pd.DataFrame) -> str:
    """Pass the overall judgement (总体评价) by the rules of ``bulletin.toml``.

    Parameters
    ----------
    figures : pandas.DataFrame
        What :func:`figures` gives.

    Returns
    -------
    str
        A code of the set ``judgement``.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> rows = {"figure": ["judged", "good"], "share": [0.8, 0.75]}
    >>> judgement(pd.DataFrame(rows)), judgement(pd.DataFrame(rows | {"share": [0.4, 1.0]}))
    ('steady', 'too_few')
    """
    need(figures, "figures", ["figure", "share"])
    share = figures.set_index("figure")["share"].fillna(0.0)
    for rule in rules()["judgement"]:
        if "judged_below" in rule:
            fits = share["judged"] < rule["judged_below"]
        else:
            fits = share["good"] >= rule["good"]
        if fits:
            return str(rule["code"])
    raise TableError("no rule of bulletin.toml fits: the last one must always do")


def well(by_unit: pd.DataFrame) -> pd.DataFrame:
    """Name the units that do well (进展较好): enough judged items, none of them in difficulty.

    Parameters
    ----------
    by_unit : pandas.DataFrame
        What `analysis.progress.by_unit` gives.

    Returns
    -------
    pandas.DataFrame
        Most done first: ``zt.describe("bulletin.well")``.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> well(frame("progress.by_unit")).empty
    True
    """
    counts = ("done", "well", "difficult", "changed", "cannot")
    need(by_unit, "by_unit", ["unit", "items", "unreported", "source", "as_of", *counts])
    by_unit = with_days(by_unit, "progress.by_unit")
    judged = by_unit[list(counts)].sum(axis=1)
    hard = by_unit["difficult"] + by_unit["cannot"]
    named = (judged >= rules()["well"]["min_judged"]) & (hard == 0)
    named &= by_unit["unreported"] <= judged
    rows = by_unit.assign(judged=judged)[named]
    rows = rows.sort_values(["done", "well"], ascending=False, kind="stable")
    names = [column.name for column in table("bulletin.well").columns]
    return frame("bulletin.well", {name: rows[name] for name in names})


def _plain(value: Any) -> Any:
    return None if pd.isna(value) else value
