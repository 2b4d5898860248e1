"""Which short noun phrase a number measures (指标).

The noun phrase before a verb of reaching (粮食播种面积达到…), the noun between a verb of making and
the number (建成充电桩58个), or the counted noun behind the number (3条道路人行道改造); never an
adverb, a time or a verb.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Sequence

from zctrack.extract.context import Around
from zctrack.grammar import load

__all__ = ["indicator", "listed"]

_LONGEST = 40


def _alternatives(key: str) -> str:
    words = sorted(load.words("indicators", key), key=len, reverse=True)
    return "(?:" + "|".join(w if "(?:" in w else re.escape(w) for w in words) + ")"


@functools.cache
def _ends_in_reach() -> re.Pattern[str]:
    return re.compile(_alternatives("reach") + r"\Z")


@functools.cache
def _ends_in_make() -> re.Pattern[str]:
    return re.compile(_alternatives("make") + r"\Z")


@functools.cache
def _make() -> re.Pattern[str]:
    return re.compile(_alternatives("make"))


@functools.cache
def _lead() -> re.Pattern[str]:
    return re.compile("(?:" + _alternatives("lead") + ")")


@functools.cache
def _tail() -> re.Pattern[str]:
    return re.compile("(?:" + _alternatives("tail") + r")\Z")


@functools.cache
def _noun_end() -> re.Pattern[str]:
    return re.compile(load.data("indicators")["noun_end"])


def indicator(
    folded: str,
    around: Around,
    start: int,
    end: int,
    *,
    is_share: bool,
    is_words: bool,
    floor: int,
    times: Sequence[tuple[int, int]],
    previous: str | None,
) -> tuple[int, int] | str | None:
    """The stretch of the indicator's words, or a phrase carried from the number before.

    Parameters
    ----------
    folded : str
        The shadow text.
    around : Around
        Its clauses.
    start, end : int
        The number with its comparators.
    is_share : bool
        Whether the number is a share, whose noun seldom stands behind it.
    is_words : bool
        Whether it is a commitment without digits.
    floor : int
        Where the task's text begins.
    times : sequence of (int, int)
        Times, which are no part of an indicator.
    previous : str or None
        The indicator of the number before, in the same sentence.
    """
    left, right = around.clause(start, end)
    left = max(left, floor, start - 80)
    for s, e in times:
        if left <= s < start and e <= start:
            left = max(left, e)
    while left < start and folded[left] in " ，、：”的）":
        left += 1
    span = _trim(folded, left, start)
    words = folded[span[0] : span[1]]
    reached = bool(_ends_in_reach().search(folded[left:start]))
    made = (
        bool(_ends_in_make().search(folded[left:start].rstrip())) or not folded[left:start].strip()
    )
    if made and not is_share and not is_words:
        behind = _behind(folded, end, right)
        if behind:
            return behind
    if _worth(words):
        return span
    if not is_share:
        behind = _behind(folded, end, right)
        if behind:
            return behind
    if previous and (reached or made or not words):
        return previous
    wider = around.sentence(start, end)[0]
    back = folded.rfind("，", max(wider, floor), max(left - 1, 0))
    begin = max(wider, floor, back + 1)
    span = _trim(folded, begin, max(begin, left - 1))
    return span if _worth(folded[span[0] : span[1]]) else previous


def _worth(words: str) -> bool:
    bare = words.strip("“”‘’《》（） ")
    return len(bare) >= 2 and not re.fullmatch(r"[0-9%年月日]+", bare)


def _behind(folded: str, end: int, right: int) -> tuple[int, int] | None:
    """The counted noun behind a number."""
    start = end
    while start < right and folded[start] in " 的":
        start += 1
    found = _noun_end().search(folded, start, min(right + 1, start + _LONGEST))
    stop = found.start() if found else min(right, start + _LONGEST)
    for word in load.words("indicators", "noun_lead"):
        if folded.startswith(word, start) and stop - start > len(word) + 1:
            start += len(word)
    noun = folded[start:stop]
    return (start, stop) if len(noun.strip()) >= 2 else None


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    """Cut lead words and trailing verbs off a phrase, and all before its last verb of making."""
    moved = True
    while moved and end > start:
        moved = False
        while end > start and folded[end - 1] in " ，、：":
            end -= 1
            moved = True
        hit = _tail().search(folded[start:end])
        if hit and hit.group() and end - start > len(hit.group()):
            end -= len(hit.group())
            moved = True
        elif hit and hit.group() == folded[start:end]:
            return start, start
    moved = True
    while moved and end > start:
        moved = False
        while start < end and folded[start] in " ，、：”的）":
            start += 1
            moved = True
        hit = _lead().match(folded, start, end)
        if hit and hit.end() < end - 1:
            start = hit.end()
            moved = True
    comma = max(folded.rfind("：", start, end), folded.rfind("，", start, end))
    if comma >= 0:
        start = comma + 1
    return start, end


def listed(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """The names of a list A、B和C率, each with the head that the last one has.

    Returns
    -------
    list of (int, int)
        One stretch a name.
    """
    spans = []
    position = start
    for found in re.compile(r"[、]|和|及").finditer(folded, start, end):
        if found.start() > position:
            spans.append((position, found.start()))
        position = found.end()
    spans.append((position, end))
    return [s for s in spans if s[0] < s[1]]
