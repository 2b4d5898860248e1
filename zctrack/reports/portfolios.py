"""What each party has to do (任务清单): its tasks with role, dates, targets and partners."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Literal

import pandas as pd

from zctrack.analysis.answers import rows_of
from zctrack.dictionary.build import labels, table
from zctrack.formats.xlsx import Field
from zctrack.notice import Notice
from zctrack.wording.parties import shown
from zctrack.wording.words import date, say

__all__ = ["portfolio_fields", "portfolios"]

# Which parties stand in which column beside the task.
_PARTNERS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "officials": ("official", ("responsible",)),
    "answering": ("unit", ("lead", "joint", "respective", "by_duty")),
    "supporting": ("unit", ("support", "guide")),
}


def portfolios(notice: Notice, *, kind: str, lang: str = "zh") -> dict[str, pd.DataFrame]:
    """List for each party the tasks in which it is named.

    Parameters
    ----------
    notice : Notice
        The notice.
    kind : {"official", "unit"}
        Persons or units.
    lang : {"zh", "en"}
        Language of labels and short names; the notice's own words stay as they are.

    Returns
    -------
    dict of str to pandas.DataFrame
        By the party's full name, in text order; one row a task: task, chapter, text, role, until
        (its first due date), deadlines, targets, officials, answering, supporting.

    Examples
    --------
    >>> from zctrack.datasets import load
    >>> portfolios(load(), kind="official")["赵学"]["role"].unique().tolist()
    ['责任人']
    """
    tasks = notice.tasks
    due, deadlines = _deadlines(notice, lang)
    chapters = _chapters(notice, lang)
    everything = pd.DataFrame(
        {
            "task": tasks["task"],
            "chapter": [chapters.get(int(c), "") for c in tasks["chapter"]],
            "text": tasks["text"],
            "role": "",
            "until": tasks["task"].map(due),
            "deadlines": tasks["task"].map(deadlines),
            "targets": tasks["task"].map(_targets(notice)),
            **{
                column: tasks["task"].map(_partners(notice, *which, lang=lang))
                for column, which in _PARTNERS.items()
            },
        }
    )
    words = labels("role", "zh" if lang == "zh" else "en")
    found = {}
    for party, mine in rows_of(notice.assignments, kind).groupby("who", sort=False):
        roles = _joined(mine, "role", words, "、" if lang == "zh" else ", ")
        rows = everything[everything["task"].isin(roles)].reset_index(drop=True)
        found[str(party)] = rows.assign(role=rows["task"].map(roles))
    return found


def portfolio_fields(lang: str) -> list[Field]:
    """Give the headings of a portfolio.

    Parameters
    ----------
    lang : {"zh", "en"}
        Their language.

    Returns
    -------
    list of Field

    Examples
    --------
    >>> [field.heading for field in portfolio_fields("zh")][:4]
    ['任务', '章', '职责', '内容']
    """
    fields = []
    for name, home, width in (
        ("task", "tasks", 8.0),
        ("chapter", "chapters", 13.0),
        ("role", "assignments", 11.0),
        ("text", "tasks", 60.0),
    ):
        column = next(c for c in table(home).columns if c.name == name)
        fields.append(Field(name, column.label("zh" if lang == "zh" else "en"), width=width))
    for name, width in (
        ("until", 12.0),
        ("deadlines", 26.0),
        ("targets", 26.0),
        ("officials", 9.0),
        ("answering", 16.0),
        ("supporting", 22.0),
    ):
        heading = say("workbook", f"portfolio_{name}", lang)
        kind: Literal["date", "text"] = "date" if name == "until" else "text"
        fields.append(Field(name, heading, kind=kind, width=width))
    return fields


def _joined(rows: pd.DataFrame, column: str, words: Mapping[str, str], mark: str) -> dict[str, str]:
    """Join a column's words by task, each once, in text order."""
    found: dict[str, dict[str, None]] = defaultdict(dict)
    for task, value in zip(rows["task"], rows[column], strict=True):
        found[task][words.get(value, value)] = None
    return {task: mark.join(values) for task, values in found.items()}


def _partners(notice: Notice, kind: str, roles: Iterable[str], *, lang: str) -> dict[str, str]:
    rows = rows_of(notice.assignments, kind)
    rows = rows[rows["role"].isin(list(roles))]
    parties = list(dict.fromkeys(rows["who"]))
    words = shown(parties, kind, names=notice.names, lang=lang)
    return _joined(rows, "who", words, "、" if lang == "zh" else ", ")


def _chapters(notice: Notice, lang: str) -> dict[int, str]:
    """Chapter by number: its own title, or in English the translated one."""
    titles = {
        int(number): "" if pd.isna(title) else str(title)
        for number, title in zip(notice.chapters["chapter"], notice.chapters["title"], strict=True)
    }
    names = notice.names
    if lang == "en" and not names.empty:
        rows = names[(names["type"] == "chapter") & names["en"].notna()]
        translated = {str(k): str(v) for k, v in zip(rows["key"], rows["en"], strict=True)}
        titles = {n: translated.get(f"C{n}", title) for n, title in titles.items()}
    return titles


def _deadlines(notice: Notice, lang: str) -> tuple[dict[str, pd.Timestamp], dict[str, str]]:
    """First due date by task, and all of its times in words."""
    kinds = labels("deadline_kind", "zh" if lang == "zh" else "en")
    first: dict[str, pd.Timestamp] = {}
    lines: dict[str, list[str]] = defaultdict(list)
    rows = notice.deadlines
    rows = rows[rows["section"] != "commitment"].sort_values("start", kind="stable")
    columns = (rows[name] for name in ("task", "kind", "surface", "until"))
    for task, kind, surface, until in zip(*columns, strict=True):
        day = "" if pd.isna(until) else date(until, lang)
        key = "deadline_dated" if day else "deadline_open"
        line = say("workbook", key, lang, kind=kinds[kind], surface=surface, until=day)
        if line not in lines[task]:
            lines[task].append(line)
        if kind == "due" and day:
            first[task] = min(until, first.get(task, until))
    return first, {task: "\n".join(found) for task, found in lines.items()}


def _targets(notice: Notice) -> dict[str, str]:
    lines: dict[str, list[str]] = defaultdict(list)
    rows = notice.targets.sort_values("start", kind="stable")
    columns = (rows[name] for name in ("task", "indicator", "surface"))
    for task, indicator, surface in zip(*columns, strict=True):
        lines[task].append(surface if pd.isna(indicator) else f"{indicator}：{surface}")
    return {task: "\n".join(found) for task, found in lines.items()}
