"""Who answers for how much (工作量): several ways of counting, side by side.

Columns of every result are described in ``dictionary/analysis/workload.toml``. Gaps of
responsibility and pairs of parties are made in :mod:`zctrack.analysis.cooperation`.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Literal

import pandas as pd

from zctrack.analysis.answers import ANSWERS, Held, chapter_of, held, rows_of, tally
from zctrack.analysis.cooperation import co_occurrence, flow, gaps, partners
from zctrack.analysis.given import need
from zctrack.dictionary.build import frame, table
from zctrack.errors import OptionError

__all__ = [
    "by_party",
    "co_occurrence",
    "concentration",
    "crosstab",
    "flow",
    "gaps",
    "partners",
    "ways",
]

Kind = Literal["official", "unit"]

# So many parties have their share together.
_SHOWN = 3
WAYS = ("tasks", "tasks_split", "measures", "chapters", "tasks_due", "targets")


def by_party(
    assignments: pd.DataFrame,
    *,
    kind: Kind = "official",
    measures: pd.DataFrame | None = None,
    deadlines: pd.DataFrame | None = None,
    targets: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Count how much each party carries, by several ways of counting side by side.

    A count of tasks rewards a text that is cut into small pieces, and adds to more than there are
    where names share one; hence the split count (fractional counting: Perianes-Rodriguez, Waltman
    and van Eck 2016, in full with `zctrack.analysis.ranking.bands`), measures, chapters, tasks
    with a due date, targets.

    Parameters
    ----------
    assignments : pandas.DataFrame
        Columns task, measure, party, kind, role, collective, start (party_full where known).
    kind : {"official", "unit"}
        Persons or units.
    measures, deadlines, targets : pandas.DataFrame, optional
        Each adds its way of counting, and without it that column is not there: ``measures``
        (measure, chapter) the chapters; ``deadlines`` (task, section, kind, until, doubtful) the
        tasks with a due date; ``targets`` (quantity, task, related, relation, doubtful) the
        targets.

    Returns
    -------
    pandas.DataFrame
        One row a party that is named in any role: party, kind, collective, tasks, tasks_split,
        measures, chapters, tasks_due, targets (the last two also ``_firm``, without doubtful
        rows); for units lead, joint, respective, by_duty, supports, named, leads_supported,
        under_officials; and all_tasks, all_measures, … : of how many. Officials by tasks, units
        by named; of equals the one named first.

    Raises
    ------
    TableError, OptionError
        If a column is missing; if the kind is unknown.

    Examples
    --------
    >>> assignments = pd.DataFrame(
    ...     {"task": ["M1.1", "M1.2", "M1.2"], "measure": [1, 1, 1], "party": ["甲", "甲", "乙"],
    ...      "kind": "official", "role": "responsible", "collective": False, "start": [1, 1, 3]}
    ... )
    >>> by_party(assignments)[["party", "tasks", "tasks_split"]].values.tolist()
    [['甲', 2, 1.5], ['乙', 1, 0.5]]
    """
    rows = rows_of(assignments, kind, ["collective"])
    parties = list(dict.fromkeys(rows["who"]))
    groups = set(rows.loc[rows["collective"].astype(bool), "who"])
    columns: dict[str, list[object]] = {
        "party": [*parties],
        "kind": [kind] * len(parties),
        "collective": [party in groups for party in parties],
    }
    everything = held(rows, measures, deadlines, targets)
    firm = held(rows, None, deadlines, targets, firm=True)
    for way, things in everything.items():
        sizes = tally(things, split=way == "tasks_split")
        sums = [sum(sizes.get(party, {}).values()) for party in parties]
        columns[way] = [float(total) if way == "tasks_split" else int(total) for total in sums]
        columns[f"all_{way}"] = [len({h.item for h in things})] * len(parties)
    for way in ("tasks_due", "targets"):
        if way in firm:
            sizes = tally(firm[way], split=False)
            columns[f"{way}_firm"] = [len(sizes.get(party, {})) for party in parties]
    if kind == "unit":
        columns |= _unit_columns(rows, assignments, parties)
    found = _given("workload.by_party", columns)
    order = "tasks" if kind == "official" else "named"
    return found.sort_values([order, "tasks"], ascending=False, kind="stable", ignore_index=True)


def _given(name: str, columns: Mapping[str, Sequence[object]]) -> pd.DataFrame:
    """Make the table with those of its columns that the given tables allow to count."""
    types = frame(name).dtypes
    return pd.DataFrame(
        {c: pd.Series(columns[c], dtype=types[c]) for c in types.index if c in columns}
    )


