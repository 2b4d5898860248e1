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
# A member of a list is no shorter.
_PART = 4
_DIGIT = re.compile(r"[0-9]")
_FIGURE = re.compile(r"[0-9%年月日]+")
_GUARD = re.compile(r"\(\?<?[!=][^()]*\)|\(\?:|\)")
_MAY_HOLD_OLD = re.compile("[0-9比较]")
_ATTRIBUTES = re.compile(r"[^，。；、0-9]{2,12}(?:、[^，。；0-9的]{2,16}){1,6}的")


def _alternatives(key: str) -> str:
    # The longest word first; a guard such as (?!再生) is no part of its length.
    words = sorted(load.words("indicators", key), key=lambda w: -len(_GUARD.sub("", w)))
    return "(?:" + "|".join(w if "(?:" in w else re.escape(w) for w in words) + ")"


@functools.cache
def _edges(key: str, at: int) -> frozenset[str]:
    """The first (0) or last (-1) characters of a list of words.

    Most phrases have none of them at their edge, so that their pattern need not be tried.
    """
    return frozenset(_GUARD.sub("", word)[at] for word in load.words("indicators", key))


@functools.cache
def _make() -> re.Pattern[str]:
    return re.compile(_alternatives("make") + r"\Z")


@functools.cache
def _lead() -> re.Pattern[str]:
    return re.compile("(?:" + _alternatives("lead") + ")")


@functools.cache
def _tail() -> re.Pattern[str]:
    return re.compile("(?:" + _alternatives("tail") + r")\Z")


