"""Who works with whom, and where nobody is the one to ask (协作与责任).

These functions are part of :mod:`zctrack.analysis.workload`; columns of their results are
described in ``dictionary/analysis/workload.toml``.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from fractions import Fraction
from itertools import combinations, groupby
from typing import Any, Literal

import pandas as pd

from zctrack.analysis.answers import ANSWERS, chapter_of, rows_of
from zctrack.analysis.given import need
from zctrack.dictionary.build import frame, table

__all__ = ["co_occurrence", "flow", "gaps", "partners"]

# In the order of a list that is read from the top: what leaves a whole clause open comes first.
_GAPS = (
    "nobody_answers",
    "several_leads",
    "joint_without_lead",
    "respective_without_split",
    "unnamed_group",
    "open_list",
    "official_changes",
)


def gaps(assignments: pd.DataFrame) -> pd.DataFrame:
    """Find where nobody is the one to ask (责任不明).

    ``nobody_answers``: units are named, and none is lead, joint or respective ·
    ``several_leads``: two or more lead, in no order · ``joint_without_lead``: two or more units
    without a role word and no lead (one alone is sole, not unclear) ·
    ``respective_without_split``: two or more answer each for a part that is not told apart ·
    ``unnamed_group``: a name that stands for a group · ``open_list``: a list that ends with 等 ·
    ``official_changes``: a measure whose responsible officials change inside, one row for each
    stretch.

    Parameters
    ----------
    assignments : pandas.DataFrame
        Columns task, measure, party, kind, role, collective, open, surface, start, end
        (party_full where known).

    Returns
    -------
    pandas.DataFrame
        One row a clause and gap: gap, measure, task, last_task, tasks, parties, role, surface,
        start, end. By gap in the order above, then by place in the text. Tasks of one clause are
        one fact and one row.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> assignments = pd.DataFrame(
    ...     {"task": "M2.1", "measure": 2, "party": ["甲局", "乙局"], "kind": "unit",
    ...      "role": "lead", "collective": False, "open": False, "surface": ["甲局", "乙局"],
    ...      "start": [8, 11], "end": [10, 13]}
    ... )
    >>> gaps(assignments)[["gap", "parties"]].values.tolist()
    [['several_leads', '甲局；乙局']]
    """
    need(assignments, "assignments", ["collective", "open", "surface", "end"])
    units = rows_of(assignments, "unit")
    officials = rows_of(assignments, "official")
    found = [
        _row(gap, rows)
        for gap, rows in (
            *_unit_gaps(units),
            *_changes(officials[officials["role"] == "responsible"]),
        )
    ]
    found.sort(key=lambda row: (_GAPS.index(row["gap"]), row["start"], row["task"]))
    names = [column.name for column in table("workload.gaps").columns]
    return frame("workload.gaps", {c: [row[c] for row in found] for c in names})


def _unit_gaps(units: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give each gap with its rows; tasks that name the same parties at one place go together."""
    clauses: dict[object, list[pd.DataFrame]] = defaultdict(list)
    for _, rows in units.groupby("task", sort=False):
        clauses[rows["measure"].iloc[0], *rows["start"]].append(rows)
    for tasks in clauses.values():
        rows = tasks[0]
        answers = rows[rows["role"].isin(ANSWERS)]
        tests = {
            "nobody_answers": rows if answers.empty else answers.iloc[:0],
            "unnamed_group": rows[rows["collective"].astype(bool)],
            "open_list": rows[rows["open"].astype(bool)],
        }
        leads, joint = (answers[answers["role"] == role] for role in ("lead", "joint"))
        respective = answers[answers["role"] == "respective"]
        if len(leads) > 1:
            tests["several_leads"] = leads
        if leads.empty and len(joint) > 1:
            tests["joint_without_lead"] = joint
        if len(respective) > 1:
            tests["respective_without_split"] = respective
        for gap, concerned in tests.items():
            if len(concerned):
                places = set(concerned["start"])
                yield gap, pd.concat([task[task["start"].isin(places)] for task in tasks])


def _changes(officials: pd.DataFrame) -> Iterator[tuple[str, pd.DataFrame]]:
    """Give the stretches of every measure in which the responsible officials change."""
    for _, rows in officials.groupby("measure", sort=False):
        by_task = [(tuple(task["who"]), task) for _, task in rows.groupby("task", sort=False)]
        stretches = [
            [task for _, task in run] for _, run in groupby(by_task, key=lambda pair: pair[0])
        ]
        if len(stretches) > 1:
            for stretch in stretches:
                yield "official_changes", pd.concat(stretch)


