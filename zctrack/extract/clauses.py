"""Finding the responsibility clauses of a text (责任条款).

A clause is a bracket, a labelled line, a sentence of its own at the end of a paragraph, the
subject of a unit, an official in a heading, or the cells of a table's row. It is one by its words
(a label, a role word at its end, or sure names alone) and by its position (beside a stop, a mark
or an end): a bracket inside a sentence stays text.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Mapping, Sequence
from typing import Any

from zctrack.extract import tables as table_rows
from zctrack.extract.clause_reader import (
    Clause,
    Party,
    Reader,
    Reading,
    brackets,
    names,
)
from zctrack.extract.lexer import Token
from zctrack.extract.marks import Tree
from zctrack.extract.pieces import label_ends, labels
from zctrack.grammar import load

__all__ = ["carry_prefixes", "find", "numbered", "standing_rules"]

_STOPS = "。；！？\n”》）〕"
_ENDS = "。；\n"
_LABEL_END = re.compile(r"[：〕为]")
# A label with its remark in brackets.
_LONGEST_LABEL = 28
# A label stands behind a stop, an opening bracket, or a sign that sets its line off.
_BEFORE_LABEL = " \n\t。；，）\r〔—-●■◆▲※★☆►|"
_LINE_BEGIN = re.compile(r"\n[ \r]*(?=[^ \n\r])")
_SENTENCE_WITH_COLON = re.compile(r"[。；] ?(?=[\u4e00-\u9fff（）、]{3,40}：)")
_ANY_STOP = re.compile(r"[：。；，\n]")
_ANSWERS = re.compile(
    r"(?:分别负责|分别牵头|具体负责|具体牵头|统一负责|统一牵头|负责|牵头)"
    r"(?!人|同志|制(?![定订作])|任|的|单位|部门|领导|抓总)"
)
_ROLE_VERB = re.compile(r"分别负责|分别牵头|牵头|配合|协助|负责|参与|指导")
_AND_SUPPORT = re.compile(r"，([^，。；]{2,40}?)(配合|参与|参加|协助)(?=[，。；])")
# 县政府办公室负责调度，县工商联协助: what the first answers for may be named.
_DUTY = re.compile(r"[^，。；]{1,6}(?=，)")
# 甲牵头，会同乙、丙组织实施: 会同 joins.
_WITH = re.compile(
    r"，会同([^，。；]{2,60}?)(?:组织实施|共同落实|抓好落实|落实|组织推进|推进|实施|负责|办理|开展|完成)"
    r"(?=[，。；\n])"
)
_LEAD_IN = re.compile(
    r"（?(?: |此项|该项|本项|本章|本节|本条|本部分|上述|以上|工作|任务|目标|措施|具体|各项"
    r"|[\u4e00-\u9fff]{2,10}?(?:工作|任务|事项|措施|建设|活动|资金))*由"
)
_SENTENCE_END = re.compile(
    r"(?:牵头|负责|落实|配合|参与|参加|承办|保障工作|实施|推进|协助|指导|督促|承担)(?:工作)?(?=。|\n|\Z)"
)
# A clause longer than this is text, a sentence of its own longer than that too.
_LONGEST = 600
_LONGEST_SENTENCE = 170


def find(
    text: str,
    folded: str,
    tokens: Sequence[Token],
    tree: Tree,
    begin: int,
    end: int,
    rows: Sequence[table_rows.Row],
) -> tuple[list[Clause], list[int]]:
    """Every clause between two offsets, in text order, and the unpaired brackets.

    Parameters
    ----------
    text, folded : str
        The text and its shadow.
    tokens : sequence of Token
        The scan's tokens.
    tree : Tree
        The numbered units.
    begin, end : int
        The body.
    rows : sequence of Row
        Rows of responsibility tables; their cells are clauses.
    """
    times = [t for t in tokens if t.kind == "time"]
    finder = _Finder(text, folded, times, tree, begin, end)
    finder.table_cells(rows)
    unpaired = finder.bracket_clauses()
    finder.labelled_lines()
    finder.headings()
    finder.sentences()
    finder.subjects()
    return numbered(finder.clauses), unpaired


def numbered(clauses: Sequence[Clause]) -> list[Clause]:
    """Clauses in text order, each with its running number."""
    ordered = sorted(clauses, key=lambda c: (c.start, c.end))
    for number, clause in enumerate(ordered, 1):
        clause.number = number
    return ordered


class _Finder:
    def __init__(
        self, text: str, folded: str, times: Sequence[Token], tree: Tree, begin: int, end: int
    ) -> None:
        self.text, self.folded = text, folded
        self.reader = Reader(text, folded, times)
        self.nodes = tree.units
        self.marks = sorted(n.start for n in self.nodes)
        self.node_at = {n.start: n for n in reversed(self.nodes)}
        self.mark_ends = frozenset(n.mark_end for n in self.nodes)
        self.begin, self.end = begin, end
        self.clauses: list[Clause] = []
        # The stretches of the clauses, merged where they overlap.
        self.taken: list[tuple[int, int]] = []

    def _free(self, start: int, end: int) -> bool:
        i = bisect_left(self.taken, (end, 0)) - 1
        return i < 0 or self.taken[i][1] <= start

    def _add(self, clause: Clause) -> None:
        self.clauses.append(clause)
        start, end = clause.start, clause.end
        while not self._free(start, end):
            i = bisect_left(self.taken, (end, 0)) - 1
            other = self.taken.pop(i)
            start, end = min(start, other[0]), max(end, other[1])
        insort(self.taken, (start, end))

    def _next_mark(self, position: int) -> int:
        i = bisect_left(self.marks, position)
        return self.marks[i] if i < len(self.marks) else self.end

    # --- brackets --------------------------------------------------------------------------------
    def bracket_clauses(self) -> list[int]:
        pairs, unpaired = brackets(self.folded, self.begin, self.end)
        for start, end in pairs:
            self._bracket(start, end, closed=True)
        for start in unpaired:
            if self.folded[start] in "（〔":
                line_end = self.folded.find("\n", start)
                line_end = self.end if line_end < 0 else min(line_end, self.end)
                self._bracket(start, line_end, closed=False)
        return unpaired

    def _bracket(self, start: int, end: int, *, closed: bool) -> None:
        if not 4 <= end - start <= _LONGEST or not self._free(start, end):
            return
        inner = (start + 1, end - 1 if closed else end)
        if self.folded[inner[0] : inner[1]].isdigit() or not self._beside_a_stop(start, end):
            return
        if hit := _LEAD_IN.match(self.folded, *inner):
            # （本章任务由甲局牵头）
            inner = (hit.end(), inner[1])
        reading = self.reader.read(*inner)
        if not reading.parties and not reading.standing:
            return
        ends_paragraph = self._next_is(end, "\n") or self._next_mark(end) <= self._skip(end)
        before = self._before(start)
        named = reading.all_sure and not reading.unread and before in _STOPS
        if not (
            reading.labelled
            or (reading.ends_in_role and self._plausible(reading))
            or (reading.standing and reading.parties)
            or (named and (ends_paragraph or self.folded[end : end + 1] in "。；"))
            or (ends_paragraph and self._sure_with_time(reading))
        ):
            return
        self._add(
            Clause(
                start,
                end,
                "bracket",
                reading.parties,
                reading.limits or [inner],
                standing=reading.standing,
            )
        )

    def _sure_with_time(self, reading: Reading) -> bool:
        """Sure names beside a time limit: （市交通局；9月底前）."""
        return (
            reading.all_sure
            and bool(reading.unread)
            and all(self.reader.has_time(s, e) or self._manner(s, e) for s, e in reading.unread)
        )

    def _manner(self, start: int, end: int) -> bool:
        words = self.folded[start:end].strip()
        return bool(
            re.fullmatch(r"长期坚持|持续推进|长期|持续|常年坚持|立即整改|立行立改|持续坚持", words)
        )

    def _plausible(self, reading: Reading) -> bool:
        """Whether at least one name is sure, or all are short and clean."""
        known = names()
        found = [self.folded[p.start : p.end] for p in reading.parties]
        return any(known.sure(name) for name in found) or not reading.unread

    def _beside_a_stop(self, start: int, end: int) -> bool:
        before = self._before(start)
        if not before or before in _STOPS:
            return True
        after = self._skip(end)
        return (
            after >= len(self.folded)
            or self.folded[after] in _ENDS
            or self.folded[end : end + 1] == "\n"
            or self._next_mark(end) == after
        )

    def _before(self, position: int) -> str:
        """The character before, spaces left out; nothing at the beginning of the text."""
        while position and self.folded[position - 1] == " ":
            position -= 1
        return self.folded[position - 1 : position]

    def _skip(self, position: int) -> int:
        while position < len(self.folded) and self.folded[position] in " \r":
            position += 1
        return position

    def _next_is(self, position: int, char: str) -> bool:
        after = self._skip(position)
        return after >= len(self.folded) or self.folded[after] == char

    # --- labelled lines --------------------------------------------------------------------------
    def labelled_lines(self) -> None:
        pattern, rows = labels()
        last = label_ends()
        position = self.begin
        # A label ends in one of three characters, far fewer than those that it can begin with.
        for mark in _LABEL_END.finditer(self.folded, self.begin, self.end):
            at = mark.start()
            before = self.folded[at - 1 : at]
            if at < position or (before if before != " " else self._before(at)) not in last:
                continue
            found = pattern.search(
                self.folded,
                max(position, at - _LONGEST_LABEL),
                min(mark.end() + 1, self.end),
            )
            if found is None:
                continue
            start = found.start()
            position = found.end()
            kind = rows[found.group("label")]["kind"]
            if kind == "other" or not self._free(start, found.end()):
                continue
            before = self.folded[start - 1 : start]
            if before and before not in _BEFORE_LABEL:
                continue
            if before == "〔":
                start -= 1
            end = self._line_clause_end(start)
            reading = self.reader.read(start, end)
            if not reading.parties and not reading.limits:
                continue
            if found.group().endswith("为") and (not reading.all_sure or reading.unread):
                continue
            self._add(
                Clause(
                    start, end, "line", reading.parties, reading.limits, standing=reading.standing
                )
            )
            position = end

    def _line_clause_end(self, start: int) -> int:
        pattern, rows = labels()
        limit = min(self.end, self._next_mark(start + 1))
        position = start
        while True:
            line_end = self.folded.find("\n", position, limit)
            line_end = limit if line_end < 0 else line_end
            stop = self.folded.find("。", position, line_end)
            while stop >= 0:
                after = stop + 1
                while after < line_end and self.folded[after] == " ":
                    after += 1
                nested = pattern.match(self.folded, after)
                if after < line_end and not (
                    nested and rows[nested.group("label")]["kind"] != "other"
                ):
                    return stop + 1
                stop = self.folded.find("。", stop + 1, line_end)
            following = line_end
            while following < limit and self.folded[following] in " \n\r〔":
                following += 1
            more = pattern.match(self.folded, following)
            if not more or following >= limit or rows[more.group("label")]["kind"] == "other":
                return line_end
            position = following

    # --- officials in headings -------------------------------------------------------------------
    def headings(self) -> None:
        for node in self.nodes:
            stop = self.folded.find("\n", node.mark_end, node.end)
            heading_end = node.end if stop < 0 else stop
            if not node.children or heading_end - node.mark_end > 45:
                continue
            words = self.folded[node.mark_end : heading_end]
            for row in load.rules("roles", "heading"):
                hit = load.pattern(row["pattern"], "roles").search(words)
                if hit is None:
                    continue
                start, end = (node.mark_end + i for i in hit.span("name"))
                role = "lead" if hit.group("word").startswith("牵头") else "responsible"
                party = Party(start, end, "official", role, row["id"])
                if self._free(start, end):
                    self._add(Clause(start, end, "heading", [party], scope="below"))
                break

    # --- the subject of a unit or sentence -------------------------------------------------------
    def subjects(self) -> None:
        begins = {n.mark_end: n.end for n in self.nodes}
        for line in _LINE_BEGIN.finditer(self.folded, self.begin, self.end):
            if line.end() not in self.node_at:
                begins.setdefault(line.end(), self.end)
        # 甲局：负责…。乙局：负责…: a body before a colon may begin a sentence too.
        for sentence in _SENTENCE_WITH_COLON.finditer(self.folded, self.begin, self.end):
            begins.setdefault(sentence.end(), self.end)
        for begin, end in sorted(begins.items()):
            self._colon_subject(begin, end)
        for found in _ANSWERS.finditer(self.folded, self.begin, self.end):
            self._verb_subject(found)

    def _colon_subject(self, begin: int, end: int) -> None:
        end = min(end, begin + 60)
        if self.folded.find("：", begin, end) < 0:
            return
        stop = _ANY_STOP.search(self.folded, begin, end)
        if stop is None or stop.group() != "：" or not self._free(begin, stop.end()):
            return
        reading = self.reader.read(begin, stop.start())
        if not reading.all_sure or reading.unread or reading.labelled or reading.role_words:
            return
        after = stop.end()
        role, rule = "joint", "subject"
        word = _ROLE_VERB.match(self.folded, after)
        if word:
            role = {
                "分别负责": "respective",
                "分别牵头": "lead",
                "牵头": "lead",
                "配合": "support",
                "协助": "support",
                "参与": "support",
                "指导": "guide",
            }.get(word.group(), "joint")
        for party in reading.parties:
            party.role, party.rule = role, rule
        self._add(
            Clause(reading.parties[0].start, stop.start(), "subject", reading.parties, scope="here")
        )

    def _verb_subject(self, found: re.Match[str]) -> None:
        verb = found.start()
        floor = max(self.begin, verb - 60)
        start = max(self.folded.rfind(c, floor, verb) for c in "。；，：\n") + 1
        i = bisect_right(self.marks, verb) - 1
        if i >= 0:
            node = self.node_at[self.marks[i]]
            start = max(start, node.mark_end if node.mark_end <= verb else start)
        start = max(start, floor)
        if start >= verb or not self._free(start, verb + 2):
            return
        before = self.folded[start - 1 : start]
        if before in "。；\n" and (hit := _LEAD_IN.match(self.folded, start, verb)):
            start = hit.end() - 1
        by_whom = self.folded.startswith("由", start)
        if not by_whom and before not in "。；\n" and start not in self.mark_ends:
            # 甲局负责…，乙局负责…: the second stands behind the first one's comma.
            if before != "，" or not self.clauses:
                return
            limit = max(self.begin, start - _LONGEST)
            stop = max(self.folded.rfind(c, limit, start) for c in _ENDS)
            if self.clauses[-1].start <= max(stop, limit - 1):
                return
            if self.clauses[-1].form != "subject":
                return
        reading = self.reader.read(start, verb)
        by_duty = bool(reading.parties) and all(p.role == "by_duty" for p in reading.parties)
        if not reading.parties or not reading.all_sure or reading.unread:
            return
        if reading.role_words and not by_duty:
            return
        word = found.group()
        role = (
            "respective" if word.startswith("分别负责") else "lead" if "牵头" in word else "joint"
        )
        for party in () if by_duty else reading.parties:
            party.role, party.rule = role, "subject_of_verb"
        parties = list(reading.parties)
        end = found.end()
        for pattern, with_role in ((_WITH, "joint"), (_AND_SUPPORT, "support")):
            more = pattern.match(self.folded, end)
            if more is None and pattern is _AND_SUPPORT and (duty := _DUTY.match(self.folded, end)):
                more = pattern.match(self.folded, duty.end())
            if more is None or (pattern is _WITH and "牵头" not in word):
                continue
            others = self.reader.read(more.start(1), more.end(1))
            if others.all_sure and not others.unread:
                for party in others.parties:
                    party.role, party.rule = with_role, "subject_of_verb"
                parties += others.parties
                end = more.end()
        self._add(Clause(start, end, "subject", parties, scope="here"))

    # --- sentences of their own ------------------------------------------------------------------
    def sentences(self) -> None:
        for found in _SENTENCE_END.finditer(self.folded, self.begin, self.end):
            end = found.end() + (self.folded[found.end() : found.end() + 1] == "。")
            floor = max(self.begin, end - _LONGEST_SENTENCE)
            start = max(self.folded.rfind(c, floor, found.start()) for c in "。\n") + 1
            if start < floor:
                continue
            while start < end and self.folded[start] in " \r":
                start += 1
            i = bisect_right(self.marks, start) - 1
            if i >= 0:
                start = max(start, self.node_at[self.marks[i]].mark_end)
            before = self.folded[start - 1 : start]
            if before not in "。\n） " and start not in self.mark_ends:
                continue
            if hit := _LEAD_IN.match(self.folded, start, end):
                start = hit.end()
            if "：" in self.folded[start:end] or not self._free(start, end):
                continue
            reading = self.reader.read(start, end)
            if (
                reading.parties
                and reading.role_words
                and reading.ends_in_role
                and reading.all_sure
                and not reading.unread
            ):
                self._add(
                    Clause(start, end, "sentence", reading.parties, standing=reading.standing)
                )

    # --- tables ----------------------------------------------------------------------------------
    def table_cells(self, rows: Sequence[table_rows.Row]) -> None:
        by_id: Mapping[str, Mapping[str, Any]] = {r["id"]: r for r in load.rules("roles", "label")}
        for row in rows:
            parties: list[Party] = []
            limits: list[tuple[int, int]] = []
            above: list[tuple[int, int]] = []
            # The clause is the last run of such cells; what stands before the text is read too.
            first = last = row.end
            for label, start, _ in reversed(row.cells):
                if label:
                    first = start
                elif first < row.end or row.cells[-1][0]:
                    break
                else:
                    first = last = start
            own = [(label, s, e, limits) for label, s, e in row.cells if label and s < e]
            for label, start, end, times in [*own, *((*c, above) for c in row.carried)]:
                spec = by_id[label]
                if spec["kind"] == "limit":
                    times.append((start, end))
                    continue
                reading: Reading = self.reader.read(
                    start, end, kind=spec["kind"], role=spec["role"], label=label
                )
                parties += reading.parties
            if own or row.carried:
                self._add(Clause(first, last, "cells", parties, limits, carried_limits=above))
                self.taken += [(s, e) for _, s, e, _ in own]


@functools.cache
def _effects() -> frozenset[str]:
    return frozenset(row["effect"] for row in load.rules("roles", "standing"))


def standing_rules(clauses: Sequence[Clause]) -> list[tuple[Clause, Party]]:
    """Apply rules that are said once, in text order; give the parties added to later clauses.

    A first-named rule makes the first name of this and every later clause the lead and the others
    joint; clauses by duty and clauses with a lead of their own keep their roles, and a lone group
    does not become lead.
    """
    first_is_lead = False
    added: list[Party] = []
    rows: list[tuple[Clause, Party]] = []
    for clause in clauses:
        if clause.standing == "first_is_lead":
            first_is_lead = True
        rows += [(clause, party) for party in added]
        if clause.standing == "add_to_all":
            added += [p for p in clause.parties if p.rule == "added_to_all"]
        units = [p for p in clause.parties if p.kind == "unit"]
        if not first_is_lead or not units or any(p.role == "lead" for p in units):
            continue
        first = units[0]
        if first.role == "joint" and not (first.collective and len(units) == 1):
            first.role, first.rule = "lead", "first_is_lead"
    return rows


def carry_prefixes(text: str, folded: str, clauses: Sequence[Clause]) -> None:
    """Derive full names: 省科技厅、工业和信息化厅 are three provincial bodies, said once."""
    known = names()
    for clause in clauses:
        prefix = ""
        for party in clause.parties:
            name = folded[party.start : party.end]
            printed = text[party.start : party.end]
            party.full = re.sub(r"[ \u3000]", "", printed) if party.kind == "official" else printed
            if party.kind != "unit":
                continue
            own = known.carried.match(name)
            if own and not known.group(name):
                prefix = own.group(1)
            elif prefix and not name.startswith(known.own_prefix) and known.departments.match(name):
                party.full = prefix + printed