def _ends_in_make(words: str) -> bool:
    return words[-1:] in _edges("make", -1) and _make().search(words) is not None


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
    is_chinese: bool,
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
    is_chinese : bool
        Whether it is a Chinese numeral, whose noun stands behind it.
    floor : int
        Where the task's text begins.
    times : sequence of (int, int)
        Times, which are no part of an indicator.
    previous : str or None
        The indicator of the number before, in the same sentence.
    """
    left, right = around.clause(start, end)
    if (tab := folded.find("\t", end, right)) >= 0:
        right = tab
    if is_share and (main := _SHARE_IN_BRACKET.search(folded, max(left, floor, start - 40), start)):
        # 15%（超过100人的企业达到8%）: the same share, for some of them.
        start = main.start()
    begin = max(left, floor, start - 80)
    left = _left(folded, begin, start, times)
    span = _trim(folded, left, start)
    if is_words and folded.find("、", begin, left) >= 0:
        span = _last_of_list(folded, span)
    if is_share:
        span = _before_reach(folded, span)
        named = _named_share(folded, span, end)
        if named:
            return named
    words = folded[span[0] : span[1]]
    before = folded[left:start].rstrip()
    made = not before or before[-1] == "的" or _ends_in_make(before)
    if not is_share and not is_words and (made or is_chinese or not _worth(words)):
        behind = _behind(folded, end, right, times)
        if behind:
            return behind
    if _worth(words):
        return span
    if previous and (is_share or is_words):
        return previous
    return _further_back(folded, around, left, start, end, floor, times) or previous


def _left(folded: str, left: int, start: int, times: Sequence[tuple[int, int]]) -> int:
    """Where the phrase before a number can begin: behind a time, a bracket, a number of a list."""
    for s, e in times:
        # 用水量分别比2020年下降5%: the year is what it is held against.
        if left <= s and e <= start and folded[s - 1] not in "比较由从":
            left = max(left, e)
    if folded.find("（", left, start) >= 0:
        depth = 0
        for i in range(start - 1, left - 1, -1):
            depth += {"）": 1, "（": -1}.get(folded[i], 0)
            if depth < 0:
                left = i + 1
                break
    comma = folded.rfind("、", left, start)
    if comma >= 0 and _DIGIT.search(folded, left, comma):
        left = comma + 1
    left = max(left, folded.rfind("\t", left, start) + 1)
    while left < start and folded[left] in " ，、：”的）":
        left += 1
    return left


def _last_of_list(folded: str, span: tuple[int, int]) -> tuple[int, int]:
    """对超过2年的资金、…资金和…资金全部收回: of a list that figures cut, what stands last."""
    joint = max(folded.rfind(word, *span) for word in ("和", "及"))
    return (joint + 1, span[1]) if joint - span[0] >= _PART and span[1] - joint > _PART else span


def _before_reach(folded: str, span: tuple[int, int]) -> tuple[int, int]:
    """…达到机构总数的20%: what reaches, not what it is a share of."""
    found = _REACH.search(folded, span[0] + 2, span[1])
    return (span[0], found.start()) if found else span


def _named_share(folded: str, span: tuple[int, int], end: int) -> str | None:
    data = load.data("indicators")
    words = re.sub(r".*(?=我[区市县省])", "", folded[span[0] : span[1]])
    if noun := re.match(data["share_noun"], folded[end : end + 16]):
        return words + noun.group("noun")
    if noun := re.match(data["share_verb"], folded[end : end + 4]):
        return f"{words}{noun.group('noun')}比例"
    return None


def _further_back(
    folded: str,
    around: Around,
    left: int,
    start: int,
    end: int,
    floor: int,
    times: Sequence[tuple[int, int]],
) -> tuple[int, int] | None:
    """The nearest clause before it in its sentence that has a phrase."""
    first = max(around.sentence(start, end)[0], floor)
    # A cell of a table ends at a tab: its neighbours hold names and times.
    first = max(first, folded.rfind("\t", first, start) + 1)
    stop = left
    while stop > first:
        begin = max(first, folded.rfind("，", first, stop - 1) + 1)
        span = _trim(folded, _left(folded, begin, stop, times), stop)
        if _worth(folded[span[0] : span[1]]):
            return span
        if begin <= first:
            return None
        stop = begin - 1
    return None


# What can stand behind the figure of an old level that is no unit of the list, and behind a year.
_OLD_UNITS = ("%", "个工作日", "工作日", "个自然日", "自然日", "天", "小时", "分钟", "个月")
_OLD_SIDES = ("以上", "以下", "以内", "左右")
_OLD_YEARS = ("年", "年初", "上年", "去年", "前年", "上年度", "“十五”", "同期", "底", "末", "期末")


@functools.cache
def _old_ends() -> frozenset[str]:
    """The characters that an old level can end with."""
    units = [unit["name"] for unit in load.data("units")["unit"]]
    return frozenset(word[-1] for word in (*units, *_OLD_UNITS, *_OLD_SIDES, *_OLD_YEARS))


@functools.cache
def _old_level() -> re.Pattern[str]:
    """What ends a phrase and is not in its name: 污水处理率由93%, 用水量分别比2020年."""
    units = "|".join(_OLD_UNITS)
    figure = load.expand(
        f"[0-9][0-9.,]{{0,12}}[十百千万亿]{{0,3}}(?:{{unit}}|{units})", "quantities"
    )
    left = "不少于|不低于|超过|突破|约|不足|的"
    year = "(?:20[0-9]{2}年|年初|上年|去年|前年|上年度|“十[二三四]五”)(?:同期|底|末|期末)?"
    sides = "|".join(_OLD_SIDES)
    return re.compile(
        rf"(?:(?:分别|均|要)?[比较]{year}|(?:(?:由|从)[^，。；由从0-9]{{0,10}})?(?:{left})?{figure}(?:{sides})?)\Z"
    )


def _worth(words: str) -> bool:
    bare = words.strip("“”‘’《》（） ")
    if len(bare) < 2 or _FIGURE.fullmatch(bare):
        return False
    if bare[0] in _edges("lead", 0) and _lead().fullmatch(bare):
        return False
    # 较2020年 alone: what a figure is held against measures nothing.
    return not (bare[0] in "比较" and _old_level().match(bare))


def _behind(
    folded: str, end: int, right: int, times: Sequence[tuple[int, int]]
) -> tuple[int, int] | None:
    """The counted noun behind a number."""
    start = end
    while start < right and folded[start] in " 的":
        start += 1
    limit = min([right, start + _LONGEST, *(s for s, _ in times if s > start)])
    # 2—3个特点鲜明、规模适度、…的示范区域: the noun stands behind its attributes.
    attributes = _ATTRIBUTES.match(folded, start, min(right, start + 90))
    if attributes:
        start = attributes.end()
        limit = min(right, start + _LONGEST)
    found = _noun_end().search(folded, start, limit)
    stop = found.start() if found else limit
    for word in load.words("indicators", "noun_lead"):
        if folded.startswith(word, start) and stop - start > len(word) + 1:
            start += len(word)
    for word in load.words("indicators", "noun_tail"):
        if folded.endswith(word, start, stop) and stop - start > len(word) + 1:
            stop -= len(word)
    noun = folded[start:stop].strip()
    return (start, stop) if len(noun) >= 2 else None


def _trim(folded: str, start: int, end: int) -> tuple[int, int]:
    """Cut lead words and trailing verbs off a phrase, and all before its last verb of making."""
    moved = True
    tails, leads, old_ends = _edges("tail", -1), _edges("lead", 0), _old_ends()
    while moved and end > start:
        moved = False
        while end > start and folded[end - 1] in " ，、：“（":
            end -= 1
            moved = True
        if (
            folded[end - 1] in old_ends
            and _MAY_HOLD_OLD.search(folded, start + 2, end)
            and (old := _old_level().search(folded, start + 2, end))
        ):
            end = old.start()
            moved = True
        if folded[end - 1] not in tails:
            continue
        hit = _tail().search(folded[start:end])
        if hit and end - start > len(hit.group()):
            end -= len(hit.group())
            moved = True
        elif hit:
            return start, start
    moved = True
    while moved and end > start:
        moved = False
        while start < end and folded[start] in " ，、：”的）":
            start += 1
            moved = True
        hit = _lead().match(folded, start, end) if folded[start] in leads else None
        if hit and hit.end() < end - 1:
            start = hit.end()
            moved = True
    comma = max(folded.rfind("：", start, end), folded.rfind("，", start, end))
    if comma >= 0:
        start = comma + 1
    return start, end


# …补助标准不超过总投资的30%
_REACH = re.compile("达到|不超过|不低于|不少于|不高于")
# A share right before the bracket that a number stands in.
_SHARE_IN_BRACKET = re.compile(r"[0-9.]{1,6}%（[^（），。；%]{2,24}\Z")

_OF_A_LIST = re.compile(r"、|和(?!国)|及")
# Heads that make a name of a list whole by itself.
_WHOLE = re.compile(
    r"(?:率|比例|比重|占比|总量|产量|收入|增加值|产值|税收|面积|数量|人数|水平|规模)\Z"
)


def listed(phrase: str) -> list[str]:
    """The names of a list, each with the head and the area that are said once.

    Examples
    --------
    >>> listed("花生种植、收获机械化率")
    ['花生种植机械化率', '花生收获机械化率']
    >>> listed("规上工业亩均税收、亩均增加值")
    ['规上工业亩均税收', '亩均增加值']
    """
    parts = [part for part in _OF_A_LIST.split(phrase) if part]
    if len(parts) < 2 or any(len(part) < 2 for part in parts):
        return [phrase]
    first, last = parts[0], parts[-1]
    if not _WHOLE.search(last) or _WHOLE.search(first):
        return parts
    # 种植 | 收获机械化率: as many characters differ as a middle part has, else two.
    differ = len(parts[1]) if len(parts) > 2 else 2
    head, area = last[differ:], first[:-differ] if len(first) > differ else ""
    if not head:
        return parts
    return [f"{first}{head}", *(f"{area}{part}{head}" for part in parts[1:-1]), f"{area}{last}"]
