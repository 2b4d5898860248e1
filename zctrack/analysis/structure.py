"""By what each task of a notice can be checked (结构：可核查性).

Every function takes tables and gives a table; columns are described in
``dictionary/analysis/structure.toml``.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pandas as pd

from zctrack.analysis.given import need
from zctrack.dictionary.build import codes, frame

__all__ = ["by_chapter", "by_class", "checkability"]

# Words of the issuer's own: a date inside the quoted commitment is the nation's.
_OWN = ("implementation", "responsibility")
_CHECKABLE = ("both", "date", "number")


def checkability(
    tasks: pd.DataFrame,
    deadlines: pd.DataFrame,
    quantities: pd.DataFrame,
    products: pd.DataFrame | None = None,
    *,
    citations: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Class each task by what it can be checked by: the first test that fits (可核查性).

    In this order: a due date with a last day or a target with a figure (``both``, ``date``,
    ``number``) · only a policy's end (``policy_end``) · a product to be made (``product``) · a
    higher paper that is waited for (``waits``) · a rule to apply (``rule``: a parameter, a scope,
    a commitment for all or relative to another level, a period, a rhythm, a cited paper) · none
    of these (``open``). A date or number inside the quoted national commitment is the nation's
    and does not count. No date is no judgement of importance: the class says by what a task can
    be checked from its own words, not whether it matters.

    Parameters
    ----------
    tasks : pandas.DataFrame
        Columns task, measure, chapter, ordinal; waits_for, text, start, end where known.
    deadlines : pandas.DataFrame
        Columns task, section, kind, until, doubtful.
    quantities : pandas.DataFrame
        Columns task, section, role, low, high, doubtful.
    products : pandas.DataFrame, optional
        Column task. Without it no task is ``product``.
    citations : pandas.DataFrame, optional
        Column task. Without it a cited paper is no evidence of a rule.

    Returns
    -------
    pandas.DataFrame
        One row a task, in the order of ``tasks``: task, measure, chapter, ordinal, class,
        class_firm (doubtful rows left out), the counts that are the evidence (due_dates,
        numeric_targets, policy_ends, products, rules), waits_for, text, start, end.

    Raises
    ------
    TableError
        If a table lacks a needed column.

    Examples
    --------
    >>> tasks = pd.DataFrame(
    ...     {"task": ["M1.1", "M1.2"], "measure": [1, 1], "chapter": [1, 1], "ordinal": [1, 2]}
    ... )
    >>> deadlines = pd.DataFrame(
    ...     {"task": ["M1.2"], "section": ["implementation"], "kind": ["due"],
    ...      "until": [pd.Timestamp("2020-12-31")], "doubtful": [False]}
    ... )
    >>> none = pd.DataFrame(
    ...     {c: [] for c in ("task", "section", "role", "low", "high", "doubtful")}
    ... )
    >>> checkability(tasks, deadlines, none)["class"].tolist()
    ['open', 'date']
    """
    need(tasks, "tasks", ["task", "measure", "chapter", "ordinal"])
    need(deadlines, "deadlines", ["task", "section", "kind", "until", "doubtful"])
    need(quantities, "quantities", ["task", "section", "role", "low", "high", "doubtful"])
    made, cited = (_tasks_of(t, n) for t, n in ((products, "products"), (citations, "citations")))

    waits = tasks["waits_for"] if "waits_for" in tasks.columns else [None] * len(tasks)
    waiting = {task for task, thing in zip(tasks["task"], waits, strict=True) if not pd.isna(thing)}
    every = _evidence(deadlines, quantities, made, cited)
    firm = _evidence(
        deadlines[~deadlines["doubtful"].astype(bool)],
        quantities[~quantities["doubtful"].astype(bool)],
        made,
        cited,
    )
    return frame(
        "structure.checkability",
        {
            **{c: tasks[c].tolist() for c in ("task", "measure", "chapter", "ordinal")},
            "class": [_class(task, every, waiting) for task in tasks["task"]],
            "class_firm": [_class(task, firm, waiting) for task in tasks["task"]],
            **{c: [every[c][task] for task in tasks["task"]] for c in every},
            "waits_for": list(waits),
            **{
                c: list(tasks[c]) if c in tasks.columns else [None] * len(tasks)
                for c in ("text", "start", "end")
            },
        },
    )


