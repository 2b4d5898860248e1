"""What a task promises to make, and what it waits for (成果物, 等待事项)."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from zctrack.extract.context import Around
from zctrack.extract.dates import Deadline
from zctrack.extract.segments import Layout, Leaf
from zctrack.grammar import load

__all__ = ["Product", "products", "waits"]


@dataclass(slots=True)
class Product:
    """One row of the products table, without its key."""

    task: str
    measure: int
    verb: str
    name: str
    type: str
    deadline: Deadline | None
    rule: str
    start: int
    end: int
    key: str = ""


@functools.cache
def _types() -> Mapping[str, str]:
    return {noun: kind for kind, nouns in load.data("products")["types"].items() for noun in nouns}


@functools.cache
def _lengths() -> tuple[int, ...]:
    return tuple(sorted({len(noun) for noun in _types()}, reverse=True))


_HEADING = 40
_BRACKET = re.compile(r"（[^（）]*）")


def _type(name: str) -> str | None:
    """The type of the longest noun that the name ends with."""
    bare = (_BRACKET.sub("", name) if "（" in name else name).strip("《》“”<>")
    types = _types()
    for length in _lengths():
        kind = types.get(bare[-length:])
        if kind is not None:
            return kind
    return None


@functools.cache
def _verbs() -> re.Pattern[str]:
    return re.compile("|".join(load.words("products", "verbs")))


def products(
    text: str,
    folded: str,
    around: Around,
    layout: Layout,
    deadlines: Sequence[Deadline],
    clause_spans: Sequence[tuple[int, int]],
    titles: Sequence[tuple[int, int]],
) -> list[Product]:
    """Every product promised in the tasks' texts, in text order.

    Parameters
    ----------
    text, folded : str
        The text and its shadow.
    around : Around
        Its clauses.
    layout : Layout
        What stands where.
    deadlines : sequence of Deadline
        To tie a product to its time.
    clause_spans : sequence of (int, int)
        Responsibility clauses, which promise nothing.
    titles : sequence of (int, int)
        Cited titles: a verb inside one promises nothing.
    """
    rows: list[Product] = []
    starts = [d.start for d in deadlines]
    barred = sorted((*clause_spans, *titles))
    barred_starts = [start for start, _ in barred]
    barred_until = list(accumulate((end for _, end in barred), max))
    for leaf in layout.leaves:
        if leaf.kind in ("front", "commitment", "tail") or leaf.key == "end":
            continue
        if _is_heading(folded, leaf):
            continue
        position = leaf.start
        while found := _verbs().search(folded, position, leaf.end):
            position = found.end()
            i = bisect_right(barred_starts, found.start()) - 1
            if i >= 0 and barred_until[i] > found.start():
                continue
            # 已经出台的…政策, …的创建标准: the verb is an attribute, nothing is promised.
            if folded.startswith("的", found.end()) or folded[found.start() - 1] == "的":
                continue
            names = _names(folded, found.end(), leaf.end)
            for start, end in names:
                start = _own(folded, start, end)
                kind = _type(folded[start:end])
                if kind is None or folded[start] == "本":
                    continue
                rows.append(
                    Product(
                        leaf.task or leaf.key,
                        leaf.measure,
                        text[found.start() : found.end()],
                        text[start:end],
                        kind,
                        _due(around, deadlines, starts, found.start()),
                        "make",
                        found.start(),
                        end,
                    )
                )
                position = max(position, end)
    return rows


def _is_heading(folded: str, leaf: Leaf) -> bool:
    """Whether a leaf is the short line over a unit's tasks: 健全责任体系 only names it."""
    words = folded[leaf.start : leaf.end].strip()
    return (
        bool(leaf.label)
        and leaf.key.endswith(".0")
        and len(words) <= _HEADING
        and "。" not in words[:-1]
    )


_AREA = re.compile(r"(?:我[区市县省]|全[区市县省])(?=[^，。；]{2})")


def _own(folded: str, start: int, end: int) -> int:
    """Where the name begins behind 我区 and the like."""
    area = _AREA.match(folded, start, end)
    return area.end() if area and folded.startswith("《", area.end()) else start


# The characters at which the walk through a noun phrase has to look.
_NOTABLE = re.compile(r"[《“<》”>0-9，。；：！？\n\t（、及和与得]")
_BREAK = re.compile(r"[，。；：！？\n\t（]|得(?=[0-9])|、|及(?!时)|和(?!国)|与")


def _names(folded: str, start: int, limit: int) -> list[tuple[int, int]]:
    """The noun phrases behind a verb of making, a list taken apart where each part is a product."""
    spans = []
    position = start
    begin = start
    depth = 0
    limit = min(limit, start + 90)
    while position < limit:
        notable = _NOTABLE.search(folded, position, limit)
        if notable is None:
            position = limit
            break
        position = notable.start()
        char = folded[position]
        if char in "《“<":
            depth += 1
        elif char in "》”>":
            depth -= 1
        elif (
            depth <= 0
            and char in "0123456789"
            and position > begin
            and _type(folded[begin:position])
        ):
            spans.append((begin, position))
            return spans
        elif depth <= 0:
            found = _BREAK.match(folded, position)
            if found and char == "（":
                if _type(folded[begin:position]):
                    spans.append((begin, position))
                    return spans
                close = folded.find("）", position, limit)
                if close < 0:
                    break
                position = close + 1
                continue
            if found:
                part = folded[begin:position]
                stops = char in "。；：！？\n\t得"
                if _type(part):
                    spans.append((begin, position))
                    begin = found.end()
                    if char == "，" or stops or _verbs().match(folded, begin):
                        return spans
                elif (char == "，" and not _goes_on(folded, begin, position, limit)) or stops:
                    return spans
                position = found.end()
                continue
        position += 1
    part = folded[begin:position]
    if (
        position <= limit
        and _type(part)
        and (position == limit or folded[position] in "，。；、\n")
    ):
        spans.append((begin, position))
    return spans


def _goes_on(folded: str, begin: int, comma: int, limit: int) -> bool:
    """建立以…为基础，…为一体的…机制: the comma stands inside an attribute that 的 closes."""
    if folded[begin : begin + 1] not in ("以", "由"):
        return False
    stop = min((i for c in "。；" if (i := folded.find(c, comma, limit)) >= 0), default=limit)
    return "的" in folded[comma:stop]


def _due(
    around: Around, deadlines: Sequence[Deadline], starts: Sequence[int], position: int
) -> Deadline | None:
    left = around.sentence(position, position + 1)[0]
    i = bisect_left(starts, position) - 1
    while i >= 0 and deadlines[i].start >= left:
        if deadlines[i].kind == "due":
            return deadlines[i]
        i -= 1
    return None


def waits(text: str, folded: str, layout: Layout) -> dict[str, str]:
    """Task key → the higher paper or event that it waits for, as printed."""
    found: dict[str, str] = {}
    for leaf in layout.leaves:
        if leaf.kind != "task" or leaf.task is None:
            continue
        for row in load.rules("products", "waits"):
            if folded.find(row["holds"], leaf.start, leaf.end) < 0:
                continue
            hit = load.pattern(row["pattern"], "products").search(folded, leaf.start, leaf.end)
            if hit:
                start, end = hit.span("surface")
                found.setdefault(leaf.task, text[start:end])
                break
    return found
