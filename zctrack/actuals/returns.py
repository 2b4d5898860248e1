"""A bureau's own quarterly return (季度报送表) to proposals: seven columns, no keys.

The table is found by the words of its heading, wherever it stands and in whatever order its columns
are; merged cells count for each row that they cover. Each row is matched to a task, each figure of
its words to a target. What comes out is proposed, never entered: see `zctrack.actuals.proposals`.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from zctrack.actuals.bearing import Targets
from zctrack.actuals.match import Match, Matcher, band, rules
from zctrack.actuals.named import Names, officials, units
from zctrack.actuals.prose import Reported, figures, stated
from zctrack.actuals.return_table import (
    Row,
    Source,
    content,
    heading,
    is_simulated,
    printed_day,
    rows,
    titles,
)
from zctrack.actuals.values import day
from zctrack.dictionary.build import frame, table
from zctrack.errors import FormatError, ZctrackError
from zctrack.extract.context import Around
from zctrack.extract.fold import fold
from zctrack.formats.file_tables import tables
from zctrack.notice import Notice

__all__ = ["is_return", "read_return", "sentences"]

Day = str | date | pd.Timestamp

SIMULATED = "simulated"
_LONGEST_SENTENCE = 160
_PARTS = re.compile(r"(?=[①-⑳])")


def is_return(source: Source) -> bool:
    """Whether a file holds a table with a return's heading (年度目标, 进展情况, 责任单位, …).

    Parameters
    ----------
    source : path or bytes
        Any file.

    Returns
    -------
    bool
        False too for a file that cannot be read.

    Examples
    --------
    >>> page = "<table><tr><th>年度目标<th>责任单位<th>进展情况<tr><td>1<td>2<td>3</table>"
    >>> is_return(page.encode()), is_return(b"text")
    (True, False)
    """
    try:
        name, data = content(source)
        return any(heading(grid) is not None for grid in tables(data, name=name))
    except ZctrackError:
        return False


def read_return(
    source: Source,
    notice: Notice,
    *,
    as_of: Day | None = None,
    reported_on: Day | None = None,
    reporter: str | None = None,
    source_name: str | None = None,
    name: str | None = None,
) -> pd.DataFrame:
    """Read a bureau's quarterly return: rows matched, figures told apart, all of it proposed.

    Parameters
    ----------
    source : path or bytes
        An xlsx, docx or html file.
    notice : Notice
        The notice that it is held against.
    as_of : str, date or Timestamp, optional
        The end of the return's quarter: the day of every figure whose words name no other
        (截至9月底), and the year of those that print none. By default the one that its title,
        heading or file name prints (2020年三季度).
    reported_on : str, date or Timestamp, optional
        The day that it was sent or posted.
    reporter : str, optional
        Who reports; by default each row's first unit.
    source_name : str, optional
        Address or document, as the ledger is to give it; by default the file's name, or
        ``"simulated"`` where the return calls itself made up (模拟数据).
    name : str, optional
        The file's name, where `source` is bytes.

    Returns
    -------
    pandas.DataFrame
        The table ``proposals``: for each row its state, then each figure of its words; no row of
        the return is left out, whether it fits a task or not.

    Raises
    ------
    FileError
        If the file cannot be read; FormatError if it holds no return.
    OptionError
        If a day is none, or none is given and none printed.

    Examples
    --------
    >>> import zctrack as zt
    >>> page = '''<table><tr><th>年度目标<th>责任单位<th>进展情况
    ... <tr><td>生猪存栏3.1万头<td>区农业农村局<td>存栏2.86万头，其中母猪3100头</table>'''
    >>> found = read_return(page.encode(), zt.load(), as_of="2020-09-30", name="a.html")
    >>> found[["item", "figure", "value", "basis", "stands"]].values.tolist()
    [['M29.4', nan, nan, nan, False],
     ['M29.4.q1', '2.86万头', 2.86, 'level', True],
     ['M29.4', '3100头', 3100.0, 'part', False]]
    """
    sent = None if reported_on is None else day(reported_on, "reported_on")
    found, data = content(source)
    file = name or found or "return"
    grids = tables(data, name=file)
    read = list(rows(grids))
    if not read:
        raise FormatError(
            "no table with a return's heading was found",
            where=file,
            todo="The heading has to name 年度目标, 进展情况 and 责任单位 (or 分管领导, 是否完成).",
        )
    told = titles(grids, data, file)
    last = printed_day(told, file) if as_of is None else day(as_of, "as_of")
    reader = _Reader(notice, last)
    common = {
        "notice": notice.key,
        "file": file,
        "file_hash": hashlib.sha256(data).hexdigest(),
        "reported_on": sent,
        "source": source_name or (SIMULATED if is_simulated(told) else file),
        "decision": None,
    }
    records = [
        {**common, **record, "reporter": reporter or record["reporter"]}
        for row in read
        for record in reader.proposals(row)
    ]
    names = [column.name for column in table("proposals").columns]
    return frame("proposals", {name: [record[name] for record in records] for name in names})


# ------------------------------------------------------------------------------------ one row


@dataclass(slots=True)
class _Part:
    """A row, or a numbered part of it, with its match."""

    goal: str
    progress: str
    best: Match
    second: Match


class _Reader:
    def __init__(self, notice: Notice, as_of: date) -> None:
        self.as_of = as_of
        self.names = Names(notice)
        self.matcher = Matcher(notice)
        self.targets = Targets(notice)
        self.indicators = {
            str(r["quantity"]): None if pd.isna(r["indicator"]) else str(r["indicator"])
            for r in notice.targets.to_dict("records")
        }
        self.sentences = dict(sentences(notice))

    def proposals(self, row: Row) -> Iterator[dict[str, Any]]:
        """The row's state for each task that it is about, each with its figures."""
        people = officials(row.cells.get("officials", ""), self.names.officials)
        bodies = units(row.cells.get("units", ""), self.names)
        told = stated(row.cells.get("done", ""))
        number = 0
        for part in self._parts(row, people, bodies):
            sure = band(part.best.score, part.second.score)
            task = None if sure == "none" else part.best.item
            common: dict[str, Any] = {
                "sheet": row.sheet,
                "cell": row.cell,
                "goal": part.goal or row.cells["progress"],
                "progress": part.progress or None,
                "officials": "、".join(people) or None,
                "units": "、".join(bodies) or None,
                "score": part.best.score,
                "band": sure,
                # Where nothing is proposed, the best is what a person may still want.
                "second": part.second.item if task else part.best.item,
                "second_score": part.second.score if task else part.best.score,
                "reporter": bodies[0] if bodies else None,
            }
            for record in self._records(part, task, told):
                number += 1
                yield {**common, **record, "proposal": f"{row.grid}-{row.number + 1}.{number}"}

    def _parts(self, row: Row, people: Sequence[str], bodies: Sequence[str]) -> list[_Part]:
        """The numbered parts of a row; those of one task are one."""
        goal, progress = row.cells["goal"], row.cells["progress"]
        goals = [part.strip() for part in _PARTS.split(goal) if part.strip()]
        said = [part.strip() for part in _PARTS.split(progress) if part.strip()]
        if len(goals) < 2 or [g[0] for g in goals] != [s[0] for s in said]:
            goals, said = [goal], [progress]
        parts: dict[str, _Part] = {}
        for of_goal, of_progress in zip(goals, said, strict=True):
            matches = self.matcher.matches(
                of_goal or of_progress, progress=of_progress, units=bodies, officials=people
            )
            matches = self._with_figures(matches, of_goal, of_progress)
            part = _Part(of_goal, of_progress, matches[0], matches[1])
            held = parts.get(part.best.item)
            if held is None:
                parts[part.best.item] = part
                continue
            held.goal += "\n" + part.goal
            held.progress += "\n" + part.progress
            if part.best.score > held.best.score:
                held.best, held.second = part.best, part.second
        return list(parts.values())

    def _with_figures(self, matches: list[Match], goal: str, progress: str) -> list[Match]:
        """Rank the best anew: a figure that may stand for a task's target speaks for the task."""
        how = rules()["figure"]
        found = figures(progress, as_of=self.as_of)
        ranked = []
        for at, match in enumerate(matches):
            speaks = at < how["candidates"] and any(
                b.stands for b in self.targets.bearings(found, task=match.item, goal=goal)
            )
            score = min(match.score + how["bonus"], 100.0) if speaks else match.score
            ranked.append(Match(match.item, round(score, 1)))
        return sorted(ranked, key=lambda match: -match.score)

    def _records(self, part: _Part, task: str | None, told: str | None) -> Iterator[dict[str, Any]]:
        yield {
            "item": task,
            "sentence": self.sentences.get(task or ""),
            "figure": None,
            "clause": None,
            "indicator": _short(part.goal or part.progress),
            "value": None,
            "unit": None,
            "basis": None,
            "comparator": None,
            "as_of": self.as_of,
            "stands": False,
            "stated": told,
        }
        found = figures(part.progress, as_of=self.as_of)
        bearings = self.targets.bearings(found, task=task or "", goal=part.goal)
        for figure, bearing in zip(found, bearings, strict=True):
            item = bearing.item or task
            yield {
                "item": item,
                "sentence": self.sentences.get(item or ""),
                "figure": figure.words,
                "clause": figure.clause,
                "indicator": (self.indicators.get(str(item)) if bearing.stands else None)
                or _measured(figure),
                "value": figure.value,
                "unit": figure.unit,
                "basis": figure.basis,
                "comparator": figure.comparator,
                "as_of": figure.as_of,
                "stands": bearing.stands,
                "stated": told if bearing.stands else None,
            }