def _unit_columns(
    rows: pd.DataFrame, assignments: pd.DataFrame, parties: Sequence[str]
) -> dict[str, list[object]]:
    """Count what only units have: each role's tasks, whom they support and work under."""
    officials = rows_of(assignments, "official")
    above = _grouped(officials[officials["role"] == "responsible"], "task", "who")
    answering = _grouped(rows[rows["role"].isin(ANSWERS)], "task", "who")
    roles = {
        column: _grouped(rows[rows["role"] == role], "who", "task")
        for column, role in (
            *((role, role) for role in ("lead", "joint", "respective", "by_duty")),
            ("supports", "support"),
        )
    }
    named = _grouped(rows, "who", "task")
    return {
        **{
            column: [len(tasks.get(party, ())) for party in parties]
            for column, tasks in roles.items()
        },
        "named": [len(named[party]) for party in parties],
        "leads_supported": [
            len(
                {
                    lead
                    for task in roles["supports"].get(party, ())
                    for lead in answering.get(task, ())
                    if lead != party
                }
            )
            for party in parties
        ],
        "under_officials": [
            len({official for task in named[party] for official in above.get(task, ())})
            for party in parties
        ],
    }


def _grouped(rows: pd.DataFrame, key: str, value: str) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for k, v in zip(rows[key], rows[value], strict=True):
        found[k].add(v)
    return found


def ways(by_party: pd.DataFrame) -> pd.DataFrame:
    """Turn :func:`by_party` into long form, each count in percent of its total.

    Parameters
    ----------
    by_party : pandas.DataFrame
        What :func:`by_party` gives.

    Returns
    -------
    pandas.DataFrame
        One row a party and way of counting: party, way, count, total, share (percent; missing
        where the total is 0).

    Raises
    ------
    TableError
        If party, tasks or all_tasks is missing.

    Examples
    --------
    >>> one = pd.DataFrame({"party": ["甲"], "tasks": [1], "all_tasks": [4]})
    >>> ways(one)[["way", "share"]].values.tolist()
    [['tasks', 25.0]]
    """
    counts = [*WAYS, *(f"all_{way}" for way in WAYS)]
    need(by_party, "workload.by_party", ["party", "tasks", "all_tasks"], also=counts)
    cells = [
        (row["party"], way, row[way], row["all_tasks" if way == "tasks_split" else f"all_{way}"])
        for _, row in by_party.iterrows()
        for way in WAYS
        if way in by_party.columns
    ]
    return frame(
        "workload.ways",
        {
            **{c: [cell[i] for cell in cells] for i, c in enumerate(("party", "way", "count"))},
            "total": [total for *_, total in cells],
            "share": [100 * count / total if total else None for *_, count, total in cells],
        },
    )


