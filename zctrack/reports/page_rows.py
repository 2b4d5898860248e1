"""The rows of an interactive page (明细): what they are made of, and the notice's words for them.

Every row has its source sentence with its place, and for each group (party, chapter, date, …) the
values that it belongs to. A mark of the chart, known by its ``customdata`` or ``ids``, stands for
one value of one or more groups: the rows that have them all are its rows.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from zctrack.analysis.answers import ANSWERS, rows_of
from zctrack.dictionary.build import labels
from zctrack.notice import Notice
from zctrack.reports.hiding import stand_ins
from zctrack.wording import structure as structure_wording
from zctrack.wording.parties import in_order, keys, shown
from zctrack.wording.persons import masked
from zctrack.wording.quotes import place
from zctrack.wording.words import MISSING, say

__all__ = ["Book", "Group", "Quote", "Row", "Rows"]

_SPACE = re.compile(r"\s+")

Record = Mapping[Hashable, Any]


@dataclass(frozen=True, slots=True)
class Quote:
    """A source sentence: the words that the row is about, what stands around them, and where."""

    before: str
    words: str
    after: str
    place: str

    @property
    def text(self) -> str:
        """The whole sentence."""
        return f"{self.before}{self.words}{self.after}"


@dataclass(frozen=True, slots=True)
class Row:
    """One row: its cells, its sentence, and the values of each group that it belongs to."""

    cells: tuple[str, ...]
    quote: Quote
    values: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Group:
    """By what rows are filtered: its words, its values in order with theirs."""

    key: str
    label: str
    values: Mapping[str, str]
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Rows:
    """The table of a page.

    Parameters
    ----------
    headings : tuple of str
        Of the cells; the sentence's comes last.
    rows : tuple of Row
        The rows.
    groups : tuple of Group
        By what they can be filtered.
    marks : mapping of str to mapping of str to str
        What each mark of the chart stands for: group to value.
    """

    headings: tuple[str, ...]
    rows: tuple[Row, ...]
    groups: tuple[Group, ...]
    marks: Mapping[str, Mapping[str, str]]

    def of(self, mark: str) -> list[Row]:
        """The rows of a mark; none for a mark that stands for nothing."""
        if mark not in self.marks:
            return []
        wanted = self.marks[mark].items()
        return [row for row in self.rows if all(v in row.values.get(g, ()) for g, v in wanted)]

    def counts(self) -> dict[tuple[str, str], int]:
        """How many rows each value of each group has."""
        return Counter(
            (group, value)
            for row in self.rows
            for group, values in row.values.items()
            for value in values
        )


@dataclass(slots=True)
class Book:
    """A notice in the words of one language: who answers for each task, and where it stands."""

    notice: Notice
    lang: str
    hide_persons: bool
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    keys: dict[str, dict[str, str]] = field(default_factory=dict)
    answers: dict[str, dict[str, tuple[str, ...]]] = field(default_factory=dict)
    tasks: dict[str, Record] = field(default_factory=dict)
    titles: dict[int, str] = field(default_factory=dict)
    letters: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.letters = stand_ins(self.notice, self.lang) if self.hide_persons else {}
        self.tasks = {row["task"]: row for row in self.notice.tasks.to_dict("records")}
        for kind in ("official", "unit"):
            found = rows_of(self.notice.assignments, kind)
            self.call(kind, list(dict.fromkeys(found["who"])))
            by_task: dict[str, dict[str, None]] = defaultdict(dict)
            for task, who in found.loc[found["role"].isin(ANSWERS), ["task", "who"]].itertuples(
                index=False
            ):
                by_task[task][who] = None
            self.answers[kind] = {task: tuple(who) for task, who in by_task.items()}

    def call(self, kind: str, parties: Sequence[str]) -> None:
        """Name and number these parties, as the twin of these parties does."""
        ordered = in_order(parties, self.notice.names)
        given: dict[str, Any] = {"names": self.notice.names, "hide_persons": self.hide_persons}
        self.labels[kind] = shown(ordered, kind, lang=self.lang, **given)
        self.keys[kind] = keys(ordered, kind, **given)

    def say(self, key: str) -> str:
        """A sentence of the page."""
        return say("page", key, self.lang)

    def code(self, group: str) -> dict[str, str]:
        """The words of a code set."""
        return labels(group, "zh" if self.lang == "zh" else "en")

    def chapter(self, number: int) -> str:
        """The words of a chapter."""
        if number not in self.titles:
            self.titles[number] = structure_wording.chapter(number, self.notice.names, self.lang)
        return self.titles[number]

    def measure(self, number: int) -> str:
        """The words of a measure."""
        return structure_wording.measure(number, self.notice.names, self.lang)

    def who(self, kind: str, task: str) -> tuple[str, ...]:
        """Who answers for a task."""
        return self.answers[kind].get(task, ())

    def names_of(self, kind: str, task: str) -> str:
        """Who answers for a task, as a cell says it."""
        called = [self.labels[kind][who] for who in self.who(kind, task)]
        return ("、" if self.lang == "zh" else ", ").join(called) or MISSING

    def values_of(self, kind: str, task: str) -> tuple[str, ...]:
        """The values by which who answers for a task is filtered; empty text for nobody."""
        return tuple(self.keys[kind][who] for who in self.who(kind, task)) or ("",)

    def quote(self, task: str) -> Quote:
        """The text of a task, or of another part of the outline."""
        if task in self.tasks:
            row = self.tasks[task]
            start, end = int(row["start"]), int(row["end"])
        else:
            # Text of a chapter or of the end of the notice, which is none of the tasks.
            outline = self.notice.outline
            own = outline[outline["task"] == task]
            start, end = int(own["start"].min()), int(own["end"].max())
        where = place(task, start, end, self.lang, label=self.label(task))
        return Quote(self.quoted(self.notice.text[start:end]).strip(), "", "", where)

    def words(self, key: str, row: Record, sentence: object) -> Quote:
        """Words of the text inside the sentence that they stand in, else by themselves."""
        text, start, end = self.notice.text, int(row["start"]), int(row["end"])
        where = place(key, start, end, self.lang, label=self.label(str(row["task"])))
        before = after = ""
        if isinstance(sentence, str):
            # The same sentence, or the same words, may stand in the text more than once.
            at = text.find(sentence, max(end - len(sentence), 0), start + len(sentence))
            if at >= 0:
                before = self.quoted(text[at:start]).lstrip()
                after = self.quoted(text[end : at + len(sentence)]).rstrip()
        return Quote(before, self.quoted(text[start:end]), after, where)

    def quoted(self, text: str) -> str:
        """Words of the notice in one line, with letters for persons where they are hidden."""
        return masked(_plain(text), self.letters)

    def label(self, task: str) -> str:
        """The label of a task as printed."""
        label = self.tasks[task]["label"] if task in self.tasks else None
        return label if isinstance(label, str) else ""

    def chapter_of(self, task: str, measure: int) -> int:
        """The chapter of a task, or of its measure where it is none of the tasks."""
        if task in self.tasks:
            return int(self.tasks[task]["chapter"])
        own = self.notice.measures
        found = own.loc[own["measure"] == measure, "chapter"]
        return int(found.iloc[0]) if len(found) else 0

    def group(self, key: str, values: Mapping[str, str], label: str = "") -> Group:
        """A group; single tasks and targets are chosen in the chart, not from a list."""
        return Group(key, label or self.say(key), values, listed=key not in ("task", "target"))

    def parties(self, kind: str, label: str = "") -> Group:
        """The group of one kind of party."""
        values = {self.keys[kind][who]: called for who, called in self.labels[kind].items()}
        values[""] = say("workload", f"flow_nobody_{kind}", self.lang)
        return self.group(kind, values, label)

    def chapters(self) -> Group:
        """The group of chapters."""
        found = sorted({int(row["chapter"]) for row in self.tasks.values()} | {0})
        return self.group("chapter", {str(c): self.chapter(c) for c in found})

    def made(
        self,
        headings: Sequence[str],
        found: Sequence[Row],
        groups: Sequence[Group],
        marks: Mapping[str, Mapping[str, str]],
    ) -> Rows:
        """Bring it together, with those values only that some row has."""
        used = {(g, v) for row in found for g, values in row.values.items() for v in values}
        return Rows(
            headings=(*headings, self.say("sentence")),
            rows=tuple(found),
            groups=tuple(
                Group(g.key, g.label, values, g.listed)
                for g in groups
                if (values := {k: v for k, v in g.values.items() if (g.key, k) in used})
            ),
            marks=marks,
        )


def _plain(text: object) -> str:
    return _SPACE.sub(" ", text) if isinstance(text, str) else ""
