"""Number tokens to quantities (数量): figures, comparator, role, indicator, time, relations."""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from zctrack.extract.clause_reader import Clause
from zctrack.extract.context import Around, Place, Rule, first, ruleset
from zctrack.extract.dates import Deadline
from zctrack.extract.dates import Reading as DateReading
from zctrack.extract.figures import Figures, figures_of
from zctrack.extract.indicators import indicator, listed
from zctrack.extract.lexer import Token
from zctrack.extract.numerals import number
from zctrack.extract.segments import Layout, Leaf
from zctrack.grammar import load

__all__ = ["Quantity", "quantities"]

# A duration becomes a quantity where it is a level to be reached or a threshold.
_LEVELS = frozenset(
    {"level_to_reach", "level_of_a_procedure", "level_of_a_time", "level_changed_by"}
)
_THRESHOLDS = frozenset({"threshold"})


# So many numbers back a whole is looked for.
_NEAR = 40
# Comparators behind the unit.
_RIGHT = {
    "以上": ">=", "及以上": ">=", "（含）以上": ">=", "以下": "<=", "及以下": "<=",
    "（含）以下": "<=", "以内": "<=", "之内": "<=", "上限": "<=", "封顶": "<=", "左右": "about",
    "上下": "about",
}  # fmt: skip
# What says behind a time that the thing counted before it is finished by then.
_FINISHED = (
    "完成|建成|竣工|完工|到位|投用|投运|投入|使用|办结|清零|交付|启用|运行|兑现|补足|结束|开工|达标"
)


@dataclass(slots=True)
class Quantity:
    """One row of the quantities table, without its key."""

    task: str
    measure: int
    section: str
    role: str
    indicator: str | None
    comparator: str
    low: float | None
    high: float | None
    unit: str | None
    factor: float
    plain_unit: str | None
    basis: str
    baseline: float | None
    better: str | None
    type: str | None
    deadline: Deadline | None
    doubtful: bool
    rule: str
    start: int
    end: int
    dimension: str | None
    key: str = ""
    related: Quantity | None = None
    relation: str | None = None


@functools.cache
def _words(key: str) -> Mapping[str, Sequence[tuple[str, Mapping[str, Any]]]]:
    """Words with their rules by their last characters, the longest first."""
    pairs = [(w, row) for row in load.rules("quantities", key) for w in row.get("words", ())]
    found: dict[str, list[tuple[str, Mapping[str, Any]]]] = {}
    for word, row in sorted(pairs, key=lambda pair: (-len(pair[0]), pair[0])):
        found.setdefault(word[-1], []).append((word, row))
    return found


@functools.cache
def _far_patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (load.pattern(row["pattern"], "quantities", ends=True), str(row["comparator"]))
        for row in load.rules("quantities", "far")
        if "pattern" in row
    )


@functools.cache
def _held_down() -> re.Pattern[str]:
    return load.pattern(load.rules("quantities", "lower")[0]["pattern"], "quantities")


@functools.cache
def _types(dimension: str | None) -> tuple[tuple[re.Pattern[str] | None, str], ...]:
    """The rules of the indicator's type that hold for a dimension: pattern and type."""
    return tuple(
        (load.pattern(row["pattern"], "quantities") if "pattern" in row else None, row["type"])
        for row in load.rules("quantities", "type")
        if "dimension" not in row or dimension in row["dimension"]
    )


# 100个（套）以上.
_UNIT_THEN_SIDE = re.compile(r"（[^（）]{1,30}）(以上|以下)")
_EACH = re.compile(r"均(?:要|应|须|需|达到?|不低于|高于|超过|控制在|稳定在|提高到)?\Z")
_IS_FINISHED = re.compile(_FINISHED)
_FULL_STOP = re.compile(r"[。；]")
_DIGIT = re.compile(r"[0-9]")
_SPACE = re.compile(r"\s")


