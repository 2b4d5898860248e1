"""What stands where (分段): units become chapters, measures and tasks; leaves tile the text.

The measure is the deepest level below the chapters whose printed numbers rise through the whole
notice, else the first level below them; what restarts under it is the task. A unit with several
clauses becomes as many tasks as clauses. Every character belongs to one leaf, and a binary search
gives each offset its chapter, measure, task and section.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from zctrack.extract.clause_reader import Clause, Party
from zctrack.extract.marks import Node, Tree, can_be_chapter
from zctrack.extract.paragraphs import begun_by_a_subject
from zctrack.grammar import load

__all__ = ["Assignment", "Layout", "Leaf", "Unit", "assign", "lay_out"]


@dataclass(slots=True)
class Leaf:
    """One block of the outline."""

    key: str
    kind: str
    level: int
    style: str | None
    label: str | None
    parent: str | None
    chapter: int
    measure: int
    task: str | None
    start: int
    end: int


@dataclass(slots=True)
class Unit:
    """A chapter, measure or task."""

    key: str
    number: int
    label: str | None
    chapter: int
    measure: int
    ordinal: int
    start: int
    end: int
    title: str | None = None
    commitment: str | None = None
    node: Node | None = None


@dataclass(slots=True)
class Assignment:
    """One task and one party."""

    task: str
    measure: int
    party: Party
    clause: Clause


@dataclass(slots=True)
class Layout:
    """The leaves with their parents, and the units."""

    leaves: list[Leaf] = field(default_factory=list)
    groups: list[Leaf] = field(default_factory=list)
    chapters: list[Unit] = field(default_factory=list)
    measures: list[Unit] = field(default_factory=list)
    tasks: list[Unit] = field(default_factory=list)
    _starts: list[int] = field(default_factory=list)

    def at(self, offset: int) -> Leaf:
        """The leaf that holds an offset."""
        if len(self._starts) != len(self.leaves):
            self._starts = [leaf.start for leaf in self.leaves]
        return self.leaves[max(0, bisect_right(self._starts, offset) - 1)]


_QUOTE = re.compile("[“”]")


@functools.cache
def _openers() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in load.rules("numbering", "opener")))


@functools.cache
def _commitments() -> re.Pattern[str]:
    return re.compile("|".join(row["pattern"] for row in load.rules("numbering", "commitment")))


def _rises(values: Sequence[int]) -> bool:
    return all(a < b for a, b in pairwise(values))


def _roles(tree: Tree) -> dict[int, str]:
    """The role of each unit by identity: chapter, section, measure, task or inner."""
    roles: dict[int, str] = {}
    tops_by_part: dict[int, list[Node]] = {}
    for top in tree.tops:
        tops_by_part.setdefault(top.part, []).append(top)
    bases: list[Node] = []
    for tops in tops_by_part.values():
        has_chapters = any(can_be_chapter(t.style) and t.children for t in tops)
        alone = [t for t in tops if can_be_chapter(t.style)] if not has_chapters else []
        for top in tops:
            if has_chapters and (can_be_chapter(top.style) or top.children):
                roles[id(top)] = "chapter"
                bases += top.children
            elif top in alone:
                roles[id(top)] = "chapter+measure"
            else:
                bases.append(top)
    by_depth: dict[int, list[Node]] = {}
    level = list(bases)
    depth = 0
    while level:
        by_depth[depth] = level
        level = [child for node in level for child in node.children]
        depth += 1
    chosen = 0
    for d in range(1, depth):
        nodes = by_depth[d]
        parents = {id(n.parent) for n in nodes}
        if (
            len(parents) >= 2
            and _rises([n.value for n in nodes])
            and len({n.style for n in nodes}) == 1
        ):
            chosen = d
    for d, nodes in by_depth.items():
        for node in nodes:
            if d < chosen:
                roles[id(node)] = "section" if node.children else "measure"
            elif d == chosen:
                roles[id(node)] = "measure"
            else:
                roles[id(node)] = "task" if d == chosen + 1 else "inner"
    # Units under a section that has none of the chosen depth are measures; what is below a
    # measure is a task, whatever its depth.
    for node in tree.units:
        parent = roles.get(id(node.parent)) if node.parent else None
        if parent == "measure" and roles[id(node)] not in ("task",):
            roles[id(node)] = "task"
        elif parent in ("task", "inner"):
            roles[id(node)] = "inner"
    return roles


def lay_out(
    text: str,
    folded: str,
    tree: Tree,
    clauses: Sequence[Clause],
    *,
    body: int,
    body_end: int,
    signature: int,
) -> Layout:
    """Chapters, measures, tasks and the leaves that tile the text.

    Parameters
    ----------
    text, folded : str
        The text and its shadow.
    tree : Tree
        The numbered units.
    clauses : sequence of Clause
        The responsibility clauses.
    body, body_end : int
        Where units begin, and where the annexes or the signature begin.
    signature : int
        Where the signature begins.
    """
    return _Builder(text, folded, tree, clauses, body, body_end, signature).build()


class _Builder:
    def __init__(
        self,
        text: str,
        folded: str,
        tree: Tree,
        clauses: Sequence[Clause],
        body: int,
        body_end: int,
        signature: int,
    ) -> None:
        self.text, self.folded = text, folded
        self.nodes, self.roles = tree.units, _roles(tree)
        self.parts = [p for p in tree.parts if p[0] < body_end]
        self.cuts = sorted((c for c in clauses if c.scope == "back"), key=lambda c: c.start)
        self.cut_starts = [c.start for c in self.cuts]
        self.paragraphs = begun_by_a_subject(folded, clauses)
        self.body, self.body_end, self.signature = body, body_end, signature
        self.out = Layout()
        self.used: set[str] = set()
        measures = [n for n in self.nodes if "measure" in self.roles[id(n)]]
        chapters = [n for n in self.nodes if "chapter" in self.roles[id(n)]]
        self.numbers = _numbers(measures) | {
            (id(n), "chapter"): v
            for (i, _), v in _numbers(chapters).items()
            for n in chapters
            if id(n) == i
        }
        self.chapter = 0
        self.measure = 0
        self.sections = 0

    # --- small things -----------------------------------------------------------------------------
    def _key(self, key: str) -> str:
        unique, n = key, 2
        while unique in self.used:
            unique = f"{key}-{n}"
            n += 1
        self.used.add(unique)
        return unique

    def _leaf(
        self,
        key: str,
        kind: str,
        start: int,
        end: int,
        *,
        level: int,
        parent: str | None,
        task: str | None = None,
        style: str | None = None,
        label: str | None = None,
    ) -> None:
        if start < end:
            self.out.leaves.append(
                Leaf(
                    self._key(key),
                    kind,
                    level,
                    style,
                    label,
                    parent,
                    self.chapter,
                    self.measure,
                    task,
                    start,
                    end,
                )
            )

    def _group(self, key: str, kind: str, node: Node, level: int, parent: str | None) -> str:
        key = self._key(key)
        self.out.groups.append(
            Leaf(
                key,
                kind,
                level,
                node.style,
                node.label,
                parent,
                self.chapter,
                self.measure,
                None,
                node.start,
                node.end,
            )
        )
        return key

    def _cuts_in(self, start: int, end: int) -> Sequence[Clause]:
        """The clauses that begin in a stretch."""
        return self.cuts[bisect_left(self.cut_starts, start) : bisect_left(self.cut_starts, end)]

    def _paragraphs_in(self, start: int, end: int) -> list[int]:
        """Where paragraphs begin in a stretch that are tasks of their own."""
        return self.paragraphs[
            bisect_left(self.paragraphs, start) : bisect_left(self.paragraphs, end)
        ]

    def _blank(self, start: int, end: int) -> bool:
        # 由 before a clause that is a sentence of its own says nothing by itself.
        return not self.folded[start:end].strip(" \n\r\t。，；由")

    @property
    def _stem(self) -> str:
        """What a task's key begins with: its measure, or its chapter where it has none."""
        return f"M{self.measure}" if self.measure else f"C{self.chapter}"

    # --- the whole --------------------------------------------------------------------------------
    def build(self) -> Layout:
        tops = [n for n in self.nodes if n.parent is None]
        if not tops:
            self._leaf("front", "front", 0, self.body, level=0, parent=None)
            self._plain(self.body, self.body_end)
            self._end(self.body_end)
            return self.out
        self._last_unit_end(tops[-1])
        position = 0
        heads = [p for p in self.parts if p[0] >= 0]
        self._leaf("front", "front", 0, self.body, level=0, parent=None)
        position = self.body
        for top in tops:
            for head in [h for h in heads if position <= h[0] < top.start]:
                self._leaf("section", "section", position, top.start, level=0, parent=None)
                position = top.start
                del head
                break
            if position < top.start:
                self._leaf("between", "section", position, top.start, level=0, parent=None)
            self._top(top)
            position = top.end
        self._end(position)
        return self.out

    def _end(self, position: int) -> None:
        self.chapter = self.measure = 0
        middle = min(max(self.body_end, position), len(self.text))
        self._leaf("M0.0", "closing", position, middle, level=0, parent=None, task="M0.0")
        self._leaf("end", "closing", middle, len(self.text), level=0, parent=None)

    def _plain(self, start: int, end: int) -> None:
        """A text without any numbered unit: its paragraphs that carry a clause are measures."""
        position = start
        for number, clause in enumerate(self._cuts_in(start, end), 1):
            self.measure = number
            node = Node("plain", 9, number, "", position, position, None, 1, 0, clause.end)
            self._measure_of(node, self._group(f"M{number}", "measure", node, 1, None), 1)
            position = clause.end
        self.measure = 0
        self._leaf("M0.0", "closing", position, end, level=0, parent=None, task="M0.0")

    def _last_unit_end(self, top: Node) -> None:
        """Cut what follows the last unit off from it."""
        chain = [top]
        while chain[-1].children:
            chain.append(chain[-1].children[-1])
        last = chain[-1]
        end = min(last.end, self.body_end)
        mine = self._cuts_in(last.start, end)
        siblings = [
            n for n in self.nodes if self.roles[id(n)] == self.roles[id(last)] and n is not last
        ]
        if mine:
            cut = self._line_end(mine[-1].end, end)
            end = cut if not self._same_line(mine[-1].end, cut) else mine[-1].end
        else:
            several = sum(self._paragraphs(n) > 1 for n in siblings)
            if siblings and several * 3 < len(siblings):
                first = self._line_end(last.start, end)
                # A heading alone on its line has its text on the next.
                headed = "。" not in self.folded[last.start : first]
                end = self._line_end(first + 1, end) if headed and first < end else first
        for node in chain:
            node.end = end

    def _same_line(self, start: int, end: int) -> bool:
        return bool(self.folded[start:end].strip())

    def _paragraphs(self, node: Node) -> int:
        end = node.children[0].start if node.children else node.end
        clauses = self._cuts_in(node.start, end)
        if clauses:
            end = clauses[0].start
        return sum(bool(line.strip()) for line in self.folded[node.start : end].split("\n"))

    def _line_end(self, position: int, limit: int) -> int:
        found = self.folded.find("\n", position, limit)
        return limit if found < 0 else found + 1

    # --- units ------------------------------------------------------------------------------------
    def _top(self, node: Node) -> None:
        role = self.roles[id(node)]
        if role.startswith("chapter"):
            self.chapter = self.numbers[id(node), "chapter"]
            self.measure = 0
            key = self._group(f"C{self.chapter}", "chapter", node, 1, None)
            title_end = self._heading_end(node)
            self.out.chapters.append(
                Unit(
                    key,
                    self.chapter,
                    node.label,
                    self.chapter,
                    0,
                    0,
                    node.start,
                    node.end,
                    self.text[node.mark_end : title_end].strip().rstrip("。：:"),
                    node=node,
                )
            )
            if role == "chapter+measure":
                self.measure = self.numbers[id(node), "measure"]
                self._measure(node, key, 2)
                self.measure = 0
                return
            first = node.children[0].start if node.children else node.end
            own = self._own_tasks(node, first)
            self._own_text(f"C{self.chapter}.0", "chapter", node.start, own, 2, key, node)
            if own < first:
                self._tasks_in(own, first, 0, key, 2, None)
            for child in node.children:
                self._below(child, key, 2)
            return
        if role == "measure":
            self.chapter = 0
        self._below(node, None, 1)

    def _own_tasks(self, node: Node, end: int) -> int:
        """Where the tasks of a chapter begin that have no number; `end` where it has none.

        They are its paragraphs that begin with a body, and, where no numbered unit follows, those
        that a clause closes.
        """
        line = self._line_end(node.mark_end, end)
        own = next(iter(self._paragraphs_in(line, end)), end)
        cuts = self._cuts_in(line, end)
        if node.children or not cuts or cuts[0].start >= own:
            return own
        edges = [line, *(edge for c in cuts for edge in (c.start, c.end)), end]
        if all(self._blank(*piece) for piece in zip(edges[::2], edges[1::2], strict=True)):
            return end
        own = line
        while own < end and self.folded[own] in " \n\r":
            own += 1
        return own

    def _below(self, node: Node, parent: str | None, level: int) -> None:
        role = self.roles[id(node)]
        if role == "section":
            self.sections += 1
            key = self._group(f"S{self.sections}", "section", node, level, parent)
            self.measure = 0
            self._own_text(
                f"S{self.sections}.0",
                "section",
                node.start,
                node.children[0].start,
                level + 1,
                key,
                node,
            )
            for child in node.children:
                self._below(child, key, level + 1)
            return
        self.measure = self.numbers[id(node), "measure"]
        self._measure(node, parent, level)
        self.measure = 0

    def _own_text(
        self, key: str, kind: str, start: int, end: int, level: int, parent: str, node: Node
    ) -> None:
        """A heading with its own text; clauses in it are cut out."""
        position = start
        for clause in self._cuts_in(start, end):
            self._leaf(
                key,
                kind,
                position,
                clause.start,
                level=level,
                parent=parent,
                task=key,
                style=node.style,
                label=node.label,
            )
            stop = self._swallow(clause.end, end)
            self._leaf(
                f"{parent}.t", "tail", clause.start, stop, level=level, parent=parent, task=key
            )
            position = stop
        self._leaf(
            key,
            kind,
            position,
            end,
            level=level,
            parent=parent,
            task=key,
            style=node.style,
            label=node.label,
        )

    def _swallow(self, position: int, limit: int) -> int:
        """White space and stops behind a clause belong to it."""
        while position < limit and self.folded[position] in " \n\r。；":
            position += 1
        return position

    def _heading_end(self, node: Node) -> int:
        limit = node.children[0].start if node.children else node.end
        for clause in self._cuts_in(node.mark_end, limit)[:1]:
            limit = clause.start
        line = self.folded.find("\n", node.mark_end, limit)
        return limit if line < 0 else line

    def _measure(self, node: Node, parent: str | None, level: int) -> None:
        key = self._group(f"M{self.measure}", "measure", node, level, parent)
        self._measure_of(node, key, level)

    def _measure_of(self, node: Node, key: str, level: int) -> None:
        number = self.measure
        tasks = node.children
        heading_end = tasks[0].start if tasks else node.end
        commitments = self._commitments(node, heading_end)
        text_begin, title = self._text_begin(node, heading_end, bool(tasks), commitments)
        unit = Unit(
            key,
            number,
            node.label or None,
            self.chapter,
            number,
            0,
            node.start,
            node.end,
            title,
            "；".join(self.text[s:e] for s, e in commitments) or None,
            node=node,
        )
        self.out.measures.append(unit)
        self._heading(node, key, level + 1, text_begin, commitments)
        ordinal = 0
        if tasks:
            for task in tasks:
                ordinal = self._tasks_in(task.start, task.end, ordinal, key, level + 1, task)
        else:
            self._tasks_in(text_begin, node.end, ordinal, key, level + 1, None)

    def _heading(
        self, node: Node, key: str, level: int, end: int, commitments: list[tuple[int, int]]
    ) -> None:
        """The heading's leaves: its words, its commitments, and clauses that stand in it."""
        pieces = [(s, e, "commitment") for s, e in commitments]
        pieces += [(c.start, c.end, "tail") for c in self._cuts_in(node.start, end)]
        position = node.start
        zero = f"M{self.measure}.0"
        heading_key = f"M{self.measure}.h" if commitments else zero
        for start, stop, kind in sorted(pieces):
            if start < position:
                continue
            self._leaf(
                heading_key,
                "measure",
                position,
                start,
                level=level,
                parent=key,
                task=zero,
                style=node.style,
                label=node.label,
            )
            if kind == "commitment":
                self._leaf(zero, kind, start, stop, level=level, parent=key, task=zero)
            else:
                stop = self._swallow(stop, end)
                self._leaf(
                    f"M{self.measure}.t", kind, start, stop, level=level, parent=key, task=zero
                )
            position = stop
        self._leaf(
            heading_key,
            "measure",
            position,
            end,
            level=level,
            parent=key,
            task=zero,
            style=node.style,
            label=node.label,
        )

    def _commitments(self, node: Node, end: int) -> list[tuple[int, int]]:
        """The quoted national texts: from the quote that 关于 opens to the one that closes it."""
        found = []
        opener = _openers().search(self.folded, node.mark_end, end)
        limit = opener.start() if opener else end
        position = node.mark_end
        while hit := _commitments().search(self.folded, position, limit):
            depth = 1
            for quote in _QUOTE.finditer(self.folded, hit.end(), limit):
                depth += 1 if quote.group() == "“" else -1
                if not depth:
                    found.append((hit.end(), quote.start()))
                    position = quote.end()
                    break
            if depth:
                break
        return found

    def _text_begin(
        self, node: Node, end: int, has_tasks: bool, commitments: list[tuple[int, int]]
    ) -> tuple[int, str | None]:
        """Where the text of the measure's own task begins, and the measure's title."""
        opener = _openers().search(self.folded, node.mark_end, end)
        if commitments:
            after = commitments[-1][1] + 1
            if has_tasks:
                return end, None
            return (opener.end() if opener else self._after(after, end)), None
        line = self._heading_end(node)
        stop = self.folded.find("。", node.mark_end, line)
        stop = line if stop < 0 else stop
        words = self.text[node.mark_end : stop].strip().rstrip("：: ")
        short = 0 < len(words) <= 40 and not re.search(r"[，；]", words[24:])
        if has_tasks:
            return end, words if 0 < len(words) <= 60 else None
        first = next(iter(self._paragraphs_in(line + 1, end)), end)
        headed = short or not self.folded[node.mark_end : first].strip().endswith(("。", "；"))
        if first < end and headed and self.folded[line:first].strip()[-1:] in ("", "："):
            return first, words if short else None
        if opener:
            return opener.end(), words if short else None
        rest = stop + 1 if stop < line else line
        mine = next((c.start for c in self._cuts_in(node.mark_end, end)), end)
        if short and not self._blank(rest, min(mine, end)) and rest < mine:
            return rest, words
        if short and stop < end and mine <= self._swallow(stop, end) and self._more_text(mine, end):
            return rest, words
        return node.start, words if short else None

    def _more_text(self, start: int, end: int) -> bool:
        return any(not self._blank(c.end, end) for c in self._cuts_in(start, start + 1)[:1])

    def _after(self, position: int, end: int) -> int:
        while position < end and self.folded[position] in "。；：，、 \n\r":
            position += 1
        return position

    def _tasks_in(
        self, start: int, end: int, ordinal: int, parent: str, level: int, node: Node | None
    ) -> int:
        """One unit's tasks: as many as it has clauses, at least one."""
        mine = self._cuts_in(start, end)
        position = start
        first = True
        begun = self._paragraphs_in(start + 1, end)
        for clause in mine:
            while begun and begun[0] <= clause.start:
                position, ordinal, first = self._paragraph(
                    position, begun.pop(0), ordinal, parent, level, node, first
                )
            # A clause before the text of an unmarked stretch is the whole unit's.
            if self._blank(position, clause.start) and (not first or node is None):
                stop = self._swallow(clause.end, end)
                self._leaf(
                    f"{self._stem}.t",
                    "tail",
                    position,
                    stop,
                    level=level,
                    parent=parent,
                    task=f"{self._stem}.{ordinal}",
                )
                position = stop
                continue
            if first and node is not None and self._blank(node.mark_end, clause.start):
                # The clause stands before the text: it belongs to the unit, the text follows.
                break
            ordinal += 1
            self._task(
                position, clause.start, ordinal, parent, level, node if first else None, node
            )
            stop = self._swallow(clause.end, end)
            self._leaf(
                f"{self._stem}.t",
                "tail",
                clause.start,
                stop,
                level=level,
                parent=parent,
                task=f"{self._stem}.{ordinal}",
            )
            position = stop
            first = False
        for paragraph in begun:
            position, ordinal, first = self._paragraph(
                position, paragraph, ordinal, parent, level, node, first
            )
        if first or (begun and position == begun[-1]):
            ordinal += 1
            self._task(position, end, ordinal, parent, level, node if first else None, node)
        elif position < end:
            self._leaf(
                f"{self._stem}.t",
                "tail",
                position,
                end,
                level=level,
                parent=parent,
                task=f"{self._stem}.{ordinal}",
            )
        return ordinal

    def _paragraph(
        self,
        position: int,
        start: int,
        ordinal: int,
        parent: str,
        level: int,
        node: Node | None,
        first: bool,
    ) -> tuple[int, int, bool]:
        """End the task before a paragraph that begins one; a mere mark before it is no task."""
        begin = max(position, node.mark_end if node is not None and first else position)
        if self._blank(begin, start):
            return position, ordinal, first
        ordinal += 1
        self._task(position, start, ordinal, parent, level, node if first else None, node)
        return start, ordinal, False

    def _task(
        self,
        start: int,
        end: int,
        ordinal: int,
        parent: str,
        level: int,
        marked: Node | None,
        node: Node | None,
    ) -> None:
        key = f"{self._stem}.{ordinal}"
        # White space before an unmarked task belongs to what stands before it.
        begin = start
        if marked is None:
            while begin < end and self.folded[begin] in " \n\r":
                begin += 1
            if start < begin:
                if self.out.leaves and self.out.leaves[-1].end == start:
                    self.out.leaves[-1].end = begin
                else:
                    begin = start
        label = node.label if node else None
        self._leaf(
            key,
            "task",
            begin,
            end,
            level=level,
            parent=parent,
            task=key,
            style=marked.style if marked else None,
            label=label,
        )
        self.out.tasks.append(
            Unit(key, ordinal, label, self.chapter, self.measure, ordinal, begin, end, node=node)
        )


