"""How each task without a number stands (任务办理情况): what is stated, what is checked, the date.

The states and their order are data, under ``[[task]]`` in ``status.toml``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

import pandas as pd

from zctrack.analysis.days import DateLike, day, days
from zctrack.analysis.given import need
from zctrack.analysis.said import Story, said, stories
from zctrack.dictionary.build import frame

__all__ = ["status_of", "tasks"]

_FIRST_SENTENCE = re.compile(r"[^。；;\n]+[。；;]?")
_OWN = ("implementation", "responsibility")


def tasks(
    tasks: pd.DataFrame,
    deadlines: pd.DataFrame,
    products: pd.DataFrame,
    actuals: pd.DataFrame,
    *,
    as_of: DateLike,
    targets: pd.DataFrame | None = None,
    level: str = "district",
) -> pd.DataFrame:
    """How each task without a number stands on a day, by what was known on that day (办理情况).

    A task is closed (销号) only by a close-out whose evidence is checked. It is overdue only
    where a report of its due date or later says that it is not done; where no such report is
    there it is unreported, never late. A task that waits for a higher paper is waiting.

    Parameters
    ----------
    tasks : pandas.DataFrame
        Columns task, measure, chapter, text; label, waits_for where known.
    deadlines : pandas.DataFrame
        Columns task, section, kind, until, doubtful.
    products : pandas.DataFrame
        Columns task, name.
    actuals : pandas.DataFrame
        Columns item, level, as_of, finality, stated, evidence, source; reported_on, reporter,
        words, note, kind where known. Reported or simulated, never both.
    as_of : str, date or Timestamp
        The day. What was reported later is not yet known.
    targets : pandas.DataFrame, optional
        Column task: leaves out the tasks that have a target, for their figures are tracked.
    level : str
        Whose reports count: a code of the set ``level``.

    Returns
    -------
    pandas.DataFrame
        One row a task, in the order of ``tasks``: ``zt.describe("progress.tasks")``.

    Raises
    ------
    TableError
        If a column is missing, the reports are of several notices, or simulated ones are mixed
        with others.
    OptionError
        If as_of is no date.

    Examples
    --------
    >>> task = {"task": "M15.1", "measure": 15, "chapter": 5, "text": "（1）制定落实方案。"}
    >>> report = {"item": "M15.1", "level": "district", "as_of": "2020-11-30", "stated": "done",
    ...           "finality": "final", "evidence": "checked", "source": "a.pdf"}
    >>> none = frame("deadlines"), frame("products")
    >>> rows = tasks(pd.DataFrame([task]), *none, pd.DataFrame([report]), as_of="2020-12-31")
    >>> rows[["what", "status", "closed"]].values.tolist()
    [['（1）制定落实方案。', 'closed', True]]
    """
    today = day(as_of, "as_of")
    need(tasks, "tasks", ["task", "measure", "chapter", "text"])
    need(products, "products", ["task", "name"])
    rows = tasks
    if targets is not None:
        need(targets, "targets", ["task"])
        rows = rows[~rows["task"].isin(targets["task"])]
    rows = rows.reset_index(drop=True)
    dates = _due(deadlines, today)
    made = products.groupby("task", sort=False)["name"].agg("、".join).to_dict()
    told = stories(said(actuals, today, level=level), [[key] for key in rows["task"]])
    out = [
        _task(row, dates.get(row["task"], {}), story, today)
        for row, story in zip(rows.to_dict("records"), told, strict=True)
    ]
    columns: dict[str, Any] = {name: rows[name] for name in ("task", "measure", "chapter")}
    columns["products"] = [made.get(task) for task in rows["task"]]
    columns["as_of"] = [today] * len(rows)
    for name in _TASK:
        columns[name] = [row[name] for row in out]
    return frame("progress.tasks", columns)


_TASK = (
    *("what", "due", "next_due", "due_doubtful", "days_left", "stated", "stated_on", "evidence"),
    *("status", "closed", "closed_on", "waiting", "overdue", "waits_for", "words", "reporter"),
    "source",
)


def _task(
    row: Mapping[Any, Any], dates: Mapping[str, Any], story: Story, today: pd.Timestamp
) -> dict[str, Any]:
    word, closing = story.word or {}, story.closing
    due = dates.get("due")
    waits = row.get("waits_for")
    waits = None if waits is None or pd.isna(waits) else str(waits)
    state = status_of(
        word,
        closed=closing is not None,
        due=due,
        today=today,
        waits=waits is not None,
    )
    label = row.get("label")
    text = str(row["text"]).removeprefix(str(label) if isinstance(label, str) else "").strip()
    first = _FIRST_SENTENCE.match(text)
    return {
        "what": first.group() if first else text,
        "due": due,
        "next_due": dates.get("next_due"),
        "due_doubtful": dates.get("doubtful", False),
        "days_left": None if due is None else (due - today).days,
        "stated": word.get("stated"),
        "stated_on": word.get("as_of"),
        "evidence": (closing or word or {}).get("evidence", "none"),
        "status": state,
        "closed": closing is not None,
        "closed_on": None if closing is None else closing["as_of"],
        "waiting": state == "waiting",
        "overdue": state in ("overdue", "not_done"),
        "waits_for": waits,
        "words": story.about,
        "reporter": word.get("reporter"),
        "source": word.get("source"),
    }


def status_of(
    word: Mapping[Any, Any],
    *,
    closed: bool,
    due: pd.Timestamp | None,
    today: pd.Timestamp,
    waits: bool,
) -> str:
    """Give the status of a task without a number: the first rule under ``[[task]]`` that fits.

    Parameters
    ----------
    word : mapping
        The latest statement: stated, as_of, finality; empty where there is none.
    closed : bool
        Whether a close-out stands.
    due : pandas.Timestamp or None
        Its last due date.
    today : pandas.Timestamp
        The day.
    waits : bool
        Whether it waits for a higher paper.

    Returns
    -------
    str
        A code of the set ``item_status``.

    Examples
    --------
    >>> status_of({}, closed=False, due=None, today=pd.Timestamp("2020-12-31"), waits=False)
    'unreported'
    """
    stated = word.get("stated")
    if closed:
        return "closed"
    if stated == "done":
        return "to_check"
    if waits:
        return "waiting"
    past = due is not None and today > due
    if stated is None or (past and word["as_of"] < due):
        return "unreported"
    # A final "not done" of the due date itself is the last word on it.
    if due is not None and word["as_of"] >= due:
        if stated == "not_done" and word.get("finality") == "final":
            return "not_done"
        if past:
            return "overdue"
    return "not_started" if stated == "not_started" else "under_way"


def _due(deadlines: pd.DataFrame, today: pd.Timestamp) -> dict[str, dict[str, Any]]:
    """Give each task's last due date and its next one; lapses and the nation's dates are none."""
    need(deadlines, "deadlines", ["task", "section", "kind", "until", "doubtful"])
    own = (deadlines["kind"] == "due") & deadlines["section"].isin(_OWN)
    rows = deadlines[own & deadlines["until"].notna()]
    rows = rows.assign(until=days(rows["until"], "until"))
    found: dict[str, dict[str, Any]] = {}
    for task, group in rows.groupby("task", sort=False):
        last = group["until"].max()
        ahead = group.loc[group["until"] >= today, "until"]
        found[str(task)] = {
            "due": last,
            "next_due": None if ahead.empty else ahead.min(),
            "doubtful": bool(group.loc[group["until"] == last, "doubtful"].all()),
        }
    return found
