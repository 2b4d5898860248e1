"""The table of each interactive page (明细表): which rows, groups and marks it has."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pandas as pd

from zctrack.analysis import targets
from zctrack.analysis.answers import held, rows_of
from zctrack.analysis.workload import WAYS
from zctrack.interactive.workload import ROLES
from zctrack.notice import Notice
from zctrack.reports.page_rows import Book, Row, Rows
from zctrack.wording import figures
from zctrack.wording.parties import way
from zctrack.wording.words import MISSING, date, say

__all__ = ["rows"]


def rows(
    twin: str, table: pd.DataFrame, notice: Notice, *, lang: str = "zh", hide_persons: bool = False
) -> Rows:
    """Make the table of a twin's page.

    Parameters
    ----------
    twin : str
        Its name in the room of interactive charts, ``"workload.flow"``.
    table : pandas.DataFrame
        What the twin draws.
    notice : Notice
        The notice that the table was made of.
    lang : {"zh", "en"}
        The language.
    hide_persons : bool
        Number persons instead of naming them.

    Returns
    -------
    Rows
    """
    return _BUILDERS[twin](table, Book(notice, lang, hide_persons))


def _tasks(table: pd.DataFrame, book: Book) -> Rows:
    """Every task with its class: of the icicle."""
    classes = book.code("checkability")
    found, marks = [], {"all": dict[str, str]()}
    measures = {}
    for row in table.to_dict("records"):
        task, chapter, measure = row["task"], str(row["chapter"]), str(row["measure"])
        measures[measure] = book.measure(row["measure"])
        marks[f"C{chapter}"] = {"chapter": chapter}
        marks[f"C{chapter}M{measure}"] = {"measure": measure}
        marks[task] = {"task": task}
        found.append(
            Row(
                (
                    book.chapter(row["chapter"]),
                    measures[measure],
                    classes[row["class"]],
                    book.names_of("unit", task),
                ),
                book.quote(task),
                {
                    "class": (row["class"],),
                    "chapter": (chapter,),
                    "measure": (measure,),
                    "unit": book.values_of("unit", task),
                    "task": (task,),
                },
            )
        )
    groups = [
        book.group("class", classes),
        book.chapters(),
        book.group("measure", measures),
        book.parties("unit"),
        book.group("task", {task: task for task in table["task"]}),
    ]
    headings = [book.say(key) for key in ("chapter", "measure", "class", "unit")]
    return book.made(headings, found, groups, marks)


def _parties(table: pd.DataFrame, book: Book) -> Rows:
    if table.empty:
        return book.made((), (), (), {})
    return (_units if table["kind"].iloc[0] == "unit" else _officials)(table, book)


def _officials(table: pd.DataFrame, book: Book) -> Rows:
    """Every task of every official: of the lines over the ways of counting."""
    book.call("official", list(table["party"]))
    notice = book.notice
    things = held(rows_of(notice.assignments, "official"), notice.measures, notice.deadlines, None)
    # Tasks, parts of tasks, measures and chapters are counted of all rows, these two of some.
    some = {
        "tasks_due": {h.item for h in things["tasks_due"]},
        "targets": set(notice.targets["task"]),
    }
    drawn = [name for name in WAYS if name in table.columns]
    found = []
    pairs = dict.fromkeys((h.party, str(h.item), h.measure) for h in things["tasks"])
    for party, task, measure in pairs:
        chapter = book.chapter_of(task, measure)
        found.append(
            Row(
                (
                    book.labels["official"][party],
                    book.chapter(chapter),
                    book.names_of("unit", task),
                ),
                book.quote(task),
                {
                    "official": (book.keys["official"][party],),
                    "way": tuple(name for name, tasks in some.items() if task in tasks),
                    "chapter": (str(chapter),),
                    "unit": book.values_of("unit", task),
                },
            )
        )
    marks = {
        f"official:{book.keys['official'][party]}|{name}": {
            "official": book.keys["official"][party],
            **({"way": name} if name in some else {}),
        }
        for party in table["party"]
        for name in drawn
    }
    groups = [
        book.parties("official"),
        book.group("way", {name: way(name, book.lang) for name in some}),
        book.chapters(),
        book.parties("unit"),
    ]
    headings = [book.say(key) for key in ("official", "chapter", "unit")]
    return book.made(headings, found, groups, marks)


def _units(table: pd.DataFrame, book: Book) -> Rows:
    """Every task of every unit that is named, with its role: of the bars."""
    roles = book.code("role")
    book.call("unit", list(table["party"]))
    named = rows_of(book.notice.assignments, "unit")
    found = []
    for unit, task, measure, role in dict.fromkeys(
        named[["who", "task", "measure", "role"]].itertuples(index=False, name=None)
    ):
        chapter = book.chapter_of(task, measure)
        found.append(
            Row(
                (
                    book.labels["unit"][unit],
                    roles[role],
                    book.chapter(chapter),
                    book.names_of("official", task),
                ),
                book.quote(task),
                {
                    "unit": (book.keys["unit"][unit],),
                    "role": (role,),
                    "chapter": (str(chapter),),
                    "official": book.values_of("official", task),
                },
            )
        )
    order = {who: place for place, who in enumerate(table["party"])}
    found.sort(key=lambda row: order[row.values["unit"][0]])
    marks = {
        f"unit:{unit}|{role}": {"unit": unit, "role": role}
        for unit in table["party"]
        for role in ROLES
    }
    groups = [
        book.parties("unit", book.say("named_unit")),
        book.group("role", roles),
        book.chapters(),
        book.parties("official"),
    ]
    headings = [book.say(key) for key in ("named_unit", "role", "chapter", "official")]
    return book.made(headings, found, groups, marks)


def _flow(table: pd.DataFrame, book: Book) -> Rows:
    """Every task that someone answers for: of the flow."""
    people = table.loc[table["stage"] == "official", "source"].dropna()
    book.call("official", list(dict.fromkeys(people)))
    found = []
    for task, measure in dict.fromkeys(
        book.notice.assignments[["task", "measure"]].itertuples(index=False, name=None)
    ):
        chapter = book.chapter_of(task, measure)
        found.append(
            Row(
                (
                    book.names_of("official", task),
                    book.names_of("unit", task),
                    book.chapter(chapter),
                ),
                book.quote(task),
                {
                    "official": book.values_of("official", task),
                    "unit": book.values_of("unit", task),
                    "chapter": (str(chapter),),
                },
            )
        )
    marks: dict[str, dict[str, str]] = {}
    for row in table.to_dict("records"):
        ends = []
        after = "unit" if row["stage"] == "official" else "chapter"
        for kind, name in ((row["stage"], row["source"]), (after, row["target"])):
            known = "" if not isinstance(name, str) else name
            ends.append((kind, book.keys.get(kind, {}).get(known, known)))
        for kind, value in ends:
            marks[f"{kind}:{value}"] = {kind: value}
        marks[">".join(f"{kind}:{value}" for kind, value in ends)] = dict(ends)
    groups = [book.parties("official"), book.parties("unit"), book.chapters()]
    headings = [book.say(key) for key in ("official", "unit", "chapter")]
    return book.made(headings, found, groups, marks)


def _calendar(table: pd.DataFrame, book: Book) -> Rows:
    """Every deadline: of the calendar."""
    kinds = book.code("deadline_kind")
    sure = {name: say("deadlines", f"mark_{name}", book.lang) for name in _CERTAINTY}
    found, dates = [], {}
    for row in table.to_dict("records"):
        day = row["until"].date().isoformat()
        dates[day] = date(row["until"], book.lang)
        certainty = "doubtful" if row["doubtful"] else "inferred" if row["inferred"] else "printed"
        chapter = book.chapter_of(row["task"], row["measure"])
        found.append(
            Row(
                (
                    dates[day],
                    f"{kinds[row['kind']]} · {sure[certainty]}",
                    book.chapter(chapter),
                    book.names_of("unit", row["task"]),
                ),
                book.words(row["deadline"], row, row["sentence"]),
                {
                    "date": (day,),
                    "kind": (row["kind"],),
                    "certainty": (certainty,),
                    "chapter": (str(chapter),),
                    "unit": book.values_of("unit", row["task"]),
                },
            )
        )
    # A click is about the day: what else falls on it stays lit.
    marks = {
        key: {"date": until.date().isoformat()}
        for key, until in zip(table["deadline"], table["until"], strict=True)
    }
    groups = [
        book.group("date", dict(sorted(dates.items()))),
        book.group("kind", kinds),
        book.group("certainty", sure),
        book.parties("unit"),
        book.chapters(),
    ]
    headings = [book.say(key) for key in ("date", "kind", "chapter", "unit")]
    return book.made(headings, found, groups, marks)


def _track(table: pd.DataFrame, book: Book) -> Rows:
    """Every target, with a figure or without: of the progress chart."""
    notice = book.notice
    register = targets.register(notice.targets, notice.assignments, tasks=notice.tasks)
    said = dict(zip(register["quantity"], register["sentence"], strict=True))
    where = {row["quantity"]: row for row in notice.targets.to_dict("records")}
    status = {code: figures.status(code, lang=book.lang) for code in book.code("status")}
    found, called = [], {}
    for row in table.to_dict("records"):
        key, task = row["quantity"], row["task"]
        called[key] = f"{task} {figures.indicator(row, notice.names, book.lang)}"
        own = where[key]
        chapter = book.chapter_of(task, own["measure"])
        target = figures.target(row, lang=book.lang)
        figure = figures.against(row, lang=book.lang) if pd.notna(row["attainment"]) else target
        made_up = row["source"] == "simulated"
        found.append(
            Row(
                (
                    called[key],
                    status[row["status"]],
                    figure,
                    date(row["due"], book.lang),
                    book.names_of("unit", task),
                    say("charts", "simulated", book.lang)
                    if made_up
                    else str(row["source"])
                    if isinstance(row["source"], str)
                    else MISSING,
                ),
                book.words(key, own, said[key]),
                {
                    "status": (row["status"],),
                    "unit": book.values_of("unit", task),
                    "chapter": (str(chapter),),
                    "target": (key,),
                },
            )
        )
    groups = [
        book.group("status", status),
        book.parties("unit"),
        book.chapters(),
        book.group("target", called),
    ]
    headings = [book.say(key) for key in ("target", "status", "figures", "due", "unit", "reported")]
    marks = {key: {"target": key} for key in table["quantity"]}
    return book.made(headings, found, groups, marks)


_CERTAINTY = ("printed", "inferred", "doubtful")
_BUILDERS: Mapping[str, Callable[[pd.DataFrame, Book], Rows]] = {
    "structure.icicle": _tasks,
    "workload.by_party": _parties,
    "workload.flow": _flow,
    "deadlines.calendar": _calendar,
    "targets.track": _track,
}
