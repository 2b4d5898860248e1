"""How every matter stands: tasks without numbers, the items of the follow-up, their classes (进度).

Targets are judged by their figures (`analysis.targets.track`), tasks without a number by what is
stated and checked; the rules of both are data in ``status.toml``. Three questions stay three
columns: what the body states, what stands behind it, how it stands against the original date.
"""

from __future__ import annotations

from typing import Any

import pandas as pd

from zctrack.analysis.answers import ANSWERS, full_names
from zctrack.analysis.contradictions import findings
from zctrack.analysis.days import with_days
from zctrack.analysis.given import need
from zctrack.analysis.items import items
from zctrack.analysis.standing import SIMULATED
from zctrack.analysis.task_states import tasks
from zctrack.analysis.trajectory import rules
from zctrack.dictionary.build import frame

__all__ = ["by_unit", "classes", "findings", "items", "tasks"]

_BESIDE = ("unreported", "waiting", "not_started")


def classes(items: pd.DataFrame) -> pd.DataFrame:
    """Count the items in the supervision offices' five classes, and those beside them (分类统计).

    Parameters
    ----------
    items : pandas.DataFrame
        What :func:`items` gives: columns item, target, status, office_class, closed, source,
        as_of.

    Returns
    -------
    pandas.DataFrame
        The five classes in their order, then unreported, waiting and not started:
        ``zt.describe("progress.classes")``. Empty where there is no item.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> len(classes(frame("progress.items")))
    0
    """
    need(items, "items", ["item", "target", "status", "office_class", "closed", "source", "as_of"])
    items = with_days(items, "progress.items")
    if items.empty:
        return frame("progress.classes")
    five = [entry["code"] for entry in rules()["class"]]
    inside = [items["office_class"] == code for code in five]
    outside = items["office_class"].isna()
    inside += [outside & (items["status"] == code) for code in _BESIDE]
    judged = int((~outside).sum())
    counts = [int(rows.sum()) for rows in inside]
    shared = [n / judged if judged else None for n in counts[: len(five)]]
    return frame(
        "progress.classes",
        {
            "office_class": [*five, *[None] * len(_BESIDE)],
            "beside": [*[None] * len(five), *_BESIDE],
            "items": counts,
            "of": [len(items)] * len(counts),
            "judged": [judged] * len(counts),
            "share": [n / len(items) for n in counts],
            "share_judged": [*shared, *[None] * len(_BESIDE)],
            "targets": [int(items.loc[rows, "target"].sum()) for rows in inside],
            "closed": [int(items.loc[rows, "closed"].sum()) for rows in inside],
            "simulated": [int((items.loc[rows, "source"] == SIMULATED).sum()) for rows in inside],
            "keys": ["、".join(items.loc[rows, "item"]) or None for rows in inside],
            "as_of": [items["as_of"].iloc[0]] * len(counts),
        },
    )


def by_unit(items: pd.DataFrame, assignments: pd.DataFrame) -> pd.DataFrame:
    """Count each unit's items by class; an item with several units counts for each (各单位).

    Parameters
    ----------
    items : pandas.DataFrame
        What :func:`items` gives.
    assignments : pandas.DataFrame
        Columns task, party, kind, role; party_full where known.

    Returns
    -------
    pandas.DataFrame
        One row a unit that answers for an item, in printed order:
        ``zt.describe("progress.by_unit")``.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> len(by_unit(frame("progress.items"), frame("assignments")))
    0
    """
    need(items, "items", ["item", "task", "status", "office_class", "closed", "source", "as_of"])
    items = with_days(items, "progress.items")
    need(assignments, "assignments", ["task", "party", "kind", "role"])
    answering = (assignments["kind"] == "unit") & assignments["role"].isin(ANSWERS)
    rows = assignments[answering]
    pairs = pd.DataFrame({"task": rows["task"], "who": full_names(rows)}).drop_duplicates()
    held = pairs.merge(items, on="task")
    order = [unit for unit in dict.fromkeys(pairs["who"]) if unit in set(held["who"])]
    groups = dict(iter(held.groupby("who")))
    out: dict[str, list[Any]] = {"unit": list(order), "items": [], "closed": [], "lagging": []}
    five = [entry["code"] for entry in rules()["class"]]
    out |= {name: [] for name in (*five, *_BESIDE, "source", "as_of")}
    for unit in order:
        own = groups[unit]
        out["items"].append(len(own))
        out["closed"].append(int(own["closed"].sum()))
        for code in five:
            out[code].append(int((own["office_class"] == code).sum()))
        for code in _BESIDE:
            unclassed = own["office_class"].isna() & (own["status"] == code)
            out[code].append(int(unclassed.sum()))
        lags = own["office_class"].isin(["difficult", "cannot"])
        out["lagging"].append("、".join(own.loc[lags, "item"]) or None)
        out["source"].append(SIMULATED if (own["source"] == SIMULATED).any() else None)
        out["as_of"].append(own["as_of"].iloc[0])
    return frame("progress.by_unit", out)