def _numbers(nodes: Sequence[Node]) -> dict[tuple[int, str], int]:
    """Printed numbers where they rise through the whole document, else a running count."""
    printed = [n.value for n in nodes]
    values: Iterable[int] = (
        printed if _rises(printed) and all(v > 0 for v in printed) else range(1, len(nodes) + 1)
    )
    return {(id(n), "measure"): v for n, v in zip(nodes, values, strict=True)}


def _home(place: Unit | Leaf) -> tuple[int, int]:
    return place.measure, 0 if place.measure else place.chapter


def assign(
    layout: Layout,
    clauses: Sequence[Clause],
    added: Sequence[tuple[Clause, Party]],
    nodes: Sequence[Node],
) -> tuple[list[Assignment], dict[int, list[tuple[str, int]]]]:
    """Which clause covers which tasks.

    A clause covers the tasks since the previous clause of its measure; one in a measure's heading
    covers the tasks below it; one that is a unit's subject covers the task it stands in.
    """
    # Tasks without a measure are their chapter's.
    by_measure: dict[tuple[int, int], list[Unit]] = {}
    for task in layout.tasks:
        by_measure.setdefault(_home(task), []).append(task)
    previous: dict[tuple[int, int], tuple[int, list[Unit]]] = {}
    rows: list[Assignment] = []
    coverage: dict[int, list[tuple[str, int]]] = {}
    extra: dict[int, list[Party]] = {}
    for clause, party in added:
        extra.setdefault(clause.number, []).append(party)
    for clause in clauses:
        leaf = layout.at(clause.start)
        tasks = by_measure.get(_home(leaf), [])
        covered: list[Unit]
        if clause.scope == "below":
            node = next(
                (
                    n
                    for n in nodes
                    if n.start <= clause.start < n.end
                    and n.children
                    and clause.start < n.children[0].start
                ),
                None,
            )
            covered = [t for t in layout.tasks if node and node.start <= t.start < node.end]
        elif not tasks:
            covered = []
        elif clause.scope == "here":
            covered = [t for t in tasks if t.key == leaf.task] or tasks
        elif clause.start < tasks[0].start or (clause.start == tasks[0].start):
            covered = tasks
        else:
            since, last = previous.get(_home(leaf), (-1, []))
            covered = [t for t in tasks if since <= t.start < clause.start] or last
            if not covered:
                covered = [t for t in tasks if t.start <= clause.start < t.end]
            previous[_home(leaf)] = (clause.end, covered)
        keys = [(t.key, t.measure) for t in covered] or [(leaf.task or leaf.key, leaf.measure)]
        coverage[clause.number] = keys
        parties = [p for p in clause.parties if p.rule != "added_to_all"] + extra.get(
            clause.number, []
        )
        for key, measure in keys:
            rows += [Assignment(key, measure, party, clause) for party in parties]
    return rows, coverage
