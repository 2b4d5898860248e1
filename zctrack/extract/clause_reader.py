"""Reading the words of a responsibility clause (责任条款的读法).

Reading it is one loop over separators, labels,
role words, 等 and groups; names wait until a role word, a semicolon or a label closes them.
"""

from __future__ import annotations

import functools
import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from zctrack.extract import pieces
from zctrack.extract.lexer import Token
from zctrack.grammar import load

__all__ = ["Clause", "Names", "Party", "Reader", "brackets"]


@dataclass(slots=True)
class Party:
    """One printed name of a clause with its role."""

    start: int
    end: int
    kind: str
    role: str
    rule: str
    open: bool = False
    collective: bool = False
    full: str = ""


@dataclass(slots=True)
class Clause:
    """One responsibility clause: its stretch, its parties, and where its time limits stand.

    ``scope`` is ``back`` (the tasks since the previous clause), ``below`` (all units below) or
    ``here`` (the unit it stands in, without ending it).
    """

    start: int
    end: int
    form: str
    parties: list[Party]
    limits: list[tuple[int, int]] = field(default_factory=list)
    scope: str = "back"
    standing: str | None = None
    number: int = 0
    carried_limits: list[tuple[int, int]] = field(default_factory=list)


class _Answers(dict[str, bool]):
    """Answers that are remembered: names recur, a text of any length has some hundreds of them."""

    _most = 4096

    def __init__(self, ask: Callable[[str], bool]) -> None:
        super().__init__()
        self._ask = ask

    def __missing__(self, name: str) -> bool:
        """Ask, and remember."""
        if len(self) >= self._most:
            self.clear()
        answer = self[name] = self._ask(name)
        return answer


class Names:
    """What is a name of a body, and what only looks like one."""

    def __init__(self) -> None:
        parties = load.data("parties")
        self.endings = tuple(parties["endings"])
        self.known = frozenset(parties["known"])
        self.not_names = tuple(parties["not_names"])
        self.not_begun = tuple(parties["not_begun"])
        self.groups = re.compile("|".join(parties["groups"]))
        self.offices = re.compile(
            "|".join(sorted(map(re.escape, parties["offices"]), key=len, reverse=True))
        )
        self.departments = re.compile("(?:" + "|".join(parties["departments"]) + ")")
        self.carried = re.compile(
            "("
            + "|".join(sorted(parties["carried_after"], key=len, reverse=True))
            + ")(?!场|域|级|民|直)"
        )
        self.own_prefix = tuple(parties["no_prefix"])
        self._person = re.compile(
            rf"[{parties['surnames']}] {{0,2}}[\u4e00-\u9fff] ?[\u4e00-\u9fff]?"
        )
        self._office = re.compile(
            rf"(?:省|市|区|县|州)?(?:委|政府|人大|政协)?(?:党组)?(?:{self.offices.pattern})+"
        )
        # Whether a name stands for several bodies; is one by its own words; may be one, in the
        # company of sure names.
        self.group: Callable[[str], bool] = _Answers(self._is_group).__getitem__
        self.sure: Callable[[str], bool] = _Answers(self._is_sure).__getitem__
        self.possible: Callable[[str], bool] = _Answers(self._is_possible).__getitem__

    def person(self, name: str) -> bool:
        """Whether the name may be a person's: a family name and one or two characters."""
        return bool(self._person.fullmatch(name))

    def office(self, name: str) -> bool:
        """Whether the words are an office alone, with or without its level (县委常委, 副县长)."""
        return bool(self._office.fullmatch(name))

    def _is_group(self, name: str) -> bool:
        return self.groups.search(name) is not None

    def _is_sure(self, name: str) -> bool:
        bare = re.sub(r"（[^（）]*）\Z", "", name)
        if bare in self.known:
            return True
        if bare.endswith(self.not_names) or bare.startswith(self.not_begun):
            return False
        return self._is_group(name) or (len(bare) >= 3 and bare.endswith(self.endings))

    def _is_possible(self, name: str) -> bool:
        bare = name.replace(" ", "")
        return (
            2 <= len(bare) <= 30
            and not bare.endswith(self.not_names)
            and not bare.startswith(self.not_begun)
            and not re.search(r"[0-9。！？：《》〔〕]|[^（]的[^）]", bare)
        )


@functools.cache
def names() -> Names:
    """The names' grammar, compiled at first use."""
    return Names()