def concentration(
    assignments: pd.DataFrame,
    *,
    kind: Kind = "official",
    measures: pd.DataFrame | None = None,
    deadlines: pd.DataFrame | None = None,
    targets: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Measure what the first one, two and three parties hold, by each way of counting.

    A share of the first k is what at least one of them answers for, so that a shared task counts
    once. The range is over leaving out one measure after the other: it says how far a single one
    decides the share. Gini stands beside its ceiling (n − 1) / n, because with few parties it
    says little (Deltas 2003); the effective number is the inverse Herfindahl–Hirschman index.
    Portfolios follow from office: that is no fault.

    Parameters
    ----------
    assignments, kind, measures, deadlines, targets
        As for :func:`by_party`.

    Returns
    -------
    pandas.DataFrame
        One row a way of counting that the given tables allow: way, kind, parties, total, first,
        second, third, share_first, share_two, share_three, first_low, first_high, two_low,
        two_high (percent), first_stays, gini, gini_ceiling, effective_number. No row where
        nobody answers for anything.

    Raises
    ------
    TableError, OptionError
        If a column is missing; if the kind is unknown.

    References
    ----------
    Deltas, G. (2003). The small-sample bias of the Gini coefficient: results and implications for
    empirical research. Review of Economics and Statistics 85(1): 226-234.
    doi:10.1162/rest.2003.85.1.226.

    Examples
    --------
    >>> assignments = pd.DataFrame(
    ...     {"task": ["M1.1", "M1.2", "M2.1", "M2.2"], "measure": [1, 1, 2, 2],
    ...      "party": ["甲", "甲", "甲", "乙"], "kind": "official", "role": "responsible",
    ...      "start": [1, 1, 5, 7]}
    ... )
    >>> concentration(assignments).loc[0, ["share_first", "first_low", "first_high"]].tolist()
    [75.0, 50.0, 100.0]
    """
    everything = held(rows_of(assignments, kind), measures, deadlines, targets)
    order = list(dict.fromkeys(h.party for h in everything["tasks"]))
    found = [
        {"kind": kind, **_concentration(way, things, order)}
        for way, things in everything.items()
        if things
    ]
    names = [column.name for column in table("workload.concentration").columns]
    return frame("workload.concentration", {c: [row[c] for row in found] for c in names})


def _concentration(way: str, things: Sequence[Held], order: Sequence[str]) -> dict[str, object]:
    sizes, shares = _first_shares(way, things, order)
    first = next(iter(sizes))
    without = [
        _first_shares(way, left, order)
        for measure in sorted({h.measure for h in things})
        if (left := [h for h in things if h.measure != measure])
    ] or [(sizes, shares)]
    counts = sorted(sizes.get(party, Fraction(0)) for party in order)
    n, whole = len(counts), sum(counts)
    weighted = sum((2 * i - n - 1) * count for i, count in enumerate(counts, start=1))
    return {
        "way": way,
        "parties": n,
        "total": len({h.item for h in things}),
        **dict(zip(("first", "second", "third"), [*sizes, None, None], strict=False)),
        **dict(zip(("share_first", "share_two", "share_three"), shares, strict=True)),
        "first_low": min(s[0] for _, s in without),
        "first_high": max(s[0] for _, s in without),
        "two_low": min(s[1] for _, s in without),
        "two_high": max(s[1] for _, s in without),
        "first_stays": all(max(left.values()) == left.get(first) for left, _ in without),
        "gini": float(weighted / (n * whole)),
        "gini_ceiling": (n - 1) / n,
        "effective_number": float(whole**2 / sum(count**2 for count in counts)),
    }


def _first_shares(
    way: str, things: Sequence[Held], order: Sequence[str]
) -> tuple[dict[str, Fraction], list[float]]:
    """Give the parties' sizes, the largest first, and the percent of the first one, two, three."""
    split = way == "tasks_split"
    parts = tally(things, split=split)
    sizes = {party: sum(parts[party].values(), Fraction(0)) for party in order if party in parts}
    sizes = _ranked(sizes, parts)
    whole = len({h.item for h in things})
    shares = []
    for k in range(1, _SHOWN + 1):
        first = list(sizes)[:k]
        covered = set().union(*(parts[party] for party in first))
        part = sum((sizes[p] for p in first), Fraction(0)) if split else Fraction(len(covered))
        shares.append(float(100 * part / whole))
    return sizes, shares


def _ranked(
    sizes: Mapping[str, Fraction], parts: Mapping[str, Mapping[str | int, Fraction]]
) -> dict[str, Fraction]:
    """Order by size; of equals, the one first that adds most to those before it.

    Else the share of the first two would hang on which of two equals the notice names first.
    """
    ranked: dict[str, Fraction] = {}
    covered: set[str | int] = set()
    left = list(sizes)
    while left and len(ranked) < _SHOWN:
        most = max(sizes[party] for party in left)
        equals = [party for party in left if sizes[party] == most]
        party = max(equals, key=lambda party: len(parts[party].keys() - covered))
        ranked[party] = sizes[party]
        covered |= parts[party].keys()
        left.remove(party)
    return ranked | {party: sizes[party] for party in sorted(left, key=lambda p: -sizes[p])}


def crosstab(
    assignments: pd.DataFrame,
    measures: pd.DataFrame,
    *,
    columns: Literal["chapter", "measure"] | None = None,
    kind: Kind = "official",
) -> pd.DataFrame:
    """Count in which chapters (or measures) each party's tasks lie.

    Parameters
    ----------
    assignments : pandas.DataFrame
        Columns task, measure, party, kind, role, start (party_full where known).
    measures : pandas.DataFrame
        Columns measure, chapter.
    columns : {"chapter", "measure"}, optional
        What to set against the parties; by default the chapters, and the measures of a notice that
        has no chapters.
    kind : {"official", "unit"}
        Persons or units.

    Returns
    -------
    pandas.DataFrame
        Long and complete, one row for each party that answers for something and each chapter or
        measure: kind, by, party, column, tasks, shared, column_tasks, party_tasks, all_tasks.
        Parties by tasks; of equals the one named first.

    Raises
    ------
    TableError, OptionError
        If a column is missing; if kind or columns is unknown.

    Examples
    --------
    >>> assignments = pd.DataFrame(
    ...     {"task": ["M1.1"], "measure": [1], "party": ["甲"], "kind": ["official"],
    ...      "role": ["responsible"], "start": [1]}
    ... )
    >>> measures = pd.DataFrame({"measure": [1, 2], "chapter": [1, 2]})
    >>> crosstab(assignments, measures)["tasks"].tolist()
    [1, 0]
    """
    chapter = chapter_of(measures)
    if columns is None:
        columns = "chapter" if any(chapter.values()) else "measure"
    if columns not in ("chapter", "measure"):
        raise OptionError(f"columns is {columns!r}", todo="Use 'chapter' or 'measure'.")
    tasks = held(rows_of(assignments, kind), None, None, None)["tasks"]
    place = {
        h.item: chapter.get(h.measure, 0) if columns == "chapter" else h.measure for h in tasks
    }
    numbers = sorted({*(chapter.values() if columns == "chapter" else chapter), *place.values()})
    size = Counter(place.values())
    cells = []
    parts = tally(tasks, split=True)
    for party in sorted(parts, key=lambda party: -len(parts[party])):
        for number in numbers:
            here = [part for task, part in parts[party].items() if place[task] == number]
            cells.append(
                {
                    "kind": kind,
                    "by": columns,
                    "party": party,
                    "column": number,
                    "tasks": len(here),
                    "shared": sum(part < 1 for part in here),
                    "column_tasks": size[number],
                    "party_tasks": len(parts[party]),
                    "all_tasks": len(place),
                }
            )
    names = [column.name for column in table("workload.crosstab").columns]
    return frame("workload.crosstab", {c: [cell[c] for cell in cells] for c in names})
