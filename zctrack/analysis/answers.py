"""Who answers for what (谁负责什么): the base on which every count of workload stands.

"Answers for" means responsible (an official), lead, joint or respective (a unit); who supports,
guides or acts by its duties does not. A party is known by its full name where the table has one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import NamedTuple

import pandas as pd

from zctrack.analysis.given import need
from zctrack.errors import OptionError

__all__ = ["ANSWERS", "Held", "chapter_of", "full_names", "held", "rows_of", "tally"]

ANSWERS = ("responsible", "lead", "joint", "respective")


class Held(NamedTuple):
    """One thing that a party answers for, and the measure that it stands in."""

    party: str
    item: str | int
    measure: int


def full_names(rows: pd.DataFrame) -> pd.Series[str]:
    """Give the parties' full names; the printed one where no full one is known.

    Examples
    --------
    >>> rows = pd.DataFrame({"party": ["财政局", "赵学"], "party_full": ["区财政局", None]})
    >>> full_names(rows).tolist()
    ['区财政局', '赵学']
    """
    if "party_full" not in rows.columns:
        return rows["party"]
    return rows["party_full"].fillna(rows["party"])


def rows_of(assignments: pd.DataFrame, kind: str, more: Sequence[str] = ()) -> pd.DataFrame:
    """Give the rows of one kind of party in text order, `who` its full name."""
    need(assignments, "assignments", ["task", "measure", "party", "kind", "role", "start", *more])
    if kind not in ("official", "unit"):
        raise OptionError(f"kind is {kind!r}", todo="Use 'official' or 'unit'.")
    rows = assignments[assignments["kind"] == kind].sort_values("start", kind="stable")
    return rows.assign(who=full_names(rows))


def chapter_of(measures: pd.DataFrame) -> dict[int, int]:
    """Give the number of each measure's chapter."""
    need(measures, "measures", ["measure", "chapter"])
    return dict(zip(measures["measure"], measures["chapter"], strict=True))


def _targets_by_task(targets: pd.DataFrame, *, firm: bool = False) -> dict[str, list[str]]:
    """Collect each task's targets; what repeats another (relation ``same``) goes by its key."""
    need(targets, "targets", ["quantity", "task", "related", "relation", "doubtful"])
    found: dict[str, list[str]] = defaultdict(list)
    columns = ("quantity", "task", "related", "relation", "doubtful")
    for key, task, related, relation, doubtful in zip(
        *(targets[column] for column in columns), strict=True
    ):
        if not (firm and doubtful):
            found[task].append(related if relation == "same" else key)
    return found


def _due(deadlines: pd.DataFrame, *, firm: bool = False) -> set[str]:
    """Find the tasks with a due date of their own: not the nation's, inside the commitment."""
    need(deadlines, "deadlines", ["task", "section", "kind", "until", "doubtful"])
    own = deadlines["section"].isin(["implementation", "responsibility"])
    dated = own & (deadlines["kind"] == "due") & deadlines["until"].notna()
    return set(deadlines.loc[dated & ~(deadlines["doubtful"].astype(bool) & firm), "task"])


def held(
    rows: pd.DataFrame,
    measures: pd.DataFrame | None,
    deadlines: pd.DataFrame | None,
    targets: pd.DataFrame | None,
    *,
    firm: bool = False,
) -> dict[str, list[Held]]:
    """Collect what each party answers for, by each way of counting that the tables allow."""
    answers = rows[rows["role"].isin(ANSWERS)]
    tasks = [
        Held(*row)
        for row in zip(answers["who"], answers["task"], answers["measure"].tolist(), strict=True)
    ]
    found = {
        "tasks": tasks,
        "tasks_split": tasks,
        "measures": [Held(h.party, h.measure, h.measure) for h in tasks],
    }
    if measures is not None:
        chapter = chapter_of(measures)
        # A notice without chapters is not counted by them: all of it would be one.
        if any(chapter.values()):
            found["chapters"] = [Held(h.party, chapter.get(h.measure, 0), h.measure) for h in tasks]
    if deadlines is not None:
        due = _due(deadlines, firm=firm)
        found["tasks_due"] = [h for h in tasks if h.item in due]
    if targets is not None:
        inside = _targets_by_task(targets, firm=firm)
        found["targets"] = [
            Held(h.party, key, h.measure) for h in tasks for key in inside.get(str(h.item), ())
        ]
    return found


def tally(things: Iterable[Held], *, split: bool) -> dict[str, dict[str | int, Fraction]]:
    """Say what each item of each party counts for: 1, or 1/m of what m parties share."""
    pairs = dict.fromkeys((h.party, h.item) for h in things)
    sharing = Counter(item for _, item in pairs)
    sizes: dict[str, dict[str | int, Fraction]] = defaultdict(dict)
    for party, item in pairs:
        sizes[party][item] = Fraction(1, sharing[item] if split else 1)
    return sizes