def brackets(folded: str, begin: int, end: int) -> tuple[list[tuple[int, int]], list[int]]:
    """Pairs of round and square brackets of the outermost level, and the unpaired ones.

    Parameters
    ----------
    folded : str
        The shadow text, in which brackets are full-width.
    begin, end : int
        Where to look.

    Examples
    --------
    >>> brackets("a（b（c）d）e（f", 0, 11)
    ([(1, 8)], [9])
    """
    pairs: list[tuple[int, int]] = []
    unpaired: list[int] = []
    opened: list[int] = []
    for found in re.compile(r"[（）〔〕\n]").finditer(folded, begin, end):
        char = found.group()
        if char in "（〔":
            opened.append(found.start())
        elif char in "）〕":
            if not opened:
                unpaired.append(found.start())
            elif len(opened) == 1:
                pairs.append((opened.pop(), found.end()))
            else:
                opened.pop()
        elif opened and folded.startswith("\n", found.end()):
            # A blank line: no bracket runs on over it.
            unpaired.extend(opened)
            opened.clear()
    unpaired.extend(opened)
    return pairs, sorted(unpaired)


class Reader:
    """Reads the words of a clause into parties."""

    def __init__(self, text: str, folded: str, times: Sequence[Token]) -> None:
        self.text = text
        self.folded = folded
        self._time_starts = [t.start for t in times]
        self._times = times
        self.names = names()

    def has_time(self, start: int, end: int) -> bool:
        """Whether a time stands in the stretch."""
        i = bisect_left(self._time_starts, start)
        return (
            i < len(self._times) and self._times[i].start < end and self._times[i].form != "manner"
        )

    def read(
        self,
        start: int,
        end: int,
        *,
        kind: str = "unit",
        role: str = "joint",
        label: str | None = None,
    ) -> Reading:
        """Read one stretch.

        Parameters
        ----------
        start, end : int
            The clause without its brackets.
        kind, role : str
            What a name is until a label or role word says otherwise.
        label : str, optional
            The id of the label or column that says so from outside.
        """
        return _Run(self, start, end, kind, role, label).run()


@dataclass(slots=True)
class Reading:
    """What a stretch said: parties, time limits, and how sure it is that it is a clause."""

    parties: list[Party]
    limits: list[tuple[int, int]]
    labelled: bool
    role_words: int
    ends_in_role: bool
    all_sure: bool
    unread: list[tuple[int, int]]
    standing: str | None


_WORDS = re.compile(r"[^、，；。（\s]+")