def _row(gap: str, rows: pd.DataFrame) -> dict[str, Any]:
    first = rows.iloc[0]
    tasks = list(dict.fromkeys(rows["task"]))
    return {
        "gap": gap,
        "measure": first["measure"],
        "task": tasks[0],
        "last_task": tasks[-1],
        "tasks": len(tasks),
        "parties": "；".join(dict.fromkeys(rows["who"])),
        **{column: first[column] for column in ("role", "surface", "start", "end")},
    }


def co_occurrence(
    assignments: pd.DataFrame, *, kind: Literal["official", "unit"] = "unit"
) -> pd.DataFrame:
    """Count the pairs that are named for one task, in any role: tasks and measures together.

    Tasks of one clause are one fact, so measures stand beside tasks. Groups are left out: a group
    is nobody that one can call.

    Parameters
    ----------
    assignments : pandas.DataFrame
        Columns task, measure, party, kind, role, collective, start (party_full where known).
    kind : {"official", "unit"}
        Persons or units.

    Returns
    -------
    pandas.DataFrame
        One row a pair: kind, first, second, measures, tasks (k), first_measures, first_tasks,
        second_measures, second_tasks (each side's own, n). By measures together, then tasks; of
        equals the one named first.

    Raises
    ------
    TableError, OptionError
        If a column is missing; if the kind is unknown.

    Examples
    --------
    >>> assignments = pd.DataFrame(
    ...     {"task": ["M1.1", "M1.1", "M2.1"], "measure": [1, 1, 2], "party": ["甲", "乙", "甲"],
    ...      "kind": "unit", "role": ["lead", "support", "lead"], "collective": False,
    ...      "start": [1, 3, 9]}
    ... )
    >>> co_occurrence(assignments).loc[0, ["measures", "first_measures"]].tolist()
    [1, 2]
    """
    rows = rows_of(assignments, kind, ["collective"])
    rows = rows[~rows["collective"].astype(bool)]
    order = {party: i for i, party in enumerate(dict.fromkeys(rows["who"]))}
    tasks: dict[tuple[str, ...], set[object]] = defaultdict(set)
    measures: dict[tuple[str, ...], set[object]] = defaultdict(set)
    for task, inside in rows.groupby("task", sort=False):
        here = sorted(set(inside["who"]), key=order.__getitem__)
        for names in (*((name,) for name in here), *combinations(here, 2)):
            tasks[names].add(task)
            measures[names].add(inside["measure"].iloc[0])
    pairs = sorted(
        (names for names in tasks if len(names) == 2),
        key=lambda pair: (
            -len(measures[pair]),
            -len(tasks[pair]),
            *(order[name] for name in pair),
        ),
    )
    return frame(
        "workload.co_occurrence",
        {
            "kind": [kind] * len(pairs),
            "first": [first for first, _ in pairs],
            "second": [second for _, second in pairs],
            "measures": [len(measures[pair]) for pair in pairs],
            "tasks": [len(tasks[pair]) for pair in pairs],
            "first_measures": [len(measures[first,]) for first, _ in pairs],
            "first_tasks": [len(tasks[first,]) for first, _ in pairs],
            "second_measures": [len(measures[second,]) for _, second in pairs],
            "second_tasks": [len(tasks[second,]) for _, second in pairs],
        },
    )