def quantities(
    text: str,
    folded: str,
    around: Around,
    tokens: Sequence[Token],
    layout: Layout,
    dates: DateReading,
    clauses: Sequence[Clause],
) -> list[Quantity]:
    """Every quantity of the body, in text order.

    Parameters
    ----------
    text, folded : str
        The text and its shadow.
    around : Around
        Its sentences and clauses.
    tokens : sequence of Token
        The scan's tokens.
    layout : Layout
        What stands where.
    dates : dates.Reading
        The deadlines, and the durations that were no deadlines.
    clauses : sequence of Clause
        Responsibility clauses, which hold quantities in their time limits only.
    """
    return _Reader(text, folded, around, tokens, layout, dates, clauses).run()


class _Reader:
    def __init__(
        self,
        text: str,
        folded: str,
        around: Around,
        tokens: Sequence[Token],
        layout: Layout,
        dates: DateReading,
        clauses: Sequence[Clause],
    ) -> None:
        self.text, self.folded, self.around = text, folded, around
        self.tokens, self.layout, self.dates = tokens, layout, dates
        backs = [c for c in clauses if c.scope == "back"]
        self.clauses = sorted((c.start, c.end) for c in backs)
        self.limits = sorted(span for c in backs for span in c.limits)
        self.rows: list[Quantity] = []
        self.baseline: tuple[float, int] | None = None
        self.noun_end = 0
        # A measure without tasks begins with its printed number, which measures nothing.
        self.labels = {unit.start: unit.label for unit in layout.measures}
        # An indicator holds neither a time nor another number of a list.
        self.cuts = [
            (t.start, t.end)
            for t in tokens
            if (t.kind == "time" and t.form != "manner")
            or (t.kind == "number" and folded[t.end : t.end + 1] in "、和及")
        ]
        self.deadlines = sorted(dates.rows, key=lambda d: d.start)
        self.deadline_starts = [d.start for d in self.deadlines]
        # The time limits in clauses, by the task that they cover.
        self.task_limits: dict[str, list[Deadline]] = {}
        for row in self.deadlines:
            if row.section == "responsibility" and row.kind == "due" and row.when.until:
                self.task_limits.setdefault(row.task, []).append(row)
        self.roles = ruleset("quantities", "role")
        self.bases = ruleset("quantities", "basis")

    def run(self) -> list[Quantity]:
        previous_end = 0
        for token in self.tokens:
            if token.kind == "number":
                self._number(token, previous_end)
            elif token.kind == "time" and self.dates.dropped.get(token.start) in (
                _LEVELS | _THRESHOLDS
            ):
                self._duration(token, self.dates.dropped[token.start], previous_end)
            previous_end = token.end
        self._spread()
        self._relate()
        return self.rows

    def _in_clause(self, offset: int) -> bool:
        i = bisect_right(self.clauses, (offset, 1 << 60)) - 1
        return i >= 0 and self.clauses[i][0] <= offset < self.clauses[i][1]

    def _in_limit(self, offset: int) -> bool:
        i = bisect_right(self.limits, (offset, 1 << 60)) - 1
        return i >= 0 and self.limits[i][0] <= offset < self.limits[i][1]

    def _section(self, leaf: Leaf, offset: int) -> str | None:
        if leaf.kind in ("front", "closing") or leaf.key.startswith("section"):
            return None
        if self._in_clause(offset):
            return "responsibility" if self._in_limit(offset) else None
        return "commitment" if leaf.kind == "commitment" else "implementation"

    # --- one number ---------------------------------------------------------------------------
    def _number(self, token: Token, floor: int) -> None:
        leaf = self.layout.at(token.start)
        section = self._section(leaf, token.start)
        if section is None:
            return
        figures = figures_of(token, self.text)
        self._row(token, figures, leaf, section, floor)

    def _duration(self, token: Token, why: str, floor: int) -> None:
        leaf = self.layout.at(token.start)
        section = self._section(leaf, token.start)
        if section is None or "N" not in token.groups:
            return
        try:
            value = number(token.groups["N"])
        except ValueError:
            return
        unit = token.groups["U"]
        figures = Figures(value, value, unit, 1.0, unit, "time")
        side = token.groups.get("S")
        if side:
            figures.comparator = {
                "以内": "<=",
                "内": "<=",
                "之内": "<=",
                "以上": ">=",
                "以下": "<=",
                "左右": "about",
            }.get(side)
        if why in _LEVELS:
            self._row(token, figures, leaf, section, floor, forced=("target", "level_to_reach"))
        else:
            self._row(
                token, figures, leaf, section, floor, forced=("parameter", why), doubtful=True
            )

    def _left(self, start: int, floor: int) -> tuple[int, str | None]:
        """Comparator words that touch the number on its left."""
        position = start
        while position > floor and self.folded[position - 1] == " ":
            position -= 1
        if position == floor:
            return start, None
        for word, row in _words("left").get(self.folded[position - 1], ()):
            begin = position - len(word)
            if begin >= floor and self.folded.endswith(word, floor, position):
                if begin and self.folded[begin - 1] in row.get("not_behind", ""):
                    continue
                return begin, row["comparator"]
        return start, None

    def _row(
        self,
        token: Token,
        figures: Figures,
        leaf: Leaf,
        section: str,
        floor: int,
        *,
        forced: tuple[str, str] | None = None,
        doubtful: bool = False,
    ) -> None:
        leaf_start = leaf.start
        start, left = self._left(token.start, max(leaf_start, floor))
        end = token.end
        right = _RIGHT.get(token.groups.get("E", ""))
        behind = right is None and left is None and _UNIT_THEN_SIDE.match(self.folded, end)
        if behind:
            right = ">=" if behind.group(1) == "以上" else "<="
        comparator = figures.comparator or right or left or self._far(start) or "="
        if figures.comparator == "range" or (left in ("<=", "<") and right is None):
            comparator = figures.comparator or left or comparator
        place = Place(self.around, start, end)
        facts: dict[str, Any] = {
            "form": token.form,
            "span": token.fields.get("span"),
            "dimension": figures.dimension,
            "section": section,
            "chinese": token.form.startswith("chinese") or token.form in ("tenths", "tenths_range"),
            "arabic": not token.form.startswith("chinese"),
            "compare": comparator,
            "unit": figures.plain_unit,
            "heading": leaf.kind in ("chapter", "section"),
        }
        if forced:
            role, rule_id, rule = forced[0], forced[1], None
        else:
            rule = first(self.roles, facts, place)
            role = rule.fields["role"] if rule else "target"
            rule_id = rule.id if rule else "default"
        if rule is not None and rule.fields.get("baseline"):
            self.baseline = (figures.low or 0.0, end) if figures.low is not None else None
            return
        if role == "none":
            return
        basis, basis_rule = self._basis(figures, facts, place)
        low, high = _bounds(comparator, figures)
        words, indicator_note = self._indicator(token, start, end, figures, leaf)
        near = f"{words or ''} {place['before']}"
        better = (
            self._better(token, figures, comparator, basis, words, place)
            if role == "target"
            else None
        )
        kind = self._type(figures, words, near) if basis != "all" else None
        baseline = self._baseline(start)
        row = Quantity(
            task=leaf.task or leaf.key,
            measure=leaf.measure,
            section=section,
            role=role,
            indicator=words,
            comparator=comparator,
            low=low,
            high=high,
            unit=figures.unit,
            factor=figures.factor,
            plain_unit=figures.plain_unit,
            basis=basis,
            baseline=baseline,
            better=better,
            type=kind,
            deadline=self._due(token, leaf, role),
            doubtful=doubtful
            or bool(token.fields.get("doubtful"))
            or bool(rule and rule.fields.get("doubtful")),
            rule="/".join(x for x in (token.form, rule_id, basis_rule, indicator_note) if x),
            start=start,
            end=end,
            dimension=figures.dimension,
        )
        self.rows.append(row)

    def _far(self, start: int) -> str | None:
        window = self.folded[max(0, start - 8) : start]
        for word, row in _words("far").get(window[-1:], ()):
            if window.endswith(word):
                return str(row["comparator"])
        wide = self.folded[max(0, start - 18) : start]
        for pattern, comparator in _far_patterns():
            if pattern.search(wide):
                return comparator
        return self._inherited(start)

    def _inherited(self, start: int) -> str | None:
        """分别不低于90%和85%: the comparator of the first holds for the others of its list."""
        if not self.rows:
            return None
        last = self.rows[-1]
        between = self.folded[last.end : start]
        if between in ("和", "、", "及", "，") and last.comparator in (">=", "<=", ">", "<"):
            words = self.folded[max(0, last.start - 12) : last.end]
            printed = self.folded[last.start : last.end]
            if ("分别" in words or "均" in words) and not printed[:1].isdigit():
                return last.comparator
        return None

    def _basis(self, figures: Figures, facts: Mapping[str, Any], place: Place) -> tuple[str, str]:
        if figures.basis:
            return figures.basis, ""
        rule: Rule | None = first(self.bases, facts, place)
        return (rule.fields["basis"], "") if rule else ("level", "")

    def _baseline(self, start: int) -> float | None:
        if self.baseline is None:
            return None
        value, end = self.baseline
        self.baseline = None
        between = self.folded[end:start]
        return value if len(between) <= 24 and not _FULL_STOP.search(between) else None

    # --- what it measures -------------------------------------------------------------------
    def _indicator(
        self, token: Token, start: int, end: int, figures: Figures, leaf: Leaf
    ) -> tuple[str | None, str]:
        sentence = self.around.sentence(start, end)
        previous = None
        if self.rows and sentence[0] <= self.rows[-1].start:
            previous = self.rows[-1].indicator
        found = indicator(
            self.folded,
            self.around,
            start,
            end,
            is_share=figures.dimension in ("share", "ratio"),
            is_words=figures.low is None,
            is_chinese=token.form in ("chinese", "chinese_range", "bodies"),
            floor=max(self._floor(leaf), self.noun_end if self.noun_end == start else 0),
            times=self._cuts_near(start, end),
            previous=previous,
        )
        if found is None or isinstance(found, str):
            return found, ""
        words = self.text[found[0] : found[1]]
        self.noun_end = found[1] if found[0] >= end else 0
        return (_SPACE.sub("", words) or None), ""

    def _cuts_near(self, start: int, end: int) -> list[tuple[int, int]]:
        i = bisect_left(self.cuts, (start - 200, 0))
        return self.cuts[i : bisect_right(self.cuts, (end + 120, 0))]

    def _floor(self, leaf: Leaf) -> int:
        floor = leaf.start
        label = leaf.label or self.labels.get(floor)
        if label and self.text.startswith(label, floor):
            floor += len(label)
        return floor

    def _better(
        self,
        token: Token,
        figures: Figures,
        comparator: str,
        basis: str,
        words: str | None,
        place: Place,
    ) -> str:
        if token.fields.get("better"):
            return str(token.fields["better"])
        if basis in ("increase", "growth", "all"):
            return "higher"
        if comparator in ("<=", "<"):
            return "lower"
        if (
            basis == "level"
            and words
            and _held_down().search(words)
            and not words.endswith(("率", "设施"))
        ):
            return "lower"
        return "higher"

    def _type(self, figures: Figures, words: str | None, near: str) -> str | None:
        rules = _types(figures.dimension)
        for pattern, kind in rules:
            if pattern is None or pattern.search(words or ""):
                return kind
        for pattern, kind in rules:
            if pattern is not None and pattern.search(near):
                return kind
        return "deliverable" if figures.dimension in ("count", "firms", "times") else None

    # --- when -------------------------------------------------------------------------------
    def _due(self, token: Token, leaf: Leaf, role: str) -> Deadline | None:
        """The time that binds a number.

        The nearest due or window before it in its sentence, else a due right after it, else the
        time limit of its clause, else the 到… that opens its paragraph.

        """
        kinds = {"due", "window"} if role in ("target", "scope") else {"due", "window", "expires"}
        start, right = self.around.sentence(token.start, token.end)
        found = self._before(token, start, kinds)
        if found or role == "scope":
            return found
        found = self._after(token, right, {"due"} if role == "target" else {"due", "expires"})
        if found is None:
            found = self._limit(leaf) or self._opener(token, leaf)
        return found

    def _before(self, token: Token, start: int, kinds: set[str]) -> Deadline | None:
        i = bisect_left(self.deadline_starts, token.start) - 1
        while i >= 0 and self.deadlines[i].start >= start:
            row = self.deadlines[i]
            if row.kind in kinds and self._same_place(row, token):
                if row.when.until is None:
                    # 5月1日起…降至16%: what begins is not bound by the time before it.
                    return None
                nth = self._respective(token, i, kinds)
                return nth if nth is not None else row
            i -= 1
        return None

    def _same_place(self, row: Deadline, token: Token) -> bool:
        return row.section != "responsibility" or self._in_limit(token.start)

    def _after(self, token: Token, right: int, kinds: set[str]) -> Deadline | None:
        """A time behind the number that says when the thing counted is finished."""
        i = bisect_right(self.deadline_starts, token.start)
        while i < len(self.deadlines) and self.deadlines[i].start < right:
            row = self.deadlines[i]
            if row.kind in kinds and row.when.until and self._same_place(row, token):
                clause = self.folded[row.end : self.around.clause(row.start, row.end)[1]]
                if row.kind == "expires" or (
                    _IS_FINISHED.search(clause) and not _DIGIT.search(clause)
                ):
                    return row
            i += 1
        return None

    def _full_stop(self, position: int) -> int:
        return max(self.folded.rfind("。", 0, position), self.folded.rfind("\n", 0, position)) + 1

    def _respective(self, token: Token, last: int, kinds: set[str]) -> Deadline | None:
        """2020年、2021年分别新增800条、1200条: the n-th time belongs to the n-th number."""
        times = [self.deadlines[last]]
        i = last
        while i > 0 and self.folded[self.deadlines[i - 1].end : self.deadlines[i].start] in (
            "、",
            "和",
            "，",
        ):
            i -= 1
            times.insert(0, self.deadlines[i])
        if len(times) < 2 or "分别" not in self.folded[times[-1].end : token.start]:
            return None
        nth = sum(
            1 for t in self.tokens if t.kind == "number" and times[-1].end <= t.start < token.start
        )
        return times[nth] if nth < len(times) else None

    def _limit(self, leaf: Leaf) -> Deadline | None:
        mine = self.task_limits.get(leaf.task or leaf.key, ())
        return mine[0] if len(mine) == 1 else None

    def _opener(self, token: Token, leaf: Leaf) -> Deadline | None:
        line = max(
            self.folded.rfind("\n", 0, token.start) + 1,
            self._floor(leaf) if leaf.start <= token.start else 0,
        )
        i = bisect_left(self.deadline_starts, token.start) - 1
        while i >= 0 and self.deadlines[i].start >= line:
            row = self.deadlines[i]
            opening = self.folded[line : row.start].strip(" “")
            if self.text.startswith("到", row.start) and row.kind == "due":
                before = self.folded[max(line, row.start - 6) : row.start]
                if (
                    not opening
                    or before.endswith(("。", "力争", "目标", "目标："))
                    or len(opening) <= 12
                ):
                    return row
            i -= 1
        return None

    # --- lists of indicators --------------------------------------------------------------------
    def _spread(self) -> None:
        """分别达到: the n-th number belongs to the n-th name; 均达到: each name has the number."""
        rows: list[Quantity] = []
        i = 0
        while i < len(self.rows):
            row = self.rows[i]
            before = self.folded[max(0, row.start - 14) : row.start]
            names = listed(row.indicator) if row.indicator else []
            group = self._list_from(i) if "分别" in before else []
            _share_side(self.folded, group)
            if len(names) > 1 and len(group) == len(names):
                for member, name in zip(group, names, strict=True):
                    member.indicator = name
                rows += group
                i += len(group)
                continue
            rows.append(row)
            if _EACH.search(before) or (row.low is None and before.endswith("均")):
                row.indicator = names[0] if names else row.indicator
                rows += [replace(row, indicator=name, doubtful=True) for name in names[1:]]
            i += 1
        # 2022年建成20个、2025年建成50个社区: the noun is said once, behind the last.
        for row, following in pairwise(rows):
            if (
                row.indicator is None
                and row.dimension not in ("time", "share", "ratio")
                and row.unit
                and row.unit == following.unit
                and not _FULL_STOP.search(self.folded, row.end, following.start)
            ):
                row.indicator = following.indicator
        self.rows = rows

    def _list_from(self, i: int) -> list[Quantity]:
        """The numbers that follow each other as a list: 65%和55%."""
        group = [self.rows[i]]
        for row in self.rows[i + 1 : i + _NEAR]:
            between = self.folded[group[-1].end : row.start]
            if between not in ("、", "和", "及", "，", "以及"):
                break
            group.append(row)
        return group

    # --- relations --------------------------------------------------------------------------
    def _relate(self) -> None:
        seen: dict[tuple[object, ...], Quantity] = {}
        for i, row in enumerate(self.rows):
            if row.low is None and row.high is None:
                continue
            if self._share_of(i) or self._part_of(i):
                continue
            identity = (row.role, row.indicator, row.low, row.high, row.unit, row.comparator)
            earlier = seen.setdefault(identity, row)
            if earlier is not row and row.indicator and row.dimension != "time":
                row.related, row.relation = earlier, "same"

    def _share_of(self, i: int) -> bool:
        row = self.rows[i]
        if row.dimension != "share" or row.basis != "level":
            return False
        before = self.folded[max(0, row.start - 4) : row.start]
        if not before.endswith(("完成", "占", "兑现", "投放", "竣工", "开工", "占比", "其中")):
            return False
        start = self._full_stop(row.start)
        for earlier in reversed(self.rows[max(0, i - _NEAR) : i]):
            if earlier.start < start:
                return False
            if (
                earlier.dimension not in ("share", "ratio", None, "time")
                and earlier.low is not None
            ):
                row.related, row.relation = earlier, "share"
                return True
        return False

    def _part_of(self, i: int) -> bool:
        """其中, 包括: what follows is a part of the number before."""
        row = self.rows[i]
        start = self.around.sentence(row.start, row.end)[0]
        words = self.folded[start : row.start]
        marker = max(words.rfind("其中"), words.rfind("包括"), words.rfind("包含"))
        if marker < 0 or row.dimension in ("share", "ratio", "time"):
            return False
        for earlier in reversed(self.rows[max(0, i - _NEAR) : i]):
            if earlier.start < start:
                return False
            if (
                earlier.end <= start + marker
                and earlier.low is not None
                and self._comparable(earlier, row)
            ):
                row.related, row.relation = earlier, "part"
                return True
        return False

    def _comparable(self, whole: Quantity, part: Quantity) -> bool:
        counted = {"count", "firms", "people", "times", "length", "animals"}
        if whole.dimension in counted and part.dimension in counted:
            return (part.high or part.low or 0) <= (whole.high or whole.low or 0)
        return whole.dimension == part.dimension


def _share_side(folded: str, group: Sequence[Quantity]) -> None:
    """分别达到65%和60%以上: what stands behind the last number holds for the whole list."""
    if not group or any(row.comparator != "=" for row in group[:-1]):
        return
    if any("，" in folded[a.end : b.start] for a, b in pairwise(group)):
        return
    side = group[-1].comparator
    for row in group[:-1]:
        if side == ">=":
            row.comparator, row.high = side, None
        elif side == "<=":
            row.comparator, row.low = side, None


def _bounds(comparator: str, figures: Figures) -> tuple[float | None, float | None]:
    if figures.low is None:
        return None, None
    if comparator in (">=", ">"):
        return figures.low, None
    if comparator in ("<=", "<"):
        return None, figures.high
    return figures.low, figures.high