class _Run:
    """One pass over one clause."""

    def __init__(
        self, reader: Reader, start: int, end: int, kind: str, role: str, label: str | None
    ) -> None:
        self.reader = reader
        self.folded = reader.folded
        self.start, self.end = start, end
        self.kind, self.role = kind, role
        self.rule = label or "bare"
        self.label_sure = label is not None
        self.pending: list[tuple[int, int]] = []
        # How many of them stood before the last comma, as long as no role word came.
        self.before_comma = 0
        self.open = False
        self.current: int | None = None
        self.parties: list[Party] = []
        self.limits: list[tuple[int, int]] = []
        self.unread: list[tuple[int, int]] = []
        self.labelled = label is not None
        self.role_words = 0
        self.last_role_end = -1
        self.all_sure = True
        self.standing: str | None = None
        self.limit_from: int | None = start if kind == "limit" else None

    def run(self) -> Reading:
        pos = self.start
        while pos < self.end:
            piece = pieces.following(self.folded, pos, self.end)
            if piece is None:
                self._text(pos)
                break
            if piece[1] > pos:
                self._text(pos)
            pos = self._piece(*piece)
        self._end_name(self.end)
        self._close(None)
        self._drop_offices()
        if self.limit_from is not None:
            self.limits.append((self.limit_from, self.end))
        ends = self.last_role_end
        tail = self.folded[ends : self.end] if ends >= 0 else ""
        return Reading(
            self.parties,
            self.limits,
            self.labelled,
            self.role_words,
            ends >= 0 and (not tail.strip("。，； \n") or not self._names_in_tail(ends)),
            self.all_sure and bool(self.parties),
            self.unread,
            self.standing,
        )

    def _drop_offices(self) -> None:
        """县委常委、副县长　吴明 is one official: offices before a person are no party."""
        if sum(party.kind == "official" for party in self.parties) < 2:
            return
        kept: list[Party] = []
        # Where the official's words begin that the next party to the left may be an office of.
        begin: int | None = None
        for party in reversed(self.parties):
            words = _WORDS.match(self.folded, party.start)
            end = words.end() if words else party.end
            gap = self.folded[end:begin] if begin is not None else ""
            if (
                party.kind == "official"
                and begin is not None
                and (gap.isspace() or (gap == "、" and begin != kept[-1].start))
                and self.reader.names.office(self.folded[party.start : end])
            ):
                begin = party.start
                continue
            # 吴　明 has a space within, 吴明同志 an office behind.
            printed = self.folded[party.start : party.end]
            named = self.reader.names.person(printed) or (
                words is not None and self.reader.names.person(words.group())
            )
            begin = party.start if named else None
            kept.append(party)
        self.parties = kept[::-1]

    def _names_in_tail(self, ends: int) -> bool:
        return any(p.start >= ends for p in self.parties)

    def _text(self, start: int) -> None:
        if self.current is None:
            self.current = start

    def _piece(self, piece: load.Lexeme, start: int, end: int) -> int:
        kind = piece.kind
        if kind == "standing":
            self._end_name(start)
            self._close(None)
            self._standing(start, end)
            return end
        if kind == "label":
            self._end_name(start)
            self._close(None)
            if self.limit_from is not None:
                self.limits.append((self.limit_from, start))
                self.limit_from = None
            row = pieces.label_at(self.folded, start)
            self.kind, self.role, self.rule = row["kind"], row["role"], row["id"]
            self.labelled = True
            self.label_sure = True
            if self.kind == "limit":
                self.limit_from = end
            return end
        if self.kind in ("limit", "other"):
            return end
        if kind == "levels":
            self._text(start)
            return end
        if kind == "etcparty":
            self._end_name(start)
            self.open = True
            self.current = start + 1
            return end
        if kind == "etc":
            if self.current is None and not self.pending:
                return end
            self._end_name(start)
            self.open = True
            return end
        if kind == "bracket":
            return self._bracket(start)
        if kind == "sep":
            return self._separator(start, end)
        if kind == "join":
            return self._join(start, end)
        return self._role(piece, start, end)

    def _separator(self, start: int, end: int) -> int:
        printed = self.folded[start:end]
        mark = printed.strip() or " "
        if mark == " " and "\n" not in printed and self._space_in_name(start, end):
            self._text(start)
            return end
        self._end_name(start)
        if mark in "，," and self.label_sure and not self.role_words:
            self.before_comma = len(self.pending)
        if mark in "；;。":
            self._close(None)
            if mark == "；" and not self.label_sure:
                self.kind, self.role = "unit", "joint"
        return end

    def _space_in_name(self, start: int, end: int) -> bool:
        """Whether a space stands inside a two-character name or a word."""
        if self.current is None:
            return False
        left = self.folded[self.current : start].strip()
        right = re.match(r"[\u4e00-\u9fff]{1,4}", self.folded[end : min(end + 4, self.end)])
        if not right:
            return False
        if self.kind == "official":
            following = re.match(r"[\u4e00-\u9fff]+", self.folded[end : self.end])
            return len(left) == 1 and following is not None and len(following.group()) == 1
        return len(left) < 2 or not self.reader.names.sure(left)

    def _join(self, start: int, end: int) -> int:
        """及, 和, 与 and 会同 split only where both sides are names."""
        word = self.folded[start:end]
        if self.current is None:
            # Behind 甲牵头， only 会同 joins: 和 may begin a name.
            joins = bool(self.pending) and word in (
                "及",
                "和",
                "与",
                "以及",
                "会同",
                "联合",
            )
            joins = joins or (word == "会同" and bool(self.parties))
            self.current = None if joins else start
            return end
        left = self.folded[self.current : start].strip()
        right = re.match(r"(?:[^，。；、（）\s]|（[^（）]*）){2,30}", self.folded[end : self.end])
        words = right.group() if right else ""
        if cut := pieces.following(words, 1, len(words)):
            words = words[: cut[1]]
        names = self.reader.names
        if not (names.sure(left) and words and (names.sure(words) or names.group(words))):
            self._text(start)
            return end
        if left.endswith(("部门", "地区", "单位")) and words in (
            "单位",
            "部门",
            "有关单位",
            "企业",
        ):
            self._text(start)
            return end
        self._end_name(start)
        return end

    def _bracket(self, start: int) -> int:
        close = _matching(self.folded, start, self.end)
        inner = self.folded[start + 1 : close - 1].strip()
        role = next(
            (r["role"] for r in load.rules("roles", "role") if re.fullmatch(r["pattern"], inner)),
            None,
        )
        if role and self.current is not None:
            name = (self.current, start)
            self.current = None
            self._party(name, role, "role_in_brackets")
            self.role_words += 1
            self.last_role_end = close
            return close
        if inner.startswith(("列第一", "排名第一", "排第一", "下同", "以下均", "第一位")):
            self._end_name(start)
            found = pieces.following(self.folded, start + 1, close)
            if found and found[0].kind == "standing":
                self._standing(*found[1:])
            return close
        self._text(start)
        return close

    def _standing(self, start: int, end: int) -> None:
        words = self.folded[start:end]
        for row in load.rules("roles", "standing"):
            hit = re.match(row["pattern"], words)
            if not hit:
                continue
            self.standing = row["effect"]
            if row["effect"] == "add_to_all":
                base = start + hit.start("names")
                # 各市（州）、县（市、区）人民政府 is one party, no list.
                whole = pieces.levels().fullmatch(hit.group("names"))
                parts = [whole] if whole else re.finditer(r"[^、和及]+", hit.group("names"))
                for part in parts:
                    self._party((base + part.start(), base + part.end()), "joint", row["id"])
            return

    def _role(self, piece: load.Lexeme, start: int, end: int) -> int:
        self._end_name(start)
        if self.pending:
            self.role_words += 1
            self.last_role_end = end
            role = piece.fields["role"]
            if role == "support" and 0 < self.before_comma < len(self.pending):
                # 责任单位：甲办，各村配合: what stands before the comma is what the label says.
                behind = self.pending[self.before_comma :]
                del self.pending[self.before_comma :]
                self._close(None)
                self.pending += behind
            if self.kind == "official" and role == "joint":
                role = "responsible"
            self._close(role, piece.id)
        else:
            self.unread.append((start, end))
        return end

    def _end_name(self, end: int) -> None:
        if self.current is None:
            return
        start, self.current = self.current, None
        while start < end and self.folded[start] in " \n由：":
            start += 1
        while end > start and self.folded[end - 1] in " \n：〔":
            end -= 1
        if start >= end:
            return
        if self.kind in ("limit", "other"):
            return
        if self.kind == "official":
            span = self._person(start, end)
            if span:
                self.pending.append(span)
            else:
                self.unread.append((start, end))
            return
        name = self.folded[start:end]
        names = self.reader.names
        if self.reader.has_time(start, end) or not (names.possible(name) or names.sure(name)):
            self.unread.append((start, end))
            return
        if not names.sure(name):
            self.all_sure = False
        self.pending.append((start, end))

    def _person(self, start: int, end: int) -> tuple[int, int] | None:
        """A person's name without the words of office around it."""
        name = self.folded[start:end]
        offices = self.reader.names.offices
        while found := offices.match(name):
            if len(name) - found.end() < 2:
                break
            start += found.end()
            name = name[found.end() :]
            stripped = len(name) - len(name.lstrip())
            start += stripped
            name = name[stripped:]
        for found in offices.finditer(name):
            if found.start() < 2:
                continue
            if self.reader.names.sure(name[: found.start()]):
                # 市卫健委主任李明 is the person, 各乡镇党委书记 the office with its body.
                behind = name[found.end() :].strip()
                if not self.reader.names.person(behind):
                    return start, end
                start = end - len(behind)
                name = behind
                break
            end = start + found.start()
            name = self.folded[start:end]
            break
        bracket = name.find("（")
        if bracket > 1:
            end = start + bracket
            name = name[:bracket]
        bare = re.sub(r"\s", "", name)
        if self.reader.names.group(bare) or re.fullmatch(r"各[\u4e00-\u9fff（）]{2,14}", bare):
            return start, end
        if re.fullmatch(r"[\u4e00-\u9fff·]{2,5}", bare) or (len(bare) <= 12 and "·" in bare):
            return start, end
        if self.reader.names.sure(bare) and len(bare) <= 20:
            return start, end
        return None

    def _party(self, span: tuple[int, int], role: str, rule: str, kind: str | None = None) -> None:
        name = self.folded[span[0] : span[1]]
        self.parties.append(
            Party(
                span[0],
                span[1],
                kind or ("official" if self.kind == "official" else "unit"),
                role,
                rule,
                self.open,
                self.reader.names.group(name),
            )
        )

    def _close(self, role: str | None, rule: str | None = None) -> None:
        """Give the waiting names their role."""
        for span in self.pending:
            self._party(span, role or self.role, rule or self.rule)
        self.pending.clear()
        self.before_comma = 0
        self.open = False


def _matching(folded: str, start: int, limit: int) -> int:
    depth = 0
    for i in range(start, limit):
        if folded[i] == "（":
            depth += 1
        elif folded[i] == "）":
            depth -= 1
            if depth == 0:
                return i + 1
    return limit