def _tasks_of(table: pd.DataFrame | None, name: str) -> list[str]:
    if table is None:
        return []
    need(table, name, ["task"])
    return list(table["task"])


def _evidence(
    deadlines: pd.DataFrame, quantities: pd.DataFrame, made: Sequence[str], cited: Sequence[str]
) -> dict[str, Counter[str]]:
    """Count the rows that each task has, per kind of evidence."""
    own = deadlines[deadlines["section"].isin(_OWN)]
    dated = own["until"].notna()
    ends = dated & (own["kind"] == "expires")
    due = dated & (own["kind"] == "due")
    numbers = quantities[quantities["section"].isin(_OWN)]
    figures = (numbers["role"] == "target") & (numbers["low"].notna() | numbers["high"].notna())
    return {
        "due_dates": Counter(own.loc[due, "task"]),
        "numeric_targets": Counter(numbers.loc[figures, "task"]),
        "policy_ends": Counter(own.loc[ends, "task"]),
        "products": Counter(made),
        "rules": Counter(own.loc[~(ends | due), "task"])
        + Counter(numbers.loc[~figures, "task"])
        + Counter(cited),
    }


def _class(task: str, evidence: dict[str, Counter[str]], waiting: set[str]) -> str:
    due, numeric = evidence["due_dates"][task], evidence["numeric_targets"][task]
    tests = {
        "both": due and numeric,
        "date": due,
        "number": numeric,
        "policy_end": evidence["policy_ends"][task],
        "product": evidence["products"][task],
        "waits": task in waiting,
        "rule": evidence["rules"][task],
    }
    return next((name for name, fits in tests.items() if fits), "open")


def by_class(checkability: pd.DataFrame) -> pd.DataFrame:
    """Count the tasks of each class of checkability.

    Parameters
    ----------
    checkability : pandas.DataFrame
        What :func:`checkability` gives: columns class, class_firm.

    Returns
    -------
    pandas.DataFrame
        One row a class, in the code set's order: class, tasks, tasks_firm, all_tasks.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> by_class(pd.DataFrame({"class": ["date"], "class_firm": ["open"]})).tasks.sum()
    np.int64(1)
    """
    need(checkability, "structure.checkability", ["class", "class_firm"])
    names = [code.code for code in codes("checkability")]
    return frame(
        "structure.by_class",
        {
            "class": names,
            "tasks": [int((checkability["class"] == name).sum()) for name in names],
            "tasks_firm": [int((checkability["class_firm"] == name).sum()) for name in names],
            "all_tasks": [len(checkability)] * len(names),
        },
    )


def by_chapter(checkability: pd.DataFrame) -> pd.DataFrame:
    """Count how many of each chapter's tasks can be checked by a date or a number: k of n.

    Parameters
    ----------
    checkability : pandas.DataFrame
        What :func:`checkability` gives: columns chapter, class, class_firm.

    Returns
    -------
    pandas.DataFrame
        One row a chapter, by number: chapter, checkable (k), checkable_firm, tasks (n). No
        percentage: most chapters have too few tasks for one.

    Raises
    ------
    TableError
        If a column is missing.

    Examples
    --------
    >>> rows = pd.DataFrame(
    ...     {"chapter": [1, 1], "class": ["date", "open"], "class_firm": ["date", "open"]}
    ... )
    >>> by_chapter(rows)[["checkable", "tasks"]].values.tolist()
    [[1, 2]]
    """
    need(checkability, "structure.checkability", ["chapter", "class", "class_firm"])
    chapters = sorted(set(checkability["chapter"]))
    inside = {c: checkability[checkability["chapter"] == c] for c in chapters}
    return frame(
        "structure.by_chapter",
        {
            "chapter": chapters,
            "checkable": [int(rows["class"].isin(_CHECKABLE).sum()) for rows in inside.values()],
            "checkable_firm": [
                int(rows["class_firm"].isin(_CHECKABLE).sum()) for rows in inside.values()
            ],
            "tasks": [len(rows) for rows in inside.values()],
        },
    )