def _short(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= 60 else f"{words[:59]}…"


def _measured(figure: Reported) -> str:
    """The words before a figure in its clause, numbers left out: by them it is known again.

    A later return that says the same of another quarter, or corrects this one, has the same name.
    """
    plain = re.sub(r"[0-9][0-9,.]*", "…", fold(figure.before)).strip(" ，、：①②③④⑤⑥⑦⑧⑨⑩")
    noun = figure.noun or ""
    return _short(plain if noun in plain else plain + noun) or figure.unit


def sentences(notice: Notice) -> Iterator[tuple[str, str]]:
    """The notice's words of each task and quantity, cut where they are long.

    Examples
    --------
    >>> import zctrack as zt
    >>> dict(sentences(zt.load()))["M29.4.q1"]
    '（4）抓紧抓实生猪生产工作，确保完成生猪存栏3.1万头、出栏6.2万头目标任务'
    """
    around = Around(fold(notice.text))
    for row in notice.tasks.to_dict("records"):
        text = str(row["text"])
        cut = text if len(text) <= _LONGEST_SENTENCE else f"{text[: _LONGEST_SENTENCE - 1]}…"
        yield str(row["task"]), cut
    begins = dict(zip(notice.tasks["task"], notice.tasks["start"], strict=True))
    for row in notice.quantities.to_dict("records"):
        start, end = int(row["start"]), int(row["end"])
        left, right = around.sentence(start, end)
        if right - left > _LONGEST_SENTENCE:
            left, right = around.clause(start, end)
        # A measure's own heading stands before its first task.
        begin = int(begins.get(str(row["task"]), left))
        yield str(row["quantity"]), notice.text[max(left, min(begin, start)) : right].strip()