def partners(co_occurrence: pd.DataFrame) -> pd.DataFrame:
    """Set every party against the one that is named beside most others: k of its n measures.

    Parameters
    ----------
    co_occurrence : pandas.DataFrame
        What :func:`co_occurrence` gives.

    Returns
    -------
    pandas.DataFrame
        One row for every other party of the table, those without a common task too: kind,
        partner, party, measures (k), party_measures (n), tasks, party_tasks. By measures
        together, then tasks, then the fewest of its own; of equals the one that the table has
        first.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> pairs = frame(
    ...     "workload.co_occurrence",
    ...     {"kind": ["unit"], "first": ["甲"], "second": ["乙"], "measures": [1], "tasks": [2],
    ...      "first_measures": [1], "first_tasks": [2], "second_measures": [3],
    ...      "second_tasks": [4]},
    ... )
    >>> partners(pairs)[["partner", "party", "measures", "party_measures"]].values.tolist()
    [['甲', '乙', 1, 3]]
    """
    columns = [column.name for column in table("workload.co_occurrence").columns]
    need(co_occurrence, "workload.co_occurrence", columns)
    sides: list[dict[str, Any]] = []
    for pair in co_occurrence.to_dict("records"):
        for one, other in (("first", "second"), ("second", "first")):
            sides.append(
                {
                    "kind": pair["kind"],
                    "partner": pair[one],
                    "party": pair[other],
                    "measures": pair["measures"],
                    "party_measures": pair[f"{other}_measures"],
                    "tasks": pair["tasks"],
                    "party_tasks": pair[f"{other}_tasks"],
                }
            )
    others = Counter(side["partner"] for side in sides)
    together: Counter[str] = Counter()
    for side in sides:
        together[side["partner"]] += side["measures"]
    hub = max(others, key=lambda party: (others[party], together[party]), default=None)
    met = {side["party"]: side for side in sides if side["partner"] == hub}
    rest = {
        side["party"]: {**side, "partner": hub, "measures": 0, "tasks": 0}
        for side in sides
        if side["party"] != hub and side["party"] not in met
    }
    rows = sorted(
        [*met.values(), *rest.values()],
        key=lambda row: (-row["measures"], -row["tasks"], row["party_measures"]),
    )
    names = [column.name for column in table("workload.partners").columns]
    return frame("workload.partners", {c: [row[c] for row in rows] for c in names})


def flow(assignments: pd.DataFrame, measures: pd.DataFrame) -> pd.DataFrame:
    """Follow every task from the official to the unit that answers for it, and to its chapter.

    A task with several officials or units is split evenly among its paths (fractional counting),
    so that the whole keeps its width from end to end.

    Parameters
    ----------
    assignments : pandas.DataFrame
        Columns task, measure, party, kind, role, start (party_full where known).
    measures : pandas.DataFrame
        Columns measure, chapter.

    Returns
    -------
    pandas.DataFrame
        One row a link: stage, source, target, tasks, weight, keys. Where no task names an
        official there is only the stage ``unit``. In the order in which they come in the text.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> assignments = pd.DataFrame(
    ...     {"task": "M1.1", "measure": 1, "party": ["甲", "乙局", "丙局"],
    ...      "kind": ["official", "unit", "unit"], "role": ["responsible", "lead", "lead"],
    ...      "start": [1, 4, 7]}
    ... )
    >>> flow(assignments, pd.DataFrame({"measure": [1], "chapter": [2]})).weight.tolist()
    [0.5, 0.5, 0.5, 0.5]
    """
    chapter = chapter_of(measures)
    people: dict[str, list[str]] = defaultdict(list)
    units: dict[str, list[str]] = defaultdict(list)
    place: dict[str, int] = {}
    for kind, found in (("official", people), ("unit", units)):
        rows = rows_of(assignments, kind)
        for task, measure, role, who in zip(
            *(rows[column] for column in ("task", "measure", "role", "who")), strict=True
        ):
            place[task] = chapter.get(measure, 0)
            if role in ANSWERS and who not in found[task]:
                found[task].append(who)
    weights: dict[tuple[str, str | None, str | None], Fraction] = defaultdict(Fraction)
    keys: dict[tuple[str, str | None, str | None], list[str]] = defaultdict(list)
    for task in dict.fromkeys(assignments["task"]):
        above: list[str | None] = [*people[task]] or [None]
        answering: list[str | None] = [*units[task]] or [None]
        through = [("official", one, unit) for one in above for unit in answering]
        through += [("unit", unit, str(place[task])) for unit in answering]
        for link in through:
            share = len(above) * len(answering) if link[0] == "official" else len(answering)
            weights[link] += Fraction(1, share)
            keys[link].append(task)
    links = sorted(
        (link for link in keys if link[0] == "unit" or any(people.values())),
        key=lambda link: link[0],
    )
    return frame(
        "workload.flow",
        {
            "stage": [stage for stage, _, _ in links],
            "source": [source for _, source, _ in links],
            "target": [target for _, _, target in links],
            "tasks": [len(keys[link]) for link in links],
            "weight": [float(weights[link]) for link in links],
            "keys": ["；".join(keys[link]) for link in links],
        },
    )
